"""The program: everything that lives as long as the server, and how it starts and stops."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from exhibition.access.approvals import Approvals
from exhibition.access.cookies import CookieJar
from exhibition.access.directory import Directory
from exhibition.access.enrolments import Enrolments
from exhibition.access.limits import Pace, Tries
from exhibition.access.security import Gate
from exhibition.access.sign_in import SignIn
from exhibition.config import Config
from exhibition.folder import Folder
from exhibition.live import Live
from exhibition.relay import Relay
from pos import tables
from pos.database import Database
from pos.refusals import Message, NotFound
from pos.writer import Command, Writer
from printers.emulator.printer import VirtualPrinter
from printers.worker import PrintService

Run = Callable[..., Any]


def call_directly(function: Callable[..., Any], args: tuple[Any, ...] = ()) -> Any:
    """Where no loop must be kept free."""
    return function(*args)


class Program:
    """One exhibition being served.

    `in_thread(function, args)` runs what would block the loop, `aside` what would slow it for long;
    `aside_fails()` says whether the latter gets nothing done.
    """

    def __init__(
        self,
        config: Config,
        database: Database,
        writer: Writer,
        in_thread: Run = call_directly,
        aside: Run = call_directly,
        *,
        aside_fails: Callable[[], bool] = lambda: False,
    ) -> None:
        self.config = config
        self.folder = Folder(config.data)
        self.database = database
        self.writer = writer
        self.in_thread = in_thread
        self.aside = aside
        self.aside_fails = aside_fails
        self.address = config.public_url or f"http://127.0.0.1:{config.port}"
        self.directory = Directory(database.reading)
        self.jar = CookieJar(self.folder.key("cookies"))
        self.gate = Gate(self.directory, self.jar)
        self.sign_in = SignIn(self.directory, in_thread)
        self.approvals = Approvals()
        self.enrolments = Enrolments()
        self.enrol_tries = Tries(allowed=10)
        self.feedback_pace = Pace()
        self._following = False
        self.setup_code = secrets.token_urlsafe(16)
        self.relay: Relay | None = None
        self.live: Live | None = None
        self.printing: PrintService | None = None
        self.virtual_printers: dict[str, VirtualPrinter] = {}

    def start(self) -> None:
        """Let the writer work and know who may do what."""
        self.writer.start()
        self.directory.reload()

    def follow(self) -> None:
        """Let the journal be followed: screens be pushed to, paper come out."""
        if self.live and self.relay and self.printing:
            self.printing.start()
            self.live.start()
            self.writer.on_commit(self.relay.wake)
            self.relay.start()
            self._following = True
            self.relay.wait_for(self.live.board.name)

    def stop(self) -> None:
        """In the other order; what was begun is finished."""
        if self.live and self.relay and self.printing and self._following:
            self.relay.stop()
            self.live.stop()
            self.printing.stop()
        for virtual in self.virtual_printers.values():
            virtual.stop()
        self.writer.stop()
        self.database.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """A read-only snapshot of the database."""
        return self.database.reading()

    def submit(self, command: Command) -> Any:
        """Hand a command to the one writer; back when it is on disk."""
        return self.writer.submit(command)

    def change_people(self, command: Command) -> Any:
        """Hand over a command that changes who may do what, and know it from now on."""
        answer = self.submit(command)
        self.directory.reload()
        return answer

    def followers(self) -> list[dict[str, Any]]:
        """Who follows the journal and how far behind they are."""
        return self.relay.lag() if self.relay else []

    def enrol_url(self, code: str) -> str:
        """Where a tablet goes to use an enrolment code."""
        return f"{self.address}/enrol/{code}"

    def is_set_up(self) -> bool:
        """Whether there is an exhibition in the database."""
        with self.reading() as connection:
            return connection.scalar(select(tables.event.c.id)) is not None

    def is_demo(self) -> bool:
        """Whether this exhibition is the sample one."""
        with self.reading() as connection:
            return bool(connection.scalar(select(tables.event.c.demo)))

    def say_time(self, moment: datetime) -> str:
        """A moment as people in the hall write it."""
        with self.reading() as connection:
            event = connection.execute(select(tables.event.c.timezone, tables.event.c.tz_abbr)).first()
        zone, name = (event.timezone, event.tz_abbr) if event else ("Asia/Jakarta", "WIB")
        return f"{moment.astimezone(ZoneInfo(zone)):%d-%m-%Y %H.%M} {name}"

    def setup_url(self) -> str:
        """The way to the first organiser, for whoever reads this terminal."""
        return f"{self.address}/setup/{self.setup_code}"

    def check_stall(self, no: str) -> None:
        """Raise NotFound unless the stall takes part."""
        if not self.has_stall(no):
            raise NotFound(
                "stall_unknown", Message(f"Tidak ada stan {no}.", f"There is no stall {no}."), stall=no
            )

    def has_stall(self, no: str) -> bool:
        """Whether the stall takes part."""
        with self.reading() as connection:
            return connection.scalar(select(tables.stall.c.no).where(tables.stall.c.no == no)) is not None
