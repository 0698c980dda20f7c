"""Papers that go with the goods: serial labels, food labels, shelf cards."""

from printers.capabilities import Capabilities, Size
from printers.documents import FoodLabel, SerialLabel, ShelfCard
from printers.food import missing_facts
from printers.layout.fitting import Fitted, fit
from printers.layout.labels import MARGIN, QUIET, LabelParts, place_parts
from printers.layout.page import Bar, Font, Item, Page, Qr, Text, qr_modules
from printers.layout.roll import Roll
from printers.phrases import rupiah_text, say

# Facts of a food in the order of its label: field, phrase.
FACTS = (
    ("composition", "composition"),
    ("allergens", "allergens"),
    ("net", "net_content"),
    ("produced_on", "produced_on"),
    ("batch", "batch"),
    ("expires_on", "best_before"),
    ("storage", "storage"),
    ("permit", "permit"),
    ("halal", "halal"),
)
FIELD_WORDS = dict(FACTS) | {"name": "name", "producer": "producer", "address": "address"}
FACT_SIZES = (20, 18, 17, 16, 15)
INDONESIAN = "id"  # a food label must be in Indonesian


def lay_out_serial(label: SerialLabel, capabilities: Capabilities) -> Page:
    """A price label that says which one of its kind this piece is."""
    notes = [f"{say('serial', INDONESIAN)} {label.serial}", "DATA CONTOH" if label.demo else None]
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


def lay_out_food(label: FoodLabel, capabilities: Capabilities) -> list[Page]:
    """The mandatory facts; on label paper beside them a price label, since all that needs two."""
    if not capabilities.is_label:
        return [_food_on_a_roll(label, capabilities)]
    parts = LabelParts(
        name=label.name or label.code,
        big="" if label.price is None else rupiah_text(label.price),
        small=label.producer,
        code=label.code,
        url=label.url,
        note="DATA CONTOH" if label.demo else "",
        running=label.running or "",
    )
    return [place_parts(parts, capabilities), *_facts_labels(label, capabilities)]


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


def _food_on_a_roll(label: FoodLabel, capabilities: Capabilities) -> Page:
    roll = Roll(capabilities)
    roll.centre(label.name or label.code, bold=True, wide=2, tall=2)
    if label.demo:
        roll.centre("* DATA CONTOH *", bold=True)
    roll.rule()
    for text in _facts(label):
        roll.line(text)
    roll.line(_producer(label))
    roll.rule()
    _put_missing(roll, label)
    if label.price is not None:
        roll.right(rupiah_text(label.price), bold=True, wide=2, tall=2)
    roll.code(label.url)
    roll.centre(label.code, bold=True)
    roll.centre(say("scan_product", INDONESIAN))
    return roll.page()


def _put_missing(roll: Roll, label: FoodLabel) -> None:
    missing = _missing_words(label)
    if missing:
        roll.centre(say("missing", INDONESIAN), bold=True)
        roll.centre(missing, bold=True)
        roll.rule()


def _facts_labels(label: FoodLabel, capabilities: Capabilities) -> list[Page]:
    """All facts in the largest letters that hold them on one label, or in the smallest on several."""
    size = Size(capabilities.width_dots, capabilities.height_dots)
    texts = [label.name, *_facts(label), _producer(label)]
    missing = _missing_words(label)
    if missing:
        texts.append(f"{say('missing', INDONESIAN)}: {missing}")
    for letters in FACT_SIZES:
        pages = _fill_labels(texts, letters, size)
        if len(pages) == 1:
            break
    return pages


def _fill_labels(texts: list[str], letters: int, size: Size) -> list[Page]:
    """`texts` line by line, on to the next label where one is full."""
    font = Font("sans", letters, 0, bold=True)
    step = round(letters * 1.15)
    rows = (size.height - 2 * MARGIN) // step
    lines = [line for text in texts for line in fit(text, size.width - 2 * MARGIN, ((font, 999),)).lines]
    return [
        Page(*size, tuple(Text(MARGIN, MARGIN + n * step, line, font) for n, line in enumerate(part)))
        for part in (lines[first : first + rows] for first in range(0, len(lines), rows))
    ]


def _facts(label: FoodLabel) -> list[str]:
    return [
        f"{say(phrase, INDONESIAN)}: {getattr(label, field)}"
        for field, phrase in FACTS
        if getattr(label, field)
    ]


def _producer(label: FoodLabel) -> str:
    return f"{say('producer', INDONESIAN)} {label.producer}, {label.address}".rstrip(", ")


def _missing_words(label: FoodLabel) -> str:
    return ", ".join(say(FIELD_WORDS[field], INDONESIAN) for field in missing_facts(label))


def _choices(*sizes: tuple[int, int], bold: bool = True) -> tuple[tuple[Font, int], ...]:
    return tuple((Font("sans", size, 0, bold), lines) for size, lines in sizes)


def _put(items: list[Item], fitted: Fitted, x: int, y: int) -> int:
    """Place lines under each other; the lowest dot used."""
    step = round(fitted.font.height * 1.12)
    items += [Text(x, y + n * step, line, fitted.font) for n, line in enumerate(fitted.lines)]
    return y + (len(fitted.lines) - 1) * step + fitted.font.height
