"""The look stands in one place: colours and motion have names, and the names are told in tokens.css."""

import re
from pathlib import Path

import pytest
from running import ROOT

STYLES = sorted((ROOT / "static" / "styles").glob("*.css"))
OTHERS = [path for path in STYLES if path.name != "tokens.css"]
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
LENGTH_OF_TIME = re.compile(r"\b[1-9][\d.]*m?s\b")
NAMED = re.compile(r"^\s*--[\w-]+:")


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_every_colour_has_a_name(path: Path) -> None:
    assert not [line for line in path.read_text(encoding="utf-8").splitlines() if is_bare_colour(line)]


def is_bare_colour(line: str) -> bool:
    """A colour that is used where it stands, without a name."""
    return bool(COLOUR.search(line)) and not NAMED.match(line)


def test_the_tills_motion_stops_for_those_who_asked_for_less() -> None:
    till = (ROOT / "static" / "styles" / "till.css").read_text(encoding="utf-8")
    moving = re.findall(r"(?:animation|transition)[\w-]*:([^;]*);", till)
    assert moving
    assert not [each for each in moving if LENGTH_OF_TIME.search(each)]
