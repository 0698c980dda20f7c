"""The one writer: everything waiting in one commit, the guilty one answered alone, nothing half done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from shop import LIMIT_S, Perform, Shop, at_once, new_id
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from pos import tables
from pos.events import StallAdded
from pos.refusals import Busy, Conflict, Message
from pos.writer import Batch, Request, Writer


def set_value(name: str, value: str = "x") -> Perform:
    """A command that changes a row and appends to the journal."""

    def do(batch: Batch) -> int:
        batch.insert(tables.setting, name=name, value=value)
        return batch.record(StallAdded(stall={"no": name})).seq

    return Perform(do)


def refuse(batch: Batch) -> None:
    raise Conflict("not_now", Message("Tidak", "No"))


def change_and_refuse(batch: Batch) -> None:
    batch.insert(tables.setting, name="half done", value="x")
    batch.record(StallAdded(stall={"no": "half done"}))
    refuse(batch)


def broken(batch: Batch) -> None:
    raise ZeroDivisionError


def settings(shop: Shop) -> set[str]:
    with shop.database.reading() as connection:
        return set(connection.scalars(select(tables.setting.c.name))) - {"journal"}


@contextmanager
def a_busy_writer(writer: Writer) -> Iterator[None]:
    """The writer is at work on something else; what is handed in now goes into one batch."""
    begun, may_end = threading.Event(), threading.Event()

    def work(batch: Batch) -> None:
        begun.set()
        assert may_end.wait(LIMIT_S)

    busy = threading.Thread(target=writer.submit, args=(Perform(work),))
    busy.start()
    assert begun.wait(LIMIT_S)
    try:
        yield
    finally:
        may_end.set()
        busy.join(LIMIT_S)


def in_one_batch(shop: Shop, *commands: Any) -> list[Any]:
    """Hand commands in together; each one's result or error."""
    with a_busy_writer(shop.writer):
        requests = [shop.writer.hand_in(command) for command in commands]
    return [result_or_error(request) for request in requests]


def result_or_error(request: Request) -> Any:
    try:
        return request.wait(LIMIT_S)
    except Exception as error:  # noqa: BLE001 - the test looks at it
        return error


def test_the_guilty_command_in_the_middle_of_a_batch_is_the_only_one_answered_with_an_error(
    shop: Shop,
) -> None:
    first = shop.journal()[-1].seq + 1
    answers = in_one_batch(
        shop, set_value("a"), set_value("b"), set_value("a"), Perform(broken), set_value("c")
    )
    assert answers[:2] == [first, first + 1]
    assert isinstance(answers[2], IntegrityError)
    assert isinstance(answers[3], ZeroDivisionError)
    assert answers[4] == first + 2
    assert settings(shop) == {"a", "b", "c"}
    assert shop.differences() == []


def test_a_sale_that_the_tables_refuse_does_not_take_its_neighbours_along(shop: Shop) -> None:
    def unsound(batch: Batch) -> None:
        batch.insert(tables.stock, sku="NO SUCH PRODUCT", stall="01", on_table=1)

    commands = [shop.command(shop.sale()) for _ in range(6)]
    answers = in_one_batch(shop, *commands[:3], Perform(unsound), *commands[3:])
    assert isinstance(answers.pop(3), IntegrityError)
    assert [answer.status for answer in answers] == ["accepted"] * 6
    assert shop.count("sale") == 6
    assert shop.differences() == []


def test_what_the_tables_refuse_is_logged_without_what_was_in_it(shop: Shop) -> None:
    def add_twice(batch: Batch) -> None:
        for _ in range(2):
            batch.insert(tables.region, code="AC", name="hash-of-a-pin", timezone="Asia/Jakarta")

    with pytest.raises(IntegrityError) as error:
        shop.writer.submit(Perform(add_twice))
    assert "hash-of-a-pin" not in str(error.value)


def test_a_mistake_in_one_commands_sql_does_not_make_the_others_wait_for_the_disk(shop: Shop) -> None:
    def mistaken(batch: Batch) -> None:
        batch.connection.execute(text("SELECT * FROM no_such_table"))

    answers = in_one_batch(shop, set_value("a"), Perform(mistaken), set_value("b"))
    assert isinstance(answers[1], OperationalError)
    assert settings(shop) == {"a", "b"}


def test_a_command_that_refuses_after_changing_something_leaves_nothing(shop: Shop) -> None:
    before = len(shop.journal())
    answers = in_one_batch(shop, set_value("a"), Perform(change_and_refuse), set_value("b"))
    assert isinstance(answers[1], Conflict)
    assert settings(shop) == {"a", "b"}
    assert len(shop.journal()) == before + 2


