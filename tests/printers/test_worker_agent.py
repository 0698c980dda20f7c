"""A stall's own machine drives its printers: the server and the printer may both go away meanwhile."""

import base64
import threading
import urllib.error
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify, request
from printing_press import QUICK, Press, sale_id, stand_in, wait_until
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from pos.principal import Principal
from pos.refusals import Refusal
from printers.agent import Server, Stall
from printers.api.blueprint import create_api
from printers.emulator.printer import VirtualPrinter
from printers.errors import EncoderAway, PrinterRefusal
from printers.registry import SetPrinter, SetPrinterState
from printers.spool import StartSending

TOKENS = {
    "Bearer stan-07": Principal(role="cashier", stall="07", till="07A"),
    "Bearer stan-08": Principal(role="cashier", stall="08", till="08A"),
}
STATUS = {"invalid": 422, "not_found": 404, "conflict": 409, "forbidden": 403, "unauthenticated": 401}


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any, **__: Any) -> None: ...


class Office:
    """The server's side on a real port, which it keeps over a restart."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.port = 0
        self.start()

    def start(self) -> None:
        self.server: BaseWSGIServer = make_server(
            "127.0.0.1", self.port, self._app(), threaded=True, request_handler=Quiet
        )
        self.server.block_on_close = False  # type: ignore[attr-defined]
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def stop(self) -> None:
        self.press.service.agents.stop()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _app(self) -> Flask:
        def permit(*roles: str, stall: str | None = None) -> Principal:
            who = TOKENS.get(request.headers.get("Authorization", ""), Principal())
            who.require(*roles)
            if stall is not None:
                who.require_stall(stall)
            return who

        def refuse(error: Any) -> Any:
            return jsonify(code=error.code), STATUS[error.kind]

        app = Flask("office")
        press = self.press
        app.register_blueprint(
            create_api(press.database.reading, press.submit, permit, service=lambda: press.service)
        )
        app.register_error_handler(Refusal, refuse)
        app.register_error_handler(PrinterRefusal, refuse)
        return app


class Agent:
    """The agent's side, running."""

    def __init__(self, office: Office, stall: str = "07") -> None:
        self.stall = Stall(
            Server(f"http://127.0.0.1:{office.port}", f"stan-{stall}"),
            stall,
            settings=QUICK,
            encoder=stand_in,
        )
        self.thread = threading.Thread(target=self.stall.run)
        self.thread.start()

    def stop(self) -> None:
        self.stall.stop()
        self.thread.join()


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    shop = Press(tmp_path)
    shop.service.start()
    yield shop
    shop.close()


@pytest.fixture
def office(press: Press) -> Iterator[Office]:
    house = Office(press)
    yield house
    house.stop()


@pytest.fixture
def device() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def agent(
    press: Press, office: Office, device: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Agent]:
    monkeypatch.setattr("printers.agent.WAIT", 0.5)
    monkeypatch.setattr("printers.agent.REFRESH", 0.1)
    press.set_printer(device, connection=f"agent+{device.connection}")
    machine = Agent(office)
    yield machine
    machine.stop()


def test_an_agents_printer_prints_and_confirms_like_any_other(
    press: Press, agent: Agent, device: VirtualPrinter
) -> None:
    job = press.wait_for(press.sell(), "printed")
    assert (job["evidence"], job["printer"], len(device.papers)) == ("processed", "kasir", 1)


def test_the_stall_sees_that_its_agents_printer_has_no_paper(
    press: Press, agent: Agent, device: VirtualPrinter
) -> None:
    device.fault("paper_out", at_byte=50)
    sale = press.sell()
    press.wait_for_printer("paper_out")
    device.repair()
    press.wait_for(sale, "printed")
    assert len(device.papers) == 1


