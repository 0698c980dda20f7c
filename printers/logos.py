"""The exhibition's logo on paper: a small black-and-white picture that travels inside the document.

A copy printed years later shows the logo of its day, and no encoder has to look for a file.
"""

import base64
import binascii
import functools
import io
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = (384, 144)  # dots; fits the narrow roll
LONGEST = 4000  # letters in a document
MOST_PIXELS = 16_000_000


class LogoError(ValueError):
    """A file that makes no logo."""


def pack_logo(file: bytes) -> str:
    """A picture file as the text a document carries; raises LogoError if it is none or too detailed."""
    picture = _black_and_white(_open(file))
    bits = zlib.compress(picture.tobytes(), 9)
    packed = f"{picture.width}x{picture.height}:{base64.b64encode(bits).decode('ascii')}"
    if len(packed) > LONGEST:
        raise LogoError("too detailed for paper: use a plain black drawing")
    return packed


def logo_size(packed: str) -> tuple[int, int]:
    """Width and height of a packed logo in dots; (0, 0) for anything else."""
    width, _, height = packed.partition(":")[0].partition("x")
    if not (width.isdigit() and height.isdigit()):
        return 0, 0
    size = int(width), int(height)
    return size if 0 < size[0] <= LARGEST[0] and 0 < size[1] <= LARGEST[1] else (0, 0)


@functools.lru_cache(maxsize=16)
def logo_picture(packed: str) -> Image.Image:
    """A packed logo as a 1-bit picture, drawn once; white if its data is damaged."""
    size = logo_size(packed)
    try:
        bits = zlib.decompress(base64.b64decode(packed.partition(":")[2]))
        return Image.frombytes("1", size, bits)
    except (ValueError, zlib.error, binascii.Error):
        return Image.new("1", size, 1)


def _open(file: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(file)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoError("too large: at most 16 million pixels")
            return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise LogoError("not a picture") from error


def _black_and_white(picture: Image.Image) -> Image.Image:
    """On white, cropped to its ink, as large as paper allows, cut at half grey: dithering blurs on paper."""
    white = Image.new("RGBA", picture.size, "white")
    grey = Image.alpha_composite(white, picture).convert("L")
    ink = ImageOps.invert(grey).point(lambda shade: 255 if shade > 24 else 0).getbbox()
    if ink is None:
        raise LogoError("nothing to see on white")
    fitted = ImageOps.contain(grey.crop(ink), LARGEST, Image.Resampling.LANCZOS)
    return fitted.point(lambda shade: 255 if shade > 127 else 0).convert("1", dither=Image.Dither.NONE)
