"""Wrong, hostile and broken input: a 4xx that names the field, and the next customer is served as before."""

import itertools
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from running import Answer, Client, Server, a_sale, new_id

pytestmark = pytest.mark.faults

_counter = itertools.count(1)


@pytest.fixture(scope="module")
def till(demo: Server) -> Iterator[Client]:
    """A tablet at stall 01 that sells coffee."""
    client = demo.script("cashier", "01")
    client.headers["Accept-Language"] = "en"
    yield client
    client.close()


@pytest.fixture(scope="module")
def code(till: Client) -> str:
    """Its till code."""
    return str(till.get("/api/v1/me").json["till"])


@pytest.fixture(autouse=True)
def the_server_goes_on(till: Client, code: str) -> Iterator[None]:
    """After every test the next sale is accepted."""
    yield
    answer = till.put(f"/api/v1/sales/{new_id()}", a_sale(code, next(_counter)))
    assert answer.status == 201, answer.text


def is_problem(answer: Answer, status: int, code: str) -> None:
    assert answer.status == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert {"type", "title", "status", "code", "detail"} <= answer.json.keys()
    assert (answer.json["status"], answer.json["code"]) == (status, code)


def names(answer: Answer) -> list[str]:
    return [each["field"] for each in answer.json["details"]["fields"]]


def line(**changes: Any) -> dict[str, Any]:
    return {"sku": "TKG-KOP01", "quantity": 2, "unit_price": 65000} | changes


def payment(**changes: Any) -> dict[str, Any]:
    return {"method": "cash", "amount": 130000} | changes


