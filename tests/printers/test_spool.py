"""The print queue remembers what was asked for and what is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import paper_samples
import pytest
from printing_press import Add, Press
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from printers.desk import ConfirmJob, DropJob, ReleaseJob, RequestCopy
from printers.documents import DrawerKick, batches, to_json
from printers.errors import PrinterRefusal
from printers.jobs import events_of, jobs_where, next_job
from printers.registry import SetPrinter
from printers.spool import (
    FinishJob,
    HoldJob,
    RecoverJobs,
    RequeueJob,
    RerouteJob,
    StartSending,
    hold_after_restore,
)

Json = dict[str, Any]

RECEIPT = {"kind": "receipt", "number": "07A-0001"}


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    shop = Press(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def job(press: Press) -> str:
    return str(press.submit(Add("receipt", "sale", "07", RECEIPT)))


def set_printer(
    press: Press, name: str, stall: str | None = "07", kind: str = "receipt", **more: object
) -> None:
    values = {"connection": "tcp://127.0.0.1:1", "language": "escpos", "media": "80mm"} | more
    press.submit(SetPrinter(name=name, stall=stall, kind=kind, **values))  # type: ignore[arg-type]


def upcoming(press: Press, name: str) -> str | None:
    with press.database.reading() as connection:
        found = next_job(connection, name)
    return found["subject"] if found else None


def state(press: Press, sale: str = "sale") -> tuple[str, str, str | None]:
    found = press.job(sale)
    return found["state"], found["evidence"], found["error"]


def test_a_job_is_shown_as_the_contract_says(press: Press, job: str) -> None:
    shown = press.job("sale")
    assert {
        key: shown[key] for key in ("id", "kind", "state", "copy", "printer", "evidence", "error", "hold")
    } == {
        "id": job,
        "kind": "receipt",
        "state": "queued",
        "copy": 0,
        "printer": None,
        "evidence": "none",
        "error": "no_printer",
        "hold": None,
    }


def test_the_same_paper_cannot_be_asked_for_twice(press: Press, job: str) -> None:
    with pytest.raises(IntegrityError):
        press.submit(Add("receipt", "sale", "07", RECEIPT))
    assert len(press.jobs("sale")) == 1


def test_the_stalls_first_enabled_receipt_printer_takes_its_receipts(press: Press, job: str) -> None:
    set_printer(press, "b")
    set_printer(press, "a", enabled=False)
    set_printer(press, "label", kind="label", media="50x30")
    set_printer(press, "elsewhere", stall="08")
    assert [upcoming(press, name) for name in ("a", "b", "label", "elsewhere", "unknown")] == [
        None,
        "sale",
        None,
        None,
        None,
    ]
    assert press.job("sale")["printer"] == "b"


def test_drawer_kicks_go_first_then_age_decides(press: Press) -> None:
    set_printer(press, "a")
    for kind, subject in (("receipt", "first"), ("receipt", "second"), ("drawer", "kick")):
        press.submit(Add(kind, subject, "07", {"kind": kind}))
    assert upcoming(press, "a") == "kick"


def test_a_job_for_a_printer_that_is_not_in_use_says_so(press: Press) -> None:
    set_printer(press, "label-07", kind="label", enabled=False)
    press.submit(Add("label", "batch/1", "07", {"kind": "labels"}, printer="label-07"))
    assert press.job("batch/1")["error"] == "no_printer"
    set_printer(press, "label-07", kind="label", enabled=True)
    assert press.job("batch/1")["error"] is None


def test_labels_go_to_the_printer_they_name(press: Press) -> None:
    set_printer(press, "label", stall=None, kind="label", media="50x30")
    press.submit(Add("label", "batch/1", "07", {"kind": "labels"}, printer="label"))
    assert upcoming(press, "label") == "batch/1"


def test_the_barrier_can_be_crossed_once(press: Press, job: str) -> None:
    assert press.submit(StartSending(job, "a", 10)) is True
    assert press.submit(StartSending(job, "b", 10)) is False
    assert press.job("sale")["attempt"] == 1


def test_a_held_job_cannot_cross_the_barrier(press: Press, job: str) -> None:
    press.submit(HoldJob(job, "stale"))
    assert press.submit(StartSending(job, "a", 10)) is False
    assert press.job("sale")["hold"] == "stale"


def test_what_is_known_is_said_once(press: Press, job: str) -> None:
    press.submit(StartSending(job, "a", 10))
    assert press.submit(FinishJob(job, "printed", "processed", bytes_sent=10)) is True
    assert press.submit(FinishJob(job, "unconfirmed", error="connection_lost")) is False
    assert state(press) == ("printed", "processed", None)


def test_only_the_printer_that_began_can_give_a_job_back(press: Press, job: str) -> None:
    press.submit(StartSending(job, "a", 10))
    assert press.submit(RequeueJob(job, "b", "unreachable")) is False
    assert press.submit(RequeueJob(job, "a", "unreachable")) is True
    assert state(press)[0] == "queued"


def test_recovery_leaves_what_had_not_begun_and_doubts_what_had(press: Press, job: str) -> None:
    press.submit(Add("receipt", "other", "07", RECEIPT))
    press.submit(StartSending(job, "a", 10))
    assert press.submit(RecoverJobs()) == 1
    assert state(press) == ("unconfirmed", "none", "server_restarted")
    assert state(press, "other")[0] == "queued"


def test_recovery_leaves_an_agents_jobs_to_the_agent(press: Press, job: str) -> None:
    press.submit(StartSending(job, "a", 10))
    assert press.submit(RecoverJobs(agents=("a",))) == 0


def test_a_restored_server_prints_nothing_by_itself(press: Press, job: str) -> None:
    set_printer(press, "a")
    begun = press.submit(Add("receipt", "other", "07", RECEIPT))
    press.submit(StartSending(begun, "a", 10))
    with press.database.writing() as connection:
        assert hold_after_restore(connection, datetime.now(UTC)) == 1
    assert (press.job("sale")["hold"], upcoming(press, "a")) == ("restored", None)
    assert state(press, "other") == ("unconfirmed", "none", "restored")
    press.submit(ReleaseJob(job))
    assert upcoming(press, "a") == "sale"
    with press.database.reading() as connection:
        assert [event["detail"] for event in events_of(connection, begun)][-1] == "restored"


def test_a_waiting_job_goes_elsewhere_once_and_its_paper_says_so(press: Press, job: str) -> None:
    set_printer(press, "a")
    set_printer(press, "z", stall="08")
    assert press.submit(RerouteJob(job, "z")) is True
    assert press.submit(RerouteJob(job, "a")) is False
    shown = press.job("sale")
    assert (shown["printer"], shown["rerouted_from"], upcoming(press, "z")) == ("z", "07", "sale")


def test_a_job_that_has_begun_goes_nowhere(press: Press, job: str) -> None:
    press.submit(StartSending(job, "a", 10))
    assert press.submit(RerouteJob(job, "z")) is False


def test_the_record_cannot_be_rewritten(press: Press, job: str) -> None:
    for statement in ("UPDATE print_event SET detail = 'x'", "DELETE FROM print_event"):
        with (
            press.database.writing_engine.connect() as connection,
            pytest.raises(IntegrityError, match="append-only"),
        ):
            connection.execute(text(statement))


def test_jobs_are_found_by_stall_and_state(press: Press, job: str) -> None:
    press.submit(Add("receipt", "other", "08", RECEIPT))
    with press.database.reading() as connection:
        assert [each["subject"] for each in jobs_where(connection, stall="07")] == ["sale"]
        assert len(jobs_where(connection, state="queued")) == 2
        assert jobs_where(connection, stall="07", state="printed") == []


def test_looking_a_job_up_never_reads_the_whole_table(press: Press) -> None:
    plans = {
        "subject = 'x'": "USING INDEX",
        "state = 'queued' AND printer = 'a'": "USING INDEX",
        "state = 'queued' AND stall = '07'": "USING INDEX",
    }
    with press.database.reading() as connection:
        for condition, expected in plans.items():
            rows = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM print_job WHERE {condition}"))  # noqa: S608
            assert expected in str(rows.all())


# People ---------------------------------------------------------------------------------------------


def test_copies_are_numbered_and_the_same_wish_is_one_copy(press: Press, job: str) -> None:
    press.submit(StartSending(job, "a", 10))
    press.submit(FinishJob(job, "printed", "processed"))
    wishes = [press.submit(RequestCopy(job, "11.00", request=request)) for request in ("r1", "r1", "r2")]
    assert wishes[0] == wishes[1] != wishes[2]
    assert [(each["kind"], each["copy"], each["state"]) for each in press.jobs("sale")] == [
        ("receipt", 0, "printed"),
        ("copy", 1, "queued"),
        ("copy", 2, "queued"),
    ]


def test_a_copy_of_a_copy_is_a_copy_of_the_original(press: Press, job: str) -> None:
    press.submit(StartSending(job, "a", 10))
    press.submit(FinishJob(job, "printed", "processed"))
    first = press.submit(RequestCopy(job, "11.00"))
    press.submit(StartSending(first, "a", 10))
    press.submit(FinishJob(first, "unconfirmed"))
    press.submit(RequestCopy(first, "11.05"))
    assert [(each["copy"], each["state"], each["original"]) for each in press.jobs("sale")] == [
        (0, "printed", None),
        (1, "superseded", job),
        (2, "queued", job),
    ]


@pytest.mark.parametrize(
    "command", [RequestCopy("x", "11.00"), ConfirmJob("x", on_paper=True), ReleaseJob("x")]
)
def test_an_unknown_job_is_refused(press: Press, command: object) -> None:
    with pytest.raises(PrinterRefusal, match="job_unknown"):
        press.submit(command)


def test_a_job_that_still_waits_is_not_copied(press: Press, job: str) -> None:
    with pytest.raises(PrinterRefusal, match="still_waiting"):
        press.submit(RequestCopy(job, "11.00"))


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("label", to_json(batches([paper_samples.label("Kopi", "Rutan Takengon", 65_000)] * 3)[0])),
        ("slip", to_json(paper_samples.shelf_card())),
        ("drawer", to_json(DrawerKick())),
    ],
)
def test_what_cannot_say_that_it_is_a_copy_is_not_copied(press: Press, kind: str, document: Json) -> None:
    job = press.submit(Add(kind, "goods", "07", document))
    press.submit(FinishJob(job, "unconfirmed"))
    with pytest.raises(PrinterRefusal, match="not_copied"):
        press.submit(RequestCopy(job, "11.00"))
    assert [each["copy"] for each in press.jobs("goods")] == [0]


def test_a_held_job_is_released_not_copied(press: Press, job: str) -> None:
    press.submit(HoldJob(job, "late"))
    with pytest.raises(PrinterRefusal, match="still_held"):
        press.submit(RequestCopy(job, "11.00"))


def test_a_failed_job_is_settled_by_its_copy(press: Press, job: str) -> None:
    press.submit(FinishJob(job, "failed", error="cannot_be_printed"))
    press.submit(RequestCopy(job, "11.00"))
    assert [each["state"] for each in press.jobs("sale")] == ["superseded", "queued"]


def test_a_failed_job_is_settled_by_dropping_it(press: Press, job: str) -> None:
    press.submit(FinishJob(job, "failed", error="cannot_be_printed"))
    press.submit(DropJob(job))
    assert state(press)[0] == "cancelled"


def test_nobody_can_see_on_paper_what_was_never_sent(press: Press, job: str) -> None:
    with pytest.raises(PrinterRefusal, match="job_state"):
        press.submit(ConfirmJob(job, on_paper=True))


def test_a_held_job_is_released_or_dropped(press: Press, job: str) -> None:
    press.submit(HoldJob(job, "late"))
    press.submit(ReleaseJob(job, "ketua-07"))
    assert press.job("sale")["hold"] is None
    press.submit(DropJob(job))
    press.submit(DropJob(job))
    assert state(press)[0] == "cancelled"
    with pytest.raises(PrinterRefusal, match="job_state"):
        press.submit(ReleaseJob(job))
    with press.database.reading() as connection:
        assert [event["detail"] for event in events_of(connection, job)][2:] == [
            "released by ketua-07",
            "dropped by a person",
        ]


def test_a_drawer_kick_has_a_short_life(press: Press) -> None:
    set_printer(press, "a")
    press.submit(Add("drawer", "sale", "07", {"kind": "drawer"}))
    with press.database.reading() as connection:
        found = next_job(connection, "a")
    assert found
    life = datetime.fromisoformat(found["expires_at"]) - datetime.now(UTC)
    assert timedelta(seconds=3) < life <= timedelta(seconds=5)
