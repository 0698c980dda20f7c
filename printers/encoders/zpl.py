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
from printers.layout.page import Bar, Item, Logo, Page, Qr, Text, is_native
from printers.logos import logo_picture

# A cell of the layout -> the printer's font with height and width; the letters fit into the cell.
FONTS = {
    (12, 20): "^ADN,18,10",
    (12, 40): "^ADN,36,10",
    (16, 26): "^AFN,26,13",
    (16, 52): "^AFN,52,13",
    (24, 40): "^ADN,36,20",
    (32, 52): "^AFN,52,26",
}
ESCAPES = str.maketrans({"^": "_5E", "~": "_7E", "_": "_5F"})


def encode_zpl(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`, one format a label."""
    pages = lay_out(document, capabilities)
    native = capabilities.mode == "text" and is_native(pages)
    if not native:
        pages = lay_out_raster(document, capabilities)
    labels = [_native_label(page, capabilities) if native else _drawn_label(page) for page in pages]
    return "".join(labels).encode("ascii")


def _native_label(page: Page, capabilities: Capabilities) -> str:
    return _format(page, "".join(_field(item, capabilities.native_qr) for item in page.items))


def _drawn_label(page: Page) -> str:
    return _format(page, f"^FO0,0{_graphic(draw_page(page))}")


def _format(page: Page, fields: str) -> str:
    return f"^XA^CI28^PW{page.width}^LL{page.height}^LH0,0\n{fields}^PQ1^XZ\n"


def _field(item: Item, native_qr: bool) -> str:
    match item:
        case Text(x, y, text, font):
            return f"^FO{x},{y}{FONTS[font.width, font.height]}^FH^FD{text.translate(ESCAPES)}^FS\n"
        case Bar(x, y, width, height):
            return f"^FO{x},{y}^GB{width},{height},{min(width, height)}^FS\n"
        case Qr(x, y, data, dots) if item.is_native(native_qr):
            return f"^FO{x},{y}^BQN,2,{dots}^FH^FDMA,{data.translate(ESCAPES)}^FS\n"
        case Qr(x, y, data, dots):
            return f"^FO{x},{y}{_graphic(draw_qr(data, dots))}"
        case Logo(x, y, _, _, packed):
            return f"^FO{x},{y}{_graphic(logo_picture(packed))}"


def _graphic(picture: Image.Image) -> str:
    ink = packed_rows(picture)
    return f"^GFA,{len(ink)},{len(ink)},{(picture.width + 7) // 8},{ink.hex().upper()}^FS\n"
