"""The one writer: takes all commands waiting, runs them in one transaction and commits once.

A command that fails is answered alone: the batch is rolled back and replayed one by one under
savepoints (docs/decisions/0003-one-writer.md).
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol, TypeVar, cast

from sqlalchemy import Connection, Table

from pos import tables
from pos.database import Database, is_disk_trouble, read_journal_id
from pos.dialect import lock_for_writing
from pos.journal import Entry, next_entry, read_head
from pos.prepared import insert_rows
from pos.refusals import Busy, Message, Refusal

log = logging.getLogger(__name__)

MOST_IN_A_BATCH = 256


class Event(Protocol):
    """A fact that can be written to the journal."""

    name: ClassVar[str]

    def to_data(self) -> dict[str, Any]:
        """The fact as plain JSON."""


class Command(Protocol):
    """A change: one object that knows how to happen inside a batch.

    A class may have `prepare(batch, commands)`, called once a batch to fetch what its commands need.
    """

    def apply(self, batch: "Batch") -> Any:
        """Change the tables and append to the journal; the result is answered after the commit."""


class Book(Protocol):
    """What one transaction knows of some tables, and how its changes get back into them."""

    def __init__(self, batch: "Batch") -> None: ...

    def flush(self, connection: Connection) -> None:
        """Write what has changed since the last flush."""


class LastingBook(Book, Protocol):
    """A book that is still right after a commit in which only these events were recorded."""

    lasts_through: ClassVar[frozenset[str]]

    def open(self, batch: "Batch") -> None:
        """Go on in the next transaction."""


B = TypeVar("B", bound=Book)


@dataclass(frozen=True, slots=True)
class Known:
    """What a commit leaves behind: where the journal stands and the books that are still right."""

    journal: str
    head: tuple[int, str]
    books: dict[type[Any], LastingBook] = field(default_factory=dict)


class Batch:
    """One write transaction: its time, its journal, and the rows that go in together at the end."""

    def __init__(self, connection: Connection, now: datetime, known: Known) -> None:
        self._connection = connection
        self.now = now
        self.now_text = now.isoformat(timespec="milliseconds")
        self.journal = known.journal
        self.head = known.head
        self.changes = 0
        self.entries: list[Entry] = []
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._books: dict[type[Any], Book] = dict(known.books)
        for book in known.books.values():
            book.open(self)

    @property
    def connection(self) -> Connection:
        """The connection, with everything buffered so far already in the tables."""
        self.changes += 1
        self.flush()
        return self._connection

    @property
    def reader(self) -> Connection:
        """The connection for reading rows that this batch has not changed."""
        return self._connection

    @property
    def fresh_reader(self) -> Connection:
        """The connection for reading rows that an earlier command of this batch may have changed."""
        self.flush()
        return self._connection

    def insert(self, table: Table, **row: Any) -> None:
        """Put a row in; the rows of a table go in together. All rows of a table name the same columns."""
        self.changes += 1
        self._rows.setdefault(table, []).append(row)

    def record(self, event: Event) -> Entry:
        """Append a fact to the journal."""
        entry = next_entry(self.head, event.name, self.now_text, event.to_data())
        self.head = (entry.seq, entry.hash)
        self.entries.append(entry)
        self.insert(
            tables.journal,
            seq=entry.seq,
            name=entry.name,
            at=entry.at,
            data=entry.raw,
            prev=entry.prev,
            hash=entry.hash,
        )
        return entry

    def book(self, kind: type[B]) -> B:
        """This transaction's one book of a kind."""
        if kind not in self._books:
            self._books[kind] = kind(self)
        return cast("B", self._books[kind])

    def forget(self, kind: type[Book]) -> None:
        """Drop a book: this transaction has changed its tables past it."""
        self.flush()
        self._books.pop(kind, None)

    def flush(self) -> None:
        """Write all buffered rows and books."""
        rows, self._rows = self._rows, {}
        for table in sorted(rows, key=_insert_order):
            insert_rows(self._connection, table, rows[table])
        for book in list(self._books.values()):
            book.flush(self._connection)

    def leaves_behind(self) -> Known:
        """What the next transaction may start from, once this one is on disk."""
        recorded = {entry.name for entry in self.entries}
        books = {
            kind: cast("LastingBook", book)
            for kind, book in self._books.items()
            if hasattr(kind, "lasts_through") and recorded <= kind.lasts_through
        }
        return Known(self.journal, self.head, books)


