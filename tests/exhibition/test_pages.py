"""The buyers' pages: without scripts, small, in two languages, with nobody's name on them."""

import json
import re
from pathlib import Path

import pytest
from hall import PIN, Caller, Hall
from running import a_sale, new_id
from sqlalchemy import select

from exhibition.tables import feedback
from pos import tables

ROOT = Path(__file__).resolve().parents[2]


def code_of(hall: Hall, sku: str) -> str:
    with hall.program.reading() as connection:
        code = connection.scalar(select(tables.product.c.code).where(tables.product.c.sku == sku))
    assert code
    return code


@pytest.fixture
def buyer(hall: Hall) -> Caller:
    return hall.browser()


def test_a_labels_address_opens_the_product(hall: Hall, buyer: Caller) -> None:
    page = buyer.get(f"/P/{code_of(hall, 'TKG-KOP01')}")
    assert page.status_code == 200
    for text in ("Kopi Arabika Gayo Bubuk 200 g", "Rp 65.000", "Rutan Kelas IIB Takengon", "DATA CONTOH"):
        assert text in page.text
    for fact in ("Berat bersih", "200 g", "Komposisi", "Tahan", "365 hari", "P-IRT"):
        assert fact in page.text


def test_the_page_has_an_english_side(hall: Hall, buyer: Caller) -> None:
    page = buyer.get(f"/p/{code_of(hall, 'TKG-KOP01')}?lang=en").text
    assert "Gayo Arabica ground coffee 200 g" in page
    assert "Ingredients" in page
    assert '<p lang="id">' in page


def test_a_code_is_read_as_people_type_it(hall: Hall, buyer: Caller) -> None:
    code = code_of(hall, "TKG-KOP01")
    typed = code.lower().replace("0", "o").replace("1", "l")
    assert buyer.get(f"/p/{typed}").status_code == 200
    assert buyer.get(f"/p?code={typed}").headers["Location"] == f"/p/{typed}"
    assert "Ketik kode" in buyer.get("/p").text


def test_every_single_wrong_character_is_a_friendly_404(hall: Hall, buyer: Caller) -> None:
    code = code_of(hall, "TKG-KOP01")
    for place, letter in enumerate(code):
        other = "2" if letter != "2" else "3"
        page = buyer.get(f"/P/{code[:place]}{other}{code[place + 1 :]}?lang=id")
        assert page.status_code == 404
        assert "huruf dan angka di bawah QR" in page.text
        assert 'name="code"' in page.text
        assert "code_unknown" not in page.text
        english = buyer.get(f"/P/{code[:place]}{other}{code[place + 1 :]}?lang=en").text
        assert "letters and digits under the QR" in english


def test_a_receipt_that_is_not_there_says_what_to_do(buyer: Caller) -> None:
    page = buyer.get("/r/0000000000000000")
    assert page.status_code == 404
    assert "minta kasir mencetak salinannya" in page.text
    assert "receipt_unknown" not in page.text


def test_a_piece_has_a_page_under_its_own_code(hall: Hall, buyer: Caller) -> None:
    with hall.program.reading() as connection:
        piece = connection.execute(select(tables.piece)).first()
    assert piece
    assert "Satu-satunya" in buyer.get(f"/P/{piece.code}").text


def test_a_page_with_all_it_loads_stays_under_100_kb(hall: Hall, buyer: Caller) -> None:
    assert weight_of(buyer.get(f"/P/{code_of(hall, 'TKG-KOP01')}").text) < 100_000


def weight_of(page: str) -> int:
    """A page's bytes with all that it loads, none of which is a script."""
    loaded = set(re.findall(r'<link[^>]+href="(/static/[^"]+)"|<script[^>]+src="([^"]+)"', page))
    files = {path for pair in loaded for path in pair if path}
    assert not [path for path in files if path.endswith(".js")]
    return len(page.encode()) + sum((ROOT / path.lstrip("/")).stat().st_size for path in files)


def test_no_page_names_another_host_or_holds_inline_code(hall: Hall, buyer: Caller) -> None:
    for path in (f"/p/{code_of(hall, 'TKG-KOP01')}", "/catalog", "/install", "/", "/sign-in", "/till"):
        page = buyer.get(path).text
        links = re.findall(r'(?:src|href|action)="([^"]*)"', page)
        assert not [link for link in links if "//" in link], path
        assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page), path
        scripts = re.findall(r"<script(?![^>]*src=)([^>]*)>", page)
        assert all("application/" in script for script in scripts), path


