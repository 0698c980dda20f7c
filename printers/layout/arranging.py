"""Parts of a label arranged on 50x30 or 40x30 mm: text left, code right, nothing in its quiet zone."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from printers.capabilities import SIZES, Capabilities, Size
from printers.layout.fitting import Fitted, fit, whole_fits
from printers.layout.letters import NATIVE, Choices, Style, style_of
from printers.layout.page import Font, Item, Page, Qr, Text, qr_modules
from printers.typeface import text_width

QUIET = 4  # modules between the code and any text
MARGIN = 12  # dots; a gap sensor may be a millimetre off
TOP = 8
NARROW = 360  # dots; narrower labels may have the name above the code
ZPL_DROP = 12  # some printers draw ^BQ about 10 dots below its place


class LabelParts(NamedTuple):
    """What stands on a label, whatever it is for."""

    name: str
    big: str
    small: str
    code: str
    url: str
    note: str = ""
    running: str = ""


class Setting(NamedTuple):
    """What one label is set with: its letters, its size, the dots a printer may draw the code too low."""

    style: Style
    size: Size
    drop: int


class Column(NamedTuple):
    """A box for text, in dots."""

    x: int
    y: int
    width: int
    bottom: int


class Block(NamedTuple):
    """A text to stack in a column, and the free dots above it; `never_cut`: half of it would be a lie."""

    text: str
    choices: Choices
    above: int
    never_cut: bool = False


class Placed(NamedTuple):
    """One way to arrange a label; `whole` if nothing had to be broken or shortened."""

    items: list[Item]
    whole: bool


def place_parts(parts: LabelParts, capabilities: Capabilities) -> Page:
    """The parts on one label, in the first arrangement that holds all of them."""
    dots = Size(capabilities.width_dots, capabilities.height_dots)
    size = dots if capabilities.is_label else SIZES["50x30"]
    style = style_of(capabilities)
    drop = ZPL_DROP if capabilities.language == "zpl" and style is NATIVE else 0
    for placed in _arrangements(parts, Setting(style, size, drop)):
        if placed.whole:
            break
    return Page(*size, items=tuple(placed.items), cut=not capabilities.is_label and capabilities.cutter)


def _arrangements(parts: LabelParts, setting: Setting) -> Iterator[Placed]:
    """The ways to arrange a label, best first; the last one shortens what it cannot hold."""
    style, narrow = setting.style, setting.size.width < NARROW
    yield _name_beside(parts, style.name, setting, dots=5)
    if narrow:
        yield _name_above(parts, style.name, setting)
        yield _name_above(parts, style.long_name, setting)
    yield _name_beside(parts, style.long_name, setting, dots=4 if narrow else 5)


def _name_beside(parts: LabelParts, names: Choices, setting: Setting, dots: int) -> Placed:
    """All text in one column beside the code."""
    style, size, _ = setting
    code = _place_code(parts, dots, setting, MARGIN + 8)
    under = _under_code(parts, code, setting)
    if _bottom(under) > size.height - MARGIN + 4:
        parts = _running_in_note(parts)
        under = _under_code(parts, code, setting)
    column = Column(MARGIN, MARGIN, code.x - QUIET * code.dots - MARGIN, size.height - MARGIN)
    column, note = _put_note(parts, column, style)
    blocks = [
        Block(parts.name, names, 0),
        Block(parts.big, style.price, 12, never_cut=True),
        Block(parts.small, style.small, 8),
    ]
    stacked = _stack(blocks, column, style.leading)
    return Placed([code, *stacked.items, *note, *under], stacked.whole)


def _name_above(parts: LabelParts, names: Choices, setting: Setting) -> Placed:
    """The name over the whole width, price and place beside the code below it, four dots a module."""
    style, size, _ = setting
    parts = _running_in_note(parts)
    name = fit(parts.name, size.width - 2 * MARGIN, names)
    bottom = TOP + name.height(style.leading)
    code = _place_code(parts, 4, setting, bottom + QUIET * 4)
    under = _under_code(parts, code, setting)
    column = Column(MARGIN, bottom + 14, code.x - QUIET * code.dots - MARGIN, size.height - MARGIN)
    column, note = _put_note(parts, column, style)
    blocks = [Block(parts.big, style.price, 0, never_cut=True), Block(parts.small, style.small, 8)]
    stacked = _stack(blocks, column, style.leading)
    items = [code, *_lines(name, MARGIN, TOP, style.leading), *stacked.items, *note, *under]
    return Placed(items, name.whole and stacked.whole and _bottom(under) <= size.height - 4)


def _running_in_note(parts: LabelParts) -> LabelParts:
    note = " ".join(part for part in (parts.running, parts.note) if part)
    return parts._replace(note=note, running="")


def _place_code(parts: LabelParts, dots: int, setting: Setting, y: int) -> Qr:
    """The code at the right edge; a long address gets smaller modules rather than leaving the label."""
    modules = qr_modules(parts.url)
    room = setting.size.height - 4 - y - setting.drop - setting.style.code.height
    side = modules * min(dots, max(3, room // (modules + QUIET)))
    dots = side // modules
    margin = MARGIN + 4 if dots > 4 else MARGIN
    return Qr(setting.size.width - margin - side, y, parts.url, dots, side)


def _under_code(parts: LabelParts, code: Qr, setting: Setting) -> list[Item]:
    """The code's own letters under it, and the running number below them."""
    style = setting.style
    y = code.y + code.side + QUIET * code.dots + setting.drop
    items: list[Item] = []
    if parts.code:
        items.append(Text(_centred(parts.code, style.code, code), y, parts.code, style.code))
    if parts.running:
        font = style.tiny[0][0]
        foot = max(y + style.code.height + 4, setting.size.height - MARGIN - font.height)
        items.append(Text(_centred(parts.running, font, code), foot, parts.running, font))
    return items


