"""The relay carries the journal to everything that follows it, each follower at its own pace.

A durable follower changes tables: its effects and its bookmark are one command of the one writer, so whatever
dies, every entry takes effect exactly once. A volatile follower lives in memory: it wakes from a checkpoint
and reads on. A follower that fails stops only itself, tries again, and shows its lag.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, select

from pos.database import Database
from pos.journal import Entry, read_entries, read_head
from pos.tables import bookmark, checkpoint
from pos.writer import Batch

log = logging.getLogger(__name__)

PAGE = 200  # entries a follower takes at a time
LOOK_ANYWAY_S = 1.0  # for what another process may have appended
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
SAVE_EVERY = 2000  # entries between two checkpoints

Reaction = Callable[[Batch, Entry], None]
Submit = Callable[[Any], Any]


class Follower(Protocol):
    """Something that happens because of the journal."""

    name: str
    rest_s: float  # seconds between two steps when it is up to date: what comes meanwhile goes together

    def start(self) -> int:
        """Wake up; the seq of the last entry already followed."""

    def follow(self, entries: Sequence[Entry]) -> None:
        """Take the next entries, in order; on an error all of them come again."""

    def stop(self) -> None:
        """Put down what would be lost."""


# Durable --------------------------------------------------------------------------------------------


class Durable:
    """Effects in the tables, each exactly once; `done` hears of the entries afterwards, at least once."""

    def __init__(
        self,
        name: str,
        reactions: Mapping[str, Reaction],
        database: Database,
        submit: Submit,
        *,
        done: Callable[[Sequence[Entry]], None] = lambda _: None,
        rest_s: float = 0,
    ) -> None:
        self.name = name
        self.rest_s = rest_s
        self._done = done
        self._reactions = reactions
        self._database = database
        self._submit = submit

    def start(self) -> int:
        """Where the bookmark lies."""
        with self._database.reading() as connection:
            return read_bookmark(connection, self.name)

    def follow(self, entries: Sequence[Entry]) -> None:
        """React to those entries that have a reaction; the others need no transaction."""
        work = [entry for entry in entries if entry.name in self._reactions]
        if work:
            self._submit(React(self.name, self._reactions, work))
            self._done(work)

    def stop(self) -> None:
        """Nothing: the bookmark is always where it belongs."""


@dataclass(frozen=True)
class React:
    """Let entries take effect and move the bookmark, in one transaction."""

    follower: str
    reactions: Mapping[str, Reaction]
    entries: Sequence[Entry]

    def apply(self, batch: Batch) -> None:
        """React to what the bookmark has not passed: a repeat after a lost answer does nothing."""
        bookmarks = batch.book(Bookmarks)
        passed = bookmarks.place(self.follower)
        for entry in self.entries:
            if entry.seq > passed:
                self.reactions[entry.name](batch, entry)
        bookmarks.move(self.follower, max(passed, self.entries[-1].seq))


class Bookmarks:
    """The bookmarks of one write transaction; moved ones are written with its last rows."""

    def __init__(self, batch: Batch) -> None:
        self._reader = batch.reader
        self._moved: dict[str, int] = {}

    def place(self, follower: str) -> int:
        """The seq this follower has passed."""
        return self._moved.get(follower) or read_bookmark(self._reader, follower)

    def move(self, follower: str, seq: int) -> None:
        """Remember how far this follower is."""
        self._moved[follower] = seq

    def flush(self, connection: Connection) -> None:
        """Write the bookmarks."""
        for follower, seq in self._moved.items():
            moved = connection.execute(
                bookmark.update().where(bookmark.c.follower == follower).values(seq=seq)
            )
            if not moved.rowcount:
                connection.execute(bookmark.insert().values(follower=follower, seq=seq))


def read_bookmark(connection: Connection, follower: str) -> int:
    """The seq this follower has passed; 0 for a new one."""
    return connection.scalar(select(bookmark.c.seq).where(bookmark.c.follower == follower)) or 0


# Volatile -------------------------------------------------------------------------------------------


class Fold(Protocol):
    """A state that entries change; it can be written down as JSON."""

    seq: int

    def apply(self, entry: Entry) -> bool:
        """Take the next entry; whether it changed anything."""

    def to_state(self) -> dict[str, Any]:
        """The state as JSON."""


F = TypeVar("F", bound=Fold)


class Volatile(Generic[F]):
    """A fold in memory. `wake` makes it from a checkpoint, or from None when there is none."""

    rest_s = 0.0

    def __init__(
        self,
        name: str,
        wake: Callable[[dict[str, Any] | None], F],
        database: Database,
        submit: Submit,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.fold = wake(None)
        self.lock = threading.Lock()  # held while the fold changes
        self._wake = wake
        self._database = database
        self._submit = submit
        self._changed = changed
        self._saved = 0

    def start(self) -> int:
        """Wake from the checkpoint."""
        with self._database.reading() as connection:
            state = connection.scalar(select(checkpoint.c.state).where(checkpoint.c.follower == self.name))
        fold = self._wake(state)
        with self.lock:
            self.fold = fold
        self._saved = fold.seq
        return fold.seq

    def follow(self, entries: Sequence[Entry]) -> None:
        """Fold the entries in, tell who watches, write a checkpoint now and then."""
        with self.lock:
            changes = [self.fold.apply(entry) for entry in entries]
        if any(changes):
            self._changed()
        if self.fold.seq - self._saved >= SAVE_EVERY:
            self._save()

    def stop(self) -> None:
        """Write the last checkpoint."""
        if self.fold.seq > self._saved:
            self._save()

    def _save(self) -> None:
        with self.lock:
            seq, state = self.fold.seq, self.fold.to_state()
        self._submit(SaveCheckpoint(self.name, seq, state))
        self._saved = seq


@dataclass(frozen=True)
class SaveCheckpoint:
    """Keep a volatile follower's state for the next start."""

    follower: str
    seq: int
    state: dict[str, Any]

    def apply(self, batch: Batch) -> None:
        """Replace the old one."""
        connection = batch.connection
        connection.execute(checkpoint.delete().where(checkpoint.c.follower == self.follower))
        connection.execute(checkpoint.insert().values(follower=self.follower, seq=self.seq, state=self.state))


