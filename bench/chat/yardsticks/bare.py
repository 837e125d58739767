"""The least there is: a ready frame handed to `send()`, and a row put on disk."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa

# Reads as fast as it can and throws everything away, on the other core.
_SINK = """
import select, socket, sys
server = socket.create_server(("127.0.0.1", 0), backlog=64)
print(server.getsockname()[1], flush=True)
poll, lines = select.epoll(), {}
for _ in range(int(sys.argv[1])):
    line, _ = server.accept()
    lines[line.fileno()] = line
    poll.register(line.fileno(), select.EPOLLIN)
buffer = bytearray(1 << 18)
while lines:
    for number, _ in poll.poll():
        if not lines[number].recv_into(buffer):
            poll.unregister(number)
            lines.pop(number).close()
"""


def sends_per_second(frame: bytes, readers: int, seconds: float) -> float:
    """How often one Python process can `send()` a ready frame to open sockets."""
    sink = subprocess.Popen(
        [sys.executable, "-c", _SINK, str(readers)], stdout=subprocess.PIPE, text=True
    )
    assert sink.stdout is not None
    port = int(sink.stdout.readline())
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(readers)]
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sent, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for line in lines:
            line.send(frame)
        sent += len(lines)
    taken = time.perf_counter() - began
    for line in lines:
        line.close()
    sink.wait(timeout=10)
    return sent / taken


def sqlite_commits_per_second(folder: Path, seconds: float) -> float:
    """Rows committed one by one, as durably as Hive's."""
    path = folder / "bare.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT)")
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO said (text) VALUES (?)", ("x" * 80,))
        connection.execute("COMMIT")
        done += 1
    taken = time.perf_counter() - began
    connection.close()
    os.unlink(path)
    return done / taken


def postgres_commits_per_second(url: str, seconds: float) -> float:
    """The same on PostgreSQL as shipped."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("CREATE TABLE bare_said (id bigserial PRIMARY KEY, text text)")
        connection.connection.commit()
        done, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            raw.execute("INSERT INTO bare_said (text) VALUES (%s)", ("x" * 80,))
            connection.connection.commit()
            done += 1
        taken = time.perf_counter() - began
        raw.execute("DROP TABLE bare_said")
        connection.connection.commit()
    engine.dispose()
    return done / taken
