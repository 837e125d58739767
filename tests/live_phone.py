"""A phone without a screen: it signs in over HTTP and talks over a real Socket.IO socket."""

import http.cookiejar
import urllib.parse
import urllib.request
import uuid
from typing import Any

import socketio

from app.accounts.demo_people import PASSWORD, email_of


class LivePhone:
    """Signed in as one of the demo people."""

    def __init__(self, url: str, who: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        form = {"email": email_of(who), "password": PASSWORD}
        self._opener.open(f"{url}/sign-in", urllib.parse.urlencode(form).encode()).read()
        self.heard: list[dict[str, Any]] = []
        self.left: list[int] = []
        self.ended = False

    def connect(self, url: str | None = None) -> None:
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("chat:message_sent", self.heard.append)
        self.socket.on("room:left", lambda fact: self.left.append(fact["room_id"]))
        self.socket.on("session:ended", self._note_end)
        cookie = "; ".join(f"{each.name}={each.value}" for each in self.cookies)
        self.socket.connect(
            url or self.url, headers={"Cookie": cookie}, transports=["websocket"], wait_timeout=10
        )

    def send(self, room_id: int, text: str, client_id: str | None = None) -> dict[str, Any]:
        """Raises `socketio.exceptions.TimeoutError` when nobody acknowledges."""
        data = {"room_id": room_id, "text": text, "client_id": client_id or str(uuid.uuid4())}
        answer: dict[str, Any] = self.socket.call("chat:send", data, timeout=5)
        return answer

    def get(self, path: str) -> str:
        with self._opener.open(self.url + path) as response:
            return str(response.read().decode())

    def post(self, path: str, **form: str) -> None:
        self._opener.open(self.url + path, urllib.parse.urlencode(form).encode()).read()

    def _note_end(self, _data: Any) -> None:
        self.ended = True
