"""Labels of packed food: every mandatory fact, or what is missing in bold."""

from printers.capabilities import Capabilities, Size
from printers.documents import FoodLabel
from printers.food import missing_facts
from printers.layout.arranging import MARGIN
from printers.layout.fitting import fit
from printers.layout.labels import INDONESIAN, lay_out_front
from printers.layout.page import Font, Page, Text
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


def lay_out_food(label: FoodLabel, capabilities: Capabilities) -> list[Page]:
    """The mandatory facts; on label paper beside them a price label, since all that needs two."""
    if not capabilities.is_label:
        return [_food_on_a_roll(label, capabilities)]
    return [lay_out_front(label, capabilities), *_facts_labels(label, capabilities)]


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
