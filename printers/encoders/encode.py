"""One way in for everything that becomes paper: bytes, picture, plain text, PDF."""

from PIL import Image

from printers.capabilities import Capabilities
from printers.documents import Document, DocumentError
from printers.encoders.escpos import encode_escpos
from printers.encoders.png import TAIL, draw_page, png_bytes, stack
from printers.encoders.tspl import encode_tspl
from printers.encoders.zpl import encode_zpl
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.page import Page, Qr, Text

ENCODERS = {"escpos": encode_escpos, "tspl": encode_tspl, "zpl": encode_zpl}


def encode(document: Document, capabilities: Capabilities) -> bytes:
    """The bytes of one print job, without the completion query."""
    encoder = ENCODERS.get(capabilities.language)
    if encoder is None:
        raise DocumentError(f"no encoder for {capabilities.language!r}")
    return encoder(document, capabilities)


def draw(document: Document, capabilities: Capabilities) -> Image.Image:
    """The paper as a 1-bit picture, one pixel a dot; labels are exactly their size."""
    tail = 0 if capabilities.is_label else TAIL
    return stack([draw_page(page, tail) for page in lay_out_raster(document, capabilities)], gap=16)


def draw_png(document: Document, capabilities: Capabilities) -> bytes:
    """The same as a PNG file."""
    return png_bytes(draw(document, capabilities))


def text(document: Document, capabilities: Capabilities) -> str:
    """What can be read on the paper, line by line; a code is [QR data]."""
    return "\n".join(_page_text(page) for page in lay_out(document, capabilities))


def _page_text(page: Page) -> str:
    if page.kick:
        return "[laci / drawer]\n"
    return "".join(_item_text(item) + "\n" for item in page.items if isinstance(item, Text | Qr))


def _item_text(item: Text | Qr) -> str:
    if isinstance(item, Qr):
        return f"[QR {item.data}]"
    if item.font.face == "mono":
        return " " * (item.x // item.font.width) + item.text
    return item.text
