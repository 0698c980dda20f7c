"""The relay's promises: every entry once, nobody waits for a failing neighbour, no wake-up is lost."""

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from exhibition import relay
from exhibition.board import Board
from exhibition.relay import Durable, React, Relay, Volatile, read_bookmark
from pos.database import Database, open_database
from pos.events import StallAdded, TillEnrolled
from pos.journal import Entry
from pos.tables import checkpoint, setting
from pos.writer import Batch, Writer

LIMIT_S = 10


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "lapak.db")
    opened.create()
    yield opened
    opened.close()


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    working = Writer(database)
    working.start()
    yield working
    working.stop()


@dataclass(frozen=True)
class Announce:
    """Appends stalls to the journal."""

    numbers: Sequence[int]

    def apply(self, batch: Batch) -> None:
        for number in self.numbers:
            batch.record(StallAdded(stall={"no": f"{number:02}", "name": f"Stan {number}"}))


@dataclass(frozen=True)
class Enrol:
    """Appends an entry that nobody reacts to."""

    def apply(self, batch: Batch) -> None:
        batch.record(TillEnrolled(till="01A", stall="01"))


def note_down(batch: Batch, entry: Entry) -> None:
    """A reaction whose effect is a row that can exist once only."""
    batch.insert(setting, name=f"seen-{entry.seq}", value=entry.data["stall"]["no"])


def seen(database: Database) -> list[str]:
    with database.reading() as connection:
        rows = connection.execute(select(setting.c.value).where(setting.c.name.like("seen-%")))
        return sorted(rows.scalars())


def place(database: Database, follower: str) -> int:
    with database.reading() as connection:
        return read_bookmark(connection, follower)


class Carrying:
    """A relay that runs for the length of a `with`."""

    def __init__(self, database: Database, writer: Writer, *followers: relay.Follower) -> None:
        self.relay = Relay(database, followers)
        writer.on_commit(self.relay.wake)

    def __enter__(self) -> Relay:
        self.relay.start()
        return self.relay

    def __exit__(self, *_: object) -> None:
        self.relay.stop()


def test_what_was_written_before_the_start_is_caught_up_and_what_follows_wakes(
    database: Database, writer: Writer
) -> None:
    writer.submit(Announce(range(1, 4)))
    durable = Durable("notes", {"stall.added": note_down}, database, writer.submit)
    with Carrying(database, writer, durable) as carrying:
        assert carrying.wait_for("notes", 3)
        writer.submit(Announce([4]))
        assert carrying.wait_for("notes")
    assert seen(database) == ["01", "02", "03", "04"]
    assert place(database, "notes") == 4


def test_a_history_longer_than_a_page_is_read_without_pauses(
    database: Database, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "LOOK_ANYWAY_S", 3600)
    writer.submit(Announce(range(1000, 1000 + 5 * relay.PAGE + 7)))
    durable = Durable("notes", {"stall.added": note_down}, database, writer.submit)
    with Carrying(database, writer, durable) as carrying:
        assert carrying.wait_for("notes")
    assert len(seen(database)) == 5 * relay.PAGE + 7


def test_no_wake_up_is_lost_between_reading_and_waiting(
    database: Database, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "LOOK_ANYWAY_S", 3600)
    durable = Durable("notes", {"stall.added": note_down}, database, writer.submit)
    with Carrying(database, writer, durable) as carrying:
        for number in range(200):
            writer.submit(Announce([number]))
            assert carrying.wait_for("notes", number + 1, LIMIT_S), number


def test_what_another_process_appends_is_found_without_a_wake_up(database: Database, writer: Writer) -> None:
    durable = Durable("notes", {"stall.added": note_down}, database, writer.submit)
    unheard = Relay(database, [durable])
    unheard.start()
    writer.submit(Announce([1]))
    assert unheard.wait_for("notes", 1, LIMIT_S)
    unheard.stop()


def test_a_repeated_reaction_takes_effect_once(database: Database, writer: Writer) -> None:
    writer.submit(Announce([1, 2]))
    with database.reading() as connection:
        entries = relay.read_entries(connection)
    command = React("notes", {"stall.added": note_down}, entries)
    for _ in range(3):
        writer.submit(command)
    assert seen(database) == ["01", "02"]


