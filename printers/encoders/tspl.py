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
from printers.layout.page import Bar, Font, Page, Qr, Text, is_native

GAP_MM = 2
DENSITY = 8
SPEED = 4
# A cell of the layout -> the printer's font and its two multipliers.
FONTS = {
    (12, 20): '"2",0,1,1',
    (12, 40): '"2",0,1,2',
    (16, 26): '"3",0,1,1',
    (16, 52): '"3",0,1,2',
    (24, 40): '"2",0,2,2',
    (32, 52): '"5",0,1,1',
}


def encode_tspl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`: set-up once, then each label."""
    drawn = capabilities.mode == "raster"
    pages = lay_out_raster(document, capabilities) if drawn else lay_out(document, capabilities)
    labels = [_drawn_label(page) if drawn else _native_label(page, capabilities) for page in pages]
    return _set_up(capabilities) + b"".join(b"CLS\r\n" + label + b"PRINT 1,1\r\n" for label in labels)


def _set_up(capabilities: Capabilities) -> bytes:
    width, height = capabilities.width_dots // 8, capabilities.height_dots // 8
    lines = [
        f"SIZE {width} mm,{height} mm",
        f"GAP {GAP_MM} mm,0 mm",
        f"DENSITY {DENSITY}",
        f"SPEED {SPEED}",
        "DIRECTION 1",
        "REFERENCE 0,0",
        "SET TEAR ON",
        "SET REPRINT OFF",  # every label is counted: a second one by itself would be a lie
    ]
    return "".join(line + "\r\n" for line in lines).encode("ascii")


def _native_label(page: Page, capabilities: Capabilities) -> bytes:
    return b"".join(_native_item(item, capabilities.native_qr) for item in page.items)


def _native_item(item: Text | Qr | Bar, native_qr: bool) -> bytes:
    if isinstance(item, Text):
        line = f'TEXT {item.x},{item.y},{_font(item.font)},"{_quoted(item.text)}"'
    elif isinstance(item, Bar):
        line = f"BAR {item.x},{item.y},{item.width},{item.height}"
    elif native_qr:
        line = f'QRCODE {item.x},{item.y},M,{item.dots},A,0,M2,"{_quoted(item.data)}"'
    else:
        return _bitmap(item.x, item.y, draw_qr(item.data, item.dots))
    return line.encode("ascii") + b"\r\n"


def _font(font: Font) -> str:
    return FONTS[font.width, font.height]


def _quoted(text: str) -> str:
    return text.replace('"', '\\["]')


def _drawn_label(page: Page) -> bytes:
    return _bitmap(0, 0, draw_page(page))


def _bitmap(x: int, y: int, picture: Image.Image) -> bytes:
    row_bytes = (picture.width + 7) // 8
    white = packed_rows(picture).translate(_INVERTED)
    return f"BITMAP {x},{y},{row_bytes},{picture.height},0,".encode("ascii") + white + b"\r\n"


_INVERTED = bytes(255 - n for n in range(256))

from printers.capabilities import Capabilities
from printers.documents import Document
from printers.layout.page import Bar, Font, Page, Qr, Text

DOTS_A_MILLIMETRE = 8
GAP = 2  # mm between two labels
# A cell of the layout -> the printer's font and its multipliers; the letters fit into the cell.
FONTS = {
    (12, 20): ("2", 1, 1),
    (12, 40): ("2", 1, 2),
    (24, 40): ("2", 2, 2),
    (16, 26): ("3", 1, 1),
    (16, 52): ("3", 1, 2),
    (32, 52): ("3", 2, 2),
}


def encode_tspl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`: once the paper, then label by label."""
    pages = lay_out(document, capabilities)
    if capabilities.mode == "raster" or not is_native(pages):
        pages = lay_out_raster(document, capabilities)
        return _set_up(pages[0], capabilities) + b"".join(_drawn_label(page) for page in pages)
    return _set_up(pages[0], capabilities) + b"".join(_native_label(page) for page in pages)


def _set_up(capabilities: Capabilities) -> bytes:
    width, height = capabilities.width_dots // 8, capabilities.height_dots // 8
    lines = [
        f"SIZE {width} mm,{height} mm",
        f"GAP {GAP_MM} mm,0 mm",
        f"DENSITY {DENSITY}",
        f"SPEED {SPEED}",
        "DIRECTION 1",
        "REFERENCE 0,0",
        "SET TEAR ON",
        "SET REPRINT OFF",  # every label is counted: a second one by itself would be a lie
    ]
    return "".join(line + "\r\n" for line in lines).encode("ascii")


def _native_label(page: Page, capabilities: Capabilities) -> bytes:
    return b"".join(_native_item(item, capabilities.native_qr) for item in page.items)


def _native_item(item: Text | Qr | Bar, native_qr: bool) -> bytes:
    if isinstance(item, Text):
        line = f'TEXT {item.x},{item.y},{_font(item.font)},"{_quoted(item.text)}"'
    elif isinstance(item, Bar):
        line = f"BAR {item.x},{item.y},{item.width},{item.height}"
    elif native_qr:
        line = f'QRCODE {item.x},{item.y},M,{item.dots},A,0,M2,"{_quoted(item.data)}"'
    else:
        return _bitmap(item.x, item.y, draw_qr(item.data, item.dots))
    return line.encode("ascii") + b"\r\n"


def _font(font: Font) -> str:
    return FONTS[font.width, font.height]


def _quoted(text: str) -> str:
    return text.replace('"', '\\["]')


def _drawn_label(page: Page) -> bytes:
    return _bitmap(0, 0, draw_page(page))


def _bitmap(x: int, y: int, picture: Image.Image) -> bytes:
    row_bytes = (picture.width + 7) // 8
    white = packed_rows(picture).translate(_INVERTED)
    return f"BITMAP {x},{y},{row_bytes},{picture.height},0,".encode("ascii") + white + b"\r\n"


_INVERTED = bytes(255 - n for n in range(256))

from printers.capabilities import Capabilities
from printers.documents import Document
from printers.layout.page import Bar, Font, Page, Qr, Text

DOTS_A_MILLIMETRE = 8
GAP = 2  # mm between two labels
# A cell of the layout -> the printer's font and its multipliers; the letters fit into the cell.
FONTS = {
    (12, 20): ("2", 1, 1),
    (12, 40): ("2", 1, 2),
    (24, 40): ("2", 2, 2),
    (16, 26): ("3", 1, 1),
    (16, 52): ("3", 1, 2),
    (32, 52): ("3", 2, 2),
}


def encode_tspl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`: once the paper, then label by label."""
    if capabilities.mode == "raster" or not _is_native(document, capabilities):
        pages = lay_out_raster(document, capabilities)
        return _set_up(pages[0], capabilities) + b"".join(_drawn_label(page) for page in pages)
    pages = lay_out(document, capabilities)
    return _set_up(pages[0], capabilities) + b"".join(_native_label(page) for page in pages)


