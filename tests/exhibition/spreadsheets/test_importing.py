"""Spreadsheets as people bring them: judged row by row, and the same file twice adds nothing."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hall import Hall
from openpyxl import Workbook
from sqlalchemy import text

from exhibition.admin_commands import create_admin
from exhibition.check import find_differences
from exhibition.config import ConfigError
from exhibition.spreadsheets.importing import read_file
from exhibition.spreadsheets.taking import take_rows

DEMO = Path(__file__).resolve().parents[3] / "exhibition" / "demo"


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[list[dict[str, Any]]], Path]:
    """Rows as a CSV file."""

    def write(rows: list[dict[str, Any]]) -> Path:
        path = tmp_path / "sheet.csv"
        names = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def product(sku: str, **changes: Any) -> dict[str, Any]:
    base = {
        "facility_code": "TKG",
        "sku": sku,
        "name_id": f"Karya {sku}",
        "category_code": "KRJ",
        "price_idr": 50000,
    }
    return base | changes


def outcomes(hall: Hall, path: Path, *, dry_run: bool = False) -> list[str]:
    """What became of each row, as the file has them."""
    rows, _ = read_file(path)
    return [outcome["status"] for outcome in take_rows(hall.program, rows, dry_run=dry_run)]


def test_the_demos_own_files_can_be_imported_and_change_nothing(hall: Hall) -> None:
    for name, count in (("facilities.csv", 44), ("products.csv", 234)):
        assert outcomes(hall, DEMO / name) == ["unchanged"] * count


def test_quantity_is_the_total_so_the_same_file_twice_adds_nothing(hall: Hall, sheet: Any) -> None:
    path = sheet([product("TKG-NEW01", quantity=12), product("TKG-NEW02", unique_piece=1, quantity=2)])
    assert outcomes(hall, path, dry_run=True) == ["added", "added"]
    assert outcomes(hall, path) == ["added", "added"]
    assert outcomes(hall, path) == ["unchanged", "unchanged"]
    more = sheet([product("TKG-NEW01", quantity=15)])
    assert outcomes(hall, more) == ["delivered"]
    less = sheet([product("TKG-NEW01", quantity=14)])
    assert outcomes(hall, less) == ["refused"]
    with hall.program.reading() as connection:
        on_table = connection.scalar(text("SELECT on_table FROM stock WHERE sku = 'TKG-NEW01'"))
        pieces = connection.scalar(text("SELECT count(*) FROM piece WHERE sku = 'TKG-NEW02'"))
        assert find_differences(connection) == []
    assert (on_table, pieces) == (15, 2)


def test_a_bad_row_is_refused_alone_and_named(hall: Hall, sheet: Any) -> None:
    path = sheet(
        [
            product("TKG-OK01"),
            product("TKG-BAD1", price_idr="5.5"),
            product("XXX-BAD2", facility_code="XXX"),
            product("TKG-BAD3", fulfilment="pesan", quantity=3),
            product("TKG-KOP01", price_idr=1),
            product("TKG-OK02", colour="red"),
        ]
    )
    rows, unknown = read_file(path)
    assert unknown == ["colour"]
    done = take_rows(hall.program, rows, dry_run=False)
    assert [row["status"] for row in done] == ["added", "refused", "refused", "refused", "refused", "added"]
    assert "price_idr" in done[1]["text"]


def test_a_workbook_brings_facilities_and_products_together(hall: Hall, tmp_path: Path) -> None:
    book = Workbook()
    goods, places = book.active, book.create_sheet("UPT")
    assert goods is not None
    new = product("ZZZ-A01", facility_code="ZZZ", price_idr=75000.0, quantity=4)
    goods.append(list(new))
    goods.append(list(new.values()))
    names = ["facility_code", "kanwil_code", "kanwil_name", "stall_no", "short_name", "province"]
    places.append(names)
    places.append(["ZZZ", "ZZA", "Kanwil Ditjenpas Contoh", 34, "Lapas Contoh", "Aceh"])
    book.save(tmp_path / "fair.xlsx")
    assert outcomes(hall, tmp_path / "fair.xlsx") == ["added", "added"]
    with hall.program.reading() as connection:
        assert find_differences(connection) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b"x,y\n1,2\n"), ("b.xlsx", b"not a workbook"), ("c.csv", b"\xff\xfe\x00"), ("d.csv", b"")],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=name):
        read_file(tmp_path / name)


def test_two_thousand_products_pass_the_door_of_a_running_server(hall: Hall, sheet: Any) -> None:
    rows, _ = read_file(sheet([product(f"TKG-N{n:04}", story_id="x" * 600) for n in range(2000)]))
    hall.app.register_blueprint(create_admin(hall.program, "key"))
    asked = {"name": "import_rows", "arguments": {"rows": rows, "dry_run": True}}
    answer = hall.browser().post("/internal/command", asked, X_Lapak_Key="key")
    assert answer.status_code == 200, answer.text
    assert {outcome["status"] for outcome in answer.json["outcomes"]} == {"added"}