def test_the_product_is_described_for_machines(hall: Hall, buyer: Caller) -> None:
    page = buyer.get(f"/p/{code_of(hall, 'TKG-KOP01')}").text
    described = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert described
    product = json.loads(described[1])
    assert product["offers"] == {"@type": "Offer", "price": 65000, "priceCurrency": "IDR"}
    assert product["manufacturer"]["name"] == "Rutan Kelas IIB Takengon"


def close_the_fair(hall: Hall, **when: str) -> None:
    """Thirty percent off everything."""
    prices = {"on": True, "rules": [{"scope": "all", "code": None, "percent": 30}], **when}
    assert hall.script("organiser").put("/api/v1/closing-prices", prices).status_code == 200


def test_the_closing_days_price_stands_beside_the_old_one(hall: Hall, buyer: Caller) -> None:
    path = f"/p/{code_of(hall, 'TKG-KOP01')}"
    assert "<s>" not in buyer.get(path).text
    close_the_fair(hall)
    for address in (path, "/catalog"):
        page = buyer.get(f"{address}?lang=id").text
        assert "<s>Rp 65.000</s> Rp 45.500" in page
        assert "Harga khusus penutupan" in page
        assert "Closing-day price" in buyer.get(f"{address}?lang=en").text
        assert "<script src" not in page
        assert len(page.encode()) < 100_000
    assert '"price": 45500' in buyer.get(path).text
    assert weight_of(buyer.get(path).text) < 100_000


def test_the_closing_day_begins_on_the_pages_by_itself(hall: Hall, buyer: Caller) -> None:
    path = f"/p/{code_of(hall, 'TKG-KOP01')}"
    close_the_fair(hall, starts_at="2999-04-06T15:00:00+07:00")
    assert "<s>" not in buyer.get(path).text
    close_the_fair(hall, starts_at="2018-04-06T15:00:00+07:00")
    page = buyer.get(path)
    assert "<s>Rp 65.000</s>" in page.text
    assert page.headers["Cache-Control"] == "no-store", "a timed start is not in the journal"


def test_a_buyer_is_shown_what_the_till_will_charge(hall: Hall, buyer: Caller) -> None:
    path = f"/p/{code_of(hall, 'TKG-KOP01')}"
    with hall.program.database.writing_engine.begin() as connection:
        product = tables.product
        labelled = product.update().where(product.c.sku == "TKG-KOP01")
        connection.execute(labelled.values(labels_printed_at="2018-04-03T01:00:00.000Z"))
    change = {"sku": "TKG-KOP01", "price": 75_000, "reason": "kopi naik"}
    assert hall.script("organiser").put(f"/api/v1/price-changes/{new_id()}", change).status_code == 201
    assert "Rp 65.000" in buyer.get(path).text, "the lower of label and till"
    close_the_fair(hall)
    assert "<s>Rp 65.000</s> Rp 45.500" in buyer.get(path).text


def test_a_hostile_product_name_stays_text(hall: Hall, buyer: Caller) -> None:
    name = '</script><img src=x onerror="alert(1)"> & Co'
    with hall.program.database.writing_engine.begin() as connection:
        connection.execute(
            tables.product.update().where(tables.product.c.sku == "TKG-KOP01").values(name=name)
        )
    page = buyer.get(f"/p/{code_of(hall, 'TKG-KOP01')}").text
    assert "<img" not in page
    assert page.count("</script>") == 1


def test_the_catalogue_shows_every_product(buyer: Caller) -> None:
    page = buyer.get("/catalog").text
    assert page.count('<a href="/p/') == 234
    assert "Stan 01" in page


