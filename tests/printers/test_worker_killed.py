"""The server may die at any moment: no receipt is lost, none comes out twice."""

import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from printing_press import Press, wait_until

from printers.emulator.printer import VirtualPrinter

KILLS = 12
PRINTERS = 4
JOBS = 25
ROOT = Path(__file__).resolve().parents[2]


class Service:
    """A print service in a process."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "printing_process.py"), str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": ""},
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.mark.faults
def test_twelve_kills_while_printing_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    accident = random.Random(12)  # noqa: S311 - a repeatable accident
    press = Press(tmp_path)
    devices = [VirtualPrinter(mm_per_s=4000).start() for _ in range(PRINTERS)]
    for place, device in enumerate(devices):
        press.set_printer(device, f"kasir-{place}", f"{place:02}")
    press.service.stop()
    sales = [
        press.sell(f"{place:02}A-{n:04}", f"{place:02}") for n in range(JOBS) for place in range(PRINTERS)
    ]
    for kill in range(1, KILLS + 1):
        service = Service(tmp_path)
        target = kill * len(sales) // (KILLS + 1) + accident.randrange(-2, 3)
        wait_until(lambda due=target: sum(len(device.papers) for device in devices) >= due)  # type: ignore[misc]
        service.kill()
    service = Service(tmp_path)
    wait_until(lambda: press.count(state="queued") + press.count(state="sending") == 0, timeout=30)
    service.kill()
    check(press, devices, sales)
    press.close()
    for device in devices:
        device.stop()


def check(press: Press, devices: list[VirtualPrinter], sales: list[str]) -> None:
    strips = ["".join(paper.text() for paper in [*device.papers, device.rolling]) for device in devices]
    states: Counter[str] = Counter()
    for sale in sales:
        [job] = press.jobs(sale)
        strip, number = strips[int(job["stall"])], job["number"]
        states[job["state"]] += 1
        assert strip.count(f"STRUK\n{number}\n") <= 1
        whole = re.findall(rf"STRUK\n{number}\n(Baris \d\n){{10}}{number}\nSTRUK\n", strip)
        assert job["state"] != "printed" or len(whole) == 1
    assert set(states) <= {"printed", "unconfirmed"}
    assert states["unconfirmed"] <= KILLS * PRINTERS
    assert states["printed"] >= len(sales) - KILLS * PRINTERS