class Writer:
    """Runs commands one batch at a time on one connection.

    `run` carries a commit to where waiting for the disk is allowed: the server hands in a native thread. The
    batch itself is worked out on the loop: two threads of Python would only wait for each other.
    """

    def __init__(
        self,
        database: Database,
        run: Callable[..., Any] = lambda function, args: function(*args),
        limit: int = 2000,
    ) -> None:
        self._database = database
        self._run = run
        self._waiting: queue.Queue[Request | None] = queue.Queue(limit)
        self._listeners: list[Listener] = []
        self._connection: Connection | None = None
        self._known: Known | None = None
        self._thread: threading.Thread | None = None
        self._stopping = False

    def on_commit(self, listener: "Listener") -> None:
        """Call `listener(entries)` after every commit that appended to the journal."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Begin to work."""
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is waiting, then close the connection."""
        self._stopping = True
        if self._thread:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None
            self._refuse_who_came_too_late()

    def submit(self, command: Command, timeout: float = 30) -> Any:
        """Wait until a command is on disk and return its answer; raises what the command raised.

        Raises Busy when too many are waiting or the disk does not answer: the command may be repeated.
        """
        return self.hand_in(command).wait(timeout)

    def hand_in(self, command: Command) -> "Request":
        """Queue a command for the next batch; the request says when it is done. Raises Busy."""
        if self._stopping:
            raise _busy("stopping")
        request = Request(command)
        try:
            self._waiting.put_nowait(request)
        except queue.Full:
            raise _busy("queue_full") from None
        return request

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            work, last = self._take_all_waiting(first)
            self._commit_and_answer(work)
            if last:
                break
        self._run(self._close, ())

    def _take_all_waiting(self, first: "Request") -> tuple[list["Request"], bool]:
        work = [first]
        while len(work) < MOST_IN_A_BATCH:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is None:
                return work, True
            work.append(item)
        return work, False

    def _refuse_who_came_too_late(self) -> None:
        while not self._waiting.empty():
            if (item := self._waiting.get_nowait()) is not None:
                item.answer(None, _busy("stopping"))

    def _commit_and_answer(self, work: list["Request"]) -> None:
        entries, answers = self._commit([request.command for request in work])
        for request, answer in zip(work, answers, strict=True):
            request.answer(*answer)
        if entries:
            self._tell(entries)

    def _tell(self, entries: list[Entry]) -> None:
        for listener in self._listeners:
            try:
                listener(entries)
            except Exception:
                log.exception("a listener failed at journal entry %d; the selling goes on", entries[-1].seq)

    def _commit(self, commands: Sequence[Command]) -> "Outcome":
        """Commit a batch, or find out which of its commands is the guilty one."""
        try:
            return self._commit_together(commands)
        except Exception as error:
            if is_disk_trouble(error):
                log.exception("the disk refused a batch of %d", len(commands))
                self._close()
                return [], [(None, _busy("database_unavailable"))] * len(commands)
        try:
            return self._commit_one_by_one(commands)
        except Exception:
            log.exception("a batch of %d could not be committed", len(commands))
            self._close()
            return [], [(None, _busy("database_unavailable"))] * len(commands)

    def _commit_together(self, commands: Sequence[Command]) -> "Outcome":
        connection = self._open()
        known, self._known = self._known, None  # until this batch is on disk nothing is known for sure
        with self._transaction(connection):
            lock_for_writing(connection)
            batch = Batch(connection, datetime.now(UTC), _still_known(connection, known))
            _prepare(batch, commands)
            answers = [_answer(batch, command) for command in commands]
            batch.flush()
        self._known = batch.leaves_behind()
        return batch.entries, answers

    def _commit_one_by_one(self, commands: Sequence[Command]) -> "Outcome":
        connection = self._open()
        answers: list[Answer] = []
        entries: list[Entry] = []
        with self._transaction(connection):
            lock_for_writing(connection)
            now = datetime.now(UTC)
            for command in commands:
                try:
                    with connection.begin_nested():
                        batch = Batch(connection, now, _still_known(connection, None))
                        result = command.apply(batch)
                        batch.flush()
                    entries += batch.entries
                    answers.append((result, None))
                except Exception as error:
                    if is_disk_trouble(error):
                        raise
                    answers.append((None, error))
        return entries, answers

    @contextmanager
    def _transaction(self, connection: Connection) -> Iterator[None]:
        """Committed where waiting for the disk is allowed; rolled back on an error."""
        transaction = connection.begin()
        try:
            yield
            self._run(transaction.commit, ())
        except BaseException:
            transaction.rollback()
            raise

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._database.writing_engine.connect()
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


Answer = tuple[Any, BaseException | None]
Outcome = tuple[list[Entry], list[Answer]]
Listener = Callable[[list[Entry]], None]


class Request:
    """A command and whoever waits for its answer, on a bare lock: a Future takes ten times as long."""

    __slots__ = ("_answer", "_pending", "command")

    def __init__(self, command: Command) -> None:
        self.command = command
        self._answer: Answer = (None, None)
        self._pending = threading.Lock()
        self._pending.acquire()

    @property
    def done(self) -> bool:
        """Whether it has been answered."""
        return not self._pending.locked()

    def answer(self, result: Any, error: BaseException | None) -> None:
        """Wake whoever waits."""
        self._answer = (result, error)
        self._pending.release()

    def wait(self, timeout: float) -> Any:
        """The command's result; raises its error, or Busy after `timeout` seconds."""
        if not self._pending.acquire(timeout=timeout):
            raise _busy("no_answer_from_disk")
        self._pending.release()
        result, error = self._answer
        if error is not None:
            raise error
        return result


