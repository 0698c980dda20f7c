"""A finished sale is never refused: accepted, known already, or held; flags only tell."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import PRICES, Perform, Shop, a_sale, a_shop, new_id
from sqlalchemy import select

from pos import tables
from pos.codes import ALPHABET
from pos.events import EventConfigured
from pos.forms import SaleForm
from pos.sales import content_hash
from pos.statements import find_sale
from pos.writer import Batch

Json = dict[str, Any]


def flags_of(shop: Shop, *lines: Any, **changes: Any) -> list[str]:
    """The flags of a sale in a shop that has an open shift at the till."""
    return [flag for flag in shop.sell(*lines, **changes).flags if flag != "no_shift"]


def rows(shop: Shop, table: Any) -> list[Json]:
    with shop.database.reading() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


# Accepted -------------------------------------------------------------------------------------------


def test_an_accepted_sale_is_in_every_table_and_in_the_journal(shop: Shop) -> None:
    sale_id = new_id()
    document = shop.sale(
        {"sku": "BATIK", "quantity": 2, "discount": 20_000},
        ("KOPI", 1),
        rounding=-5_00,
        payments=[
            {"method": "cash", "amount": 200_000, "tendered": 250_000},
            {"method": "qris", "amount": 124_500, "reference": "QR77", "state": "unconfirmed"},
        ],
        staff="kasir-01",
        note="bungkus kado",
    )
    answer = shop.hand_in(document, sale_id)
    assert (answer.status, answer.id, answer.number) == ("accepted", sale_id, "01A-0001")
    assert answer.journal == shop.database.journal_id()
    assert answer.seq == shop.journal()[-1].seq
    assert answer.receipt_code is not None
    assert len(answer.receipt_code) == 16
    assert set(answer.receipt_code) <= set(ALPHABET)
    [sale] = rows(shop, tables.sale)
    assert (sale["gross"], sale["rounding"], sale["total"]) == (325_000, -500, 324_500)
    with shop.database.reading() as connection:
        told = find_sale(connection, sale_id)
    assert told is not None
    assert [line["amount"] for line in told["lines"]] == [280_000, 45_000]
    assert [line["facility"] for line in told["lines"]] == ["BNA", "KRB"]
    assert told["payments"] == [
        {"method": "cash", "amount": 200_000, "tendered": 250_000, "reference": None, "state": "confirmed"},
        {"method": "qris", "amount": 124_500, "tendered": None, "reference": "QR77", "state": "unconfirmed"},
    ]
    [entry] = shop.journal("sale.recorded")
    assert entry.data["id"] == sale_id
    assert entry.data["gross"] == sum(line["amount"] for line in entry.data["lines"])
    assert shop.differences() == []


def test_receipt_codes_do_not_repeat(shop: Shop) -> None:
    assert len({shop.sell().receipt_code for _ in range(20)}) == 20


def test_the_tills_counter_follows_its_numbers_and_never_goes_back(shop: Shop) -> None:
    def counter() -> int:
        return {row["code"]: row["last_number"] for row in rows(shop, tables.till)}["01A"]

    for number, expected in (("01A-0007", 7), ("01A-0003", 7), ("01A-x", 7), ("01A-12", 12), ("01A-²", 12)):
        shop.sell(number=number)
        assert counter() == expected
    shop.sell(("NO SUCH", 1), number="01A-0020")
    assert counter() == 20, "a held sale has used its number too"


# Duplicates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"sold_at": "2018-04-03T03:15:02Z"},
        {"sold_at": "2018-04-03T12:15:02.000+09:00"},
        {"sent_at": "2018-04-03T10:15:09+07:00"},
        {"reoffered": True},
        {"rounding": 0, "shift": None, "staff": None, "note": None, "reoffered": False},
        {
            "payments": [
                {
                    "method": "cash",
                    "amount": 150_000,
                    "tendered": None,
                    "reference": None,
                    "state": "confirmed",
                }
            ]
        },
        {
            "lines": [
                {
                    "sku": "BATIK",
                    "quantity": 1,
                    "unit_price": 150_000,
                    "discount": 0,
                    "piece": None,
                    "order": None,
                }
            ]
        },
    ],
)
def test_the_same_content_is_a_duplicate_with_the_first_answer(shop: Shop, again: Json) -> None:
    document, sale_id = shop.sale(), new_id()
    first = shop.hand_in(document, sale_id)
    second = shop.hand_in({**document, **again}, sale_id)
    assert second.status == "duplicate"
    assert (second.id, second.number, second.flags, second.seq, second.journal, second.receipt_code) == (
        first.id,
        first.number,
        first.flags,
        first.seq,
        first.journal,
        first.receipt_code,
    )
    assert shop.count("sale") == 1


def test_a_repeat_is_a_duplicate_from_whomever_it_comes_even_from_a_revoked_till(shop: Shop) -> None:
    document, sale_id = shop.sale(), new_id()
    shop.hand_in(document, sale_id)
    assert shop.hand_in(document, sale_id, revoked=True).status == "duplicate"
    assert shop.hand_in(document, sale_id, stall="02").status == "duplicate"


CHANGES: list[Json] = [
    {"number": "01A-0002"},
    {"sold_at": "2018-04-03T10:15:02+08:00"},
    {"sold_at": "2018-04-03T10:15:02.001+07:00"},
    {"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 150_000, "piece": ""}]},
    {"lines": [{"sku": "PIJAT", "quantity": 3, "unit_price": 50_000}]},
    {"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 160_000, "discount": 10_000}]},
    {"payments": [{"method": "qris", "amount": 150_000}]},
    {"payments": [{"method": "cash", "amount": 150_000, "tendered": 200_000}]},
    {"payments": [{"method": "cash", "amount": 150_000, "state": "unconfirmed"}]},
    {"note": ""},
    {"staff": "kasir-02"},
    {"shift": "00000000-0000-4000-8000-000000000000"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_other_content_under_the_same_id_is_held_and_the_first_sale_stands(
    shop: Shop, change: Json
) -> None:
    document, sale_id = shop.sale(), new_id()
    first = shop.hand_in(document, sale_id)
    second = shop.hand_in({**document, **change}, sale_id)
    assert second.status == "held"
    assert "id_reused" in second.reasons
    assert shop.hand_in(document, sale_id).seq == first.seq
    assert shop.hand_in({**document, **change}, sale_id) == second
    assert shop.count("sale") == 1


@given(
    moment=st.datetimes(datetime(2017, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - the zone follows
    hours=st.integers(-12, 14),
    sent=st.none() | st.just("2018-04-03T10:15:09+07:00"),
    reoffered=st.booleans(),
)
def test_identity_is_the_instant_not_its_spelling(
    moment: datetime, hours: int, sent: str | None, reoffered: bool
) -> None:
    aware = moment.replace(tzinfo=UTC)
    other = aware.astimezone(_zone(hours))
    one = SaleForm.model_validate(_python(a_sale(("BATIK", 1)), sold_at=aware))
    same = SaleForm.model_validate(
        _python(
            a_sale(("BATIK", 1)),
            sold_at=other,
            reoffered=reoffered,
            sent_at=datetime.fromisoformat(sent) if sent else None,
        )
    )
    later = SaleForm.model_validate(_python(a_sale(("BATIK", 1)), sold_at=aware + timedelta(microseconds=1)))
    assert content_hash(one) == content_hash(same)
    assert content_hash(one) != content_hash(later)


def _zone(hours: int) -> Any:
    return datetime.fromisoformat(f"2018-04-03T00:00:00{hours:+03}:00").tzinfo


def _python(document: Json, **changes: Any) -> Json:
    return {**document, **changes}


# Held -----------------------------------------------------------------------------------------------


def held_documents(shop: Shop) -> dict[str, Json]:
    shop.sell(number="01A-0001")
    taken = a_sale(("BATIK", 1), number="01A-0001")
    return {
        "number_reused": taken,
        "unknown_product": a_sale(("NO SUCH", 1), number="01A-0090"),
        "total_mismatch": a_sale(("BATIK", 1), number="01A-0091", total=140_000),
    }


@pytest.mark.parametrize("reason", ["number_reused", "unknown_product", "total_mismatch"])
def test_a_held_sale_is_kept_in_full_and_moves_nothing(shop: Shop, reason: str) -> None:
    document = held_documents(shop)[reason]
    stock, sales, sale_id = shop.on_table("BATIK"), shop.count("sale"), new_id()
    answer = shop.hand_in(document, sale_id)
    assert (answer.status, answer.reasons, answer.receipt_code) == ("held", [reason], None)
    assert answer.held_id
    assert shop.on_table("BATIK") == stock
    assert shop.count("sale") == sales
    [entry] = shop.journal("sale.held")
    assert (entry.seq, entry.data["held_id"], entry.data["sale"]) == (answer.seq, answer.held_id, sale_id)
    for key, value in document.items():
        if key not in ("lines", "payments", "sold_at"):
            assert entry.data["document"][key] == value
    assert entry.data["document"]["lines"][0].items() >= document["lines"][0].items()
    assert shop.hand_in(document, sale_id) == answer, "repeating it gives the same 202"
    assert len(shop.journal("sale.held")) == 1
    assert shop.differences() == []


def test_what_a_revoked_till_hands_in_is_held(shop: Shop) -> None:
    answer = shop.hand_in(shop.sale(), revoked=True)
    assert (answer.status, answer.reasons) == ("held", ["till_revoked"])


def test_every_reason_is_told_at_once(shop: Shop) -> None:
    first = shop.sell()
    shop.sell(number="01A-0009")
    everything = a_sale(("NO SUCH", 1), number="01A-0009", total=5)
    answer = shop.hand_in(everything, first.id, revoked=True)
    assert answer.reasons == [
        "id_reused",
        "number_reused",
        "unknown_product",
        "total_mismatch",
        "till_revoked",
    ]


def test_the_same_id_and_number_with_other_content_is_only_id_reused(shop: Shop) -> None:
    document, sale_id = shop.sale(), new_id()
    shop.hand_in(document, sale_id)
    assert shop.hand_in({**document, "note": "lain"}, sale_id).reasons == ["id_reused"]


def test_the_id_of_a_held_sale_is_taken_for_other_content(shop: Shop) -> None:
    sale_id = new_id()
    shop.hand_in(shop.sale(("NO SUCH", 1)), sale_id)
    answer = shop.hand_in(shop.sale(), sale_id)
    assert (answer.status, answer.reasons) == ("held", ["id_reused"])


def test_a_piece_nobody_knows_is_an_unknown_product(shop: Shop) -> None:
    answer = shop.sell({"sku": "UKIR", "piece": "NOSUCH"})
    assert answer.reasons == ["unknown_product"]


def test_a_bad_sale_never_blocks_the_next(shop: Shop) -> None:
    assert [
        shop.sell(*lines, **changes).status
        for lines, changes in [
            ([("NO SUCH", 1)], {}),
            ([("BATIK", 1)], {}),
            ([("BATIK", 1)], {"total": 1}),
            ([("BATIK", 1)], {}),
        ]
    ] == ["held", "accepted", "held", "accepted"]


# Whose table ----------------------------------------------------------------------------------------


def test_a_sale_takes_from_the_selling_stall_while_it_has_any_then_from_the_home_stall(shop: Shop) -> None:
    shop.move("transfer", "KOPI", 3, "02", "01")
    assert shop.on_table("KOPI") == {"01": 3, "02": 17}
    shop.sell(("KOPI", 2))
    assert shop.on_table("KOPI") == {"01": 1, "02": 17}
    shop.sell(("KOPI", 4))
    assert shop.on_table("KOPI") == {"02": 14}
    [_, line] = rows(shop, tables.sale_line)
    assert line["taken"] == [["01", 1], ["02", 3]]
    shop.sell(("KOPI", 1), till="03A")
    assert shop.on_table("KOPI") == {"02": 13}


def test_two_lines_of_one_product_share_what_is_on_the_table(shop: Shop) -> None:
    shop.move("transfer", "KOPI", 3, "02", "01")
    shop.sell(("KOPI", 2), ("KOPI", 2))
    assert [line["taken"] for line in rows(shop, tables.sale_line)] == [[["01", 2]], [["01", 1], ["02", 1]]]


def test_the_facility_credited_is_the_products_whichever_stall_sold_it(shop: Shop) -> None:
    shop.sell(("KOPI", 1), till="03A")
    [entry] = shop.journal("sale.recorded")
    assert (entry.data["stall"], entry.data["lines"][0]["facility"]) == ("03", "KRB")


def test_a_service_moves_no_stock(shop: Shop) -> None:
    assert shop.sell(("PIJAT", 300)).flags == ["no_shift"]
    [line] = rows(shop, tables.sale_line)
    assert line["taken"] == []
    assert shop.count("stock_movement WHERE sku = 'PIJAT'") == 0


# Unique pieces --------------------------------------------------------------------------------------


def test_without_a_code_the_only_open_piece_is_the_one_that_was_sold(shop: Shop) -> None:
    [code] = shop.pieces("UKIR")
    assert flags_of(shop, ("UKIR", 1)) == []
    assert shop.pieces("UKIR") == {code: "sold"}
    assert rows(shop, tables.sale_line)[0]["piece"] == code


def test_a_piece_sold_twice_is_flagged_and_both_sales_stand(shop: Shop) -> None:
    [code] = shop.pieces("UKIR")
    first = shop.sell({"sku": "UKIR", "piece": code})
    second = shop.sell({"sku": "UKIR", "piece": code}, till="03A")
    third = shop.sell(("UKIR", 1))
    assert "piece_sold_twice" not in first.flags
    assert "piece_sold_twice" in second.flags
    assert "piece_sold_twice" in third.flags
    assert [answer.status for answer in (first, second, third)] == ["accepted"] * 3
    assert [line["piece"] for line in rows(shop, tables.sale_line)] == [code] * 3
    assert shop.differences() == []


def test_the_same_piece_twice_in_one_sale_is_sold_twice(shop: Shop) -> None:
    [code] = shop.pieces("UKIR")
    assert (
        "piece_sold_twice" in shop.sell({"sku": "UKIR", "piece": code}, {"sku": "UKIR", "piece": code}).flags
    )


def test_of_two_open_pieces_only_the_named_one_is_sold(shop: Shop) -> None:
    one, two = shop.pieces("PATUNG")
    shop.sell(("PATUNG", 1))
    assert set(shop.pieces("PATUNG").values()) == {"open"}, "nobody knows which one it was"
    shop.sell({"sku": "PATUNG", "piece": two})
    assert shop.pieces("PATUNG") == {one: "open", two: "sold"}


def test_a_piece_that_came_in_the_same_moment_can_be_sold(shop: Shop) -> None:
    def both(batch: Batch) -> Any:
        shop.consignment([("UKIR", 1)]).apply(batch)
        return command.apply(batch)

    shop.sell(("UKIR", 1))
    command = shop.command(shop.sale(("UKIR", 1)))
    answer = shop.writer.submit(Perform(both))
    assert "piece_sold_twice" not in answer.flags
    assert sorted(shop.pieces("UKIR").values()) == ["sold", "sold"]


# Flags ----------------------------------------------------------------------------------------------


def test_an_ordinary_sale_in_an_open_shift_has_no_flags(shop: Shop) -> None:
    shop.open_shift()
    assert shop.sell().flags == []


def test_stock_negative_when_the_whole_stock_falls_below_nothing(shop: Shop) -> None:
    shop.move("transfer", "KOPI", 20, "02", "03")
    assert flags_of(shop, ("KOPI", 20)) == [], "stall 03 still has what stall 02 lacks"
    assert shop.on_table("KOPI") == {"02": -20, "03": 20}
    assert flags_of(shop, ("KOPI", 1)) == ["stock_negative"]


def test_price_differs_from_now_and_from_every_price_since_the_labels_were_printed(shop: Shop) -> None:
    def sold_for(price: int) -> list[str]:
        return flags_of(shop, {"sku": "BATIK", "unit_price": price})

    assert sold_for(150_000) == []
    assert sold_for(149_000) == ["price_differs"]
    shop.change_price("BATIK", 140_000)
    assert sold_for(140_000) == []
    assert sold_for(150_000) == ["price_differs"], "no label carries the old price"
    shop.print_labels("BATIK")
    shop.change_price("BATIK", 130_000)
    shop.change_price("BATIK", 120_000)
    assert [sold_for(price) for price in (120_000, 130_000, 140_000)] == [[], [], []]
    assert sold_for(150_000) == ["price_differs"], "that was before the labels"


def test_a_discount_is_no_difference_in_price(shop: Shop) -> None:
    assert flags_of(shop, {"sku": "BATIK", "discount": 50_000}) == []


@pytest.mark.parametrize(
    "sold_at", ["2018-04-03T08:59:00+07:00", "2018-04-03T17:01:00+07:00", "2018-04-08T10:00:00+07:00"]
)
def test_outside_hours_by_the_venues_clock(shop: Shop, sold_at: str) -> None:
    assert flags_of(shop, sold_at=sold_at) == ["outside_hours"]


def test_new_hours_count_from_the_next_sale_on(shop: Shop) -> None:
    def open_at_night(batch: Batch) -> None:
        batch.connection.execute(tables.event_day.update().values(closes="23:00"))
        batch.record(EventConfigured(event={}))

    late = "2018-04-03T22:00:00+07:00"
    assert flags_of(shop, sold_at=late) == ["outside_hours"]
    shop.writer.submit(Perform(open_at_night))
    assert flags_of(shop, sold_at=late) == []


def minutes_from_now(minutes: float) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def test_clock_skew_by_the_sending_time_never_by_age(shop: Shop) -> None:
    assert flags_of(shop, sent_at=minutes_from_now(0)) == []
    assert flags_of(shop, sent_at=minutes_from_now(-6)) == ["clock_skew"]
    assert flags_of(shop, sent_at=minutes_from_now(6)) == ["clock_skew"]
    ahead = flags_of(shop, sold_at=minutes_from_now(6))
    assert "clock_skew" in ahead


def test_expired_goods_after_the_earliest_date_still_on_the_table(shop: Shop) -> None:
    shop.move("returned", "KOPI", 20, "02")
    shop.receive(("KOPI", 2, "2018-04-03"), ("KOPI", 2, "2018-04-05"))
    fourth = "2018-04-04T10:00:00+07:00"
    assert flags_of(shop, ("KOPI", 1)) == [], "its last day"
    assert flags_of(shop, ("KOPI", 1), sold_at="2018-04-03T23:30:00+07:00") == ["outside_hours"]
    assert flags_of(shop, ("KOPI", 1), sold_at=fourth) == [], "the older two are gone"
    assert flags_of(shop, ("KOPI", 1), sold_at="2018-04-06T10:00:00+07:00") == ["expired_goods"]


def test_goods_that_expired_while_they_lay_on_the_table_are_flagged(shop: Shop) -> None:
    shop.move("returned", "KOPI", 20, "02")
    shop.receive(("KOPI", 5, "2018-04-03"))
    assert flags_of(shop, ("KOPI", 1), sold_at="2018-04-04T10:00:00+07:00") == ["expired_goods"]


def test_goods_that_came_in_the_same_moment_have_their_date(shop: Shop) -> None:
    def both(batch: Batch) -> Any:
        command.prepare(batch, [command])
        shop.consignment([("KOPI", 5, "2018-04-01")]).apply(batch)
        return command.apply(batch)

    shop.move("returned", "KOPI", 20, "02")
    command = shop.command(shop.sale(("KOPI", 1)))
    assert "expired_goods" in shop.writer.submit(Perform(both)).flags


def test_over_qris_limit(shop: Shop) -> None:
    lines = {"sku": "BATIK", "quantity": 80}
    paid = [{"method": "qris", "amount": 10_000_000}, {"method": "qris", "amount": 2_000_000}]
    assert "over_qris_limit" not in flags_of(shop, lines, payments=paid)
    assert "over_qris_limit" in flags_of(shop, lines, payments=[{"method": "qris", "amount": 12_000_000}])


def test_a_receipt_that_comes_late_or_again_waits_for_a_person(shop: Shop) -> None:
    shop.sell(sent_at="2018-04-03T10:25:02+07:00")
    shop.sell(sent_at="2018-04-03T10:25:03+07:00")
    shop.sell(reoffered=True)
    assert [entry.data["late"] for entry in shop.journal("sale.recorded")] == [False, True, True]


# Everything together --------------------------------------------------------------------------------


DRAWN_LINES = st.lists(
    st.tuples(st.sampled_from([*PRICES, "NO SUCH"]), st.integers(1, 30), st.integers(0, 10_000)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=10)
@given(st.lists(st.tuples(DRAWN_LINES, st.sampled_from(["01A", "02A", "03A"])), min_size=1, max_size=12))
def test_whatever_is_sold_the_takings_and_the_audit_agree(
    tmp_path_factory: pytest.TempPathFactory, sales: list[tuple[list[tuple[str, int, int]], str]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("shop")
    with a_shop(folder) as shop:
        answers = [
            shop.sell(
                *[{"sku": sku, "quantity": n, "discount": discount} for sku, n, discount in lines], till=till
            )
            for lines, till in sales
        ]
        recorded = shop.journal("sale.recorded")
        assert len(recorded) == sum(answer.status == "accepted" for answer in answers)
        assert len(shop.journal("sale.held")) == sum(answer.status == "held" for answer in answers)
        for entry in recorded:
            assert sum(payment["amount"] for payment in entry.data["payments"]) == entry.data["total"]
            for line in entry.data["lines"]:
                stocked = line["quantity"] if line["stocked"] else 0
                assert sum(pieces for _, pieces in line["taken"]) == stocked
        assert shop.differences() == []
