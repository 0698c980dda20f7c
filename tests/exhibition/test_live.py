"""The live board over real sockets: signed in or refused, at once, newest wins, hints stay at their stall."""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask
from watching import Watcher
from werkzeug.serving import make_server

from exhibition import live as live_module
from exhibition.hints import EVERYBODY, concerned
from exhibition.live import Live, create_api, open_sockets
from exhibition.paper_hints import OFFICE, TILL, Audience, PaperHints, topic
from exhibition.paper_hints import concerned as concerned_by_paper
from exhibition.pusher import LONGEST_GAP_S, SHORTEST_GAP_S, Pusher, gap_after
from exhibition.relay import Relay
from pos import tables
from pos.database import Database, open_database
from pos.events import PriceChanged, StallAdded
from pos.journal import Entry
from pos.principal import NOBODY, Principal
from pos.writer import Batch, Writer

LIMIT_S = 10
PEOPLE = {
    "hall": Principal(role="viewer"),
    "till-07": Principal(role="cashier", stall="07", till="07A"),
    "gone": Principal(role="cashier", stall="07", till="07B", revoked=True),
    "lead-08": Principal(role="lead", stall="08", staff="ketua-08"),
    "panitia": Principal(role="organiser", staff="panitia"),
}


class Doorkeeper:
    """Knows people by their token or by a cookie of the same name."""

    def identify(self, _headers: Mapping[str, str], cookies: Mapping[str, str]) -> Principal:
        return self.by_token(cookies.get("lapak_till", ""))

    def by_token(self, token: str) -> Principal:
        return PEOPLE.get(token, NOBODY)


@dataclass(frozen=True)
class Record:
    """Appends facts to the journal."""

    facts: tuple[Any, ...]

    def apply(self, batch: Batch) -> None:
        for fact in self.facts:
            batch.record(fact)


@dataclass
class Hall:
    """A running exhibition with its address."""

    port: int
    writer: Writer
    database: Database
    live: Live

    def record(self, *facts: Any) -> None:
        self.writer.submit(Record(facts))

    def connect(
        self, namespace: str, who: str | None = "hall", cookie: str | None = None, *, changes: bool = False
    ) -> "Watcher":
        return Watcher(self.port, namespace, who, cookie, changes=changes)


def stall(number: str) -> StallAdded:
    return StallAdded(stall={"no": number, "name": f"Stan {number}", "region": "JBR"})


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    database = open_database(tmp_path / "lapak.db")
    database.create()
    writer = Writer(database)
    app = Flask("hall")
    live = Live(database, writer.submit, Doorkeeper(), open_sockets(app, "threading"))
    relay = Relay(database, [live.board, live.hints])
    writer.on_commit(relay.wake)
    app.register_blueprint(create_api(live, relay, lambda: PEOPLE["hall"]))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    writer.start()
    live.start()
    relay.start()
    assert relay.wait_for("board")
    assert relay.wait_for("hints")
    yield Hall(server.port, writer, database, live)
    relay.stop()
    live.stop()
    writer.stop()
    server.shutdown()
    serving.join()
    server.server_close()
    database.close()


def test_a_board_gets_the_snapshot_when_it_connects_and_after_every_change(hall: Hall) -> None:
    hall.record(stall("01"))
    with hall.connect("/board") as board:
        first = board.next("snapshot")
        assert first["journal"] == hall.database.journal_id()
        hall.record(stall("02"))
        second = board.next("snapshot")
        while second["seq"] == first["seq"]:
            second = board.next("snapshot")
        assert [row["no"] for row in second["stalls"]] == ["01", "02"]
        assert second["seq"] == 2


def test_a_screen_may_sign_in_by_its_cookie(hall: Hall) -> None:
    with hall.connect("/board", who=None, cookie="lapak_till=hall") as board:
        assert board.next("snapshot")["seq"] == 0


def test_a_screen_that_asks_for_changes_gets_the_whole_and_then_what_changed(hall: Hall) -> None:
    hall.record(stall("01"))
    with hall.connect("/board", changes=True) as slim, hall.connect("/board") as whole:
        first = slim.next("snapshot")
        whole.next("snapshot")
        hall.record(stall("02"))
        newest = whole.wait_for(lambda shown: shown["seq"] == 2)
        told = slim.wait_for(lambda shown: shown["seq"] == 2, ("snapshot", "change"))
        hall.record(stall("03"))
        whole.wait_for(lambda shown: shown["seq"] == 3)
        change = slim.next("change")
        assert (change["since"], change["seq"], change["journal"]) == (2, 3, first["journal"])
        assert [row["no"] for row in change["stalls"]] == ["03"]
        assert told["seq"] == newest["seq"]


