"""A page of paper: items with their place in dots; no bytes, no pixels."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

PITCH = 30  # dots from line to line in font A, ESC/POS' own default


class Font(NamedTuple):
    """A face and its size: `width` is the cell's of a fixed face, 0 for `sans`; `height` in dots."""

    face: Literal["mono", "sans", "cell"]
    height: int
    width: int = 0
    bold: bool = False


def mono(wide: int = 1, tall: int = 1, bold: bool = False) -> Font:
    """Font A of receipt printers, 12x24 dots, doubled where asked."""
    return Font("mono", 24 * tall, 12 * wide, bold)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; x and y are its top left corner."""

    x: int
    y: int
    text: str
    font: Font


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, model 2, ECC M, without its quiet zone, `dots` a module, `side` dots altogether.

    `way` is who draws it: "" as the printer can, "native" the printer, "drawn" we (calibration shows both).
    """

    x: int
    y: int
    data: str
    dots: int
    side: int
    way: Literal["", "native", "drawn"] = ""

    def is_native(self, native_qr: bool) -> bool:
        """Whether the printer draws it, being able to or not."""
        return self.way == "native" or (native_qr and not self.way)


@dataclass(frozen=True, slots=True)
class Bar:
    """A black box."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Logo:
    """A packed logo."""

    x: int
    y: int
    width: int
    height: int
    packed: str


Item = Text | Qr | Bar | Logo


@dataclass(frozen=True)
class Page:
    """One piece of paper: a label, or a roll as long as it needs to be."""

    width: int
    height: int
    items: tuple[Item, ...]
    cut: bool = False
    kick: bool = False


def is_mono(pages: list[Page]) -> bool:
    """Whether all text is in font A; other pages are drawn for a receipt printer."""
    return all(item.font.face == "mono" for page in pages for item in page.items if isinstance(item, Text))


def is_native(pages: list[Page]) -> bool:
    """Whether all text is in a label printer's own letters; other pages are drawn for it."""
    return all(item.font.face == "cell" for page in pages for item in page.items if isinstance(item, Text))


# The most letters a QR of version 1, 2, 3 ... holds with ECC M: (upper-case set, any bytes).
_CAPACITY = (
    (20, 14), (38, 26), (61, 42), (90, 62), (122, 84),
    (154, 106), (178, 122), (221, 152), (262, 180), (311, 213),
)  # fmt: skip
_UPPER_SET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def qr_modules(data: str) -> int:
    """Modules along one side of the QR of `data`, ECC M; raises ValueError over 213 letters."""
    column = 0 if _UPPER_SET.issuperset(data) else 1
    for version, capacity in enumerate(_CAPACITY, 1):
        if len(data) <= capacity[column]:
            return 17 + 4 * version
    raise ValueError(f"{len(data)} letters are too many for a code on paper")
