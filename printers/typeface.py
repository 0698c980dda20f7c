"""The letters on paper: how wide they are and how they look, from the fonts shipped with the product."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from printers.layout.page import Font

CELL, LINE = 12, 24  # font A in dots
FOLDER = Path(__file__).with_name("fonts")
_FILES = {
    ("mono", False): "DejaVuSansMono.ttf",
    ("mono", True): "DejaVuSansMono-Bold.ttf",
    ("sans", False): "DejaVuSansCondensed.ttf",
    ("sans", True): "DejaVuSansCondensed-Bold.ttf",
}


def text_width(text: str, font: "Font") -> int:
    """Dots `text` takes in `font`."""
    if font.width:
        return len(text) * font.width
    advances = _advances(font.height, font.bold)
    return sum(advances[ord(letter) - 32] for letter in text)


@functools.cache
def _advances(size: int, bold: bool) -> tuple[int, ...]:
    face = load_face("sans", size, bold)
    return tuple(round(face.getlength(chr(code))) for code in range(32, 127))


@functools.cache
def load_face(name: str, size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """A face from the shipped fonts, laid out the same way on every machine."""
    path = FOLDER / _FILES[name, bold]
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def draw_text(picture: Image.Image, x: int, y: int, text: str, font: "Font") -> None:
    """Ink `text` on a 1-bit picture with its box's top left corner at x, y."""
    if not font.width:
        _draw_letters(picture, x, y, text, font)
    elif font.width // CELL == font.height // LINE:
        _draw_cells(picture, x, y, text, font)
    else:
        _draw_stretched(picture, x, y, text, font)


def _draw_letters(picture: Image.Image, x: int, y: int, text: str, font: "Font") -> None:
    # Letter by letter, at the widths the layout counted with.
    draw = ImageDraw.Draw(picture)
    face = load_face("sans", font.height, font.bold)
    advances = _advances(font.height, font.bold)
    baseline = y + round(font.height * 0.78)
    for letter in text:
        draw.text((x, baseline), letter, fill=0, font=face, anchor="ls")
        x += advances[ord(letter) - 32]


def _draw_cells(picture: Image.Image, x: int, y: int, text: str, font: "Font") -> None:
    factor = font.height // LINE
    face = load_face("mono", 20 * factor, font.bold)
    ImageDraw.Draw(picture).text((x, y + 19 * factor), text, fill=0, font=face, anchor="ls")


def _draw_stretched(picture: Image.Image, x: int, y: int, text: str, font: "Font") -> None:
    # As a printer does it: every dot of the plain letter twice as tall or wide.
    strip = Image.new("1", (CELL * len(text), LINE), 1)
    _draw_cells(strip, 0, 0, text, font._replace(width=CELL, height=LINE))
    size = (font.width * len(text), font.height)
    picture.paste(strip.resize(size, Image.Resampling.NEAREST), (x, y))
