"""The layout owns the width: columns line up, nothing is clipped, quiet zones stay quiet."""

import dataclasses
import itertools

import paper_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.capabilities import Capabilities
from printers.documents import Document, ReceiptLine
from printers.encoders.encode import text
from printers.encoders.png import qr_rows
from printers.layout.compose import lay_out, lay_out_raster
from printers.layout.fitting import balance, wrap
from printers.layout.page import Page, Qr, Text, qr_modules
from printers.typeface import text_width

ROLLS = [Capabilities.of("escpos", "80mm"), Capabilities.of("escpos", "58mm")]
LABELS = [
    Capabilities.of(language, media) for media in ("50x30", "40x30") for language in ("escpos", "tspl", "zpl")
]
printable = st.text(st.characters(min_codepoint=32, max_codepoint=126))


def width_of(capabilities: Capabilities) -> str:
    return f"{capabilities.language}-{capabilities.media}"


def check_inside(page: Page) -> None:
    """No item reaches over an edge of the paper."""
    for item in page.items:
        if isinstance(item, Text):
            right, bottom = item.x + text_width(item.text, item.font), item.y + item.font.height
        else:
            side = item.side if isinstance(item, Qr) else item.width
            right, bottom = item.x + side, item.y + (side if isinstance(item, Qr) else item.height)
        assert item.x >= 0, item
        assert right <= page.width, item
        assert bottom <= page.height, item


@given(printable, st.integers(1, 60))
def test_wrapped_text_is_whole_and_fits(written: str, width: int) -> None:
    lines = wrap(written, width)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == written.replace(" ", "")


@given(printable, st.integers(1, 60))
def test_balanced_text_takes_no_more_lines(written: str, width: int) -> None:
    lines = balance(written, width)
    assert len(lines) == len(wrap(written, width))
    assert "".join(lines).replace(" ", "") == written.replace(" ", "")


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
@pytest.mark.parametrize("document", paper_samples.for_rolls(), ids=lambda document: document.kind)
def test_nothing_on_a_roll_reaches_over_its_edge(document: Document, capabilities: Capabilities) -> None:
    for page in lay_out(document, capabilities):
        check_inside(page)
    if document.kind != "shelf":  # drawn in letters narrower than a column
        assert max(map(len, text(document, capabilities).splitlines())) <= capabilities.columns


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
def test_the_prices_of_a_receipt_end_at_the_right_edge(capabilities: Capabilities) -> None:
    lines = text(paper_samples.receipt(), capabilities).splitlines()
    for line in paper_samples.receipt_lines():
        amount = f"{line.amount:,}".replace(",", ".")
        assert any(row.endswith(" " + amount) and len(row) == capabilities.columns for row in lines), amount


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
def test_the_large_total_ends_there_too(capabilities: Capabilities) -> None:
    lines = text(paper_samples.receipt(), capabilities).splitlines()
    (total,) = (line for line in lines if "Rp 1.100.000" in line)
    assert total.endswith("Rp 1.100.000")
    assert len(total) == capabilities.columns


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
def test_the_facility_stands_under_each_line(capabilities: Capabilities) -> None:
    lines = text(paper_samples.receipt(), capabilities).splitlines()
    for line in paper_samples.receipt_lines():
        price_row = next(
            n for n, row in enumerate(lines) if row.endswith(f"{line.amount:,}".replace(",", "."))
        )
        assert f"  {line.facility}" in lines[price_row + 1 : price_row + 3]


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_receipt_promises_what_the_law_asks(language: str, capabilities: Capabilities) -> None:
    words = " ".join(text(paper_samples.receipt(language=language), capabilities).split()).lower()
    promise = {"id": "barang dapat ditukar/dikembalikan bila cacat", "en": "may be exchanged or returned"}
    assert promise[language] in words
    assert "tidak dapat" not in words


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
def test_only_a_copy_says_so_at_both_ends_with_its_time(capabilities: Capabilities) -> None:
    copy = paper_samples.receipt(copy=2, copied_at="Selasa, 3 April 2018 11.02 WIB")
    words = " ".join(text(copy, capabilities).split())
    assert words.startswith("SALINAN / COPY 2 Dicetak ulang Selasa, 3 April 2018 11.02 WIB")
    assert words.endswith("SALINAN / COPY 2 Dicetak ulang Selasa, 3 April 2018 11.02 WIB")
    assert "SALINAN" not in text(paper_samples.receipt(), capabilities)


