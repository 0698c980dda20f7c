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

from PIL import Image, ImageChops

from printers.capabilities import CELL, Capabilities
from printers.documents import Document
from printers.encoders.builder import new_builder, send
from printers.encoders.png import draw_page, draw_qr
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.page import PITCH, Font, Page, Qr, Text, mono

START = b"\x1b@\x1c."
NEXT_LABEL = b"\x0c"
FEED_TO_TEAR = b"\x1bd\x04"  # where there is no cutter
CENTRE, LEFT = b"\x1ba\x01", b"\x1ba\x00"


def encode_escpos(document: Document, capabilities: Capabilities) -> bytes:
    """The whole job of `document`, from ESC @ to the cut."""
    builder = new_builder()
    if capabilities.mode == "raster" or capabilities.is_label:
        for page in lay_out_raster(document, capabilities):
            _put_drawn_page(builder, page, capabilities)
    else:
        for page in lay_out(document, capabilities):
            _put_text_page(builder, page, capabilities)
    output: bytes = builder.output
    return output


def _put_text_page(builder: Any, page: Page, capabilities: Capabilities) -> None:
    if page.kick:
        builder.cashdraw(2)
        return
    send(builder, START)
    y, font = 0, mono()
    for item in page.items:
        builder.ln(max(0, item.y - y) // PITCH)
        if isinstance(item, Text):
            font = _change_font(builder, font, item.font)
            _put_line(builder, item)
            y = item.y + max(PITCH, item.font.height)
        elif isinstance(item, Qr):
            font = _change_font(builder, font, mono())
            _put_code(builder, item, capabilities)
            y = item.y + item.side
    _change_font(builder, font, mono())
    _finish(builder, page, capabilities)


def _put_drawn_page(builder: Any, page: Page, capabilities: Capabilities) -> None:
    if page.kick:
        builder.cashdraw(2)
        return
    send(builder, START)
    _put_picture(builder, draw_page(page), capabilities.strip_rows)
    _finish(builder, page, capabilities)


def _change_font(builder: Any, old: Font, new: Font) -> Font:
    if (old.width, old.height) != (new.width, new.height):
        send(builder, bytes((0x1D, 0x21, (new.width // CELL - 1) << 4 | (new.height // 24 - 1))))
    if old.bold != new.bold:
        send(builder, bytes((0x1B, 0x45, new.bold)))
    return new


def _put_line(builder: Any, item: Text) -> None:
    builder.text(" " * (item.x // item.font.width) + item.text + "\n")


def _put_code(builder: Any, item: Qr, capabilities: Capabilities) -> None:
    if not capabilities.native_qr:
        picture = Image.new("1", (item.x + item.side, item.side), 1)
        picture.paste(draw_qr(item.data, item.dots), (item.x, 0))
        _put_picture(builder, picture, capabilities.strip_rows)
        return
    send(builder, CENTRE)  # the library cannot centre a native code itself
    builder.qr(item.data, ec=1, size=item.dots, model=2, native=True)
    send(builder, LEFT)


def _put_picture(builder: Any, picture: Image.Image, strip_rows: int) -> None:
    """GS v 0 in strips: larger pictures overflow the buffers of cheap printers.

    Our own bytes: the library's `graphics` way declares a wrong length above 910 rows of 576 dots.
    """
    row_bytes = (picture.width + 7) // 8
    for top in range(0, picture.height, strip_rows):
        strip = picture.crop((0, top, picture.width, min(top + strip_rows, picture.height)))
        head = b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + strip.height.to_bytes(2, "little")
        send(builder, head + ImageChops.invert(strip).tobytes())


def _finish(builder: Any, page: Page, capabilities: Capabilities) -> None:
    if capabilities.is_label:
        send(builder, NEXT_LABEL)
    elif page.cut:
        builder.cut(feed=False)
    else:
        send(builder, FEED_TO_TEAR)
