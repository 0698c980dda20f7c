"""Price labels of 50x30 and 40x30 mm: text on the left, the code on the right, nothing in its quiet zone."""

from collections.abc import Iterator
from typing import NamedTuple

from printers.capabilities import SIZES, Capabilities, Size
from printers.documents import ProductLabel
from printers.layout.fitting import Fitted, fit
from printers.layout.page import Font, Item, Page, Qr, Text, qr_modules
from printers.phrases import rupiah_text
from printers.typeface import text_width

QUIET = 4  # modules between the code and any text
MARGIN = 12  # dots; a gap sensor may be a millimetre off
NARROW = 360  # dots; narrower labels may have the name above the code
ZPL_DROP = 12  # some printers draw ^BQ about 10 dots below its place


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


class Column(NamedTuple):
    """A box for text, in dots."""

    x: int
    y: int
    width: int
    bottom: int


def _sans(size: int, bold: bool = True) -> Font:
    return Font("sans", size, 0, bold)


def _cell(width: int, height: int) -> Font:
    return Font("cell", height, width)


# Drawn dot by dot.
RASTER = Style(
    name=tuple((_sans(size), 2) for size in (32, 30, 28, 26, 24, 22)),
    long_name=tuple(
        (_sans(size), lines) for size, lines in ((26, 2), (24, 2), (22, 2), (20, 3), (18, 4), (15, 5))
    ),
    price=tuple((_sans(size), 1) for size in (52, 48, 44, 40, 36, 32, 28, 24, 20, 16)),
    small=((_sans(22), 1), (_sans(20), 2), (_sans(18), 2), (_sans(16), 3), (_sans(14), 3)),
    tiny=((_sans(16), 1), (_sans(14), 2)),
    code=Font("mono", 24, 12, bold=True),
    leading=3,
)
# The printer's own letters: cells that TSPL and ZPL fonts both fit into.
NATIVE = Style(
    name=((_cell(16, 26), 2), (_cell(12, 20), 2)),
    long_name=((_cell(16, 26), 2), (_cell(12, 20), 2), (_cell(12, 20), 3), (_cell(12, 20), 4)),
    price=(
        (_cell(32, 52), 1),
        (_cell(24, 40), 1),
        (_cell(16, 52), 1),
        (_cell(12, 40), 1),
        (_cell(12, 20), 1),
    ),
    small=((_cell(12, 20), 2), (_cell(12, 20), 3)),
    tiny=((_cell(12, 20), 2),),
    code=_cell(16, 26),
    leading=4,
)


class LabelParts(NamedTuple):
    """What stands on a label, whatever it is for."""

    name: str
    big: str
    small: str
    code: str
    url: str
    note: str = ""
    running: str = ""


def lay_out_label(label: ProductLabel, capabilities: Capabilities) -> Page:
    """A product's price label; on a roll it is as large as 50x30."""
    notes = [label.note, "DATA CONTOH" if label.demo else None]
    parts = LabelParts(
        name=label.name or label.code,
        big=rupiah_text(label.price),
        small=label.facility,
        code=label.code,
        url=label.url,
        note=", ".join(note for note in notes if note),
        running=label.running or "",
    )
    return place_parts(parts, capabilities)


class Placed(NamedTuple):
    """One way to arrange a label; `whole` if nothing had to be broken, shortened or squeezed out."""

    items: list[Item]
    whole: bool


def place_parts(parts: LabelParts, capabilities: Capabilities) -> Page:
    """The parts on one label, in the first arrangement that holds all of them."""
    size = (
        Size(capabilities.width_dots, capabilities.height_dots) if capabilities.is_label else SIZES["50x30"]
    )
    style = RASTER if capabilities.mode == "raster" or capabilities.language == "escpos" else NATIVE
    drop = ZPL_DROP if capabilities.language == "zpl" and style is NATIVE else 0
    for placed in _arrangements(parts, style, size, drop):
        if placed.whole:
            break
    return Page(*size, items=tuple(placed.items), cut=not capabilities.is_label and capabilities.cutter)


