"""The letters a label can be set in: ours, drawn dot by dot, or the printer's own."""

from typing import NamedTuple

from printers.capabilities import Capabilities
from printers.layout.page import Font

Choices = tuple[tuple[Font, int], ...]  # fonts, best first, each with the lines it may take


class Style(NamedTuple):
    """The letters one way of printing offers."""

    name: Choices
    long_name: Choices
    price: Choices
    small: Choices
    tiny: Choices
    code: Font
    leading: int


def _sans(size: int, bold: bool = True) -> Font:
    return Font("sans", size, 0, bold)


def _cell(width: int, height: int) -> Font:
    return Font("cell", height, width)


# Drawn dot by dot.
RASTER = Style(
    name=tuple((_sans(size), 2) for size in (32, 30, 28, 26, 24, 22)),
    long_name=tuple(
        (_sans(size), lines) for size, lines in ((26, 2), (24, 2), (22, 3), (20, 4), (18, 4), (16, 5))
    ),
    price=(*((_sans(size), 1) for size in (52, 48, 44, 40, 36, 32, 28, 24, 20)), (_sans(20), 2)),
    small=((_sans(22), 1), (_sans(20), 2), (_sans(18), 2), (_sans(16), 3), (_sans(14), 3)),
    tiny=((_sans(16), 1), (_sans(14), 2)),
    code=Font("mono", 24, 12, bold=True),
    leading=3,
)
# The printer's own letters: cells that TSPL and ZPL fonts both fit into.
NATIVE = Style(
    name=((_cell(16, 26), 2), (_cell(12, 20), 2)),
    long_name=((_cell(16, 26), 2), (_cell(12, 20), 2), (_cell(12, 20), 5)),
    price=(
        (_cell(32, 52), 1),
        (_cell(24, 40), 1),
        (_cell(16, 52), 1),
        (_cell(12, 40), 1),
        (_cell(12, 20), 1),
        (_cell(12, 40), 2),
        (_cell(12, 20), 2),
    ),
    small=((_cell(12, 20), 2), (_cell(12, 20), 3)),
    tiny=((_cell(12, 20), 2),),
    code=_cell(16, 26),
    leading=4,
)


def style_of(capabilities: Capabilities) -> Style:
    """Ours where the label is drawn; an ESC/POS label always is."""
    return RASTER if capabilities.mode == "raster" or capabilities.language == "escpos" else NATIVE
