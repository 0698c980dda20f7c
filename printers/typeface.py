"""The letters on paper: how wide they are and what they look like, from the fonts shipped with the product."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFont

if TYPE_CHECKING:
    from printers.layout.page import Font

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


def draw_text(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, font: "Font") -> None:
    """Ink `text` in black with its box's top left corner at x, y."""
    if font.width:
        _draw_cells(draw, x, y, text, font)
    else:
        _draw_letters(draw, x, y, text, font)


def _draw_letters(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, font: "Font") -> None:
    # Letter by letter, at the widths the layout counted with.
    face = load_face("sans", font.height, font.bold)
    advances = _advances(font.height, font.bold)
    baseline = y + round(font.height * 0.78)
    for letter in text:
        draw.text((x, baseline), letter, fill=0, font=face, anchor="ls")
        x += advances[ord(letter) - 32]


def _draw_cells(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, font: "Font") -> None:
    wide, tall = font.width // 12, font.height // 24
    if wide == tall:
        face = load_face("mono", 20 * wide, font.bold)
        draw.text((x, y + 19 * tall), text, fill=0, font=face, anchor="ls")
        return
    strip = Image.new("1", (12 * len(text), 24), 1)
    _draw_cells(ImageDraw.Draw(strip), 0, 0, text, font._replace(width=12, height=24))
    stretched = strip.resize((strip.width * wide, 24 * tall), Image.Resampling.NEAREST)
    draw.bitmap((x, y), ImageChops.invert(stretched), fill=0)