def test_a_screen_that_can_only_poll_sees_every_change_too(hall: Hall) -> None:
    address = f"http://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=polling"

    def ask(said: str | None = None) -> str:
        with urlopen(address, said and said.encode(), timeout=LIMIT_S) as answer:  # noqa: S310 - http
            return str(answer.read().decode())

    address += "&sid=" + json.loads(ask()[1:])["sid"]
    ask('40/board,{"token":"hall"}')
    heard = ""
    while '"seq":0' not in heard:
        heard += ask()
    hall.record(stall("01"))
    while '"seq":1' not in heard:
        heard += ask()
    assert heard.index('"seq":0') < heard.index('"seq":1')


@pytest.mark.parametrize("token", [None, "stranger", "gone"])
@pytest.mark.parametrize("namespace", ["/board", "/till"])
def test_who_has_no_role_is_refused_and_told_nothing(hall: Hall, namespace: str, token: str | None) -> None:
    hall.record(stall("01"))
    with hall.connect(namespace, who=token) as watcher:
        assert watcher.answer.startswith(f"44{namespace},")
        assert "stalls" not in watcher.answer
        hall.record(stall("02"))
        watcher.socket.settimeout(0.3)
        with pytest.raises(Exception, match="timed out"):
            watcher.next("snapshot")


def test_a_screen_that_is_revoked_is_shown_out(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "ASK_AGAIN_S", 0.0)
    with hall.connect("/board", who="till-07") as board:
        board.next("snapshot")
        monkeypatch.setitem(PEOPLE, "till-07", PEOPLE["gone"])
        hall.record(stall("01"))
        while not (text := board.next_text()).startswith("41/board"):
            assert '"no":"01"' not in text


def test_http_shows_what_has_just_been_committed(hall: Hall) -> None:
    for number in range(1, 30):
        hall.record(stall(f"{number:02}"))
        with urlopen(f"http://127.0.0.1:{hall.port}/api/v1/board") as answer:
            assert json.load(answer)["seq"] == number


