"""A decoder's surroundings for tests: takes notes of everything that comes out."""

from typing import Self

from printers.emulator.decoder import Decoder
from printers.emulator.escpos import EscposDecoder
from printers.emulator.paper import Paper

URL = "HTTPS://LAPAK.EXAMPLE/P/7Q2MXK"


class Desk:
    """A mechanism that only takes notes."""

    def __init__(self, width: int = 576, height: int = 0) -> None:
        self.papers: list[Paper] = []
        self.replies: list[bytes] = []
        self.errors: list[str] = []
        self.kicks: list[int] = []
        self.skipped = 0
        self.fed = 0
        self.decoder: Decoder = EscposDecoder(self, width, height)

    def print(self, data: bytes) -> Self:
        for byte in data:
            self.decoder.feed(bytes([byte]))
        return self

    def reply(self, data: bytes) -> None:
        self.replies.append(data)

    def feed(self, dots: int) -> None:
        self.fed += dots

    def finish(self, paper: Paper) -> None:
        self.papers.append(paper)

    def kick(self, pin: int) -> None:
        self.kicks.append(pin)

    def error(self, text: str) -> None:
        self.errors.append(text)

    def skip_realtime(self, count: int) -> None:
        self.skipped += count
