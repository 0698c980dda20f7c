"""`python -m bench [--quick]`: serve a demo hall, load it, print the table (see docs/performance.md)."""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path
from time import perf_counter

from bench.hall import Hall, quiet_environment
from bench.machine import describe
from bench.rounds import (
    QUICK,
    Figures,
    Plan,
    measure_browser,
    measure_confirmed,
    measure_labels,
    measure_load,
    measure_printing,
    measure_restarts,
)
from bench.table import Table
from pos.dialect import sqlite_module


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="one short round, a minute and a half")
    parser.add_argument(
        "--folder", type=Path, default=Path("build"), help="where the databases go: a real disk, not memory"
    )
    options = parser.parse_args()
    quiet_environment()
    begun = perf_counter()
    print(f"{describe()}, SQLite {sqlite_module().sqlite_version}, load {os.getloadavg()[0]:.2f}")
    options.folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
        figures = asyncio.run(measure(Path(folder), QUICK if options.quick else Plan()))
    print(Table(figures).text())
    print(f"\n{perf_counter() - begun:.0f} s in all")


async def measure(folder: Path, plan: Plan) -> Figures:
    """All figures of one run."""
    figures = Figures()
    await _quiet_printers(folder / "quiet", plan, figures)
    await _busy_printers(folder / "printing", plan, figures)
    print("  labels and browser …", flush=True)
    measure_labels(plan, figures)
    measure_browser(figures)
    return figures


async def _quiet_printers(data: Path, plan: Plan, figures: Figures) -> None:
    hall = _hall(data, "--no-emulator")
    try:
        tablets = hall.enrol(plan.tablets)
        await measure_load(hall, tablets, plan, figures)
        await measure_restarts(hall, tablets, plan, figures)
    finally:
        hall.stop()


async def _busy_printers(data: Path, plan: Plan, figures: Figures) -> None:
    hall = _hall(data)
    try:
        tablets = hall.enrol(plan.tablets)
        for _ in range(plan.rounds):
            await measure_printing(hall, tablets, plan, figures)
        await measure_confirmed(hall, tablets, plan, figures)
    finally:
        hall.stop()


def _hall(data: Path, *options: str) -> Hall:
    hall = Hall(data, *options)
    hall.start()
    hall.take_keys()
    hall.fill_the_tables()
    return hall


if __name__ == "__main__":
    main()
