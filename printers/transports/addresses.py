"""Which transport an address means."""

import re

from printers.errors import DeviceProblem
from printers.transports.base import Opener, Transport
from printers.transports.file import FileTransport
from printers.transports.serial import SerialTransport
from printers.transports.tcp import TcpTransport
from printers.transports.usb import open_usb

OPENERS: dict[str, Opener] = {
    "tcp": TcpTransport,
    "usb": open_usb,
    "serial": SerialTransport,
    "file": FileTransport,
}
AGENT = "agent+"  # another machine drives it: agent+usb:///dev/usb/lp0
APP = AGENT + "app://"  # a tablet hands the bytes to a print app: agent+app://rawbt/07A
ADDRESS = re.compile(
    r"tcp://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?"
    r"|(usb|serial):///dev/[A-Za-z0-9/_.-]+"
    r"|usb://[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(/[A-Za-z0-9_-]+)?"
    r"|file:///[^?#]+\.prn"
    r"|app://[a-z0-9.-]+(/[0-9A-Z]{1,8})?"  # a print app on a tablet (its till); behind agent+ only
)


def open_transport(address: str, timeout: float) -> Transport:
    """Open the connection for one job; raises DeviceProblem."""
    scheme = address.partition("://")[0]
    if scheme not in OPENERS:
        raise DeviceProblem("bad_address", permanent=True)
    return OPENERS[scheme](address, timeout)


def is_address(text: str) -> bool:
    """Whether a printer can be set up with this connection."""
    if text.startswith("app://"):
        return False
    return ADDRESS.fullmatch(text.removeprefix(AGENT)) is not None and ".." not in text


def is_agent(address: str) -> bool:
    """Whether another machine drives this printer."""
    return address.startswith(AGENT)


def is_app(address: str) -> bool:
    """Whether a tablet's print app puts it on paper; nobody can ask such a printer anything."""
    return address.startswith(APP)


def host_of(address: str) -> str | None:
    """The till whose tablet feeds a print app; None while nobody has been chosen."""
    return address.removeprefix(APP).partition("/")[2] or None if is_app(address) else None


def hosted_by(address: str, till: str | None) -> str:
    """The address of the same print app on another tablet."""
    app = address.removeprefix(APP).partition("/")[0]
    return f"{APP}{app}/{till}" if till else f"{APP}{app}"


def open_agents_transport(address: str, timeout: float) -> Transport:
    """On the agent's machine: the way its printer hangs there."""
    return open_transport(address.removeprefix(AGENT), timeout)
