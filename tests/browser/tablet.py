"""A tablet whose memory is on disk: its browser can be killed and started again, its Wi-Fi lost."""

import contextlib
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from browser.devices import CHROMIUM, FLAGS, LIMIT_MS, SIZES
from browser.watch import Watch
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route

MEMORY = "lapak-till"
SALES = "**/api/v1/sales/*"

READ_OUTBOX = """(name) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name)
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const all = opening.result.transaction('outbox').objectStore('outbox').getAll()
    all.onsuccess = () => { opening.result.close(); resolve(all.result) }
    all.onerror = () => reject(all.error)
  }
})"""


class Tablet:
    """One tablet; `lose_answer()` says of each sale that is sent whether its answer gets lost."""

    def __init__(
        self,
        browsers: BrowserType,
        folder: Path,
        url: str,
        *flags: str,
        home: Path | None = None,
        lose_answer: Callable[[], bool] = lambda: False,
    ) -> None:
        self.browsers = browsers
        self.folder = folder
        self.url = url
        self.flags = flags
        self.environ = {**os.environ, "HOME": str(home)} if home else {**os.environ}
        self.lose_answer = lose_answer
        self.lost_answers = 0
        self.online = True
        self.watch = Watch({urlsplit(url).netloc})
        self.context: BrowserContext | None = None

    def start(self) -> Page:
        """Switch it on; its page."""
        width, height = SIZES["tablet"]
        for leftover in self.folder.glob("Singleton*"):
            leftover.unlink()
        self.context = self.browsers.launch_persistent_context(
            self.folder,
            executable_path=CHROMIUM,
            args=[*FLAGS, *self.flags],
            env={**self.environ},
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
        )
        self.context.set_default_timeout(LIMIT_MS)
        self.context.set_offline(not self.online)
        self.watch.follow(self.context)
        self.context.route(SALES, self._carry)
        return self.page

    @property
    def page(self) -> Page:
        """Its first tab."""
        assert self.context is not None
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def another_tab(self) -> Page:
        """A second tab with the same memory."""
        assert self.context is not None
        return self.context.new_page()

    def set_online(self, online: bool) -> None:
        """Find or lose the Wi-Fi."""
        self.online = online
        assert self.context is not None
        self.context.set_offline(not online)

    def stop(self) -> None:
        """Switch it off in an orderly way."""
        if self.context is not None:
            with contextlib.suppress(Error):
                self.context.unroute_all(behavior="ignoreErrors")
                self.context.close()
            self.context = None

    def kill(self) -> None:
        """The battery dies: SIGKILL to this tablet's browser and nobody else's."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.stop()

    def wipe(self) -> None:
        """Somebody cleared the browser's data."""
        self.stop()
        shutil.rmtree(self.folder)

    def outbox(self) -> list[dict[str, Any]]:
        """Every sale in its memory, by number."""
        entries: list[dict[str, Any]] = self.page.evaluate(READ_OUTBOX, MEMORY)
        return sorted(entries, key=lambda entry: str(entry["document"]["number"]))

    def _carry(self, route: Route) -> None:
        """Bring a sale to the server, and lose the answer now and then after the server has it."""
        if not self.online:
            route.abort("internetdisconnected")
        elif self.lose_answer():
            with contextlib.suppress(Error):
                route.fetch()
                self.lost_answers += 1
            with contextlib.suppress(Error):
                route.abort()
        else:
            route.continue_()

    def _processes(self) -> Iterator[int]:
        mark = f"--user-data-dir={self.folder}".encode()
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (entry / "cmdline").read_bytes().split(b"\0"):
                    yield int(entry.name)
