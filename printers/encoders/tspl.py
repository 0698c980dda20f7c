r"""TSPL for label printers: plain ASCII lines ended by CR LF.

The whole dialect, nothing else is ever sent. Once a job:

    SIZE 50 mm,30 mm / GAP 2 mm,0 mm / DENSITY 8 / SPEED 4 / DIRECTION 1 / REFERENCE 0,0
    SET TEAR ON / SET REPRINT OFF

and for each label (coordinates in dots, 8 a millimetre):

    CLS
    TEXT x,y,"font",0,xmul,ymul,"text" fonts 1 = 8x12, 2 = 12x20, 3 = 16x24, 4 = 24x32, 5 = 32x48;
                                       multipliers 1 or 2; a quotation mark in the text is \["]
    QRCODE x,y,M,cell,A,0,M2,"text"    no quiet zone is added: the layout keeps it
    BAR x,y,width,height               black box
    BITMAP x,y,bytes,height,0,<raw>    raw rows, 0 = black, 1 = white; CR LF after the raw bytes
    PRINT 1,1
"""

from PIL import Image

from printers.capabilities import Capabilities
from printers.documents import Document
from printers.encoders.png import draw_page, draw_qr, packed_rows
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.page import Bar, Item, Logo, Page, Qr, Text, is_native
from printers.logos import logo_picture

DOTS_A_MILLIMETRE = 8
GAP = 2  # mm between two labels
DENSITY = 8
SPEED = 4
# A cell of the layout -> the printer's font and its multipliers; the letters fit into the cell.
FONTS = {
    (12, 20): '"2",0,1,1',
    (12, 40): '"2",0,1,2',
    (16, 26): '"3",0,1,1',
    (16, 52): '"3",0,1,2',
    (24, 40): '"2",0,2,2',
    (32, 52): '"5",0,1,1',
}
_TO_WHITE = bytes(255 - ink for ink in range(256))


def encode_tspl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`: the paper once, then label by label."""
    pages = lay_out(document, capabilities)
    native = capabilities.mode == "text" and is_native(pages)
    if not native:
        pages = lay_out_raster(document, capabilities)
    labels = [_native_label(page, capabilities) if native else _drawn_label(page) for page in pages]
    return _set_up(pages[0]) + b"".join(b"CLS\r\n" + label + b"PRINT 1,1\r\n" for label in labels)


def _set_up(page: Page) -> bytes:
    lines = [
        f"SIZE {page.width // DOTS_A_MILLIMETRE} mm,{-(-page.height // DOTS_A_MILLIMETRE)} mm",
        f"GAP {GAP} mm,0 mm",
        f"DENSITY {DENSITY}",
        f"SPEED {SPEED}",
        "DIRECTION 1",
        "REFERENCE 0,0",
        "SET TEAR ON",
        "SET REPRINT OFF",  # every label is counted: a second one by itself would be a lie
    ]
    return "".join(line + "\r\n" for line in lines).encode("ascii")


def _native_label(page: Page, capabilities: Capabilities) -> bytes:
    return b"".join(_command(item, capabilities.native_qr) for item in page.items)


def _command(item: Item, native_qr: bool) -> bytes:
    match item:
        case Text(x, y, text, font):
            return _line(f'TEXT {x},{y},{FONTS[font.width, font.height]},"{_quoted(text)}"')
        case Bar(x, y, width, height):
            return _line(f"BAR {x},{y},{width},{height}")
        case Qr(x, y, data, dots) if item.is_native(native_qr):
            return _line(f'QRCODE {x},{y},M,{dots},A,0,M2,"{_quoted(data)}"')
        case Qr(x, y, data, dots):
            return _bitmap(x, y, draw_qr(data, dots))
        case Logo(x, y, _, _, packed):
            return _bitmap(x, y, logo_picture(packed))


def _line(command: str) -> bytes:
    return command.encode("ascii") + b"\r\n"


def _quoted(text: str) -> str:
    return text.replace('"', '\\["]')


def _drawn_label(page: Page) -> bytes:
    return _bitmap(0, 0, draw_page(page))


def _bitmap(x: int, y: int, picture: Image.Image) -> bytes:
    head = f"BITMAP {x},{y},{(picture.width + 7) // 8},{picture.height},0,"
    return head.encode("ascii") + packed_rows(picture).translate(_TO_WHITE) + b"\r\n"