def test_a_refusal_that_changed_nothing_costs_the_others_nothing(shop: Shop) -> None:
    rollbacks: list[Any] = []
    event.listen(shop.database.writing_engine, "rollback", rollbacks.append)
    event.listen(shop.database.writing_engine, "rollback_savepoint", lambda *args: rollbacks.append(args))
    answers = in_one_batch(shop, set_value("a"), Perform(refuse), set_value("b"))
    assert isinstance(answers[1], Conflict)
    assert settings(shop) == {"a", "b"}
    assert rollbacks == []


def test_a_repeat_and_a_refused_document_do_not_send_the_batch_into_replay(shop: Shop) -> None:
    shift = shop.open_shift()
    sale = shop.sell()
    shop.refund(sale.id, (1, 1))
    rollbacks: list[Any] = []
    event.listen(shop.database.writing_engine, "rollback", rollbacks.append)

    def refund_again() -> Any:
        return shop.refund(sale.id, (1, 1))

    with pytest.raises(Conflict, match="nothing_left"):
        refund_again()
    shop.close_shift(shift)
    with pytest.raises(Conflict, match="id_reused"):
        shop.close_shift(shift, {"1000": 1})
    shop.open_shift(shift_id=shift)
    assert rollbacks == []


def test_seq_has_no_gaps_whatever_was_rolled_back(shop: Shop) -> None:
    for round_ in range(4):
        in_one_batch(
            shop,
            set_value(f"{round_}"),
            Perform(change_and_refuse),
            Perform(broken),
            set_value("0"),
            set_value(f"{round_} too"),
        )
    assert [entry.seq for entry in shop.journal()] == list(range(1, len(shop.journal()) + 1))
    assert shop.differences() == []


def test_a_batch_is_one_transaction_with_one_moment(shop: Shop) -> None:
    commits: list[Any] = []
    commands = [shop.command(shop.sale()) for _ in range(16)]
    with a_busy_writer(shop.writer):
        requests = [shop.writer.hand_in(command) for command in commands]
        event.listen(shop.database.writing_engine, "commit", commits.append)
    for request in requests:
        request.wait(LIMIT_S)
    assert len(commits) == 2  # of what kept the writer busy, and of the sixteen
    assert len({entry.at for entry in shop.journal("sale.recorded")}) == 1


def test_the_answer_leaves_only_after_the_commit(shop: Shop) -> None:
    at_commit, may_commit = threading.Event(), threading.Event()

    def hold_the_disk(_connection: Any) -> None:
        at_commit.set()
        assert may_commit.wait(LIMIT_S)

    event.listen(shop.database.writing_engine, "commit", hold_the_disk)
    request = shop.writer.hand_in(set_value("a"))
    assert at_commit.wait(LIMIT_S)
    assert not request.done
    assert settings(shop) == set()
    may_commit.set()
    request.wait(LIMIT_S)
    assert settings(shop) == {"a"}


def test_listeners_hear_the_entries_of_every_commit_that_appended(shop: Shop) -> None:
    heard: list[int] = []
    shop.writer.on_commit(lambda entries: heard.extend(entry.seq for entry in entries))
    shop.writer.submit(Perform(lambda batch: batch.now))
    first, second = shop.writer.submit(set_value("a")), shop.writer.submit(set_value("b"))
    shop.writer.submit(Perform(lambda batch: batch.now))
    assert heard == [first, second]


