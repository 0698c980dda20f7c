"""One Chromium, and the devices people hold: every device is a context of its own with its own memory."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from browser.watch import Watch
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
LIMIT_MS = 10_000
SIZES = {
    "phone": (390, 844),
    "portrait": (600, 1024),
    "tall": (800, 1280),
    "tablet": (1280, 800),
    "hall": (1920, 1080),
}


@contextmanager
def running_chromium(*flags: str) -> Iterator[Browser]:
    """The distribution's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield browser
        browser.close()


@dataclass
class Devices:
    """Hands out devices that all visit one server, and watches them."""

    browser: Browser
    url: str
    watch: Watch = field(default_factory=Watch)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, size: str = "tablet", **options: Any) -> BrowserContext:
        """A new device with nothing in its memory."""
        width, height = SIZES[size]
        self.watch.hosts.add(urlsplit(self.url).netloc)
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            **({"locale": "id-ID", "timezone_id": "Asia/Jakarta", "has_touch": size != "hall"} | options),
        )
        context.set_default_timeout(LIMIT_MS)
        self.watch.follow(context)
        self._contexts.append(context)
        return context

    def page(self, size: str = "tablet", **options: Any) -> Page:
        """The one page of a new device."""
        return self.context(size, **options).new_page()

    def close(self) -> None:
        """Switch all devices off."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
