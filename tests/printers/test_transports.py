"""Ways to a printer fail as DeviceProblem and never half."""

import errno
import os
import pty
import socket
import struct
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from printers.errors import DeviceProblem
from printers.status import MESSAGES
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


@pytest.mark.skipif(sys.platform == "win32", reason="device files")
@pytest.mark.parametrize("scheme", ["usb", "serial"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "no_device"),
        (errno.ENODEV, "no_device"),
        (errno.EACCES, "no_permission"),
        (errno.EBUSY, "device_busy"),
        (errno.EIO, "unreachable"),
    ],
)
def test_a_device_that_cannot_be_opened_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, scheme: str, number: int, reason: str
) -> None:
    def refuse(path: str, _flags: int) -> int:
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DeviceProblem) as caught:
        open_transport(f"{scheme}:///dev/usb/lp0", 1)
    assert caught.value.reason == reason
    assert reason in MESSAGES


@pytest.mark.skipif(sys.platform == "win32", reason="device files")
def test_a_plug_that_is_not_there_is_no_device() -> None:
    with pytest.raises(DeviceProblem, match="no_device"):
        open_transport("usb:///dev/usb/lp-not-there", 1)


@pytest.mark.skipif(sys.platform == "win32", reason="device files")
def test_a_device_that_is_no_serial_line_is_named_as_such() -> None:
    with pytest.raises(DeviceProblem, match="not_serial"):
        open_transport("serial:///dev/null", 1)


class FakeUsb:
    """pyusb with one printer, or none; `trouble` comes when it is claimed."""

    def __init__(self, present: bool = True, trouble: int | None = None) -> None:
        self.written = b""
        self.core = SimpleNamespace(
            find=lambda **_: self if present else None, USBError=OSError, USBTimeoutError=TimeoutError
        )
        self.util = SimpleNamespace(
            ENDPOINT_OUT=0,
            ENDPOINT_IN=0x80,
            endpoint_direction=lambda address: address & 0x80,
            dispose_resources=lambda _device: None,
        )
        self.trouble = trouble

    def get_active_configuration(self) -> Any:
        if self.trouble:
            raise OSError(self.trouble, os.strerror(self.trouble))
        out = SimpleNamespace(bEndpointAddress=0x01, write=self._write)
        back = SimpleNamespace(bEndpointAddress=0x82, read=lambda _count, _timeout: b"\x12")
        return {(0, 0): Interface([out, back])}

    def is_kernel_driver_active(self, _number: int) -> bool:
        return False

    def _write(self, data: bytes, _timeout: int) -> int:
        self.written += data
        return len(data)


class Interface(list[Any]):
    bInterfaceNumber = 0  # noqa: N815 - pyusb's name


@pytest.mark.parametrize(
    ("usb", "reason"),
    [
        (FakeUsb(present=False), "no_device"),
        (FakeUsb(trouble=errno.EACCES), "no_permission"),
        (FakeUsb(trouble=errno.EBUSY), "device_busy"),
    ],
)
def test_libusb_tells_a_missing_printer_from_a_forbidden_one(
    monkeypatch: pytest.MonkeyPatch, usb: FakeUsb, reason: str
) -> None:
    monkeypatch.setattr("printers.transports.usb._pyusb", lambda: usb)
    with pytest.raises(DeviceProblem) as caught:
        open_transport("usb://04b8:0202", 1)
    assert caught.value.reason == reason


def test_libusb_writes_to_the_printer_and_reads_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    usb = FakeUsb()
    monkeypatch.setattr("printers.transports.usb._pyusb", lambda: usb)
    transport = open_transport("usb://04b8:0202", 1)
    assert send_all(transport, b"x" * 5000, 1) == 5000
    assert (transport.read(1), transport.two_way, len(usb.written)) == (b"\x12", True, 5000)
    transport.close()


def test_a_usb_printer_without_its_library_says_so() -> None:
    with pytest.raises(DeviceProblem) as caught:
        open_transport("usb://04b8:0202", 1)
    assert caught.value.reason in {"no_libusb", "no_device"}


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
