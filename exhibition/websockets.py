"""simple-websocket, made safe for a hall: whole frames, no compression, no waiting for a phone that left.

simple-websocket 1.1.0 writes frames with `sock.send()`, which may send a part of one and garble all that
follows; it always takes the browsers' offer to compress, which costs more than it saves; and a client that
stops reading blocks its writer for as long as TCP likes. `install()` puts a server in its place that sends
through `sendall` under a lock per socket, declines compression, encodes a message that goes to many clients
once, and cuts a connection that has not taken a message for five seconds.

Beside Socket.IO's way, a queue and a writer for each client, there is a short one for what all screens show:
`Line.show` puts a ready frame into a socket at once, and a client that is slow gets only the newest.
"""

import logging
import socket
import ssl
import struct
import threading
import time
from collections.abc import Mapping
from typing import Any

import simple_websocket

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
NO_WAIT = getattr(socket, "MSG_DONTWAIT", 0)  # gevent's sockets never wait; those of plain threads do
LINE = "lapak.line"
_FINAL_TEXT = 0x81


class Line:
    """A socket that sends all or fails; whoever keeps it waiting longer than `PATIENCE_S` is cut off."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._at_once: Any = None if isinstance(sock, ssl.SSLSocket) else getattr(sock, "_sock", sock)
        self._sends = threading.Lock()  # held while something goes out
        self._rest = b""  # of a frame that the socket took in part: goes before everything else
        self._turn = threading.Lock()  # held while it is settled who sends the newest frame
        self._newest: bytes | None = None
        self._catching_up = False

    def send(self, data: bytes) -> int:
        """Send everything, one message after the other. Raises OSError when the client is gone."""
        with self._sends:
            _sending[self] = time.monotonic()
            try:
                self._sock.sendall(self._rest + data)
            finally:
                del _sending[self]
            self._rest = b""
        return len(data)

    def show(self, frame: bytes, *, minor: bool = False) -> None:
        """Send how things stand now without waiting; a slow client gets only the newest of what it missed.

        A `minor` frame replaces nothing: a client that is behind does without.
        """
        with self._turn:
            if self._catching_up and minor:
                return
            self._newest = frame
            if not self._catching_up and not self._took_it():
                self._catching_up = True
                threading.Thread(target=self._catch_up, daemon=True).start()

    def _took_it(self) -> bool:
        """Whether the socket took the newest frame whole, here and now."""
        if self._at_once is None or self._newest is None or not self._sends.acquire(blocking=False):
            return False
        try:
            sent = self._at_once.send(self._newest, NO_WAIT)
            self._rest, self._newest = self._newest[sent:], None
        except BlockingIOError:
            return False
        except OSError:
            return True  # the client is gone, as its reader is about to notice
        finally:
            self._sends.release()
        return not self._rest

    def _catch_up(self) -> None:
        try:
            while (frame := self._next()) is not None:
                self.send(frame)
        except OSError:
            log.debug("the client was gone already")

    def _next(self) -> bytes | None:
        """The newest frame; nothing to finish a rest with; None when the client has everything."""
        with self._turn:
            frame, self._newest = self._newest, None
            self._catching_up = frame is not None or bool(self._rest)
            return (frame or b"") if self._catching_up else None

    def cut(self) -> None:
        """End the connection under whoever is waiting in `send`."""
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("the connection was gone already")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class SafeServer(simple_websocket.Server):  # type: ignore[misc]
    """The server side of one websocket."""

    sock: Any

    def handshake(self) -> None:
        """Answer the browser's request without its offer to compress."""
        self.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        plain: socket.socket = self.sock
        self.sock = self.environ[LINE] = Line(plain)
        super().handshake()

    def send(self, data: str | bytes) -> None:
        """Send one message."""
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        if isinstance(data, bytes):
            super().send(data)
        else:
            self.sock.send(text_frame(data))

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        """Say goodbye if anybody listens."""
        try:
            super().close(reason, message)
        except OSError:
            self.connected = False


def line_of(environ: Mapping[str, Any]) -> Line | None:
    """The line of a client that began with a websocket, by the request that it began with."""
    return environ.get(LINE)


def text_frame(text: str) -> bytes:
    """The frame of a text message. The same string object, sent to many clients, is encoded once."""
    global _last_frame  # noqa: PLW0603 - one slot, written whole
    last, frame = _last_frame
    if text is not last:
        payload = text.encode()
        frame = bytes([_FINAL_TEXT]) + _length(len(payload)) + payload
        _last_frame = (text, frame)
    return frame


def _length(size: int) -> bytes:
    if size < 126:
        return bytes([size])
    return struct.pack("!BH", 126, size) if size < 1 << 16 else struct.pack("!BQ", 127, size)


_last_frame: tuple[str | None, bytes] = (None, b"")
_sending: dict[Line, float] = {}
_watch: threading.Thread | None = None


def install() -> None:
    """Make every websocket from here on a safe one."""
    global _watch  # noqa: PLW0603 - one watch a process
    simple_websocket.Server = SafeServer
    if _watch is None:
        _watch = threading.Thread(target=_watch_senders, name="websocket-watch", daemon=True)
        _watch.start()


def _watch_senders() -> None:
    while True:
        time.sleep(PATIENCE_S / 5)
        late = time.monotonic() - PATIENCE_S
        for sender, since in list(_sending.items()):
            if since < late:
                log.warning("a client has not read for %.0f s: cut off", PATIENCE_S)
                sender.cut()
