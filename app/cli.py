"""`flask prepare`, `flask demo …`, `flask keys …` and `flask worker`."""

import logging

import click
import sqlalchemy as sa
from flask import Flask, current_app

from app.accounts.models import Person
from app.core.extensions import db
from app.core.migrations import migrate_down, migrate_up
from app.key_commands import keys


def init_cli(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(prepare)
    app.cli.add_command(demo)
    app.cli.add_command(worker)
    app.cli.add_command(keys)


@click.command("prepare")
def prepare() -> None:
    """Bring the database up to date; load the demo county into an empty demo."""
    logging.getLogger("alembic").setLevel("WARNING")
    migrate_up()
    if current_app.extensions["hive_config"].demo and _is_empty():
        click.echo("Loading the demo county")
        _load_demo()


@click.group("demo")
def demo() -> None:
    """The demo county."""


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
def load(*, if_empty: bool) -> None:
    """Load the demo county."""
    _refuse_in_production()
    if not _is_empty():
        if if_empty:
            return
        raise click.ClickException(
            "There are people here already. `flask demo reload` removes them."
        )
    _load_demo()


@demo.command("reload")
def reload_demo() -> None:
    """Throw everything away and load the demo county again."""
    _refuse_in_production()
    migrate_up()
    migrate_down("base")
    migrate_up()
    _load_demo()
    click.echo("The demo county is as new.")


@click.command("worker")
def worker() -> None:
    """Work off the queue in a process of its own (with Redis)."""
    if not current_app.extensions["hive_config"].redis_url:
        raise click.ClickException(
            "Without HIVE_REDIS_URL the web process works off the queue itself."
        )
    huey = current_app.extensions["hive_huey"]
    huey.create_consumer(workers=8, worker_type="thread", initial_delay=0.1, max_delay=0.5).run()


def _load_demo() -> None:
    from app.demo import load_demo  # a web process never does that, and does not carry it

    load_demo()


def _is_empty() -> bool:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def _refuse_in_production() -> None:
    if current_app.extensions["hive_config"].is_production:
        raise click.ClickException("The demo county does not belong into production.")
