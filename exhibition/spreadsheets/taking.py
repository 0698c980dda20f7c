"""Taking a spreadsheet's rows in: judged one by one, written a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exhibition import setup
from exhibition.program import Program
from exhibition.setup import Codes
from exhibition.spreadsheets.goods_rows import FacilityRow, ProductRow, RowError, read_facility, read_product
from exhibition.spreadsheets.intake import Known, Outcome
from pos.writer import Batch

PAGE = 50  # rows in one transaction: sales must not wait for a spreadsheet

Json = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """A row that could be read."""

    line: int
    row: FacilityRow | ProductRow


@dataclass(frozen=True)
class TakeRows:
    """Write the rows that can be written; one outcome each."""

    rows: Sequence[Read]

    def apply(self, batch: Batch) -> list[Outcome]:
        """Judge every row by what is there now."""
        batch.flush()
        known = Known.read(batch.reader)
        codes = Codes.known_to(batch)
        return [_take(batch, known, codes, read) for read in self.rows]


def take_rows(program: Program, rows: list[Json], *, dry_run: bool) -> list[Json]:
    """Judge the rows, and write them unless it is only a trial."""
    readable, outcomes = program.in_thread(_read_rows, (rows,))
    if dry_run:
        with program.reading() as connection:
            known = Known.read(connection)
        outcomes += [_judge(known, read) for read in readable]
    else:
        for start in range(0, len(readable), PAGE):
            outcomes += program.submit(TakeRows(readable[start : start + PAGE]))
    return [outcome.as_json() for outcome in sorted(outcomes, key=lambda outcome: outcome.line)]


def _read_rows(rows: list[Json]) -> tuple[list[Read], list[Outcome]]:
    readable: list[Read] = []
    refused: list[Outcome] = []
    for row in rows:
        try:
            read = read_facility if row["kind"] == "facility" else read_product
            readable.append(Read(row["line"], read(row["row"])))
        except RowError as error:
            refused.append(Outcome(row["line"], "refused", error.message))
    return readable, refused


def _judge(known: Known, read: Read) -> Outcome:
    if isinstance(read.row, FacilityRow):
        return known.facility(read.line, read.row)
    return known.product(read.line, read.row)


def _take(batch: Batch, known: Known, codes: Codes, read: Read) -> Outcome:
    if isinstance(read.row, FacilityRow):
        return _take_facility(batch, known, read.line, read.row)
    return _take_product(batch, known, codes, read.line, read.row)


def _take_facility(batch: Batch, known: Known, line: int, row: FacilityRow) -> Outcome:
    new_region, new_stall = row.region not in known.regions, row.stall not in known.stalls
    outcome = known.facility(line, row)
    if outcome.status == "added":
        if new_region:
            setup.add_region(batch, row.region, row.region_name, row.timezone)
        if new_stall:
            setup.add_stall(batch, row.stall, setup.stall_name(row.region_name), row.region, row.timezone)
        setup.add_facility(batch, row)
    return outcome


def _take_product(batch: Batch, known: Known, codes: Codes, line: int, row: ProductRow) -> Outcome:
    new_category, delivered = row.category not in known.categories, known.delivery(row)
    outcome = known.product(line, row)
    if outcome.status == "refused":
        return outcome
    if new_category:
        setup.add_category(batch, row)
    if outcome.status == "added":
        setup.add_product(batch, row, codes)
    if delivered:
        setup.receive(batch, row.facility, known.facilities[row.facility], [(row, delivered)], codes)
    return outcome