def test_entries_nobody_reacts_to_need_no_transaction(database: Database, writer: Writer) -> None:
    commands: list[Any] = []
    durable = Durable("notes", {"stall.added": note_down}, database, commands.append)
    with Carrying(database, writer, durable) as carrying:
        writer.submit(Enrol())
        assert carrying.wait_for("notes")
    assert commands == []


def test_a_failing_follower_stops_only_itself_and_does_all_before_the_bad_entry(
    database: Database, writer: Writer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relay, "FIRST_PAUSE_S", 0.01)
    healed = threading.Event()

    def stumble(batch: Batch, entry: Entry) -> None:
        if entry.seq == 3 and not healed.is_set():
            raise RuntimeError("cannot digest entry 3")
        note_down(batch, entry)

    writer.submit(Announce([1, 2, 3, 4]))
    bad = Durable("bad", {"stall.added": stumble}, database, writer.submit)
    board = Volatile(
        "board", lambda state: Board.from_state(state) if state else Board(), database, writer.submit
    )
    with caplog.at_level(logging.ERROR), Carrying(database, writer, bad, board) as carrying:
        assert carrying.wait_for("board", 4)
        assert carrying.wait_for("bad", 2)
        assert seen(database) == ["01", "02"]
        assert {"name": "bad", "lag": 2, "failing": True} in carrying.lag()
        assert {"name": "board", "lag": 0} in carrying.lag()
        healed.set()
        assert carrying.wait_for("bad", 4)
    assert seen(database) == ["01", "02", "03", "04"]
    assert "cannot digest entry 3" in caplog.text


def test_the_effects_and_the_bookmark_stand_or_fall_together(database: Database, writer: Writer) -> None:
    def half_way(batch: Batch, entry: Entry) -> None:
        note_down(batch, entry)
        if entry.seq == 2:
            raise RuntimeError("after the first effect")

    writer.submit(Announce([1, 2]))
    with database.reading() as connection:
        entries = relay.read_entries(connection)
    with pytest.raises(RuntimeError, match="after the first effect"):
        writer.submit(React("notes", {"stall.added": half_way}, entries))
    assert seen(database) == []
    assert place(database, "notes") == 0


def test_a_volatile_follower_wakes_from_its_checkpoint(database: Database, writer: Writer) -> None:
    def board() -> Volatile[Board]:
        return Volatile(
            "board", lambda state: Board.from_state(state) if state else Board("j"), database, writer.submit
        )

    first = board()
    with Carrying(database, writer, first) as carrying:
        writer.submit(Announce([1, 2]))
        assert carrying.wait_for("board", 2)
    with database.reading() as connection:
        assert connection.execute(select(checkpoint.c.seq)).scalar_one() == 2
    second = board()
    assert second.start() == 2
    assert second.fold.snapshot("now") == first.fold.snapshot("now")


def test_a_checkpoint_is_written_on_the_way_and_who_watches_is_told(
    database: Database, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "SAVE_EVERY", 3)
    told: list[int] = []
    board = Volatile("board", lambda _: Board(), database, writer.submit, lambda: told.append(board.fold.seq))
    with Carrying(database, writer, board) as carrying:
        writer.submit(Announce([1, 2, 3]))
        assert carrying.wait_for("board", 3)
        with database.reading() as connection:
            assert connection.execute(select(checkpoint.c.seq)).scalar_one() == 3
        writer.submit(Enrol())  # no figure moves: nobody is told
        assert carrying.wait_for("board", 4)
    assert told == [3]


def test_what_the_writer_commits_is_handed_on_without_reading_the_journal_again(
    database: Database, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []

    def counted(connection: Connection, after: int, limit: int) -> list[Entry]:
        entries = original(connection, after, limit)
        reads.extend(entry.seq for entry in entries)
        return entries

    original = relay.read_entries
    writer.submit(Announce([1]))
    followers = [Durable(name, {"stall.added": lambda *_: None}, database, writer.submit) for name in "abc"]
    with Carrying(database, writer, *followers) as carrying:
        assert all(carrying.wait_for(name, 1) for name in "abc")
        monkeypatch.setattr(relay, "read_entries", counted)
        writer.submit(Announce([2]))
        assert all(carrying.wait_for(name, 2) for name in "abc")
    assert reads == []