def _arrangements(parts: LabelParts, style: Style, size: Size, drop: int) -> Iterator[Placed]:
    """The ways to arrange a label, best first."""
    large = style._replace(price=tuple(choice for choice in style.price if _is_large(choice[0])))
    yield _name_beside(parts, large, style.name, size, drop)
    if size.width < NARROW:
        yield _name_above(parts, style, style.name, size, drop)
        yield _name_above(parts, style, style.long_name, size, drop)
    else:
        yield _name_beside(parts, style, style.long_name, size, drop)


def _is_large(font: Font) -> bool:
    return font.height >= 20


def _name_beside(parts: LabelParts, style: Style, names: Choices, size: Size, drop: int) -> Placed:
    """All text in one column beside the code, five dots a module."""
    code = _place_code(parts, 5, size, MARGIN + 8)
    column = Column(MARGIN, MARGIN, code.x - QUIET * code.dots - MARGIN, size.height - MARGIN)
    name = fit(parts.name, column.width, names)
    below = column._replace(y=column.y + name.height(style.leading) + 12)
    rest = _price_and_place(parts, style, below)
    items = [code, *_lines(name, column.x, column.y, style.leading), *rest.items]
    return Placed(items + _under_code(parts, style, code, size, drop), name.whole and rest.whole)


def _name_above(parts: LabelParts, style: Style, names: Choices, size: Size, drop: int) -> Placed:
    """The name over the whole width, price and place beside the code below it, four dots a module."""
    foot = " ".join(part for part in (parts.running, parts.note) if part)
    parts = parts._replace(note=foot, running="")
    name = fit(parts.name, size.width - 2 * MARGIN, names)
    top = MARGIN - 4
    bottom = top + name.height(style.leading)
    code = _place_code(parts, 4, size, bottom + QUIET * 4)
    column = Column(MARGIN, bottom + 14, code.x - QUIET * code.dots - MARGIN, size.height - MARGIN)
    rest = _price_and_place(parts, style, column)
    items = [code, *_lines(name, MARGIN, top, style.leading), *rest.items]
    under = _under_code(parts, style, code, size, drop)
    return Placed(items + under, name.whole and rest.whole and _bottom(under) <= size.height - 4)


def _place_code(parts: LabelParts, dots: int, size: Size, y: int) -> Qr:
    side = qr_modules(parts.url) * dots
    return Qr(size.width - MARGIN - 4 - side, y, parts.url, dots, side)


def _price_and_place(parts: LabelParts, style: Style, column: Column) -> Placed:
    """The price large, where it was made under it, a short note at the foot."""
    note = fit(parts.note, column.width, style.tiny) if parts.note else None
    bottom = column.bottom - (note.height(style.leading) + 6 if note else 0)
    price = fit(parts.big, column.width, style.price)
    place = fit(parts.small, column.width, style.small)
    needed = price.height(style.leading) + 8 + place.height(style.leading)
    spare = max(0, min(bottom - column.y - needed, 32)) // 2
    y = column.y + spare
    items = _lines(price, column.x, y, style.leading)
    y += price.height(style.leading) + 8 + spare
    items += _lines(place, column.x, y, style.leading)
    if note:
        items += _lines(note, column.x, column.bottom - note.height(style.leading), style.leading)
    return Placed(items, price.whole and place.whole and column.y + needed <= bottom)


def _under_code(parts: LabelParts, style: Style, code: Qr, size: Size, drop: int) -> list[Item]:
    """The code's own letters under it, and the running number in the corner."""
    y = code.y + code.side + QUIET * code.dots + drop
    width = text_width(parts.code, style.code)
    items: list[Item] = [Text(code.x + (code.side - width) // 2, y, parts.code, style.code)]
    if parts.running:
        font = style.tiny[0][0]
        x = code.x + (code.side - text_width(parts.running, font)) // 2
        items.append(
            Text(x, max(y + style.code.height + 4, size.height - MARGIN - font.height), parts.running, font)
        )
    return items


def _lines(fitted: Fitted, x: int, y: int, leading: int) -> list[Item]:
    step = fitted.font.height + leading
    return [Text(x, y + n * step, line, fitted.font) for n, line in enumerate(fitted.lines)]


def _bottom(items: list[Item]) -> int:
    return max(item.y + item.font.height for item in items if isinstance(item, Text))