def test_a_listener_that_fails_does_not_stop_the_selling(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []
    shop.writer.on_commit(lambda _entries: broken(None))  # type: ignore[arg-type]
    shop.writer.on_commit(lambda entries: heard.extend(entry.seq for entry in entries))
    seqs = [shop.writer.submit(set_value("a"), LIMIT_S), shop.writer.submit(set_value("b"), LIMIT_S)]
    shop.writer.submit(Perform(lambda batch: batch.now))
    assert heard == seqs
    assert "ZeroDivisionError" in caplog.text


def test_a_full_queue_is_answered_with_busy_at_once(shop: Shop) -> None:
    small = Writer(shop.database, limit=2)
    small.start()
    with a_busy_writer(small):
        requests = [small.hand_in(set_value(name)) for name in "ab"]
        with pytest.raises(Busy) as refusal:
            small.submit(set_value("c"))
    assert refusal.value.details == {"reason": "queue_full", "retry_after": 1}
    for request in requests:
        request.wait(LIMIT_S)
    small.stop()
    assert settings(shop) == {"a", "b"}


def test_who_waits_too_long_is_told_to_repeat(shop: Shop) -> None:
    with a_busy_writer(shop.writer), pytest.raises(Busy) as refusal:
        shop.writer.submit(set_value("a"), timeout=0.01)
    assert refusal.value.details["reason"] == "no_answer_from_disk"


def test_stopping_finishes_what_waits_and_takes_nothing_more(shop: Shop) -> None:
    with a_busy_writer(shop.writer):
        requests = [shop.writer.hand_in(set_value(f"{number}")) for number in range(5)]
        stopping = threading.Thread(target=shop.writer.stop)
        stopping.start()
    stopping.join(LIMIT_S)
    assert all(request.done for request in requests)
    assert settings(shop) == {"0", "1", "2", "3", "4"}
    with pytest.raises(Busy) as refusal:
        shop.writer.submit(set_value("too late"), timeout=LIMIT_S)
    assert refusal.value.details["reason"] == "stopping"


def test_a_full_disk_is_busy_and_selling_goes_on_when_there_is_room_again(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    def fill_the_disk(batch: Batch) -> None:
        pages = batch.connection.scalar(text("PRAGMA page_count"))
        batch.connection.execute(text(f"PRAGMA max_page_count={pages}"))

    sale = shop.sale(note="x" * 500)
    shop.writer.submit(Perform(fill_the_disk))
    with pytest.raises(Busy) as refusal:
        shop.writer.submit(set_value("too much", "y" * 1_000_000))
    assert refusal.value.details["reason"] == "database_unavailable"
    assert "disk" in caplog.text
    assert shop.hand_in(sale).status == "accepted"
    assert shop.differences() == []


def test_a_disk_that_fails_at_the_commit_is_busy_and_nothing_was_written(shop: Shop) -> None:
    trouble = [True]

    def fail(_connection: Any) -> None:
        if trouble:
            trouble.clear()
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    shop.sell()
    document, sale_id = shop.sale(("BATIK", 3), ("UKIR", 1)), new_id()
    event.listen(shop.database.writing_engine, "commit", fail)
    with pytest.raises(Busy):
        shop.hand_in(document, sale_id)
    assert shop.count("sale") == 1
    assert shop.hand_in(document, sale_id).flags == ["no_shift"], "the piece was not sold the first time"
    assert shop.on_table("BATIK") == {"01": 16}
    assert shop.differences() == []


def test_the_same_uuid_ten_times_at_once_is_one_sale_and_ten_answers_equal_but_for_status(
    shop: Shop,
) -> None:
    document, sale_id = shop.sale(("BATIK", 2), ("KOPI", 1)), new_id()
    answers = at_once(*[lambda: shop.hand_in(document, sale_id)] * 10)
    assert sorted(answer.status for answer in answers) == ["accepted", *["duplicate"] * 9]
    assert len({repr(answer).replace("duplicate", "accepted") for answer in answers}) == 1
    assert shop.count("sale") == 1
    assert len(shop.journal("sale.recorded")) == 1
    assert shop.on_table("BATIK") == {"01": 18}


def test_the_same_uuid_many_times_in_one_batch_is_one_sale(shop: Shop) -> None:
    command = shop.command(shop.sale())
    answers = in_one_batch(shop, *[command] * 7)
    assert [answer.status for answer in answers] == ["accepted", *["duplicate"] * 6]
    assert shop.count("sale") == 1


def test_what_another_process_committed_is_noticed(shop: Shop) -> None:
    other = Writer(shop.database)
    other.start()
    answers = [shop.sell(("BATIK", 1), ("UKIR", 1))]
    answers += [
        writer.submit(shop.command(shop.sale(("BATIK", 1), ("PATUNG", 1))))
        for writer in (other, shop.writer, other, shop.writer)
    ]
    other.stop()
    first = answers[0].seq
    assert [answer.seq for answer in answers] == list(range(first, first + 5))
    assert shop.on_table("BATIK") == {"01": 15}
    assert shop.differences() == []


def test_a_table_is_written_before_those_that_point_to_it(shop: Shop) -> None:
    def child_first(batch: Batch) -> None:
        batch.insert(tables.stall, no="09", name="Baru", region="R9")
        batch.insert(tables.region, code="R9", name="Baru", timezone="Asia/Jayapura")

    shop.writer.submit(Perform(child_first))
    assert shop.count("stall") == 4


def test_the_disk_is_really_waited_for(shop: Shop) -> None:
    def settings_of(batch: Batch) -> list[Any]:
        names = ("synchronous", "journal_mode", "foreign_keys")
        return [batch.connection.scalar(text(f"PRAGMA {name}")) for name in names]

    assert shop.writer.submit(Perform(settings_of)) == [2, "wal", 1]
