"""Node's socket.io: the same, no database, no sign-in. Needs Node and a registry to fetch from."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.server import free_port

_SERVER = """
const {Server} = require('socket.io')
const like = JSON.parse(process.env.BENCH_MESSAGE)
const io = new Server(Number(process.env.PORT), {transports: ['websocket']})
const numbers = {}
io.on('connection', socket => {
  const room = /room=(\\d+)/.exec(socket.handshake.headers.cookie)[1]
  socket.join(room)
  socket.on('chat:send', (data, acknowledge) => {
    numbers[data.room_id] = (numbers[data.room_id] || 0) + 1
    const message = {
      ...like, room_id: data.room_id, client_id: data.client_id, seq: numbers[data.room_id]
    }
    io.to(String(data.room_id)).emit('chat:message_sent', message)
    acknowledge({ok: true, message})
  })
})
console.log('ready')
"""


def install(folder: Path) -> str:
    """Fetch socket.io into `folder`; "" if it worked, else why not."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "Node is not on this machine"
    (folder / "package.json").write_text("{}")
    try:
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", "socket.io@4"],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
    except subprocess.TimeoutExpired:
        return "npm did not answer within two minutes"
    (folder / "server.js").write_text(_SERVER)
    return "" if done.returncode == 0 else "npm could not fetch socket.io"


@contextmanager
def serving(folder: Path, message: dict[str, object]) -> Iterator[int]:
    """Run it until the block ends; gives its port."""
    port = free_port()
    node = shutil.which("node") or "node"
    process = subprocess.Popen(
        [node, "server.js"],
        cwd=folder,
        env={"PORT": str(port), "BENCH_MESSAGE": json.dumps(message), "NODE_ENV": "production"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield port
    finally:
        process.kill()
        process.wait()
