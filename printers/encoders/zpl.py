"""ZPL II for label printers: one ^XA ... ^XZ per label, plain ASCII.

The whole dialect, nothing else is ever sent:

    ^XA ^CI28 ^PW400 ^LL240 ^LH0,0
    ^FOx,y^AAN,h,w^FH^FDtext^FS         font A: h 9, w 5 -> cell 6x9, here doubled: 18,10 -> cell 12x18
    ^FOx,y^ADN,h,w^FH^FDtext^FS         font D: 18,10 -> cell 12x18; 36,10 -> 12x36; 36,20 -> 24x36
    ^FOx,y^AFN,h,w^FH^FDtext^FS         font F: 26,13 -> cell 16x26; 52,13 -> 16x52; 52,26 -> 32x52
                                        (h and w are whole multiples of the font's own, each apart)
    ^FOx,y^BQN,2,cell^FH^FDMA,text^FS   QR model 2, ECC M, automatic mode; printers draw it about
                                        10 dots below y, the layout leaves room for that
    ^FOx,y^GBw,h,t^FS                   black box or line
    ^FOx,y^GFA,n,n,rowbytes,HEX^FS      picture, 1 = black
    ^PQ1 ^XZ

^ ~ and _ (and nothing else) are written _5E _7E _5F in ^FD after ^FH.
"""

from PIL import Image

from printers.capabilities import Capabilities
from printers.documents import Document
from printers.encoders.png import draw_page, draw_qr, packed_rows
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.page import Bar, Page, Qr, Text

# A cell of the layout -> the printer's font with its height and width.
FONTS = {
    (12, 20): "^ADN,18,10",
    (12, 40): "^ADN,36,10",
    (16, 26): "^AFN,26,13",
    (16, 52): "^AFN,52,13",
    (24, 40): "^ADN,36,20",
    (32, 52): "^AFN,52,26",
}
_ESCAPES = str.maketrans({"^": "_5E", "~": "_7E", "_": "_5F"})


def encode_zpl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`: one format per label."""
    drawn = capabilities.mode == "raster"
    pages = lay_out_raster(document, capabilities) if drawn else lay_out(document, capabilities)
    labels = [_drawn_label(page) if drawn else _native_label(page, capabilities) for page in pages]
    start = f"^XA^CI28^PW{capabilities.width_dots}^LL{capabilities.height_dots}^LH0,0\n"
    return "".join(start + label + "^PQ1^XZ\n" for label in labels).encode("ascii")


def _native_label(page: Page, capabilities: Capabilities) -> str:
    return "".join(_native_item(item, capabilities.native_qr) for item in page.items)


def _native_item(item: Text | Qr | Bar, native_qr: bool) -> str:
    place = f"^FO{item.x},{item.y}"
    if isinstance(item, Text):
        return f"{place}{FONTS[item.font.width, item.font.height]}^FH^FD{_escaped(item.text)}^FS\n"
    if isinstance(item, Bar):
        return f"{place}^GB{item.width},{item.height},{min(item.width, item.height)}^FS\n"
    if native_qr:
        return f"{place}^BQN,2,{item.dots}^FH^FDMA,{_escaped(item.data)}^FS\n"
    return place + _graphic(draw_qr(item.data, item.dots))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _drawn_label(page: Page) -> str:
    return "^FO0,0" + _graphic(draw_page(page))


def _graphic(picture: Image.Image) -> str:
    ink = packed_rows(picture)
    return f"^GFA,{len(ink)},{len(ink)},{(picture.width + 7) // 8},{ink.hex().upper()}^FS\n"


from PIL import ImageChops

from printers.capabilities import Capabilities
from printers.documents import Document
from printers.layout.page import Bar, Font, Page, Qr, Text, is_native

# A cell of the layout -> the printer's font with height and width; the letters fit into the cell.
FONTS = {
    (12, 20): ("D", 18, 10),
    (12, 40): ("D", 36, 10),
    (24, 40): ("D", 36, 20),
    (16, 26): ("F", 26, 13),
    (16, 52): ("F", 52, 13),
    (32, 52): ("F", 52, 26),
}
ESCAPES = str.maketrans({"^": "_5E", "~": "_7E", "_": "_5F"})


def encode_zpl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`, one format a label."""
    pages = lay_out(document, capabilities)
    if capabilities.mode == "raster" or not is_native(pages):
        return b"".join(_drawn_label(page) for page in lay_out_raster(document, capabilities))
    return b"".join(_native_label(page) for page in pages)


def _native_label(page: Page) -> bytes:
    return _format(page, "".join(_field(item) for item in page.items))


def _drawn_label(page: Page) -> bytes:
    picture = draw_page(page)
    row_bytes = (picture.width + 7) // 8
    size = row_bytes * picture.height
    dots = ImageChops.invert(picture).tobytes().hex().upper()
    return _format(page, f"^FO0,0^GFA,{size},{size},{row_bytes},{dots}^FS")


def _format(page: Page, fields: str) -> bytes:
    head = f"^XA^CI28^PW{page.width}^LL{max(page.height, 1)}^LH0,0"
    return f"{head}{fields}^PQ1^XZ\n".encode("ascii")


def _field(item: Text | Qr | Bar) -> str:
    match item:
        case Text(x, y, text, font):
            return f"^FO{x},{y}{_font(font)}^FH^FD{text.translate(ESCAPES)}^FS"
        case Qr(x, y, data, dots):
            return f"^FO{x},{y}^BQN,2,{dots}^FH^FDMA,{data.translate(ESCAPES)}^FS"
        case Bar(x, y, width, height):
            return f"^FO{x},{y}^GB{width},{height},{min(width, height)}^FS"


def _font(font: Font) -> str:
    name, height, width = FONTS[font.width, font.height]
    return f"^A{name}N,{height},{width}"
