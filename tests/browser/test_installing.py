"""The page that prepares a tablet: the steps of the device in hand, and a self-test that tells the truth."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.devices import CHROMIUM, FLAGS, Devices
from browser.tablet import Tablet
from browser.trust import hall_root, home_that_trusts, https_door, with_https
from playwright.sync_api import Browser, Page, expect
from running import Server

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/140 Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
IPAD_AS_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5"
PLAIN_HTTP = "Cross-Origin-Opener-Policy header has been ignored"
ALL_GOOD = {"secure": "good", "offline": "good", "camera": "good", "awake": "good", "clock": "good"}
NO_SECURE_CONTEXT = {"secure": "bad", "offline": "bad", "camera": "bad", "awake": "bad", "clock": "good"}


@pytest.fixture(scope="module")
def hall(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a certificate of the hall's own authority."""
    server = Server(tmp_path_factory.mktemp("hall") / "data").start()
    yield with_https(server)
    server.stop()


def self_test(page: Page) -> dict[str, str]:
    """Run it; the mark of each ability. How surely the browser keeps data is the browser's affair."""
    page.locator("#self-test button").click()
    expect(page.locator("#self-test [role=status]")).to_be_visible()
    marks: dict[str, str] = page.locator(".ability").evaluate_all(
        "items => Object.fromEntries(items.map(item => [item.dataset.ability, item.dataset.mark]))"
    )
    assert marks.pop("storage") in {"good", "some"}
    return marks


@pytest.mark.parametrize(
    ("agent", "open_for", "words"),
    [
        (ANDROID, "android", "Tetap pasang"),
        (IPAD, "ipad", "Profil Diunduh"),
        (IPAD_AS_MAC, "ipad", "Profil Diunduh"),
    ],
    ids=["android", "ipad", "ipad as mac"],
)
def test_the_steps_of_the_device_in_hand_are_open(
    hall: Server, chromium: Browser, agent: str, open_for: str, words: str
) -> None:
    devices = Devices(chromium, hall.url)
    page = devices.page("portrait", user_agent=agent)
    page.goto("/install")
    expect(page.locator("details[open]")).to_have_count(1)
    steps = page.locator(f"details[data-device={open_for}][open]")
    expect(steps).to_contain_text(words)
    page.goto("/install?lang=en")
    expect(page.locator(f"details[data-device={open_for}][open]")).to_be_visible()
    expect(page.locator("#self-test button")).to_have_text("Check this tablet")
    devices.close()
    assert not devices.watch.complaints()


def test_a_tablet_that_trusts_the_hall_passes_every_check(
    hall: Server, chromium: Browser, tmp_path: Path
) -> None:
    home = home_that_trusts(hall_root(hall), tmp_path / "home")
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", https_door(hall), home=home)
    page = tablet.start()
    page.goto("/install")
    assert self_test(page) == ALL_GOOD
    expect(page.locator("#self-test .notice.good")).to_contain_text("siap")
    tablet.stop()


def test_over_plain_http_the_check_says_what_is_missing_and_what_to_do(
    hall: Server, chromium: Browser
) -> None:
    plain = f"http://hall.test:{hall.port}"
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--host-resolver-rules=MAP hall.test 127.0.0.1"]
    )
    devices = Devices(browser, plain)
    devices.watch.allow(PLAIN_HTTP)
    page = devices.page("portrait")
    page.goto("/install")
    assert self_test(page) == NO_SECURE_CONTEXT
    expect(page.locator("[data-ability=secure]")).to_contain_text("https")
    devices.close()
    browser.close()
    assert not devices.watch.complaints()
