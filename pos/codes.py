"""Label codes: five characters and a check character that people can read aloud and type.

The alphabet has no I, L, O and U. The check character is the weighted sum of the five values modulo 32
with the odd weights 1, 3, 5, 7, 9: an odd weight is invertible modulo 32, so every single wrong character
changes the sum (see docs/label-codes.md).
"""

import hashlib
from collections.abc import Container

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH = 5
WEIGHTS = (1, 3, 5, 7, 9)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")


def make_code(number: int) -> str:
    """The code of a number in 0 … 32⁵-1."""
    if not 0 <= number < 32**BODY_LENGTH:
        msg = f"{number} does not fit in {BODY_LENGTH} characters"
        raise ValueError(msg)
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (BODY_LENGTH - 1), -1, -5))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The sixth character for five."""
    return ALPHABET[sum(w * _VALUES[c] for w, c in zip(WEIGHTS, body, strict=True)) % 32]


def read_code(text: str) -> str | None:
    """The code somebody typed or scanned, tidied; None if it is none or its check fails."""
    code = text.strip().upper().translate(_LOOKALIKES)
    if len(code) != BODY_LENGTH + 1 or any(c not in _VALUES for c in code):
        return None
    return code if check_character(code[:BODY_LENGTH]) == code[BODY_LENGTH] else None


def code_for(key: str, taken: Container[str]) -> str:
    """A free code for a thing, the same one for the same key as long as it is free."""
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{key}/{attempt}".encode()).digest()
        code = make_code(int.from_bytes(digest[:8]) % 32**BODY_LENGTH)
        if code not in taken:
            return code
        attempt += 1
