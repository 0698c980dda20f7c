"""Decodes ESC/POS as a receipt printer does."""

from collections.abc import Callable, Generator

from printers.emulator.decoder import Decoder, Mechanism, Parser, take, take_one
from printers.emulator.paper import CELL, Picture, Qr, Text, qr_size

FONTS = {0: (CELL, 24), 1: (9, 17)}
DEFAULT_PITCH = 30
FEED_TO_CUTTER = 120  # dots between the head and the blade

Handler = Callable[["EscposDecoder"], Generator[int, bytes, None]]


class EscposDecoder(Decoder):
    """State of the print head: letters wait in a line until it is fed."""

    def __init__(self, mechanism: Mechanism, width: int, height: int) -> None:
        self.asb = 0
        self.y = 0
        self._reset()
        super().__init__(mechanism, width, height)

    def restart(self) -> None:
        """Forget half a command, the line and the settings."""
        self.asb = 0
        self._reset()
        super().restart()

    def _reset(self) -> None:
        self.bold = False
        self.size = (1, 1)
        self.font = 0
        self.align = 0
        self.pitch = DEFAULT_PITCH
        self.kanji = True
        self.line: list[Text] = []
        self.line_end = 0
        self.qr_module = 3
        self.qr_level = "L"
        self.qr_data = ""

    # The stream ------------------------------------------------------------------------------------

    def _parse(self) -> Parser:
        while True:
            byte = yield from take_one()
            if 0x20 <= byte <= 0x7E:
                self._letter(chr(byte))
            elif byte in CONTROLS:
                yield from CONTROLS[byte](self)
            else:
                self._unknown(bytes([byte]))

    def _prefixed(self, prefix: int, table: dict[int, Handler]) -> Generator[int, bytes, None]:
        command = yield from take_one()
        if command in table:
            yield from table[command](self)
        else:
            self._unknown(bytes([prefix, command]))

    def _unknown(self, data: bytes) -> None:
        self.mechanism.error(f"unknown: {data.hex(' ')}")

    # Text ------------------------------------------------------------------------------------------

    def _letter(self, letter: str) -> None:
        width, height = (side * factor for side, factor in zip(FONTS[self.font], self.size, strict=True))
        if self.line_end + width > self.width:
            self._print_line()
        last = self.line[-1] if self.line else None
        if last and (last.cell_width, last.cell_height, last.bold) == (width, height, self.bold):
            self.line[-1] = last._replace(text=last.text + letter)
        else:
            self.line.append(Text(self.line_end, 0, letter, width, height, self.bold))
        self.line_end += width

    def _print_line(self) -> None:
        """Burn the waiting letters, aligned, and feed one line."""
        tallest = max((run.cell_height for run in self.line), default=0)
        shift = self._shift(self.line_end)
        for run in self.line:
            top = self.y + tallest - run.cell_height
            self.paper.items.append(run._replace(x=run.x + shift, y=top))
        self.line, self.line_end = [], 0
        self._advance(max(self.pitch, tallest))

    def _shift(self, used: int) -> int:
        return (0, (self.width - used) // 2, self.width - used)[self.align]

    def _advance(self, dots: int) -> None:
        self.y += dots
        if not self.label_height:
            self.paper.height = self.y
        self.mechanism.feed(dots)

    def _flush_line(self) -> None:
        if self.line:
            self._print_line()

    # Commands --------------------------------------------------------------------------------------

    def line_feed(self) -> Parser:
        """LF."""
        self._print_line()
        yield from ()

    def ignore(self) -> Parser:
        """NUL, CR: nothing happens."""
        yield from ()

    def form_feed(self) -> Parser:
        """FF: on label paper, on to the next gap."""
        self._flush_line()
        if self.label_height:
            self._end_paper()
        else:
            self._unknown(b"\x0c")
        yield from ()

    def realtime(self) -> Parser:
        """DLE EOT n was answered when it arrived; DLE DC4 kicks the drawer."""
        command = yield from take_one()
        if command == 0x04:
            yield from take(1)
            self.mechanism.skip_realtime(3)
        elif command == 0x14:
            parameters = yield from take(3)
            self.mechanism.kick(parameters[1])
        else:
            self._unknown(bytes([0x10, command]))

    def initialise(self) -> Parser:
        """ESC @: settings are forgotten, kanji mode is back; ASB ends."""
        self._reset()
        self.asb = 0
        yield from ()

    def mode(self) -> Parser:
        """ESC ! n."""
        n = yield from take_one()
        self.font = n & 1
        self.bold = bool(n & 8)
        self.size = (2 if n & 0x20 else 1, 2 if n & 0x10 else 1)

    def set_font(self) -> Parser:
        """ESC M n."""
        self.font = (yield from take_one()) & 1

    def set_bold(self) -> Parser:
        """ESC E n."""
        self.bold = bool((yield from take_one()) & 1)

    def set_align(self) -> Parser:
        """ESC a n."""
        n = yield from take_one()
        if n % 48 > 2:
            self._unknown(bytes([0x1B, 0x61, n]))
        else:
            self.align = n % 48

    def set_size(self) -> Parser:
        """GS ! n."""
        n = yield from take_one()
        self.size = ((n >> 4 & 7) + 1, (n & 7) + 1)

    def set_pitch(self) -> Parser:
        """ESC 3 n."""
        self.pitch = yield from take_one()

    def usual_pitch(self) -> Parser:
        """ESC 2."""
        self.pitch = DEFAULT_PITCH
        yield from ()

    def skip_parameter(self) -> Parser:
        """Code page, character set, underline, rotation: nothing to see in plain ASCII."""
        yield from take(1)

    def feed_lines(self) -> Parser:
        """ESC d n."""
        n = yield from take_one()
        self._flush_line()
        self._advance(n * self.pitch)

    def feed_dots(self) -> Parser:
        """ESC J n."""
        n = yield from take_one()
        self._flush_line()
        self._advance(n)

    def drawer(self) -> Parser:
        """ESC p m t1 t2."""
        parameters = yield from take(3)
        self.mechanism.kick(parameters[0])

    def buzzer(self) -> Parser:
        """ESC B n t."""
        yield from take(2)

    def leave_kanji(self) -> Parser:
        """FS .: only now are bytes letters again."""
        self.kanji = False
        yield from ()

    def cut(self) -> Parser:
        """GS V m [n]."""
        m = yield from take_one()
        if m in (65, 66):
            yield from take(1)
        elif m not in (0, 1, 48, 49):
            self._unknown(bytes([0x1D, 0x56, m]))
            return
        self._flush_line()
        if m in (65, 66):
            self._advance(FEED_TO_CUTTER)
        self._end_paper()

    def report_paper(self) -> Parser:
        """GS r n: the answer leaves when everything before it is on paper."""
        n = yield from take_one()
        if n in (1, 2, 49, 50):
            self.mechanism.reply(b"\x00")
        else:
            self._unknown(bytes([0x1D, 0x72, n]))

    def set_asb(self) -> Parser:
        """GS a n."""
        self.asb = yield from take_one()

    def raster(self) -> Parser:
        """GS v 0 m xL xH yL yH."""
        head = yield from take(6)
        row_bytes, height = head[2] + head[3] * 256, head[4] + head[5] * 256
        if head[0] != 0x30 or head[1] > 3:
            self._unknown(bytes([0x1D, 0x76]) + head)
            return
        self._flush_line()
        if height > 255:
            self.mechanism.error(f"raster strip of {height} rows is more than cheap printers hold")
        rows = yield from take(row_bytes * height)
        x = self._shift(row_bytes * 8)
        self.paper.items.append(Picture(x, self.y, row_bytes, height, rows))
        self._advance(height)

    def parenthesis_k(self) -> Parser:
        """GS ( k: the printer's own QR code."""
        size = yield from take(2)
        body = yield from take(size[0] + size[1] * 256)
        function = body[1] if len(body) > 2 and body[0] == 49 else 0
        if function in QR_FUNCTIONS:
            QR_FUNCTIONS[function](self, body[2:])
        else:
            self._unknown(b"\x1d(k" + size + body[:3])

    def qr_model(self, body: bytes) -> None:
        """Function 65."""
        if body[0] != 50:
            self._unknown(b"qr model " + body)

    def qr_set_module(self, body: bytes) -> None:
        """Function 67."""
        self.qr_module = body[0]

    def qr_set_level(self, body: bytes) -> None:
        """Function 69."""
        self.qr_level = "LMQH"[body[0] - 48]

    def qr_store(self, body: bytes) -> None:
        """Function 80."""
        self.qr_data = body[1:].decode("latin-1")

    def qr_print(self, _body: bytes) -> None:
        """Function 81."""
        self._flush_line()
        side = qr_size(self.qr_data, self.qr_level) * self.qr_module
        code = Qr(self._shift(side), self.y, self.qr_data, self.qr_module, self.qr_level)
        self.paper.items.append(code)
        self._advance(side)

    def parenthesis_h(self) -> Parser:
        """GS ( H: says which process has been printed completely."""
        size = yield from take(2)
        body = yield from take(size[0] + size[1] * 256)
        if body[:2] == b"00" and len(body) == 6:
            self.mechanism.reply(b"\x37\x22" + body[2:] + b"\x00")
        else:
            self._unknown(b"\x1d(H" + size + body)

    def parenthesis(self) -> Parser:
        """GS ( x."""
        yield from self._prefixed(
            0x28, {0x6B: EscposDecoder.parenthesis_k, 0x48: EscposDecoder.parenthesis_h}
        )

    def escape(self) -> Parser:
        """ESC x."""
        yield from self._prefixed(0x1B, ESC)

    def group(self) -> Parser:
        """GS x."""
        yield from self._prefixed(0x1D, GS)

    def file_separator(self) -> Parser:
        """FS x."""
        yield from self._prefixed(0x1C, FS)

    def label_feed(self) -> Parser:
        """GS FF."""
        yield from self.form_feed()

    def _end_paper(self) -> None:
        if self.label_height and self.y > self.label_height:
            self.mechanism.error(f"{self.y} rows on a label of {self.label_height}")
        self.y = 0
        self._finish_paper()


CONTROLS: dict[int, Handler] = {
    0x00: EscposDecoder.ignore,
    0x0A: EscposDecoder.line_feed,
    0x0C: EscposDecoder.form_feed,
    0x0D: EscposDecoder.ignore,
    0x10: EscposDecoder.realtime,
    0x1B: EscposDecoder.escape,
    0x1C: EscposDecoder.file_separator,
    0x1D: EscposDecoder.group,
}
ESC: dict[int, Handler] = {
    0x21: EscposDecoder.mode,
    0x2D: EscposDecoder.skip_parameter,
    0x32: EscposDecoder.usual_pitch,
    0x33: EscposDecoder.set_pitch,
    0x40: EscposDecoder.initialise,
    0x42: EscposDecoder.buzzer,
    0x45: EscposDecoder.set_bold,
    0x4A: EscposDecoder.feed_dots,
    0x4D: EscposDecoder.set_font,
    0x52: EscposDecoder.skip_parameter,
    0x61: EscposDecoder.set_align,
    0x64: EscposDecoder.feed_lines,
    0x70: EscposDecoder.drawer,
    0x74: EscposDecoder.skip_parameter,
}
GS: dict[int, Handler] = {
    0x0C: EscposDecoder.label_feed,
    0x21: EscposDecoder.set_size,
    0x28: EscposDecoder.parenthesis,
    0x56: EscposDecoder.cut,
    0x61: EscposDecoder.set_asb,
    0x72: EscposDecoder.report_paper,
    0x76: EscposDecoder.raster,
}
FS: dict[int, Handler] = {0x2E: EscposDecoder.leave_kanji}
QR_FUNCTIONS: dict[int, Callable[[EscposDecoder, bytes], None]] = {
    65: EscposDecoder.qr_model,
    67: EscposDecoder.qr_set_module,
    69: EscposDecoder.qr_set_level,
    80: EscposDecoder.qr_store,
    81: EscposDecoder.qr_print,
}
