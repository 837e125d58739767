"""Talking: rooms, messages, and the live line to open phones."""

from typing import Any

from app.chat import services
from app.core.signals import hive_opened


@hive_opened.connect
def _open_room_of_hive(_sender: Any, *, hive_id: int, name: str) -> None:
    services.open_room(hive_id=hive_id, name=name)
