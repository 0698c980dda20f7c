"""The virtual printer behaves like one on the network: one client, a small buffer, faults to order."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, Self

import pytest

from printers.emulator.printer import VirtualPrinter
from printers.emulator.web import create_app

RECEIPT = b"\x1b@\x1c." + b"Baris\n" * 10 + b"\x1dVB\x00"
ASK_ALL = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04"


def labors(device: VirtualPrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every piece takes it 20 ms, as on a machine that has other things to do."""
    decoder = device._decoder
    draw = decoder.feed

    def feed(data: bytes) -> None:
        time.sleep(0.02)
        draw(data)

    monkeypatch.setattr(decoder, "feed", feed)


@pytest.fixture
def device() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


class Line:
    """A client's connection."""

    def __init__(self, device: VirtualPrinter) -> None:
        self.socket = socket.create_connection(("127.0.0.1", device.port), timeout=5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self, count: int) -> bytes:
        data = b""
        while len(data) < count and (more := self.socket.recv(count - len(data))):
            data += more
        return data

    def ask(self) -> str:
        self.send(ASK_ALL)
        return self.read(3).hex()

    def is_gone(self) -> bool:
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def hears_nothing(self) -> bool:
        self.socket.settimeout(0.1)
        try:
            return self.socket.recv(1) == b"?"
        except TimeoutError:
            return True


def test_it_says_how_it_is_at_once_and_prints_in_order(device: VirtualPrinter) -> None:
    with Line(device) as line:
        assert line.ask() == "121212"
        line.send(RECEIPT + b"\x1dr1")
        assert line.read(1) == b"\x00"
    assert [paper.text() for paper in device.papers] == ["Baris\n" * 10]
    assert device.errors == []


def test_paper_low_paper_out_and_open_cover_are_told_apart(device: VirtualPrinter) -> None:
    with Line(device) as line:
        device.near_end = True
        assert line.ask() == "12121e"
        device.fault("paper_out")
        assert line.ask() == "1a327e"
        device.repair()
        device.fault("cover")
        assert line.ask() == "1a161e"


def test_without_paper_it_keeps_what_it_got_and_prints_it_after_the_refill(device: VirtualPrinter) -> None:
    device.fault("paper_out", at_byte=30)
    with Line(device) as line:
        line.send(RECEIPT + b"\x1dr1")
        assert device.wait_until(lambda p: p.state == "paper_out")
        assert line.ask()[:2] == "1a"
    assert (len(device.papers), device.rolling.text()) == (0, "Baris\n" * 4)
    device.repair()
    assert device.wait_until(lambda p: len(p.papers) == 1)


def test_the_paper_can_run_out_after_some_millimetres(device: VirtualPrinter) -> None:
    device.fault("paper_out", at_mm=10)
    with Line(device) as line:
        line.send(RECEIPT)
        assert device.wait_until(lambda p: p.state == "paper_out")
    assert device.rolling.height == 90


def test_status_requests_do_not_count_as_bytes_of_a_job(device: VirtualPrinter) -> None:
    device.fault("reset", at_byte=10)
    with Line(device) as line:
        for _ in range(10):
            assert line.ask() == "121212"


def test_a_reset_takes_the_connection_but_prints_what_came_before(device: VirtualPrinter) -> None:
    device.fault("reset", at_byte=16)
    with Line(device) as line:
        line.send(RECEIPT)
        with pytest.raises(ConnectionResetError):
            line.read(1)
    assert device.wait_until(lambda p: p.rolling.text() == "Baris\nBaris\n")


def test_power_off_and_on_forgets_the_buffer(device: VirtualPrinter) -> None:
    device.fault("paper_out", at_byte=10)
    with Line(device) as line:
        line.send(RECEIPT)
        assert device.wait_until(lambda p: p.state == "paper_out")
        device.fault("power_cycle")
        assert line.is_gone()
    device.repair()
    with Line(device) as line:
        line.send(b"\x1b@\x1c.Lain\n\x1dVB\x00\x1dr1")
        line.read(1)
    assert device.papers[0].text() == "Baris\nLain\n"


def test_half_a_close_still_prints(device: VirtualPrinter) -> None:
    device.fault("half_close", at_byte=5)
    with Line(device) as line:
        line.send(RECEIPT)
        assert line.read(1) == b""
        assert device.wait_until(lambda p: len(p.papers) == 1)


def test_a_swallowed_reply_is_only_the_one_in_the_stream(device: VirtualPrinter) -> None:
    device.fault("swallow_reply", times=1)
    with Line(device) as line:
        line.send(b"\x1dr1")
        assert line.hears_nothing()
        assert line.ask() == "121212"
        line.send(b"\x1dr1")
        assert line.read(1) == b"\x00"


def test_a_silent_printer_prints_and_says_nothing(device: VirtualPrinter) -> None:
    device.fault("silent")
    with Line(device) as line:
        line.send(ASK_ALL + RECEIPT + b"\x1dr1")
        assert line.hears_nothing()
    assert device.wait_until(lambda p: len(p.papers) == 1)


def test_a_second_client_waits_until_the_first_has_gone(device: VirtualPrinter) -> None:
    with Line(device) as first, Line(device) as second:
        assert first.ask() == "121212"
        second.send(ASK_ALL)
        assert second.hears_nothing()
        first.socket.close()
        second.socket.settimeout(5)
        assert second.read(3).hex() == "121212"


