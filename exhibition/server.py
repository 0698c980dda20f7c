"""The server: gevent's WSGI server on our own listener, one native thread for the writer, a quiet end."""

import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.threadpool import ThreadPool

from exhibition.config import ConfigError
from exhibition.request_head import RequestHead

log = logging.getLogger("lapak.server")

BACKLOG = 1024
HAND_OVER = 0.0005  # seconds until the loop gets its turn while the writer computes; 0.005 delays answers
LONGEST_FAREWELL = 10.0  # seconds for requests under way when the server is told to stop

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Doorman:
    """Counts the requests inside; once closed, sends new ones away with a word on when to come back."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app
        self._inside = 0
        self._closed = False
        self._empty = Event()
        self._empty.set()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One request."""
        if environ["PATH_INFO"].startswith("/socket.io/"):
            return self._app(environ, start_response)
        if self._closed:
            return _send_away(start_response)
        self._inside += 1
        self._empty.clear()
        try:
            return self._app(environ, start_response)
        finally:
            self._inside -= 1
            if self._inside == 0:
                self._empty.set()

    def close(self) -> None:
        """Let nobody in any more and wait for those inside."""
        self._closed = True
        if not self._empty.wait(LONGEST_FAREWELL):
            log.warning("%d requests did not end in time", self._inside)


def _send_away(start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = b'{"type":"urn:lapak:problem:stopping","title":"Server berhenti","status":503,"code":"stopping",'
    body += b'"detail":"Server sedang berhenti. Coba lagi sebentar.","details":{"retry_after":2}}'
    headers = [("Content-Type", "application/problem+json"), ("Retry-After", "2"), ("Connection", "close")]
    start_response("503 Service Unavailable", [*headers, ("Content-Length", str(len(body)))])
    return [body]


def open_listener(host: str, port: int) -> socket.socket:
    """A listener whose connections send at once: with Nagle every keep-alive POST waits 40 ms.

    Raises ConfigError where the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"{host}:{port} cannot be used ({error.strerror}): choose another with --port (make run PORT=…)"
        ) from error
    listener.listen(BACKLOG)
    return listener


def writer_thread() -> Callable[..., Any]:
    """The one native thread that waits for the disk."""
    sys.setswitchinterval(HAND_OVER)
    apply: Callable[..., Any] = ThreadPool(1).apply
    return apply


def helper_threads() -> Callable[..., Any]:
    """Two native threads for PIN hashing and device files."""
    apply: Callable[..., Any] = ThreadPool(2).apply
    return apply


class Handler(WSGIHandler):  # type: ignore[misc]
    """gevent's handler with our reading of the header."""

    MessageClass = RequestHead

    def log_request(self) -> None:
        """Nothing: what is not written need not be put into words."""


@dataclass(frozen=True)
class Door:
    """A listener, with certificate and key where it speaks https."""

    listener: socket.socket
    certificate: Path | None = None
    key: Path | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.listener.getsockname()[1]
        return port

    def server(self, app: Wsgi) -> WSGIServer:
        """The server behind this door."""
        secrets = {"certfile": str(self.certificate), "keyfile": str(self.key)} if self.certificate else {}
        return WSGIServer(self.listener, app, log=None, error_log=log, handler_class=Handler, **secrets)


def _spare_the_collector() -> None:
    """What was made at the start stays: looking through it again and again took a tenth of every sale."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def serve_forever(doors: Sequence[Door], app: Wsgi, on_ready: Callable[[], None]) -> None:
    """Serve the same app at every door until SIGTERM or SIGINT; requests under way are answered first."""
    doorman = Doorman(app)
    servers = [door.server(doorman) for door in doors]
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stop.set)
    for server in servers:
        server.start()
    _spare_the_collector()
    on_ready()
    stop.wait()
    for server in servers:
        server.stop_accepting()
    doorman.close()
    for server in servers:
        server.stop(timeout=0.2)
