"""Selling over HTTP: who may, what is answered, and that wrong input is named."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shop import Shop, a_sale, a_shop, new_id

from pos.api.blueprint import create_api
from pos.api.selling import Selling
from pos.principal import NOBODY, Principal
from pos.refusals import Refusal

Json = dict[str, Any]
STATUS = {
    "invalid": 422,
    "not_found": 404,
    "conflict": 409,
    "forbidden": 403,
    "unauthenticated": 401,
    "busy": 503,
}

CASHIER = Principal("cashier", "01", "01A")
LEAD = Principal("lead", "01", "01B", "ketua-01")
TREASURER = Principal("treasurer", staff="bendahara")
ORGANISER = Principal("organiser", staff="panitia")
VIEWER = Principal("viewer")


@dataclass
class Http:
    """The shop behind HTTP, asked by whoever `who` is."""

    shop: Shop
    who: Principal = CASHIER
    approvals: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        app = Flask(__name__)
        selling = Selling(
            database=self.shop.database,
            submit=self.shop.writer.submit,
            principal=lambda: self.who,
            receipt_url=lambda code: f"http://192.168.8.10:8080/r/{code}",
            print_jobs=lambda sale: [{"id": f"job of {sale}"}],
            approver=lambda code, _document, _stall: self.approvals.pop(code, None),
        )
        app.register_blueprint(create_api(selling))
        app.register_error_handler(Refusal, _answer_refusal)
        self.client: FlaskClient = app.test_client()

    def put(self, path: str, body: Any) -> Any:
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.put(f"/api/v1/{path}", data=data, content_type="application/json")

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")

    def sell(self, document: Json | None = None, sale_id: str | None = None) -> Any:
        return self.put(f"sales/{sale_id or new_id()}", document or self.shop.sale())


def _answer_refusal(refusal: Refusal) -> tuple[Response, int]:
    body = {"code": refusal.code, "detail": refusal.message.en, "details": refusal.details}
    return jsonify(body), STATUS[refusal.kind]


@pytest.fixture
def http(shop: Shop) -> Http:
    return Http(shop)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Http]:
    """One for the tests that change nothing."""
    folder: Path = tmp_path_factory.mktemp("shop")
    with a_shop(folder) as shop:
        yield Http(shop)


def fields_named(answer: Any) -> set[str]:
    return {entry["field"] for entry in answer.json["details"]["fields"]}


# Sales ----------------------------------------------------------------------------------------------


def test_an_accepted_sale_is_answered_as_the_contract_says(http: Http) -> None:
    sale_id = new_id()
    answer = http.sell(sale_id=sale_id)
    assert answer.status_code == 201
    assert set(answer.json) == {"id", "number", "status", "flags", "seq", "journal", "receipt_url"}
    assert (answer.json["id"], answer.json["number"], answer.json["status"]) == (
        sale_id,
        "01A-0001",
        "accepted",
    )
    assert answer.json["flags"] == ["no_shift"]
    assert answer.json["journal"] == http.shop.database.journal_id()
    assert answer.json["receipt_url"].startswith("http://192.168.8.10:8080/r/")


def test_a_repeat_is_answered_like_the_first_but_for_the_status(http: Http) -> None:
    document, sale_id = http.shop.sale(), new_id()
    first = http.sell(document, sale_id)
    again = http.sell(
        {**document, "sent_at": "2018-04-03T11:00:00+07:00", "reoffered": True}, sale_id.upper()
    )
    assert again.status_code == 200
    assert again.json == {**first.json, "status": "duplicate"}


def test_a_held_sale_is_answered_202_again_and_again(http: Http) -> None:
    document, sale_id = http.shop.sale(("NO SUCH", 1)), new_id()
    answer = http.sell(document, sale_id)
    assert answer.status_code == 202
    assert set(answer.json) == {"id", "number", "status", "held_id", "reasons", "seq", "journal"}
    assert (answer.json["status"], answer.json["reasons"]) == ("held", ["unknown_product"])
    again = http.sell(document, sale_id)
    assert (again.status_code, again.json) == (202, answer.json)


def test_a_sale_reads_back_whole_with_its_refunds_and_print_jobs(http: Http) -> None:
    document, sale_id = http.shop.sale(("BATIK", 2), ("KOPI", 1), note="kado"), new_id()
    http.sell(document, sale_id)
    http.who = LEAD
    refund = http.put(f"refunds/{new_id()}", a_refund(sale_id)).json
    told = http.get(f"sales/{sale_id}").json
    for name in ("number", "till", "sold_at", "total", "note"):
        assert told[name] == document[name]
    assert [line["quantity"] for line in told["lines"]] == [2, 1]
    assert [each["id"] for each in told["refunds"]] == [refund["id"]]
    assert told["print_jobs"] == [{"id": f"job of {sale_id}"}]
    assert told["journal"] == http.shop.database.journal_id()


def test_an_unknown_sale_is_404(shared: Http) -> None:
    answer = shared.get(f"sales/{new_id()}")
    assert (answer.status_code, answer.json["code"]) == (404, "sale_unknown")


@pytest.mark.parametrize("body", ["", "{", "null", "[]", "\xff", '{"total": 5}'])
def test_what_is_not_a_sale_is_422_invalid_sale(shared: Http, body: str) -> None:
    answer = shared.put(f"sales/{new_id()}", body.encode("latin-1"))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_sale")
    assert fields_named(answer)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sold_at": None}, "sold_at"),
        ({"lines": [{"sku": "BATIK", "quantity": -1, "unit_price": 5}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 0.5}]}, "lines.0.unit_price"),
        ({"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 10**400}]}, "lines.0.unit_price"),
        ({"payments": [{"method": "cash", "amount": 5}]}, "payments"),
        ({"colour": "red"}, "colour"),
        ({"sold_at": "0001-01-01T00:00:00+07:00"}, "sold_at"),
    ],
)
def test_a_wrong_field_is_named(shared: Http, change: Json, field: str) -> None:
    answer = shared.sell(a_sale(("BATIK", 1), **change))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_sale")
    assert fields_named(answer) == {field}
    assert field in answer.json["detail"]


def test_an_address_without_a_uuid_is_named(shared: Http) -> None:
    answer = shared.put("sales/17", a_sale(("BATIK", 1)))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_id")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    ).map(lambda value: json.dumps(value).encode())
)
def test_whatever_is_sent_the_server_answers_4xx_and_goes_on(shared: Http, body: bytes) -> None:
    for path in ("sales", "refunds", "shifts", "cash-movements"):
        assert 400 <= shared.put(f"{path}/{new_id()}", body).status_code < 500


def test_ten_thousand_characters_and_control_bytes_in_names_do_no_harm(http: Http) -> None:
    assert http.sell(http.shop.sale(note="x" * 10_000)).status_code == 422
    note = "\x00\x1b@\x1dV\x00 \u202e🧵 \"'; DROP TABLE sale; --"
    sale_id = new_id()
    assert http.sell(http.shop.sale(note=note), sale_id).status_code == 201
    assert http.get(f"sales/{sale_id}").json["note"] == note
    assert http.shop.differences() == []


# Who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", [ORGANISER, TREASURER, VIEWER, Principal("lead", "01", "01B"), Principal("cashier", "02", "02A")]
)
def test_a_till_that_is_not_the_credentials_own_is_wrong_till(shared: Http, who: Principal) -> None:
    shared.who = who
    answer = shared.sell(a_sale(("BATIK", 1)))
    shared.who = CASHIER
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_till")
    assert fields_named(answer) == {"till"}


@pytest.mark.parametrize("who", [ORGANISER, VIEWER, Principal("cashier", "02", "02A")])
def test_a_repeat_is_a_duplicate_from_whomever_it_comes(shared: Http, who: Principal) -> None:
    sale_id, document = new_id(), shared.shop.sale()
    first = shared.sell(document, sale_id)
    shared.who = who
    again = shared.sell(document, sale_id)
    other = shared.sell({**document, "note": "lain"}, sale_id)
    shared.who = CASHIER
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 403)
    assert again.json == {**first.json, "status": "duplicate"}


def test_a_till_nobody_knows_is_named(shared: Http) -> None:
    answer = shared.sell(a_sale(("BATIK", 1), till="99Z", number="99Z-0001"))
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_till")


def test_nobody_sells_without_a_credential(shared: Http) -> None:
    shared.who = NOBODY
    answer = shared.sell(a_sale(("BATIK", 1)))
    shared.who = CASHIER
    assert answer.status_code == 401


def test_what_a_revoked_tablet_sold_is_held(http: Http) -> None:
    http.who = Principal("cashier", "01", "01A", revoked=True)
    answer = http.sell()
    assert (answer.status_code, answer.json["reasons"]) == (202, ["till_revoked"])
    assert http.get(f"sales/{new_id()}").status_code == 403, "it may hand in, and nothing else"


def test_a_tablet_may_hand_in_what_it_sold_under_its_former_code_at_the_former_stall(http: Http) -> None:
    http.who = Principal("cashier", "02", "02A", former=("01A",))
    assert http.sell().status_code == 201
    assert http.shop.journal("sale.recorded")[0].data["stall"] == "01"


def test_a_tablet_that_moved_still_says_what_became_of_the_orders_at_its_former_stall(http: Http) -> None:
    sale = http.shop.order({"sku": "KURSI", "deposit": 300_000}).id
    contact = {"sale": sale, "name": "Ibu Sari", "phone": "0811"}
    paid = [{"method": "cash", "amount": 1}]
    for former, status in ((("01A",), 201), ((), 403)):
        http.who = Principal("cashier", "02", "02A", former=former)
        answers = [
            http.put(f"order-contacts/{new_id()}", contact),
            http.put(f"order-handovers/{new_id()}", {"sale": sale, "lines": [1]}),
            http.put(f"balance-payments/{new_id()}", {"sale": sale, "payments": paid}),
        ]
        assert [answer.status_code for answer in answers] == [status] * 3


def test_a_contact_is_kept_by_the_stall_that_sold(http: Http) -> None:
    sale = http.shop.order({"sku": "KURSI", "deposit": 300_000}).id
    http.who = Principal("cashier", "02", "02A", former=("01A",))
    http.put(f"order-contacts/{new_id()}", {"sale": sale, "name": "Ibu Sari", "phone": "0811"})
    http.who = LEAD
    assert http.get(f"orders/{sale}/contact").json["stall"] == "01"


def test_a_cashier_reads_only_the_own_stalls_sales(http: Http) -> None:
    sale_id = new_id()
    http.sell(sale_id=sale_id)
    http.who = Principal("cashier", "02", "02A")
    assert http.get(f"sales/{sale_id}").json["code"] == "wrong_stall"
    http.who = ORGANISER
    assert http.get(f"sales/{sale_id}").status_code == 200


ONLY_ORGANISERS = [
    ("get", "journal", None),
    ("put", "held/x/decision", {"decision": "accept", "reason": "ok"}),
    ("put", f"price-changes/{new_id()}", {"sku": "BATIK", "price": 1, "reason": "x"}),
]


@pytest.mark.parametrize(("method", "path", "body"), ONLY_ORGANISERS)
@pytest.mark.parametrize("who", [CASHIER, LEAD, TREASURER, VIEWER, NOBODY], ids=lambda who: str(who.role))
def test_some_things_are_for_organisers_only(
    shared: Http, method: str, path: str, body: Any, who: Principal
) -> None:
    shared.who = who
    answer = shared.get(path) if method == "get" else shared.put(path, body)
    shared.who = CASHIER
    assert answer.status_code == (401 if who is NOBODY else 403)


def test_the_organiser_sees_the_pair_that_bought_the_same_piece(http: Http) -> None:
    [code] = http.shop.pieces("UKIR")
    sales = [http.shop.sell({"sku": "UKIR", "piece": code}, till=till) for till in ("01A", "03A")]
    http.who = ORGANISER
    [pair] = http.get("pieces-sold-twice").json
    assert (pair["piece"], pair["sku"]) == (code, "UKIR")
    assert [(sale["id"], sale["stall"]) for sale in pair["sales"]] == [
        (sales[0].id, "01"),
        (sales[1].id, "03"),
    ]
    http.put(f"refunds/{new_id()}", a_refund(sales[0].id))
    assert http.get("pieces-sold-twice").json == []


# Held -----------------------------------------------------------------------------------------------


def test_the_organiser_sees_held_sales_and_decides(http: Http) -> None:
    document, sale_id = http.shop.sale(("BATIK", 1), total=140_000), new_id()
    held_id = http.sell(document, sale_id).json["held_id"]
    http.who = ORGANISER
    [held] = http.get("held").json
    assert (held["held_id"], held["id"], held["reasons"], held["decision"]) == (
        held_id,
        sale_id,
        ["total_mismatch"],
        None,
    )
    lines = [{"sku": "BATIK", "quantity": 1, "unit_price": 140_000}]
    told = http.put(f"held/{held_id}/decision", {"decision": "accept", "lines": lines, "reason": "diskon"})
    assert (told.status_code, told.json["id"]) == (200, sale_id)
    assert http.get(f"sales/{sale_id}").json["offered_as"]["held_id"] == held_id
    assert http.get("held?undecided=1").json == []


# Refunds --------------------------------------------------------------------------------------------


def a_refund(sale_id: str, **changes: Any) -> Json:
    return {
        "sale": sale_id,
        "lines": [{"line": 1, "quantity": 1}],
        "reason": "sobek",
        "method": "cash",
        **changes,
    }


def test_a_lead_refunds_by_the_own_credential(http: Http) -> None:
    sale_id = http.sell().json["id"]
    http.who = LEAD
    refund_id = new_id()
    answer = http.put(f"refunds/{refund_id}", a_refund(sale_id))
    assert answer.status_code == 201
    assert set(answer.json) == {"id", "number", "amount", "lines", "status", "flags", "seq", "journal"}
    again = http.put(f"refunds/{refund_id}", a_refund(sale_id))
    assert (again.status_code, again.json) == (200, {**answer.json, "status": "duplicate"})


@pytest.mark.parametrize("who", [TREASURER, ORGANISER])
def test_treasurer_and_organiser_refund_too(http: Http, who: Principal) -> None:
    sale_id = http.sell().json["id"]
    http.who = who
    assert http.put(f"refunds/{new_id()}", a_refund(sale_id, till="99Z")).json["code"] == "till_unknown"
    assert http.put(f"refunds/{new_id()}", a_refund(sale_id, till="01A")).status_code == 201


def test_a_cashier_needs_a_second_person_and_the_code_serves_once(http: Http) -> None:
    sale_id = http.sell(http.shop.sale(("BATIK", 3))).json["id"]
    refused = http.put(f"refunds/{new_id()}", a_refund(sale_id))
    assert (refused.status_code, refused.json["code"]) == (403, "approval_required")
    assert fields_named(refused) == {"approval"}
    http.approvals = {"123456": "ketua-01"}
    refund_id = new_id()
    first = http.put(f"refunds/{refund_id}", a_refund(sale_id, approval="123456"))
    assert first.status_code == 201
    assert http.shop.journal("sale.refunded")[0].data["approved_by"] == "ketua-01"
    assert http.put(f"refunds/{refund_id}", a_refund(sale_id, approval="123456")).status_code == 200
    second = http.put(f"refunds/{new_id()}", a_refund(sale_id, approval="123456"))
    assert second.status_code == 403


def test_a_lead_of_another_stall_does_not_approve(http: Http) -> None:
    sale_id = http.sell().json["id"]
    http.who = Principal("lead", "02", "02A", "ketua-02")
    assert http.put(f"refunds/{new_id()}", a_refund(sale_id)).json["code"] == "wrong_stall"


def test_a_refund_does_not_come_out_of_somebody_elses_till(http: Http) -> None:
    sale_id = http.sell().json["id"]
    http.who = LEAD
    answer = http.put(f"refunds/{new_id()}", a_refund(sale_id, till="02A"))
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_till")
    assert http.put(f"refunds/{new_id()}", a_refund(sale_id, till="01B")).status_code == 201


def test_what_cannot_be_refunded_says_why(http: Http) -> None:
    sale_id = http.sell().json["id"]
    held_id = http.sell(http.shop.sale(("NO SUCH", 1))).json["id"]
    http.who = LEAD
    answers = [
        http.put(f"refunds/{new_id()}", a_refund(sale_id, lines=[{"line": 1, "quantity": 2}])),
        http.put(f"refunds/{new_id()}", a_refund(new_id())),
        http.put(f"refunds/{new_id()}", a_refund(held_id)),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [
        (409, "nothing_left_to_refund"),
        (404, "sale_unknown"),
        (409, "sale_held"),
    ]


def test_only_a_sale_that_had_not_left_the_tablet_may_be_voided_on_the_cashiers_word(http: Http) -> None:
    sale_id = http.sell(http.shop.sale(("BATIK", 2))).json["id"]
    voiding = {"unsent": True, "refunded_at": "2018-04-03T10:16:00+07:00"}
    half = http.put(f"refunds/{new_id()}", a_refund(sale_id, **voiding))
    assert half.json["code"] == "approval_required"
    refund_id = new_id()
    whole = http.put(f"refunds/{refund_id}", a_refund(sale_id, lines=[{"line": 1, "quantity": 2}], **voiding))
    assert (whole.status_code, whole.json["flags"]) == (201, ["no_shift", "approval_missing"])
    http.who = LEAD
    assert [each["id"] for each in http.get("refunds").json] == [refund_id]
    assert http.put(f"refunds/{refund_id}/approval", {}).json["approved_by"] == "ketua-01"
    assert http.get("refunds").json == []


def test_a_refund_that_a_server_lost_is_offered_again_without_the_lead_and_waits_for_one(http: Http) -> None:
    sale_id = new_id()
    http.sell(http.shop.sale(("BATIK", 2)), sale_id)
    lost = a_refund(sale_id, refunded_at="2018-04-03T10:16:00+07:00", reoffered=True)
    assert http.put(f"refunds/{new_id()}", lost).json["code"] == "approval_required", "nobody asked for it"
    http.who = ORGANISER
    assert http.client.post("/api/v1/offer-again").status_code == 200
    http.who = CASHIER
    later = {**lost, "refunded_at": "2999-01-01T00:00:00+07:00"}
    assert http.put(f"refunds/{new_id()}", later).json["code"] == "approval_required"
    told = http.put(f"refunds/{new_id()}", lost)
    assert (told.status_code, told.json["flags"]) == (201, ["no_shift", "approval_missing"])
    assert http.shop.differences() == []


def test_a_refund_offered_again_is_the_one_the_lead_stood_by(http: Http) -> None:
    sale_id, refund_id = new_id(), new_id()
    http.sell(http.shop.sale(("BATIK", 2)), sale_id)
    http.approvals["YES"] = "ketua-01"
    document = a_refund(sale_id, refunded_at="2018-04-03T10:16:00+07:00")
    assert http.put(f"refunds/{refund_id}", {**document, "approval": "YES"}).status_code == 201
    again = http.put(f"refunds/{refund_id}", {**document, "reoffered": True})
    assert (again.status_code, again.json["status"]) == (200, "duplicate")


def test_a_document_the_office_is_done_with_leaves_the_list_and_is_kept(http: Http) -> None:
    report: Json = {
        "waiting": 0,
        "waiting_amount": 0,
        "next_number": 2,
        "sent_at": "2018-04-03T10:00:00+07:00",
    }
    refused = {"id": "x", "number": "01A-0001", "code": "invalid_sale", "document": {"total": 5}}
    http.put("tills/01A/report", {**report, "rejected": [refused]})
    http.who = LEAD
    done = http.put("tills/01A/rejected/x", {"reason": "dicatat ulang"})
    assert (done.status_code, http.put("tills/01A/rejected/x", {"reason": "lagi"}).status_code) == (200, 200)
    assert http.put("tills/01A/rejected/y", {"reason": "?"}).json["code"] == "document_unknown"
    assert {row["code"]: row["rejected"] for row in http.get("tills").json}["01A"] == []
    [kept] = http.get("documents-put-away").json
    assert (kept["id"], kept["document"], kept["reason"], kept["by"]) == (
        "x",
        {"total": 5},
        "dicatat ulang",
        "ketua-01",
    )
    http.who = CASHIER
    told = http.put("tills/01A/report", {**report, "rejected": [refused]})
    assert told.json["put_away"] == ["x"], "the tablet takes it off its own list"
    assert http.put("tills/01A/rejected/x", {"reason": "x"}).status_code == 403
    assert len(http.shop.journal("document.put_away")) == 1
    assert http.shop.differences() == []


# Drawers --------------------------------------------------------------------------------------------


def a_shift(**changes: Any) -> Json:
    return {"till": "01A", "opened_at": "2018-04-03T08:45:00+07:00", "float": 200_000, **changes}


def test_a_shift_opens_sells_and_closes(http: Http) -> None:
    shift = new_id()
    opened = http.put(f"shifts/{shift}", a_shift())
    assert (opened.status_code, opened.json["status"]) == (201, "open")
    assert http.sell(http.shop.sale(shift=shift)).json["flags"] == []
    assert "expected" not in http.get(f"shifts/{shift}").json
    moved = http.put(
        f"cash-movements/{new_id()}", {"shift": shift, "kind": "out", "amount": 20_000, "reason": "es teh"}
    )
    assert moved.status_code == 201
    closed = http.put(f"shifts/{shift}/close", {"counted": {"100000": 3, "20000": 1, "10000": 1}})
    assert closed.status_code == 200
    assert (closed.json["expected"], closed.json["counted"], closed.json["difference"]) == (
        330_000,
        330_000,
        0,
    )
    assert http.get(f"shifts/{shift}").json["late"] == []


def test_a_shift_is_opened_at_the_own_till(http: Http) -> None:
    answer = http.put(f"shifts/{new_id()}", a_shift(till="02A"))
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_till")
    answer = http.put(f"shifts/{new_id()}", a_shift(till="01B"))
    assert (answer.status_code, answer.json["code"]) == (403, "wrong_till")
    http.who = ORGANISER
    assert http.put(f"shifts/{new_id()}", a_shift(till="99Z")).status_code == 404
    assert http.put(f"shifts/{new_id()}", a_shift(till="02A")).status_code == 201


@pytest.mark.parametrize(("who", "reads_the_cash"), [(CASHIER, False), (LEAD, False), (TREASURER, True)])
def test_who_may_count_an_open_drawer_reads_nothing_of_its_cash(
    http: Http, who: Principal, reads_the_cash: bool
) -> None:
    shift = http.shop.open_shift()
    http.shop.sell(shift=shift)
    http.who = who
    assert ("cash_sales" in http.get(f"shifts/{shift}").json) == reads_the_cash
    http.shop.close_shift(shift)
    assert http.get(f"shifts/{shift}").json["cash_sales"] == 150_000


def test_another_stalls_shift_is_none_of_ones_business(http: Http) -> None:
    shift = http.shop.open_shift("02A")
    assert http.get(f"shifts/{shift}").status_code == 403
    assert http.put(f"shifts/{shift}/close", {"counted": {}}).status_code == 403
    assert http.get(f"shifts/{new_id()}").status_code == 404


# What a till needs ----------------------------------------------------------------------------------


def test_the_tills_snapshot_has_every_product(http: Http) -> None:
    http.sell(http.shop.sale(("BATIK", 3)))
    http.shop.receive(("KOPI", 5, "2018-04-05"))
    told = http.get("stalls/01/till").json
    assert (told["till"], told["next_number"], told["shift"]) == ("01A", 2, None)
    assert told["seq"] == http.shop.journal()[-1].seq
    assert told["journal"] == http.shop.database.journal_id()
    products = {product["sku"]: product for product in told["products"]}
    assert len(products) == 7
    assert (products["BATIK"]["stock"], products["BATIK"]["home"]) == (17, "01")
    assert products["PIJAT"]["stock"] is None
    assert [piece["state"] for piece in products["PATUNG"]["pieces"]] == ["open", "open"]
    assert products["KOPI"]["expires_on"] == "2018-04-05"
    assert products["BATIK"]["expires_on"] is None
    assert http.get("stalls/02/till").status_code == 403


def test_a_till_that_knows_everything_is_told_so_in_a_few_bytes(http: Http) -> None:
    def ask(tag: str | None) -> Any:
        headers = {"If-None-Match": tag} if tag else {}
        return http.client.get("/api/v1/stalls/01/till", headers=headers)

    def settings() -> None:
        http.who = ORGANISER
        http.put("stalls/01/settings", {"max_discount_percent": 10})
        http.who = CASHIER

    first = ask(None)
    tag = first.headers["ETag"]
    assert ask(tag).status_code == 304
    [code] = http.shop.pieces("UKIR")
    for change in (
        http.sell,
        settings,
        lambda: http.put(f"reservations/{code}", {"cart": new_id()}),
        lambda: http.shop.move("damaged", "KOPI", 1, "02"),
    ):
        change()
        answer = ask(tag)
        assert answer.status_code == 200
        assert ask(answer.headers["ETag"]).status_code == 304
        tag = answer.headers["ETag"]


def test_the_snapshot_is_sent_packed_to_whoever_can_unpack_it(http: Http) -> None:
    plain = http.get("stalls/01/till")
    packed = http.client.get("/api/v1/stalls/01/till", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2
    assert json.loads(gzip.decompress(packed.data))["products"] == plain.json["products"]


def test_a_reserved_piece_shows_in_the_snapshot_and_cannot_be_reserved_twice(http: Http) -> None:
    [code] = http.shop.pieces("UKIR")
    assert http.put(f"reservations/{code}", {"cart": new_id()}).status_code == 200
    assert http.put(f"reservations/{code}", {"cart": new_id()}).json["code"] == "piece_reserved"
    products = {product["sku"]: product for product in http.get("stalls/01/till").json["products"]}
    assert [piece["state"] for piece in products["UKIR"]["pieces"]] == ["reserved"]
    assert http.put("reservations/NOSUCH", {"cart": new_id()}).status_code == 404


def test_a_till_reports_how_it_does(http: Http) -> None:
    report = {
        "waiting": 3,
        "waiting_amount": 450_000,
        "next_number": 124,
        "battery": 40,
        "sent_at": "2018-04-03T10:00:00+07:00",
        "rejected": [{"id": "x", "document": {"total": 5}}],
    }
    answer = http.put("tills/01A/report", report)
    assert answer.status_code == 200
    http.who = ORGANISER
    rows = {row["code"]: row for row in http.get("tills").json}
    assert (rows["01A"]["waiting"], rows["01A"]["waiting_amount"], rows["01A"]["battery"]) == (3, 450_000, 40)
    assert rows["01A"]["rejected"] == report["rejected"]
    http.who = Principal("cashier", "02", "02A")
    assert http.put("tills/01A/report", report).json["code"] == "wrong_till"


def test_a_saved_outbox_is_handed_in_by_the_office(http: Http) -> None:
    kept = [{"id": new_id(), **http.shop.sale()} for _ in range(3)]
    http.sell({name: value for name, value in kept[0].items() if name != "id"}, kept[0]["id"])
    http.who = ORGANISER
    answer = http.client.post("/api/v1/outbox-imports", json={"till": "01A", "sales": kept})
    assert [each["status"] for each in answer.json] == ["duplicate", "accepted", "accepted"]
    assert http.shop.journal("sale.recorded")[-1].data["late"] is True
    assert http.shop.differences() == []


def test_one_bad_sale_in_a_saved_outbox_does_not_keep_the_others_out(http: Http) -> None:
    good, other = ({"id": new_id(), **http.shop.sale()} for _ in range(2))
    bad, strange = {**good, "id": new_id(), "lines": []}, {"number": 7}
    http.who = ORGANISER
    answer = http.client.post(
        "/api/v1/outbox-imports", json={"till": "01A", "sales": [bad, good, strange, other]}
    )
    assert [each["status"] for each in answer.json] == ["rejected", "accepted", "rejected", "accepted"]
    assert (answer.json[0]["id"], answer.json[0]["code"]) == (bad["id"], "invalid_sale")


# Goods and journal ----------------------------------------------------------------------------------


def test_goods_come_in_move_and_change_price(http: Http) -> None:
    http.who = ORGANISER
    note = {"facility": "BNA", "stall": "01", "lines": [{"sku": "BATIK", "quantity": 5}]}
    moving = {
        "kind": "transfer",
        "sku": "BATIK",
        "quantity": 2,
        "stall": "01",
        "to_stall": "02",
        "reason": "x",
    }
    answers = [
        http.put(f"consignments/{new_id()}", note),
        http.put(f"stock-movements/{new_id()}", moving),
        http.put(f"price-changes/{new_id()}", {"sku": "BATIK", "price": 99_000, "reason": "diskon"}),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    [line] = [line for line in http.get("stock?facility=BNA").json if line["sku"] == "BATIK"]
    assert line == {
        "sku": "BATIK",
        "brought": 25,
        "sold": 0,
        "returned": 0,
        "damaged": 0,
        "missing": 0,
        "donated": 0,
        "samples": 0,
        "on_table": 25,
        "stalls": [{"stall": "01", "on_table": 23}, {"stall": "02", "on_table": 2}],
    }


@pytest.mark.parametrize("path", ["stock", "orders"])
def test_a_facility_that_takes_no_part_is_not_taken_for_an_empty_table(shared: Http, path: str) -> None:
    shared.who = ORGANISER
    answer = shared.get(f"{path}?facility=ZZZ")
    shared.who = CASHIER
    assert (answer.status_code, answer.json["code"]) == (404, "facility_unknown")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (
            "consignments",
            {"facility": "BNA", "stall": "01", "lines": [{"sku": "KOPI", "quantity": 1}]},
            422,
            "not_of_this_facility",
        ),
        (
            "consignments",
            {"facility": "BNA", "stall": "99", "lines": [{"sku": "BATIK", "quantity": 1}]},
            404,
            "stall_unknown",
        ),
        (
            "stock-movements",
            {"kind": "damaged", "sku": "NO", "quantity": 1, "stall": "01", "reason": "x"},
            404,
            "unknown_product",
        ),
        (
            "stock-movements",
            {"kind": "damaged", "sku": "PIJAT", "quantity": 1, "stall": "01", "reason": "x"},
            422,
            "not_stocked",
        ),
        ("price-changes", {"sku": "NO", "price": 1, "reason": "x"}, 404, "unknown_product"),
        ("price-changes", {"sku": "BATIK", "price": -1, "reason": "x"}, 422, "invalid_price_change"),
        ("price-changes", {"sku": "BATIK", "price": 1.5, "reason": "x"}, 422, "invalid_price_change"),
    ],
)
def test_wrong_goods_are_refused(shared: Http, path: str, body: Json, status: int, code: str) -> None:
    shared.who = ORGANISER
    answer = shared.put(f"{path}/{new_id()}", body)
    shared.who = CASHIER
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_the_journal_can_be_checked_from_the_outside(http: Http) -> None:
    for _ in range(3):
        http.sell(http.shop.sale(("BATIK", 1), ("KOPI", 2), note="\u00e9 \u2028 \U0001f9f5"))
    http.who = ORGANISER
    answer = http.get("journal?limit=10000")
    assert answer.mimetype == "application/x-ndjson"
    prev, seq = "0" * 64, 0
    for line in answer.get_data(as_text=True).split("\n")[:-1]:
        entry = json.loads(line)
        assert list(entry) == ["seq", "name", "at", "data", "prev", "hash"]
        body = json.dumps(
            [entry["seq"], entry["name"], entry["at"], entry["data"]],
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
        assert entry["seq"] == seq + 1
        assert entry["prev"] == prev
        assert entry["hash"] == hashlib.sha256((prev + body).encode()).hexdigest()
        prev, seq = entry["hash"], entry["seq"]
    assert seq == http.shop.journal()[-1].seq


def test_the_journal_is_read_in_parts(http: Http) -> None:
    http.who = ORGANISER

    def part(query: str) -> list[int]:
        return [
            json.loads(line)["seq"]
            for line in http.get(f"journal?{query}").get_data(as_text=True).splitlines()
        ]

    assert part("after=3&limit=4") == [4, 5, 6, 7]
    assert part("after=999999") == []
    assert part("limit=0") == [1]
    for query in ("after=-1", "after=x", "limit=1.5", f"after={10**20}"):
        answer = http.get(f"journal?{query}")
        assert answer.status_code == 422
        assert fields_named(answer) == {query.split("=")[0]}
