"""Every "no" in one form: status, code, the reader's language, the fields that are wrong."""

import logging

import pytest
from hall import Caller, Hall
from running import a_sale, new_id

from exhibition.problems import STATUS
from pos import refusals


@pytest.fixture
def cashier(hall: Hall) -> Caller:
    return hall.script("cashier", "07")


def test_every_kind_of_refusal_has_a_status() -> None:
    kinds = {kind.kind for kind in vars(refusals).values() if hasattr(kind, "kind")}
    assert kinds <= STATUS.keys()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"not json", "body"),
        (b"[]", "body"),
        (b"", "body"),
        ({}, "number"),
        (a_sale("07A") | {"colour": "red"}, "colour"),
        (a_sale("07A") | {"total": "130000"}, "total"),
        (a_sale("07A") | {"total": 130000.5}, "total"),
        (a_sale("07A") | {"total": -1}, "total"),
        (a_sale("07A") | {"sold_at": "yesterday"}, "sold_at"),
        (a_sale("07A") | {"sold_at": "2018-04-03T10:15:02"}, "sold_at"),
        (a_sale("07A") | {"lines": []}, "lines"),
        (a_sale("07A") | {"lines": [{"sku": "X", "quantity": 0, "unit_price": 1}]}, "lines.0.quantity"),
    ],
)
def test_what_is_no_sale_is_a_422_that_names_the_field(cashier: Caller, body: object, field: str) -> None:
    answer = cashier.put(f"/api/v1/sales/{new_id()}", body)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json; charset=utf-8"
    assert answer.json["code"] == "invalid_sale"
    assert field in [wrong["field"] for wrong in answer.json["details"]["fields"]]
    assert set(answer.json) == {"type", "title", "status", "code", "detail", "details"}


def test_a_sale_address_without_a_uuid_is_a_422(cashier: Caller) -> None:
    assert cashier.put("/api/v1/sales/first", a_sale("07A")).json["code"] == "invalid_id"


def test_ten_megabytes_are_too_much(cashier: Caller) -> None:
    answer = cashier.put(f"/api/v1/sales/{new_id()}", b"x" * 10_000_000)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_an_unknown_address_and_a_wrong_method_are_problems_too(cashier: Caller) -> None:
    assert cashier.get("/api/v1/nothing").json["code"] == "unknown_address"
    answer = cashier.delete("/api/v1/me")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_script_is_answered_in_the_language_it_accepts(hall: Hall) -> None:
    caller = hall.browser()
    assert caller.get("/api/v1/me").json["title"] == "Perlu masuk"
    english = caller.get("/api/v1/me", Accept_Language="fr, en;q=0.8, id;q=0.1")
    assert (english.json["title"], english.headers["Content-Language"]) == ("Sign-in needed", "en")
    assert caller.get("/api/v1/me", Accept_Language="*").json["title"] == "Perlu masuk"


def test_a_page_is_indonesian_until_somebody_taps_english(hall: Hall) -> None:
    caller = hall.browser()
    assert '<html lang="id">' in caller.get("/catalog", Accept_Language="en").text
    assert '<html lang="en">' in caller.get("/catalog?lang=en").text
    assert '<html lang="en">' in caller.get("/").text
    assert '<html lang="id">' in caller.get("/?lang=id").text


def test_a_person_gets_a_page_and_a_script_a_document(hall: Hall) -> None:
    caller = hall.browser()
    assert caller.get("/static/nowhere", Accept="text/html,*/*;q=0.8").content_type.startswith("text/html")
    assert caller.get("/static/nowhere", Accept="*/*").json["status"] == 404
    assert caller.get("/api/v1/nowhere", Accept="text/html").json["status"] == 401


def test_a_mistake_of_ours_gives_an_incident_and_stays_in_the_log(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> bool:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(hall.program, "is_set_up", broken)
    with caplog.at_level(logging.ERROR, "lapak.problems"):
        answer = hall.browser().get("/setup/anything")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    incident = answer.json["details"]["incident"]
    assert incident in caplog.text
    assert "secret detail" in caplog.text


def test_other_forms_name_their_fields_too(hall: Hall) -> None:
    organiser = hall.script("organiser")
    answer = organiser.put("/api/v1/printers/struk-07", {"kind": "receipt", "colour": 1})
    assert answer.status_code == 422
    assert "colour" in [wrong["field"] for wrong in answer.json["details"]["fields"]]
    answer = organiser.post("/api/v1/enrolments", {"stall": "07", "role": "viewer"})
    assert answer.json["details"]["fields"][0]["field"] == "stall"