def test_the_server_may_restart_while_an_agent_prints(
    press: Press, office: Office, agent: Agent, device: VirtualPrinter
) -> None:
    device.fault("paper_out", at_byte=50)
    sales = [press.sell(f"07A-{n:04}") for n in range(5)]
    press.wait_for_printer("paper_out")
    office.stop()
    press.close()
    device.repair()
    assert device.wait_until(lambda printer: len(printer.papers) == 1)
    press.open()
    press.service.start()
    office.start()
    for sale in sales:
        press.wait_for(sale, "printed")
    assert [paper.text().splitlines()[1] for paper in device.papers] == [f"07A-{n:04}" for n in range(5)]


def test_the_printer_may_go_away_while_an_agent_waits(
    press: Press, agent: Agent, device: VirtualPrinter
) -> None:
    device.fault("off")
    sale = press.sell()
    press.wait_for_printer("offline")
    device.repair()
    press.wait_for(sale, "printed")
    assert len(device.papers) == 1


def test_an_agent_that_starts_again_doubts_what_it_had_in_hand(
    press: Press, office: Office, agent: Agent, device: VirtualPrinter
) -> None:
    device.fault("paper_out", at_byte=50)
    sale = press.sell()
    press.wait_for_printer("paper_out")
    again = Agent(office)
    wait_until(lambda: press.job(sale)["state"] == "unconfirmed")
    assert press.job(sale)["error"] == "agent_restarted"
    device.repair()
    again.stop()


RAWBT = SetPrinter("kasir", "07", "receipt", "agent+app://rawbt", "escpos", "58mm", completion="none")
NEXT = "/agent/jobs/next?printer=kasir&encoded=1"
START = {"do": "start", "printer": "kasir", "bytes_total": 10}
SENT = {"do": "finish", "printer": "kasir", "state": "sent", "evidence": "handed_to_os", "bytes_sent": 10}


@pytest.fixture
def tablet(press: Press, office: Office) -> Server:
    """The tablet 07A, chosen to feed the stall's print app."""
    press.submit(RAWBT)
    chosen = Server(f"http://127.0.0.1:{office.port}", "stan-07")
    shown = chosen.ask("PUT", "/printers/kasir/host", {"till": "07A"})
    assert shown["connection"] == "agent+app://rawbt/07A"
    return chosen


def test_a_tablet_hands_the_bytes_to_its_print_app_and_can_only_say_sent(
    press: Press, tablet: Server
) -> None:
    sale = press.sell()
    job = tablet.ask("GET", NEXT)
    assert b"07A-0001" in base64.b64decode(job["data"])
    assert tablet.ask("POST", "/agent/reports", START | {"job": job["id"]})["result"]
    assert tablet.ask("POST", "/agent/reports", SENT | {"job": job["id"]})["result"]
    assert press.job(sale)["state"] == "sent"
    assert tablet.ask("GET", NEXT) is None


def test_of_two_tabs_with_the_same_job_one_may_print_it(press: Press, tablet: Server) -> None:
    press.sell()
    job, again = tablet.ask("GET", NEXT), tablet.ask("GET", NEXT)
    assert job["id"] == again["id"]
    results = [tablet.ask("POST", "/agent/reports", START | {"job": job["id"]})["result"] for _ in range(2)]
    assert results == [True, False]


REQUEUE = {"do": "requeue", "printer": "kasir", "error": "tablet_restarted"}


def test_a_tab_gives_back_only_the_sending_it_began_itself(press: Press, tablet: Server) -> None:
    sale = press.sell()

    def report(form: dict[str, Any], attempt: int) -> bool:
        said = form | {"job": job["id"], "attempt": attempt}
        return bool(tablet.ask("POST", "/agent/reports", said)["result"])

    job = tablet.ask("GET", NEXT)
    assert job["attempt"] == 0
    assert report(START, 1)
    assert report(REQUEUE, 1)
    assert tablet.ask("GET", NEXT)["attempt"] == 1
    assert not report(START, 1)
    assert report(START, 2)
    assert not report(REQUEUE, 1)
    assert press.job(sale)["state"] == "sending"


