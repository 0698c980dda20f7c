"""What people do with the pages, by its name: the cashier, the visitor in front of the board."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect
from running import Client, Server

LONG_MS = 40_000  # what comes back by itself does so after pauses of up to 15 s, more on a busy machine


def rupiah(text: str) -> int:
    """The amount in a text like "Rp 150.000"."""
    found = re.search(r"-?\s*Rp\s*([\d.]+)", text.replace("\xa0", " "))
    assert found, f"no amount in {text!r}"
    return int(found[1].replace(".", "")) * (-1 if text.strip().startswith("-") else 1)


@dataclass
class Cashier:
    """Somebody at a stall's tablet."""

    page: Page
    taps: int = 0

    def open_till(self) -> None:
        """Go to the till and wait until it knows what it is."""
        self.page.goto("/till")
        expect(self.page.locator(".shell, .enrol")).to_be_visible()

    def enrol(self, code: str) -> str:
        """Type the organiser's code; answers the till code."""
        self.open_till()
        self.page.locator("input[name=code]").fill(code)
        self.page.locator(".enrol form button.primary").click()
        expect(self.tiles.first).to_be_visible()
        return self.till

    @property
    def till(self) -> str:
        """The till's code on the screen."""
        return self.page.locator(".till-code").inner_text()

    @property
    def tiles(self) -> Locator:
        """The products on the screen."""
        return self.page.locator(".tile")

    def take(self, sku: str, pieces: int = 1) -> None:
        """Tap a product's tile, once for each piece."""
        for _ in range(pieces):
            self.tap(self.page.locator(f".tile[data-sku='{sku}']"))

    def ordinary_skus(self) -> list[str]:
        """Products on the screen that are there in numbers."""
        skus: list[str] = self.page.locator(".tile:not(:has(.unique)):has(.stock.amount)").evaluate_all(
            "tiles => tiles.map(tile => tile.dataset.sku)"
        )
        return skus

    def search(self, words: str) -> None:
        """Type into the search box."""
        self.page.locator(".search input").fill(words)

    def pay(self) -> None:
        """Tap Bayar."""
        self.tap(self.page.locator("button.pay"))

    def notes(self) -> list[int]:
        """The amounts offered for one tap."""
        amounts: list[int] = self.page.locator(".note[data-amount]").evaluate_all(
            "notes => notes.map(note => Number(note.dataset.amount))"
        )
        return amounts

    def give(self, amount: int) -> str:
        """Tap the note the buyer gave; answers the number of the stored sale."""
        self.tap(self.page.locator(f".note[data-amount='{amount}']"))
        return self.stored()

    def stored(self) -> str:
        """Wait for "Tersimpan"; answers the sale's number."""
        done = self.page.locator(".done")
        expect(done).to_be_visible()
        return done.get_attribute("data-number") or ""

    def sell(self, *skus: str, give: int | None = None) -> str:
        """A whole cash sale; without `give` the exact sum."""
        for sku in skus:
            self.take(sku)
        self.pay()
        return self.give(give or self.due)

    def tap(self, place: Locator) -> None:
        """One tap, counted."""
        place.click()
        self.taps += 1

    @property
    def due(self) -> int:
        """What is to be paid."""
        return rupiah(self.page.locator(".due strong").inner_text())

    @property
    def change(self) -> int:
        """The change on the screen."""
        return rupiah(self.page.locator(".done .change strong").inner_text())

    @property
    def chip(self) -> Locator:
        """The chip that says how things are."""
        return self.page.locator("button.status")

    def sees_status(self, *words: str) -> None:
        """Wait until the chip's state is one of these."""
        expect(self.chip).to_have_attribute("data-status", re.compile("|".join(words)))

    def sees_full_level(self) -> None:
        """Wait until the browser keeps the till's files for a start without the server."""
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    def sees_waiting(self, count: int) -> None:
        """Wait until so many sales wait here."""
        expect(self.chip).to_have_attribute("data-waiting", str(count), timeout=LONG_MS)

    def sees_tick(self, number: str, mark: str, place: int = 1) -> None:
        """Wait for a sale's tick (0 here, 1 server, 2 paper) on the screen after the sale."""
        done = self.page.locator(f".done[data-number='{number}'] .tick").nth(place)
        expect(done).to_have_attribute("data-tick", mark, timeout=LONG_MS)

    def open(self, panel: str) -> Locator:
        """Open `status`, `sales` or `menu`; answers the panel."""
        opener = "button.status" if panel == "status" else f"[data-opens={panel}]"
        self.page.locator(opener).click()
        found = self.page.locator(f"dialog.{panel}")
        expect(found).to_be_visible()
        return found

    def close_panel(self) -> None:
        """Close what is open over the till."""
        self.page.locator("dialog .close").click()
        expect(self.page.locator("dialog")).to_have_count(0)

    def switch_language(self) -> None:
        """One tap."""
        self.page.locator(".tool.words").click()


