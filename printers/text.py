"""Plain text for paper: printable ASCII and nothing else, whatever a product is called."""

import unicodedata

REPLACEMENTS = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'",
    "\u02bc": "'", "\u02bb": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2039": "'", "\u203a": "'",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2022": "*", "\u00b7": "*", "\u2219": "*", "\u25cf": "*",
    "\u00d7": "x", "\u00f7": "/", "\u2044": "/", "\u2215": "/", "\u00b1": "+/-", "\u2248": "~",
    "\u2264": "<=", "\u2265": ">=", "\u2190": "<-", "\u2192": "->",
    "\u00b0": " der", "\u00a9": "(c)", "\u00ae": "(R)",
    "\u20ac": "EUR", "\u00a3": "GBP", "\u00a5": "JPY",
    "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE", "\u00f8": "o", "\u00d8": "O",
    "\u00df": "ss", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u0131": "i",
    "\u00f0": "d", "\u00d0": "D", "\u00fe": "th", "\u00de": "Th",
}  # fmt: skip
_TABLE = str.maketrans(REPLACEMENTS)
_LINE_ENDS = "\t\n\v\f\r\x85"


def plain(text: str) -> str:
    """`text` in printable ASCII: one line, single spaces, no control bytes, "?" for a foreign letter."""
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip(" "):
        return text
    # The table goes first: NFKC would take the acute accent, used as an apostrophe, apart.
    folded = unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE)
    return " ".join("".join(map(_plain_letter, folded)).split())


def _plain_letter(letter: str) -> str:
    if " " <= letter <= "~":
        return letter
    category = unicodedata.category(letter)
    if letter in _LINE_ENDS or category[0] == "Z":
        return " "
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if " " <= part <= "~")
    return base or ("?" if category[0] in "LN" else "")