def test_only_the_tablet_that_was_chosen_gets_the_jobs(press: Press, tablet: Server) -> None:
    press.sell()
    tablet.ask("PUT", "/printers/kasir/host", {"till": "07B"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        tablet.ask("GET", NEXT)
    assert refused.value.code == 409


def test_what_the_former_tablet_had_in_hand_is_unconfirmed(press: Press, tablet: Server) -> None:
    sale = press.sell()
    job = tablet.ask("GET", NEXT)
    tablet.ask("POST", "/agent/reports", START | {"job": job["id"]})
    tablet.ask("PUT", "/printers/kasir/host", {"till": "07A"})
    assert press.job(sale)["state"] == "sending"
    tablet.ask("PUT", "/printers/kasir/host", {"till": "07B"})
    assert (press.job(sale)["state"], press.job(sale)["error"]) == ("unconfirmed", "tablet_changed")


def test_a_tablet_gets_no_job_that_is_over_or_cannot_be_printed(press: Press, tablet: Server) -> None:
    hopeless = press.sell("07A-0001", document="unprintable")
    press.service.settings = replace(QUICK, stale=600)
    later = press.sell("07A-0002")
    assert tablet.ask("GET", NEXT)["id"] == press.job(later)["id"]
    assert (press.job(hopeless)["state"], press.job(hopeless)["error"]) == ("failed", "cannot_be_printed")
    press.service.settings = replace(QUICK, stale=-1)
    assert tablet.ask("GET", NEXT) is None
    assert (press.job(later)["state"], press.job(later)["hold"]) == ("queued", "stale")


def test_a_job_that_nobody_can_draw_now_waits_for_the_tablets_next_question(
    press: Press, tablet: Server
) -> None:
    def away(*_: object) -> bytes:
        raise EncoderAway

    press.service.encoder = away
    sale = press.sell()
    assert tablet.ask("GET", NEXT) is None
    assert (press.job(sale)["state"], press.job(sale)["error"]) == ("queued", "drawing_stopped")
    press.service.encoder = stand_in
    assert tablet.ask("GET", NEXT)["id"] == press.job(sale)["id"]


def test_the_stalls_machine_leaves_print_apps_to_their_tablet(press: Press, tablet: Server) -> None:
    assert tablet.ask("POST", "/agent/hello", {"stall": "07"}) == []
    assert tablet.ask("GET", "/agent/printers?stall=07") == []


def test_a_printer_on_a_cable_has_no_tablet_to_choose(
    press: Press, tablet: Server, device: VirtualPrinter
) -> None:
    press.set_printer(device)
    with pytest.raises(urllib.error.HTTPError) as refused:
        tablet.ask("PUT", "/printers/kasir/host", {"till": "07A"})
    assert refused.value.code == 409


@pytest.mark.parametrize(
    ("connection", "reason"),
    [("agent+app://rawbt", "no_host"), ("agent+app://rawbt/07A", "tablet_away")],
)
def test_a_print_app_without_its_tablet_says_which_tablet_is_missed(
    press: Press, connection: str, reason: str
) -> None:
    press.submit(replace(RAWBT, connection=connection))
    press.service.agents.look_after_the_silent(away=0)
    assert (press.printer()["state"], press.printer()["reason"]) == ("offline", reason)


def test_an_agent_that_comes_back_is_as_it_last_said(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device, connection=f"agent+{device.connection}")
    press.submit(SetPrinterState("kasir", "paper_low", "paper_low"))
    press.service.agents.look_after_the_silent(away=0)
    assert press.printer()["state"] == "offline"
    press.service.agents.hear("kasir")
    assert (press.printer()["state"], press.printer()["reason"]) == ("paper_low", "paper_low")
    assert [each["state"] for each in press.news if "printer" in each] == ["offline", "paper_low"]


def test_what_an_agent_reports_is_news_for_whoever_watches(press: Press, tablet: Server) -> None:
    press.sell()
    job = tablet.ask("GET", NEXT)["id"]
    press.news.clear()
    tablet.ask("POST", "/agent/reports", START | {"job": job})
    tablet.ask("POST", "/agent/reports", SENT | {"job": job})
    tablet.ask("POST", "/agent/reports", {"do": "state", "printer": "kasir", "state": "unknown"})
    assert [(each.get("job"), each["stall"], each["state"]) for each in press.news] == [
        (job, "07", "sent"),
        (None, "07", "unknown"),
    ]


def test_an_agent_that_stays_away_is_named_and_its_job_doubted(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device, connection=f"agent+{device.connection}")
    sale = press.sell()
    press.submit(StartSending(press.job(sale)["id"], "kasir", 10))
    press.service.agents.look_after_the_silent(away=0, lease=900)
    assert (press.printer()["state"], press.printer()["reason"]) == ("offline", "agent_away")
    assert press.job(sale)["state"] == "sending"
    press.service.agents.look_after_the_silent(away=0, lease=0)
    assert (press.job(sale)["state"], press.job(sale)["error"]) == ("unconfirmed", "agent_away")


@pytest.fixture
def spare(press: Press) -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        press.set_printer(printer, "cadangan", "08")
        press.submit(replace(RAWBT, connection="agent+app://rawbt/07A", fallback="cadangan"))
        yield printer
        press.service.stop(grace=2)


def test_what_waits_for_an_agent_that_is_away_goes_to_the_fallback_and_says_so(
    press: Press, spare: VirtualPrinter
) -> None:
    begun, waiting = press.sell("07A-0001"), press.sell("07A-0002")
    press.submit(StartSending(press.job(begun)["id"], "kasir", 10))
    press.service.agents.look_after_the_silent(away=0)
    press.service.agents.move_the_stranded(patience=0)
    job = press.wait_for(waiting, "printed")
    assert (job["printer"], job["rerouted_from"]) == ("cadangan", "07")
    assert press.job(begun)["state"] == "sending"
    assert len(spare.papers) == 1


def test_what_waits_for_an_agents_printer_without_paper_goes_to_the_fallback(
    press: Press, spare: VirtualPrinter
) -> None:
    press.submit(SetPrinterState("kasir", "paper_out", "paper_out"))
    sale = press.sell()
    press.service.agents.move_the_stranded(patience=60)
    assert press.job(sale)["printer"] == "kasir"
    press.service.agents.move_the_stranded(patience=0)
    press.wait_for(sale, "printed")
    assert len(spare.papers) == 1


def test_what_waits_for_an_agent_that_is_there_stays(press: Press, spare: VirtualPrinter) -> None:
    sale = press.sell()
    press.service.agents.move_the_stranded(patience=0)
    assert (press.job(sale)["state"], press.job(sale)["printer"]) == ("queued", "kasir")


def test_a_fallback_that_is_not_in_use_takes_nothing(press: Press, spare: VirtualPrinter) -> None:
    press.set_printer(spare, "cadangan", "08", enabled=False)
    press.service.agents.look_after_the_silent(away=0)
    sale = press.sell()
    press.service.agents.move_the_stranded(patience=0)
    assert (press.job(sale)["state"], press.job(sale)["printer"]) == ("queued", "kasir")


def test_an_agent_touches_no_other_stalls_jobs(press: Press, office: Office, device: VirtualPrinter) -> None:
    press.set_printer(device, connection=f"agent+{device.connection}")
    press.set_printer(device, name="server", stall="08", connection="tcp://127.0.0.1:1")
    foreign = Server(f"http://127.0.0.1:{office.port}", "stan-08")
    job = press.job(press.sell())["id"]
    report = {"do": "finish", "job": job, "printer": "kasir", "state": "printed"}
    for method, path, body, code in (
        ("GET", "/agent/jobs/next?printer=kasir", None, 403),
        ("POST", "/agent/reports", report, 403),
        ("POST", "/agent/reports", report | {"printer": "server"}, 409),
        ("POST", "/agent/hello", {"stall": "07"}, 403),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            foreign.ask(method, path, body)
        assert refused.value.code == code
        refused.value.close()
    assert press.job(sale_id("07A-0001"))["state"] == "queued"
