"""A TCP proxy that counts what goes down to the phone, and can be as slow as its network.

A browser counts only what its page fetched; the service worker's downloads pass here as well.
"""

import asyncio
import threading
import time
from contextlib import suppress

CHUNK = 16_384


class CountingProxy:
    """Passes 127.0.0.1:`port` on to 127.0.0.1:`target`; `received` is the bytes sent down."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self.target = target
        self.received = 0
        # Off unless a measurement wants the whole phone, worker included, on a slow network.
        self.latency = 0.0
        self.bytes_per_second = 0.0
        self._line_free_at = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> "CountingProxy":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def wait_until_quiet(self, seconds: float = 2.5, at_most: float = 60) -> None:
        """Return when nothing has come down for so many seconds."""
        end = time.monotonic() + at_most
        seen, since = self.received, time.monotonic()
        while time.monotonic() < end:
            time.sleep(0.1)
            if self.received != seen:
                seen, since = self.received, time.monotonic()
            elif time.monotonic() - since >= seconds:
                return

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        start = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._loop.run_until_complete(start)
        self._ready.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            self._up(reader, up_writer), self._down(up_reader, writer), return_exceptions=True
        )

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if self.latency:
                    await asyncio.sleep(self.latency)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                self.received += len(data)
                await self._take_turn(len(data))
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _take_turn(self, size: int) -> None:
        """Wait as long as the one line of the phone is busy with what came before, and this."""
        if not self.bytes_per_second:
            return
        now = self._loop.time()
        self._line_free_at = max(now, self._line_free_at) + size / self.bytes_per_second
        await asyncio.sleep(self._line_free_at - now)
