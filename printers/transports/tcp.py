"""Printers on the network, port 9100 as a rule: one connection per job."""

import contextlib
import socket
from urllib.parse import urlsplit

from printers.errors import DeviceProblem

DEFAULT_PORT = 9100


class TcpTransport:
    """One connection to one printer."""

    two_way = True

    def __init__(self, address: str, timeout: float) -> None:
        place = urlsplit(address)
        if place.hostname is None:
            raise DeviceProblem("bad_address", permanent=True)
        try:
            self._socket = socket.create_connection((place.hostname, place.port or DEFAULT_PORT), timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise DeviceProblem("unreachable") from error

    def send(self, data: bytes, timeout: float) -> int:
        """Hand over what fits."""
        try:
            self._socket.settimeout(max(timeout, 0.001))
            return self._socket.send(data)
        except TimeoutError:
            return 0
        except OSError as error:
            raise DeviceProblem("connection_lost") from error

    def read(self, timeout: float) -> bytes:
        """What has come back."""
        try:
            self._socket.settimeout(max(timeout, 0.001))
            data = self._socket.recv(256)
        except TimeoutError:
            return b""
        except OSError as error:
            raise DeviceProblem("connection_lost") from error
        if not data:
            raise DeviceProblem("connection_lost")
        return data

    def finish(self, timeout: float) -> None:
        """Close our side and wait for theirs; a reset means that bytes were lost."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(timeout)
            while self._socket.recv(256):
                pass
        except TimeoutError:
            return
        except OSError as error:
            raise DeviceProblem("connection_lost") from error

    def close(self) -> None:
        """Let go."""
        with contextlib.suppress(OSError):
            self._socket.close()