def test_what_tablets_report_reaches_the_board_without_a_sale(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    @dataclass(frozen=True)
    class SetUp:
        def apply(self, batch: Batch) -> None:
            batch.insert(tables.region, code="JBR", name="Jawa Barat", timezone="Asia/Jakarta")
            batch.insert(tables.stall, no="07", name="Stan 07", region="JBR")
            batch.insert(
                tables.till,
                code="07A",
                stall="07",
                state="active",
                enrolled_at="2018-04-03T08:00:00+07:00",
                waiting=3,
                waiting_amount=450_000,
                last_seen="2018-04-03T09:00:00+07:00",
            )
            batch.record(stall("07"))

    hall.writer.submit(SetUp())
    with hall.connect("/board") as board:
        shown = board.next("snapshot")
        while not shown["stalls"] or not shown["stalls"][0]["waiting"]:
            shown = board.next("snapshot")
        assert shown["stalls"][0]["waiting_amount"] == 450_000
        assert shown["stalls"][0]["last_seen"] == "2018-04-03T09:00:00+07:00"


def test_a_tablet_hears_what_concerns_its_stall_or_everybody(hall: Hall) -> None:
    price = PriceChanged(id="p", sku="PKP-TEK02", old=1, new=2, reason="obral")
    with hall.connect("/till", who="till-07") as tablet:
        assert tablet.next("hint") == {"seq": 0, "journal": hall.database.journal_id()}
        hall.record(price)
        assert tablet.next("hint")["seq"] == 1


NO_PAPER = {"printer": "struk-07", "stall": "07", "state": "paper_out", "reason": "paper_out"}
RECEIPT = {"job": "j", "subject": "sale", "stall": "07", "printer": "struk-07", "state": "printed"}


def test_a_stall_and_the_office_are_told_to_look_at_their_printers(hall: Hall) -> None:
    with (
        hall.connect("/till", who="till-07") as tablet,
        hall.connect("/office", who="panitia") as office,
        hall.connect("/office", who="lead-08") as lead,
    ):
        tablet.next("hint")
        assert office.next("paper") == lead.next("paper") == {"look": ["jobs", "printers"]}
        hall.live.papers.note(NO_PAPER)
        assert tablet.next("paper") == {"look": ["printers"]}
        assert office.next("paper") == {"look": ["printers"]}
        hall.live.papers.note(RECEIPT | {"stall": "08", "state": "unconfirmed"})
        assert lead.next("paper") == {"look": ["jobs"]}  # of stall 07 a lead of 08 has heard nothing


def test_a_cashier_has_no_seat_in_the_office(hall: Hall) -> None:
    with hall.connect("/office", who="till-07") as watcher:
        assert watcher.answer.startswith("44/office,")


def test_a_hint_at_paper_says_where_to_look_and_nothing_else() -> None:
    assert [topic(NO_PAPER), topic(RECEIPT), topic({"stall": "07"})] == ["printers", "jobs", "queue"]


def test_the_office_hears_of_paper_that_needs_somebody_and_not_of_every_receipt() -> None:
    stall, organisers, lead = Audience(TILL, "07"), Audience(OFFICE, EVERYBODY), Audience(OFFICE, "07")
    assert concerned_by_paper(RECEIPT) == concerned_by_paper({"stall": "07"}) == {stall}
    assert concerned_by_paper(RECEIPT | {"state": "unconfirmed"}) == {stall, organisers, lead}
    assert concerned_by_paper(NO_PAPER) == {stall, organisers, lead}
    assert concerned_by_paper(NO_PAPER | {"stall": None}) == {organisers}
    assert concerned_by_paper({"stall": None}) == set()


def test_a_thousand_receipts_at_once_are_few_hints_at_paper() -> None:
    sent: list[Audience] = []
    done = threading.Event()

    def send(audience: Audience, hint: dict[str, Any]) -> None:
        sent.append(audience)
        if "printers" in hint["look"]:
            done.set()

    papers = PaperHints(send)
    for _ in range(1000):
        papers.note(RECEIPT)
    papers.note(NO_PAPER)
    papers.start()
    assert done.wait(LIMIT_S)
    papers.stop()
    assert len(sent) == 3


def entry(name: str, **data: Any) -> Entry:
    return Entry(1, name, "2018-04-03T10:00:00+07:00", data, "", "", "")


def test_a_hint_goes_to_the_stalls_an_entry_touches() -> None:
    lines = [{"taken": [["07", 1], ["01", 2]]}]
    assert concerned(entry("sale.recorded", stall="07", lines=lines)) == {"07", "01"}
    assert concerned(entry("stock.moved", stall="07", to_stall="12")) == {"07", "12"}
    assert concerned(entry("price.changed", sku="A")) == {EVERYBODY}
    assert concerned(entry("sale.held", stall="07")) == set()
    assert concerned(entry("till.revoked", till="07A")) == set()


def test_the_rest_after_a_push_follows_what_it_cost() -> None:
    assert gap_after(0) == SHORTEST_GAP_S
    assert gap_after(0.01) == pytest.approx(0.04)
    assert gap_after(3) == LONGEST_GAP_S


def test_a_push_that_fails_does_not_end_the_pushing(caplog: pytest.LogCaptureFixture) -> None:
    pushed = threading.Event()
    tries: list[int] = []

    def push() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the first one fails")
        pushed.set()

    pusher = Pusher(push)
    pusher.start()
    pusher.changed()
    while not tries:
        pushed.wait(0.01)
    pusher.changed()
    assert pushed.wait(LIMIT_S)
    pusher.stop()
    assert "the first one fails" in caplog.text


def test_a_thousand_changes_at_once_are_a_few_pushes() -> None:
    pushes: list[int] = []
    seen = threading.Event()
    latest = 0

    def push() -> None:
        pushes.append(latest)
        if latest == 1000:
            seen.set()

    pusher = Pusher(push)
    pusher.start()
    for number in range(1, 1001):
        latest = number
        pusher.changed()
    assert seen.wait(LIMIT_S)
    pusher.stop()
    assert len(pushes) < 50
    assert pushes[-1] == 1000


def test_a_quiet_hall_still_feels_a_pulse() -> None:
    felt = threading.Event()
    pusher = Pusher(lambda: None, felt.set, pulse_s=0.05)
    pusher.start()
    assert felt.wait(LIMIT_S)
    pusher.stop()