WRONG_FIELDS = [
    ({"lines": [line(quantity=0)]}, "lines.0.quantity"),
    ({"lines": [line(quantity=-2)]}, "lines.0.quantity"),
    ({"lines": [line(quantity=1.5)]}, "lines.0.quantity"),
    ({"lines": [line(quantity="2")]}, "lines.0.quantity"),
    ({"lines": [line(quantity=True)]}, "lines.0.quantity"),
    ({"lines": [line(quantity=10**30)]}, "lines.0.quantity"),
    ({"lines": [line(unit_price=-1)]}, "lines.0.unit_price"),
    ({"lines": [line(unit_price=65000.5)]}, "lines.0.unit_price"),
    ({"lines": [line(sku=None)]}, "lines.0.sku"),
    ({"lines": [line(colour="red")]}, "lines.0.colour"),
    ({"lines": []}, "lines"),
    ({"lines": "none"}, "lines"),
    ({"lines": [line()] * 201}, "lines"),
    ({"total": -130000}, "total"),
    ({"total": "130000"}, "total"),
    ({"total": 130000.5}, "total"),
    ({"total": 10**18}, "total"),
    ({"rounding": 1000}, "rounding"),
    ({"payments": [payment(amount=100)]}, "payments"),
    ({"payments": [payment(amount=-130000)]}, "payments.0.amount"),
    ({"payments": [payment(method="iou")]}, "payments.0.method"),
    ({"payments": []}, "payments"),
    ({"number": "99Z-0001"}, "number"),
    ({"sold_at": "yesterday"}, "sold_at"),
    ({"sold_at": "2018-04-03T10:15:02"}, "sold_at"),
    ({"price": 1}, "price"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG_FIELDS, ids=[f"{n}" for n in range(len(WRONG_FIELDS))])
def test_a_field_that_makes_it_no_sale_is_named(
    till: Client, code: str, changes: dict[str, Any], field: str
) -> None:
    answer = till.put(f"/api/v1/sales/{new_id()}", a_sale(code, 9000, **changes))
    is_problem(answer, 422, "invalid_sale")
    assert field in names(answer)
    assert field in answer.json["detail"]


@pytest.mark.parametrize("field", ["number", "till", "sold_at", "lines", "total", "payments"])
def test_a_missing_field_is_named(till: Client, code: str, field: str) -> None:
    sale = a_sale(code, 9000)
    del sale[field]
    answer = till.put(f"/api/v1/sales/{new_id()}", sale)
    is_problem(answer, 422, "invalid_sale")
    assert names(answer) == [field]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"sale"', b"\xff\xfe\x00", b"number=1", b'{"a":' * 5000, b"NaN"]
)
def test_what_is_not_a_json_object_is_refused(till: Client, body: bytes) -> None:
    answer = till.put(f"/api/v1/sales/{new_id()}", body)
    assert answer.status in (400, 422), answer.text
    is_problem(answer, answer.status, answer.json["code"])
    assert names(answer)


def test_ten_megabytes_are_too_large(till: Client, code: str) -> None:
    sale = a_sale(code, 9000, note="x" * 10_000_000)
    is_problem(till.put(f"/api/v1/sales/{new_id()}", sale), 413, "too_large")
    till.close()


def test_a_long_note_is_named_not_cut(till: Client, code: str) -> None:
    answer = till.put(f"/api/v1/sales/{new_id()}", a_sale(code, 9000, note="x" * 501))
    is_problem(answer, 422, "invalid_sale")
    assert names(answer) == ["note"]


def test_somebody_elses_till_is_refused(till: Client) -> None:
    for other in ("02A", "99Z"):
        answer = till.put(f"/api/v1/sales/{new_id()}", a_sale(other, 1))
        is_problem(answer, 403, "wrong_till")
        assert names(answer) == ["till"]


def test_an_address_without_a_uuid_is_refused(till: Client, code: str) -> None:
    answer = till.put("/api/v1/sales/one", a_sale(code, 9000))
    is_problem(answer, 422, "invalid_id")
    assert names(answer) == ["uuid"]


def test_a_wrong_method_an_unknown_address_and_no_credential(demo: Server, till: Client) -> None:
    is_problem(till.ask("PATCH", f"/api/v1/sales/{new_id()}", {}), 405, "method_not_allowed")
    is_problem(till.get("/api/v1/no-such-thing"), 404, "unknown_address")
    is_problem(demo.client().put(f"/api/v1/sales/{new_id()}", {}), 401, "sign_in_required")
    is_problem(demo.client("wrong").put(f"/api/v1/sales/{new_id()}", {}), 401, "sign_in_required")


def test_a_refused_document_leaves_nothing_behind(demo: Server, till: Client, code: str) -> None:
    sale_id = new_id()
    till.put(f"/api/v1/sales/{sale_id}", a_sale(code, 9000, total=-1))
    assert till.get(f"/api/v1/sales/{sale_id}").status == 404
    assert demo.run("check").returncode == 0


def connect(demo: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", demo.port), timeout=10)


def test_half_a_request_and_then_silence(demo: Server, till: Client, code: str) -> None:
    body = json.dumps(a_sale(code, 9000)).encode()
    head = (
        f"PUT /api/v1/sales/{new_id()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {till.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for cut in (5, len(head) - 2, len(head), len(head) + len(body) // 2):
        with connect(demo) as line_to_server:
            line_to_server.sendall((head + body)[:cut])


def test_lines_that_are_no_http(demo: Server) -> None:
    for noise in (b"\x00" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"PUT / HTTP/9.9\r\n\r\n"):
        with connect(demo) as line_to_server:
            line_to_server.sendall(noise)
            line_to_server.shutdown(socket.SHUT_WR)
            answer = line_to_server.recv(1000)
            assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))


def test_fifty_clients_that_never_finish_their_request_hold_nobody_up(
    demo: Server, till: Client, code: str
) -> None:
    slow = [connect(demo) for _ in range(50)]
    try:
        for each in slow:
            each.sendall(b"PUT /api/v1/sales/x HTTP/1.1\r\nHost: x\r\nContent-Le")
        answer = till.put(f"/api/v1/sales/{new_id()}", a_sale(code, next(_counter)))
        assert answer.status == 201
        for each in slow:
            each.sendall(b"n")
        assert till.put(f"/api/v1/sales/{new_id()}", a_sale(code, next(_counter))).status == 201
    finally:
        for each in slow:
            each.close()
