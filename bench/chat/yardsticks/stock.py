"""Flask-SocketIO as it comes: a message to everybody in the room, no database, no sign-in.

Served by gunicorn with the settings Hive is served with. What is told is as long as Hive's own.
"""

import itertools
import json
import os
from collections import defaultdict
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", transports=["websocket"], cors_allowed_origins="*")
_like: dict[str, Any] = json.loads(os.environ.get("BENCH_MESSAGE", "{}"))
_numbers: "defaultdict[int, itertools.count[int]]" = defaultdict(lambda: itertools.count(1))


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@socketio.on("connect")
def connect() -> None:
    join_room(request.cookies["room"])


@socketio.on("chat:send")
def send(data: dict[str, Any]) -> dict[str, Any]:
    message = _like | {
        "room_id": data["room_id"],
        "client_id": data["client_id"],
        "seq": next(_numbers[data["room_id"]]),
    }
    socketio.emit("chat:message_sent", message, to=str(data["room_id"]))
    return {"ok": True, "message": message}
