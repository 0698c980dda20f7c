"""Who may do what, in memory: tokens, tablets and staff, read again from the database after a change."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy import Connection, select

from pos import tables

Reading = Callable[[], AbstractContextManager[Connection]]
MISS_PAUSE = 1.0  # seconds: another process may have added a token, but guesses must not cost a query each


@dataclass(frozen=True, slots=True)
class Credential:
    """A token's, a tablet's or a hall screen's rights."""

    kind: str
    role: str
    stall: str | None
    till: str | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in with a PIN."""

    name: str
    role: str
    stall: str | None
    pin_hash: str

    @property
    def version(self) -> str:
        """Changes with the PIN, so that a new PIN ends old sign-ins."""
        return hashlib.sha256(self.pin_hash.encode()).hexdigest()[:8]


@dataclass
class Directory:
    """The lookups of every request; never a query on the way of a sale."""

    reading: Reading
    clock: Callable[[], float] = monotonic
    credentials: dict[str, Credential] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    _read_at: float = 0.0

    def reload(self) -> None:
        """Read everything again; the tables are small."""
        with self.reading() as connection:
            self.credentials = _read_credentials(connection)
            self.people = _read_people(connection)
        self._read_at = self.clock()

    def credential(self, token: str) -> Credential | None:
        """What this token stands for."""
        hashed = token_hash(token)
        found = self.credentials.get(hashed)
        if found is None and self.clock() - self._read_at > MISS_PAUSE:
            self.reload()
            found = self.credentials.get(hashed)
        return found

    def at_stall(self, stall: str) -> list[Person]:
        """The staff of a stall, by name."""
        return sorted((p for p in self.people.values() if p.stall == stall), key=lambda p: p.name)

    @property
    def has_organiser(self) -> bool:
        """Whether somebody can run this exhibition."""
        return any(p.role == "organiser" for p in self.people.values()) or any(
            c.role == "organiser" and not c.revoked for c in self.credentials.values()
        )


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _read_credentials(connection: Connection) -> dict[str, Credential]:
    credential, till = tables.credential, tables.till
    rows = connection.execute(
        select(
            credential.c.hash,
            credential.c.kind,
            credential.c.role,
            credential.c.stall,
            credential.c.till,
            credential.c.revoked_at,
            till.c.state,
        ).outerjoin(till, till.c.code == credential.c.till)
    )
    return {
        row.hash: Credential(
            row.kind, row.role, row.stall, row.till, row.revoked_at is not None or row.state == "revoked"
        )
        for row in rows
    }


def _read_people(connection: Connection) -> dict[str, Person]:
    staff = tables.staff
    rows = connection.execute(select(staff).where(staff.c.active))
    return {row.name: Person(row.name, row.role, row.stall, row.pin_hash) for row in rows}
