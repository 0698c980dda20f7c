"""What is measured, round by round: every round measures everything once, so that noise meets all alike."""

import asyncio
import signal
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import browser, floor, labels
from bench.hall import Enrolled, Hall
from bench.load import Crowd, Outcome, delays, percentile
from bench.machine import idle_share
from bench.web import Board, Tablet, http_request

SELECT_ONE = "/bench/select-1"
SAMPLED_BOARDS = 20
DEAD = 5  # the number of the stall whose printer dies


@dataclass(frozen=True)
class Plan:
    """How long and how many."""

    rounds: int = 3
    tablets: int = 33
    boards: int = 200
    floor_s: float = 3.0
    closed_s: float = 5.0
    alone_s: float = 2.0
    open_s: float = 8.0
    rates: tuple[int, ...] = (20, 100)
    restarts: int = 3
    receipts: int = 330
    sheets_s: float = 5.0
    confirmed: int = 990
    confirmed_rate: int = 50  # a second, over all stalls
    labels: int = 1000


QUICK = Plan(
    rounds=1,
    floor_s=1.5,
    closed_s=3.0,
    alone_s=1.0,
    open_s=4.0,
    restarts=1,
    receipts=99,
    sheets_s=3.0,
    confirmed=198,
)


@dataclass
class Figures:
    """Every figure with its value in each round."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def note(self, name: str, value: float) -> None:
        """One round's value."""
        self.values[name].append(value)

    def of(self, name: str) -> float:
        """The median over the rounds."""
        return median(self.values[name])

    def ratio(self, name: str, base: str) -> float:
        """The median of the rounds' own ratios."""
        pairs = zip(self.values[name], self.values[base], strict=True)
        return median(value / against for value, against in pairs)


async def measure_load(hall: Hall, tablets: list[Enrolled], plan: Plan, figures: Figures) -> None:
    """Everything under load, in interleaved rounds."""
    token = hall.board_token()
    for number in range(plan.rounds):
        print(f"  round {number + 1} of {plan.rounds} …", flush=True)
        figures.note("idle", idle_share(1.0))
        figures.note("floor", floor.sales_per_second(hall.data.parent, plan.floor_s))
        crowd = Crowd(hall, tablets)
        await crowd.connect()
        await _without_boards(crowd, plan, figures)
        await _while_sheets_are_drawn(hall, crowd, plan, figures)
        boards = [await Board.connect(hall.port, token) for _ in range(plan.boards)]
        await _with_boards(hall, crowd, boards, plan, figures)
        for board in boards:
            board.close()
        boards = [await Board.connect(hall.port, token, changes=True) for _ in range(plan.boards)]
        await _told_changes(crowd, boards, plan, figures)
        for board in boards:
            board.close()
        crowd.close()
        await asyncio.sleep(0.5)


async def _without_boards(crowd: Crowd, plan: Plan, figures: Figures) -> None:
    select = await crowd.ask_closed(SELECT_ONE, plan.closed_s / 2)
    figures.note("select.rate", select.rate)
    figures.note("select.cpu", select.cpu_ms)
    sales = await crowd.sell_closed(plan.closed_s)
    figures.note("bare.rate", sales.rate)
    figures.note("bare.cpu", sales.cpu_ms)
    alone = await crowd.ask_closed(SELECT_ONE, plan.alone_s, tablets=1)
    figures.note("select.alone", alone.percentile_ms(0.5))
    alone = await crowd.sell_closed(plan.alone_s, tablets=1)
    figures.note("alone", alone.percentile_ms(0.5))


