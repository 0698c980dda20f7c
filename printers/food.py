"""What a packed food must say by law before it may stand on the table."""

import re

from printers.documents import FoodLabel

SHORT_LIFE_DAYS = 7  # below it no permit is asked for
# Fields every packed food carries; the permit and the dates have rules of their own.
ALWAYS = ("name", "composition", "net", "producer", "address", "produced_on", "batch", "expires_on", "halal")
_HOUSEHOLD_PERMIT = re.compile(r"P-IRT \d{13}-\d{2}\b")


def missing_facts(food: FoodLabel) -> list[str]:
    """The names of the mandatory fields that are empty, in the order of the label."""
    missing = [name for name in ALWAYS if not getattr(food, name)]
    if not food.permit and not _needs_no_permit(food):
        missing.append("permit")
    return missing


def permit_is_well_formed(permit: str) -> bool:
    """Whether a household permit has its 15 digits; other permits are not judged."""
    return not permit.startswith("P-IRT") or bool(_HOUSEHOLD_PERMIT.match(permit))


def _needs_no_permit(food: FoodLabel) -> bool:
    return food.shelf_life_days is not None and food.shelf_life_days < SHORT_LIFE_DAYS
