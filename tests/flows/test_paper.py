"""Receipts and labels over HTTP, from the real server: what is shown is what the printer gets."""

import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from running import Client, Server, a_sale, new_id

SKU = "TKG-KOP01"


@pytest.fixture(scope="module")
def organiser(demo: Server) -> Client:
    return demo.script("organiser")


def script(demo: Server, organiser: Client, role: str, stall: str | None = None) -> Client:
    """A script with rights of its own."""
    return demo.client(organiser.post("/api/v1/tokens", {"role": role, "stall": stall}).json["token"])


@pytest.fixture(scope="module")
def sold(demo: Server, organiser: Client) -> tuple[Client, str]:
    """A cashier and the id of a sale."""
    cashier = script(demo, organiser, "cashier", "05")
    sale = new_id()
    till = cashier.get("/api/v1/me").json["till"]
    assert cashier.put(f"/api/v1/sales/{sale}", a_sale(till)).status == 201
    return cashier, sale


@pytest.mark.parametrize(("paper", "columns"), [("58", 32), ("80", 48)])
def test_a_receipt_fits_its_paper(sold: tuple[Client, str], paper: str, columns: int) -> None:
    cashier, sale = sold
    answer = cashier.get(f"/api/v1/sales/{sale}/receipt?paper={paper}&format=text")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line for line in answer.text.splitlines() if "[QR" not in line]
    assert max(map(len, lines)) <= columns
    assert "130.000" in answer.text
    assert "Kembali" in answer.text


@pytest.mark.parametrize("paper", ["58", "80"])
def test_every_format_of_a_receipt_is_what_it_says(sold: tuple[Client, str], paper: str) -> None:
    cashier, sale = sold
    base = f"/api/v1/sales/{sale}/receipt?paper={paper}&format="
    picture = Image.open(io.BytesIO(cashier.get(base + "png").body))
    assert (picture.mode, picture.width) == ("1", {"58": 384, "80": 576}[paper])
    assert cashier.get(base + "pdf").body.startswith(b"%PDF-")
    assert cashier.get(base + "escpos").body.startswith(b"\x1b@")


def test_the_receipts_code_opens_the_e_receipt(sold: tuple[Client, str]) -> None:
    cashier, sale = sold
    picture = Image.open(io.BytesIO(cashier.get(f"/api/v1/sales/{sale}/receipt?format=png").body))
    found = zxingcpp.read_barcode(picture.convert("L"))
    assert found is not None
    assert cashier.get("/r/" + found.text.rsplit("/", 1)[1]).status == 200


def test_only_those_of_the_stall_and_the_office_see_a_receipt(
    demo: Server, organiser: Client, sold: tuple[Client, str]
) -> None:
    path = f"/api/v1/sales/{sold[1]}/receipt"
    assert demo.client().get(path).status == 401
    assert script(demo, organiser, "viewer").get(path).status == 403
    assert script(demo, organiser, "cashier", "06").get(path).json["code"] == "wrong_stall"
    assert script(demo, organiser, "treasurer").get(path).status == 200


def test_what_cannot_be_shown_is_named(sold: tuple[Client, str], organiser: Client) -> None:
    cashier, sale = sold
    wrong = cashier.get(f"/api/v1/sales/{sale}/receipt?format=gif")
    assert (wrong.status, wrong.json["details"]["fields"][0]["field"]) == (422, "format")
    assert cashier.get(f"/api/v1/sales/{sale}/receipt?paper=76").status == 422
    assert cashier.get(f"/api/v1/sales/{new_id()}/receipt").json["code"] == "sale_unknown"
    assert cashier.get("/api/v1/sales/x/receipt").status == 422
    assert organiser.get("/api/v1/products/NOTHING/label").json["code"] == "unknown_product"
    assert organiser.get(f"/api/v1/products/{SKU}/label?format=pdf&copies=-1").status == 422


@pytest.mark.parametrize(("size", "dots"), [("50x30", (400, 240)), ("40x30", (320, 240))])
def test_a_labels_picture_is_dot_for_dot_and_leads_to_its_page(
    organiser: Client, size: str, dots: tuple[int, int]
) -> None:
    picture = Image.open(
        io.BytesIO(organiser.get(f"/api/v1/products/{SKU}/label?size={size}&format=png").body)
    )
    assert picture.size == dots
    found = zxingcpp.read_barcode(picture.convert("L"))
    assert found is not None
    assert len(found.text) <= 38
    assert found.text == found.text.upper()
    page = organiser.get("/P/" + found.text.rsplit("/", 1)[1])
    assert page.status == 200
    assert "Kopi Arabika Gayo Bubuk" in page.text


def test_each_language_speaks_its_own(organiser: Client) -> None:
    base = f"/api/v1/products/{SKU}/label?format="
    assert b"QRCODE" in organiser.get(base + "tspl").body
    assert organiser.get(base + "zpl").body.startswith(b"^XA")
    assert organiser.get(base + "escpos").body.startswith(b"\x1b@")


def test_a_sheet_holds_as_many_labels_as_asked(organiser: Client) -> None:
    one = organiser.get(f"/api/v1/products/{SKU}/label?format=pdf").body
    many = organiser.get(f"/api/v1/products/{SKU}/label?format=pdf&copies=60&start=3").body
    assert b"/Count 1" in one
    assert b"/Count 2" in many


def label_printer(organiser: Client, name: str, **changes: Any) -> None:
    printer = {"stall": "05", "kind": "label", "connection": "tcp://127.0.0.1:9", "language": "tspl"}
    answer = organiser.put(
        f"/api/v1/printers/{name}", printer | {"media": "50x30", "enabled": False} | changes
    )
    assert answer.status in (200, 201), answer.text


def test_a_batch_of_labels_asks_once_and_is_printed_once(organiser: Client) -> None:
    label_printer(organiser, "label-05")
    path = f"/api/v1/label-batches/{new_id()}"
    batch = {"printer": "label-05", "size": "50x30", "items": [{"sku": SKU, "copies": 21}]}
    asked = organiser.put(path, batch)
    assert (asked.status, asked.json["code"]) == (409, "private_address")
    agreed = organiser.put(path, batch | asked.json["details"]["repeat_with"])
    assert (agreed.status, len(agreed.json["jobs"])) == (201, 2)
    again = organiser.put(path, batch)
    assert (again.status, again.json["status"]) == (200, "duplicate")
    job = organiser.get(f"/api/v1/print-jobs/{agreed.json['jobs'][0]}").json
    assert (job["kind"], job["copy"], job["printer"]) == ("label", 0, "label-05")


def test_a_batch_names_what_is_wrong_with_it(organiser: Client) -> None:
    path = f"/api/v1/label-batches/{new_id()}"
    batch = {"printer": "label-05", "size": "60x40", "items": [{"sku": SKU, "colour": "red"}]}
    fields = {field["field"] for field in organiser.put(path, batch).json["details"]["fields"]}
    assert fields == {"size", "items.0.colour"}
