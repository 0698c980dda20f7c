"""What every decoder shares: bytes come in one by one, paper and replies go out, oddities are recorded."""

from collections.abc import Generator
from typing import Protocol

from printers.emulator.paper import Paper

Parser = Generator[None, int, None]
Taken = Generator[None, int, bytes]


class Mechanism(Protocol):
    """The printer around a decoder."""

    def reply(self, data: bytes) -> None:
        """Answer in the order of the stream."""

    def feed(self, dots: int) -> None:
        """Move the paper."""

    def finish(self, paper: Paper) -> None:
        """A piece of paper is off."""

    def kick(self, pin: int) -> None:
        """Open the drawer."""

    def error(self, text: str) -> None:
        """Something no printer of this kind understands."""

    def skip_realtime(self, count: int) -> None:
        """Bytes of a real-time command that has already been answered."""


class Decoder:
    """Feeds bytes to `_parse`, a generator that takes what it needs."""

    def __init__(self, mechanism: Mechanism, width: int, height: int) -> None:
        self.mechanism = mechanism
        self.width = width
        self.label_height = height
        self.paper = self._blank()
        self._parser = self._parse()
        next(self._parser)

    def feed(self, byte: int) -> None:
        """Take one byte of the stream."""
        self._parser.send(byte)

    def restart(self) -> None:
        """Power was off: half a command and all settings are forgotten, the paper is where it was."""
        self._parser = self._parse()
        next(self._parser)

    def _parse(self) -> Parser:
        raise NotImplementedError

    def _blank(self) -> Paper:
        return Paper(self.width, self.label_height, is_label=self.label_height > 0)

    def _finish_paper(self) -> None:
        done, self.paper = self.paper, self._blank()
        self.mechanism.finish(done)


def take(count: int) -> Taken:
    """The next `count` bytes."""
    data = bytearray()
    while len(data) < count:
        data.append((yield))
    return bytes(data)


def take_one() -> Generator[None, int, int]:
    """The next byte."""
    return (yield)
