"""Amounts in Indonesian words: 1.001.500 is "satu juta seribu lima ratus"."""

_DIGITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = (
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
)
LIMIT = 10**15


def in_words(number: int) -> str:
    """`number` in words; raises ValueError from a thousand trillion on."""
    if abs(number) >= LIMIT:
        raise ValueError(f"{number} is too large for words")
    if number < 0:
        return f"minus {in_words(-number)}"
    return _positive(number) or "nol"


def rupiah_in_words(amount: int) -> str:
    """`amount` as a kuitansi says it."""
    return f"{in_words(amount)} rupiah"


def _positive(number: int) -> str:
    for value, name in _SCALES:
        if number >= value:
            count, rest = divmod(number, value)
            # One thousand is "seribu" wherever it stands, but one million stays "satu juta".
            head = "seribu" if (value, count) == (1000, 1) else f"{_positive(count)} {name}"
            return f"{head} {_positive(rest)}".strip()
    return _below_thousand(number)


def _below_thousand(number: int) -> str:
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = "seratus" if hundreds == 1 else f"{_DIGITS[hundreds]} ratus"
        return f"{head} {_below_thousand(rest)}".strip()
    if number >= 20:
        tens, rest = divmod(number, 10)
        return f"{_DIGITS[tens]} puluh {_DIGITS[rest]}".strip()
    if number >= 12:
        return f"{_DIGITS[number - 10]} belas"
    return {10: "sepuluh", 11: "sebelas"}.get(number) or _DIGITS[number]
