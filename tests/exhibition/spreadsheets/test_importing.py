"""Spreadsheets as people bring them: judged row by row, and the same file twice adds nothing."""

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hall import Hall
from openpyxl import Workbook
from sqlalchemy import text

from exhibition.admin_commands import create_admin, import_rows
from exhibition.check import find_differences
from exhibition.spreadsheets import importing
from exhibition.spreadsheets.goods_rows import read_product
from exhibition.spreadsheets.importing import read_file
from exhibition.spreadsheets.taking import take_rows
from pos.refusals import Invalid

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
    assert done[1]["text"] == {
        "id": "price_idr: '5.5' bukan bilangan bulat",
        "en": "price_idr: '5.5' is no whole number",
    }


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
    with pytest.raises(Invalid, match=name):
        read_file(tmp_path / name)


def test_two_thousand_products_pass_the_door_of_a_running_server(hall: Hall, sheet: Any) -> None:
    rows, _ = read_file(sheet([product(f"TKG-N{n:04}", story_id="x" * 600) for n in range(2000)]))
    hall.app.register_blueprint(create_admin(hall.program, "key"))
    asked = {"name": "import_rows", "arguments": {"rows": rows, "dry_run": True}}
    answer = hall.browser().post("/internal/command", asked, X_Lapak_Key="key")
    assert answer.status_code == 200, answer.text
    assert {outcome["status"] for outcome in answer.json["outcomes"]} == {"added"}


HEADER = "facility_code;sku;name_id;category_code;price_idr;quantity"


def test_a_spreadsheet_as_offices_save_it_is_read(tmp_path: Path) -> None:
    """A byte order mark, semicolons, a title above, capitals in the header, a line break within a cell."""
    path = tmp_path / "upt.csv"
    lines = ["Daftar barang;;;;;", "", HEADER.upper(), 'TKG;TKG-N1;"Kopi\r\nGayo";KOP;150.000,00;1.000']
    path.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    rows, unknown = read_file(path)
    assert unknown == []
    assert [(row["line"], row["row"]["name_id"]) for row in rows] == [(4, "Kopi Gayo")]
    read = read_product(rows[0]["row"])
    assert (read.price, read.quantity) == (150_000, 1_000)


def test_another_alphabet_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(f"{HEADER}\r\nTKG;TKG-N1;Café;KOP;1;1".encode("cp1252"))
    with pytest.raises(Invalid, match="save it as CSV UTF-8") as refusal:
        read_file(path)
    assert "simpan sebagai CSV UTF-8" in refusal.value.message.id


def test_formulas_dates_and_merged_cells_are_refused_row_by_row(hall: Hall, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER.split(";"))
    page.append(["TKG", "TKG-N1", "Kopi", "KRJ", "=1000*65", 3])  # nobody has worked it out
    page.append(["TKG", "TKG-N2", "#REF!", "KRJ", 65000, 3])
    page.append(["TKG", "TKG-N3", "Kopi", "KRJ", datetime(2026, 5, 12), 3])  # noqa: DTZ001 - Excel has no zones
    page.append(["TKG", "TKG-N4", "Kopi", "KRJ", 65000, 3])
    page.append([None, "TKG-N5", "Kopi", "KRJ", 65000, 3])
    page.merge_cells("A5:A6")
    page.append(["TKG", "TKG-N6", "Kopi", "KRJ", 65000, 10**9])
    page.append(["TKG", "TKG-N7", "=HYPERLINK(1)", "KRJ", True, 3])
    book.save(tmp_path / "hostile.xlsx")
    rows, _ = read_file(tmp_path / "hostile.xlsx")
    done = {row["line"]: row for row in take_rows(hall.program, rows, dry_run=False)}
    assert [line for line, row in done.items() if row["status"] == "added"] == [5]
    named = {line: row["text"]["en"].partition(":")[0] for line, row in done.items() if line != 5}
    columns = {2: "price_idr", 3: "name_id", 4: "price_idr", 6: "facility_code", 7: "quantity", 8: "name_id"}
    assert named == columns
    with hall.program.reading() as connection:
        assert find_differences(connection) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", ["tetap", "1 baris, 0 ditolak"]), ("en", ["unchanged", "rows: 1, refused: 0"])],
)
def test_the_report_is_in_the_readers_language(
    hall: Hall, sheet: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any, *, language: str, said: list[str]
) -> None:
    path = sheet([product("TKG-KOP01", category_code="KOP", price_idr=65000, colour="red")])
    monkeypatch.setattr(
        importing, "carry_out", lambda _config, _name, asked: import_rows(hall.program, **asked)
    )
    config = hall.program.config.with_options(language=language)
    assert importing.import_file(config, path, dry_run=False) == 0
    report = capsys.readouterr().out
    assert all(words in report for words in [*said, "colour"])
