"""A stall's own machine drives its printers: the server and the printer may both go away meanwhile."""

import base64
import threading
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify, request
from printing_press import QUICK, Press, stand_in, wait_until
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from pos.principal import Principal
from pos.refusals import Refusal
from printers.agent import Server, Stall
from printers.api.blueprint import create_api
from printers.emulator.printer import VirtualPrinter
from printers.errors import PrinterRefusal
from printers.registry import SetPrinter
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


def test_a_tablet_hands_the_bytes_to_its_print_app_and_can_only_say_sent(
    press: Press, office: Office
) -> None:
    press.submit(
        SetPrinter("kasir", "07", "receipt", "agent+app://rawbt", "escpos", "58mm", completion="none")
    )
    sale = press.sell()
    tablet = Server(f"http://127.0.0.1:{office.port}", "stan-07")
    job = tablet.ask("GET", "/agent/jobs/next?printer=kasir&encoded=1")
    data = base64.b64decode(job["data"])
    assert b"07A-0001" in data
    report = {"job": job["id"], "printer": "kasir"}
    assert tablet.ask("POST", "/agent/reports", report | {"do": "start", "bytes_total": len(data)})["result"]
    done = {"do": "finish", "state": "sent", "evidence": "handed_to_os", "bytes_sent": len(data)}
    assert tablet.ask("POST", "/agent/reports", report | done)["result"]
    assert press.job(sale)["state"] == "sent"
    assert tablet.ask("GET", "/agent/jobs/next?printer=kasir&encoded=1") is None


def test_an_agent_that_stays_away_is_named_and_its_job_doubted(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device, connection=f"agent+{device.connection}")
    sale = press.sell()
    press.submit(StartSending(press.job(sale)["id"], "kasir", 10))
    press.service.agents.look_after_the_silent(away=0, lease=900)
    assert (press.printer()["state"], press.printer()["reason"]) == ("offline", "agent_away")
    assert press.job(sale)["state"] == "sending"
    press.service.agents.look_after_the_silent(away=0, lease=0)
    assert (press.job(sale)["state"], press.job(sale)["error"]) == ("unconfirmed", "agent_away")


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
    assert press.job("sale-07A-0001")["state"] == "queued"
