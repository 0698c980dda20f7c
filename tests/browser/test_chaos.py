"""Nothing that breaks around a tablet may lose a sale, double one, or leave a gap in its numbers."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.chaos import LOST_SHARE, Chaos
from browser.people import enrolled_cashier, organiser_of
from browser.tablet import Tablet
from playwright.sync_api import Browser
from running import Server

STALL = "07"
GOODS = ["BKL-TEK02", "BKL-BUS01", "BKL-TAS01"]
PURCHASES, SEED = 20, 20180403
LONG_RUN, LONG_SEEDS = 100, (1, 2, 3)


@pytest.fixture
def tablet(chromium: Browser, own_demo: Server, tmp_path: Path) -> Iterator[Tablet]:
    """An enrolled tablet that has been switched off and on once, so that its cookie is on disk."""
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", own_demo.url)
    enrolled_cashier(tablet.start(), organiser_of(own_demo), STALL)
    tablet.stop()
    tablet.start()
    yield tablet
    tablet.stop()


def test_twenty_purchases_under_faults_are_twenty_sales(
    tablet: Tablet, own_demo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    _survive(tablet, own_demo, PURCHASES, SEED, capsys)


@pytest.mark.soak
@pytest.mark.parametrize("seed", LONG_SEEDS)
def test_a_hundred_purchases_under_faults_are_a_hundred_sales(
    tablet: Tablet, own_demo: Server, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    _survive(tablet, own_demo, LONG_RUN, seed, capsys)


def _survive(
    tablet: Tablet, server: Server, purchases: int, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a fixed seed is the point
    tablet.lose_answer = lambda: chance.random() < LOST_SHARE
    chaos = Chaos(tablet, server, chance, GOODS)
    chaos.play(purchases)
    chaos.calm()
    _tell(capsys, chaos)
    here, there = tablet.outbox(), _sales(server)
    assert [each["document"]["number"] for each in here] == [each["number"] for each in there]
    assert [each["id"] for each in here] == [each["id"] for each in there]
    assert [int(each["number"].rpartition("-")[2]) for each in there] == list(range(1, purchases + 1))
    assert _pieces(here) == Counter(chaos.sold) == _gone(server)
    done = server.run("check", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _sales(server: Server) -> list[dict[str, Any]]:
    sales = organiser_of(server).get(f"/api/v1/sales?stall={STALL}&limit=500").json
    return sorted(sales, key=lambda sale: str(sale["number"]))


def _pieces(entries: list[dict[str, Any]]) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for entry in entries:
        for line in entry["document"]["lines"]:
            pieces[line["sku"]] += line["quantity"]
    return pieces


def _gone(server: Server) -> Counter[str]:
    stock = organiser_of(server).get("/api/v1/stock?facility=BKL").json
    return +Counter({each["sku"]: each["sold"] for each in stock if each["sku"] in GOODS})


def _tell(capsys: pytest.CaptureFixture[str], chaos: Chaos) -> None:
    with capsys.disabled():
        faults = ", ".join(f"{count} {name}" for name, count in sorted(chaos.faults.items()))
        print(f"\n  {faults}; {chaos.tablet.lost_answers} answers lost, {chaos.paid_again} paid again")
