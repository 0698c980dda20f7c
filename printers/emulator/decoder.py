"""What every decoder shares: bytes come in one by one, paper and replies go out, oddities are recorded."""

from collections.abc import Generator
from typing import Protocol

from printers.emulator.paper import Paper

# A parser says how many bytes it wants next and is sent exactly those.
Parser = Generator[int, bytes, None]
Taken = Generator[int, bytes, bytes]


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
    """Feeds `_parse`, a generator that says what it needs."""

    def __init__(self, mechanism: Mechanism, width: int, height: int) -> None:
        self.mechanism = mechanism
        self.width = width
        self.label_height = height
        self.paper = self._blank()
        self._begin()

    def _begin(self) -> None:
        self._got = b""
        self._parser = self._parse()
        self._wanted = next(self._parser)

    @property
    def missing(self) -> int:
        """How many bytes may come before anything happens."""
        return self._wanted - len(self._got)

    def feed(self, data: bytes) -> None:
        """Take bytes of the stream, `missing` at most."""
        self._got += data
        if len(self._got) >= self._wanted:
            got, self._got, parser = self._got, b"", self._parser
            wanted = parser.send(got)
            if parser is self._parser:  # the power did not go off meanwhile
                self._wanted = wanted

    def restart(self) -> None:
        """Power was off: half a command and all settings are forgotten, the paper is where it was."""
        self._begin()

    def _parse(self) -> Parser:
        raise NotImplementedError

    def _blank(self) -> Paper:
        return Paper(self.width, self.label_height, is_label=self.label_height > 0)

    def _finish_paper(self) -> None:
        done, self.paper = self.paper, self._blank()
        self.mechanism.finish(done)


def take(count: int) -> Taken:
    """The next `count` bytes."""
    return (yield count) if count else b""


def take_one() -> Generator[int, bytes, int]:
    """The next byte."""
    return (yield 1)[0]