async def _while_sheets_are_drawn(hall: Hall, crowd: Crowd, plan: Plan, figures: Figures) -> None:
    """Somebody in the office asks for one PDF of 200 labels after the other."""
    alone = await crowd.sell_open(plan.rates[0], plan.sheets_s)
    figures.note("sheets.without", alone.percentile_ms(0.99))
    path = f"/api/v1/products/{hall.products()[0]['sku']}/label?format=pdf&copies=200"
    request = http_request("GET", path, f"Authorization: Bearer {hall.token}\r\n")
    office = await Tablet.connect(hall.port)

    async def draw() -> None:
        while True:
            status, body = await office.ask(request)
            assert status == 200, body[:300]

    drawing = asyncio.create_task(draw())
    sales = await crowd.sell_open(plan.rates[0], plan.sheets_s)
    drawing.cancel()
    office.close()
    figures.note("sheets.p50", sales.percentile_ms(0.5))
    figures.note("sheets.p99", sales.percentile_ms(0.99))


async def _with_boards(hall: Hall, crowd: Crowd, boards: list[Board], plan: Plan, figures: Figures) -> None:
    sales = await crowd.sell_closed(plan.closed_s)
    figures.note("full.rate", sales.rate)
    figures.note("full.cpu", sales.cpu_ms)
    figures.note("full.p50", sales.percentile_ms(0.5))
    figures.note("full.p99", sales.percentile_ms(0.99))
    await _all_show(boards, max(sales.seqs))
    for rate in plan.rates:
        await _by_the_clock(crowd, boards, rate, plan, figures)
    figures.note("memory", hall.memory_mb())
    figures.note("threads", hall.threads())


