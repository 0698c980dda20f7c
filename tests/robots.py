"""Tills that go on selling whatever happens to the server: each offers a sale again until it is answered."""

import random
import threading
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from running import Answer, Client, Server, new_id

GIVE_UP_S = 60.0
RETRY_S = 0.05  # a tablet's patience before it offers the same sale again
TAKEN = (200, 201)

Json = dict[str, Any]


@dataclass
class Sold:
    """A sale this till made, and the first answer it got."""

    id: str
    document: Json
    answer: Json | None = None
    offers: int = 0


@dataclass
class Count:
    """How many sales all robots together have had acknowledged; others may wait for it."""

    value: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self) -> None:
        """One more."""
        with self.changed:
            self.value += 1
            self.changed.notify_all()

    def wait_for_more(self, more: int, limit: float = GIVE_UP_S) -> None:
        """Wait until that many more have been acknowledged."""
        with self.changed:
            goal = self.value + more
            assert self.changed.wait_for(lambda: self.value >= goal, limit), f"stuck at {self.value} sales"


class TillRobot(threading.Thread):
    """One tablet with its cashier."""

    def __init__(self, url: str, token: str, goods: list[tuple[str, int]], count: Count, seed: int) -> None:
        super().__init__(name=f"till-{seed}", daemon=True)
        self.sales: list[Sold] = []
        self.wrong: list[str] = []
        self.client = Client(url, token)
        self.till = self.client.get("/api/v1/me").json["till"]
        self._goods = goods
        self._count = count
        self._dice = random.Random(seed)  # noqa: S311 - the same sales in every run
        self._closing = threading.Event()

    def close(self) -> None:
        """Make no new sale; the one under way is handed in."""
        self._closing.set()

    def run(self) -> None:
        """Sell, and sell again."""
        while not self._closing.is_set() and not self.wrong:
            self.sell()
        self.client.close()

    def sell(self) -> None:
        """One sale, handed in until it is answered."""
        sold = Sold(new_id(), self._next_sale())
        self.sales.append(sold)
        self._hand_in(sold)

    def offer(self, sold: Sold) -> Answer:
        """Offer a sale once. Raises OSError or HTTPException where nobody answers."""
        sold.offers += 1
        return self.client.put(f"/api/v1/sales/{sold.id}", sold.document)

    def _hand_in(self, sold: Sold) -> None:
        patience = threading.Event()
        for _ in range(int(GIVE_UP_S / RETRY_S)):
            try:
                answer = self.offer(sold)
            except (OSError, HTTPException):
                self.client.close()
            else:
                if answer.status in TAKEN:
                    sold.answer = answer.json
                    self._count.add()
                    return
                if answer.status != 503:
                    self.wrong.append(f"{answer.status} {answer.text[:300]}")
                    return
            patience.wait(RETRY_S)
        self.wrong.append(f"{sold.id} was never answered")

    def _next_sale(self) -> Json:
        chosen = self._dice.sample(self._goods, self._dice.randint(1, 3))
        lines = [
            {"sku": sku, "quantity": self._dice.randint(1, 3), "unit_price": price} for sku, price in chosen
        ]
        total = sum(line["quantity"] * line["unit_price"] for line in lines)
        return {
            "number": f"{self.till}-{len(self.sales) + 1:04}",
            "till": self.till,
            "sold_at": "2018-04-03T10:15:02+07:00",
            "lines": lines,
            "total": total,
            "payments": [{"method": "cash", "amount": total, "tendered": total}],
        }


def robots_for(server: Server, tills: int, seed: int = 1) -> tuple[list[TillRobot], Count]:
    """Robots at as many tills, spread over the stalls, not yet started."""
    organiser = server.script("organiser")
    goods = [
        (product["sku"], product["price"])
        for product in organiser.get("/api/v1/products").json
        if product["stock"] and not product["unique"]
    ]
    count = Count()
    robots = []
    for number in range(tills):
        place = {"role": "cashier", "stall": f"{number % 33 + 1:02}"}
        token = organiser.post("/api/v1/tokens", place).json["token"]
        robots.append(TillRobot(server.url, token, goods, count, seed * 1000 + number))
    organiser.close()
    return robots, count
