"""One document on one printer's paper: as bytes, as a picture, as plain text, as PDF."""

from collections.abc import Callable, Sequence

from PIL import Image

from printers.capabilities import CELL, Capabilities
from printers.documents import Document
from printers.encoders.escpos import encode_escpos
from printers.encoders.png import TAIL, draw_page, png_bytes, stack
from printers.encoders.tspl import encode_tspl
from printers.encoders.zpl import encode_zpl
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.fitting import wrap
from printers.layout.page import Item, Page, Qr, Text

ENCODERS: dict[str, Callable[[Document, Capabilities], bytes]] = {
    "escpos": encode_escpos,
    "tspl": encode_tspl,
    "zpl": encode_zpl,
}


def encode(document: Document, capabilities: Capabilities) -> bytes:
    """The job as the printer wants it; the worker adds the completion probe."""
    return ENCODERS[capabilities.language](document, capabilities)


def draw(document: Document, capabilities: Capabilities) -> Image.Image:
    """What comes out, one pixel a dot: a 1-bit picture; labels exactly as large as their paper."""
    if capabilities.is_label:
        return stack([draw_page(page) for page in lay_out_raster(document, capabilities)])
    return stack([draw_page(page, TAIL) for page in lay_out(document, capabilities)])


def png(document: Document, capabilities: Capabilities) -> bytes:
    """What comes out, as a PNG file."""
    return png_bytes(draw(document, capabilities))


def text(document: Document, capabilities: Capabilities) -> str:
    """What can be read on the paper, line by line; a code stands as [QR its content]."""
    return "\n\n".join(_page_text(page) for page in lay_out(document, capabilities)) + "\n"


def pdf(documents: Sequence[Document], capabilities: Capabilities, start: int = 0) -> bytes:
    """Receipts as pages of their own size, labels on A4 sheets of which `start` places are used up."""
    from printers.encoders.pdf import roll_pdf, sheet_pdf  # noqa: PLC0415 - slow to load, and not for every paper

    pages = [page for document in documents for page in lay_out_raster(document, capabilities)]
    return sheet_pdf(pages, start) if capabilities.is_label else roll_pdf(pages)


def calibration_sheet(label: Document, capabilities: Capabilities) -> bytes:
    """The outlines of an A4 sheet's labels, to hold against the light."""
    from printers.encoders.pdf import calibration_pdf  # noqa: PLC0415 - as above

    return calibration_pdf(lay_out_raster(label, capabilities)[0])


def _page_text(page: Page) -> str:
    if page.kick:
        return "[laci / drawer]"
    lines: dict[int, str] = {}
    for item in sorted(page.items, key=lambda item: (item.y, item.x)):
        said = _item_text(item, page.width // CELL)
        if said:
            start = _first_column(item, said, page.width)
            lines[item.y] = lines.get(item.y, "").ljust(start) + said
    return "\n".join(lines.values())


def _item_text(item: Item, columns: int) -> str:
    match item:
        case Text(_, _, text, font) if font.width > CELL:
            return _spread(text, len(text) * font.width // CELL)
        case Text(_, _, text, _):
            return text
        case Qr(_, _, data, _):
            return "\n".join(wrap(f"[QR {data}]", columns))
        case _:
            return ""


def _spread(text: str, columns: int) -> str:
    """Wide letters take one column here; the gap between the two halves of a pair takes what they leave."""
    left, gap, right = text.rpartition("  ")
    return f"{left.rstrip()}{right.rjust(columns - len(left.rstrip()))}" if gap else text


def _first_column(item: Item, said: str, width: int) -> int:
    """Where the words begin so that they stand at the left, in the middle or at the right as on paper."""
    if not isinstance(item, Text):
        return 0
    if item.font.width <= CELL:
        return item.x // CELL
    rest = width - item.x - len(item.text) * item.font.width
    if abs(item.x - rest) < 2 * item.font.width:
        return (width // CELL - len(said)) // 2
    return width // CELL - len(said) if rest < item.font.width else item.x // CELL