def organiser_of(server: Server) -> Client:
    """A script that has signed in as the organiser."""
    organiser = server.client()
    answer = organiser.post("/api/v1/sign-in", {"staff": "panitia", "pin": server.pins()["panitia"]})
    assert answer.status == 200, answer.text
    return organiser


def enrolment_code(organiser: Client, stall: str | None) -> str:
    """A code from the office's interface: for a stall's tablet, or for a hall screen."""
    wish = {"stall": stall} if stall else {"role": "viewer"}
    answer = organiser.post("/api/v1/enrolments", wish)
    assert answer.status == 201, answer.text
    return str(answer.json["code"])


def enrolled_cashier(page: Page, organiser: Client, stall: str) -> Cashier:
    """A cashier at a freshly enrolled tablet."""
    cashier = Cashier(page)
    cashier.enrol(enrolment_code(organiser, stall))
    return cashier


@dataclass
class Organiser:
    """Somebody at the office's page."""

    page: Page

    def sign_in(self, name: str, pin: str) -> None:
        """By name and PIN, at the office's own door."""
        self.page.goto("/office")
        self.page.locator("input[name=staff]").fill(name)
        self.page.locator("input[name=pin]").fill(pin)
        self.page.locator("form:has(input[name=pin]) button").click()
        expect(self.page.locator("nav.views")).to_be_visible()

    def go(self, view: str) -> None:
        """Choose a view; wait until it is there."""
        self.page.locator(f"nav a[data-view={view}]").click()
        expect(self.page.locator(f"nav a[data-view={view}]")).to_have_attribute("aria-current", "page")
        expect(self.page.locator("main .loading")).to_have_count(0)

    def views(self) -> list[str]:
        """The views offered."""
        found: list[str] = self.page.locator("nav a[data-view]").evaluate_all(
            "links => links.map(link => link.dataset.view)"
        )
        return found

    def offers_a_code(self, stall: str) -> str:
        """Open an enrolment for a stall; answers the code on the screen."""
        self.go("tablets")
        self.page.locator("[data-section=enrol] select").select_option(stall)
        return self._new_code(self.page.locator("[data-section=enrol] button.primary"))

    def offers_a_screen_code(self) -> str:
        """The same for a hall screen."""
        self.go("tablets")
        return self._new_code(self.page.locator("[data-section=enrol] button[type=button]").first)

    def _new_code(self, button: Locator) -> str:
        """Press, and read the card only when the answer is in: an earlier code may still stand there."""
        with self.page.expect_response("**/api/v1/enrolments") as answer:
            button.click()
        code: str = answer.value.json()["code"]
        expect(self.page.locator(".enrolment .code")).to_have_text(code)
        return code


@dataclass
class Visitor:
    """Somebody in front of the hall's screen."""

    page: Page

    def enrol(self, code: str) -> None:
        """Open the address on the card, and agree."""
        self.page.goto(f"/enrol/{code}")
        self.page.locator("form button.primary").click()
        self.sees_live()

    def sees_live(self) -> None:
        """Wait until the board says that it is up to date."""
        expect(self.page.locator(".age")).to_have_attribute("data-stale", "no")

    def sees_stale(self) -> None:
        """Wait until the board says that it is behind."""
        expect(self.page.locator(".age")).to_have_attribute("data-stale", "yes", timeout=LONG_MS)

    @property
    def total(self) -> int:
        """The great figure's value."""
        return int(self.page.locator("#total").get_attribute("data-net") or 0)

    def sees_total(self, net: int) -> None:
        """Wait for the great figure."""
        expect(self.page.locator("#total")).to_have_attribute("data-net", str(net), timeout=LONG_MS)

    def watches_for(self, net: int) -> None:
        """From now on note the moment at which the figure becomes `net`."""
        self.page.evaluate(NOTE_THE_MOMENT, str(net))

    @property
    def saw_it_at(self) -> float:
        """That moment, in milliseconds of the machine's clock."""
        return float(self.page.evaluate("() => window.sawItAt"))


NOTE_THE_MOMENT = """(net) => {
  const figure = document.querySelector('#total')
  const now = () => performance.timeOrigin + performance.now()
  const look = () => { if (figure.dataset.net === net) window.sawItAt ??= now() }
  new MutationObserver(look).observe(figure, { attributes: true })
}"""
