"""Breaking and fitting text: nothing is ever clipped."""

import bisect
from collections.abc import Callable, Iterable
from typing import NamedTuple

from printers.layout.page import Font
from printers.typeface import text_width

Measure = Callable[[str], int]


class Fitted(NamedTuple):
    """Lines that fit their box in this font; `whole` if no word had to be broken or left out."""

    font: Font
    lines: list[str]
    whole: bool

    def height(self, leading: int) -> int:
        """Dots from the first line's top to the last line's bottom."""
        return len(self.lines) * (self.font.height + leading) - leading


def wrap(text: str, width: int, measure: Measure = len) -> list[str]:
    """`text` in lines of at most `width`, broken at spaces, or inside a word longer than a line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _break_word(word, width, measure)
        lines.extend(full)
    return [*lines, line]


def balance(text: str, width: int) -> list[str]:
    """The same in lines of even length, as few as `wrap` needs."""
    lines = wrap(text, width)
    longest = max(map(len, text.split()), default=0)
    narrower = (wrap(text, narrow) for narrow in range(max(longest, len(text) // len(lines)), width))
    return next((even for even in narrower if len(even) == len(lines)), lines)


def _break_word(word: str, width: int, measure: Measure) -> list[str]:
    pieces = []
    while measure(word) > width and len(word) > 1:
        end = max(1, bisect.bisect_right(range(len(word)), width, key=lambda n: measure(word[:n])) - 1)
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def fit(text: str, width: int, choices: Iterable[tuple[Font, int]]) -> Fitted:
    """`text` in the first (font, most lines) it fits without breaking a word; else in the last.

    Only what even the last choice cannot hold is shortened, and then ends in two dots.
    """
    *_, smallest = choices = list(choices)
    for font, most in choices:
        lines = _wrap_in(text, width, font)
        if len(lines) <= most and _words_whole(text, lines):
            return Fitted(font, lines, whole=True)
    font, most = smallest
    lines = _wrap_in(text, width, font)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shorten(lines[most - 1], width, font)]
    return Fitted(font, lines, whole=False)


def whole_fits(text: str, width: int, choices: Iterable[tuple[Font, int]]) -> list[Fitted]:
    """`text` in every (font, most lines) that holds it without breaking a word, in the same order."""
    fits = [fit(text, width, [choice]) for choice in choices]
    return [fitted for fitted in fits if fitted.whole]


def _wrap_in(text: str, width: int, font: Font) -> list[str]:
    return wrap(text, width, lambda part: text_width(part, font))


def _words_whole(text: str, lines: list[str]) -> bool:
    return " ".join(lines) == " ".join(text.split())


def _shorten(line: str, width: int, font: Font) -> str:
    while line and text_width(line + "..", font) > width:
        line = line[:-1]
    return line + ".."
