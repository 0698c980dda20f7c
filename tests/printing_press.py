"""A print shop for tests: real SQLite file, the real writer, virtual printers on real sockets."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, select

from pos import tables as pos_tables
from pos.database import open_database
from pos.writer import Writer
from printers import tables
from printers.capabilities import Capabilities
from printers.delivery import Patience
from printers.emulator.printer import VirtualPrinter
from printers.jobs import jobs_of
from printers.registry import SetPrinter
from printers.spool import add_job
from printers.worker import PrintService, PrintSettings

QUICK = PrintSettings(
    poll=0,
    blocked_repoll=0.05,
    first_retry=0.05,
    last_retry=0.2,
    patience=Patience(
        connect=1, status=0.5, answer=1.5, answer_per_kb=0, blocked=20, repoll=0.05, fence=0.15, quiet=0.02
    ),
)


@dataclass(frozen=True)
class Add:
    """Queue a document by itself."""

    kind: str
    subject: str
    stall: str
    document: Mapping[str, Any]
    hold: str | None = None
    printer: str | None = None

    def apply(self, batch: Any) -> str:
        return add_job(
            batch,
            kind=self.kind,
            subject=self.subject,
            stall=self.stall,
            document=self.document,
            hold=self.hold,
            printer=self.printer,
        )


def sale_id(number: str) -> str:
    """The id of the sale with this number."""
    return str(uuid5(NAMESPACE_URL, number))


def stand_in(document: Mapping[str, Any], capabilities: Capabilities) -> bytes:
    """A receipt of the shape the encoder makes, for tests of everything but the encoder."""
    if document["kind"] == "drawer":
        return b"\x1b@\x1c.\x1bp\x0022"
    if document["kind"] == "unprintable":
        raise ValueError("unprintable")
    title = b"SALINAN\n" if document.get("copy") else b"STRUK\n"
    lines = b"".join(b"Baris %d\n" % n for n in range(document.get("lines", 10)))
    number = document["number"].encode() + b"\n"
    return b"\x1b@\x1c." + title + number + lines + number + title + b"\x1dVB\x00"


class Press:
    """Database, writer and print service in one folder; can be killed and opened again."""

    def __init__(self, folder: Path, settings: PrintSettings = QUICK, encoder: Any = stand_in) -> None:
        self.folder = folder
        self.settings = settings
        self.encoder = encoder
        self.news: list[dict[str, Any]] = []
        self.open()

    def open(self) -> None:
        self.database = open_database(self.folder / "press.db")
        self.database.create(pos_tables.metadata, tables.metadata)
        self.writer = Writer(self.database)
        self.writer.start()
        self.service = PrintService(
            self.database.reading,
            self.submit,
            notify=self.news.append,
            settings=self.settings,
            encoder=self.encoder,
        )

    def submit(self, command: Any) -> Any:
        return self.writer.submit(command)

    def close(self) -> None:
        self.service.stop(grace=2)
        self.writer.stop()
        self.database.close()

    def set_printer(
        self, device: VirtualPrinter, name: str = "kasir", stall: str = "07", **more: Any
    ) -> None:
        values: dict[str, Any] = {
            "kind": "receipt",
            "connection": device.connection,
            "language": device.language,
            "media": device.media,
        }
        self.submit(SetPrinter(name=name, stall=stall, **(values | more)))
        self.service.refresh()

    def sell(self, number: str = "07A-0001", stall: str = "07", **more: Any) -> str:
        """Queue the receipt of a sale; gives the sale's id."""
        kind = more.pop("kind", "receipt")
        document = {"kind": more.pop("document", kind), "number": number, "lines": more.pop("lines", 10)}
        self.submit(Add(kind, sale_id(number), stall, document, **more))
        self.service.wake(stall)
        return sale_id(number)

    def jobs(self, sale: str) -> list[dict[str, Any]]:
        with self.database.reading() as connection:
            return jobs_of(connection, sale)

    def job(self, sale: str, place: int = 0) -> dict[str, Any]:
        return self.jobs(sale)[place]

    def wait_for(self, sale: str, *states: str, place: int = 0, timeout: float = 10) -> dict[str, Any]:
        """The job, as soon as it is in one of the states."""
        wait_until(lambda: self.job(sale, place)["state"] in states, lambda: self.job(sale, place), timeout)
        return self.job(sale, place)

    def wait_for_printer(self, state: str, name: str = "kasir") -> None:
        wait_until(lambda: self.printer(name)["state"] == state, lambda: self.printer(name))

    def printer(self, name: str = "kasir") -> dict[str, Any]:
        with self.database.reading() as connection:
            row = connection.execute(select(tables.printer).where(tables.printer.c.name == name))
            return dict(row.mappings().one())

    def count(self, **where: Any) -> int:
        query = select(func.count()).select_from(tables.print_job)
        for column, value in where.items():
            query = query.where(tables.print_job.c[column] == value)
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()


def wait_until(
    condition: Callable[[], bool], what: Callable[[], Any] = lambda: "", timeout: float = 10
) -> None:
    """Look again and again for something no event tells; fails after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"still waiting: {what()}"
        time.sleep(0.005)
