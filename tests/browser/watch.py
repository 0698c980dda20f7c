"""Watches what pages say and whom they ask: a console error or a request to a stranger fails the test."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

HOMELY_SCHEMES = ("data", "blob", "about")
OUTAGE = r"net::ERR_|WebSocket connection to|Failed to fetch"
REFUSED = r"status of 422 .*/api/v1/sales/"
SIGN_IN_FIRST = r"status of 401 .*/(office|board)"


@dataclass
class Watch:
    """Everything all pages of one test said and asked."""

    hosts: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    asked_strangers: list[str] = field(default_factory=list)
    refused_by_policy: list[str] = field(default_factory=list)
    _allowed: list[re.Pattern[str]] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a browser context."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("page", self._page)

    def allow(self, pattern: str) -> None:
        """Accept console errors like this for the rest of the test: it causes them on purpose."""
        self._allowed.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """What was wrong, in words."""
        spoken = [line for line in self.said if not any(each.search(line) for each in self._allowed)]
        return [*spoken, *(f"asked a stranger: {url}" for url in self.asked_strangers)]

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.said.append(f"uncaught: {error.error} ({error.page.url if error.page else ''})")

    def _request(self, request: Request) -> None:
        self._check(request.url)

    def _socket(self, socket: WebSocket) -> None:
        self._check(socket.url)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in HOMELY_SCHEMES and parts.netloc not in self.hosts:
            self.asked_strangers.append(url)
