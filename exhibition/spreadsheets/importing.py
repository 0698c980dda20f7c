"""`lapak import`: a spreadsheet is read here; the program that holds the writer takes its rows."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from exhibition.admin import carry_out
from exhibition.config import Config, ConfigError
from exhibition.spreadsheets.goods_rows import FACILITY_COLUMNS, PRODUCT_COLUMNS, clean

Json = dict[str, Any]


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
    except (OSError, ValueError, KeyError, csv.Error, BadZipFile) as error:
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