@pytest.mark.parametrize("capabilities", ROLLS, ids=width_of)
def test_only_the_demo_says_data_contoh(capabilities: Capabilities) -> None:
    assert text(paper_samples.receipt(demo=True), capabilities).count("DATA CONTOH") == 2
    assert "CONTOH" not in text(paper_samples.receipt(), capabilities)


@given(name=printable, facility=printable, quantity=st.integers(1, 9999), price=st.integers(0, 10**9))
def test_no_receipt_line_is_ever_clipped(name: str, facility: str, quantity: int, price: int) -> None:
    line = ReceiptLine(name, facility, quantity, price, 0, quantity * price)
    for capabilities in ROLLS:
        (page,) = lay_out(paper_samples.receipt(lines=[line]), capabilities)
        check_inside(page)
        shown = iter("".join(item.text for item in page.items if isinstance(item, Text)))
        assert all(letter in shown for letter in line.name.replace(" ", "")), "a letter is missing"


@given(name=printable, facility=printable, price=st.integers(0, 10**10))
def test_no_label_reaches_over_its_edge(name: str, facility: str, price: int) -> None:
    for capabilities in LABELS:
        for page in lay_out(
            paper_samples.label(name, facility, price, running="12/50", demo=True), capabilities
        ):
            check_inside(page)


@pytest.mark.parametrize("capabilities", LABELS, ids=width_of)
@pytest.mark.parametrize("number", range(10))
def test_nothing_stands_in_the_quiet_zone(number: int, capabilities: Capabilities) -> None:
    (page,) = lay_out(paper_samples.ten_labels()[number], capabilities)
    (code,) = (item for item in page.items if isinstance(item, Qr))
    quiet = 4 * code.dots
    for item in page.items:
        if isinstance(item, Text):
            right = item.x + text_width(item.text, item.font)
            beside = right <= code.x - quiet or item.x >= code.x + code.side + quiet
            above_or_below = (
                item.y + item.font.height <= code.y - quiet or item.y >= code.y + code.side + quiet
            )
            assert beside or above_or_below, item


def check_apart(page: Page) -> None:
    """No two texts touch, and no text the code."""
    boxes = []
    for item in page.items:
        if isinstance(item, Text):
            right = item.x + text_width(item.text, item.font)
            boxes.append((item.x, item.y, right, item.y + item.font.height))
        elif isinstance(item, Qr):
            boxes.append((item.x, item.y, item.x + item.side, item.y + item.side))
    for one, other in itertools.combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        above = one[3] <= other[1] or other[3] <= one[1]
        assert beside or above, (one, other)


@pytest.mark.parametrize("capabilities", LABELS, ids=width_of)
def test_no_two_things_on_a_demo_label_touch(capabilities: Capabilities) -> None:
    for row in paper_samples.goods():
        (page,) = lay_out(paper_samples.label(*row, running="20/20", demo=True), capabilities)
        check_apart(page)
        check_inside(page)


@given(
    name=st.one_of(printable, st.text("ABC def", min_size=60, max_size=300)),
    facility=printable,
    price=st.integers(0, 10**10),
    note=st.one_of(st.none(), printable),
    url=st.sampled_from([paper_samples.LABEL_URL, "HTTP://192.168.100.200:8080/LONGER/THAN/IT/SHOULD/BE/"]),
)
def test_whatever_a_label_says_nothing_touches(
    name: str, facility: str, price: int, note: str | None, url: str
) -> None:
    for capabilities in LABELS:
        label = paper_samples.label(name, facility, price, running="20/20", demo=True)
        (page,) = lay_out(dataclasses.replace(label, note=note, url=url + label.code), capabilities)
        check_apart(page)
        check_inside(page)


