"""A roll of paper filled from top to bottom: lines, pairs, rules, codes."""

from typing import Literal

from printers.capabilities import CELL, Capabilities
from printers.layout.fitting import balance, wrap
from printers.layout.page import PITCH, Bar, Item, Logo, Page, Qr, Text, mono, qr_modules
from printers.logos import logo_size

QR_DOTS = 6


class Roll:
    """Collects the items of one page; every line stays within the paper's columns."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.width = capabilities.width_dots
        self.columns = min(capabilities.columns, capabilities.width_dots // CELL)
        self._cut = capabilities.cutter
        self._y = 0
        self._items: list[Item] = []

    def line(
        self, text: str = "", *, bold: bool = False, wide: int = 1, tall: int = 1, indent: int = 0
    ) -> None:
        """Text from the left edge, wrapped; an empty text leaves a line free."""
        for part in wrap(text, self.columns // wide - indent):
            self._put(" " * indent + part, bold, wide, tall)

    def centre(self, text: str, *, bold: bool = False, wide: int = 1, tall: int = 1) -> None:
        """Text in the middle, wrapped; `wide` is halved where a word would not fit."""
        if any(len(word) > self.columns // wide for word in text.split()):
            wide = 1
        for part in balance(text, self.columns // wide):
            self._put(" " * ((self.columns // wide - len(part)) // 2) + part, bold, wide, tall)

    def pair(
        self, left: str, right: str, *, bold: bool = False, wide: int = 1, tall: int = 1, indent: int = 0
    ) -> None:
        """Left text wrapped beside `right`, which ends at the right edge on the last line."""
        if not left:
            self.right(right, bold=bold, wide=wide, tall=tall)
            return
        columns = self.columns // wide
        room = columns - len(right) - 1 - indent
        if room < min(8, len(left)):
            self.line(left, bold=bold, wide=wide, tall=tall, indent=indent)
            self.right(right, bold=bold, wide=wide, tall=tall)
            return
        *above, last = wrap(left, room)
        for part in above:
            self._put(" " * indent + part, bold, wide, tall)
        self._put(" " * indent + last.ljust(room) + " " + right, bold, wide, tall)

    def right(self, text: str, *, bold: bool = False, wide: int = 1, tall: int = 1) -> None:
        """Text that ends at the right edge, wrapped."""
        for part in wrap(text, self.columns // wide):
            self._put(part.rjust(self.columns // wide), bold, wide, tall)

    def rule(self) -> None:
        """A rule of dots."""
        self._put("." * self.columns, False, 1, 1)

    def put_raw(self, text: str) -> None:
        """One line as it is; it may be wider than the paper only to find out how wide that is."""
        self._put(text, False, 1, 1)

    def gap(self) -> None:
        """One free line."""
        self._y += PITCH

    def bar(self, width: int, height: int, x: int = 0) -> None:
        """A black line or box; it may be wider than the paper only to find out how wide that is."""
        self._items.append(Bar(x, self._y, width, height))
        self._y += height

    def logo(self, packed: str) -> None:
        """A packed logo in the middle; none where the paper is too narrow for it."""
        width, height = logo_size(packed)
        if 0 < width <= self.width:
            self._items.append(Logo((self.width - width) // 2, self._y, width, height, packed))
            self._y += height + PITCH // 3

    def code(self, data: str, dots: int = QR_DOTS, way: Literal["", "native", "drawn"] = "") -> None:
        """A QR in the middle with its quiet zone above and below."""
        modules = qr_modules(data)
        dots = min(dots, self.width // (modules + 8))
        self.gap()
        side = modules * dots
        self._items.append(Qr((self.width - side) // 2, self._y, data, dots, side, way))
        self._y += side
        self.gap()

    def page(self) -> Page:
        """What has been collected."""
        return Page(self.width, self._y, tuple(self._items), cut=self._cut)

    def _put(self, text: str, bold: bool, wide: int, tall: int) -> None:
        if text.strip():
            text = text.rstrip()
            start = len(text) - len(text.lstrip())
            self._items.append(Text(start * CELL * wide, self._y, text.lstrip(), mono(wide, tall, bold)))
        self._y += max(PITCH, 24 * tall)
