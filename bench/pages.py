"""What the server does for a page, in a county with a year of life in it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from app import create_app
from app.config import Config
from bench.county import PASSWORD, Seeded, seed
from bench.report import Row, percentile, show
from bench.server import Server, environment, free_port, migrate, scratch_instance, serving
from bench.sockets import open_sockets

REQUESTS = 150
SOCKETS = 500
QUERIES, TIMES_HELLO, MEGABYTES, SOCKET_KB = (12, 6), (30, 12), (120, 90), (75, 60)


@dataclass(frozen=True)
class Page:
    """A page, and who looks at it."""

    name: str
    path: str
    who: str


def pages_of(seeded: Seeded) -> list[Page]:
    """The pages that are opened most, for the role that has most to see on them."""
    room, hive = f"/chat/rooms/{seeded.room_id}", f"/hives/{seeded.hive_id}"
    return [
        Page("home, carer", "/", seeded.carer),
        Page("home, support worker", "/", seeded.support_worker),
        Page("home, manager", "/", seeded.manager),
        Page("rooms", "/chat", seeded.carer),
        Page("room", room, seeded.carer),
        Page("room, an older part", f"{room}?before=1000", seeded.carer),
        Page("room, around a message", f"{room}?around=1000", seeded.carer),
        Page("message", f"{room}/messages/1000", seeded.carer),
        Page(
            "room, what came after",
            f"/api/v1/rooms/{seeded.room_id}/messages?after=1",
            seeded.carer,
        ),
        *_other_rooms(seeded),
        *_events(seeded),
        *_bookings(seeded),
        Page("search", "/chat/search", seeded.carer),
        Page("own reports", "/my-reports", seeded.carer),
        Page("reported messages", "/reports", seeded.support_worker),
        Page("Hive", hive, seeded.support_worker),
        Page("invitations", f"{hive}/invitations", seeded.support_worker),
        Page("all Hives", "/hives", seeded.manager),
        Page("people of a Hive", f"{hive}/people", seeded.support_worker),
        Page("waiting list", "/waiting-list", seeded.manager),
        Page("family", "/households/1", seeded.support_worker),
        Page("child", "/children/1", seeded.carer),
        Page("care card", "/children/1/care-card", seeded.carer),
        Page("care card, support worker", "/children/1/care-card", seeded.support_worker),
        Page("who decides", "/children/1/authority", seeded.carer),
        Page("who has looked", "/children/1/looks", seeded.carer),
        Page("devices", "/devices", seeded.carer),
        Page("notifications", "/notifications", seeded.carer),
    ]


def _other_rooms(seeded: Seeded) -> list[Page]:
    others, worker = seeded.others, seeded.support_worker
    news = f"/chat/rooms/{others.news_id}"
    return [
        Page("rooms, support worker", "/chat", worker),
        Page("news", news, seeded.carer),
        Page("news, support worker", news, worker),
        Page("who has confirmed", f"{news}/messages/{others.asking_seq}/confirmations", worker),
        Page("group", f"/chat/rooms/{others.group_id}", seeded.carer),
        Page("one to one", f"/chat/rooms/{others.direct_id}", seeded.carer),
        Page("who can read this", f"/chat/rooms/{others.group_id}/people", seeded.carer),
        Page("new conversation", "/chat/new", seeded.carer),
        Page("new conversation, manager", "/chat/new", seeded.manager),
        Page("make a group", f"/chat/hives/{seeded.hive_id}/new-group", seeded.carer),
    ]


def _events(seeded: Seeded) -> list[Page]:
    event, worker = f"/events/{seeded.events.event_id}", seeded.support_worker
    return [
        Page("events", "/events", seeded.carer),
        Page("events, support worker", "/events", worker),
        Page("events, manager", "/events", seeded.manager),
        Page("events, for my children", "/events?fits=1", seeded.carer),
        Page("a month", "/events?view=month", seeded.carer),
        Page("a month, manager", "/events?view=month", seeded.manager),
        Page("event", event, seeded.carer),
        Page("event, support worker", event, worker),
        Page("sign up", f"{event}/sign-up", seeded.carer),
        Page("who waits", f"{event}/waiting-list", worker),
        Page("register", f"{event}/register", worker),
    ]


def _bookings(seeded: Seeded) -> list[Page]:
    booking, host = f"/bookings/{seeded.bookings.booking_id}", seeded.bookings.host
    return [
        Page("bookings", "/bookings", seeded.carer),
        Page("bookings, support worker", "/bookings", seeded.support_worker),
        Page("ask for a stay", "/bookings/ask", seeded.carer),
        Page("booking", booking, seeded.carer),
        Page("booking, support worker", booking, seeded.support_worker),
        Page("booking, host", booking, host),
        Page("hosting", "/bookings/hosting", host),
        Page("home, host", "/", host),
        Page("board", "/bookings/board", seeded.support_worker),
    ]


def measure(scale: float) -> bool:
    """Print the table; returns whether everything is within its budget."""
    with scratch_instance() as folder:
        settings = environment(folder, free_port()) | {"HIVE_DEMO": "0"}
        started = time.monotonic()
        seeded = _county(folder, settings, scale)
        print(f"\nA county of {seeded.messages:,} messages: {time.monotonic() - started:.0f} s")
        pages = pages_of(seeded)
        with serving(settings) as server:
            at_rest = server.memory_kb() / 1000
            cookies = {who: sign_in(server.port, who) for who in {page.who for page in pages}}
            with hello_server(folder) as yardstick:
                times = _times(server.port, yardstick, pages, cookies)
            queries = _queries(settings, pages)
            per_socket = _per_socket(server, cookies[seeded.carer])
    hello = percentile(times["hello"], 0.95)
    rows = [Row("hello, p95", hello * 1000, "ms")]
    for page in pages:
        p95 = percentile(times[page.name], 0.95)
        rows.append(Row(f"{page.name}, queries", queries[page.name], "", *QUERIES))
        rows.append(Row(f"{page.name}, p95 ({p95 * 1000:.1f} ms)", p95 / hello, "x", *TIMES_HELLO))
    rows.append(Row("memory at rest", at_rest, "MB", *MEGABYTES))
    rows.append(Row(f"memory for each of {SOCKETS} open sockets", per_socket, "KB", *SOCKET_KB))
    return show("What the server does for a page", rows)


def _county(folder: Path, settings: dict[str, str], scale: float) -> Seeded:
    migrate(settings)
    engine = sa.create_engine(f"sqlite:///{folder / 'hive.sqlite'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    try:
        with _app(settings).app_context():
            return seed(engine, scale)
    finally:
        engine.dispose()


def _app(settings: dict[str, str]) -> Flask:
    return create_app(replace(Config.from_env(settings), log_level="ERROR"))


@contextmanager
def hello_server(folder: Path) -> Iterator[int]:
    """The yardstick: a server that says hello, without a template; its port."""
    settings = environment(folder, free_port())
    with serving(settings, app="bench.hello:app", config="bench/hello.conf.py") as server:
        yield server.port


def sign_in(port: int, email: str) -> str:
    """The cookie of somebody who signed in through the page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    body = urlencode({"email": email, "password": PASSWORD})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
    }
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    if answer.status != 303:
        raise RuntimeError(f"could not sign in as {email}: {answer.status}")
    return "; ".join(
        text.split(";")[0] for name, text in answer.getheaders() if name.lower() == "set-cookie"
    )


