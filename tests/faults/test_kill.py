"""SIGKILL at any moment: what was acknowledged is there, nothing is there twice, and the books agree."""

import os
import random
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from robots import Count, Sold, TillRobot, robots_for
from running import Server

from pos.dialect import sqlite_module

KILLS = 20
LONG_KILLS = 200
TILLS = 8
SEED = int(os.environ.get("SEED", "20180403"))

pytestmark = pytest.mark.faults


@pytest.fixture
def hall(tmp_path: Path) -> Any:
    """The demo with its virtual printers."""
    with Server(tmp_path / "data") as server:
        yield server


def test_twenty_kills_lose_nothing_and_double_nothing(hall: Server) -> None:
    kill_again_and_again(hall, KILLS)


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing_and_double_nothing(hall: Server) -> None:
    kill_again_and_again(hall, LONG_KILLS)


def kill_again_and_again(hall: Server, kills: int) -> None:
    robots, count = robots_for(hall, TILLS)
    for robot in robots:
        robot.start()
    dice = random.Random(SEED)  # noqa: S311 - a run can be repeated
    try:
        for _ in range(kills):
            kill_once(hall, robots, count, dice)
        count.wait_for_more(TILLS)
    finally:
        for robot in robots:
            robot.close()
        for robot in robots:
            robot.join(60)
    assert [robot.wrong for robot in robots if robot.wrong] == []
    assert sum(sold.offers > 1 for sold in all_sales(robots)) >= kills // 2, "the kills hit nobody: no test"
    repeats_are_duplicates(robots)
    the_books_agree(hall, all_sales(robots))


def kill_once(hall: Server, robots: list[TillRobot], count: Count, dice: random.Random) -> None:
    """Kill in mid-sale, look into the database before anybody else does, start again on the same port."""
    count.wait_for_more(dice.randint(1, 40))
    threading.Event().wait(dice.uniform(0, 0.02))  # not always right after an answer
    port = hall.port
    hall.kill()
    everything_acknowledged_is_there(hall, robots)
    hall.start(port)


def everything_acknowledged_is_there(hall: Server, robots: list[TillRobot]) -> None:
    acknowledged = [sold for sold in all_sales(robots) if sold.answer]
    with closing(sqlite_module().connect(hall.data / "lapak.db")) as connection:
        stored = dict(connection.execute("SELECT id, seq FROM sale"))
    assert {sold.id: stored.get(sold.id) for sold in acknowledged} == {
        sold.id: sold.answer["seq"] for sold in acknowledged if sold.answer
    }


def all_sales(robots: Sequence[TillRobot]) -> list[Sold]:
    return [sold for robot in robots for sold in list(robot.sales)]


def repeats_are_duplicates(robots: list[TillRobot]) -> None:
    """Every till hands everything in once more, as after a lost answer."""
    for robot in robots:
        for sold in robot.sales:
            answer = robot.offer(sold)
            assert (answer.status, answer.json["status"]) == (200, "duplicate")
            assert sold.answer is not None
            assert answer.json | {"status": ""} == sold.answer | {"status": ""}
        robot.client.close()


def the_books_agree(hall: Server, sales: list[Sold]) -> None:
    the_followers_have_caught_up(hall)
    with closing(sqlite_module().connect(hall.data / "lapak.db")) as connection:
        stored = connection.execute("SELECT id, number FROM sale").fetchall()
        jobs = connection.execute(
            "SELECT subject, count(*) FROM print_job WHERE kind = 'receipt' AND copy = 0 GROUP BY subject"
        ).fetchall()
        lines = connection.execute("SELECT count(*) FROM sale_line").fetchone()[0]
    assert Counter(sale_id for sale_id, _ in stored) == Counter(sold.id for sold in sales)
    assert Counter(number for _, number in stored) == Counter(sold.document["number"] for sold in sales)
    assert dict(jobs) == {sold.id: 1 for sold in sales}, "each sale has exactly one original receipt"
    assert lines == sum(len(sold.document["lines"]) for sold in sales)
    assert hall.run("check").stdout.strip().endswith("all agree")
    hall.stop()
    assert hall.run("check").stdout.strip().endswith("all agree")


def the_followers_have_caught_up(hall: Server) -> None:
    client = hall.client()
    pause = threading.Event()
    for _ in range(200):
        if not any(follower["lag"] for follower in client.get("/health").json["followers"]):
            return client.close()
        pause.wait(0.05)
    raise AssertionError(client.get("/health").text)
