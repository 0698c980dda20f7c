"""`lapak import`: a spreadsheet is read, judged row by row, and written a page at a time."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exhibition import setup
from exhibition.admin import carry_out
from exhibition.config import Config, ConfigError
from exhibition.goods_rows import (
    FACILITY_COLUMNS,
    PRODUCT_COLUMNS,
    FacilityRow,
    ProductRow,
    RowError,
    clean,
    read_facility,
    read_product,
)
from exhibition.intake import Known, Outcome
from exhibition.program import Program
from exhibition.setup import Codes
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


def import_file(config: Config, path: Path, *, dry_run: bool) -> int:
    """Import one file and report; 1 if any row was refused."""
    rows, unknown = read_file(path)
    answer = carry_out(config, "import_rows", {"rows": rows, "dry_run": dry_run})
    for outcome in answer["outcomes"]:
        print(f"{outcome['line']:>5}  {outcome['status']:<9}  {outcome['text']}")
    if unknown:
        print(f"       kolom yang tidak dipakai: {', '.join(unknown)}")
    refused = sum(outcome["status"] == "refused" for outcome in answer["outcomes"])
    print(f"{len(answer['outcomes'])} baris, {refused} ditolak{' (hanya uji)' if dry_run else ''}")
    return 1 if refused else 0


def read_file(path: Path) -> tuple[list[Json], list[str]]:
    """The file's rows as {line, kind, row}, and the names of columns nobody needs. Raises ConfigError."""
    try:
        tables = list(_read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path))
    except (OSError, ValueError, csv.Error) as error:
        raise ConfigError(f"{path}: {error}") from error
    rows: list[Json] = []
    unknown: list[str] = []
    for header, lines in tables:
        kind, columns = _recognise(header)
        if kind is None:
            continue
        unknown += [name for name in header if name and name not in columns]
        rows += [
            _row(number, kind, header, line) for number, line in enumerate(lines, 2) if any(map(clean, line))
        ]
    if not rows:
        raise ConfigError(f"{path}: no table with the columns of facilities.csv or products.csv")
    return sorted(rows, key=lambda row: row["kind"] != "facility"), unknown


def take_rows(program: Program, rows: list[Json], *, dry_run: bool) -> list[Json]:
    """Judge the rows, and write them unless it is only a trial."""
    outcomes: list[Outcome] = []
    readable: list[Read] = []
    for row in rows:
        try:
            read = read_facility if row["kind"] == "facility" else read_product
            readable.append(Read(row["line"], read(row["row"])))
        except RowError as error:
            outcomes.append(Outcome(row["line"], "refused", str(error)))
    if dry_run:
        with program.reading() as connection:
            known = Known.read(connection)
        outcomes += [_judge(known, read) for read in readable]
    else:
        for start in range(0, len(readable), PAGE):
            outcomes += program.submit(TakeRows(readable[start : start + PAGE]))
    return [outcome.as_json() for outcome in sorted(outcomes, key=lambda outcome: outcome.line)]


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


Table = tuple[list[str], list[Sequence[Any]]]


def _read_csv(path: Path) -> Iterator[Table]:
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = list(csv.reader(text.splitlines(), delimiter=delimiter))
    if lines:
        yield [clean(name) for name in lines[0]], list(lines[1:])


def _read_xlsx(path: Path) -> Iterator[Table]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow, and only spreadsheets need it

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        if lines:
            yield [clean(name) for name in lines[0]], list(lines[1:])
    book.close()


def _recognise(header: list[str]) -> tuple[str | None, Sequence[str]]:
    if {"sku", "name_id", "price_idr"} <= set(header):
        return "product", PRODUCT_COLUMNS
    if {"facility_code", "stall_no", "short_name"} <= set(header):
        return "facility", FACILITY_COLUMNS
    return None, ()


def _row(number: int, kind: str, header: list[str], line: Sequence[Any]) -> Json:
    cells = {name: clean(cell) for name, cell in zip(header, line, strict=False) if name}
    return {"line": number, "kind": kind, "row": cells}
