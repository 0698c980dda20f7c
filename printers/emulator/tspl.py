r"""Decodes TSPL as a label printer does: lines of text, raw bytes only inside BITMAP."""

import re
from collections.abc import Callable, Generator

from printers.emulator.decoder import Decoder, Mechanism, Parser, take, take_one
from printers.emulator.paper import Box, Paper, Picture, Qr, Text

FONTS = {"1": (8, 12), "2": (12, 20), "3": (16, 24), "4": (24, 32), "5": (32, 48)}
# A parameter is a quoted string in which \["] is a quotation mark, or anything up to the next comma.
PARAMETER = re.compile(r'"((?:\\\["\]|[^"])*)"|([^,]+)')
GAP = 16  # dots between two labels
SETTINGS = ("GAP", "DENSITY", "SPEED", "DIRECTION", "REFERENCE", "SET", "OFFSET", "SHIFT", "CODEPAGE")


class TsplDecoder(Decoder):
    """Holds one label image until PRINT."""

    def __init__(self, mechanism: Mechanism, width: int, height: int) -> None:
        self.size = (width, height)
        super().__init__(mechanism, width, height)

    def _parse(self) -> Parser:
        while True:
            line = yield from self._line()
            name, _, rest = line.strip().partition(" ")
            if name == "BITMAP":
                yield from self._bitmap(rest)
            elif name in COMMANDS:
                self._do(name, rest)
            elif name and name not in SETTINGS:
                self.mechanism.error(f"unknown: {line[:60]!r}")

    def _line(self) -> Generator[int, bytes, str]:
        """Up to CR LF, or up to the raw bytes of a BITMAP."""
        line = ""
        while not line.endswith("\n") and not _bitmap_is_next(line):
            byte = yield from take_one()
            if byte == 0x1B:
                yield from self._status_request()
            else:
                line += chr(byte)
        return line

    def _status_request(self) -> Generator[int, bytes, None]:
        rest = yield from take(2)
        if rest == b"!?":
            self.mechanism.skip_realtime(3)
        else:
            self.mechanism.error(f"unknown: 1b {rest.hex(' ')}")

    def _bitmap(self, rest: str) -> Parser:
        x, y, row_bytes, height, mode = (int(part) for part in rest.rstrip(",").split(",")[:5])
        if mode != 0:
            self.mechanism.error(f"bitmap mode {mode}")
        white_is_one = yield from take(row_bytes * height)
        rows = bytes(byte ^ 0xFF for byte in white_is_one)
        self.paper.items.append(Picture(x, y, row_bytes, height, rows))

    def _do(self, name: str, rest: str) -> None:
        parameters = [text.replace('\\["]', '"') or other for text, other in PARAMETER.findall(rest)]
        try:
            COMMANDS[name](self, parameters)
        except (ValueError, KeyError, IndexError) as error:
            self.mechanism.error(f"{name} {rest[:60]!r}: {error!r}")

    def set_size(self, parameters: list[str]) -> None:
        """SIZE: the stock must be what the printer holds."""
        width, height = (round(float(text.removesuffix(" mm")) * 8) for text in parameters)
        if (width, height) != (self.width, self.label_height):
            self.mechanism.error(f"label {width}x{height} dots on {self.width}x{self.label_height}")

    def clear(self, _parameters: list[str]) -> None:
        """CLS."""
        self.paper = self._blank()

    def text(self, parameters: list[str]) -> None:
        """TEXT x,y,"font",rotation,xmul,ymul,"text"."""
        x, y, font, rotation, across, down, text = parameters
        if rotation != "0":
            raise ValueError(rotation)
        width, height = FONTS[font]
        self.paper.items.append(Text(int(x), int(y), text, width * int(across), height * int(down)))

    def qr_code(self, parameters: list[str]) -> None:
        """QRCODE x,y,level,cell,A,rotation,model,"data"."""
        x, y, level, cell, mode, rotation, model, data = parameters
        if (mode, rotation, model) != ("A", "0", "M2"):
            raise ValueError((mode, rotation, model))
        self.paper.items.append(Qr(int(x), int(y), data, int(cell), level))

    def bar(self, parameters: list[str]) -> None:
        """BAR x,y,width,height."""
        x, y, width, height = map(int, parameters)
        self.paper.items.append(Box(x, y, width, height, max(width, height)))

    def box(self, parameters: list[str]) -> None:
        """BOX x,y,right,bottom,thickness."""
        x, y, right, bottom, thickness = map(int, parameters[:5])
        self.paper.items.append(Box(x, y, right - x, bottom - y, thickness))

    def print_labels(self, parameters: list[str]) -> None:
        """PRINT sets[,copies]."""
        label = self.paper
        for _ in range(int(parameters[0]) * int(parameters[1] if len(parameters) > 1 else 1)):
            self.mechanism.feed(self.label_height + GAP)
            self.mechanism.finish(Paper(label.width, label.height, list(label.items), is_label=True))


def _bitmap_is_next(line: str) -> bool:
    return line.startswith("BITMAP ") and line.count(",") == 5


COMMANDS: dict[str, Callable[[TsplDecoder, list[str]], None]] = {
    "SIZE": TsplDecoder.set_size,
    "CLS": TsplDecoder.clear,
    "TEXT": TsplDecoder.text,
    "QRCODE": TsplDecoder.qr_code,
    "BAR": TsplDecoder.bar,
    "BOX": TsplDecoder.box,
    "PRINT": TsplDecoder.print_labels,
}