def _is_native(document: Document, capabilities: Capabilities) -> bool:
    """Labels are laid out in the printer's own letters; everything else is drawn."""
    texts = (
        item for page in lay_out(document, capabilities) for item in page.items if isinstance(item, Text)
    )
    return capabilities.is_label and all(text.font.face == "cell" for text in texts)


def _set_up(page: Page, capabilities: Capabilities) -> bytes:
    width = page.width // DOTS_A_MILLIMETRE
    height = -(-max(page.height, 1) // DOTS_A_MILLIMETRE)
    gap = GAP if capabilities.is_label else 0
    return _lines(
        f"SIZE {width} mm,{height} mm",
        f"GAP {gap} mm,0 mm",
        "DENSITY 8",
        "SPEED 4",
        "DIRECTION 1",
        "REFERENCE 0,0",
        "SET TEAR ON",
        "SET REPRINT OFF",
    )


def _native_label(page: Page) -> bytes:
    commands = ["CLS"]
    for item in page.items:
        match item:
            case Text(x, y, text, font):
                commands.append(_text(x, y, text, font))
            case Qr(x, y, data, dots):
                commands.append(f'QRCODE {x},{y},M,{dots},A,0,M2,"{_quoted(data)}"')
            case Bar(x, y, width, height):
                commands.append(f"BAR {x},{y},{width},{height}")
    return _lines(*commands, "PRINT 1,1")


def _drawn_label(page: Page) -> bytes:
    picture = draw_page(page)
    row_bytes = (picture.width + 7) // 8
    head = f"BITMAP 0,0,{row_bytes},{picture.height},0,".encode()
    return _lines("CLS") + head + picture.tobytes() + _lines("", "PRINT 1,1")  # 1 is white, as in the picture


def _text(x: int, y: int, text: str, font: Font) -> str:
    name, wide, tall = FONTS[font.width, font.height]
    return f'TEXT {x},{y},"{name}",0,{wide},{tall},"{_quoted(text)}"'


def _quoted(text: str) -> str:
    return text.replace('"', '\\["]')


def _lines(*commands: str) -> bytes:
    return "".join(f"{command}\r\n" for command in commands).encode("ascii")
