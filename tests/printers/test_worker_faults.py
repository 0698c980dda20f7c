"""Printing tells the truth, whatever the printer does."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from printing_press import QUICK, Press, stand_in, wait_until
from shop import Perform
from sqlalchemy import update

from printers.capabilities import Capabilities
from printers.desk import ConfirmJob, ReleaseJob, RequestCopy
from printers.emulator.printer import VirtualPrinter
from printers.errors import EncoderAway
from printers.jobs import events_of
from printers.spool import StartSending
from printers.tables import print_job


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    shop = Press(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def device() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


def originals(device: VirtualPrinter, number: str) -> int:
    return sum(number in paper.text() and "STRUK" in paper.text() for paper in device.papers)


def test_a_sale_comes_out_once_and_is_known_to_be_on_paper(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device)
    sale = press.sell()
    job = press.wait_for(sale, "printed")
    assert (job["evidence"], job["error"], job["hold"], job["printer"]) == ("processed", None, None, "kasir")
    assert [paper.text().splitlines()[:2] for paper in device.papers] == [["STRUK", "07A-0001"]]
    assert device.errors == []


def test_gs_h_says_that_the_printing_itself_is_complete(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device, completion="gs_h")
    assert press.wait_for(press.sell(), "printed")["evidence"] == "completed"
    assert device.errors == []


def test_a_write_only_printer_ends_in_sent_and_never_in_printed(press: Press, device: VirtualPrinter) -> None:
    device.fault("silent")
    press.set_printer(device, completion="none")
    assert press.wait_for(press.sell(), "sent")["evidence"] == "handed_to_os"
    assert device.wait_until(lambda p: len(p.papers) == 1)


def test_without_a_printer_the_job_waits_and_a_new_printer_takes_it(
    press: Press, device: VirtualPrinter
) -> None:
    press.service.start()
    sale = press.sell()
    assert press.job(sale) | {"state": "queued", "error": "no_printer", "printer": None} == press.job(sale)
    press.set_printer(device)
    press.wait_for(sale, "printed")


def test_paper_that_runs_out_in_the_middle_delays_the_receipt_and_prints_it_once(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("paper_out", at_byte=60)
    press.set_printer(device)
    sale = press.sell()
    press.wait_for_printer("paper_out")
    assert press.job(sale)["state"] == "sending"
    assert device.papers == []
    device.repair()
    press.wait_for(sale, "printed")
    assert originals(device, "07A-0001") == len(device.papers) == 1
    press.wait_for_printer("ready")


def test_a_printer_without_paper_gets_no_byte_until_it_is_loaded(
    press: Press, device: VirtualPrinter
) -> None:
    press.set_printer(device)
    press.wait_for(press.sell("07A-0000"), "printed")
    device.fault("paper_out")
    sale = press.sell()
    press.wait_for_printer("paper_out")
    looks = device.connections
    assert device.wait_until(lambda printer: printer.connections > looks + 2)
    job = press.job(sale)
    assert (job["state"], job["hold"], job["attempt"]) == ("queued", "paper_out", 0)
    device.repair()
    press.wait_for(sale, "printed")
    assert len(device.papers) == 2


def test_an_open_cover_is_said_to_be_one(press: Press, device: VirtualPrinter) -> None:
    device.fault("cover")
    press.set_printer(device)
    sale = press.sell()
    press.wait_for_printer("cover_open")
    device.repair()
    press.wait_for(sale, "printed")


def test_a_reset_in_the_middle_is_unconfirmed_and_is_never_sent_again_by_itself(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("reset", at_byte=50, times=1)
    press.set_printer(device)
    sale = press.sell()
    job = press.wait_for(sale, "unconfirmed")
    assert (job["error"], job["evidence"]) == ("connection_lost", "none")
    press.wait_for(press.sell("07A-0002"), "printed")
    assert press.job(sale)["state"] == "unconfirmed"
    assert originals(device, "07A-0002") == 1


def test_a_reset_after_everything_was_on_paper_is_still_only_unconfirmed(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("reset", at_byte=160)
    press.set_printer(device)
    press.wait_for(press.sell(lines=1), "printed")
    device.fault("swallow_reply")
    sale = press.sell("07A-0002")
    press.wait_for(sale, "unconfirmed")
    assert originals(device, "07A-0002") == 1
    assert len(press.jobs(sale)) == 1


@pytest.mark.parametrize("fault", ["silent", "half_close", "power_cycle"])
def test_a_printer_that_goes_away_in_the_middle_leaves_the_job_unconfirmed(
    press: Press, device: VirtualPrinter, fault: str
) -> None:
    device.fault(fault, at_byte=50)
    press.set_printer(device)
    assert press.wait_for(press.sell(), "unconfirmed")["error"] in {"no_answer", "connection_lost"}


def test_a_printer_that_takes_everything_and_never_confirms_is_unconfirmed(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("swallow_reply")
    press.set_printer(device)
    assert press.wait_for(press.sell(), "unconfirmed")["error"] == "no_answer"
    assert device.wait_until(lambda p: len(p.papers) == 1)


def test_silence_from_the_start_means_not_ready_and_nothing_is_sent(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("silent")
    press.set_printer(device)
    sale = press.sell()
    press.wait_for_printer("offline")
    job = press.job(sale)
    assert (job["state"], job["hold"], job["attempt"]) == ("queued", "offline", 0)
    device.repair()
    press.wait_for(sale, "printed")
    assert len(device.papers) == 1


def test_stale_answers_are_not_taken_for_this_jobs_answer(press: Press, device: VirtualPrinter) -> None:
    device.fault("stale_reply")
    device.fault("swallow_reply")
    press.set_printer(device)
    press.wait_for(press.sell(), "unconfirmed")


@pytest.mark.parametrize("fence", [0.1, 3.0])
def test_the_answer_of_an_earlier_job_does_not_confirm_the_next_one(tmp_path: Path, fence: float) -> None:
    """A receipt kept in the printer comes out after the refill and is answered while the next one waits."""
    press = Press(tmp_path, replace(QUICK, patience=replace(QUICK.patience, fence=fence, answer=2)))
    with VirtualPrinter(mm_per_s=150) as device:
        device.fault("paper_out", at_byte=40)
        press.set_printer(device)
        press.sell("07A-0001", lines=30)
        press.wait_for_printer("paper_out")
        press.service.stop(grace=0)
        press.service.start()
        second = press.sell("07A-0002", lines=30)
        device.repair()
        state = press.wait_for(second, "printed", "unconfirmed")["state"]
        assert state == "unconfirmed" or originals(device, "07A-0002") == 1
        assert state == "printed" or fence < 1
        assert originals(device, "07A-0001") == 1
        press.wait_for(press.sell("07A-0003"), "printed")
        assert originals(device, "07A-0003") == 1
    press.close()


def test_a_device_taken_by_another_program_gets_nothing_until_it_is_free(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("second_client")
    press.set_printer(device)
    sale = press.sell()
    press.wait_for_printer("offline")
    device.repair()
    press.wait_for(sale, "printed")
    assert len(device.papers) == 1


def test_a_copy_is_a_new_job_marked_salinan_and_supersedes_the_doubt(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("swallow_reply")
    press.set_printer(device)
    sale = press.sell()
    original = press.wait_for(sale, "unconfirmed")
    device.repair()
    press.submit(RequestCopy(original["id"], "3 April 2018 11.00 WIB"))
    press.service.wake("07")
    copy = press.wait_for(sale, "printed", place=1)
    assert (copy["kind"], copy["copy"], copy["original"]) == ("copy", 1, original["id"])
    assert press.job(sale)["state"] == "superseded"
    assert ["SALINAN" in paper.text() for paper in device.papers] == [False, True]


def test_what_a_person_saw_on_paper_counts(press: Press, device: VirtualPrinter) -> None:
    device.fault("swallow_reply")
    press.set_printer(device)
    seen, missed = press.sell("07A-0001"), press.sell("07A-0002")
    press.submit(ConfirmJob(press.wait_for(seen, "unconfirmed")["id"], on_paper=True))
    press.submit(ConfirmJob(press.wait_for(missed, "unconfirmed")["id"], on_paper=False))
    assert (press.job(seen)["state"], press.job(seen)["evidence"]) == ("printed", "person")
    assert (press.job(missed)["state"], press.job(missed)["error"]) == ("failed", "not_on_paper")


def test_a_crash_between_the_barrier_and_the_answer_leaves_the_job_unconfirmed(
    press: Press, device: VirtualPrinter
) -> None:
    sale = press.sell()
    assert press.submit(StartSending(press.job(sale)["id"], "kasir", 100)) is True
    press.close()
    press.open()
    press.set_printer(device)
    press.service.start()
    assert press.job(sale)["state"] == "unconfirmed"
    press.wait_for(press.sell("07A-0002"), "printed")
    assert originals(device, "07A-0001") == 0


def test_a_late_sale_prints_nothing_until_a_person_says_so(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device)
    late = press.sell("07A-0001", hold="late")
    press.wait_for(press.sell("07A-0002"), "printed")
    assert (press.job(late)["state"], press.job(late)["hold"]) == ("queued", "late")


def test_a_dead_printer_delays_no_other(press: Press, device: VirtualPrinter) -> None:
    with VirtualPrinter() as dead:
        dead.fault("off")
        press.set_printer(dead, "mati", "01")
        press.set_printer(device, "hidup", "02")
        waiting = press.sell("01A-0001", "01")
        press.wait_for_printer("offline", "mati")
        for n in range(20):
            press.wait_for(press.sell(f"02A-{n:04}", "02"), "printed", timeout=1)
        assert press.job(waiting)["hold"] == "offline"
        dead.repair()
        press.wait_for(waiting, "printed")


def test_a_drawer_kick_that_cannot_be_done_now_is_not_done_later(
    press: Press, device: VirtualPrinter
) -> None:
    device.fault("off")
    press.set_printer(device)
    sale = press.sell(kind="drawer")
    press.wait_for(sale, "failed")
    device.repair()
    press.wait_for(press.sell("07A-0002"), "printed")
    assert device.kicks == []


def test_a_drawer_kick_opens_the_drawer_and_prints_nothing(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device)
    press.wait_for(press.sell(kind="drawer"), "printed")
    assert (device.kicks, device.papers) == ([0], [])


def test_a_name_deleted_while_its_paper_waits_is_not_printed(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device)
    press.wait_for(press.sell("07A-0000"), "printed")
    device.fault("paper_out")
    sale = press.sell("Ibu Sari")
    press.wait_for_printer("paper_out")
    nameless = update(print_job).where(print_job.c.subject == sale)
    document = {"kind": "receipt", "number": "-"}
    press.submit(Perform(lambda batch: batch.connection.execute(nameless.values(document=document)) and None))
    device.repair()
    press.wait_for(sale, "printed")
    assert not any("Sari" in paper.text() for paper in device.papers)


def test_a_document_that_cannot_be_printed_fails_and_holds_nobody_up(
    press: Press, device: VirtualPrinter
) -> None:
    press.set_printer(device)
    broken = press.sell("07A-0001", document="unprintable")
    assert press.wait_for(broken, "failed")["error"] == "cannot_be_printed"
    press.wait_for(press.sell("07A-0002"), "printed")


@pytest.mark.parametrize("trouble", [EncoderAway, MemoryError])
def test_a_job_that_nobody_can_draw_now_waits_and_says_so(
    tmp_path: Path, device: VirtualPrinter, trouble: type[Exception]
) -> None:
    tries, there = [], threading.Event()

    def away(document: Mapping[str, Any], capabilities: Capabilities) -> bytes:
        tries.append(document["number"])
        if not there.is_set():
            raise trouble
        return stand_in(document, capabilities)

    press = Press(tmp_path, encoder=away)
    press.set_printer(device)
    sale = press.sell()
    wait_until(lambda: len(tries) > 3)
    job = press.job(sale)
    assert (job["state"], job["error"]) == ("queued", "drawing_stopped")
    there.set()
    assert press.wait_for(sale, "printed")["error"] is None
    with press.database.reading() as connection:
        excuses = [e for e in events_of(connection, job["id"]) if e["detail"] == "drawing_stopped"]
    assert len(excuses) == 1
    press.close()


def test_a_mistake_in_a_layout_fails_its_own_job_only(tmp_path: Path, device: VirtualPrinter) -> None:
    def careless(document: Mapping[str, Any], capabilities: Capabilities) -> bytes:
        return stand_in(
            {"kind": "receipt", "number": document["nummer" if document["lines"] == 1 else "number"]},
            capabilities,
        )

    press = Press(tmp_path, encoder=careless)
    press.set_printer(device)
    broken, whole = press.sell("07A-0001", lines=1), press.sell("07A-0002")
    press.wait_for(broken, "failed")
    press.wait_for(whole, "printed")
    press.close()


def test_an_idle_printer_is_looked_after(tmp_path: Path, device: VirtualPrinter) -> None:
    press = Press(tmp_path, replace(QUICK, poll=0.1))
    press.set_printer(device)
    press.wait_for_printer("ready")
    for fault, state in (
        ("paper_out", "paper_out"),
        ("cover", "cover_open"),
        ("silent", "offline"),
        ("off", "offline"),
    ):
        device.fault(fault)
        press.wait_for_printer(state)
        device.repair()
        press.wait_for_printer("ready")
    assert [change["state"] for change in press.news][:3] == ["ready", "paper_out", "ready"]
    press.close()


def test_a_receipt_whose_buyer_has_gone_waits_for_a_person(tmp_path: Path, device: VirtualPrinter) -> None:
    press = Press(tmp_path, replace(QUICK, stale=0.2))
    device.fault("off")
    press.set_printer(device)
    sale = press.sell()
    wait_until(lambda: press.job(sale)["hold"] == "stale")
    device.repair()
    press.submit(ReleaseJob(press.job(sale)["id"]))
    press.service.wake()
    press.wait_for(sale, "printed")
    press.close()


def test_a_waiting_job_moves_to_the_fallback_and_says_where_it_came_from(
    tmp_path: Path, device: VirtualPrinter
) -> None:
    press = Press(tmp_path, replace(QUICK, reroute_after=0.2))
    with VirtualPrinter() as dead:
        dead.fault("paper_out")
        press.set_printer(device, "cadangan", "08")
        press.set_printer(dead, "kasir", "07", fallback="cadangan")
        job = press.wait_for(press.sell(), "printed")
        assert (job["printer"], job["rerouted_from"], len(device.papers)) == ("cadangan", "07", 1)
        dead.repair()
    press.close()
    assert dead.papers == []


def test_a_job_that_has_begun_stays_with_its_printer(tmp_path: Path, device: VirtualPrinter) -> None:
    press = Press(tmp_path, replace(QUICK, reroute_after=0.1))
    with VirtualPrinter() as spare:
        device.fault("paper_out", at_byte=50)
        press.set_printer(spare, "cadangan", "08")
        press.set_printer(device, "kasir", "07", fallback="cadangan")
        began, waiting = press.sell("07A-0001"), press.sell("07A-0002")
        press.wait_for_printer("paper_out")
        device.repair()
        press.wait_for(began, "printed")
        press.wait_for(waiting, "printed")
        assert spare.papers == []
    press.close()


def test_every_step_of_a_job_is_written_down(press: Press, device: VirtualPrinter) -> None:
    press.set_printer(device)
    job = press.wait_for(press.sell(), "printed")
    with press.database.reading() as connection:
        steps = [event["to_state"] for event in events_of(connection, job["id"])]
    assert steps == ["queued", "sending", "printed"]
    wait_until(lambda: [n["state"] for n in press.news if "job" in n] == ["printed"])
