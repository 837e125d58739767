"""A room in which very much was said: opening it, paging in it and searching it stay quick.

On SQLite, and on PostgreSQL when TEST_POSTGRES_URL names a server that may make databases.
"""

import os
import random
import re
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy import event

from app import create_app
from app.chat.models import Message, Room
from app.config import Config
from bench.county import BATCH, PASSWORD, Seeded, seed
from bench.pages import QUERIES, TIMES_HELLO, hello_server, sign_in
from bench.report import Row, percentile, show
from bench.server import environment, free_port, migrate, scratch_instance, serving

MESSAGES = 100_000
REQUESTS = 100
#: Development looks at every file of the front end for each page, which would be measured too.
_AS_SERVED = {"HIVE_DEMO": "0", "HIVE_ENV": "testing"}
#: The rest of the county talks too.
OTHERS = 0.1

_COMMON = re.findall(
    r"\w+",
    "the and to a of in is for we you it on at have with that was be this are so can will do "
    "children today school they our swimming if from bring all me up just anybody saturday please",
)
#: Said in about that share of the room's messages, or just so often.
_MIDDLING, _MIDDLING_SHARE = "trampoline", 0.01
_RARE, _RARE_TIMES = "kingfisher", 12


@dataclass(frozen=True)
class Look:
    """Something that is opened, or looked for, in the large room or the small one."""

    name: str
    path: str
    words: str = ""


def measure(messages: int = MESSAGES) -> bool:
    """Print the tables; returns whether everything is within its budget."""
    with scratch_instance() as folder:
        within = _measure_on("SQLite", folder, {}, messages)
    url = os.environ.get("TEST_POSTGRES_URL", "")
    if not url:
        print("\nPostgreSQL is left out: set TEST_POSTGRES_URL (it may make databases)")
        return within
    with scratch_instance() as folder, _database(url) as own:
        return _measure_on("PostgreSQL", folder, {"HIVE_DATABASE_URL": own}, messages) and within


