"""What the browser loads is ours or vendored as it was, and names no other host."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VENDORED = (ROOT / "static" / "vendor", ROOT / "tests" / "browser" / "axe")
ROW = re.compile(r"^\|[^|]*\|[^|]*\|[^|]*\| `([^`]+)` \|[^|]*\| `([0-9a-f]{64})` \|$", re.MULTILINE)
ADDRESS = re.compile(r"(?:https?|wss?)://[\w.-]+")
NAMES_NOT_ADDRESSES = {"http://www.w3.org", "https://schema.org"}
OURS = [
    path
    for folder in (ROOT / "static", ROOT / "exhibition" / "templates")
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".js", ".css", ".html", ".svg", ".json", ".webmanifest"} and "vendor" not in path.parts
]


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_vendored_file_is_the_one_written_down(folder: Path) -> None:
    listed = dict(ROW.findall((folder / "VENDOR.md").read_text(encoding="utf-8")))
    assert listed
    assert listed == {name: _hash(folder / name) for name in listed}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in there if not _is_paper(name)} == set(listed)


def _is_paper(name: str) -> bool:
    return name.endswith(".md") or Path(name).name.upper().startswith(
        ("LICENSE", "LICENCE", "OFL", "COPYING")
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_names_another_host(path: Path) -> None:
    found = set(ADDRESS.findall(path.read_text(encoding="utf-8")))
    assert found <= NAMES_NOT_ADDRESSES
