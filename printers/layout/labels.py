"""Labels that show a price: a product's, that of one unique piece, the front of a packed food."""

from printers.capabilities import Capabilities
from printers.documents import FoodLabel, ProductLabel, SerialLabel
from printers.layout.arranging import LabelParts, place_parts
from printers.layout.page import Page
from printers.phrases import rupiah_text, say

INDONESIAN = "id"  # labels on goods must be in Indonesian


def lay_out_label(label: ProductLabel, capabilities: Capabilities) -> Page:
    """A product's price label; on a roll it is as large as 50x30."""
    return _priced(label, label.price, label.facility, label.note or "", capabilities)


def lay_out_serial(label: SerialLabel, capabilities: Capabilities) -> Page:
    """A price label that says which one of its kind this piece is."""
    serial = f"{say('serial', INDONESIAN)} {label.serial}"
    return _priced(label, label.price, label.facility, serial, capabilities)


def lay_out_front(label: FoodLabel, capabilities: Capabilities) -> Page:
    """A packed food's name and price; its facts stand on labels of their own."""
    return _priced(label, label.price, label.producer, "", capabilities)


def _priced(
    label: ProductLabel | SerialLabel | FoodLabel,
    price: int | None,
    place: str,
    note: str,
    capabilities: Capabilities,
) -> Page:
    notes = [note, "DATA CONTOH" if label.demo else ""]
    parts = LabelParts(
        name=label.name or label.code,
        big="" if price is None else rupiah_text(price),
        small=place,
        code=label.code,
        url=label.url,
        note=", ".join(note for note in notes if note),
        running=label.running or "",
    )
    return place_parts(parts, capabilities)
