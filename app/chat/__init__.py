"""Talking: rooms, messages, and the live line to open phones."""

from typing import Any

from app.chat import live, services
from app.core.signals import hive_opened, hive_renamed, memberships_changed
from app.core.unit_of_work import unit_of_work


@hive_opened.connect
def _open_rooms_of_hive(_sender: Any, *, hive_id: int, name: str) -> None:
    services.open_rooms_of_hive(hive_id=hive_id, name=name)


@hive_renamed.connect
def _rename_rooms_of_hive(_sender: Any, *, hive_id: int, name: str) -> None:
    services.rename_rooms_of_hive(hive_id=hive_id, name=name)


@memberships_changed.connect
def _hear_anew(_sender: Any) -> None:
    with unit_of_work() as work:
        work.on_commit_once(live.sweep)
