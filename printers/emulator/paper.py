"""What came out of a virtual printer: placed items in dots, read as text or drawn at one pixel a dot."""

from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import qrcode
from PIL import Image, ImageDraw, ImageFont

CELL = 12
FONTS = Path(__file__).parents[1] / "fonts"
QR_LEVELS = {
    "L": qrcode.constants.ERROR_CORRECT_L,
    "M": qrcode.constants.ERROR_CORRECT_M,
    "Q": qrcode.constants.ERROR_CORRECT_Q,
    "H": qrcode.constants.ERROR_CORRECT_H,
}


class Text(NamedTuple):
    """Letters in cells of `cell_width` x `cell_height` dots."""

    x: int
    y: int
    text: str
    cell_width: int
    cell_height: int
    bold: bool = False

    @property
    def width(self) -> int:
        """Dots from the first letter to the last."""
        return len(self.text) * self.cell_width


class Qr(NamedTuple):
    """A QR code that the printer itself has drawn."""

    x: int
    y: int
    data: str
    module: int
    level: str


class Picture(NamedTuple):
    """A bitmap: rows of `row_bytes` bytes, 1 = black."""

    x: int
    y: int
    row_bytes: int
    height: int
    rows: bytes


class Box(NamedTuple):
    """A black frame; a line is a box as thick as it is high."""

    x: int
    y: int
    width: int
    height: int
    thickness: int


Item = Text | Qr | Picture | Box


@dataclass
class Paper:
    """One piece of paper; `height` grows while it comes out (a label has its height from the start)."""

    width: int
    height: int = 0
    items: list[Item] = field(default_factory=list)
    is_label: bool = False

    def text(self) -> str:
        """What a person reads, spaced as on the paper; a QR code as [QR: ...]."""
        lines: dict[tuple[int, bool], list[tuple[int, str, int]]] = {}
        for item in self.items:
            if isinstance(item, Text):
                bottom = item.y + item.cell_height
                lines.setdefault((bottom, False), []).append((item.x, item.text, item.width))
            elif isinstance(item, Qr):
                lines.setdefault((item.y, True), []).append((item.x, f"[QR: {item.data}]", 0))
            elif isinstance(item, Picture):
                lines.setdefault((item.y, True), []).append(
                    (item.x, f"[{item.row_bytes * 8}x{item.height}]", 0)
                )
        return "".join(_spaced(lines[place]) + "\n" for place in sorted(lines))

    @property
    def qr_codes(self) -> list[str]:
        """The content of every QR code the printer drew by itself."""
        return [item.data for item in self.items if isinstance(item, Qr)]

    @property
    def overflow(self) -> list[Item]:
        """Items that reach over the edge, where a real printer clips without a word."""
        return [item for item in self.items if item.x < 0 or item.x + _width(item) > self.width]

    def image(self) -> Image.Image:
        """The paper, black on white, one pixel a dot."""
        canvas = Image.new("1", (self.width, max(self.height, 1)), 1)
        for item in self.items:
            _draw(canvas, item)
        return canvas

    def png(self) -> bytes:
        """The paper as a PNG file."""
        file = BytesIO()
        self.image().save(file, "PNG")
        return file.getvalue()


def qr_size(data: str, level: str) -> int:
    """Modules on a side, without the quiet zone."""
    code = qrcode.QRCode(error_correction=QR_LEVELS[level], border=0)
    code.add_data(data)
    return int(code.best_fit()) * 4 + 17


def _width(item: Item) -> int:
    if isinstance(item, Qr):
        return qr_size(item.data, item.level) * item.module
    if isinstance(item, Picture):
        return item.row_bytes * 8
    return item.width


def _spaced(parts: list[tuple[int, str, int]]) -> str:
    line = ""
    end = 0
    for x, text, width in sorted(parts):
        line += " " * max((x - end) // CELL, 1 if line and not line.endswith(" ") and x > end else 0) + text
        end = x + width
    return line.rstrip()


def _draw(canvas: Image.Image, item: Item) -> None:
    if isinstance(item, Text):
        for place, letter in enumerate(item.text):
            glyph = _glyph(letter, item.cell_width, item.cell_height, item.bold)
            canvas.paste(0, (item.x + place * item.cell_width, item.y), glyph)
    elif isinstance(item, Qr):
        code = _qr_image(item.data, item.level, item.module)
        canvas.paste(code, (item.x, item.y))
    elif isinstance(item, Picture):
        size = (item.row_bytes * 8, item.height)
        black = Image.frombytes("1", size, item.rows)
        canvas.paste(0, (item.x, item.y), black)
    else:
        edge = (item.x, item.y, item.x + item.width - 1, item.y + item.height - 1)
        ImageDraw.Draw(canvas).rectangle(edge, outline=0, width=item.thickness)


@lru_cache(maxsize=2048)
def _glyph(letter: str, width: int, height: int, bold: bool) -> Image.Image:
    """A letter as a mask: 1 where the head burns."""
    font = _font(height, bold)
    drawn = Image.new("L", (max(round(font.getlength("0")), 1), height), 0)
    ImageDraw.Draw(drawn).text((0, height * 19 // 24), letter, fill=255, font=font, anchor="ls")
    if drawn.width != width:
        drawn = drawn.resize((width, height))
    return drawn.point(lambda level: 255 if level > 110 else 0).convert("1")


@lru_cache(maxsize=32)
def _font(height: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"DejaVuSansMono{'-Bold' if bold else ''}.ttf", height * 20 // 24)


@lru_cache(maxsize=64)
def _qr_image(data: str, level: str, module: int) -> Image.Image:
    code = qrcode.QRCode(error_correction=QR_LEVELS[level], border=0, box_size=1)
    code.add_data(data)
    code.make()
    rows = code.get_matrix()
    image = Image.new("1", (len(rows), len(rows)), 1)
    image.putdata([0 if black else 1 for row in rows for black in row])
    return image.resize((len(rows) * module, len(rows) * module), Image.Resampling.NEAREST)
