"""The journal: what happened, in the order in which it was committed, each entry sealed to the one before."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pos.tables import journal

FIRST_PREV = "0" * 64
_HEAD = select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)
_AFTER = (
    select(journal).where(journal.c.seq > bindparam("after")).order_by(journal.c.seq).limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. `data` is plain JSON; `raw` the canonical text that was hashed."""

    seq: int
    name: str
    at: str
    data: dict[str, Any]
    raw: str
    prev: str
    hash: str

    def line(self) -> str:
        """The entry as one line of NDJSON."""
        return (
            f'{{"seq":{self.seq},"name":{json.dumps(self.name)},"at":{json.dumps(self.at)},'
            f'"data":{self.raw},"prev":"{self.prev}","hash":"{self.hash}"}}\n'
        )


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces and no escapes beyond the necessary."""
    return _encode(value)


def seal(prev: str, seq: int, name: str, at: str, raw: str) -> str:
    """SHA-256 of the previous hash followed by the canonical JSON of [seq, name, at, data]."""
    head = f"{prev}[{seq},{_encode(name)},{_encode(at)},{raw}]"
    return hashlib.sha256(head.encode()).hexdigest()


def next_entry(head: tuple[int, str], name: str, at: str, data: dict[str, Any]) -> Entry:
    """The entry that follows a head (seq, hash)."""
    seq, prev = head[0] + 1, head[1]
    raw = canonical(data)
    return Entry(seq, name, at, data, raw, prev, seal(prev, seq, name, at, raw))


def read_head(connection: Connection) -> tuple[int, str]:
    """(seq, hash) of the newest entry; (0, 64 zeros) of an empty journal."""
    row = connection.execute(_HEAD).first()
    return (row.seq, row.hash) if row else (0, FIRST_PREV)


def read_entries(connection: Connection, after: int = 0, limit: int = 1000) -> list[Entry]:
    """Entries with a higher seq than `after`, oldest first."""
    rows = connection.execute(_AFTER, {"after": after, "most": limit})
    return [
        Entry(row.seq, row.name, row.at, json.loads(row.data), row.data, row.prev, row.hash) for row in rows
    ]


def read_all(connection: Connection, after: int = 0, page: int = 1000) -> Iterator[Entry]:
    """Every entry after `after`, read a page at a time."""
    while entries := read_entries(connection, after, page):
        yield from entries
        after = entries[-1].seq


def broken_links(entries: Iterable[Entry]) -> Iterator[str]:
    """One sentence for every entry that does not follow from the one before."""
    seq, prev = 0, FIRST_PREV
    for entry in entries:
        if entry.seq != seq + 1:
            yield f"journal: entry {seq + 1} is missing, the next one is {entry.seq}"
        if entry.prev != prev:
            yield f"journal: entry {entry.seq} does not follow the hash of entry {seq}"
        if entry.hash != seal(entry.prev, entry.seq, entry.name, entry.at, entry.raw):
            yield f"journal: entry {entry.seq} was changed after it was written"
        seq, prev = entry.seq, entry.hash
