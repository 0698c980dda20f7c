"""What the documents say is there is there: links, files, commands, addresses, decisions."""

import re
from functools import cache
from pathlib import Path

import pytest

from exhibition.cli import _parser
from exhibition.config import SETTINGS
from exhibition.operations import OPERATIONS
from pos import events

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LONGEST_README = 200
ROOMS = ("pos", "printers", "exhibition", "static", "tests", "docs", "bench")


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named(page: Path) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text(page))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", text(page))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_file_that_is_named_exists(page: Path) -> None:
    paths = [word for word in named(page) if re.fullmatch(rf"({'|'.join(ROOMS)})/[\w./-]*", word)]
    assert [path for path in paths if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_that_is_named_exists(page: Path) -> None:
    known = _parser().format_help()
    said = {word.split()[1] for word in named(page) if re.match(r"lapak [a-z]", word)}
    assert {command for command in said if not re.search(rf"^ +{command}\b", known, re.MULTILINE)} == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):", text(ROOT / "Makefile"), re.MULTILINE))
    assert {word.split()[1] for word in named(page) if re.match(r"make \w", word)} <= targets


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_address_of_the_api_that_is_named_exists(page: Path) -> None:
    known = {re.sub(r"{\w+}", "{}", operation.path) for operation in OPERATIONS}
    said = {path for word in named(page) for path in re.findall(r"/api/v1(/[\w/<>{}.-]+)", word)}
    unknown = {path for path in said if not is_address(re.sub(r"{\w+}|<\w+>", "{}", path), known)}
    assert unknown == set()


def is_address(path: str, known: set[str]) -> bool:
    """An address, or (ending in a slash) the beginning of some."""
    return any(each.startswith(path) if path.endswith("/") else each == path for each in known)


def test_the_readme_is_short() -> None:
    assert len(text(ROOT / "README.md").splitlines()) <= LONGEST_README


def test_the_readme_names_every_setting() -> None:
    assert [setting for setting in SETTINGS if f"`{setting}`" not in text(ROOT / "README.md")] == []


def test_every_decision_is_in_the_index() -> None:
    index = ROOT / "docs/decisions/README.md"
    records = {path.name for path in index.parent.glob("0*.md")}
    assert records == set(re.findall(r"\((0\d{3}-[\w-]+\.md)\)", text(index)))


def test_every_page_of_the_docs_is_in_the_readme() -> None:
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert pages - set(re.findall(r"\]\((docs/[\w-]+\.md)\)", text(ROOT / "README.md"))) == set()


def test_every_kind_of_entry_is_in_the_journals_page() -> None:
    page = text(ROOT / "docs/journal.md")
    assert {name for name in events.KINDS if f"`{name}`" not in page} == set()
