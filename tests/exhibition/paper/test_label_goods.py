"""What the office knows of labels: what food still lacks, whose price has changed; and filling it in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from shop import PRICES, Perform, Shop, a_shop, new_id
from sqlalchemy import select

from exhibition.paper.label_goods import is_food, label_goods
from exhibition.paper.label_shop import LabelShop
from exhibition.paper.labels import DrawSheet, PrintShelfCards, SheetForm, ShelfCardForm
from pos import tables
from pos.api.reading import content_of
from pos.descriptions import DescribeProduct, DescriptionForm
from pos.principal import Principal
from pos.refusals import Conflict, Forbidden, NotFound
from printers.documents import ShelfCard
from printers.registry import SetPrinter
from printers.tables import metadata as printing
from printers.tables import print_job

PUBLIC = LabelShop(lambda: "https://karya.id")
HALL = LabelShop(lambda: "http://192.168.1.20:8080")
ORGANISER = Principal(role="organiser", staff="panitia")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        shop.writer.submit(Perform(lambda batch: printing.create_all(batch.connection)))
        shop.writer.submit(SetPrinter("struk-01", "01", "receipt", "tcp://127.0.0.1:9", "escpos", "80mm"))
        yield shop


def describe(shop: Shop, sku: str, by: Principal = ORGANISER, id_: str | None = None, **facts: Any) -> Any:
    form = DescriptionForm.model_validate_json(json.dumps({"sku": sku, **facts}))
    return shop.writer.submit(DescribeProduct(id_ or new_id(), form, content_of(form), by))


def known(shop: Shop, sku: str) -> dict[str, Any]:
    with shop.database.reading() as connection:
        return {row["sku"]: row for row in label_goods(connection, PUBLIC)}[sku]


def draw(shop: Shop, shop_of_labels: LabelShop = PUBLIC, id_: str | None = None, **form: Any) -> Any:
    wanted = SheetForm.model_validate({"size": "50x30", **form})
    content = content_of(wanted, "private_address", "start")
    return shop.writer.submit(DrawSheet(id_ or new_id(), wanted, content, shop_of_labels))


def printed_at(shop: Shop, sku: str) -> str | None:
    with shop.database.reading() as connection:
        return connection.scalar(
            select(tables.product.c.labels_printed_at).where(tables.product.c.sku == sku)
        )


# What is missing -------------------------------------------------------------------------------------


def test_a_food_lacks_what_nobody_has_filled_in(shop: Shop) -> None:
    assert known(shop, "KOPI")["food"] is False
    describe(shop, "KOPI", composition="Kopi arabika 100%", net_weight_g="200")
    assert (known(shop, "KOPI")["food"], known(shop, "KOPI")["missing"]) == (True, ["halal", "permit"])
    describe(shop, "KOPI", halal_status="belum bersertifikat", permit_no="P-IRT 2103000000000-28")
    assert known(shop, "KOPI")["missing"] == []
    assert known(shop, "KOPI")["facts"]["composition"] == "Kopi arabika 100%"


def test_what_keeps_less_than_a_week_needs_no_permit(shop: Shop) -> None:
    facts = {"composition": "Tepung", "net_weight_g": "250", "halal_status": "proses", "shelf_life_days": 4}
    describe(shop, "KOPI", **facts)
    assert known(shop, "KOPI")["missing"] == []
    assert known(shop, "KOPI")["shelf_life_days"] == 4


def test_a_household_permit_without_its_digits_is_shown(shop: Shop) -> None:
    describe(shop, "KOPI", permit_no="P-IRT 12")
    assert known(shop, "KOPI")["permit_is_odd"] is True


def test_soap_is_no_food_however_long_it_keeps() -> None:
    assert not is_food({"permit_type": "PKRT"}, 365)
    assert is_food({}, 60)
    assert not is_food({"material": "Rotan"}, None)


def test_a_fact_is_taken_away_by_an_empty_text_and_stays_when_it_is_left_out(shop: Shop) -> None:
    describe(shop, "KOPI", composition="Kopi", allergens="Susu")
    describe(shop, "KOPI", allergens="")
    assert known(shop, "KOPI")["facts"]["allergens"] == ""
    assert known(shop, "KOPI")["facts"]["composition"] == "Kopi"


def test_who_filled_in_what_stands_in_the_journal_once(shop: Shop) -> None:
    identity = new_id()
    first = describe(shop, "KOPI", id_=identity, composition="Kopi\narabika")
    assert describe(shop, "KOPI", id_=identity, composition="Kopi\narabika")["seq"] == first["seq"]
    (entry,) = shop.journal("product.described")
    assert entry.data["changes"] == {"composition": "Kopi arabika"}
    assert entry.data["by"] == "panitia"
    with pytest.raises(Conflict, match="id_reused"):
        describe(shop, "KOPI", id_=identity, composition="Teh")


def test_a_lead_describes_only_what_is_at_home_at_their_stall(shop: Shop) -> None:
    describe(shop, "KOPI", Principal(role="lead", stall="02", staff="ketua-02"), storage="Sejuk")
    with pytest.raises(Forbidden, match="wrong_stall"):
        describe(shop, "KOPI", Principal(role="lead", stall="01", staff="ketua-01"), storage="Sejuk")


def test_a_net_weight_is_a_whole_number_of_grams() -> None:
    for wrong in ("0", "1,5", "dua ratus", "-3"):
        with pytest.raises(ValidationError):
            DescriptionForm(sku="KOPI", net_weight_g=wrong)


# What needs new labels -------------------------------------------------------------------------------


def test_labels_with_an_old_price_are_named_until_they_are_printed_again(shop: Shop) -> None:
    assert known(shop, "BATIK")["reprint"] is False
    shop.print_labels("BATIK")
    shop.change_price("BATIK", 120_000)
    assert known(shop, "BATIK")["label_price"] == PRICES["BATIK"]
    assert known(shop, "BATIK")["reprint"] is True
    draw(shop, items=[{"sku": "BATIK"}])
    assert known(shop, "BATIK")["reprint"] is False


def test_a_price_that_came_back_needs_no_new_labels(shop: Shop) -> None:
    shop.print_labels("BATIK")
    shop.change_price("BATIK", 120_000)
    shop.change_price("BATIK", PRICES["BATIK"])
    assert known(shop, "BATIK")["reprint"] is False


def test_goods_without_labels_need_no_new_ones(shop: Shop) -> None:
    shop.change_price("BATIK", 120_000)
    assert (known(shop, "BATIK")["label_price"], known(shop, "BATIK")["reprint"]) == (None, False)


# Sheets and cards ------------------------------------------------------------------------------------


def test_a_sheet_counts_as_printed_labels_once(shop: Shop) -> None:
    identity, items = new_id(), [{"sku": "BATIK", "copies": 3}, {"sku": "TAS"}]
    labels = draw(shop, id_=identity, items=items)
    assert [label.name for label in labels] == ["Batik"] * 3 + ["Tas"]
    assert draw(shop, id_=identity, items=items) == labels
    (entry,) = shop.journal("label.printed")
    assert entry.data["skus"] == ["BATIK", "TAS"]
    assert printed_at(shop, "TAS") is not None


def test_a_sheet_for_a_private_address_asks_once(shop: Shop) -> None:
    with pytest.raises(Conflict, match="private_address"):
        draw(shop, HALL, items=[{"sku": "BATIK"}])
    draw(shop, HALL, items=[{"sku": "BATIK"}], private_address=True)
    draw(shop, HALL, items=[{"sku": "TAS"}])


def test_a_shelf_card_comes_out_of_the_receipt_printer(shop: Shop) -> None:
    form = ShelfCardForm(printer="struk-01", skus=["BATIK", "TAS", "BATIK"])
    command = PrintShelfCards(new_id(), form, content_of(form, "private_address"), PUBLIC)
    assert shop.writer.submit(command)["cards"] == 2
    assert shop.writer.submit(command)["status"] == "duplicate"
    with shop.database.reading() as connection:
        jobs = list(connection.execute(select(print_job).order_by(print_job.c.no)))
    assert [(job.kind, job.printer, job.document["name"]) for job in jobs] == [
        ("slip", "struk-01", "Batik"),
        ("slip", "struk-01", "Tas"),
    ]
    with pytest.raises(NotFound, match="unknown_product"):
        draw(shop, size="card", items=[{"sku": "NOTHING"}])


def test_a_card_does_not_make_an_old_label_dearer(shop: Shop) -> None:
    shop.print_labels("BATIK")
    before = printed_at(shop, "BATIK")
    (card, other) = draw(shop, size="card", items=[{"sku": "BATIK"}, {"sku": "TAS"}])
    assert isinstance(card, ShelfCard)
    assert (card.price, other.name) == (PRICES["BATIK"], "Tas")
    assert printed_at(shop, "BATIK") == before
    assert printed_at(shop, "TAS") is not None
