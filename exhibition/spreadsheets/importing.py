"""`lapak import`: a spreadsheet is read here; the program that holds the writer takes its rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from exhibition.admin import carry_out
from exhibition.config import Config
from exhibition.spreadsheets.goods_rows import FACILITY_COLUMNS, PRODUCT_COLUMNS, clean
from pos.refusals import Invalid, Message

Json = dict[str, Any]
TITLE_ROWS = 20  # a header may stand below a title, a logo and a date

WORDS = {
    "id": {
        "added": "baru",
        "delivered": "diterima",
        "unchanged": "tetap",
        "refused": "DITOLAK",
        "left_out": "kolom yang tidak dipakai",
        "sum": "{rows} baris, {refused} ditolak",
        "trial": " (hanya uji, tidak ada yang ditulis)",
    },
    "en": {
        "added": "added",
        "delivered": "delivered",
        "unchanged": "unchanged",
        "refused": "REFUSED",
        "left_out": "columns left out",
        "sum": "rows: {rows}, refused: {refused}",
        "trial": " (a trial, nothing is written)",
    },
}


def import_file(config: Config, path: Path, *, dry_run: bool) -> int:
    """Import one file and report in the reader's language; 1 if any row was refused."""
    rows, unknown = read_file(path)
    outcomes = carry_out(config, "import_rows", {"rows": rows, "dry_run": dry_run})["outcomes"]
    words = WORDS[config.language]
    for outcome in outcomes:
        said = outcome["text"][config.language]
        print(f"{outcome['line']:>5}  {words[outcome['status']]:<9}  {said}")
    if unknown:
        print(f"       {words['left_out']}: {', '.join(unknown)}")
    refused = sum(outcome["status"] == "refused" for outcome in outcomes)
    print(words["sum"].format(rows=len(outcomes), refused=refused) + (words["trial"] if dry_run else ""))
    return 1 if refused else 0


def read_file(path: Path) -> tuple[list[Json], list[str]]:
    """The file's rows as {line, kind, row}, and the names of columns nobody needs. Raises Invalid."""
    rows: list[Json] = []
    unknown: list[str] = []
    for lines in _read_sheets(path):
        top, header, kind, columns = _find_header(lines)
        unknown += [name for name in header if name and name not in columns]
        rows += [
            _row(number, kind, header, line)
            for number, line in enumerate(lines[top + 1 :], top + 2)
            if any(map(clean, line))
        ]
    if not rows:
        raise _unreadable(
            path,
            "tidak ada tabel dengan kolom facilities.csv atau products.csv",
            "no table with the columns of facilities.csv or products.csv",
        )
    return sorted(rows, key=lambda row: row["kind"] != "facility"), list(dict.fromkeys(unknown))


Lines = list[Sequence[Any]]


def _read_sheets(path: Path) -> list[Lines]:
    """The sheets that hold a table of ours."""
    try:
        sheets = list(_read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path))
    except UnicodeDecodeError:
        raise _unreadable(path, "simpan sebagai CSV UTF-8", "save it as CSV UTF-8") from None
    except OSError as error:
        reason = f"{path}: {error.strerror}."
        raise Invalid("file_unreadable", Message(reason, reason)) from error
    except (ValueError, KeyError, csv.Error, BadZipFile) as error:
        raise _unreadable(path, str(error), str(error)) from error
    return [lines for lines in sheets if _find_header(lines)[2]]


def _read_csv(path: Path) -> Iterator[Lines]:
    text = path.read_text(encoding="utf-8-sig")
    for delimiter in ",;\t":
        yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _read_xlsx(path: Path) -> Iterator[Lines]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow, and only spreadsheets need it

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield list(sheet.iter_rows(values_only=True))
    book.close()


def _find_header(lines: Lines) -> tuple[int, list[str], str, Sequence[str]]:
    """Where the header is, its names, and what it is a header of ("" if there is none)."""
    for place, line in enumerate(lines[:TITLE_ROWS]):
        header = [clean(name).lower() for name in line]
        if {"sku", "name_id", "price_idr"} <= set(header):
            return place, header, "product", PRODUCT_COLUMNS
        if {"facility_code", "stall_no", "short_name"} <= set(header):
            return place, header, "facility", FACILITY_COLUMNS
    return 0, [], "", ()


def _row(number: int, kind: str, header: list[str], line: Sequence[Any]) -> Json:
    cells = {name: clean(cell) for name, cell in zip(header, line, strict=False) if name}
    return {"line": number, "kind": kind, "row": cells}


def _unreadable(path: Path, indonesian: str, english: str) -> Invalid:
    return Invalid("invalid_file", Message(f"{path}: {indonesian}.", f"{path}: {english}."))
