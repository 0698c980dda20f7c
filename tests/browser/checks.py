"""What every screen must keep: no barrier axe finds, words that stand out, targets big enough and apart."""

from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = (HERE / "axe" / "axe.min.js").read_text(encoding="utf-8")
CHECKS = (HERE / "checks.js").read_text(encoding="utf-8")
CONTRAST = (HERE / "contrast.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def settle(page: Page) -> None:
    """Wait until whatever moves on the screen has arrived."""
    _ask(page, "settled")


def barriers(page: Page, *, colours: bool = True) -> list[str]:
    """What axe-core objects to (WCAG 2.0 to 2.2, A and AA, and its best practices).

    Without `colours` its own look at contrast is left out, which takes as long as all the rest.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    return _ask(page, "barriers", {"standards": STANDARDS, "colours": colours})


def faint(page: Page) -> list[str]:
    """Words under 4.5 : 1 (large ones 3 : 1), icons and the edges of fields under 3 : 1."""
    found: list[str] = page.evaluate(f"(\n{CONTRAST}).faint()")
    return found


def faint_rings(page: Page) -> list[str]:
    """Whatever can take the keyboard's focus and does not show it at 3 : 1."""
    found: list[str] = page.evaluate(f"(\n{CONTRAST}).faintRings()")
    return found


def small_targets(page: Page, smallest: int) -> list[str]:
    """Whatever can be tapped and is smaller than this, in CSS pixels."""
    return _ask(page, "smallTargets", smallest)


def crowded_targets(page: Page, apart: int) -> list[str]:
    """Neighbours that can be tapped with less than this between them."""
    return _ask(page, "crowdedTargets", apart)


def too_wide(page: Page) -> list[str]:
    """What sticks out of the screen sideways."""
    return _ask(page, "tooWide")


def cut_words(page: Page) -> list[str]:
    """Buttons, amounts and headings whose text does not fit."""
    return _ask(page, "cutWords")


def _ask(page: Page, question: str, argument: object = None) -> list[str]:
    found: list[str] = page.evaluate(f"(argument) => (\n{CHECKS}).{question}(argument)", argument)
    return found
