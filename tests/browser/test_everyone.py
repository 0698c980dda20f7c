"""Everyone can use the till: by keyboard alone, by ear, in one's own pace; and the meters really measure."""

import pytest
from browser.checks import barriers, crowded_targets, faint, faint_rings, small_targets
from browser.devices import Devices
from browser.people import Cashier, enrolled_cashier, organiser_of
from playwright.sync_api import Page, expect
from running import Server

STALL = "09"
MOST_TABS = 60
FOCUSED = "selector => Boolean(document.activeElement?.matches(selector))"
SPOIL = "([selector, rule]) => { document.querySelector(selector).style.cssText = rule }"


@pytest.fixture
def cashier(demo: Server, devices: Devices) -> Cashier:
    """A tablet of one stall."""
    return enrolled_cashier(devices.page(), organiser_of(demo), STALL)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a pointer does."""
    for _ in range(MOST_TABS):
        if page.evaluate(FOCUSED, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_sale_is_made_with_the_keyboard_alone(demo: Server, cashier: Cashier) -> None:
    page = cashier.page
    sku = cashier.ordinary_skus()[0]
    tab_to(page, f".tile[data-sku='{sku}']")
    page.keyboard.press("Enter")
    expect(page.locator(f".line[data-sku='{sku}']")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pay-panel")).to_be_visible()
    tab_to(page, ".note.exact")
    page.keyboard.press("Enter")
    number = cashier.stored()
    cashier.sees_tick(number, "done")


def test_a_panel_keeps_the_keyboard_inside_and_gives_it_back(cashier: Cashier) -> None:
    page = cashier.page
    tab_to(page, "[data-opens=menu]")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.menu")).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.closest('dialog, body') !== null")
        assert not page.evaluate(FOCUSED, ".tile, .search input")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate(FOCUSED, "[data-opens=menu]")


def test_the_change_is_said_aloud(cashier: Cashier) -> None:
    page = cashier.page
    cashier.take(cashier.ordinary_skus()[0])
    cashier.pay()
    cashier.give(max(cashier.notes()))
    spoken = page.locator("[role=status]").filter(has=page.locator(".change"))
    expect(spoken).to_contain_text("Kembalian")
    expect(spoken).to_contain_text(f"{cashier.change:,}".replace(",", "."))


def test_nothing_moves_for_those_who_asked_for_less_motion(demo: Server, devices: Devices) -> None:
    page = devices.page(reduced_motion="reduce")
    cashier = enrolled_cashier(page, organiser_of(demo), STALL)
    cashier.take(cashier.ordinary_skus()[0])
    expect(page.locator(".tile .count")).to_be_visible()
    lengths: list[str] = page.locator(".tile .count, .line").evaluate_all(
        "nodes => nodes.map(node => getComputedStyle(node).animationDuration)"
    )
    assert lengths
    assert set(lengths) == {"0s"}


@pytest.mark.parametrize(
    ("meter", "selector", "rule"),
    [
        (faint, ".stall-name", "color: #9a9a94"),
        (faint, ".search input", "border-color: #d9d2c3; background: #ffffff"),
        (faint, ".tool .icon", "color: #c9d3e0"),
        (faint_rings, ".tool", "outline: none"),
        (lambda page: small_targets(page, 56), ".category", "min-height: 40px; height: 40px"),
        (lambda page: crowded_targets(page, 8), ".categories", "gap: 2px"),
        (barriers, ".search input", "color: #c0c0c0"),
    ],
    ids=["words", "field", "icon", "focus", "small", "crowded", "axe"],
)
def test_a_meter_notices_what_somebody_spoils(cashier: Cashier, meter, selector: str, rule: str) -> None:  # type: ignore[no-untyped-def]
    assert not meter(cashier.page)
    cashier.search("batik")
    cashier.page.evaluate(SPOIL, [selector, rule])
    assert meter(cashier.page)
