"""The organiser's logo stands on the next receipt, and nobody else's picture does."""

import io

from PIL import Image, ImageDraw
from running import Client, Server, a_sale, new_id


def black_box() -> bytes:
    picture = Image.new("L", (300, 200), 255)
    ImageDraw.Draw(picture).rectangle((20, 20, 279, 179), fill=0)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def next_receipt(cashier: Client, counter: int) -> Image.Image:
    sale, till = new_id(), cashier.get("/api/v1/me").json["till"]
    assert cashier.put(f"/api/v1/sales/{sale}", a_sale(till, counter)).status == 201
    answer = cashier.get(f"/api/v1/sales/{sale}/receipt?paper=80&format=png")
    return Image.open(io.BytesIO(answer.body))


def test_the_logo_is_on_receipts_from_the_moment_it_is_set_until_it_is_taken_away(own_demo: Server) -> None:
    organiser, cashier = own_demo.script("organiser"), own_demo.script("cashier", "01")
    plain = next_receipt(cashier, 1)
    size = organiser.put("/api/v1/logo", black_box()).json
    assert size == {"width": 234, "height": 144}
    with_logo = next_receipt(cashier, 2)
    assert with_logo.height == plain.height + 144 + 10
    assert with_logo.getpixel((288, 70)) == 0
    shown = Image.open(io.BytesIO(organiser.get("/api/v1/logo").body))
    assert shown.size == (234, 144)
    assert organiser.delete("/api/v1/logo").status == 204
    assert next_receipt(cashier, 3).height == plain.height
    assert organiser.get("/api/v1/logo").status == 404


def test_what_is_no_picture_and_who_is_no_organiser_is_told_so(demo: Server) -> None:
    organiser, cashier = demo.script("organiser"), demo.script("cashier", "01")
    answer = organiser.put("/api/v1/logo", b"%PDF-1.7")
    assert (answer.status, answer.json["code"]) == (422, "invalid_logo")
    assert cashier.put("/api/v1/logo", black_box()).status == 403
