"""What a push costs, and how long an announcement to the whole county takes.

The push service is a process of its own that answers at once and checks nothing, so that the
figures are ours alone.
"""

import secrets
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from app.accounts.models import Device, LockScreenDetail, Person
from app.chat.push_news import room_news
from app.config import Config
from app.core import clock
from app.core.database import engine_options, init_database
from app.core.extensions import db
from app.core.jobs import init_jobs
from app.core.unit_of_work import unit_of_work
from app.notices import jobs, services
from app.notices.models import Delivery, DeliveryState, NoticeCategory, PushSubscription
from app.notices.push import current_push, init_push
from app.notices.push_sender import Recipient
from bench.report import Row, middle, show

CARERS, DEVICES = 308, 2
TROUBLE = ("hang", "gone", "slow")

_SERVICE = """
import asyncio

async def answer(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\\r\\n\\r\\n")
            lines = head.lower().split(b"\\r\\n")
            sizes = [line for line in lines if line.startswith(b"content-length")]
            await reader.readexactly(int(sizes[0].split(b":")[1]))
            target = head.split(b" ", 2)[1]
            if b"/hang/" in target:
                await asyncio.sleep(60)
            status = b"410" if b"/gone/" in target else b"429" if b"/slow/" in target else b"201"
            writer.write(b"HTTP/1.1 " + status + b" X\\r\\nContent-Length: 0\\r\\n\\r\\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()

async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


def measure(times: int) -> bool:
    """Print the table of pushes; whether all are within their budgets."""
    with _push_service() as origin, tempfile.TemporaryDirectory() as folder:
        app = _app(origin, Path(folder))
        with app.app_context():
            db.create_all()
            cost = middle([_milliseconds_a_push(origin) for _ in range(times)])
            good = middle([_announcement(origin, trouble=False) for _ in range(times)])
            bad = middle([_announcement(origin, trouble=True) for _ in range(min(times, 3))])
            db.session.remove()
            db.engine.dispose()
    return show(
        "Push",
        [
            Row("one push, of one core", cost, "ms", must=1.25, aim=0.4),
            Row("308 carers with two devices, to the last", good, "s", must=5, aim=1),
            Row("the same, 15 % in trouble: to the last healthy", bad, "s", must=8, aim=1.5),
        ],
    )


@contextmanager
def _push_service() -> Iterator[str]:
    service = subprocess.Popen([sys.executable, "-c", _SERVICE], stdout=subprocess.PIPE, text=True)
    try:
        assert service.stdout is not None
        yield f"http://127.0.0.1:{service.stdout.readline().strip()}"
    finally:
        service.kill()
        service.wait()


def _app(origin: str, folder: Path) -> Flask:
    config = Config.from_env(
        {
            "HIVE_ENV": "testing",
            "HIVE_INSTANCE": str(folder),
            "HIVE_DATABASE_URL": f"sqlite:///{folder / 'hive.sqlite'}",
            "HIVE_PUSH_EXTRA_ORIGINS": origin,
        }
    )
    app = Flask("push_bench", root_path=str(folder))
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(config.database_url)
    init_database(app)
    assert jobs.deliver_due.name  # importing the jobs is what makes them known
    init_jobs(app, config)
    init_push(app, config, room_news=room_news)
    return app


def _milliseconds_a_push(origin: str, count: int = 500) -> float:
    sender, recipient = current_push().sender, _recipient(f"{origin}/ok/1")
    payload = {"title": "Andover Hive", "body": "3 new messages", "url": "/chat/rooms/3"}
    sender.send(recipient, payload, ttl=86_400)
    started = time.process_time()
    for _ in range(count):
        sender.send(recipient, payload, ttl=86_400, topic="room-3")
    return (time.process_time() - started) / count * 1000


def _announcement(origin: str, *, trouble: bool) -> float:
    people = _county(origin, trouble=trouble)
    before = clock.now()
    services.notify(
        people_ids=people, category=NoticeCategory.PRACTICAL, title="The park is closed", url="/"
    )
    services.deliver_due()
    last = db.session.scalar(
        sa.select(sa.func.max(Delivery.finished_at)).where(Delivery.state == DeliveryState.ACCEPTED)
    )
    db.session.remove()
    return float((last - before).total_seconds()) if last else float("inf")


def _county(origin: str, *, trouble: bool) -> list[int]:
    people = []
    with unit_of_work():
        db.session.execute(sa.update(PushSubscription).values(ended_at=clock.now()))
        for number in range(CARERS):
            person = Person(
                name=f"Carer {number}",
                email=f"{secrets.token_hex(8)}@example.org",
                password_hash="-",
                created_at=clock.now(),
                lock_screen_detail=LockScreenDetail.HIVE,
            )
            db.session.add(person)
            db.session.flush()
            people.append(person.id)
            for device in range(DEVICES):
                nth = (number * DEVICES + device) % 20
                kind = TROUBLE[nth] if trouble and nth < len(TROUBLE) else "ok"
                _add_browser(person.id, f"{origin}/{kind}/{secrets.token_hex(8)}")
    return people


def _add_browser(person_id: int, endpoint: str) -> None:
    device = Device(
        person_id=person_id,
        token_hash=secrets.token_hex(16),
        name="Chrome on Android",
        created_at=clock.now(),
        last_seen_at=clock.now(),
    )
    db.session.add(device)
    db.session.flush()
    to = _recipient(endpoint)
    db.session.add(
        PushSubscription(
            device_id=device.id,
            person_id=person_id,
            endpoint=to.endpoint,
            p256dh=to.p256dh,
            auth=to.auth,
            created_at=clock.now(),
        )
    )


def _recipient(endpoint: str) -> Recipient:
    point = (
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    return Recipient(endpoint, _base64url(point), _base64url(secrets.token_bytes(16)))


def _base64url(key: bytes) -> str:
    return urlsafe_b64encode(key).rstrip(b"=").decode()


if __name__ == "__main__":
    sys.exit(0 if measure(5) else 1)
