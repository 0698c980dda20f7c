"""The commands that change who may do what; they travel through the one writer like everything else."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from typing import Any

from sqlalchemy import Connection, select, update

from exhibition.access.directory import token_hash
from exhibition.access.pins import hash_pin, make_pin
from pos import events, tables
from pos.principal import ROLES, STALL_ROLES
from pos.refusals import Conflict, Invalid, Message, NotFound
from pos.writer import Batch

TILL_SERIES = "till_series"


@dataclass(frozen=True)
class Granted:
    """A new credential: the token is shown once and never stored."""

    token: str
    role: str
    stall: str | None
    till: str | None


@dataclass(frozen=True)
class GrantCredential:
    """Give a token, a tablet or a screen its rights. Whoever sells gets a till code of its own."""

    kind: str  # token, tablet, screen
    role: str
    stall: str | None
    token: str
    instead_of: str | None = None  # the till code that the same tablet had before

    @classmethod
    def new(
        cls, kind: str, role: str, stall: str | None = None, instead_of: str | None = None
    ) -> "GrantCredential":
        """With a fresh random token."""
        return cls(kind, role, stall, secrets.token_urlsafe(32), instead_of)

    def apply(self, batch: Batch) -> Granted:
        """Write the credential and, for stall roles, enrol its till."""
        check_place(batch.reader, self.role, self.stall)
        selling = self.stall if self.role in STALL_ROLES else None
        till = _enrol_till(batch, selling, self.instead_of) if selling else None
        batch.insert(
            tables.credential,
            hash=token_hash(self.token),
            kind=self.kind,
            role=self.role,
            stall=self.stall,
            till=till,
            created_at=batch.now.isoformat(),
            revoked_at=None,
        )
        return Granted(self.token, self.role, self.stall, till)


@dataclass(frozen=True)
class RevokeTill:
    """A tablet is lost: what it sold is still taken in, held for the organiser."""

    code: str
    by: str | None

    def apply(self, batch: Batch) -> str:
        """Mark the till; its code is never given again."""
        till = tables.till
        row = batch.reader.execute(select(till.c.state).where(till.c.code == self.code)).first()
        if row is None:
            raise NotFound(
                "till_unknown",
                Message(f"Tidak ada kasir {self.code}.", f"There is no till {self.code}."),
                till=self.code,
            )
        if row.state != "revoked":
            batch.connection.execute(update(till).where(till.c.code == self.code).values(state="revoked"))
            batch.record(events.TillRevoked(till=self.code, by=self.by))
        return self.code


@dataclass(frozen=True)
class AddStaff:
    """Somebody may sign in."""

    name: str
    role: str
    stall: str | None
    pin_hash: str

    def apply(self, batch: Batch) -> str:
        """Write the person; a name is given once."""
        check_place(batch.reader, self.role, self.stall)
        staff = tables.staff
        if batch.reader.execute(select(staff.c.name).where(staff.c.name == self.name)).first():
            raise Conflict(
                "staff_exists",
                Message(f"Nama {self.name} sudah ada.", f"The name {self.name} is taken."),
                name=self.name,
            )
        add_person(batch, self.name, self.role, self.stall, self.pin_hash)
        return self.name


@dataclass(frozen=True)
class ChangePin:
    """A new PIN ends every sign-in under the old one."""

    name: str
    pin_hash: str

    def apply(self, batch: Batch) -> str:
        """Replace the hash."""
        staff = tables.staff
        done = batch.connection.execute(
            update(staff).where(staff.c.name == self.name).values(pin_hash=self.pin_hash, active=True)
        )
        if done.rowcount == 0:
            raise staff_unknown(self.name)
        return self.name


@dataclass(frozen=True)
class DismissStaff:
    """Somebody no longer signs in; what they sold keeps their name."""

    name: str

    def apply(self, batch: Batch) -> str:
        """Switch the person off."""
        staff = tables.staff
        done = batch.connection.execute(update(staff).where(staff.c.name == self.name).values(active=False))
        if done.rowcount == 0:
            raise staff_unknown(self.name)
        return self.name


def new_person(name: str, role: str, stall: str | None) -> tuple[AddStaff, str]:
    """The command that adds somebody, and the PIN to tell them."""
    pin = make_pin()
    return AddStaff(name, role, stall, hash_pin(pin)), pin


def staff_unknown(name: str) -> NotFound:
    """There is nobody of that name."""
    return NotFound(
        "staff_unknown", Message(f"Tidak ada petugas {name}.", f"There is no staff {name}."), name=name
    )


def add_person(batch: Batch, name: str, role: str, stall: str | None, pin_hash: str) -> None:
    """The row of one person."""
    batch.insert(tables.staff, name=name, role=role, stall=stall, pin_hash=pin_hash, active=True)


def check_place(connection: Connection, role: str, stall: str | None) -> None:
    """A role that exists, at a stall that exists where it needs one. Raises Invalid, NotFound."""
    if role not in ROLES:
        raise Invalid(
            "role_unknown",
            Message(f"Peran {role} tidak dikenal.", f"There is no role {role}."),
            known=list(ROLES),
            fields=[{"field": "role", "problem": "unknown"}],
        )
    if (stall is not None) != (role in STALL_ROLES):
        raise Invalid(
            "stall_required" if stall is None else "stall_not_allowed",
            Message(
                "Kasir dan ketua selalu milik satu stan.",
                "Cashiers and leads, and only they, belong to a stall.",
            ),
            fields=[
                {"field": "stall", "problem": "required" if stall is None else "not allowed for this role"}
            ],
        )
    if (
        stall is not None
        and not connection.execute(select(tables.stall.c.no).where(tables.stall.c.no == stall)).first()
    ):
        raise NotFound(
            "stall_unknown", Message(f"Tidak ada stan {stall}.", f"There is no stall {stall}."), stall=stall
        )


def _enrol_till(batch: Batch, stall: str, instead_of: str | None) -> str:
    till = tables.till
    batch.flush()
    if instead_of:
        left = update(till).where(till.c.code == instead_of, till.c.state == "active")
        batch.connection.execute(left.values(state="moved"))
    taken = set(batch.reader.execute(select(till.c.code).where(till.c.stall == stall)).scalars())
    series = till_series(batch.reader)
    code = next(code for code in till_codes(stall + series) if code not in taken)
    values: dict[str, Any] = {
        "code": code,
        "stall": stall,
        "state": "active",
        "enrolled_at": batch.now.isoformat(),
    }
    batch.insert(till, **values, last_number=0, waiting=0, waiting_amount=0)
    batch.record(events.TillEnrolled(till=code, stall=stall, instead_of=instead_of))
    return code


def till_series(connection: Connection) -> str:
    """Letters before every new code since the last restore, which may have forgotten some it had given."""
    setting = tables.setting
    return connection.scalar(select(setting.c.value).where(setting.c.name == TILL_SERIES)) or ""


def begin_till_series(connection: Connection) -> None:
    """From now on codes that no tablet has had, whatever was given since the backup."""
    letters = "".join(secrets.choice(string.ascii_uppercase) for _ in range(2))
    connection.execute(tables.setting.delete().where(tables.setting.c.name == TILL_SERIES))
    connection.execute(tables.setting.insert().values(name=TILL_SERIES, value=letters))


def till_codes(stall: str) -> Iterator[str]:
    """07A … 07Z, then 07AA …: never one twice."""
    for length in count(1):
        for letters in product(string.ascii_uppercase, repeat=length):
            yield stall + "".join(letters)