def _put_note(parts: LabelParts, column: Column, style: Style) -> tuple[Column, list[Item]]:
    """The note at the column's foot, and what the column has left."""
    if not parts.note:
        return column, []
    note = fit(parts.note, column.width, style.tiny)
    top = column.bottom - note.height(style.leading)
    return column._replace(bottom=top - 4), _lines(note, column.x, top, style.leading)


def _stack(blocks: list[Block], column: Column, leading: int) -> Placed:
    """The blocks under each other in the largest letters that hold all of them."""
    options = [whole_fits(block.text, column.width, block.choices) for block in blocks]
    gaps = sum(block.above for block in blocks)
    room = column.bottom - column.y - gaps
    for chosen in sorted(itertools.product(*map(enumerate, options)), key=_loss):
        fits = [fitted for _, fitted in chosen]
        height = sum(fitted.height(leading) for fitted in fits)
        if height <= room:
            return Placed(_set(blocks, fits, column, leading, room - height), whole=True)
    return Placed(_squeeze(blocks, column, leading, room), whole=False)


def _loss(chosen: tuple[tuple[int, Fitted], ...]) -> int:
    """How many steps down from the largest letters a choice is, over all blocks."""
    return sum(step for step, _ in chosen)


def _squeeze(blocks: list[Block], column: Column, leading: int, room: int) -> list[Item]:
    """The smallest letters, each block in the lines that are left for it; the first one gets what remains."""
    fits: list[Fitted] = []
    for position, block in reversed(list(enumerate(blocks))):
        font, _ = block.choices[-1]
        lines = 1 if position else max(1, (room + leading) // (font.height + leading))
        choices = block.choices[::-1] if block.never_cut else ((font, lines),)
        fits.insert(0, fit(block.text, column.width, choices))
        room -= fits[0].height(leading)
    return _set(blocks, fits, column, leading, 0)


def _set(blocks: list[Block], fits: list[Fitted], column: Column, leading: int, spare: int) -> list[Item]:
    """Place the blocks, a little apart where there is room to spare."""
    items: list[Item] = []
    y = column.y
    apart = min(spare // max(1, len(blocks)), 16)
    for position, (block, fitted) in enumerate(zip(blocks, fits, strict=True)):
        y += block.above + (apart if position or len(blocks) == 2 else 0)
        items += _lines(fitted, column.x, y, leading)
        y += fitted.height(leading)
    return items


def _lines(fitted: Fitted, x: int, y: int, leading: int) -> list[Item]:
    step = fitted.font.height + leading
    return [Text(x, y + n * step, line, fitted.font) for n, line in enumerate(fitted.lines) if line]


def _centred(text: str, font: Font, code: Qr) -> int:
    return code.x + (code.side - text_width(text, font)) // 2


def _bottom(items: list[Item]) -> int:
    return max((item.y + item.font.height for item in items if isinstance(item, Text)), default=0)