@pytest.mark.parametrize("capabilities", LABELS, ids=width_of)
@pytest.mark.parametrize("number", range(10))
def test_a_label_says_everything_in_whole_words(number: int, capabilities: Capabilities) -> None:
    label = paper_samples.ten_labels()[number]
    (page,) = lay_out(label, capabilities)
    shown = " ".join(item.text for item in page.items if isinstance(item, Text))
    for part in (
        label.name,
        f"Rp {label.price:,}".replace(",", "."),
        label.facility,
        label.code,
        label.running,
    ):
        assert str(part) in shown


def test_codes_are_five_dots_a_module_and_four_only_for_long_names_on_the_small_label() -> None:
    def dots(name: str, media: str) -> int:
        (page,) = lay_out_raster(
            paper_samples.label(name, "Lapas Padang", 35_000), Capabilities.of("escpos", media)
        )
        return next(item.dots for item in page.items if isinstance(item, Qr))

    assert dots("Batik Tulis", "40x30") == dots("Batik Tulis", "50x30") == 5
    assert dots(paper_samples.LONGEST, "50x30") == 5
    assert dots(paper_samples.LONGEST, "40x30") == 4


@given(
    st.one_of(printable, st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.-")).filter(
        lambda data: 0 < len(data) < 200
    )
)
def test_the_size_of_a_code_is_known_before_it_is_drawn(data: str) -> None:
    assert qr_modules(data) >= len(qr_rows(data))


def test_a_label_address_of_38_letters_takes_25_modules() -> None:
    url = "HTTPS://PAMERAN-KARYA-UNGGUL.ID/P/ABCDE"[:38]
    assert qr_modules(url) == len(qr_rows(url)) == 25


@pytest.mark.parametrize("width", [256, 320, 384, 432, 512, 576, 640, 832])
@pytest.mark.parametrize("document", paper_samples.for_rolls(), ids=lambda document: document.kind)
def test_a_measured_width_is_kept_whatever_it_is(document: Document, width: int) -> None:
    capabilities = Capabilities.of("escpos", "80mm", width_dots=width, columns=width // 12)
    for page in [*lay_out(document, capabilities), *lay_out_raster(document, capabilities)]:
        check_inside(page)


def test_more_columns_than_dots_are_not_believed() -> None:
    (page,) = lay_out(paper_samples.receipt(), Capabilities.of("escpos", "80mm", width_dots=384))
    check_inside(page)


@pytest.mark.parametrize("document", paper_samples.for_labels(), ids=lambda document: document.kind)
@pytest.mark.parametrize("width", [304, 384, 400, 448])
def test_a_label_keeps_to_the_head_of_its_printer(document: Document, width: int) -> None:
    for language in ("escpos", "tspl", "zpl"):
        for page in lay_out(document, Capabilities.of(language, "50x30", width_dots=width)):
            check_inside(page)


LONG_WORDS = ("Kopi", paper_samples.LONGEST, *("B" * letters for letters in (14, 20, 30, 60)))
PLACES = ("Rutan", "Lapas Narkotika Kelas IIA Bandar Lampung")
PRICES = (500, 65_000, 1_250_000, 12_500_000, 125_000_000, 1_000_000_000)
DRAWN = [Capabilities.of("tspl", media, mode="raster") for media in ("50x30", "40x30")]


@pytest.mark.parametrize("capabilities", LABELS + DRAWN + ROLLS, ids=width_of)
def test_a_label_shows_its_whole_price(capabilities: Capabilities) -> None:
    for name, place, price in itertools.product(LONG_WORDS, PLACES, PRICES):
        for document in (
            paper_samples.label(name, place, price),
            paper_samples.label(name, place, price, note="Contoh, tidak dijual", demo=True),
            paper_samples.serial_label(name=name, facility=place, price=price),
            paper_samples.food_label(name=name, producer=place, price=price),
            paper_samples.shelf_card(name=name, facility=place, price=price),
        ):
            if document.kind == "shelf" and capabilities.is_label:
                continue
            pages = lay_out(document, capabilities)
            check_inside(pages[0])
            written = " ".join(item.text for item in pages[0].items if isinstance(item, Text))
            assert f"Rp {price:,}".replace(",", ".") in written, (document, written)
