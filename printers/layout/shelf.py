"""Shelf cards: name and price to be read from a step away."""

from printers.capabilities import Capabilities
from printers.documents import ShelfCard
from printers.layout.arranging import MARGIN, QUIET
from printers.layout.fitting import Fitted, fit
from printers.layout.page import Bar, Font, Item, Page, Qr, Text, qr_modules
from printers.phrases import rupiah_text, say


def lay_out_shelf_card(card: ShelfCard, capabilities: Capabilities) -> Page:
    """Name and price to be read from a step away; drawn, because printers' own letters are too small."""
    width = capabilities.width_dots
    inner = width - 2 * MARGIN
    items: list[Item] = []
    y = _put(items, fit(card.name, inner, _choices((64, 3), (56, 3), (48, 4), (36, 5))), MARGIN, MARGIN)
    if card.name_en and card.name_en != card.name:
        y = _put(items, fit(card.name_en, inner, _choices((28, 2), (22, 3), bold=False)), MARGIN, y + 6)
    price_sizes = tuple((size, 1) for size in (112, 96, 84, 72, 60, 48, 36))
    y = _put(items, fit(rupiah_text(card.price), inner, _choices(*price_sizes)), MARGIN, y + 22)
    if card.unit:
        y = _put(items, fit(f"/ {card.unit}", inner, _choices((28, 2), bold=False)), MARGIN, y + 2)
    items.append(Bar(MARGIN, y + 20, inner, 3))
    bottom = _put_provenance(items, card, width, y + 20 + 3)
    return Page(width, bottom + MARGIN, tuple(items), cut=capabilities.cutter)


def _put_provenance(items: list[Item], card: ShelfCard, width: int, y: int) -> int:
    """Code on the left, where it was made and its story on the right; the lowest dot used."""
    dots = 6 if width >= 576 else 5
    side = qr_modules(card.url) * dots
    quiet = QUIET * dots
    items.append(Qr(MARGIN + 4, y + quiet, card.url, dots, side))
    below = y + quiet + side + quiet
    code = Font("mono", 24, 12, bold=True)
    items.append(Text(MARGIN + 4 + (side - 12 * len(card.code)) // 2, below, card.code, code))
    x = MARGIN + 4 + side + quiet
    column = width - x - MARGIN
    lowest = _put(items, fit(card.facility, column, _choices((30, 2), (24, 3), (20, 4))), x, y + quiet)
    words = [card.story, say("scan_product", card.language), "DATA CONTOH" if card.demo else ""]
    for text in words:
        if text:
            lowest = _put(items, fit(text, column, _choices((22, 8), (20, 10), bold=False)), x, lowest + 12)
    return max(below + 24, lowest)


def _choices(*sizes: tuple[int, int], bold: bool = True) -> tuple[tuple[Font, int], ...]:
    return tuple((Font("sans", size, 0, bold), lines) for size, lines in sizes)


def _put(items: list[Item], fitted: Fitted, x: int, y: int) -> int:
    """Place lines under each other; the lowest dot used."""
    step = round(fitted.font.height * 1.12)
    items += [Text(x, y + n * step, line, fitted.font) for n, line in enumerate(fitted.lines)]
    return y + (len(fitted.lines) - 1) * step + fitted.font.height
