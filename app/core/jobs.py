"""Background work on huey: SQLite within the one process, or Redis with its own worker.

A job takes ids, can be run twice without harm, and calls one service.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from app.config import Config

log = logging.getLogger(__name__)

_registry: list["Job"] = []


class Job:
    """A function that can be queued (`enqueue`) or called straight away (as in tests)."""

    def __init__(self, function: Callable[..., object], every_minutes: int | None) -> None:
        self.function = function
        self.every_minutes = every_minutes
        # app.invitations.jobs.send_invitation is called "invitations.send_invitation"
        self.name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        self.__doc__ = function.__doc__
        _registry.append(self)

    def __call__(self, *args: Any) -> object:
        return self.function(*args)

    def enqueue(self, *args: Any, delay: int = 0) -> None:
        """Queue the job; it runs `delay` seconds from now or soon after."""
        enqueue(self.name, *args, delay=delay)


def enqueue(name: str, *args: Any, delay: int = 0) -> None:
    """Queue the job called `name` ("slice.function"), to run in `delay` seconds or soon after.

    By name, because a job calls a service: a service that imported its job would import
    itself. Raises `KeyError` for a name no slice has.
    """
    task = current_app.extensions["hive_tasks"][name]
    if delay:
        task.schedule(args=args, delay=delay)
    else:
        task(*args)


def job(function: Callable[..., object]) -> Job:
    """Make `function` a job."""
    return Job(function, every_minutes=None)


def every_minutes(minutes: int) -> Callable[[Callable[..., object]], Job]:
    """Make a function without arguments a job that also runs every so many minutes."""

    def make(function: Callable[..., object]) -> Job:
        return Job(function, every_minutes=minutes)

    return make


def init_jobs(app: Flask, config: Config) -> None:
    """Bind every job to this app's queue."""
    huey = _queue(config)
    app.extensions["hive_huey"] = huey
    app.extensions["hive_tasks"] = {each.name: _bind(app, huey, each) for each in _registry}


def _queue(config: Config) -> Huey:
    if config.queue_in_memory:
        return MemoryHuey("hive", results=False)
    if config.redis_url:
        return RedisHuey("hive", url=config.redis_url, results=False)
    config.instance.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("hive", filename=str(config.instance / "jobs.sqlite"), results=False)


def _bind(app: Flask, huey: Huey, each: Job) -> Any:
    def run(*args: Any) -> None:
        with app.app_context():
            try:
                each.function(*args)
            except Exception:
                log.exception("job_failed", extra={"job": each.name})

    run.__name__ = each.name.replace(".", "_")
    task = huey.task(name=each.name)(run)
    if each.every_minutes is not None:
        huey.periodic_task(crontab(minute=f"*/{each.every_minutes}"), name=f"{each.name}.again")(
            run
        )
    return task


class InProcessConsumer(Consumer):
    """huey's consumer as greenlets of a web process, which keeps its own signal handlers."""

    def _set_signal_handlers(self) -> None:
        """Leave signals to gunicorn."""


def start_in_process_consumer(app: Flask) -> InProcessConsumer:
    """Start working off the queue within this (gevent) process."""
    # A phone waits for its push: look often. An idle look at SQLite costs about 20 µs.
    consumer = InProcessConsumer(
        app.extensions["hive_huey"],
        workers=4,
        worker_type="greenlet",
        initial_delay=0.1,
        max_delay=0.3,
        backoff=1.2,
        check_worker_health=False,
    )
    consumer.start()
    return consumer
