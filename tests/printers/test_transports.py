"""Ways to a printer fail as DeviceProblem and never half."""

import os
import pty
import socket
import struct
import sys
from pathlib import Path

import pytest

from printers.errors import DeviceProblem
from printers.transports.addresses import is_address, is_agent, open_transport
from printers.transports.base import send_all
from printers.transports.usb import DeviceFileTransport


@pytest.fixture
def listener() -> socket.socket:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def connect(listener: socket.socket) -> tuple[object, socket.socket]:
    transport = open_transport(f"tcp://127.0.0.1:{listener.getsockname()[1]}", 1)
    return transport, listener.accept()[0]


def test_tcp_sends_reads_and_says_when_nothing_comes(listener: socket.socket) -> None:
    transport, printer = connect(listener)
    assert send_all(transport, b"halo", 1) == 4
    assert printer.recv(10) == b"halo"
    assert transport.read(0.01) == b""
    printer.sendall(b"\x12")
    assert transport.read(1) == b"\x12"
    transport.close()
    printer.close()


def test_nobody_listening_is_unreachable(listener: socket.socket) -> None:
    address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    with pytest.raises(DeviceProblem, match="unreachable"):
        open_transport(address, 1)


def test_a_reset_is_a_lost_connection(listener: socket.socket) -> None:
    transport, printer = connect(listener)
    printer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    printer.close()
    with pytest.raises(DeviceProblem, match="connection_lost"):
        transport.read(1)
    transport.close()


def test_an_end_is_a_lost_connection_while_an_answer_is_awaited(listener: socket.socket) -> None:
    transport, printer = connect(listener)
    printer.close()
    with pytest.raises(DeviceProblem, match="connection_lost"):
        transport.read(1)
    transport.close()


def test_finishing_notices_that_bytes_were_thrown_away(listener: socket.socket) -> None:
    transport, printer = connect(listener)
    transport.send(b"x" * 1000, 1)
    printer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    printer.close()
    with pytest.raises(DeviceProblem, match="connection_lost"):
        transport.finish(1)
    transport.close()


def test_a_full_pipe_ends_in_a_short_count(listener: socket.socket) -> None:
    transport, printer = connect(listener)
    data = b"x" * 50_000_000
    assert 0 < send_all(transport, data, 0.1) < len(data)
    transport.close()
    printer.close()


def test_a_file_collects_and_is_never_overwritten(tmp_path: Path) -> None:
    for text in (b"satu", b"dua"):
        transport = open_transport(f"file://{tmp_path}/kertas.prn", 1)
        transport.send(text, 1)
        transport.finish(1)
        transport.close()
    assert (tmp_path / "kertas.prn").read_bytes() == b"satudua"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://x", "usb:///etc/passwd", "file:///nowhere/x.prn"]
)
def test_places_that_are_no_printers_are_refused(address: str) -> None:
    with pytest.raises(DeviceProblem):
        open_transport(address, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="device files")
def test_a_device_file_is_written_and_read_without_blocking(monkeypatch: pytest.MonkeyPatch) -> None:
    printer, device = pty.openpty()
    name = os.ttyname(device)
    transport = DeviceFileTransport(f"usb://{name}", 1)
    try:
        assert transport.send(b"halo\n", 1) == 5
        assert os.read(printer, 10).startswith(b"halo")
        assert transport.read(0.01) == b""
    finally:
        transport.close()
        os.close(printer)
        os.close(device)


def test_a_usb_printer_without_its_library_says_so() -> None:
    with pytest.raises(DeviceProblem) as caught:
        open_transport("usb://04b8:0202", 1)
    assert caught.value.reason in {"no_libusb", "unreachable"}


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("tcp://192.168.1.50:9100", True),
        ("tcp://printer-07.local", True),
        ("tcp://[::1]:9100", True),
        ("usb:///dev/usb/lp0", True),
        ("usb://04b8:0202/SERIAL1", True),
        ("file:///tmp/kertas.prn", True),
        ("agent+serial:///dev/rfcomm0", True),
        ("agent+app://rawbt", True),
        ("app://rawbt", False),
        ("tcp://", False),
        ("tcp://a b", False),
        ("http://x", False),
        ("file:///tmp/../etc/passwd", False),
        ("usb:///dev/../etc/x", False),
        ("", False),
    ],
)
def test_addresses_are_told_from_other_text(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_an_agents_printer_is_driven_elsewhere() -> None:
    assert is_agent("agent+usb:///dev/usb/lp0")
    assert not is_agent("usb:///dev/usb/lp0")
