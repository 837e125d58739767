"""The one place that commits. Everything a service does happens within one of these."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from app.core.database import WRITES
from app.core.extensions import db

log = logging.getLogger(__name__)

_KEY = "hive_unit_of_work"

# SQLite has one writer. Waiting for it inside the driver would stop every greenlet of the
# process, also the one that holds the lock; so writers of one process queue up here, where
# waiting lets others run (gevent replaces this lock by a cooperative one).
_sqlite_turn = threading.RLock()


@dataclass
class UnitOfWork:
    """What is to happen once the work is on disk."""

    _after: list[Callable[[], object]] = field(default_factory=list)

    def on_commit(self, action: Callable[[], object]) -> None:
        """Do `action` after the commit, in the order given; never after a rollback."""
        self._after.append(action)

    def on_commit_once(self, action: Callable[[], object]) -> None:
        """The same, but however often `action` is asked for, it happens once."""
        if action not in self._after:
            self._after.append(action)

    def run_after_commit(self) -> None:
        """Do what waits. A failure is logged, not raised: the write itself has succeeded."""
        for action in self._after:
            try:
                action()
            except Exception:
                log.exception("after_commit_failed")


def is_at_work() -> bool:
    """Whether a unit of work is going on here, which an inner one would join."""
    # Asking a session that is not there would make one.
    return db.session.registry.has() and _KEY in db.session.info


@contextmanager
def unit_of_work() -> Iterator[UnitOfWork]:
    """Run the block as one transaction: committed once at its end, rolled back on any error.

    An inner unit of work joins the outer one. What it yields takes side effects
    (`on_commit`): fan-out and queueing see only what is on disk.
    """
    session = db.session
    joined = session.info.get(_KEY)
    if joined is not None:
        yield joined
        return
    is_sqlite = db.engine.dialect.name == "sqlite"
    work = UnitOfWork()
    with _sqlite_turn if is_sqlite else nullcontext():
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("something was changed outside a unit of work")
        session.commit()  # ends the reads so far: the work starts from what is true now
        session.info[_KEY] = work
        try:
            session.connection(execution_options={WRITES: True})
            yield work
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_KEY, None)
    work.run_after_commit()
