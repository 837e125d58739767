"""Runs the load against every way Hive is served, with the yardsticks beside it, and tells."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.chat.county import ROOM_OF
from bench.chat.generator import Generator, generator
from bench.chat.houses import House, on_sqlite, phones_in
from bench.chat.processes import measure_processes
from bench.chat.told import RATE, Sizes, Told
from bench.chat.yardsticks import bare, node, synapse
from bench.report import Row, middle, percentile, show
from bench.server import environment, free_port, scratch_instance, serving

#: What Hive tells of a message, for the yardsticks to tell as much.
_MESSAGE = {
    "id": 100_000,
    "author_id": 1000,
    "author_name": "Carer 1 Example",
    "sent_at": "2026-11-23T18:00:00.000000+00:00",
    "day": "2026-11-23",
}


def measure(sizes: Sizes | None = None, *, yardsticks: bool = False) -> bool:
    """Print the table of chat; whether every "must" is met. `yardsticks`: Synapse too."""
    sizes = sizes or Sizes()
    told = Told()
    with tempfile.TemporaryDirectory(prefix="hive-bench.") as folder:
        _on_sqlite(told, sizes, Path(folder), with_synapse=yardsticks)
        _many_sockets(told, sizes)
        measure_processes(told, sizes)
    bad = {kind: told.faults.get(kind, 0) for kind in told.faults}
    told.add(
        Row("lost, doubled, out of order", sum(bad.values()), "", must=0, aim=0),
    )
    within = show("Chat: rooms of 40 open sockets, every delivery checked", told.rows)
    if sum(bad.values()):
        print(f"  {bad}")
    for remark in dict.fromkeys(told.remarks):
        print(f"  {remark}")
    return within


def _on_sqlite(told: Told, sizes: Sizes, folder: Path, *, with_synapse: bool) -> None:
    rooms = sizes.few // ROOM_OF
    with on_sqlite(rooms) as house, ExitStack() as stack:
        with phones_in(house, rooms) as phones:
            result = told.check(phones.ask(steady={"rate": RATE, "seconds": sizes.steady_seconds}))
        name = f"{RATE}/s, {sizes.few} sockets: to all"
        told.add(*_times(name, result, {0.95: (20, 8)}))
        example = _example(house)
        frame = len(json.dumps(example)) + 30
        stock = stack.enter_context(_stock(example))
        hive_16 = stack.enter_context(phones_in(house, 1))
        hive_64 = stack.enter_context(phones_in(house, 2, first=1))
        nodes = stack.enter_context(_node(told, folder, example))
        matrix = stack.enter_context(synapse.serving(folder)) if with_synapse else None
        rounds = [
            _round(told, sizes, folder, frame, hive_16, hive_64, stock, nodes, matrix)
            for _ in range(sizes.rounds)
        ]
    _tell_ratios(told, rounds)


def _round(
    told: Told,
    sizes: Sizes,
    folder: Path,
    frame: int,
    hive_16: Generator,
    hive_64: Generator,
    stock: Generator,
    nodes: Generator | None,
    matrix: "synapse.Synapse | None",
) -> dict[str, float]:
    """One turn of everything, close together, so that ratios are of one moment."""
    seconds = sizes.burst_seconds
    ours_16 = told.check(hive_16.ask(burst={"senders": 16, "seconds": seconds}))
    theirs_16 = stock.ask(burst={"senders": 16, "seconds": seconds})
    ours_64 = told.check(hive_64.ask(burst={"senders": 64, "seconds": seconds}))
    found = {
        "ours_16": ours_16["per_second"],
        "deliveries": max(ours_16["deliveries_per_second"], ours_64["deliveries_per_second"]),
        "p95_16": percentile(ours_16["to_all"], 0.95) * 1000,
        "p99_16": percentile(ours_16["to_all"], 0.99) * 1000,
        "stock": theirs_16["per_second"],
        "ours_64": ours_64["per_second"],
        "raw": bare.sends_per_second(b"x" * frame, ROOM_OF, min(2.0, seconds)),
        "commits": bare.sqlite_commits_per_second(folder, min(2.0, seconds)),
    }
    if nodes is not None:
        found["node"] = nodes.ask(burst={"senders": 64, "seconds": seconds})["per_second"]
    if matrix is not None:
        found["synapse"] = matrix.messages_per_second(16, seconds)
    return found


def _tell_ratios(told: Told, rounds: list[dict[str, float]]) -> None:
    def mid(name: str) -> float:
        return middle([each[name] for each in rounds])

    def ratio(over: str, under: str) -> float:
        return middle([each[over] / each[under] for each in rounds])

    told.add(
        Row("SQLite, 16 senders: durable messages", mid("ours_16"), "/s"),
        Row("  p95 from send to all", mid("p95_16"), "ms"),
        Row("  p99 from send to all", mid("p99_16"), "ms"),
        Row("SQLite, 64 senders: durable messages", mid("ours_64"), "/s"),
        Row("deliveries", mid("deliveries"), "/s"),
        Row("stock Flask-SocketIO, no database, 16 senders", mid("stock"), "/s"),
        Row("one process: send() of a ready frame", mid("raw"), "/s"),
        Row("commits of one row each, SQLite FULL", mid("commits"), "/s"),
        Row(
            "durable / stock Flask-SocketIO, 16 senders",
            ratio("ours_16", "stock"),
            "x",
            must=0.5,
            aim=1.5,
            more_is_better=True,
        ),
        Row(
            "durable deliveries / ready frames",
            ratio("deliveries", "raw"),
            "x",
            must=0.05,
            aim=0.2,
            more_is_better=True,
        ),
    )
    if "node" in rounds[0]:
        told.add(
            Row("Node's socket.io, no database, 64 senders", mid("node"), "/s"),
            Row(
                "durable / Node's socket.io, 64 senders",
                ratio("ours_64", "node"),
                "x",
                must=0.25,
                aim=0.75,
                more_is_better=True,
            ),
        )
    if "synapse" in rounds[0]:
        told.add(
            Row("Matrix Synapse on SQLite, 16 senders", mid("synapse"), "/s"),
            Row(
                "durable / Matrix Synapse",
                ratio("ours_16", "synapse"),
                "x",
                must=25,
                aim=75,
                more_is_better=True,
            ),
        )


def _many_sockets(told: Told, sizes: Sizes) -> None:
    rooms = sizes.many // ROOM_OF
    with on_sqlite(rooms + 1) as house, generator() as phones:
        with phones_in(house, 1):
            time.sleep(2)  # what the first sockets load is not each socket's
            before = house.servers[0].memory_kb()
            count = house.open(phones, rooms, first=1)
            time.sleep(2)
            after = house.servers[0].memory_kb()
        result = told.check(phones.ask(steady={"rate": RATE, "seconds": sizes.steady_seconds}))
    told.add(
        *_times(f"{RATE}/s, {count} sockets: to all", result, {0.99: (60, 25)}),
        Row(f"memory for each of {count} sockets", (after - before) / count, "KB", 75, 60),
    )


def _times(
    name: str, result: dict[str, Any], judged: dict[float, tuple[float, float]]
) -> Iterator[Row]:
    for share in (0.5, 0.95, 0.99):
        must, aim = judged.get(share, (None, None))
        milliseconds = percentile(result["to_all"], share) * 1000
        yield Row(f"{name}, p{share * 100:.0f}", milliseconds, "ms", must, aim)


def _example(house: House) -> dict[str, Any]:
    """A message as Hive tells it, so that the yardsticks tell one as long."""
    with generator() as phones:
        house.open(phones, 1)
        heard: dict[str, Any] = phones.ask(example=True)
    return _MESSAGE | heard


@contextmanager
def _stock(example: dict[str, Any]) -> Iterator[Generator]:
    with scratch_instance() as folder:
        settings = environment(folder, free_port()) | {"BENCH_MESSAGE": json.dumps(example)}
        where = {"app": "bench.chat.yardsticks.stock:app", "config": "bench/hello.conf.py"}
        with serving(settings, **where) as server, generator() as phones:
            phones.open([(server.port, 1, "room=1", 1)] * ROOM_OF)
            yield phones


@contextmanager
def _node(told: Told, folder: Path, example: dict[str, Any]) -> Iterator[Generator | None]:
    why_not = node.install(folder)
    if why_not:
        told.remarks.append(f"Node's socket.io is not measured: {why_not}.")
        yield None
        return
    with node.serving(folder, example) as port, generator() as phones:
        for room in (1, 2):
            phones.open([(port, room, f"room={room}", 1)] * ROOM_OF)
        yield phones
