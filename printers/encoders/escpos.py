"""ESC/POS bytes for receipts, slips and labels, built on python-escpos' Dummy.

The whole dialect (hexadecimal), nothing else is ever sent; the completion probe is the worker's:

    1B 40            ESC @     initialise, first in every job, always followed by
    1C 2E            FS .      leave kanji mode (clones boot in it and ESC @ brings it back)
    20..7E  0A                 text in font A (12x24 dots), LF ends a line; line pitch 30 dots,
                               or the height of the tallest letter on the line where that is more
    1D 21 n          GS ! n    letter size, (width-1) << 4 | (height-1), factors 1 and 2
    1B 45 n          ESC E n   bold 0/1
    1B 61 n          ESC a n   0 left, 1 centre: 1 only around a native QR, 0 again after it
    1B 64 n          ESC d n   feed n lines
    1D 28 6B ...     GS ( k    native QR: fn 65 (model 2), 67 (dots a module), 69 (49 = ECC M), 80, 81
    1D 76 30 00 xL xH yL yH    GS v 0 raster strip, at most `strip_rows` (200) rows, 1 = black;
                               strips of one picture follow each other without a gap
    1D 56 42 00      GS V 66 0 feed to the cutter and cut, once at the end of a receipt or slip
    0C               FF        after each label on label paper: feed to the next gap
    1B 70 00 32 32   ESC p     drawer kick, only for a DrawerKick
"""

from typing import Any

from PIL import Image

from printers.capabilities import CELL, Capabilities
from printers.documents import Document
from printers.encoders.builder import new_builder, send
from printers.encoders.png import draw_page, draw_qr, packed_rows
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.page import PITCH, Bar, Font, Logo, Page, Qr, Text, is_mono, mono
from printers.logos import logo_picture

START = b"\x1b@\x1c."
NEXT_LABEL = b"\x0c"
FEED_TO_TEAR = b"\x1bd\x04"  # where there is no cutter
ECC_M = 1


def encode_escpos(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`, from ESC @ to the cut."""
    builder = new_builder()
    send(builder, START)  # the library's hw("INIT") leaves a clone in kanji mode
    pages = lay_out(document, capabilities)
    drawn = capabilities.mode == "raster" or capabilities.is_label or not is_mono(pages)
    for page in lay_out_raster(document, capabilities) if drawn else pages:
        if page.kick:
            builder.cashdraw(2)
        elif drawn:
            _put_picture(builder, draw_page(page), capabilities.strip_rows)
            _finish(builder, page, capabilities)
        else:
            _put_items(builder, page, capabilities)
            _finish(builder, page, capabilities)
    return bytes(builder.output)


def _put_items(builder: Any, page: Page, capabilities: Capabilities) -> None:
    y, font = 0, mono()
    for item in page.items:
        builder.ln(max(0, item.y - y) // PITCH)
        if isinstance(item, Text):
            _change_font(builder, font, item.font)
            builder.text(" " * (item.x // item.font.width) + item.text + "\n")
            y, font = item.y + max(PITCH, item.font.height), item.font
        elif isinstance(item, Qr):
            _change_font(builder, font, mono())
            _put_code(builder, item, capabilities)
            y, font = item.y + item.side, mono()
        else:
            _put_drawing(builder, item, capabilities)
            y = item.y + item.height
    _change_font(builder, font, mono())


def _change_font(builder: Any, old: Font, new: Font) -> None:
    if (old.width, old.height) != (new.width, new.height):
        builder.set(custom_size=True, width=new.width // CELL, height=new.height // 24)
    if old.bold != new.bold:
        builder.set(bold=new.bold)


def _put_code(builder: Any, code: Qr, capabilities: Capabilities) -> None:
    if code.is_native(capabilities.native_qr):
        builder.set(align="center")  # the library refuses to centre a native code itself
        builder.qr(code.data, native=True, ec=ECC_M, size=code.dots)
        builder.set(align="left")
        return
    picture = Image.new("1", (capabilities.width_dots, code.side), 1)
    picture.paste(draw_qr(code.data, code.dots), (code.x, 0))
    _put_picture(builder, picture, capabilities.strip_rows)


def _put_drawing(builder: Any, item: Bar | Logo, capabilities: Capabilities) -> None:
    """A bar or the logo at its place on a strip of its own."""
    picture = Image.new("1", (item.x + item.width, item.height), 1)
    ink = logo_picture(item.packed) if isinstance(item, Logo) else 0
    picture.paste(ink, (item.x, 0, item.x + item.width, item.height))
    _put_picture(builder, picture, capabilities.strip_rows)


def _put_picture(builder: Any, picture: Image.Image, strip_rows: int) -> None:
    """Raster strips of at most `strip_rows`: a cheap printer crashes on a picture larger than its buffer.

    Our own bytes: the library's `graphics` declares a wrong length from 911 rows of 576 dots on, and its
    raster way dithers and converts every picture twice.
    """
    row_bytes = (picture.width + 7) // 8
    ink = packed_rows(picture)
    for top in range(0, picture.height, strip_rows):
        rows = min(strip_rows, picture.height - top)
        head = b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
        send(builder, head + ink[top * row_bytes : (top + rows) * row_bytes])


def _finish(builder: Any, page: Page, capabilities: Capabilities) -> None:
    if capabilities.is_label:
        send(builder, NEXT_LABEL)
    elif page.cut:
        builder.cut(feed=False)  # GS V 66 0; with feed=True the library feeds six lines by itself
    else:
        send(builder, FEED_TO_TEAR)
