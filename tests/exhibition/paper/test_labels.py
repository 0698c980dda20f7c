"""Labels lead to the right page, ask before they lead into the hall only, and are printed once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from shop import Perform, Shop, a_shop, new_id
from sqlalchemy import select

from exhibition.paper.label_shop import LabelShop, TodaysFood, is_private, label_url, read_goods
from exhibition.paper.labels import LabelBatchForm, PrintLabels
from pos import tables
from pos.api.reading import content_of
from pos.refusals import Conflict, Invalid, NotFound
from printers.documents import FoodLabel
from printers.registry import SetPrinter
from printers.tables import metadata as printing
from printers.tables import print_job

PUBLIC = LabelShop(lambda: "https://karya.id")
HALL = LabelShop(lambda: "http://192.168.1.20:8080")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as shop:
        shop.writer.submit(Perform(lambda batch: printing.create_all(batch.connection)))
        for name, kind, language, media in (
            ("label-01", "label", "tspl", "50x30"),
            ("struk-01", "receipt", "escpos", "80mm"),
        ):
            shop.writer.submit(SetPrinter(name, "01", kind, "tcp://127.0.0.1:9", language, media))
        yield shop


def batch_of(*items: dict[str, Any], shop: LabelShop = PUBLIC, **changes: Any) -> PrintLabels:
    """The command for a batch; without an id of its own it is a new one."""
    stall = changes.pop("stall", None)
    identity = changes.pop("id", None) or new_id()
    form = LabelBatchForm.model_validate(
        {"printer": "label-01", "size": "50x30", "items": list(items), **changes}
    )
    return PrintLabels(identity, form, content_of(form, "private_address"), shop, stall)


def jobs(shop: Shop) -> list[Any]:
    with shop.database.reading() as connection:
        return list(connection.execute(select(print_job).order_by(print_job.c.no)))


def test_a_batch_is_queued_in_parts_of_at_most_twenty(shop: Shop) -> None:
    command = batch_of({"sku": "BATIK", "copies": 45})
    answer = shop.writer.submit(command)
    assert answer["labels"] == 45
    assert [job.id for job in jobs(shop)] == answer["jobs"]
    assert [job.subject for job in jobs(shop)] == [f"{command.id}/{part}" for part in (1, 2, 3)]
    assert [len(job.document["labels"]) for job in jobs(shop)] == [20, 20, 5]
    assert {job.printer for job in jobs(shop)} == {"label-01"}
    label = jobs(shop)[2].document["labels"][-1]
    assert label["running"] == "45/45"
    assert (label["name"], label["price"], label["facility"]) == ("Batik", 150_000, "Lapas BNA")
    assert label["url"] == "HTTPS://KARYA.ID/P/CODE0"
    assert label["demo"] is True


def test_the_same_batch_is_printed_once(shop: Shop) -> None:
    command = batch_of({"sku": "BATIK", "copies": 2})
    first = shop.writer.submit(command)
    again = shop.writer.submit(command)
    assert again == first | {"status": "duplicate"}
    assert len(jobs(shop)) == 1
    with pytest.raises(Conflict, match="id_reused"):
        shop.writer.submit(batch_of({"sku": "TAS"}, id=command.id))


def test_a_unique_piece_has_a_label_of_its_own(shop: Shop) -> None:
    code = next(iter(shop.pieces("PATUNG")))
    shop.writer.submit(batch_of({"piece": code}))
    (label,) = jobs(shop)[0].document["labels"]
    assert (label["code"], label["name"]) == (code, "Patung")
    assert label["url"].endswith(f"/P/{code}")
    assert (label["kind"], label["serial"]) == ("serial", code)


def test_a_food_label_says_what_the_law_wants_and_prints_what_it_does_not_know(shop: Shop) -> None:
    facts = {
        "composition": "Kopi arabika 100%",
        "net_weight_g": "200",
        "permit_no": "P-IRT 1",
        "allergens": None,
    }
    shop.writer.submit(
        Perform(
            lambda batch: (
                batch.connection.execute(
                    tables.product.update().where(tables.product.c.sku == "KOPI").values(facts=facts)
                )
                and None
            )
        )
    )
    shop.writer.submit(
        batch_of({"sku": "KOPI", "kind": "food", "expires_on": date(2018, 12, 31), "batch": "B1"})
    )
    (label,) = jobs(shop)[0].document["labels"]
    assert label["kind"] == "food"
    assert (label["net"], label["composition"]) == ("200 g", "Kopi arabika 100%")
    assert (label["expires_on"], label["produced_on"], label["batch"]) == ("31-12-2018", "", "B1")
    assert label["producer"] == "Lembaga Pemasyarakatan KRB"


def test_food_that_keeps_less_than_a_week_needs_no_permit(shop: Shop) -> None:
    with shop.database.reading() as connection:
        kopi = read_goods(connection, ["KOPI"])["KOPI"]
    fresh = replace(kopi, facts={"permit_type": "tidak_wajib_lt7hari", "permit_no": "-"})
    label = PUBLIC.label(fresh, demo=False, food=TodaysFood())
    assert isinstance(label, FoodLabel)
    assert label.permit == ""


def test_after_printing_only_the_price_on_the_labels_is_expected(shop: Shop) -> None:
    shop.writer.submit(batch_of({"sku": "TAS"}))
    shop.change_price("TAS", 70_000)
    old = {"sku": "TAS", "quantity": 1, "unit_price": 65_000}
    assert "price_differs" not in shop.sell(old).flags
    shop.writer.submit(batch_of({"sku": "TAS"}))
    assert "price_differs" in shop.sell(old).flags
    assert shop.journal("label.printed")[-1].data["skus"] == ["TAS"]


def test_a_private_address_asks_once(shop: Shop) -> None:
    with pytest.raises(Conflict) as asked:
        shop.writer.submit(batch_of({"sku": "BATIK"}, shop=HALL))
    assert asked.value.code == "private_address"
    assert asked.value.details["repeat_with"] == {"private_address": True}
    assert jobs(shop) == []
    shop.writer.submit(batch_of({"sku": "BATIK"}, shop=HALL, private_address=True))
    shop.writer.submit(batch_of({"sku": "TAS"}, shop=HALL))
    assert len(jobs(shop)) == 2
    moved = LabelShop(lambda: "http://192.168.1.99:8080")
    with pytest.raises(Conflict, match="private_address"):
        shop.writer.submit(batch_of({"sku": "TAS"}, shop=moved))


@pytest.mark.parametrize(
    ("base", "private"),
    [
        ("http://192.168.1.20:8080", True),
        ("http://10.0.0.5", True),
        ("http://127.0.0.1:41234", True),
        ("http://[fd00::1]", True),
        ("http://kasir.local:8080", True),
        ("http://kasir", True),
        ("http://8.8.8.8", False),
        ("https://karya.id", False),
    ],
)
def test_an_address_that_opens_only_in_the_hall_is_known(base: str, private: bool) -> None:
    assert is_private(base) is private


def test_a_label_holds_at_most_thirty_eight_characters() -> None:
    assert len(label_url("http://192.168.100.100:8080", "0A1B2C")) <= 38
    with pytest.raises(Conflict, match="address_too_long"):
        label_url("https://pameran-produk-unggulan.example.id", "0A1B2C")


def test_only_a_label_printer_with_that_size_takes_labels(shop: Shop) -> None:
    with pytest.raises(Conflict, match="wrong_media"):
        shop.writer.submit(batch_of({"sku": "BATIK"}, size="40x30"))
    with pytest.raises(Conflict, match="wrong_media"):
        shop.writer.submit(batch_of({"sku": "BATIK"}, printer="struk-01"))
    with pytest.raises(NotFound, match="printer_unknown"):
        shop.writer.submit(batch_of({"sku": "BATIK"}, printer="label-99"))


def test_stall_staff_print_only_at_their_own_stall(shop: Shop) -> None:
    with pytest.raises(NotFound, match="printer_unknown"):
        shop.writer.submit(batch_of({"sku": "BATIK"}, stall="02"))
    assert shop.writer.submit(batch_of({"sku": "BATIK"}, stall="01"))["status"] == "accepted"


def test_one_unknown_thing_prints_nothing_of_the_batch(shop: Shop) -> None:
    with pytest.raises(NotFound, match="unknown_product"):
        shop.writer.submit(batch_of({"sku": "BATIK"}, {"sku": "NOTHING"}))
    with pytest.raises(NotFound, match="piece_unknown"):
        shop.writer.submit(batch_of({"sku": "BATIK"}, {"piece": "NOTHIN"}))
    with pytest.raises(Invalid, match="too_many_labels"):
        shop.writer.submit(batch_of(*[{"sku": "BATIK", "copies": 300}] * 2))
    assert jobs(shop) == []
    assert shop.journal("label.printed") == []


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"sku": "A", "piece": "B"},
        {"sku": "A", "copies": 0},
        {"sku": "A", "x": 1},
        {"piece": "7Q2MXK", "copies": 5},
    ],
)
def test_an_item_names_one_thing_and_how_often(item: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        batch_of(item)