def _still_known(connection: Connection, known: Known | None) -> Known:
    """What the last commit left behind, unless another process has written since."""
    head = read_head(connection)
    if known is not None and known.head == head:
        return known
    return Known(read_journal_id(connection), head)


class _RefusedTooLateError(Exception):
    """A command refused after it had changed something: only a savepoint can take that back."""


def _answer(batch: Batch, command: Command) -> Answer:
    before = batch.changes
    try:
        return command.apply(batch), None
    except Refusal as refusal:
        if batch.changes != before:
            raise _RefusedTooLateError from refusal
        return None, refusal


def _prepare(batch: Batch, commands: Sequence[Command]) -> None:
    by_class: dict[type[Command], list[Command]] = {}
    for command in commands:
        if hasattr(type(command), "prepare"):
            by_class.setdefault(type(command), []).append(command)
    for kind, same in by_class.items():
        kind.prepare(batch, same)  # type: ignore[attr-defined]


_orders: dict[Table, int] = {}


def _insert_order(table: Table) -> int:
    """Parents before children."""
    if table not in _orders:
        _orders.update({each: place for place, each in enumerate(table.metadata.sorted_tables)})
    return _orders[table]


def _busy(reason: str) -> Busy:
    return Busy(
        "busy",
        Message(
            "Server sedang sibuk. Penjualan tetap tersimpan di tablet dan dikirim lagi sendiri.",
            "The server is busy. The sale stays on the tablet and is sent again by itself.",
        ),
        reason=reason,
        retry_after=1,
    )
