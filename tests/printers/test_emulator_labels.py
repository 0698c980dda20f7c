"""The virtual label printers draw TSPL and ZPL."""

import pytest
import zxingcpp
from printing_desk import URL, Desk

from printers.emulator.tspl import TsplDecoder
from printers.emulator.zpl import ZplDecoder

TSPL_HEAD = b"SIZE 50 mm,30 mm\r\nGAP 2 mm,0 mm\r\nDENSITY 8\r\nSPEED 4\r\nSET TEAR ON\r\nCLS\r\n"


def tspl(body: bytes, end: bytes = b"PRINT 1,1\r\n") -> Desk:
    desk = Desk(400, 240)
    desk.decoder = TsplDecoder(desk, 400, 240)
    return desk.print(TSPL_HEAD + body + end)


def zpl(body: bytes, end: bytes = b"^PQ1^XZ") -> Desk:
    desk = Desk(400, 240)
    desk.decoder = ZplDecoder(desk, 400, 240)
    return desk.print(b"^XA^CI28^PW400^LL240^LH0,0" + body + end)


def scanned(desk: Desk) -> list[str]:
    assert desk.errors == []
    return [found.text for found in zxingcpp.read_barcodes(desk.papers[0].image().convert("L"))]


def test_tspl_text_and_qr_code_come_out() -> None:
    desk = tspl(
        b'TEXT 8,8,"3",0,1,1,"Kopi \\["]A\\["]"\r\nQRCODE 200,30,M,5,A,0,M2,"' + URL.encode() + b'"\r\n'
    )
    assert scanned(desk) == [URL]
    assert 'Kopi "A"' in desk.papers[0].text().splitlines()


def test_a_tspl_bitmap_is_white_where_its_bits_are_one() -> None:
    desk = tspl(b"BITMAP 0,0,1,2,0,\x0f\xff\r\nBAR 16,0,8,2\r\n")
    image = desk.papers[0].image()
    assert [image.getpixel((x, 0)) for x in range(8)] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert image.getpixel((16, 1)) == 0
    assert desk.errors == []


def test_tspl_copies_are_papers_of_their_own() -> None:
    assert len(tspl(b"", b"PRINT 2,3\r\n").papers) == 6


@pytest.mark.parametrize(
    "oddity",
    [
        b"FROBNICATE 1\r\n",
        b'QRCODE 1,1,M,5,A,0,"x"\r\n',
        b"SIZE 40 mm,30 mm\r\n",
        b"\x1b@!",
        b'TEXT 1,1,"9",0,1,1,"x"\r\n',
    ],
)
def test_what_tspl_does_not_know_is_reported(oddity: bytes) -> None:
    assert len(tspl(oddity).errors) == 1


def test_zpl_text_qr_code_and_lines_come_out() -> None:
    desk = zpl(
        b"^FO8,8^ADN,18,10^FH^FDKopi _5E_7E_5F^FS^FO200,20^BQN,2,5^FH^FDMA,"
        + URL.encode()
        + b"^FS^FO0,200^GB400,2,2^FS"
    )
    assert scanned(desk) == [URL]
    assert "Kopi ^~_" in desk.papers[0].text()
    assert desk.papers[0].image().getpixel((399, 201)) == 0


def test_a_zpl_picture_is_black_where_its_bits_are_one() -> None:
    image = zpl(b"^FO0,0^GFA,2,2,1,F00F^FS").papers[0].image()
    assert [image.getpixel((x, 0)) for x in (0, 7)] == [0, 1]


@pytest.mark.parametrize(
    "oddity", [b"^QQ1", b"^FO1^FS", b"^FO1,1^GFA,3,3,1,F00F^FS", b"^LL300", b"x^FO1,1^FS"]
)
def test_what_zpl_does_not_know_is_reported(oddity: bytes) -> None:
    desk = Desk(400, 240)
    desk.decoder = ZplDecoder(desk, 400, 240)
    desk.print(b"^XA" + oddity + b"^XZ")
    assert len(desk.errors) == 1
