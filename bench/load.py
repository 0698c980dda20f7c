"""Tablets that sell: as fast as they are answered (closed loop), or by the clock (open loop).

In the open loop a sale's time begins at its scheduled moment, so that a slow server cannot hide behind
tablets that wait for it.
"""

import asyncio
import json
import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from bench.hall import Enrolled, Hall
from bench.web import Board, Tablet, http_request

LINES = 3
DICE = random.Random(6)  # noqa: S311 - the same goods and moments in every run


@dataclass
class Outcome:
    """What one round of load saw."""

    seconds: float = 0.0
    begun: list[float] = field(default_factory=list)  # of each request, its scheduled moment
    took: list[float] = field(default_factory=list)  # seconds
    seqs: list[int] = field(default_factory=list)  # of each accepted sale, its journal entry
    cpu: float = 0.0  # processor seconds the server spent

    @property
    def rate(self) -> float:
        """Requests answered per second."""
        return len(self.took) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Server's processor milliseconds per request."""
        return 1000 * self.cpu / max(1, len(self.took))

    def percentile_ms(self, share: float) -> float:
        """The time under which a share of the requests was answered."""
        return percentile(self.took, share) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed; 0 where there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def sale_request(tablet: Enrolled) -> bytes:
    """The next sale of a tablet: three lines of its stall's goods, paid in cash."""
    tablet.counter += 1
    chosen = DICE.sample(tablet.goods, LINES)
    lines = [{"sku": sku, "quantity": 1, "unit_price": price} for sku, price in chosen]
    total = sum(price for _, price in chosen)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    sale: dict[str, Any] = {
        "number": f"{tablet.till}-{tablet.counter:04}",
        "till": tablet.till,
        "sold_at": now,
        "sent_at": now,
        "lines": lines,
        "total": total,
        "payments": [{"method": "cash", "amount": total, "tendered": total + 50_000}],
    }
    body = json.dumps(sale).encode()
    return http_request("PUT", f"/api/v1/sales/{uuid.uuid4()}", tablet.headers, body)


class Crowd:
    """Connected tablets."""

    def __init__(self, hall: Hall, enrolled: list[Enrolled]) -> None:
        self._hall = hall
        self._enrolled = enrolled
        self._tablets: list[Tablet] = []

    @property
    def size(self) -> int:
        """How many tablets there are."""
        return len(self._enrolled)

    async def connect(self) -> None:
        """Every tablet opens its connection."""
        self._tablets = [await Tablet.connect(self._hall.port) for _ in self._enrolled]

    def close(self) -> None:
        """Every tablet hangs up."""
        for tablet in self._tablets:
            tablet.close()

    async def sell_once(self) -> Outcome:
        """Each tablet sells once, all at the same time."""

        async def everybody(outcome: Outcome) -> None:
            begun = perf_counter()
            await asyncio.gather(*(self._sell(place, outcome, begun) for place in range(len(self._tablets))))

        return await self._timed(everybody)

    async def sell_closed(self, seconds: float, tablets: int | None = None) -> Outcome:
        """Each tablet sells again as soon as it was answered; the first `tablets` only, where given."""
        return await self._timed(lambda outcome: self._closed(self._sell, outcome, seconds, tablets))

    async def ask_closed(self, path: str, seconds: float, tablets: int | None = None) -> Outcome:
        """Each tablet gets one page again and again."""
        requests = [http_request("GET", path, each.headers) for each in self._enrolled]

        async def get(place: int, outcome: Outcome, begun: float) -> None:
            status, body = await self._tablets[place].ask(requests[place])
            assert status == 200, body[:300]
            _note(outcome, begun)

        return await self._timed(lambda outcome: self._closed(get, outcome, seconds, tablets))

    async def sell_open(self, rate: float, seconds: float) -> Outcome:
        """Sales by the clock, spread evenly over the tablets."""
        count = len(self._tablets)

        async def one(place: int, outcome: Outcome, origin: float) -> None:
            due = origin + (place + DICE.random()) / rate
            while due < origin + seconds:
                await asyncio.sleep(due - perf_counter())
                await self._sell(place, outcome, due)
                due += count / rate

        async def everybody(outcome: Outcome) -> None:
            origin = perf_counter()
            await asyncio.gather(*(one(place, outcome, origin) for place in range(count)))

        return await self._timed(everybody)

    async def _closed(
        self,
        act: Callable[[int, Outcome, float], Awaitable[None]],
        outcome: Outcome,
        seconds: float,
        tablets: int | None = None,
    ) -> None:
        end = perf_counter() + seconds

        async def one(place: int) -> None:
            while (begun := perf_counter()) < end:
                await act(place, outcome, begun)

        await asyncio.gather(*(one(place) for place in range(tablets or len(self._tablets))))

    async def _sell(self, place: int, outcome: Outcome, begun: float) -> None:
        status, body = await self._tablets[place].ask(sale_request(self._enrolled[place]))
        assert status == 201, body[:300]
        outcome.seqs.append(json.loads(body)["seq"])
        _note(outcome, begun)

    async def _timed(self, work: Callable[[Outcome], Awaitable[None]]) -> Outcome:
        outcome = Outcome()
        cpu, begun = self._hall.cpu_seconds(), perf_counter()
        await work(outcome)
        outcome.seconds = perf_counter() - begun
        outcome.cpu = self._hall.cpu_seconds() - cpu
        return outcome


def _note(outcome: Outcome, begun: float) -> None:
    outcome.begun.append(begun)
    outcome.took.append(perf_counter() - begun)


def delays(outcome: Outcome, boards: Sequence[Board]) -> list[float]:
    """From each sale's start to each board's first snapshot that holds it, in seconds."""
    found: list[float] = []
    sales = sorted(zip(outcome.seqs, outcome.begun, strict=True))
    for board in boards:
        place = 0
        for seq, begun in sales:
            while place < len(board.seen) and board.seen[place][1] < seq:
                place += 1
            if place == len(board.seen):
                break
            found.append(board.seen[place][0] - begun)
    return found
