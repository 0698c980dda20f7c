"""The browser for the browser tests: one Chromium for the whole folder, one set of devices per test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.devices import CHROMIUM, LIMIT_MS, Devices, running_chromium
from playwright.sync_api import Browser, expect
from running import Server

HERE = Path(__file__).parent
MISSING = "BROWSER TESTS DID NOT RUN: there is no Chromium (Debian: apt install chromium)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, started once for this folder (its event loop must not outlive the folder)."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    expect.set_options(timeout=LIMIT_MS)
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def devices_at(chromium: Browser) -> Iterator[Callable[[Server], Devices]]:
    """Devices that visit a server of the test's choice; in the end nobody may have complained."""
    handed_out: list[Devices] = []

    def open_at(server: Server) -> Devices:
        handed_out.append(Devices(chromium, server.url))
        return handed_out[-1]

    yield open_at
    for devices in handed_out:
        devices.close()
    complaints = [line for devices in handed_out for line in devices.watch.complaints()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def devices(demo: Server, devices_at: Callable[[Server], Devices]) -> Devices:
    """Devices that visit the shared demo."""
    return devices_at(demo)
