"""Printers on USB: Linux' own device files, or libusb where pyusb is installed."""

import contextlib
import errno
import importlib
import os
import select
from typing import Any
from urllib.parse import urlsplit

from printers.errors import DeviceProblem

REASONS = {
    errno.ENOENT: "no_device",
    errno.ENODEV: "no_device",
    errno.ENXIO: "no_device",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EBUSY: "device_busy",
}


def why_not(error: OSError) -> str:
    """What people can do something about: the plug, the rights, another program."""
    return REASONS.get(error.errno or 0, "unreachable")


class DeviceFileTransport:
    """`usb:///dev/usb/lp0`: written and read without blocking the process."""

    two_way = True

    def __init__(self, address: str, timeout: float) -> None:  # noqa: ARG002 - the device answers at once
        path = urlsplit(address).path
        if not path.startswith("/dev/"):
            raise DeviceProblem("bad_address", permanent=True)
        try:
            self._device = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise DeviceProblem(why_not(error)) from error

    def send(self, data: bytes, timeout: float) -> int:
        """Hand over what the kernel takes."""
        try:
            _, writable, _ = select.select([], [self._device], [], timeout)
            return os.write(self._device, data) if writable else 0
        except BlockingIOError:
            return 0
        except OSError as error:
            raise DeviceProblem("connection_lost") from error

    def read(self, timeout: float) -> bytes:
        """What has come back; usblp answers readable without data, which is silence and not the end."""
        try:
            readable, _, _ = select.select([self._device], [], [], timeout)
            return os.read(self._device, 64) if readable else b""
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceProblem("connection_lost") from error

    def finish(self, timeout: float) -> None:
        """The kernel keeps what it took."""

    def close(self) -> None:
        """Let go."""
        with contextlib.suppress(OSError):
            os.close(self._device)


class LibusbTransport:
    """`usb://VENDOR:PRODUCT[/SERIAL]` in hexadecimal, through pyusb."""

    two_way = True

    def __init__(self, address: str, timeout: float) -> None:  # noqa: ARG002
        self._usb = _pyusb()
        self._device = self._find(address)
        try:
            self._claim()
        except self._usb.core.USBError as error:
            raise DeviceProblem(why_not(error)) from error

    def _find(self, address: str) -> Any:
        vendor, _, rest = address.removeprefix("usb://").partition(":")
        product, _, serial = rest.partition("/")
        wanted: dict[str, Any] = {"idVendor": int(vendor, 16), "idProduct": int(product, 16)}
        if serial:
            wanted["serial_number"] = serial
        device = self._usb.core.find(**wanted)
        if device is None:
            raise DeviceProblem("no_device")
        return device

    def _claim(self) -> None:
        util = self._usb.util
        interface = self._device.get_active_configuration()[(0, 0)]
        if self._device.is_kernel_driver_active(interface.bInterfaceNumber):
            self._device.detach_kernel_driver(interface.bInterfaceNumber)
        ends = list(interface)
        self._out = next(
            end for end in ends if util.endpoint_direction(end.bEndpointAddress) == util.ENDPOINT_OUT
        )
        self._in = next(
            (end for end in ends if util.endpoint_direction(end.bEndpointAddress) == util.ENDPOINT_IN), None
        )
        self.two_way = self._in is not None

    def send(self, data: bytes, timeout: float) -> int:
        """Hand over one piece."""
        try:
            return int(self._out.write(data[:4096], int(timeout * 1000)))
        except self._usb.core.USBTimeoutError:
            return 0
        except self._usb.core.USBError as error:
            raise DeviceProblem("connection_lost") from error

    def read(self, timeout: float) -> bytes:
        """What has come back."""
        if self._in is None:
            return b""
        try:
            return bytes(self._in.read(64, int(timeout * 1000)))
        except self._usb.core.USBTimeoutError:
            return b""
        except self._usb.core.USBError as error:
            raise DeviceProblem("connection_lost") from error

    def finish(self, timeout: float) -> None:
        """A bulk write has arrived when it returns."""

    def close(self) -> None:
        """Let go."""
        self._usb.util.dispose_resources(self._device)


def open_usb(address: str, timeout: float) -> DeviceFileTransport | LibusbTransport:
    """A device file where the address is a path, else libusb."""
    if address.startswith("usb:///"):
        return DeviceFileTransport(address, timeout)
    return LibusbTransport(address, timeout)


def _pyusb() -> Any:
    try:
        usb = importlib.import_module("usb")
        importlib.import_module("usb.core")
        importlib.import_module("usb.util")
    except ImportError as error:
        raise DeviceProblem("no_libusb", permanent=True) from error
    return usb
