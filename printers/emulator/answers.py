"""What a virtual printer answers when it is asked how it is."""

import re
from typing import NamedTuple

# What is answered at once, wherever it stands in the stream.
REALTIME = {
    "escpos": re.compile(rb"\x10\x04([\x01-\x04])", re.DOTALL),
    "tspl": re.compile(rb"\x1b!(\?)"),
    "zpl": re.compile(rb"~H(S)"),
}


class Condition(NamedTuple):
    """How a printer is."""

    paper_out: bool
    cover_open: bool
    near_end: bool
    busy: bool
    jammed: bool = False
    paused: bool = False

    @property
    def stopped(self) -> bool:
        """Whether nothing comes out."""
        return self.paper_out or self.cover_open or self.jammed or self.paused


def answer(language: str, request: bytes, now: Condition) -> bytes:
    """The answer to a status request; a ZPL printer in trouble has none."""
    if language == "escpos":
        return bytes([_escpos(request[0], now)])
    if language == "tspl":
        return bytes([_tspl(now)])
    return b"" if now.paper_out or now.cover_open or now.jammed else _zpl(now)


def asb(now: Condition) -> bytes:
    """The four bytes that a printer pushes when something changes (GS a)."""
    head = 0x10 | 0x08 * now.stopped | 0x20 * now.cover_open
    return bytes([head, 0, 0x03 * now.near_end | 0x0C * now.paper_out, 0])


def _escpos(n: int, now: Condition) -> int:
    """DLE EOT n: 1 offline, 2 why, 3 mechanism, 4 paper."""
    bits = {
        1: 0x08 * now.stopped,
        2: 0x04 * now.cover_open | 0x20 * now.paper_out | 0x40 * now.jammed,
        3: 0x08 * now.jammed,
        4: 0x0C * now.near_end | 0x60 * now.paper_out,
    }
    return 0x12 | bits[n]


def _tspl(now: Condition) -> int:
    """One byte; paper that runs low has no bit."""
    ill = 0x01 * now.cover_open | 0x02 * now.jammed | 0x04 * now.paper_out
    return ill | 0x10 * now.paused | 0x20 * now.busy


def _zpl(now: Condition) -> bytes:
    """~HS: three lines; the fifth field of the first counts the formats that still wait."""
    first = f"\x02030,0,{int(now.paused)},0240,{int(now.busy):03d},0,0,0,000,0,0,0\x03\r\n"
    second = "\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n"
    return (first + second + "\x021234,0\x03\r\n").encode()
