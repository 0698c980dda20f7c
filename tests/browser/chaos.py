"""A cashier who goes on selling while everything around the tablet breaks."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from browser.people import Cashier
from browser.tablet import Tablet
from playwright.sync_api import Error, expect
from running import Server

LOST_SHARE = 0.3
OFFLINE_SPELL = 3  # purchases
LOADS_THE_PAGE = frozenset(
    {"reload while paying", "double tap and reload", "battery dies while paying", "second tab"}
)


@dataclass
class Chaos:
    """Purchases under faults; every one must end as exactly one sale."""

    tablet: Tablet
    server: Server
    chance: random.Random
    goods: list[str]
    starts_offline: bool = False
    sold: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    paid_again: int = 0
    _offline_left: int = 0

    def play(self, purchases: int) -> None:
        """So many purchases, each with its fault, in an order the seed decides."""
        ways = list(self._ways())
        bag = [ways[index % len(ways)] for index in range(purchases)]
        self.chance.shuffle(bag)
        self._open()
        for fault in bag:
            self.faults[fault] += 1
            self._purchase(fault, self.chance.choice(self.goods))
            self._come_online_again()

    def calm(self) -> None:
        """All faults end; wait until nothing waits on the tablet any more."""
        self.tablet.lose_answer = lambda: False
        self.tablet.set_online(True)
        cashier = self._open()
        cashier.sees_waiting(0)

    def _ways(self) -> dict[str, Callable[[Cashier], None]]:
        return {
            "none": self._tap,
            "double tap": self._tap_twice,
            "reload while paying": self._tap_and_reload,
            "battery dies while paying": self._tap_and_kill_tablet,
            "server dies before": self._kill_server_and_tap,
            "server dies while paying": self._tap_and_kill_server,
            "offline": self._go_offline_and_tap,
            "second tab": self._tap_in_second_tab,
            "double tap and reload": self._tap_twice_and_reload,
            "restart": self._restart_and_tap,
        }

    def _purchase(self, fault: str, sku: str) -> None:
        if fault in LOADS_THE_PAGE and not self.starts_offline:
            self.tablet.set_online(True)
        before = len(self.tablet.outbox())
        cashier = self._choose(sku)
        try:
            self._ways()[fault](cashier)
        except Error:
            assert fault in {"battery dies while paying", "reload while paying", "double tap and reload"}
        self._finish(before, sku)
        self.sold.append(sku)

    def _choose(self, sku: str) -> Cashier:
        cashier = Cashier(self.tablet.page)
        cashier.take(sku)
        cashier.pay()
        return cashier

    def _finish(self, before: int, sku: str) -> None:
        """Whatever happened: sold, or the cart is back (or, at worst, empty) and is paid again."""
        cashier = self._open()
        if len(self.tablet.outbox()) > before:
            return
        self.paid_again += 1
        if cashier.page.locator(".line").count() == 0:
            cashier.take(sku)
        cashier.pay()
        cashier.page.locator(".note").first.click()
        cashier.stored()

    def _open(self) -> Cashier:
        """The till's page, whatever became of it; nobody reloads a page that still works."""
        if self.tablet.context is None:
            self.tablet.start()
        cashier = Cashier(self.tablet.page)
        if not self.tablet.page.url.endswith("/till") or cashier.page.locator(".shell").count() == 0:
            cashier.open_till()
        if cashier.page.locator(".pay-panel").count():
            cashier.page.locator(".back").click()
        expect(cashier.tiles.first).to_be_visible()
        return cashier

    def _tap(self, cashier: Cashier) -> None:
        cashier.page.locator(".note").first.click()
        cashier.stored()

    def _tap_twice(self, cashier: Cashier) -> None:
        cashier.page.locator(".note").first.dblclick()
        cashier.stored()

    def _tap_and_reload(self, cashier: Cashier) -> None:
        cashier.page.locator(".note").first.click(no_wait_after=True)
        cashier.page.reload()

    def _tap_twice_and_reload(self, cashier: Cashier) -> None:
        cashier.page.locator(".note").first.evaluate("note => { note.click(); note.click() }")
        cashier.page.reload()

    def _tap_and_kill_tablet(self, cashier: Cashier) -> None:
        cashier.page.locator(".note").first.click(no_wait_after=True)
        self.tablet.kill()

    def _kill_server_and_tap(self, cashier: Cashier) -> None:
        port = self.server.port
        self.server.kill()
        self._tap(cashier)
        self.server.start(port)

    def _tap_and_kill_server(self, cashier: Cashier) -> None:
        port = self.server.port
        cashier.page.locator(".note").first.click(no_wait_after=True)
        self.server.kill()
        cashier.stored()
        self.server.start(port)

    def _restart_and_tap(self, cashier: Cashier) -> None:
        port = self.server.port
        self.server.stop()
        self.server.start(port)
        self._tap(cashier)

    def _go_offline_and_tap(self, cashier: Cashier) -> None:
        self._offline_left = OFFLINE_SPELL
        self.tablet.set_online(False)
        self._tap(cashier)

    def _tap_in_second_tab(self, cashier: Cashier) -> None:
        """The same cart is paid in two tabs at once."""
        other = Cashier(self.tablet.another_tab())
        other.open_till()
        expect(other.page.locator(".line")).to_have_count(1)
        other.pay()
        for page in (other.page, cashier.page):
            page.evaluate("() => document.querySelector('.note')?.click()")
        expect(other.page.locator(".pay-panel")).to_have_count(0)
        other.page.close()

    def _come_online_again(self) -> None:
        if self._offline_left:
            self._offline_left -= 1
            if not self._offline_left:
                self.tablet.set_online(True)