def _times(
    port: int, yardstick: int, pages: list[Page], cookies: dict[str, str]
) -> dict[str, list[float]]:
    """Seconds for each request, page and yardstick in turn so that both see the same machine."""
    own, other = HTTPConnection("127.0.0.1", port), HTTPConnection("127.0.0.1", yardstick)
    found: dict[str, list[float]] = {"hello": [], **{page.name: [] for page in pages}}
    for number in range(REQUESTS + 5):
        for page in pages:
            taken = _request(own, page.path, cookies[page.who])
            hello = _request(other, "/", "")
            if number >= 5:  # the first ones warm caches
                found[page.name].append(taken)
                found["hello"].append(hello)
    return found


def _request(connection: HTTPConnection, path: str, cookie: str) -> float:
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - started
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return taken


def _queries(settings: dict[str, str], pages: list[Page]) -> dict[str, int]:
    """How many statements each page sends, counted inside an app on the same database."""
    app = _app(settings)
    counted: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            counted.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", count)
    found: dict[str, int] = {}
    try:
        for who in dict.fromkeys(page.who for page in pages):
            client = app.test_client()
            client.post("/sign-in", data={"email": who, "password": PASSWORD})
            for page in (page for page in pages if page.who == who):
                client.get(page.path)  # a first look may note the time
                counted.clear()
                client.get(page.path)
                found[page.name] = len(counted)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", count)
    return found


def _per_socket(server: Server, cookie: str) -> float:
    warm = open_sockets(server.port, cookie, 20)
    time.sleep(1)
    before = server.memory_kb()
    sockets = open_sockets(server.port, cookie, SOCKETS)
    time.sleep(2)
    after = server.memory_kb()
    for socket in [*warm, *sockets]:
        socket.close()
    return (after - before) / SOCKETS
