"""A state, reached once, looked at in both languages and on every size of device without leaving it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from browser.checks import settle
from browser.devices import SIZES
from playwright.sync_api import Page

SWITCH = "() => document.querySelector('.tool.words, .enrol-head button[lang]')?.click()"
LANGUAGE = "() => document.documentElement.lang"
LANGUAGES = ("id", "en")
TO_THE_TOP = "() => document.querySelector('dialog[open]')?.scrollTo(0, 0)"
JPEG_QUALITY = 75


class Stop(NamedTuple):
    """A state of a screen."""

    name: str
    page: Page


class Look(NamedTuple):
    """A state as one device shows it in one language."""

    name: str
    size: str
    language: str
    page: Page


def looks(stops: Iterable[Stop], sizes: Sequence[str], also: Sequence[str] = ()) -> Iterator[Look]:
    """Every stop of a walk through the till on these devices in both languages; `also` in the first only."""
    for stop in stops:
        before = stop.page.viewport_size
        for turn, _ in enumerate(LANGUAGES):
            language = str(stop.page.evaluate(LANGUAGE))
            for size in (*sizes, *(also if turn == 0 else ())):
                _hold(stop.page, size)
                yield Look(stop.name, size, language, stop.page)
            stop.page.evaluate(SWITCH)
        if before:
            stop.page.set_viewport_size(before)


def as_it_is(stops: Iterable[Stop], size: str, language: str) -> Iterator[Look]:
    """Every stop of a walk on one device in one language."""
    for stop in stops:
        settle(stop.page)
        yield Look(stop.name, size, language, stop.page)


def _hold(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(TO_THE_TOP)
    settle(page)


def picture(look: Look, album: Path) -> bytes:
    """Keep what the device shows: album/size/name-language.jpg."""
    folder = album / look.size
    folder.mkdir(parents=True, exist_ok=True)
    taken = look.page.screenshot(animations="disabled", type="jpeg", quality=JPEG_QUALITY)
    (folder / f"{look.name}-{look.language}.jpg").write_bytes(taken)
    return taken
