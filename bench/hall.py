"""One served demo exhibition with plenty of stock: its process and its clients' credentials."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.machine import cpu_seconds, memory_mb, threads

STALLS = 33
PLENTY = 100_000  # pieces of everything, so that no sale runs into an empty table
COOKIE_HEADER = "X-Lapak: 1\r\n"


@dataclass
class Enrolled:
    """A tablet's credential and what its stall sells."""

    stall: str
    till: str
    headers: str  # request header lines
    goods: list[tuple[str, int]]  # (sku, price)
    counter: int = 0


class Hall:
    """The server as a process of its own."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self._options = options
        self.process: subprocess.Popen[str] | None = None
        self.port = 0
        self.token = ""

    def start(self) -> float:
        """Start the server; seconds from exec to its first answer 200."""
        begun = perf_counter()
        port = str(free_port())
        command = [sys.executable, "-m", "bench.served", "--data", str(self.data), "serve"]
        command += ["--demo", "--host", "127.0.0.1", "--port", port, *self._options]
        log = (self.data.parent / "server.log").open("a", encoding="utf-8")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8"
        )
        log.close()
        self._wait_until_ready()
        assert self.ask("GET", "/health")["status"] in ("ok", "degraded")
        return perf_counter() - begun

    def _wait_until_ready(self) -> None:
        assert self.process
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("ready "):
                self.port = int(line.rstrip().rpartition(":")[2])
                return
        message = f"the server ended with {self.process.wait()}; see {self.data.parent}/server.log"
        raise RuntimeError(message)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End the server and wait until it is gone."""
        if self.process:
            self.process.send_signal(number)
            self.process.wait(15)
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """One request on a connection of its own, with the organiser's token."""
        answer, _ = self._ask(method, path, body, headers)
        return answer

    def _ask(
        self, method: str, path: str, body: Any, headers: dict[str, str] | None = None
    ) -> tuple[dict[str, Any], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        with contextlib.closing(connection):
            connection.request(
                method,
                path,
                None if body is None else json.dumps(body),
                {"Content-Type": "application/json"} | (given if headers is None else headers),
            )
            response = connection.getresponse()
            text = response.read().decode()
            if response.status >= 400:
                message = f"{method} {path}: {response.status} {text[:300]}"
                raise RuntimeError(message)
            return json.loads(text), response.headers.get("Set-Cookie", "")

    # Set-up -----------------------------------------------------------------------------------------

    def take_keys(self) -> None:
        """Get an organiser's token the way a person does: by the command line."""
        command = [sys.executable, "-m", "exhibition", "--data", str(self.data)]
        command += ["token", "create", "--role", "organiser"]
        self.token = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def fill_the_tables(self) -> None:
        """Deliver plenty of everything to every facility's stall."""
        by_facility: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        for product in self.products():
            _, lines = by_facility.setdefault(product["facility"], (product["home"], []))
            lines.append({"sku": product["sku"], "quantity": PLENTY})
        for facility, (stall, lines) in by_facility.items():
            delivery = {"facility": facility, "stall": stall, "lines": lines}
            self.ask("PUT", f"/api/v1/consignments/{uuid.uuid4()}", delivery)

    def products(self) -> list[dict[str, Any]]:
        """What lies on tables and has no serial number."""
        every: Any = self.ask("GET", "/api/v1/products")
        return [each for each in every if each["stock"] is not None and not each["unique"]]

    def enrol(self, tablets: int) -> list[Enrolled]:
        """Enrol tablets stall by stall, with cookies as in the hall."""
        prices = {each["sku"]: each for each in self.products()}
        stalls = [f"{no % STALLS + 1:02}" for no in range(tablets)]
        return [self._enrol(stall, prices) for stall in stalls]

    def _enrol(self, stall: str, products: dict[str, dict[str, Any]]) -> Enrolled:
        code = self.ask("POST", "/api/v1/enrolments", {"stall": stall})["code"]
        me, cookie = self._ask("POST", "/api/v1/enrol", {"code": code}, {"X-Lapak": "1"})
        goods = [(sku, each["price"]) for sku, each in products.items() if each["home"] == stall]
        headers = f"{COOKIE_HEADER}Cookie: {cookie.partition(';')[0]}\r\n"
        others = [(sku, each["price"]) for sku, each in products.items()]
        return Enrolled(stall, me["till"], headers, goods if len(goods) >= 3 else others)

    def board_token(self) -> str:
        """What a hall screen signs in with."""
        return str(self.ask("POST", "/api/v1/tokens", {"role": "viewer"})["token"])

    # What it costs ----------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def cpu_seconds(self) -> float:
        """Processor time spent so far."""
        return cpu_seconds(self.pid)

    def memory_mb(self) -> float:
        """Resident memory now."""
        return memory_mb(self.pid)

    def threads(self) -> int:
        """Native threads now."""
        return threads(self.pid)


def free_port() -> int:
    """A port nobody listens on, and the same after a restart."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quiet_environment() -> None:
    """Nothing from this shell's settings may change what is served."""
    for name in [name for name in os.environ if name.startswith("LAPAK_")]:
        del os.environ[name]
