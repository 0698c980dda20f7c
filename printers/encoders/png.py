"""Pages drawn dot by dot: one pixel is one dot of the printer."""

import functools
import io

import qrcode
from PIL import Image, ImageDraw

from printers.layout.page import Bar, Logo, Page, Qr, Text
from printers.logos import logo_picture
from printers.typeface import draw_text

TAIL = 24  # white dots below the last line of a roll


def draw_page(page: Page, tail: int = 0) -> Image.Image:
    """The page as a 1-bit picture, black on white; `tail` adds white below."""
    picture = Image.new("1", (page.width, max(1, page.height + tail)), 1)
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    for item in page.items:
        match item:
            case Text(x, y, text, font):
                draw_text(picture, x, y, text, font)
            case Qr(x, y, data, dots):
                picture.paste(draw_qr(data, dots), (x, y))
            case Logo(x, y, _, _, packed):
                picture.paste(logo_picture(packed), (x, y))
            case Bar(x, y, width, height):
                draw.rectangle((x, y, x + width - 1, y + height - 1), fill=0)
    return picture


@functools.lru_cache(maxsize=256)
def qr_rows(data: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the QR of `data`, model 2, ECC M, without a quiet zone; True is dark."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(data)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def draw_qr(data: str, dots: int) -> Image.Image:
    """The QR of `data`, each module `dots` wide."""
    rows = qr_rows(data)
    side = len(rows)
    picture = Image.new("1", (side, side), 1)
    picture.putdata([0 if module else 1 for row in rows for module in row])
    return picture.resize((side * dots, side * dots), Image.Resampling.NEAREST)


def stack(pictures: list[Image.Image], gap: int = 0) -> Image.Image:
    """Several pages under each other, `gap` white dots between them."""
    width = max(picture.width for picture in pictures)
    height = sum(picture.height for picture in pictures) + gap * (len(pictures) - 1)
    paper = Image.new("1", (width, height), 1)
    y = 0
    for picture in pictures:
        paper.paste(picture, (0, y))
        y += picture.height + gap
    return paper


def png_bytes(picture: Image.Image) -> bytes:
    """`picture` as a 1-bit PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


# Black is ink and everything else is none; a plain inversion would turn Pillow's white of value 1 into 254.
INK = [255] + [0] * 255


def packed_rows(picture: Image.Image) -> bytes:
    """The picture's rows, eight dots a byte, 1 = black, each row filled up to whole bytes with white."""
    return picture.convert("L").point(INK, "1").tobytes()