async def _told_changes(crowd: Crowd, boards: list[Board], plan: Plan, figures: Figures) -> None:
    """The product's own board asks only for what has changed."""
    for board in boards:
        board.seen.clear()
        board.received_bytes = 0
    sales = await crowd.sell_open(plan.rates[-1], plan.open_s)
    await _all_show(boards, max(sales.seqs))
    seen = delays(sales, boards[:: max(1, len(boards) // SAMPLED_BOARDS)])
    figures.note("slim.p50", percentile(seen, 0.5) * 1000)
    figures.note("slim.p99", percentile(seen, 0.99) * 1000)
    figures.note("slim.cpu", 100 * sales.cpu / sales.seconds)
    figures.note("slim.kb", boards[0].received_bytes / len(boards[0].seen) / 1000)


async def _by_the_clock(crowd: Crowd, boards: list[Board], rate: int, plan: Plan, figures: Figures) -> None:
    for board in boards:
        board.seen.clear()
    sales = await crowd.sell_open(rate, plan.open_s)
    await _all_show(boards, max(sales.seqs))
    seen = delays(sales, boards[:: max(1, len(boards) // SAMPLED_BOARDS)])
    figures.note(f"board{rate}.p50", percentile(seen, 0.5) * 1000)
    figures.note(f"board{rate}.p99", percentile(seen, 0.99) * 1000)
    figures.note(f"open{rate}.p50", sales.percentile_ms(0.5))
    figures.note(f"open{rate}.p99", sales.percentile_ms(0.99))
    figures.note(f"open{rate}.cpu", 100 * sales.cpu / sales.seconds)
    figures.note(f"open{rate}.pushes", len(boards[0].seen) / sales.seconds)


async def _all_show(boards: list[Board], seq: int) -> None:
    await asyncio.gather(*(board.shows(seq) for board in boards))


async def measure_restarts(hall: Hall, tablets: list[Enrolled], plan: Plan, figures: Figures) -> None:
    """A clean start, and a start after SIGKILL until the first sale is acknowledged."""
    for _ in range(plan.restarts):
        hall.stop()
        figures.note("start", hall.start())
        figures.note("memory.start", hall.memory_mb())
        hall.stop(signal.SIGKILL)
        begun = perf_counter()
        hall.start()
        crowd = Crowd(hall, tablets[:1])
        await crowd.connect()
        await crowd.sell_once()
        figures.note("recovery", perf_counter() - begun)
        crowd.close()


async def measure_printing(hall: Hall, tablets: list[Enrolled], plan: Plan, figures: Figures) -> None:
    """Receipts on the demo's own virtual printers, until the last one is confirmed by its printer."""
    crowd = Crowd(hall, tablets)
    await crowd.connect()
    before = _printed(hall.data)
    cpu, begun = hall.cpu_seconds(), perf_counter()
    for _ in range(plan.receipts // len(tablets)):
        await crowd.sell_once()
    sold = plan.receipts // len(tablets) * len(tablets)
    while _printed(hall.data) < before + sold:
        if perf_counter() - begun > 60:
            figures.note("printed.rate", 0)
            return
        await asyncio.sleep(0.05)
    figures.note("printed.rate", sold / (perf_counter() - begun))
    figures.note("printed.cpu", 1000 * (hall.cpu_seconds() - cpu) / sold)
    crowd.close()


async def measure_confirmed(hall: Hall, tablets: list[Enrolled], plan: Plan, figures: Figures) -> None:
    """From a sale's scheduled moment to its printer's word, with all printers and with one of them dead."""
    crowd = Crowd(hall, tablets)
    await crowd.connect()
    everybody = await _sale_to_confirmed(hall, crowd, plan, stalls=len(tablets))
    hall.ask("PUT", f"/emulator/printers/{DEAD}/fault", {"kind": "off"})
    others = await _sale_to_confirmed(hall, crowd, plan, stalls=len(tablets) - 1)
    crowd.close()
    for name, waits in (("confirmed", everybody), ("dead", others)):
        figures.note(f"{name}.p50", 1000 * percentile(waits, 0.5))
        figures.note(f"{name}.p95", 1000 * percentile(waits, 0.95))


async def _sale_to_confirmed(hall: Hall, crowd: Crowd, plan: Plan, stalls: int) -> list[float]:
    """Seconds for every receipt of as many stalls; endless where one did not come within a minute."""
    to_wall_clock = time.time() - perf_counter()
    sales = await crowd.sell_open(plan.confirmed_rate, plan.confirmed / plan.confirmed_rate)
    expected = len(sales.seqs) * stalls // crowd.size
    end = perf_counter() + 60
    confirmed = _confirmed(hall.data, sales)
    while len(confirmed) < expected and perf_counter() < end:
        await asyncio.sleep(0.1)
        confirmed = _confirmed(hall.data, sales)
    begun = dict(zip(sales.seqs, sales.begun, strict=True))
    waits = [done - to_wall_clock - begun[seq] for seq, done in confirmed.items()]
    return waits + [float("inf")] * (expected - len(waits))


def _confirmed(data: Path, sales: Outcome) -> dict[int, float]:
    """When each sale's receipt was confirmed, in the seconds of the wall clock."""
    query = (
        "SELECT sale.seq, print_job.done_at FROM print_job JOIN sale ON sale.id = print_job.subject "
        "WHERE print_job.kind = 'receipt' AND print_job.state = 'printed' AND sale.seq >= ?"
    )
    with _reading(data / "lapak.db") as connection:
        rows = connection.execute(query, (min(sales.seqs),)).fetchall()
    return {seq: datetime.fromisoformat(at).timestamp() for seq, at in rows}


def measure_labels(plan: Plan, figures: Figures) -> None:
    """Labels encoded by a fresh process: its time, and its peak memory against a tenth of the labels."""
    for language in labels.LANGUAGES:
        _, few = labels.measure(language, plan.labels // 10)
        seconds, many = labels.measure(language, plan.labels)
        figures.note(f"labels.{language}", seconds)
        figures.note(f"labels.{language}.memory", many)
        figures.note(f"labels.{language}.memory.few", few)


def measure_browser(figures: Figures) -> None:
    """The till in a real browser, where there is one."""
    for name, value in browser.measure().items():
        figures.note(f"browser.{name}", value)


def _printed(data: Path) -> int:
    with _reading(data / "lapak.db") as connection:
        query = "SELECT count(*) FROM print_job WHERE state IN ('printed', 'sent')"
        return int(connection.execute(query).fetchone()[0])


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        yield connection
