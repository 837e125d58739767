"""Matrix Synapse on SQLite, installed into an environment of its own that is thrown away.

Its senders' messages are counted when they are acknowledged; nobody even listens.
"""

import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.server import free_port

_CONFIG = """
server_name: bench.example
pid_file: {folder}/synapse.pid
listeners:
  - port: {port}
    type: http
    bind_addresses: ['127.0.0.1']
    resources: [{{names: [client]}}]
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
macaroon_secret_key: bench
form_secret: bench
enable_registration: true
enable_registration_without_verification: true
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
presence: {{enabled: false}}
rc_message: {{per_second: 1000000, burst_count: 1000000}}
rc_registration: {{per_second: 1000000, burst_count: 1000000}}
rc_joins: {{local: {{per_second: 1000000, burst_count: 1000000}}}}
rc_login:
  address: {{per_second: 1000000, burst_count: 1000000}}
  account: {{per_second: 1000000, burst_count: 1000000}}
"""


class Synapse:
    """A running server with a room and people in it."""

    def __init__(self, port: int, people: int) -> None:
        self.port = port
        self.tokens = [self._register(nth) for nth in range(people)]
        made = self._call("POST", "createRoom", self.tokens[0], {"preset": "public_chat"})
        self.room = made["room_id"]
        for token in self.tokens[1:]:
            self._call("POST", f"join/{self.room}", token, {})

    def _register(self, nth: int) -> str:
        account = {
            "username": f"carer{nth}",
            "password": "a long year of measuring",
            "auth": {"type": "m.login.dummy"},
        }
        token: str = self._call("POST", "register", "", account)["access_token"]
        return token

    def _call(self, method: str, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        answer = _ask(connection, method, path, token, body)
        connection.close()
        return answer

    def messages_per_second(self, senders: int, seconds: float) -> float:
        """How many messages are acknowledged when so many people send one after the other."""
        until = time.perf_counter() + seconds
        counts = [0] * senders

        def talk(nth: int) -> None:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            while time.perf_counter() < until:
                path = f"rooms/{self.room}/send/m.room.message/{uuid.uuid4()}"
                body = {"msgtype": "m.text", "body": "Is anybody free for a walk on Saturday?"}
                _ask(connection, "PUT", path, self.tokens[nth], body)
                counts[nth] += 1

        threads = [threading.Thread(target=talk, args=(nth,)) for nth in range(senders)]
        began = time.perf_counter()
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return sum(counts) / (time.perf_counter() - began)


def _ask(
    connection: HTTPConnection, method: str, path: str, token: str, body: dict[str, Any]
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection.request(method, f"/_matrix/client/v3/{path}", json.dumps(body), headers)
    answer = connection.getresponse()
    told: dict[str, Any] = json.loads(answer.read())
    if answer.status != 200:
        raise RuntimeError(f"Synapse answered {answer.status}: {told}")
    return told


@contextmanager
def serving(folder: Path, people: int = 40) -> Iterator[Synapse | None]:
    """Install and run it until the block ends; None when it can't be had."""
    python = folder / "synapse" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder / "synapse"], check=True)
    pip: list[Any] = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if subprocess.run([*pip, "matrix-synapse"], check=False).returncode:
        yield None
        return
    port = free_port()
    config = folder / "homeserver.yaml"
    config.write_text(_CONFIG.format(folder=folder, port=port))
    run: list[Any] = [python, "-m", "synapse.app.homeserver", "-c", config]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    subprocess.run([*run, "--generate-keys"], check=True, cwd=folder, env=environment)
    with (folder / "synapse.log").open("wb") as log:
        process = subprocess.Popen(run, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_it_answers(port)
        yield Synapse(port, people)
    finally:
        process.kill()
        process.wait()


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/_matrix/client/versions")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Synapse did not start within a minute")
