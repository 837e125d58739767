"""People for the load: Hives of forty, each with a room, everybody with a phone signed in.

Written by plain inserts: hashing two thousand passwords and signing in as often would take longer
than all that is measured. The sign-in itself is measured nowhere here.
"""

import hashlib
import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Device, LockScreenDetail, Person
from app.accounts.passwords import hash_password
from app.chat.models import Room, RoomKind
from app.config import Config
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.hives.models import Membership
from app.hives.services import open_hive

ROOM_OF = 40


@dataclass(frozen=True)
class Reader:
    """Somebody with a phone: the room of their Hive, and the cookie that signs them in."""

    room_id: int
    cookie: str


def seed(settings: dict[str, str], rooms: int) -> list[Reader]:
    """Fill the migrated database of a server that has these settings."""
    app = create_app(replace(Config.from_env(settings), log_level="ERROR"))
    with app.app_context():
        readers = [each for nth in range(rooms) for each in _hive(app, nth)]
        db.session.remove()
        db.engine.dispose()
    return readers


def _hive(app: Flask, nth: int) -> list[Reader]:
    hive = open_hive(name=f"Hive {nth} {uuid.uuid4().hex[:6]}", area="Andover", capacity=20)
    room_id = db.session.scalars(
        sa.select(Room.id).where(Room.hive_id == hive.id, Room.kind == RoomKind.HIVE)
    ).one()
    db.session.rollback()
    now, today = clock.now(), clock.today()
    tokens = [secrets.token_urlsafe(32) for _ in range(ROOM_OF)]
    password = hash_password("nobody signs in with this")
    with db.engine.begin() as connection:
        people = _inserted(
            connection,
            Person,
            [
                {
                    "name": f"Carer {number} Example",
                    "email": f"{secrets.token_hex(8)}@bench.example",
                    "password_hash": password,
                    "created_at": now,
                    "lock_screen_detail": LockScreenDetail.HIVE,
                }
                for number in range(ROOM_OF)
            ],
        )
        _inserted(
            connection,
            Membership,
            [
                {
                    "person_id": person_id,
                    "hive_id": hive.id,
                    "role": Role.CARER,
                    "from_on": today - timedelta(days=100),
                }
                for person_id in people
            ],
        )
        _inserted(
            connection,
            Device,
            [
                {
                    "person_id": person_id,
                    "token_hash": hashlib.sha256(token.encode()).hexdigest(),
                    "name": "Chrome on Android",
                    "created_at": now,
                    "last_seen_at": now,
                }
                for person_id, token in zip(people, tokens, strict=True)
            ],
        )
    return [Reader(room_id, _cookie(app, token)) for token in tokens]


def _inserted(connection: sa.Connection, model: type, rows: list[dict[str, object]]) -> list[int]:
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    insert = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(insert, rows).scalars())


def _cookie(app: Flask, token: str) -> str:
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = {"_permanent": True, "_user_id": token, "_fresh": True}
    return f"{app.config['SESSION_COOKIE_NAME']}={signing.dumps(session)}"