def test_an_e_receipt_opens_by_its_code_only(hall: Hall, buyer: Caller) -> None:
    cashier = hall.script("cashier", "07")
    sale = cashier.put(f"/api/v1/sales/{new_id()}", a_sale("07A")).json
    path = sale["receipt_url"].removeprefix(hall.program.address)
    assert len(path.removeprefix("/r/")) * 5 >= 80
    page = buyer.get(path).text
    for text in ("07A-0001", "Rp 130.000", "Rp 150.000", "Kembali", "Rp 20.000", "Selasa, 3 April 2018"):
        assert text in page
    assert "noindex" in page
    assert "Tuesday" in buyer.get(f"{path}?lang=en").text
    other = "1" if path.endswith("0") else "0"
    assert buyer.get(path[:-1] + other).status_code == 404


def test_a_buyer_may_say_something(hall: Hall, buyer: Caller) -> None:
    code = code_of(hall, "TKG-KOP01")
    said = {"code": code, "rating": 5, "price": "right", "comment": "Harum \x1b@ sekali"}
    assert buyer.post("/api/v1/feedback", said).status_code == 201
    kind = "application/x-www-form-urlencoded"
    sent = buyer.ask("POST", f"/p/{code}", b"rating=4&price=dear&comment=", Content_Type=kind)
    assert sent.status_code == 303
    assert "Terima kasih" in buyer.get(sent.headers["Location"]).text
    with hall.program.reading() as connection:
        rows = connection.execute(select(feedback).order_by(feedback.c.rating)).all()
    assert [(row.rating, row.price, row.comment) for row in rows] == [
        (4, "dear", None),
        (5, "right", "Harum @ sekali"),
    ]


def test_feedback_repeated_with_its_id_is_kept_once(hall: Hall, buyer: Caller) -> None:
    said = {"code": code_of(hall, "TKG-KOP01"), "rating": 3, "id": new_id()}
    assert [buyer.post("/api/v1/feedback", said).status_code for _ in range(2)] == [201, 201]
    with hall.program.reading() as connection:
        assert len(connection.execute(select(feedback)).all()) == 1


@pytest.mark.parametrize(
    ("change", "field"), [({"rating": 6}, "rating"), ({"price": "free"}, "price"), ({"name": "Budi"}, "name")]
)
def test_feedback_that_is_none_is_refused(hall: Hall, buyer: Caller, change: object, field: str) -> None:
    said = {"code": code_of(hall, "TKG-KOP01"), "rating": 3} | change  # type: ignore[operator]
    answer = buyer.post("/api/v1/feedback", said)
    assert answer.status_code == 422
    assert answer.json["details"]["fields"][0]["field"] == field


def test_one_address_cannot_flood_the_feedback(hall: Hall, buyer: Caller) -> None:
    said = {"code": code_of(hall, "TKG-KOP01"), "rating": 1}
    answers = [buyer.post("/api/v1/feedback", said) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [201] * 60 + [429]
    assert answers[-1].json["code"] == "too_often"
    assert answers[-1].json["details"]["retry_after"] > 500
    assert "retry_after" in answers[-1].json["details"]["next"]


def test_feedback_for_an_unknown_code_is_a_404(buyer: Caller) -> None:
    assert buyer.post("/api/v1/feedback", {"code": "XXXXXX", "rating": 3}).json["code"] == "code_unknown"


def test_the_office_shows_the_way_in_to_strangers_and_itself_to_others(hall: Hall, buyer: Caller) -> None:
    assert buyer.get("/office").status_code == 401
    assert 'action="/sign-in"' in buyer.get("/office").text
    buyer.sign_in("panitia", PIN)
    assert buyer.get("/office").status_code == 200


def test_the_demo_says_so_on_every_page(hall: Hall, buyer: Caller) -> None:
    for path in ("/", "/catalog", "/install", "/p", "/sign-in", "/p/XXXXXX"):
        assert "DATA CONTOH" in buyer.get(path, Accept="text/html").text, path
    for path in ("/till",):
        assert 'data-demo="yes"' in buyer.get(path).text, path


def test_people_are_spoken_of_with_respect() -> None:
    forbidden = re.compile(r"\b(napi|tahanan|penjara|inmate|prisoner|convict)\b", re.IGNORECASE)
    for path in (ROOT / "exhibition/templates").glob("*.html"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("page", ["till", "board", "office", "install", "catalog"])
def test_a_slash_typed_behind_an_address_leads_to_the_page(buyer: Caller, page: str) -> None:
    answer = buyer.get(f"/{page}/", Accept="text/html")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/{page}")
