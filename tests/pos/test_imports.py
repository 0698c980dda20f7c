"""A tablet's saved file comes in row by row: in the order of events, nothing doubled, nobody blocked."""

from typing import Any

import pytest
from pydantic import ValidationError
from shop import Shop, new_id

from pos.api.imports import take_in
from pos.api.selling import Selling
from pos.forms import OutboxForm
from pos.principal import Principal
from pos.ways_of_paying import balance_payment

Json = dict[str, Any]

OPENED = "2018-04-03T08:45:00+07:00"
REFUNDED = "2018-04-03T11:00:00+07:00"
BATIK = 150_000


def hand_in(shop: Shop, **file: Any) -> list[Json]:
    """What the office is told about a file of the tablet that sold as 01A and 01B."""
    organiser = Principal("organiser", staff="panitia")
    selling = Selling(
        database=shop.database,
        submit=shop.writer.submit,
        principal=lambda: organiser,
        receipt_url=str,
        print_jobs=lambda _sale: [],
        approver=lambda _code, _document, _stall: None,
    )
    form = OutboxForm.model_validate({"version": 2, "tills": ["01A", "01B"], **file})
    return take_in(selling, organiser, form)


def statuses(rows: list[Json]) -> list[tuple[str, str]]:
    return [(row["kind"], row["status"]) for row in rows]


def a_day(shop: Shop, till: str = "01A", opened: str = OPENED) -> Json:
    """A drawer's whole day in the file's second form: of two batiks one came back; 50.000 deposited."""
    shift, sale = new_id(), new_id()
    document = shop.sale(("BATIK", 2), till=till, shift=shift)
    return {
        "shifts": [{"id": shift, "till": till, "opened_at": opened, "float": 200_000, "staff": "kasir-01"}],
        "sales": [{"id": sale, **document}],
        "refunds": [
            {
                "id": new_id(),
                "sale": sale,
                "lines": [{"line": 1, "quantity": 1}],
                "reason": "rusak",
                "method": "cash",
                "till": till,
                "shift": shift,
                "refunded_at": REFUNDED,
            }
        ],
        "cash_movements": [
            {
                "id": new_id(),
                "shift": shift,
                "kind": "deposit",
                "amount": 50_000,
                "reason": "setoran",
                "second": "bendahara",
                "staff": "kasir-01",
            }
        ],
        "closes": [{"id": new_id(), "shift": shift, "counted": {"100000": 3}, "staff": "kasir-01"}],
    }


def test_a_whole_day_comes_in_in_the_order_in_which_it_happened(shop: Shop) -> None:
    day = a_day(shop)
    backwards = {name: day[name] for name in reversed(day)}
    assert statuses(hand_in(shop, **backwards)) == [
        (kind, "accepted") for kind in ("shift", "sale", "refund", "cash_movement", "close")
    ]
    report = shop.shift_report(day["shifts"][0]["id"])
    assert report["expected"] == 200_000 + 2 * BATIK - BATIK - 50_000
    assert (report["difference"], report["late"]) == (0, [])
    assert (report["opened_by"], report["closed_by"]) == ("kasir-01", "kasir-01")
    assert shop.differences() == []


def test_the_same_file_again_doubles_nothing(shop: Shop) -> None:
    day = a_day(shop)
    hand_in(shop, **day)
    before = len(shop.journal())
    assert {status for _, status in statuses(hand_in(shop, **day))} == {"duplicate"}
    assert len(shop.journal()) == before


def test_two_days_of_one_till_come_in_one_after_the_other(shop: Shop) -> None:
    first, second = a_day(shop), a_day(shop, opened="2018-04-04T08:45:00+07:00")
    both = {name: [*second[name], *first[name]] for name in first}
    rows = hand_in(shop, **both)
    assert {row["status"] for row in rows} == {"accepted"}
    assert [row["kind"] for row in rows[:6]] == ["shift", "sale", "refund", "cash_movement", "close", "shift"]
    for day in (first, second):
        assert shop.shift_report(day["shifts"][0]["id"])["difference"] == 0
    assert shop.differences() == []


def test_sales_of_an_old_and_a_new_code_come_in_from_one_file(shop: Shop) -> None:
    sales = [{"id": new_id(), **shop.sale(till=till)} for till in ("01A", "01B")]
    assert [row["number"] for row in hand_in(shop, sales=sales)] == ["01A-0001", "01B-0001"]


def test_what_the_wire_has_brought_already_is_known_when_it_comes_in_a_file(shop: Shop) -> None:
    day = a_day(shop)
    sale = {name: value for name, value in day["sales"][0].items() if name != "id"}
    assert shop.hand_in(sale, day["sales"][0]["id"]).status == "accepted"
    told = {row["kind"]: row["status"] for row in hand_in(shop, **day)}
    assert told.pop("sale") == "duplicate"
    assert set(told.values()) == {"accepted"}
    assert shop.shift_report(day["shifts"][0]["id"])["difference"] == 0


