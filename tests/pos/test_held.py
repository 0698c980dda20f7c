"""What people decide about a held sale: an ordinary sale under a free id and number, or unexplained cash."""

from typing import Any

import pytest
from shop import Shop, a_sale, new_id

from pos.refusals import Conflict, Invalid, NotFound
from pos.statements import find_sale

Json = dict[str, Any]


def sale_of(shop: Shop, sale_id: str) -> Json:
    with shop.database.reading() as connection:
        found = find_sale(connection, sale_id)
    assert found is not None
    return found


def test_an_accepted_sale_becomes_an_ordinary_one(shop: Shop) -> None:
    document, sale_id = shop.sale(("NO SUCH", 2), note="batik merah"), new_id()
    held = shop.hand_in(document, sale_id)
    told = shop.decide(held.held_id, lines=[{"sku": "BATIK", "quantity": 2, "unit_price": 10_000}])
    assert told["id"] == sale_id
    sale = sale_of(shop, sale_id)
    assert (sale["number"], sale["total"], sale["note"]) == (document["number"], 20_000, "batik merah")
    assert sale["offered_as"] == {"held_id": held.held_id, "id": sale_id, "number": document["number"]}
    assert shop.on_table("BATIK") == {"01": 18}
    assert [entry.name for entry in shop.journal()[-2:]] == ["sale.recorded", "held.decided"]
    assert shop.journal("held.decided")[0].data["accepted_as"] == sale_id
    assert shop.differences() == []


def test_its_receipt_waits_for_a_person_since_the_buyer_has_gone(shop: Shop) -> None:
    held = shop.hand_in(shop.sale(), revoked=True)
    shop.decide(held.held_id)
    assert shop.journal("sale.recorded")[0].data["late"] is True


def test_a_reused_id_is_replaced_and_kept_as_offered_as(shop: Shop) -> None:
    first = shop.sell()
    other = shop.sale(("KOPI", 1))
    held = shop.hand_in(other, first.id)
    told = shop.decide(held.held_id)
    assert told["id"] != first.id
    sale = sale_of(shop, told["id"])
    assert (sale["number"], sale["offered_as"]["id"]) == (other["number"], first.id)
    assert sale_of(shop, first.id)["seq"] == first.seq
    assert shop.differences() == []


def test_a_reused_number_is_replaced_by_a_free_one_unless_the_organiser_gives_one(shop: Shop) -> None:
    shop.sell(number="01A-0001")
    held = [shop.hand_in(a_sale(("BATIK", 1), number="01A-0001")) for _ in range(3)]
    told = [
        shop.decide(held[0].held_id),
        shop.decide(held[1].held_id),
        shop.decide(held[2].held_id, number="01A-9001"),
    ]
    assert [answer["number"] for answer in told] == ["01A-0001-2", "01A-0001-3", "01A-9001"]
    for answer in told:
        sale = sale_of(shop, answer["id"])
        assert sale["number"] == answer["number"]
        assert sale["offered_as"]["number"] == "01A-0001"
    assert shop.differences() == []


def test_the_same_id_and_number_are_both_replaced(shop: Shop) -> None:
    document, sale_id = shop.sale(), new_id()
    shop.hand_in(document, sale_id)
    held = shop.hand_in({**document, "note": "lain"}, sale_id)
    told = shop.decide(held.held_id)
    assert told["id"] != sale_id
    assert told["number"] == "01A-0001-2"


def test_a_number_the_organiser_gives_must_be_free_and_the_tills(shop: Shop) -> None:
    shop.sell(number="01A-0001")
    held = shop.sell(number="01A-0001")
    with pytest.raises(Conflict) as refusal:
        shop.decide(held.held_id, number="01A-0001")
    assert (refusal.value.code, refusal.value.details["reasons"]) == (
        "still_not_acceptable",
        ["number_reused"],
    )
    with pytest.raises(Invalid, match="invalid_sale"):
        shop.decide(held.held_id, number="02A-0001")
    assert shop.count("held_sale WHERE decision IS NULL") == 1


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (None, "unknown_product"),
        ([{"sku": "BATIK", "quantity": 1, "unit_price": 9_999}], "total_mismatch"),
        ([{"sku": "ALSO NOT", "quantity": 1, "unit_price": 10_000}], "unknown_product"),
    ],
)
def test_what_is_still_wrong_is_not_accepted_and_stays_held(shop: Shop, lines: Any, reason: str) -> None:
    held = shop.sell(("NO SUCH", 1))
    with pytest.raises(Conflict) as refusal:
        shop.decide(held.held_id, **({"lines": lines} if lines else {}))
    assert refusal.value.details["reasons"] == [reason]
    assert shop.count("sale") == 0
    assert shop.journal("held.decided") == []
    assert shop.decide(held.held_id, "reject")["decision"] == "reject"


def test_a_rejected_sale_moves_nothing_ever(shop: Shop) -> None:
    document, sale_id = shop.sale(("BATIK", 1), total=5), new_id()
    held = shop.hand_in(document, sale_id)
    told = shop.decide(held.held_id, "reject")
    assert (told["decision"], told["id"], told["number"]) == ("reject", None, None)
    assert told["seq"] == shop.journal("held.decided")[0].seq
    assert told["journal"] == shop.database.journal_id()
    assert shop.decide(held.held_id, "reject") == told
    assert shop.count("sale") == 0
    assert shop.on_table("BATIK") == {"01": 20}
    assert shop.hand_in(document, sale_id) == held
    assert shop.differences() == []


def test_a_decision_is_made_once(shop: Shop) -> None:
    held = shop.hand_in(shop.sale(), revoked=True)
    first = shop.decide(held.held_id)
    assert shop.decide(held.held_id) == first
    with pytest.raises(Conflict) as refusal:
        shop.decide(held.held_id, "reject")
    assert (refusal.value.code, refusal.value.details["decision"]) == ("already_decided", "accept")
    assert len(shop.journal("held.decided")) == 1
    assert shop.count("sale") == 1


def test_repeating_the_document_gives_the_same_answer_after_the_decision_too(shop: Shop) -> None:
    document, sale_id = shop.sale(), new_id()
    held = shop.hand_in(document, sale_id, revoked=True)
    shop.decide(held.held_id)
    assert shop.hand_in(document, sale_id) == held
    assert shop.count("sale") == 1


def test_two_documents_held_under_one_id_become_two_sales(shop: Shop) -> None:
    sale_id = new_id()
    one = shop.hand_in(shop.sale(), sale_id, revoked=True)
    two = shop.hand_in(shop.sale(), sale_id, revoked=True)
    told = [shop.decide(one.held_id), shop.decide(two.held_id)]
    assert told[0]["id"] == sale_id
    assert told[1]["id"] != sale_id
    assert shop.count("sale") == 2
    assert shop.differences() == []


def test_the_clock_is_judged_by_when_it_came_not_by_when_it_was_decided(shop: Shop) -> None:
    held = shop.hand_in(shop.sale(sent_at="2018-04-03T10:15:05+07:00"), revoked=True)
    shop.decide(held.held_id)
    assert "clock_skew" in shop.journal("sale.recorded")[0].data["flags"]


def test_an_unknown_held_sale_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound, match="held_unknown"):
        shop.decide("no such")