# The loop -------------------------------------------------------------------------------------------


class Tail:
    """The journal's newest entries: read once, handed to every follower that is up to date."""

    def __init__(self, database: Database, keep: int = 1000) -> None:
        self.newest = 0
        self._database = database
        self._recent: deque[Entry] = deque(maxlen=keep)
        self._lock = threading.Lock()

    def look(self) -> None:
        """Find out how long the journal is."""
        with self._database.reading() as connection:
            self.newest = max(self.newest, read_head(connection)[0])

    def after(self, seq: int, limit: int) -> list[Entry]:
        """The next entries after `seq`, oldest first."""
        with self._lock:
            if self._recent and self._recent[0].seq - 1 <= seq < self._recent[-1].seq:
                start = seq - self._recent[0].seq + 1
                return list(islice(self._recent, start, start + limit))
            return self._read(seq, limit)

    def extend(self, entries: Sequence[Entry]) -> None:
        """What the writer has just committed; where something is missing in between it is read later."""
        with self._lock:
            if not self._recent or entries[0].seq == self._recent[-1].seq + 1:
                self._recent.extend(entries)
            self.newest = max(self.newest, entries[-1].seq)

    def _read(self, seq: int, limit: int) -> list[Entry]:
        with self._database.reading() as connection:
            entries = read_entries(connection, seq, limit)
        if entries:
            self.newest = max(self.newest, entries[-1].seq)
            if not self._recent or entries[0].seq == self._recent[-1].seq + 1:
                self._recent.extend(entries)
        return entries


class Run:
    """One follower on its way along the journal, on a thread of its own."""

    def __init__(self, follower: Follower, tail: Tail) -> None:
        self.follower = follower
        self.failing = False
        self._tail = tail
        self._place: int | None = None
        self._singly = 0  # after a failure one at a time, so that everything before the bad entry is done
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._moved = threading.Condition()
        self._thread = threading.Thread(target=self._work, name=f"relay-{follower.name}", daemon=True)

    @property
    def lag(self) -> int:
        """Entries still before it."""
        return max(0, self._tail.newest - (self._place or 0))

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something new."""
        self._woken.set()

    def stop(self) -> None:
        """Finish the step under way, then put down what would be lost."""
        self._stopped.set()
        self._woken.set()
        self._thread.join()
        if self._place is not None:
            self._put_down()

    def wait_for(self, seq: int, timeout: float) -> bool:
        """Wait until this follower has passed `seq`; False if it took too long."""
        with self._moved:
            return self._moved.wait_for(lambda: self._place is not None and self._place >= seq, timeout)

    def _work(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._stopped.is_set():
            self._woken.clear()  # before reading: what is committed from here on wakes us again
            try:
                more = self._step()
            except Exception:
                log.exception("follower %s fails, next try in %.1f s", self.follower.name, pause)
                self.failing, self._singly = True, PAGE
                self._stopped.wait(pause)
                pause = min(LONGEST_PAUSE_S, 2 * pause)
                continue
            pause = FIRST_PAUSE_S
            if not more:
                self.failing = False
                self._stopped.wait(self.follower.rest_s)
                self._woken.wait(LOOK_ANYWAY_S)

    def _step(self) -> bool:
        """Take the next page; whether there is more already."""
        if self._place is None:
            self._move(self.follower.start())
        limit = 1 if self._singly else PAGE
        entries = self._tail.after(self._place or 0, limit)
        if not entries:
            return False
        self.follower.follow(entries)
        self._singly = max(0, self._singly - 1)
        self._move(entries[-1].seq)
        return len(entries) == limit or self.lag > 0

    def _move(self, place: int) -> None:
        with self._moved:
            self._place = place
            self._moved.notify_all()

    def _put_down(self) -> None:
        try:
            self.follower.stop()
        except Exception:
            log.exception("follower %s could not write its checkpoint", self.follower.name)


class Relay:
    """All followers. Start it after the writer, stop it before."""

    def __init__(self, database: Database, followers: Sequence[Follower]) -> None:
        self._tail = Tail(database)
        self._runs = {follower.name: Run(follower, self._tail) for follower in followers}

    def start(self) -> None:
        """Let every follower catch up and go on."""
        self._tail.look()
        for run in self._runs.values():
            run.start()

    def wake(self, entries: Sequence[Entry]) -> None:
        """The journal has grown by these: the writer's commit listener."""
        self._tail.extend(entries)
        for run in self._runs.values():
            run.wake()

    def stop(self) -> None:
        """Stop every follower where it is."""
        for run in self._runs.values():
            run.stop()

    def wait_for(self, name: str, seq: int | None = None, timeout: float = 10) -> bool:
        """Wait until a follower has passed `seq` (by default: all that is known to be committed)."""
        return self._runs[name].wait_for(self._tail.newest if seq is None else seq, timeout)

    def lag(self) -> list[dict[str, Any]]:
        """For /health: entries still before each follower, and whether it is failing."""
        return [
            {"name": name, "lag": run.lag} | ({"failing": True} if run.failing else {})
            for name, run in self._runs.items()
        ]
