"""Printers on a serial line or paired by Bluetooth (`serial:///dev/rfcomm0`): slow, and quick to overrun."""

import contextlib
import time
from urllib.parse import urlsplit

from printers.errors import DeviceProblem
from printers.transports.usb import DeviceFileTransport

PIECE = 256  # bytes at once
BYTES_PER_SECOND = 10_000  # what Bluetooth's serial profile carries


class SerialTransport(DeviceFileTransport):
    """A device file in raw mode, fed in small pieces."""

    def __init__(self, address: str, timeout: float) -> None:
        super().__init__(address.replace("serial://", "usb://", 1), timeout)
        if not urlsplit(address).path.startswith("/dev/"):
            raise DeviceProblem("bad_address", permanent=True)
        with contextlib.suppress(ImportError):
            _make_raw(self._device)

    def send(self, data: bytes, timeout: float) -> int:
        """Hand over one piece and give it the time it takes on the way."""
        moved = super().send(data[:PIECE], timeout)
        time.sleep(moved / BYTES_PER_SECOND)
        return moved


def _make_raw(device: int) -> None:
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415

    try:
        tty.setraw(device)
    except termios.error as error:
        raise DeviceProblem("not_serial") from error
