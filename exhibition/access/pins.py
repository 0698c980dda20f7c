"""PINs of six digits: made, stored and checked. Slow on purpose; the server runs it in a thread."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes: about 25 ms on a hall's laptop. A six-digit PIN is protected by the limit on tries.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_EASY = {"123456", "654321", "123123", "112233", "121212"}


def make_pin() -> str:
    """Six digits nobody would try first."""
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        if pin not in _EASY and len(set(pin)) > 2:
            return pin


def hash_pin(pin: str) -> str:
    """What is stored."""
    return _HASHER.hash(pin)


def pin_matches(pin_hash: str, pin: str) -> bool:
    """Whether this is the PIN behind the hash."""
    try:
        return _HASHER.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
