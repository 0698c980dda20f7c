"""The journal: append-only, sealed entry to entry, and checkable by anybody with SHA-256 and JSON."""

import hashlib
import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import Perform, Shop
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from pos.events import StallAdded
from pos.journal import FIRST_PREV, broken_links, canonical, next_entry, read_all, read_entries, read_head

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def hash_from_outside(line: str) -> str:
    entry = json.loads(line)
    body = json.dumps(
        [entry["seq"], entry["name"], entry["at"], entry["data"]],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256((entry["prev"] + body).encode()).hexdigest()


def test_every_line_can_be_recomputed_by_somebody_who_only_knows_the_contract(shop: Shop) -> None:
    shop.sell(note='"Ibu Sri" \u2014 batik\u2028 \x7f \U0001f9f5')
    prev = "0" * 64
    for entry in shop.journal():
        line = entry.line()
        told = json.loads(line)
        assert line.endswith("\n")
        assert line.count("\n") == 1
        assert list(told) == ["seq", "name", "at", "data", "prev", "hash"]
        assert told["prev"] == prev
        assert told["hash"] == hash_from_outside(line)
        prev = told["hash"]


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_any_fact_is_sealed_the_same_inside_and_outside(data: dict[str, Any]) -> None:
    entry = next_entry((41, "ab" * 32), "sale.recorded", "2018-04-03T03:15:02.000+00:00", data)
    assert entry.seq == 42
    assert json.loads(entry.line())["data"] == data
    assert entry.hash == hash_from_outside(entry.line())


@given(JSON)
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: Any) -> None:
    def turned(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: turned(each[key]) for key in reversed(each)}
        return [turned(part) for part in each] if isinstance(each, list) else each

    assert canonical(turned(value)) == canonical(value)
    assert json.loads(canonical(value)) == value


def test_what_is_not_json_never_gets_in() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


def test_the_journal_begins_at_one_and_links_each_entry_to_the_one_before(shop: Shop) -> None:
    for _ in range(3):
        shop.sell()
    entries = shop.journal()
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[0].prev == FIRST_PREV
    assert all(entry.prev == before.hash for before, entry in pairwise(entries))
    assert list(broken_links(entries)) == []


@pytest.mark.parametrize("statement", ["UPDATE journal SET name = name", "DELETE FROM journal"])
def test_the_database_refuses_to_change_or_remove_an_entry(shop: Shop, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        shop.database.writing() as connection,
    ):
        connection.execute(text(statement))
    assert shop.differences() == []


def test_a_reader_cannot_write_at_all(shop: Shop) -> None:
    with pytest.raises(DatabaseError, match="readonly"), shop.database.reading() as connection:
        connection.execute(text("DELETE FROM journal"))


def test_a_changed_entry_is_found(shop: Shop) -> None:
    shop.sell()
    entries = shop.journal()
    forged = replace(entries[-1], raw=entries[-1].raw.replace("150000", "50000"))
    assert forged != entries[-1]
    assert list(broken_links([*entries[:-1], forged])) == [
        f"journal: entry {forged.seq} was changed after it was written"
    ]


def test_a_missing_entry_is_found(shop: Shop) -> None:
    entries = shop.journal()
    found = " ".join(broken_links([*entries[:4], *entries[5:]]))
    assert "entry 5 is missing" in found
    assert "does not follow" in found


def test_an_entry_written_again_with_a_right_hash_breaks_the_next_link(shop: Shop) -> None:
    entries = shop.journal()
    forged = next_entry((3, entries[2].hash), entries[3].name, entries[3].at, {"stall": {}})
    assert list(broken_links([*entries[:3], forged, *entries[4:]])) == [
        "journal: entry 5 does not follow the hash of entry 4"
    ]


def test_after_is_exclusive_and_limit_holds(shop: Shop) -> None:
    with shop.database.reading() as connection:
        assert [entry.seq for entry in read_entries(connection, after=2, limit=3)] == [3, 4, 5]
        seq, last = read_head(connection)
        assert read_entries(connection, after=seq) == []
        assert [entry.hash for entry in read_all(connection, page=4)][-1] == last


def test_an_empty_journal_has_a_head_of_zeros(shop: Shop) -> None:
    other = shop.database.url.replace("lapak.db", "empty.db")
    empty = type(shop.database)(other)
    empty.create()
    with empty.reading() as connection:
        assert read_head(connection) == (0, FIRST_PREV)
    empty.close()


def test_entries_of_one_transaction_share_its_moment(shop: Shop) -> None:
    def add_two(batch: Any) -> None:
        batch.record(StallAdded(stall={"no": "08"}))
        batch.record(StallAdded(stall={"no": "09"}))

    shop.writer.submit(Perform(add_two))
    one, two = shop.journal()[-2:]
    assert one.at == two.at
    assert two.prev == one.hash