def test_a_bad_row_of_any_kind_stops_nobody_and_says_what_is_wrong(shop: Shop) -> None:
    day = a_day(shop)
    for rows in day.values():
        rows.insert(0, {"id": "nonsense"})
    rows = hand_in(shop, **day)
    assert {row["status"] for row in rows if row["id"] != "nonsense"} == {"accepted"}
    bad = [row for row in rows if row["id"] == "nonsense"]
    assert len(bad) == 5
    assert all(
        row["status"] == "rejected" and row["code"] and row["detail"] and row["detail_en"] for row in bad
    )


def test_a_void_of_a_sale_that_is_held_waits_for_the_decision(shop: Shop) -> None:
    day = a_day(shop)
    day["sales"][0]["lines"][0]["sku"] = "NO SUCH"
    told = {row["kind"]: row for row in hand_in(shop, **day)}
    assert (told["sale"]["status"], told["sale"]["reasons"]) == ("held", ["unknown_product"])
    assert (told["refund"]["status"], told["refund"]["code"]) == ("waiting", "sale_held")


def test_a_void_on_the_cashiers_word_still_waits_for_the_lead(shop: Shop) -> None:
    day = a_day(shop)
    day["refunds"][0] |= {"lines": [{"line": 1, "quantity": 2}], "unsent": True}
    hand_in(shop, **day)
    [refund] = shop.journal("sale.refunded")
    assert (refund.data["approved_by"], refund.data["flags"]) == (None, ["approval_missing"])


def test_a_row_of_a_till_the_file_does_not_name_is_not_taken(shop: Shop) -> None:
    strange = {"id": new_id(), **shop.sale(till="02A")}
    good = {"id": new_id(), **shop.sale()}
    rows = hand_in(shop, sales=[strange, good])
    assert [row["status"] for row in rows] == ["rejected", "accepted"]
    assert rows[0]["code"] == "wrong_till"


def test_a_corrected_payment_comes_in_with_its_sale(shop: Shop) -> None:
    sale = {"id": new_id(), **shop.sale()}
    payments = [{"method": "card", "amount": BATIK}]
    correction = {"id": new_id(), "sale": sale["id"], "payments": payments, "reason": "salah tekan"}
    rows = hand_in(shop, corrections=[correction], sales=[sale])
    assert statuses(rows) == [("sale", "accepted"), ("correction", "accepted")]
    assert shop.journal("payment.corrected")[0].data["approved_by"] == "panitia"


def test_an_order_comes_in_settled_and_handed_over(shop: Shop) -> None:
    payments = [{"method": "cash", "amount": 100_000}, balance_payment(200_000)]
    line = {"sku": "KURSI", "order": {"deposit": 100_000, "pickup": "Kirim"}}
    sale = {"id": new_id(), **shop.sale(line, payments=payments)}
    paid = [{"method": "cash", "amount": 200_000}]
    settlement = {"id": new_id(), "sale": sale["id"], "payments": paid, "till": "01A"}
    handover = {"id": new_id(), "sale": sale["id"], "lines": [1], "handed_over": True}
    file = {"handovers": [handover], "settlements": [settlement], "sales": [sale]}
    kinds = ("sale", "settlement", "handover")
    assert statuses(hand_in(shop, **file)) == [(kind, "accepted") for kind in kinds]
    assert statuses(hand_in(shop, **file)) == [(kind, "duplicate") for kind in kinds]
    assert [order["state"] for order in shop.orders()] == ["handed_over"]
    assert shop.differences() == []


def test_a_file_of_no_till_is_no_saved_outbox() -> None:
    with pytest.raises(ValidationError, match="tills"):
        OutboxForm.model_validate({"version": 2, "sales": []})


def test_a_refund_that_names_a_counted_drawer_is_late_and_its_figures_stay(shop: Shop) -> None:
    shift = shop.open_shift(float_=0)
    sale = shop.sell(("BATIK", 2), shift=shift)
    closed = shop.close_shift(shift)
    other = shop.open_shift(float_=0)
    refund = shop.refund(sale.id, (1, 1), shift=shift)
    assert refund["flags"] == ["late"]
    report = shop.shift_report(shift)
    assert report["expected"] == closed["expected"] == 2 * BATIK
    [late] = report["late"]
    assert (late["document"], late["id"], late["cash"]) == ("refund", refund["id"], -BATIK)
    assert shop.close_shift(other)["expected"] == 0
    assert shop.differences() == []
