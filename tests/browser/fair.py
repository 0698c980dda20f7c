"""A fair in full swing, for pictures: yesterday's and today's sales of many stalls, always the same ones."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from browser.people import enrolment_code
from running import Client, Server, new_id

WIB = timezone(timedelta(hours=7))
OPENS, CLOSES = 9, 17
QUIET_STALLS = frozenset({"08", "19", "31"})
METHODS = ("cash", "cash", "qris", "qris", "card", "transfer")


def two_days_of_sales(server: Server, organiser: Client, seed: int = 6) -> dict[str, Any]:
    """Play them through HTTP; answers the last sale's answer."""
    chance = random.Random(seed)  # noqa: S311 - pictures, not secrets
    goods = organiser.get("/api/v1/stalls/01/till").json["products"]
    answer: dict[str, Any] = {}
    for number in range(1, 34):
        stall = f"{number:02}"
        if stall not in QUIET_STALLS:
            answer = _stall_sells(server, organiser, stall, _sellable(goods, stall), chance)
    return answer


def _sellable(goods: list[dict[str, Any]], stall: str) -> list[dict[str, Any]]:
    mine = [each for each in goods if each["home"] == stall and not each["unique"] and each["stock"]]
    return mine or [each for each in goods if each["stock"] and not each["unique"]][:4]


def _stall_sells(
    server: Server, organiser: Client, stall: str, goods: list[dict[str, Any]], chance: random.Random
) -> dict[str, Any]:
    tablet = server.client()
    till = tablet.post("/api/v1/enrol", {"code": enrolment_code(organiser, stall)}).json["till"]
    answer: dict[str, Any] = {}
    moments = sorted(_moments(chance, chance.randint(3, 14)))
    for counter, moment in enumerate(moments, start=1):
        document = _sale(f"{till}-{counter:04}", till, moment, goods, chance)
        reply = tablet.put(f"/api/v1/sales/{new_id()}", document)
        assert reply.status == 201, reply.text
        answer = reply.json
    report = {"waiting": 0, "waiting_amount": 0, "next_number": len(moments) + 1}
    tablet.put(f"/api/v1/tills/{till}/report", report | {"sent_at": datetime.now(WIB).isoformat()})
    return answer


def _moments(chance: random.Random, count: int) -> Iterator[datetime]:
    """Times within opening hours, yesterday and today, none of them in the future."""
    now = datetime.now(WIB)
    for _ in range(count):
        day = now - timedelta(days=chance.choice((0, 0, 1)))
        moment = day.replace(hour=OPENS, minute=0, second=0, microsecond=0)
        moment += timedelta(minutes=chance.triangular(0, (CLOSES - OPENS) * 60 - 1, 150))
        yield moment if moment < now else moment - timedelta(days=1)


def _sale(
    number: str, till: str, moment: datetime, goods: list[dict[str, Any]], chance: random.Random
) -> dict[str, Any]:
    chosen = chance.sample(goods, min(len(goods), chance.choice((1, 1, 2, 3))))
    lines = [
        {"sku": each["sku"], "quantity": chance.choice((1, 1, 2)), "unit_price": each["price"]}
        for each in chosen
    ]
    total = sum(int(line["quantity"]) * int(line["unit_price"]) for line in lines)
    return {
        "number": number,
        "till": till,
        "sold_at": moment.isoformat(),
        "lines": lines,
        "total": total,
        "payments": [{"method": chance.choice(METHODS), "amount": total}],
    }
