"""What the API says it answers is what it answers: real answers are held against the described shapes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from running import Answer, Client, Server, a_sale, new_id

from exhibition.openapi import shapes_of
from exhibition.operations import OPERATIONS, Operation


@dataclass
class Witness:
    """Asks, and holds every answer against the shape that is described for it: no field more, none less."""

    client: Client

    def get(self, path: str) -> Any:
        return self.ask("get", path)

    def put(self, path: str, document: Any = None) -> Any:
        return self.ask("put", path, document)

    def post(self, path: str, document: Any = None) -> Any:
        return self.ask("post", path, document)

    def ask(self, method: str, path: str, document: Any = None) -> Any:
        answer = self.client.ask(method.upper(), f"/api/v1{path}", document)
        operation = operation_of(method, path.partition("?")[0])
        assert answer.status in operation.answers, (method, path, answer.text)
        return self._held_against(operation, answer)

    def _held_against(self, operation: Operation, answer: Answer) -> Any:
        hold_against(shapes_of(operation)[answer.status], answer.body)
        return answer.json


def hold_against(shape: Any, document: bytes) -> None:
    """Fails with what the shape lacks or has too much, once for all rows of a list."""
    try:
        TypeAdapter(shape).validate_json(document, strict=True, extra="forbid")
    except ValidationError as error:
        mistakes = {
            (each["type"], *(part for part in each["loc"] if isinstance(part, str)))
            for each in error.errors()
        }
        raise AssertionError(f"{shape}: {sorted(mistakes)}") from None


def operation_of(method: str, path: str) -> Operation:
    return next(each for each in OPERATIONS if each.method == method and matches(each.path, path))


def matches(described: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"{\w+}", "[^/]+", described), path) is not None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(Path(tmp_path_factory.mktemp("answers")) / "data") as running:
        yield running


@pytest.fixture(scope="module")
def cashier(server: Server) -> Witness:
    return Witness(server.script("cashier", "07"))


@pytest.fixture(scope="module")
def organiser(server: Server) -> Witness:
    return Witness(server.script("organiser"))


def test_every_json_answer_has_a_shape() -> None:
    silent = [
        f"{operation.method} {operation.path} {status}"
        for operation in OPERATIONS
        for status in operation.answers
        if "application/json" in operation.produces and status != 204 and status not in shapes_of(operation)
    ]
    assert silent == []


def test_answers_about_who(server: Server, cashier: Witness, organiser: Witness) -> None:
    assert cashier.get("/me")["till"]
    cashier.get("/staff-names")
    enrolment = organiser.post("/enrolments", {"stall": "07"})
    tablet = Witness(server.client())
    tablet.post("/enrol", {"code": enrolment["code"]})
    tablet.post("/sign-in", {"staff": "kasir-07", "pin": server.pins()["kasir-07"]})
    tablet.post("/help", {"reason": "kertas"})
    organiser.get("/help")
    person = organiser.post("/staff", {"name": "budi", "role": "lead", "stall": "07"})
    organiser.post(f"/staff/{person['name']}/pin")
    organiser.get("/staff")
    organiser.post("/tokens", {"role": "viewer"})
    approval = {"staff": "ketua-07", "pin": server.pins()["ketua-07"], "for": new_id()}
    cashier.post("/approvals", approval)


def test_answers_about_sales(cashier: Witness, organiser: Witness) -> None:
    till, sale = cashier.get("/me")["till"], new_id()
    document = a_sale(till, 500)
    assert cashier.put(f"/sales/{sale}", document)["status"] == "accepted"
    assert cashier.put(f"/sales/{sale}", document)["status"] == "duplicate"
    held = cashier.put(f"/sales/{sale}", document | {"note": "another"})
    assert organiser.get("/held")[0]["held_id"] == held["held_id"]
    decision = {"decision": "accept", "reason": "both were sold"}
    organiser.put(f"/held/{held['held_id']}/decision", decision)
    refund = {"sale": sale, "lines": [{"line": 1, "quantity": 1}], "reason": "broken", "method": "cash"}
    organiser.put(f"/refunds/{new_id()}", refund)
    organiser.get("/refunds")
    correction = {"sale": sale, "payments": [{"method": "qris", "amount": 130000}], "reason": "wrong button"}
    shift = new_id()
    cashier.put(f"/shifts/{shift}", {"till": till, "opened_at": "2018-04-03T09:00:00+07:00", "float": 100000})
    organiser.put(f"/payment-corrections/{new_id()}", correction)
    assert cashier.get(f"/sales/{sale}")["refunds"]
    cashier.get("/sales?stall=07")
    offered = [{"id": new_id(), **a_sale(till, 501)}, {"id": new_id(), **a_sale(till, 502), "total": -1}]
    told = organiser.post("/outbox-imports", {"till": till, "sales": offered})
    assert [row["status"] for row in told] == ["accepted", "rejected"]
    organiser.get("/pieces-sold-twice")
    cashier.put(f"/sales/{sale}/payments/1/confirmation", {})
    cashier.put(f"/shifts/{shift}/close", {"counted": {"100000": 2}})


def test_answers_about_orders(cashier: Witness, organiser: Witness) -> None:
    till, sale = cashier.get("/me")["till"], new_id()
    line = {"sku": "TKG-KOP01", "quantity": 1, "unit_price": 65_000}
    line["order"] = {"deposit": 35_000, "pickup": "Kirim"}
    rest = {"method": "transfer", "amount": 30_000, "state": "unconfirmed", "reference": "SISA PESANAN"}
    paid = {"method": "cash", "amount": 35_000}
    cashier.put(f"/sales/{sale}", a_sale(till, 600, lines=[line], total=65_000, payments=[paid, rest]))
    contact = {"sale": sale, "name": "Ibu Sari", "phone": "0811", "address": "Jl. Melati 3"}
    cashier.put(f"/order-contacts/{new_id()}", contact)
    assert cashier.get(f"/orders/{sale}/contact")["name"] == "Ibu Sari"
    paid_later = {"sale": sale, "payments": [{"method": "cash", "amount": 30_000}]}
    cashier.put(f"/balance-payments/{new_id()}", paid_later)
    cashier.put(f"/order-handovers/{new_id()}", {"sale": sale, "lines": [1]})
    assert [order["state"] for order in cashier.get("/orders")] == ["handed_over"]
    organiser.put("/products/CBN-KAY01/order-capacity", {"capacity": 20})
    assert cashier.get(f"/sales/{sale}")["payment_corrections"]


def test_answers_about_drawers(server: Server) -> None:
    cashier = Witness(server.script("cashier", "09"))
    till, shift = cashier.get("/me")["till"], new_id()
    opened = {"till": till, "opened_at": "2018-04-03T09:00:00+07:00", "float": 200000}
    cashier.put(f"/shifts/{shift}", opened)
    cashier.put(f"/shifts/{shift}", opened)
    unconfirmed = [{"method": "qris", "amount": 130000, "state": "unconfirmed"}]
    cashier.put(f"/sales/{new_id()}", a_sale(till, 1, shift=shift, payments=unconfirmed))
    movement = {"shift": shift, "kind": "in", "amount": 50000, "reason": "change"}
    cashier.put(f"/cash-movements/{new_id()}", movement)
    cashier.get(f"/shifts/{shift}")
    count = {"counted": {"100000": 2, "50000": 1}}
    assert cashier.put(f"/shifts/{shift}/close", count)["expected"] == 250000
    cashier.put(f"/shifts/{shift}/close", count)
    cashier.put(f"/sales/{new_id()}", a_sale(till, 2, shift=shift))
    assert cashier.get(f"/shifts/{shift}")["late"]
    cashier.get("/shifts")


def test_answers_about_stalls_and_tills(cashier: Witness, organiser: Witness) -> None:
    till = cashier.get("/me")["till"]
    snapshot = cashier.get("/stalls/07/till")
    organiser.get("/stalls/07/till")
    organiser.get("/stalls")
    organiser.put("/stalls/07/settings", {"max_discount_percent": 10})
    organiser.get("/stalls/07/settings")
    report = {"waiting": 1, "waiting_amount": 5000, "next_number": 7, "sent_at": "2018-04-03T10:00:00+07:00"}
    cashier.put(f"/tills/{till}/report", report)
    organiser.get("/tills")
    rejected = {"id": new_id(), "number": f"{till}-0006", "code": "invalid_sale", "document": {"total": 1}}
    cashier.put(f"/tills/{till}/report", report | {"rejected": [rejected]})
    organiser.put(f"/tills/{till}/rejected/{rejected['id']}", {"reason": "practice"})
    assert organiser.get("/documents-put-away")
    organiser.put(f"/tills/{till}/held-decision", {"decision": "accept", "reason": "all of them"})
    organiser.put("/event-settings", organiser.get("/event-settings"))
    organiser.put("/closing-prices", organiser.get("/closing-prices"))
    piece = next(each["pieces"][0]["code"] for each in snapshot["products"] if each["pieces"])
    cashier.put(f"/reservations/{piece}", {"cart": new_id()})
    organiser.post("/offer-again")
    organiser.get("/products")


def test_answers_about_goods(organiser: Witness) -> None:
    note = {"facility": "TKG", "stall": "01", "lines": [{"sku": "TKG-KOP01", "quantity": 3}]}
    organiser.put(f"/consignments/{new_id()}", note)
    lost = {"kind": "missing", "sku": "TKG-KOP01", "quantity": 1, "stall": "01", "reason": "count"}
    organiser.put(f"/stock-movements/{new_id()}", lost)
    organiser.put(f"/stock-movements/{new_id()}", lost | {"kind": "returned"})
    assert organiser.get("/consignments")
    assert organiser.get("/returns")
    assert organiser.get("/deposits") is not None
    organiser.put(f"/price-changes/{new_id()}", {"sku": "TKG-KOP01", "price": 66000, "reason": "beans"})
    organiser.get("/stock?facility=TKG")
    code = next(each["code"] for each in organiser.get("/products") if each["sku"] == "TKG-KOP01")
    organiser.post("/feedback", {"code": code, "rating": 5, "price": "right"})


def test_answers_about_what_is_watched(organiser: Witness) -> None:
    assert organiser.get("/board")["stalls"]
    line = organiser.client.get("/api/v1/journal?limit=1")
    shape = shapes_of(operation_of("get", "/journal"))[200]
    hold_against(shape, line.body.splitlines()[0])
    organiser.get("/openapi.json")


def test_answers_about_paper(server: Server, organiser: Witness) -> None:
    cashier = Witness(server.script("cashier", "11"))
    sale = new_id()
    cashier.put(f"/sales/{sale}", a_sale(cashier.get("/me")["till"], 1))
    organiser.get("/printers")
    organiser.get("/printers/struk-11")
    labels = {"stall": "11", "kind": "label", "connection": "tcp://127.0.0.1:9", "language": "tspl"}
    organiser.put("/printers/label-11", labels | {"media": "50x30", "completion": "none"})
    batch = {"printer": "label-11", "size": "50x30", "items": [{"sku": "TKG-KOP01", "copies": 2}]}
    organiser.put(f"/label-batches/{new_id()}", batch | {"private_address": True})
    page = cashier.post("/printers/struk-11/test")
    cashier.get(f"/print-jobs/{page['id']}")
    jobs = cashier.get("/print-jobs?stall=11")
    job = next(each["id"] for each in jobs if each["kind"] == "label")
    cashier.post(f"/print-jobs/{job}/drop")
    cashier.get(f"/print-jobs?sale={sale}")
    organiser.get("/label-goods")
    cards = {"printer": "struk-11", "skus": ["TKG-KOP01"], "private_address": True}
    organiser.put(f"/shelf-cards/{new_id()}", cards)
    organiser.get("/buyers")
    organiser.ask("delete", "/buyers")
    organiser.put(f"/hall-checks/{new_id()}")
    organiser.get("/hall-check")
