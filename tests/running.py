"""Runs the real server as a process of its own and talks to it as a script or a browser would."""

import json
import os
import queue
import subprocess
import sys
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

START_LIMIT = 30.0  # seconds; a start takes one, but the machine may be busy
STOP_LIMIT = 30.0
DEMO = ("--demo", "--first-day", "2018-04-03")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Client:
    """One caller with a connection and, like a browser, a cookie jar of its own."""

    url: str
    token: str | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    _connection: HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        """GET."""
        return self.ask("GET", path, **headers)

    def put(self, path: str, document: Any = None, **headers: str) -> Answer:
        """PUT a JSON document."""
        return self.ask("PUT", path, document, **headers)

    def post(self, path: str, document: Any = None, **headers: str) -> Answer:
        """POST a JSON document."""
        return self.ask("POST", path, document, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        """DELETE."""
        return self.ask("DELETE", path, **headers)

    def ask(self, method: str, path: str, document: Any = None, **headers: str) -> Answer:
        """Any request; `document` is sent as JSON, bytes as they are. `X_Lapak="1"` becomes a header."""
        body = document if isinstance(document, bytes | None) else json.dumps(document).encode()
        whole = self._headers(body) | {name.replace("_", "-"): value for name, value in headers.items()}
        if self._connection is None:
            parts = urlsplit(self.url)
            self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        try:
            self._connection.request(method, path, body, whole)
            response = self._connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())  # type: ignore[arg-type]
        except OSError:
            self.close()
            raise
        self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
        return answer

    def close(self) -> None:
        """Hang up; the next request dials again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _headers(self, body: bytes | None) -> dict[str, str]:
        headers = {"Accept": "application/json", "X-Lapak": "1"} | self.headers
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)


class Server:
    """A running `lapak serve` on a free port; as a context manager it is stopped at the end."""

    def __init__(self, data: Path, *options: str, environ: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.options = options or DEMO
        self.environ = {**os.environ, **(environ or {})}
        self.lines: list[str] = []
        self.url = ""
        self._process: subprocess.Popen[str] | None = None
        self._organiser: str | None = None
        self._clients: list[Client] = []

    def start(self, port: int = 0, limit: float = START_LIMIT) -> Self:
        """Start and wait for the line `ready`."""
        self.lines = []
        command = [*lapak(self.data), "serve", "--host", "127.0.0.1", "--port", str(port), *self.options]
        log = (self.data.parent / f"{self.data.name}.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=self.environ
            )
        said: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, args=(self._process, said), daemon=True).start()
        while (line := self._next_line(said, limit)) is not None:
            if line.startswith("ready "):
                self.url = line.removeprefix("ready ").strip()
                return self
        self.kill()
        raise AssertionError(f"the server did not start:\n{self.log()[-4000:]}")

    def _next_line(self, said: "queue.Queue[str | None]", limit: float) -> str | None:
        try:
            return said.get(timeout=limit)
        except queue.Empty:
            return None

    def _listen(self, process: "subprocess.Popen[str]", said: "queue.Queue[str | None]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.lines.append(line.rstrip("\n"))
                said.put(line)
        said.put(None)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.url).port or 0

    def stop(self, limit: float = STOP_LIMIT) -> int:
        """SIGTERM; the exit code."""
        self._hang_up()
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.terminate()
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def kill(self) -> None:
        """SIGKILL: nothing is finished."""
        self._hang_up()
        assert self._process is not None
        process, self._process = self._process, None
        process.kill()
        process.wait()

    def _hang_up(self) -> None:
        for client in self._clients:
            client.close()

    def log(self) -> str:
        """What it wrote to stderr, over all starts."""
        return (self.data.parent / f"{self.data.name}.log").read_text(encoding="utf-8")

    def pins(self) -> dict[str, str]:
        """The demo's PINs by name."""
        lines = (self.data / "demo-pins.txt").read_text(encoding="utf-8").splitlines()
        return {name: pin for _, name, pin in (line.split() for line in lines)}

    def client(self, token: str | None = None) -> Client:
        """A new caller; its connection ends with the server at the latest."""
        self._clients.append(Client(self.url, token))
        return self._clients[-1]

    def script(self, role: str, stall: str | None = None) -> Client:
        """A script with a fresh token of that role."""
        return self.client(self.token(role, stall))

    def token(self, role: str, stall: str | None = None) -> str:
        """A fresh token: the first by the command line, the others by that organiser, which is quicker."""
        if self._organiser is None:
            self._organiser = self.run("token", "create", "--role", "organiser").stdout.strip()
        wanted = {"role": role} | ({"stall": stall} if stall else {})
        made = self.client(self._organiser).post("/api/v1/tokens", wanted)
        assert made.status == 201, made.text
        token: str = made.json["token"]
        return token

    def run(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """A command on the same data folder."""
        return run(self.data, *arguments, check=check)


def lapak(data: Path) -> list[str]:
    """The command line for one data folder."""
    return [sys.executable, "-m", "exhibition", "--data", str(data)]


def run(data: Path, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """Run one command and wait for it."""
    done = subprocess.run(
        [*lapak(data), *arguments], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    if check and done.returncode != 0:
        raise AssertionError(f"lapak {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return done


def a_sale(till: str, counter: int = 1, **changes: Any) -> dict[str, Any]:
    """A cash sale of two bags of coffee that adds up; `changes` replace its fields."""
    sale = {
        "number": f"{till}-{counter:04d}",
        "till": till,
        "sold_at": "2018-04-03T10:15:02+07:00",
        "lines": [{"sku": "TKG-KOP01", "quantity": 2, "unit_price": 65000}],
        "total": 130000,
        "payments": [{"method": "cash", "amount": 130000, "tendered": 150000}],
    }
    return sale | changes


def new_id() -> str:
    """A client-made id."""
    return str(uuid.uuid4())
