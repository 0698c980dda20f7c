"""One virtual receipt printer per stall inside the process: the demo has paper from the first sale."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from exhibition.folder import write_private
from exhibition.program import Program
from pos import tables
from pos.writer import Batch
from printers.emulator.printer import VirtualPrinter
from printers.registry import SetPrinter
from printers.tables import printer

KEPT_PAPERS = 200  # a printer; the demo runs for days


@dataclass(frozen=True)
class SetPrinters:
    """Several printers at once."""

    printers: tuple[SetPrinter, ...]

    def apply(self, batch: Batch) -> None:
        """Write them."""
        for each in self.printers:
            each.apply(batch)


def start_virtual_printers(program: Program) -> dict[str, VirtualPrinter]:
    """Start a printer for every stall that has no real one, and register it. Returned by name."""
    stalls = _stalls_without_paper(program)
    running = {f"struk-{stall}": VirtualPrinter(keep=KEPT_PAPERS).start() for stall in stalls}
    connections = {name: virtual.connection for name, virtual in running.items()}
    program.submit(
        SetPrinters(
            tuple(
                SetPrinter(name, name.removeprefix("struk-"), "receipt", connection, "escpos", "80mm")
                for name, connection in connections.items()
            )
        )
    )
    write_private(_notes(program), json.dumps(connections))
    return running


def _stalls_without_paper(program: Program) -> list[str]:
    """Stalls whose only receipt printer is the virtual one of an earlier start."""
    ours = _read_notes(program)
    with program.reading() as connection:
        stalls = connection.execute(select(tables.stall.c.no).order_by(tables.stall.c.no)).scalars().all()
        rows = connection.execute(select(printer).where(printer.c.kind == "receipt", printer.c.enabled)).all()
    served = {row.stall for row in rows if ours.get(row.name) != row.connection}
    return [stall for stall in stalls if stall not in served]


def _notes(program: Program) -> Path:
    return program.folder.path / "virtual-printers.json"


def _read_notes(program: Program) -> dict[str, str]:
    try:
        notes: dict[str, str] = json.loads(_notes(program).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return notes
