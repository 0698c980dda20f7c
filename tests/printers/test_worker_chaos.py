"""A fair's worth of receipts on printers that fail all the time: nothing is lost, nothing is doubled."""

import random
import re
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest
from printing_press import QUICK, Press, wait_until

from printers.delivery import Patience
from printers.emulator.printer import VirtualPrinter

PRINTERS = 33
JOBS = 30
FAULTS = 200
DELAYING = ("paper_out", "cover")
HARMFUL = ("reset", "half_close", "power_cycle", "swallow_reply", "silent")
PATIENT = replace(
    QUICK,
    patience=Patience(
        connect=3, status=1, answer=3, answer_per_kb=0, blocked=60, repoll=0.05, fence=0.3, quiet=0.02
    ),
)


class Gremlin:
    """Orders faults at random printers and repairs them a little later."""

    def __init__(self, devices: list[VirtualPrinter], seed: int, faults: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a repeatable accident
        self.devices = devices
        self.faults = faults
        self.harm: Counter[int] = Counter()
        self.ordered = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        for device in self.devices:
            device.repair()

    def _work(self) -> None:
        repairs: list[tuple[float, VirtualPrinter]] = []
        while self.ordered < self.faults and not self._end.wait(0.03):
            self._break_one(repairs)
            for due in [each for each in repairs if each[0] < time.monotonic()]:
                due[1].repair()
                repairs.remove(due)
        for _, device in repairs:
            device.repair()

    def _break_one(self, repairs: list[tuple[float, VirtualPrinter]]) -> None:
        place = self.random.randrange(len(self.devices))
        device = self.devices[place]
        if device.faults:
            return
        kind = self.random.choice(DELAYING + HARMFUL)
        once = 1 if kind in {"reset", "half_close", "power_cycle", "swallow_reply"} else None
        device.fault(kind, at_byte=self.random.randrange(1, 220), times=once)
        self.harm[place] += kind in HARMFUL
        self.ordered += 1
        repairs.append((time.monotonic() + self.random.uniform(0.1, 0.6), device))


def run_fair(
    folder: Path, seed: int = 0, faults: int = FAULTS
) -> tuple[Press, list[VirtualPrinter], Counter[int], list[str]]:
    """Print everything while the gremlin is at work; gives the press when no job waits any more."""
    press = Press(folder, PATIENT)
    devices = [VirtualPrinter().start() for _ in range(PRINTERS)]
    for place, device in enumerate(devices):
        press.set_printer(device, f"kasir-{place:02}", f"{place:02}")
    with Gremlin(devices, seed, faults) as gremlin:
        sales = [
            press.sell(f"{place:02}A-{n:04}", f"{place:02}") for n in range(JOBS) for place in range(PRINTERS)
        ]
        wait_until(lambda: gremlin.ordered >= faults, timeout=40)
    press.service.wake()
    wait_until(
        lambda: press.count(state="queued") + press.count(state="sending") == 0,
        lambda: (press.count(state="queued"), press.count(state="sending")),
        timeout=60,
    )
    press.close()
    for device in devices:
        device.stop()
    return press, devices, gremlin.harm, sales


def on_paper(device: VirtualPrinter) -> str:
    """All that ever came out of a printer, torn or whole."""
    return "".join(paper.text() for paper in [*device.papers, device.rolling])


def check(press: Press, devices: list[VirtualPrinter], harm: Counter[int], sales: list[str]) -> Counter[str]:
    states: Counter[str] = Counter()
    doubts: Counter[int] = Counter()
    strips = [on_paper(device) for device in devices]
    for sale in sales:
        [job] = press.jobs(sale)
        place = int(job["stall"])
        begun = strips[place].count(f"STRUK\n{job['number']}\n")
        whole = len(
            re.findall(rf"STRUK\n{job['number']}\n(Baris \d\n){{10}}{job['number']}\nSTRUK\n", strips[place])
        )
        states[job["state"]] += 1
        doubts[place] += job["state"] == "unconfirmed"
        assert begun <= 1, f"{job} came out {begun} times"
        assert job["state"] != "printed" or whole == 1, f"{job} is on paper {whole} times"
    assert set(states) <= {"printed", "unconfirmed"}
    assert all(doubts[place] <= harm[place] for place in doubts), (doubts, harm)
    return states


@pytest.mark.faults
def test_990_receipts_and_200_faults_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    states = check(*run_fair(tmp_path, seed=1))
    assert states.total() == PRINTERS * JOBS
    assert states["printed"] > 800


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_accidents_end_as_well(tmp_path: Path, seed: int) -> None:
    print(check(*run_fair(tmp_path, seed)))


@pytest.mark.faults
def test_without_faults_everything_is_printed(tmp_path: Path) -> None:
    states = check(*run_fair(tmp_path, faults=0))
    assert states == {"printed": PRINTERS * JOBS}


@pytest.mark.soak
def test_one_dead_printer_keeps_nothing_from_the_others(tmp_path: Path) -> None:
    """All others have printed everything before the dead one has begun; how fast is the bench's to say."""
    press = Press(tmp_path, PATIENT)
    devices = [VirtualPrinter().start() for _ in range(PRINTERS)]
    for place, device in enumerate(devices):
        press.set_printer(device, f"kasir-{place:02}", f"{place:02}")
    dead = devices[0]
    dead.fault("off")
    sales = [press.sell(f"{n % PRINTERS:02}A-{n:04}", f"{n % PRINTERS:02}") for n in range(PRINTERS * JOBS)]
    for place, sale in enumerate(sales):
        if place % PRINTERS:
            press.wait_for(sale, "printed", timeout=60)
    assert press.count(state="queued", stall="00") == JOBS
    dead.repair()
    for sale in sales[::PRINTERS]:
        press.wait_for(sale, "printed", timeout=60)
    press.close()
    for device in devices:
        device.stop()
    assert all(len(device.papers) == JOBS for device in devices)
