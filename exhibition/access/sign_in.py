"""Checking a person's PIN: in a thread, with a limit per person and per address."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from exhibition.access.directory import Directory, Person
from exhibition.access.limits import Tries
from exhibition.access.pins import hash_pin, pin_matches
from pos.refusals import Message, Unauthenticated

InThread = Callable[..., Any]


@dataclass
class SignIn:
    """Who may sign in. `in_thread(function, args)` runs the slow hashing where it blocks nobody."""

    directory: Directory
    in_thread: InThread
    by_person: Tries = field(default_factory=lambda: Tries(allowed=5))
    by_address: Tries = field(default_factory=lambda: Tries(allowed=20))  # a hall may share one address
    _nobodys_hash: str = ""
    _one_at_a_time: Lock = field(default_factory=Lock)  # a thousand guesses at once must be counted too

    def check(self, name: str, pin: str, address: str) -> Person:
        """The person behind name and PIN. Raises Unauthenticated, TooMany."""
        with self._one_at_a_time:
            return self._check(name, pin, address)

    def _check(self, name: str, pin: str, address: str) -> Person:
        self.by_person.check(name)
        self.by_address.check(address)
        person = self.directory.people.get(name)
        if self.in_thread(pin_matches, (self._hash_of(person), pin)) and person is not None:
            self.by_person.right(name)
            return person
        self.by_address.wrong(address)
        left = self.by_person.wrong(name)
        raise Unauthenticated(
            "wrong_pin",
            Message("Nama atau PIN salah.", "The name or the PIN is wrong."),
            tries_left=left,
        )

    def _hash_of(self, person: Person | None) -> str:
        """A name that does not exist takes as long as one that does."""
        if person is not None:
            return person.pin_hash
        if not self._nobodys_hash:
            self._nobodys_hash = self.in_thread(hash_pin, ("",))
        return self._nobodys_hash