def test_somebody_else_on_the_line_and_a_stale_answer_can_be_ordered(device: VirtualPrinter) -> None:
    device.fault("second_client")
    with Line(device) as line:
        line.send(ASK_ALL)
        assert line.hears_nothing()
    device.repair()
    device.fault("stale_reply")
    with Line(device) as line:
        assert line.read(5).hex() == "14000c0000"


def test_switched_off_it_refuses_connections_and_comes_back_on_the_same_port(device: VirtualPrinter) -> None:
    device.fault("off")
    with pytest.raises(ConnectionRefusedError):
        Line(device)
    device.repair()
    with Line(device) as line:
        assert line.ask() == "121212"


def test_a_full_buffer_pushes_back_until_there_is_paper(device: VirtualPrinter) -> None:
    device.fault("paper_out")
    with Line(device) as line:
        line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        line.socket.settimeout(0.3)
        with pytest.raises(TimeoutError):
            line.send(b"x" * 2_000_000)
    device.repair()


def test_pushed_states_come_to_whoever_asked_for_them(device: VirtualPrinter) -> None:
    with Line(device) as line:
        line.send(b"\x1da\xff\x1dr1")
        assert line.read(1) == b"\x00"
        device.fault("paper_out")
        assert line.read(4).hex() == "18000c00"
        device.repair()
        assert line.read(4).hex() == "10000000"


def test_paper_moves_in_its_own_time() -> None:
    with VirtualPrinter(mm_per_s=200) as device, Line(device) as line:
        begin = time.monotonic()
        line.send(RECEIPT + b"\x1dr1")
        line.read(1)
        assert time.monotonic() - begin > (10 * 30 + 120) / 8 / 200 * 0.9


@pytest.mark.parametrize(("language", "ask", "well"), [("tspl", b"\x1b!?", "00"), ("zpl", b"~HS", "02")])
def test_label_printers_answer_in_their_own_dialect(language: str, ask: bytes, well: str) -> None:
    with VirtualPrinter(language=language, media="50x30") as device, Line(device) as line:
        line.send(ask)
        assert line.read(1).hex() == well
        device.fault("paper_out")
        assert device.errors == []


def test_a_zpl_printer_in_trouble_says_nothing_and_a_tspl_printer_says_what() -> None:
    with VirtualPrinter(language="zpl", media="50x30") as device, Line(device) as line:
        device.fault("paper_out")
        line.send(b"~HS")
        assert line.hears_nothing()
    with VirtualPrinter(language="tspl", media="50x30") as device, Line(device) as line:
        device.fault("paper_out")
        line.send(b"\x1b!?")
        assert line.read(1) == b"\x04"


def test_it_lets_go_of_everything_when_it_is_stopped() -> None:
    before = threading.active_count()
    with VirtualPrinter() as device, Line(device) as line:
        assert line.ask() == "121212"
    assert threading.active_count() == before


# The page -------------------------------------------------------------------------------------------


@pytest.fixture
def web(device: VirtualPrinter) -> Any:
    return create_app([device]).test_client()


def test_the_page_lists_and_draws_the_papers(device: VirtualPrinter, web: Any) -> None:
    with Line(device) as line:
        line.send(RECEIPT + b"\x1dr1")
        line.read(1)
    [paper] = web.get("/printers/1/papers").json
    assert (paper["i"], paper["width"], paper["text"]) == (0, 576, "Baris\n" * 10)
    assert web.get("/printers/1/papers/0.txt").text == "Baris\n" * 10
    assert web.get("/printers/1/papers/0.png").data.startswith(b"\x89PNG")
    assert web.get("/printers/1/papers/1.png").status_code == 404
    assert web.get("/printers/2/papers").status_code == 404


def test_a_person_can_pull_the_paper_and_load_it_again(device: VirtualPrinter, web: Any) -> None:
    assert web.put("/printers/1/fault", json={"kind": "paper_out"}).json["state"] == "paper_out"
    assert web.get("/printers").json[0]["faults"] == ["paper_out"]
    assert web.delete("/printers/1/fault").json["state"] == "ready"


@pytest.mark.parametrize(
    "body", [{}, {"kind": "boom"}, {"kind": "reset", "at_byte": "5"}, {"kind": "reset", "x": 1}, 5]
)
def test_a_fault_nobody_knows_is_refused(web: Any, body: Any) -> None:
    answer = web.put("/printers/1/fault", json=body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_braces_nested_beyond_reading_are_no_fault(web: Any) -> None:
    answer = web.put("/printers/1/fault", data=b"[" * 100_000, content_type="application/json")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_the_page_brings_everything_itself(web: Any) -> None:
    with web.get("/") as page:
        assert "http" not in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for name in ("main.js", "texts.js", "emulator.css"):
        with web.get(f"/assets/{name}") as asset:
            assert asset.status_code == 200
            assert "http" not in asset.text


def test_a_printer_says_how_it_is_while_it_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    with VirtualPrinter(language="tspl", media="50x30") as device, Line(device) as line:
        labors(device, monkeypatch)
        line.send(b"CLS\r\nPRINT 1\r\n" * 100)
        assert device.wait_until(lambda printer: len(printer.papers) == 2)
        line.send(b"\x1b!?")
        assert line.read(1) == b"\x20"
        assert len(device.papers) < 50
