"""The virtual receipt printer shows what a real one would put on paper."""

from collections.abc import Iterator

import pytest
import zxingcpp
from printing_desk import URL, Desk

START = b"\x1b@\x1c."
CUT = b"\x1dVB\x00"


def qr(data: str, module: int = 6, level: bytes = b"1") -> bytes:
    body = data.encode()
    size = len(body) + 3
    return (
        b"\x1d(k\x04\x001A2\x00"
        b"\x1d(k\x03\x001C" + bytes([module])
        + b"\x1d(k\x03\x001E" + level
        + b"\x1d(k" + bytes([size % 256, size // 256]) + b"1P0" + body
        + b"\x1d(k\x03\x001Q0"
    )  # fmt: skip


@pytest.fixture
def desk() -> Iterator[Desk]:
    shop = Desk()
    yield shop
    assert shop.errors == []


def test_lines_are_read_as_they_stand_on_the_paper(desk: Desk) -> None:
    desk.print(START + b"Kopi" + b" " * 37 + b"150.000\nTeh\n" + CUT)
    assert desk.papers[0].text() == "Kopi" + " " * 37 + "150.000\nTeh\n"


def test_centred_and_right_aligned_lines_stand_where_they_should(desk: Desk) -> None:
    desk.print(START + b"\x1ba\x01Lapak\n\x1ba\x02Lapak\n" + CUT)
    assert desk.papers[0].text() == " " * 21 + "Lapak\n" + " " * 43 + "Lapak\n"


def test_big_letters_take_two_columns_each(desk: Desk) -> None:
    desk.print(START + b"\x1d!\x11TOTAL\x1d!\x00x\n" + CUT)
    [total, x] = desk.papers[0].items
    assert (total.cell_width, total.cell_height, x.x, x.y - total.y) == (24, 48, 120, 24)


def test_a_line_that_is_too_long_goes_on_below_and_nothing_is_lost() -> None:
    desk = Desk(width=384).print(START + b"a" * 40 + b"\n" + CUT)
    assert desk.papers[0].text() == "a" * 32 + "\n" + "a" * 8 + "\n"
    assert desk.papers[0].overflow == []


def test_a_native_qr_code_can_be_scanned_from_the_drawn_paper(desk: Desk) -> None:
    desk.print(START + b"\x1ba\x01" + qr(URL) + b"\x1ba\x00Pindai\n" + CUT)
    paper = desk.papers[0]
    assert paper.qr_codes == [URL]
    assert [found.text for found in zxingcpp.read_barcodes(paper.image().convert("L"))] == [URL]


def test_a_native_qr_code_that_is_too_wide_reaches_over_the_edge(desk: Desk) -> None:
    desk.print(START + qr(URL * 10, module=14) + CUT)
    assert len(desk.papers[0].overflow) == 1


def test_a_raster_strip_is_drawn_dot_for_dot(desk: Desk) -> None:
    desk.print(START + b"\x1dv0\x00\x02\x00\x03\x00" + b"\xf0\x0f\x00\x00\xff\xff" + CUT)
    image = desk.papers[0].image()
    rows = ["".join("#" if image.getpixel((x, y)) == 0 else "." for x in range(16)) for y in range(3)]
    assert rows == ["####........####", "................", "################"]


def test_strips_of_one_picture_follow_each_other_without_a_gap(desk: Desk) -> None:
    desk.print(START + b"\x1dv0\x00\x01\x00\x02\x00\xff\xff" * 2 + CUT)
    assert [picture.y for picture in desk.papers[0].items] == [0, 2]


def test_a_strip_higher_than_cheap_printers_hold_is_reported() -> None:
    desk = Desk().print(START + b"\x1dv0\x00\x01\x00\x00\x02" + b"\x00" * 512 + CUT)
    assert desk.errors == ["raster strip of 512 rows is more than cheap printers hold"]


@pytest.mark.parametrize(
    "oddity", [b"\x1b\x07", b"\x1d\xff", b"\x07", b"\x80", b"\x1dVC", b"\x1b\x61\x07", b"\x0c"]
)
def test_a_command_no_printer_knows_is_reported(oddity: bytes) -> None:
    assert len(Desk().print(START + oddity).errors) == 1


def test_a_drawer_kick_and_a_cut_are_counted(desk: Desk) -> None:
    desk.print(START + b"\x1bp\x0022" + b"x\n" + CUT + b"y\n" + CUT)
    assert (desk.kicks, len(desk.papers)) == ([0], 2)


def test_completion_is_answered_in_the_order_of_the_stream(desk: Desk) -> None:
    desk.print(START + b"x\n" + CUT + b"\x1dr1" + b"\x1d(H\x06\x0000abcd")
    assert desk.replies == [b"\x00", b"\x37\x22abcd\x00"]


def test_a_status_request_in_the_stream_prints_nothing(desk: Desk) -> None:
    desk.print(START + b"a\x10\x04\x01b\n" + CUT)
    assert (desk.papers[0].text(), desk.skipped) == ("ab\n", 3)


def test_a_label_ends_at_its_gap_and_keeps_its_size() -> None:
    desk = Desk(400, 240).print(START + b"Kopi\n\x0cTeh\n\x0c")
    assert [(paper.text(), paper.width, paper.height) for paper in desk.papers] == [
        ("Kopi\n", 400, 240),
        ("Teh\n", 400, 240),
    ]
    assert desk.errors == []


def test_a_label_that_is_too_full_is_reported() -> None:
    desk = Desk(400, 240).print(START + b"Kopi\n" * 9 + b"\x0c")
    assert desk.errors == ["270 rows on a label of 240"]
