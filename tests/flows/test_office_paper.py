"""The office's paper from the real server: sheets, shelf cards, food facts, notes and kuitansi."""

import io

import pytest
from PIL import Image
from running import Client, Server, a_sale, new_id

SKU = "TKG-KOP01"
SEEN = {"private_address": True}


@pytest.fixture(scope="module")
def organiser(demo: Server) -> Client:
    return demo.script("organiser")


def product(organiser: Client, sku: str) -> dict[str, object]:
    return next(each for each in organiser.get("/api/v1/label-goods").json if each["sku"] == sku)


def test_labels_come_as_a_sheet_where_there_is_no_label_printer(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    sheet = {"size": "50x30", "items": [{"sku": SKU, "copies": 30}], "start": 5}
    asked = organiser.put(f"/api/v1/label-sheets/{new_id()}", sheet)
    assert (asked.status, asked.json["code"]) == (409, "private_address")
    answer = organiser.put(f"/api/v1/label-sheets/{new_id()}", sheet | SEEN)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF-")
    assert organiser.put(f"/api/v1/label-sheets/{new_id()}", sheet).status == 200, "asked once"
    assert product(organiser, SKU)["labels_printed_at"]
    cards = {"size": "card", "items": [{"sku": SKU}]}
    assert organiser.put(f"/api/v1/label-sheets/{new_id()}", cards).body.startswith(b"%PDF-")
    outlines = organiser.get("/api/v1/label-sheets/calibration.pdf?size=40x30")
    assert outlines.body.startswith(b"%PDF-")


def test_what_needs_new_labels_can_be_asked_for_alone(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    assert organiser.get("/api/v1/label-goods?reprint=1").json == []
    sheet = {"size": "50x30", "items": [{"sku": SKU, "copies": 1}], "private_address": True}
    assert organiser.put(f"/api/v1/label-sheets/{new_id()}", sheet).status == 200
    change = {"sku": SKU, "price": 75_000, "reason": "kopi naik"}
    assert organiser.put(f"/api/v1/price-changes/{new_id()}", change).status == 201
    [old] = organiser.get("/api/v1/label-goods?reprint=1").json
    assert (old["sku"], old["reprint"]) == (SKU, True)


def test_a_shelf_card_is_shown_and_printed(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    for paper, width in (("58", 384), ("80", 576)):
        shown = organiser.get(f"/api/v1/products/{SKU}/label?kind=shelf&paper={paper}&format=png")
        assert Image.open(io.BytesIO(shown.body)).width == width
    cards = {"printer": "struk-01", "skus": [SKU]} | SEEN
    answer = organiser.put(f"/api/v1/shelf-cards/{new_id()}", cards)
    assert (answer.status, answer.json["cards"]) == (201, 1)
    assert organiser.get(f"/api/v1/print-jobs/{answer.json['jobs'][0]}").json["printer"] == "struk-01"


def test_a_food_label_shows_what_the_packer_says(organiser: Client) -> None:
    plain = organiser.get(f"/api/v1/products/{SKU}/label?kind=food&format=png").body
    dated = organiser.get(f"/api/v1/products/{SKU}/label?kind=food&format=png&batch=B1&expires_on=2019-03-03")
    assert dated.body != plain
    wrong = organiser.get(f"/api/v1/products/{SKU}/label?kind=food&expires_on=besok")
    assert (wrong.status, wrong.json["details"]["fields"][0]["field"]) == (422, "expires_on")


def test_what_is_filled_in_is_no_longer_missing(organiser: Client) -> None:
    assert product(organiser, SKU)["missing"] == []
    path = f"/api/v1/product-descriptions/{new_id()}"
    assert organiser.put(path, {"sku": SKU, "composition": ""}).status == 201
    assert product(organiser, SKU)["missing"] == ["composition"]
    answer = organiser.put(f"/api/v1/product-descriptions/{new_id()}", {"sku": SKU, "net_weight_g": "dua"})
    assert (answer.status, answer.json["code"]) == (422, "invalid_description")
    again = {"sku": SKU, "composition": "Kopi arabika 100%"}
    assert organiser.put(f"/api/v1/product-descriptions/{new_id()}", again).status == 201
    assert product(organiser, SKU)["missing"] == []


def test_only_the_office_and_the_stalls_own_lead_see_to_labels(demo: Server) -> None:
    cashier, lead = demo.script("cashier", "02"), demo.script("lead", "02")
    assert cashier.get("/api/v1/label-goods").status == 403
    assert lead.get("/api/v1/label-goods").status == 200
    path = f"/api/v1/product-descriptions/{new_id()}"
    assert lead.put(path, {"sku": SKU, "storage": "Sejuk"}).json["code"] == "wrong_stall"


def test_notes_of_goods_that_came_and_went_home_are_printed(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    note = organiser.get("/api/v1/consignments").json[0]
    printed = organiser.put(f"/api/v1/slips/{new_id()}", {"kind": "delivery", "of": note["id"]})
    assert (printed.status, printed.json["stall"]) == (201, note["stall"])
    back = {"kind": "returned", "sku": SKU, "quantity": 3, "stall": "01", "reason": "selesai"}
    assert organiser.put(f"/api/v1/stock-movements/{new_id()}", back).status == 201
    (gone,) = organiser.get("/api/v1/returns").json
    assert (gone["stall"], gone["pieces"]) == ("01", 3)
    slip = {"kind": "return", "facility": gone["facility"], "stall": "01"}
    assert organiser.put(f"/api/v1/slips/{new_id()}", slip).status == 201


def test_a_buyers_name_is_counted_and_forgotten(own_demo: Server) -> None:
    organiser, cashier = own_demo.script("organiser"), own_demo.script("cashier", "01")
    sale, till = new_id(), cashier.get("/api/v1/me").json["till"]
    assert cashier.put(f"/api/v1/sales/{sale}", a_sale(till)).status == 201
    slip = {"kind": "kuitansi", "of": sale, "received_from": "Dinas Perindustrian"}
    assert cashier.put(f"/api/v1/slips/{new_id()}", slip).status == 201
    assert organiser.get("/api/v1/buyers").json["kept"] == 1
    assert cashier.delete("/api/v1/buyers").status == 403
    assert organiser.delete("/api/v1/buyers").json == {"deleted": 1}
    assert organiser.get("/api/v1/buyers").json == {"kept": 0, "oldest": None}


def test_the_office_finds_a_sale_of_any_stall_by_its_number(demo: Server, organiser: Client) -> None:
    cashier = demo.script("cashier", "09")
    till = cashier.get("/api/v1/me").json["till"]
    assert cashier.put(f"/api/v1/sales/{new_id()}", a_sale(till, 7)).status == 201
    (found,) = organiser.get(f"/api/v1/sales?number={till}-0007").json
    assert (found["stall"], found["refunded"], found["unconfirmed"]) == ("09", 0, False)
    assert cashier.get("/api/v1/sales?stall=10").json["code"] == "wrong_stall"
    assert {sale["stall"] for sale in cashier.get("/api/v1/sales").json} == {"09"}
