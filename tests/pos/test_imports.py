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


def test_an_order_comes_in_paid_and_handed_over(shop: Shop) -> None:
    payments = [{"method": "cash", "amount": 100_000}, balance_payment(200_000)]
    line = {"sku": "KURSI", "order": {"deposit": 100_000, "pickup": "Kirim"}}
    sale = {"id": new_id(), **shop.sale(line, payments=payments)}
    paid = [{"method": "cash", "amount": 200_000}]
    paid_later = {"id": new_id(), "sale": sale["id"], "payments": paid, "till": "01A"}
    handover = {"id": new_id(), "sale": sale["id"], "lines": [1], "handed_over": True}
    file = {"handovers": [handover], "balance_payments": [paid_later], "sales": [sale]}
    kinds = ("sale", "balance_payment", "handover")
    assert statuses(hand_in(shop, **file)) == [(kind, "accepted") for kind in kinds]
    assert statuses(hand_in(shop, **file)) == [(kind, "duplicate") for kind in kinds]
    assert [order["state"] for order in shop.orders()] == ["handed_over"]
    assert shop.differences() == []


def an_order(shop: Shop, shift: str | None = None) -> Json:
    """Two chairs ordered, 200.000 of 600.000 paid down."""
    payments = [{"method": "cash", "amount": 200_000}, balance_payment(400_000)]
    line = {"sku": "KURSI", "quantity": 2, "order": {"deposit": 200_000, "pickup": "Kirim"}}
    return {"id": new_id(), **shop.sale(line, payments=payments, shift=shift)}


def about(sale: Json, **content: Any) -> Json:
    """What was done about a sale."""
    return {"id": new_id(), "sale": sale["id"], **content}


def test_what_was_done_about_an_order_comes_in_as_it_happened(shop: Shop) -> None:
    shift = {"id": new_id(), "till": "01A", "opened_at": OPENED, "float": 0}
    sale = an_order(shop, shift["id"])
    paid = [{"method": "cash", "amount": 400_000}]
    here = {"till": "01A", "shift": shift["id"]}
    paid_later = about(sale, payments=paid, paid_at="2018-04-03T10:30:00+07:00", **here)
    lines = [{"line": 1, "quantity": 1}]
    refund = about(sale, lines=lines, reason="batal", method="cash", refunded_at=REFUNDED, **here)
    rows = hand_in(shop, shifts=[shift], sales=[sale], refunds=[refund], balance_payments=[paid_later])
    accepted = [(kind, "accepted") for kind in ("shift", "sale", "balance_payment", "refund")]
    assert statuses(rows) == accepted
    report = shop.shift_report(shift["id"])
    assert (report["cash_corrections"], report["cash_refunds"]) == (400_000, 300_000)
    assert shop.differences() == []


def test_marks_come_in_in_the_order_in_which_the_tablet_made_them(shop: Shop) -> None:
    sale = an_order(shop)
    taken_back = about(sale, lines=[1], handed_over=False, made_at="2018-04-03T04:00:00.500Z")
    mark = about(sale, lines=[1], handed_over=True, made_at="2018-04-03T04:00:00.400Z")
    rows = hand_in(shop, sales=[sale], handovers=[taken_back, mark])
    assert [row["id"] for row in rows] == [sale["id"], mark["id"], taken_back["id"]]
    assert [order["state"] for order in shop.orders()] == ["open"]


def test_drawers_are_in_the_order_of_their_opening_in_every_time_zone(shop: Shop) -> None:
    first, second = a_day(shop), a_day(shop, opened="2018-04-03T02:00:00+00:00")
    rows = hand_in(shop, **{name: [*second[name], *first[name]] for name in first})
    assert {row["status"] for row in rows} == {"accepted"}
    assert rows[0]["id"] == first["shifts"][0]["id"]


def test_a_clock_that_was_put_back_brings_nothing_in_before_its_sale(shop: Shop) -> None:
    day = a_day(shop)
    day["refunds"][0]["refunded_at"] = "2018-04-03T08:00:00+07:00"
    del day["refunds"][0]["shift"]
    assert {status for _, status in statuses(hand_in(shop, **day))} == {"accepted"}


@pytest.mark.parametrize("strange", [["a"], {"a": 1}, 7, None, "2018-04-03", "0001-01-01T00:00:00"])
def test_whatever_stands_in_a_row_stops_no_other(shop: Shop, strange: Any) -> None:
    fields = ("id", "sale", "shift", "till", "opened_at", "sold_at", "at", "made_at")
    good = a_day(shop)
    lists = (*good, "balance_payments", "handovers", "corrections")
    odd = {name: [dict.fromkeys(fields, strange)] for name in lists}
    rows = hand_in(shop, **{name: [*odd[name], *good.get(name, [])] for name in lists})
    told = [row["status"] for row in rows]
    assert (told.count("accepted"), told.count("rejected")) == (5, 8)


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
