"""The short way for sales answers as Flask would, and hands over whatever is in doubt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall import Hall
from running import a_sale, new_id

from exhibition.sales_door import SalesDoor
from pos.refusals import Busy, Message


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path) as opened:
        yield opened.load_demo()


def test_a_sale_and_its_repeat_never_reach_flask(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    till = hall.script("cashier", "07")
    document, path = a_sale(till.get("/api/v1/me").json["till"]), f"/api/v1/sales/{new_id()}"
    monkeypatch.setattr(hall.app.wsgi_app, "_app", None)
    first, again = till.put(path, document), till.put(path, document)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json | {"status": "duplicate"} == again.json
    assert first.headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in first.headers["Content-Security-Policy"]


def test_both_ways_give_the_same_answer(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    till = hall.script("cashier", "07")
    document, path = a_sale(till.get("/api/v1/me").json["till"]), f"/api/v1/sales/{new_id()}"
    till.put(path, document)
    short = till.put(path, document)
    monkeypatch.setattr(SalesDoor, "_record", lambda *_: None)
    long = till.put(path, document)
    assert (short.json, short.status_code) == (long.json, long.status_code)
    assert dict(short.headers) == dict(long.headers)


def test_what_fails_at_the_door_is_worded_by_flask_and_submitted_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Any] = []

    def busy(command: Any) -> None:
        tries.append(command)
        raise Busy("busy", Message("Sibuk.", "Busy."), retry_after=1)

    till = hall.script("cashier", "07")
    document = a_sale(till.get("/api/v1/me").json["till"])
    monkeypatch.setattr(hall.app.wsgi_app, "_submit", busy)
    answer = till.put(f"/api/v1/sales/{new_id()}", document)
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "busy", "1")
    assert len(tries) == 1
