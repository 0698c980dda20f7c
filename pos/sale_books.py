"""What the write transactions know of sales, held sales and shifts; the last two last from batch to batch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from pos import tables
from pos.prepared import update_rows
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SaleAnswer:
    """What the till is told; the same for every repeat but for `status`."""

    status: str  # accepted, duplicate, held
    id: str
    number: str
    seq: int
    journal: str
    flags: list[str] = field(default_factory=list)
    receipt_code: str | None = None
    held_id: str | None = None
    reasons: list[str] = field(default_factory=list)


class Booked(Protocol):
    """A document that says where its money went."""

    @property
    def till(self) -> str | None:
        """The till that took it."""

    @property
    def shift(self) -> str | None:
        """The shift that the till named."""


class SalesBook:
    """The sales that this transaction has met."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._asked: set[tuple[str, str]] = set()
        self._sales: dict[str, tuple[str, SaleAnswer]] = {}
        self._numbers: dict[str, str] = {}
        self._last_numbers: dict[str, int] = {}
        self._sold_pieces: list[Json] = []

    def load(self, keys: Iterable[tuple[str, str]]) -> None:
        """Fetch what is known under these sales' (id, number)."""
        new = [key for key in keys if key not in self._asked]
        if not new:
            return
        self._asked.update(new)
        self._load({sale_id for sale_id, _ in new}, {number for _, number in new})

    def load_number(self, number: str) -> None:
        """Fetch what is known under a number that did not come with the batch."""
        self._load(set(), {number})

    def answer_of(self, sale_id: str, content: str) -> SaleAnswer | None:
        """The first answer to this very document, if it has been here before."""
        known = self._sales.get(sale_id)
        return known[1] if known is not None and known[0] == content else None

    def knows(self, sale_id: str) -> bool:
        """Whether the id is taken by another document."""
        return sale_id in self._sales

    def number_is_taken(self, number: str, sale_id: str | None) -> bool:
        """Whether another recorded sale carries the number."""
        return number in self._numbers and self._numbers[number] != sale_id

    def add(self, content: str, answer: SaleAnswer, till: str) -> None:
        """Remember a sale recorded in this transaction."""
        self._sales[answer.id] = (content, _as_duplicate(answer))
        self._numbers[answer.number] = answer.id
        self.count(answer.number, till)

    def count(self, number: str, till: str) -> None:
        """A till has come to this number, whether the sale is recorded or held."""
        counter = number.removeprefix(f"{till}-")
        if counter.isdecimal() and len(counter) <= 9:
            self._last_numbers[till] = max(self._last_numbers.get(till, 0), int(counter))

    def sell_piece(self, code: str, seq: int) -> None:
        """Note that a piece is gone, to be written with the batch."""
        self._sold_pieces.append({"piece_code": code, "sold_in": seq})

    def flush(self, connection: Connection) -> None:
        """Write the tills' counters and the pieces sold."""
        counters, self._last_numbers = self._last_numbers, {}
        if counters:
            update_rows(
                connection,
                _RAISE_COUNTER,
                [{"till_code": till, "number": number} for till, number in counters.items()],
            )
        pieces, self._sold_pieces = self._sold_pieces, []
        if pieces:
            update_rows(connection, _SELL_PIECE, pieces)

    def _load(self, ids: set[str], numbers: set[str]) -> None:
        for row in self._batch.reader.execute(_SALES, {"ids": list(ids), "numbers": list(numbers)}):
            answer = SaleAnswer(
                "duplicate", row.id, row.number, row.seq, self._batch.journal, row.flags, row.receipt_code
            )
            self._sales[row.id] = (row.content_hash, answer)
            self._numbers[row.number] = row.id


