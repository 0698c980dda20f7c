"""HTTP and WebSocket clients on bare asyncio protocols: a load client must cost less than the server."""

import asyncio
import json
import os
import re
import struct
from time import perf_counter

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class ClosedError(ConnectionError):
    """The server closed the connection before it answered."""


class Tablet(asyncio.Protocol):
    """One keep-alive connection with one request under way at a time."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(cls, port: int) -> "Tablet":
        """Open a connection to this machine."""
        _, tablet = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return tablet

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a whole request; (status, body). Raises ClosedError."""
        if self._transport is None:
            raise ClosedError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        if self._answer and not self._answer.done():
            self._answer.set_exception(ClosedError())

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        found = _LENGTH.search(self._received, 0, end + 2)
        whole = end + 4 + (int(found[1]) if found else 0)
        if len(self._received) >= whole and self._answer:
            body = bytes(self._received[end + 4 : whole])
            status = int(self._received[9:12])
            del self._received[:whole]
            self._answer.set_result((status, body))


def http_request(method: str, path: str, headers: str = "", body: bytes | None = None) -> bytes:
    """The bytes of a request; `headers` are lines that end in CRLF."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + (body or b"")


_SEQ = re.compile(rb'"seq": ?(\d+)')
_TEXT, _CLOSE, _PING = 1, 8, 9


class Board(asyncio.Protocol):
    """A hall screen: raw WebSocket, Engine.IO 4, Socket.IO 5. Remembers when it first saw which seq."""

    def __init__(self, token: str, *, changes: bool) -> None:
        self.seen: list[tuple[float, int]] = []  # (when, seq) of every snapshot
        self.received_bytes = 0
        self.connected = asyncio.get_running_loop().create_future()
        self._awaited: list[tuple[int, asyncio.Future[None]]] = []
        self._auth = json.dumps({"token": token, "changes": changes})
        self._received = bytearray()
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(cls, port: int, token: str, *, changes: bool = False) -> "Board":
        """Open a board and wait for its first snapshot."""
        loop = asyncio.get_running_loop()
        _, board = await loop.create_connection(lambda: cls(token, changes=changes), "127.0.0.1", port)
        await asyncio.wait_for(board.connected, 30)
        return board

    def close(self) -> None:
        """Switch the screen off."""
        if self._transport:
            self._transport.close()

    async def shows(self, seq: int) -> None:
        """Wait until the board shows this entry of the journal."""
        if not self.seen or self.seen[-1][1] < seq:
            shown: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._awaited.append((seq, shown))
            await asyncio.wait_for(shown, 20)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        upgrade = (
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: bGFwYWsgYmVuY2ggYm9hcmQ=\r\n"
        )
        transport.write(http_request("GET", "/socket.io/?EIO=4&transport=websocket", upgrade))

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if not self.connected.done():
            self.connected.set_exception(error or ClosedError())

    def data_received(self, data: bytes) -> None:
        self.received_bytes += len(data)
        self._received += data
        if not self._upgraded and not self._take_upgrade():
            return
        while (frame := self._take_frame()) is not None:
            self._handle(*frame)

    def _take_upgrade(self) -> bool:
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return False
        if self._received[9:12] != b"101":
            self.connected.set_exception(ClosedError(bytes(self._received[:200]).decode(errors="replace")))
            self.close()
            return False
        del self._received[: end + 4]
        self._upgraded = True
        return True

    def _take_frame(self) -> tuple[int, bytes] | None:
        buffer = self._received
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 127, 2
        if size >= 126:
            form, start = ("!H", 4) if size == 126 else ("!Q", 10)
            if len(buffer) < start:
                return None
            (size,) = struct.unpack_from(form, buffer, 2)
        if len(buffer) < start + size:
            return None
        kind, payload = buffer[0] & 15, bytes(buffer[start : start + size])
        del buffer[: start + size]
        return kind, payload

    def _handle(self, kind: int, payload: bytes) -> None:
        if kind == _TEXT and payload.startswith(b"42"):
            self._snapshot(payload)
        elif kind == _TEXT and payload == b"2":
            self._send(b"3")
        elif kind == _TEXT and payload.startswith(b"0"):
            self._send(f"40/board,{self._auth}".encode())
        elif kind == _PING:
            self._send(payload, 10)
        elif kind == _CLOSE or payload.startswith(b"44"):
            self.close()

    def _snapshot(self, payload: bytes) -> None:
        found = _SEQ.search(payload)
        if found:
            self.seen.append((perf_counter(), int(found[1])))
            self._tell(int(found[1]))
        if not self.connected.done():
            self.connected.set_result(None)

    def _tell(self, seq: int) -> None:
        for awaited in self._awaited[:]:
            if awaited[0] <= seq:
                self._awaited.remove(awaited)
                awaited[1].set_result(None)

    def _send(self, payload: bytes, kind: int = _TEXT) -> None:
        key = os.urandom(4)
        masked = bytes(byte ^ key[place & 3] for place, byte in enumerate(payload))
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack("!H", size)
        if self._transport:
            self._transport.write(bytes([0x80 | kind]) + length + key + masked)
