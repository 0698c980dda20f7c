"""Decodes the ZPL II subset that label printers of every make draw alike."""

import re
import textwrap
from collections.abc import Callable, Generator

from printers.emulator.decoder import Decoder, Mechanism, Parser, take, take_one
from printers.emulator.paper import Box, Paper, Picture, Qr, Text

# Font: height and width of one letter's matrix, and the gap to the next.
FONTS = {
    "A": (9, 5, 1),
    "B": (11, 7, 2),
    "D": (18, 10, 2),
    "E": (28, 15, 5),
    "F": (26, 13, 3),
    "G": (60, 40, 8),
}
QR_DROP = 10  # printers draw ^BQ that much lower than ^FO says
GAP = 16
ESCAPED = re.compile(r"_([0-9A-Fa-f]{2})")


class ZplDecoder(Decoder):
    """One label between ^XA and ^XZ; a field is drawn at its ^FS."""

    def __init__(self, mechanism: Mechanism, width: int, height: int) -> None:
        self.copies = 1
        self._new_field()
        super().__init__(mechanism, width, height)

    def _new_field(self) -> None:
        self.at = (0, 0)
        self.font = "A"
        self.font_size = (9, 5)
        self.escapes = False
        self.qr_module = 0
        self.block: tuple[int, int] | None = None
        self.data: str | None = None

    def _parse(self) -> Parser:
        yield from self._next_prefix()
        while True:
            name = (yield from take(2)).decode("latin-1")
            if name[0] == "A" and name[1] != "@":
                self.font, name = name[1], "A"
            if name in BARE:
                self._do(name, "")
                yield from self._next_prefix()
            else:
                self._do(name, (yield from self._until_prefix()))

    def _next_prefix(self) -> Generator[int, bytes, None]:
        while (letter := (yield from take_one())) not in b"^~":
            if letter not in b"\r\n":
                self.mechanism.error(f"outside any command: {chr(letter)!r}")

    def _until_prefix(self) -> Generator[int, bytes, str]:
        text = ""
        while (letter := (yield from take_one())) not in b"^~":
            text += chr(letter)
        return text.rstrip("\r\n")

    def _do(self, name: str, text: str) -> None:
        if name not in COMMANDS:
            self.mechanism.error(f"unknown: {name}{text[:40]}")
            return
        try:
            COMMANDS[name](self, text)
        except (ValueError, KeyError, IndexError) as error:
            self.mechanism.error(f"{name}{text[:40]}: {error!r}")

    def start(self, _text: str) -> None:
        """^XA."""
        self.paper = self._blank()
        self.copies = 1

    def nothing(self, _text: str) -> None:
        """Character set, home, media settings: nothing to see."""

    def host_status(self, _text: str) -> None:
        """~HS was answered when it arrived."""
        self.mechanism.skip_realtime(3)

    def print_width(self, text: str) -> None:
        """^PW."""
        if int(text) > self.width:
            self.mechanism.error(f"width {text} on {self.width}")

    def label_length(self, text: str) -> None:
        """^LL."""
        if int(text) != self.label_height:
            self.mechanism.error(f"length {text} on {self.label_height}")

    def origin(self, text: str) -> None:
        """^FO x,y."""
        x, y = text.split(",")[:2]
        self._new_field()
        self.at = (int(x), int(y))

    def letters(self, text: str) -> None:
        """^A f o,h,w."""
        parts = text.split(",")
        if parts[0] not in ("", "N"):
            raise ValueError(text)
        height = int(parts[1])
        self.font_size = (height, int(parts[2]) if len(parts) > 2 else height)

    def field_block(self, text: str) -> None:
        """^FB width,lines,..."""
        width, lines = text.split(",")[:2]
        self.block = (int(width), int(lines))

    def hexadecimal(self, _text: str) -> None:
        """^FH: _5E and its like are characters."""
        self.escapes = True

    def bar_code(self, text: str) -> None:
        """^BQ N,2,module."""
        orientation, model, module = text.split(",")[:3]
        if (orientation, model) != ("N", "2"):
            raise ValueError(text)
        self.qr_module = int(module)

    def field_data(self, text: str) -> None:
        """^FD."""
        self.data = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if self.escapes else text

    def box(self, text: str) -> None:
        """^GB w,h,t."""
        width, height, thickness = (int(part) for part in text.split(",")[:3])
        size = (max(width, thickness), max(height, thickness))
        self.paper.items.append(Box(*self.at, *size, thickness))

    def picture(self, text: str) -> None:
        """^GFA,n,n,rowbytes,HEX."""
        kind, _, total, row_bytes, data = text.split(",", 4)
        rows = bytes.fromhex(data)
        if kind != "A" or len(rows) != int(total):
            raise ValueError(text[:30])
        self.paper.items.append(Picture(*self.at, int(row_bytes), len(rows) // int(row_bytes), rows))

    def end_field(self, _text: str) -> None:
        """^FS."""
        if self.data is not None and self.qr_module:
            self._draw_qr(self.data)
        elif self.data is not None:
            self._draw_text(self.data)
        self._new_field()

    def _draw_qr(self, data: str) -> None:
        level, mode, content = data[0], data[1], data[3:]
        if level not in "LMQH" or mode != "A" or data[2] != ",":
            raise ValueError(data)
        x, y = self.at
        self.paper.items.append(Qr(x, y + QR_DROP, content, self.qr_module, level))

    def _draw_text(self, data: str) -> None:
        height, width = self._cell()
        x, y = self.at
        columns = self.block[0] // width if self.block else len(data)
        lines = textwrap.wrap(data, max(columns, 1))[: self.block[1] if self.block else 1]
        for place, line in enumerate(lines):
            self.paper.items.append(Text(x, y + place * height, line, width, height))

    def _cell(self) -> tuple[int, int]:
        height, width = self.font_size
        if self.font == "0":
            return height, max(width * 6 // 10, 1)
        base_height, base_width, gap = FONTS[self.font]
        factor = max(round(width / base_width), 1)
        return max(round(height / base_height), 1) * base_height, factor * (base_width + gap)

    def quantity(self, text: str) -> None:
        """^PQ."""
        self.copies = int(text.partition(",")[0])

    def end(self, _text: str) -> None:
        """^XZ: out comes the label."""
        label = self.paper
        for _ in range(self.copies):
            self.mechanism.feed(self.label_height + GAP)
            self.mechanism.finish(Paper(label.width, label.height, list(label.items), is_label=True))


BARE = ("XA", "XZ", "FS", "HS")
COMMANDS: dict[str, Callable[[ZplDecoder, str], None]] = {
    "XA": ZplDecoder.start,
    "XZ": ZplDecoder.end,
    "CI": ZplDecoder.nothing,
    "LH": ZplDecoder.nothing,
    "MM": ZplDecoder.nothing,
    "HS": ZplDecoder.host_status,
    "PW": ZplDecoder.print_width,
    "LL": ZplDecoder.label_length,
    "FO": ZplDecoder.origin,
    "A": ZplDecoder.letters,
    "FB": ZplDecoder.field_block,
    "FH": ZplDecoder.hexadecimal,
    "BQ": ZplDecoder.bar_code,
    "FD": ZplDecoder.field_data,
    "GB": ZplDecoder.box,
    "GF": ZplDecoder.picture,
    "FS": ZplDecoder.end_field,
    "PQ": ZplDecoder.quantity,
}