class HeldBook:
    """Every held sale and the answer it got."""

    lasts_through: ClassVar = frozenset({"sale.recorded", "sale.held", "held.decided"})

    def __init__(self, batch: Batch) -> None:
        self._answers: dict[tuple[str, str], SaleAnswer] = {}
        self._ids: set[str] = set()
        for row in batch.reader.execute(_HELD):
            self.add(
                row.content_hash,
                SaleAnswer(
                    "held",
                    row.sale,
                    row.number,
                    row.seq,
                    batch.journal,
                    held_id=row.held_id,
                    reasons=row.reasons,
                ),
            )

    def open(self, batch: Batch) -> None:
        """Go on in the next transaction."""

    def answer_of(self, sale_id: str, content: str) -> SaleAnswer | None:
        """The answer to this very document, if it is held."""
        return self._answers.get((sale_id, content))

    def knows(self, sale_id: str) -> bool:
        """Whether something is held under this id."""
        return sale_id in self._ids

    def add(self, content: str, answer: SaleAnswer) -> None:
        """Remember a held sale."""
        self._answers[answer.id, content] = answer
        self._ids.add(answer.id)

    def flush(self, connection: Connection) -> None:
        """Nothing: who holds a sale writes it."""


class ShiftBook:
    """The open shifts, and others that sales have named."""

    lasts_through: ClassVar = frozenset({"sale.recorded", "sale.held"})

    def __init__(self, batch: Batch) -> None:
        self._reader = batch.reader
        self._open: dict[str, Row[*tuple[Any, ...]]] = {
            row.id: row for row in sorted(self._reader.execute(_OPEN_SHIFTS), key=_opened, reverse=True)
        }
        self._others: dict[str, Row[*tuple[Any, ...]] | None] = {}

    def open(self, batch: Batch) -> None:
        """Go on in the next transaction."""
        self._reader = batch.reader

    def shift_of(self, form: Booked, stall: str) -> tuple[str | None, str | None]:
        """(shift, flag): the shift the till names, else the till's newest open one, else the stall's.

        A named shift that is not known yet keeps its sales: its opening may still wait on the tablet.
        """
        named = self._find(form.shift) if form.shift is not None else None
        if form.shift is not None and named is None:
            return form.shift, "no_shift"
        if named is not None and named.stall == stall:
            return named.id, "late" if named.closed_at else None
        here = [shift for shift in self._open.values() if shift.stall == stall]
        for shift in sorted(here, key=lambda shift: bool(shift.till != form.till)):
            return shift.id, None
        return None, "no_shift"

    def flush(self, connection: Connection) -> None:
        """Nothing: who opens or closes a shift writes it."""

    def _find(self, shift: str) -> Row[*tuple[Any, ...]] | None:
        if shift in self._open:
            return self._open[shift]
        if shift not in self._others:
            self._others[shift] = self._reader.execute(_SHIFT, {"shift": shift}).first()
        return self._others[shift]


def _opened(shift: Row[*tuple[Any, ...]]) -> datetime:
    return datetime.fromisoformat(shift.opened_at)


def _as_duplicate(answer: SaleAnswer) -> SaleAnswer:
    return SaleAnswer(
        "duplicate", answer.id, answer.number, answer.seq, answer.journal, answer.flags, answer.receipt_code
    )


# Statements are made once: building one costs more than running it.
_SALES = select(
    tables.sale.c.id,
    tables.sale.c.number,
    tables.sale.c.content_hash,
    tables.sale.c.seq,
    tables.sale.c.flags,
    tables.sale.c.receipt_code,
).where(
    or_(
        tables.sale.c.id.in_(bindparam("ids", expanding=True)),
        tables.sale.c.number.in_(bindparam("numbers", expanding=True)),
    )
)
_HELD = select(
    tables.held_sale.c.held_id,
    tables.held_sale.c.sale,
    tables.held_sale.c.content_hash,
    tables.held_sale.c.number,
    tables.held_sale.c.seq,
    tables.held_sale.c.reasons,
)
_SHIFTS = select(
    tables.shift.c.id,
    tables.shift.c.till,
    tables.shift.c.stall,
    tables.shift.c.opened_at,
    tables.shift.c.closed_at,
)
_OPEN_SHIFTS = _SHIFTS.where(tables.shift.c.closed_at.is_(None))
_SHIFT = _SHIFTS.where(tables.shift.c.id == bindparam("shift"))
_RAISE_COUNTER = (
    update(tables.till)
    .where(tables.till.c.code == bindparam("till_code"), tables.till.c.last_number < bindparam("number"))
    .values(last_number=bindparam("number"))
)
_SELL_PIECE = (
    update(tables.piece)
    .where(tables.piece.c.code == bindparam("piece_code"))
    .values(state="sold", sale=bindparam("sold_in"))
)