def _measure_on(name: str, folder: Path, extra: dict[str, str], messages: int) -> bool:
    settings = environment(folder, free_port()) | _AS_SERVED | extra
    migrate(settings)
    seeded = _fill(settings, messages)
    looks = _looks(seeded.room_id, messages)
    with serving(settings) as server, hello_server(folder) as yardstick:
        times = _times(server.port, yardstick, looks, seeded.carer)
    large = _queries(settings, looks, seeded.carer)
    # The next carer is of the next Hive, whose room has its usual share of a county's talk.
    small = _queries(settings, _looks(2, seeded.messages // 23), "carer-1@bench.example")
    usual = percentile(times["hello"], 0.95)
    rows = [Row("hello, p95", usual * 1000, "ms")]
    for look in looks:
        p95 = percentile(times[look.name], 0.95)
        rows.append(Row(f"{look.name} ({p95 * 1000:.1f} ms)", p95 / usual, "x", *TIMES_HELLO))
    rows.append(Row("most queries of any of these", max(large.values()), "", *QUERIES))
    grown = [each for each in large if large[each] > small[each]]
    rows.append(Row("of them asking more than in a small room", len(grown), "", 0))
    return show(f"A room of {messages:,} messages, p95, on {name}", rows)


def _looks(room_id: int, messages: int) -> list[Look]:
    room, middle = f"/chat/rooms/{room_id}", messages // 2
    return [
        Look("the newest part", f"{room}?newest=1"),
        Look("an older part", f"{room}?before={middle}"),
        Look("the oldest part", f"{room}?before=40"),
        Look("around a message", f"{room}?around={middle}"),
        Look("what came after, for scripts", f"/api/v1/rooms/{room_id}/messages?after={middle}"),
        Look("the list of rooms", "/chat"),
        Look("search: in nearly every message", "/chat/search", "the"),
        Look("search: begun, in very many", "/chat/search", "tod"),
        Look("search: in 1 of 100", "/chat/search", _MIDDLING),
        Look("search: in a few", "/chat/search", _RARE),
        Look("search: a common and a rare word", "/chat/search", f"swimming {_RARE}"),
        Look("search: words in quotes", "/chat/search", '"bring the children"'),
        Look("search: never said", "/chat/search", "zeppelin"),
        Look("search: one room alone", f"/chat/search?room={room_id}", "the children"),
        Look("search: earlier hits", f"/chat/search?before={middle}", "the"),
    ]


def _fill(settings: dict[str, str], messages: int) -> Seeded:
    app = create_app(replace(Config.from_env(settings), log_level="ERROR"))
    engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    try:
        with app.app_context():
            seeded = seed(engine, OTHERS)
            with engine.begin() as connection:
                _talk(connection, seeded.room_id, messages)
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                is_sqlite = engine.dialect.name == "sqlite"
                connection.exec_driver_sql("ANALYZE" if is_sqlite else "VACUUM ANALYZE")
            return seeded
    finally:
        engine.dispose()


def _talk(connection: sa.Connection, room_id: int, messages: int) -> None:
    """Sentences of words that are said as often as words are: few of them nearly always."""
    chance = random.Random(100_000)
    first = connection.scalar(sa.select(Room.last_seq).where(Room.id == room_id)) or 0
    words = [*_COMMON, *_made_up(chance, 6_000)]
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    rare = set(chance.sample(range(messages), min(_RARE_TIMES, messages)))
    started = datetime.now(UTC) - timedelta(days=365)
    rows: list[dict[str, Any]] = []
    for number in range(messages):
        said = chance.choices(words, cum_weights=weights, k=chance.randint(3, 20))
        said += [_RARE] * (number in rare) + [_MIDDLING] * (chance.random() < _MIDDLING_SHARE)
        rows.append(
            {
                "room_id": room_id,
                "seq": first + number + 1,
                "author_id": 1,
                "client_id": uuid.UUID(int=chance.getrandbits(128), version=4),
                "text": " ".join(said),
                "sent_at": started + timedelta(seconds=300 * number),
            }
        )
        if len(rows) == BATCH or number == messages - 1:
            connection.execute(sa.insert(Message), rows)
            rows = []
    connection.execute(sa.update(Room).where(Room.id == room_id).values(last_seq=first + messages))


def _made_up(chance: random.Random, count: int) -> list[str]:
    syllables = [first + vowel for first in "bdfghklmnprstvw" for vowel in ("a", "e", "i", "oo")]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(count)]


def _times(port: int, yardstick: int, looks: list[Look], who: str) -> dict[str, list[float]]:
    """Seconds for each, in turn with the yardstick so that both see the same machine."""
    own, other = HTTPConnection("127.0.0.1", port), HTTPConnection("127.0.0.1", yardstick)
    opened = [(look.name, *_opened(own, look, sign_in(port, who))) for look in looks]
    found: dict[str, list[float]] = {"hello": [], **{look.name: [] for look in looks}}
    for number in range(REQUESTS + 5):
        for name, path, cookie in opened:
            taken, usual = _request(own, path, cookie), _request(other, "/", "")
            if number >= 5:  # the first ones warm caches
                found[name].append(taken)
                found["hello"].append(usual)
    return found


def _opened(connection: HTTPConnection, look: Look, cookie: str) -> tuple[str, str]:
    """The address to open and the cookie to open it with: words to look for are posted first."""
    if not look.words:
        return look.path, cookie
    path, _, query = look.path.partition("?")
    headers = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{connection.host}:{connection.port}",
    }
    connection.request("POST", path, urlencode({"words": look.words}), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise RuntimeError(f"{look.name} answered {answer.status}")
    kept = (answer.getheader("Set-Cookie") or cookie).split(";")[0]
    return f"{answer.getheader('Location')}&{query}".rstrip("&"), kept


def _request(connection: HTTPConnection, path: str, cookie: str) -> float:
    started = datetime.now(UTC)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return (datetime.now(UTC) - started).total_seconds()


def _queries(settings: dict[str, str], looks: list[Look], who: str) -> dict[str, int]:
    """How many statements each sends."""
    app = create_app(replace(Config.from_env(settings), log_level="ERROR"))
    counted: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            counted.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", count)
    found: dict[str, int] = {}
    try:
        client = app.test_client()
        client.post("/sign-in", data={"email": who, "password": PASSWORD})
        for look in looks:
            path = look.path
            if look.words:
                path, _, query = path.partition("?")
                answer = client.post(path, data={"words": look.words})
                path = f"{answer.headers['Location']}&{query}".rstrip("&")
            client.get(path)  # a first look may note the time, and what was read
            counted.clear()
            if client.get(path).status_code != 200:
                raise RuntimeError(f"{look.name} did not open")
            found[look.name] = len(counted)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", count)
    return found


@contextmanager
def _database(postgres_url: str) -> Iterator[str]:
    name = f"bench_{secrets.token_hex(6)}"
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield sa.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
