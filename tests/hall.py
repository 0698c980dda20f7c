"""The program inside the test's own process: the real app, writer and database, asked without a socket."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Self

from flask.testing import FlaskClient

from exhibition.access.people import GrantCredential
from exhibition.access.pins import hash_pin
from exhibition.app import create_app
from exhibition.config import Config
from exhibition.demo.load import LoadDemo, demo_event
from exhibition.program import Program
from exhibition.schema import open_schema
from exhibition.setup import Person
from pos.writer import Writer

PIN = "271828"
FIRST_DAY = date(2018, 4, 3)


class Hall:
    """The demo exhibition with few people, all with the same PIN, and nobody following the journal."""

    def __init__(self, data: Path, **settings: Any) -> None:
        config = Config(data, **settings)
        database = open_schema(config)
        self.program = Program(config, database, Writer(database))
        self.app = create_app(self.program, "threading")

    def __enter__(self) -> Self:
        self.program.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.program.stop()

    def load_demo(self) -> Self:
        """Fill it."""
        hashed = hash_pin(PIN)
        jobs = (("kasir", "cashier"), ("ketua", "lead"))
        places = [(f"{job}-{stall}", role, stall) for stall in ("07", "08") for job, role in jobs]
        offices = [("bendahara", "treasurer", None), ("panitia", "organiser", None)]
        people = tuple(Person(name, role, stall, hashed) for name, role, stall in [*places, *offices])
        self.program.change_people(LoadDemo(demo_event(FIRST_DAY), people))
        return self

    def browser(self) -> "Caller":
        """Somebody with a cookie jar."""
        return Caller(self.app.test_client())

    def script(self, role: str, stall: str | None = None) -> "Caller":
        """Somebody with a fresh token."""
        granted = self.program.change_people(GrantCredential.new("token", role, stall))
        return Caller(self.app.test_client(use_cookies=False), {"Authorization": f"Bearer {granted.token}"})


class Caller:
    """Asks in JSON; a browser's requests carry the header that no form can send."""

    def __init__(self, client: FlaskClient, headers: dict[str, str] | None = None) -> None:
        self.client = client
        self.headers = headers or {"X-Lapak": "1"}

    def ask(self, method: str, path: str, document: Any = None, **headers: str) -> Any:
        """Any request; the answer is Werkzeug's, with `.json`."""
        whole = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        body = document if isinstance(document, bytes | None) else json.dumps(document).encode()
        kind = whole.pop("Content-Type", "application/json" if body is not None else None)
        return self.client.open(
            path, method=method, data=body, content_type=kind, headers=whole, buffered=True
        )

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.ask("GET", path, **headers)

    def put(self, path: str, document: Any = None, **headers: str) -> Any:
        """PUT."""
        return self.ask("PUT", path, document, **headers)

    def post(self, path: str, document: Any = None, **headers: str) -> Any:
        """POST."""
        return self.ask("POST", path, document, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        """DELETE."""
        return self.ask("DELETE", path, **headers)

    def sign_in(self, name: str, pin: str = PIN) -> Any:
        """Sign in as somebody of the hall."""
        return self.post("/api/v1/sign-in", {"staff": name, "pin": pin})
