"""What the encoders send, read back by virtual printers: no unknown byte, one cut, codes that scan."""

import tracemalloc
from collections.abc import Sequence
from time import process_time
from typing import Any

import paper_samples
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from printing_desk import Desk

from printers.capabilities import Capabilities
from printers.documents import Document, DocumentError, DrawerKick, Receipt, batches, from_json, to_json
from printers.emulator.tspl import TsplDecoder
from printers.emulator.zpl import ZplDecoder
from printers.encoders.encode import draw, encode, text

ROLLS = [
    Capabilities.of("escpos", media, native_qr, mode=mode)
    for media in ("80mm", "58mm")
    for native_qr in (True, False)
    for mode in ("text", "raster")
]
LABELS = [
    Capabilities.of(language, media, native_qr, mode=mode)
    for media in ("50x30", "40x30")
    for language, mode, native_qr in (
        ("escpos", "raster", False),
        ("tspl", "text", True),
        ("tspl", "text", False),
        ("tspl", "raster", False),
        ("zpl", "text", True),
        ("zpl", "text", False),
        ("zpl", "raster", False),
    )
]
HOSTILE = (
    'Kopi\x1b@\x1dV\x00\x1bp0\x00\x10\x14 ^XA~JA^FS_5E "PRINT" \\["] \r\nCLS '
    "\U0001f600 \u202e \x9b Ibu\u2019s"
)


def kind_of(capabilities: Capabilities) -> str:
    code = "own-code" if capabilities.native_qr else "drawn-code"
    return f"{capabilities.language}-{capabilities.media}-{capabilities.mode}-{code}"


def printed(document: Document, capabilities: Capabilities) -> Desk:
    """`document` on the virtual printer, which must understand every byte."""
    desk = Desk(capabilities.width_dots, capabilities.height_dots)
    if capabilities.language == "tspl":
        desk.decoder = TsplDecoder(desk, capabilities.width_dots, capabilities.height_dots)
    if capabilities.language == "zpl":
        desk.decoder = ZplDecoder(desk, capabilities.width_dots, capabilities.height_dots)
    desk.print(encode(document, capabilities))
    assert desk.errors == []
    assert not any(paper.overflow for paper in desk.papers)
    return desk


def scanned(picture: Image.Image) -> list[str]:
    return [
        found.text
        for found in zxingcpp.read_barcodes(picture.convert("L"), zxingcpp.BarcodeFormat.QRCodeModel2)
    ]


def words(written: str) -> str:
    return " ".join(written.split())


@pytest.mark.parametrize("capabilities", ROLLS, ids=kind_of)
@pytest.mark.parametrize("document", paper_samples.for_rolls(), ids=lambda document: document.kind)
def test_each_document_is_one_paper_with_one_cut_and_no_kick(
    document: Document, capabilities: Capabilities
) -> None:
    desk = printed(document, capabilities)
    assert len(desk.papers) == 1
    assert desk.kicks == []
    assert encode(document, capabilities).count(b"\x1dVB\x00") == 1


@pytest.mark.parametrize("capabilities", ROLLS, ids=kind_of)
def test_the_code_of_a_receipt_scans_from_the_paper(capabilities: Capabilities) -> None:
    (paper,) = printed(paper_samples.receipt(), capabilities).papers
    assert scanned(paper.image()) == [paper_samples.RECEIPT_URL]
    assert scanned(draw(paper_samples.receipt(), capabilities)) == [paper_samples.RECEIPT_URL]


@pytest.mark.parametrize("media", ["80mm", "58mm"])
def test_the_paper_reads_as_the_layout_says(media: str) -> None:
    capabilities = Capabilities.of("escpos", media, native_qr=False)
    (paper,) = printed(paper_samples.receipt(), capabilities).papers
    shown = [words(line) for line in paper.text().splitlines() if line.strip() and "[" not in line]
    said = paper_samples.without_codes(text(paper_samples.receipt(), capabilities))
    assert shown == [words(line) for line in said.splitlines() if line.strip()]


@pytest.mark.parametrize("media", ["80mm", "58mm"])
def test_the_picture_shows_what_the_printer_prints(media: str) -> None:
    capabilities = Capabilities.of("escpos", media, mode="raster")
    (paper,) = printed(paper_samples.receipt(), capabilities).papers
    picture = draw(paper_samples.receipt(), capabilities)
    box = (0, 0, picture.width, min(picture.height, paper.height) - 30)
    assert paper.image().crop(box).tobytes() == picture.crop(box).tobytes()


@pytest.mark.parametrize("capabilities", LABELS, ids=kind_of)
def test_ten_labels_with_the_longest_names_scan(capabilities: Capabilities) -> None:
    (batch,) = batches(paper_samples.ten_labels())
    papers = printed(batch, capabilities).papers
    assert [scanned(paper.image()) for paper in papers] == [[label.url] for label in batch.labels]
    assert all(paper.image().size == (capabilities.width_dots, capabilities.height_dots) for paper in papers)


@pytest.mark.parametrize(("media", "size"), [("50x30", (400, 240)), ("40x30", (320, 240))])
def test_the_picture_of_a_label_is_dot_for_dot_and_scans(media: str, size: tuple[int, int]) -> None:
    for label in paper_samples.ten_labels():
        picture = draw(label, Capabilities.of("escpos", media))
        assert (picture.size, picture.mode) == (size, "1")
        assert scanned(picture) == [label.url]


@pytest.mark.parametrize("capabilities", [row for row in LABELS if row.mode == "text"], ids=kind_of)
def test_a_native_label_says_name_price_and_place(capabilities: Capabilities) -> None:
    for label in paper_samples.ten_labels():
        (paper,) = printed(label, capabilities).papers
        shown = words(" ".join(item.text for item in paper.items if hasattr(item, "text")))
        assert label.name in shown
        assert label.facility in shown
        assert f"Rp {label.price:,}".replace(",", ".") in shown


@pytest.mark.parametrize("capabilities", ROLLS + LABELS, ids=kind_of)
def test_a_hostile_name_changes_nothing_but_its_own_letters(capabilities: Capabilities) -> None:
    check_name(HOSTILE, capabilities)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200))
def test_no_name_whatsoever_gives_an_order_to_a_printer(name: str) -> None:
    for capabilities in (ROLLS[0], ROLLS[4], LABELS[0], LABELS[1], LABELS[4]):
        check_name(name, capabilities)


WORDS = (
    "name", "facility", "stall_name", "event", "venue", "staff", "contact", "collect", "reference", "reason",
    "approved_by", "received_from", "purpose", "place", "receiver", "giver", "taker", "number", "second",
    "producer", "address", "composition", "net", "batch", "storage", "allergens", "halal", "permit", "note",
    "story", "unit", "name_en", "printer", "stall", "rerouted_from", "replaces",
)  # fmt: skip


def saying(document: Document, name: str) -> Document:
    """The document with `name` in place of everything that somebody may have typed."""

    def said(data: Any, key: str = "") -> Any:
        if isinstance(data, dict):
            return {field: said(value, field) for field, value in data.items()}
        if isinstance(data, list):
            return [said(value, key) for value in data]
        return name if key in WORDS and isinstance(data, str) else data

    return from_json(said(to_json(document)))


ON_ROLLS = st.tuples(st.sampled_from(paper_samples.for_rolls()), st.sampled_from(ROLLS))
ON_LABELS = st.tuples(st.sampled_from(paper_samples.for_labels()), st.sampled_from(LABELS))


@settings(max_examples=40, deadline=None)
@given(ON_ROLLS | ON_LABELS, st.just(HOSTILE) | st.text(min_size=1, max_size=60))
def test_no_word_on_any_document_gives_an_order(paper: tuple[Document, Capabilities], name: str) -> None:
    document, capabilities = paper
    assert printed(saying(document, name), capabilities).kicks == []


def check_name(name: str, capabilities: Capabilities) -> None:
    """The printer understands every byte, gives one paper, opens no drawer, and the code still scans."""
    if capabilities.is_label:
        document: Document = paper_samples.label(name, name, 35_000)
        url = paper_samples.label(name, name, 35_000).url
    else:
        line = paper_samples.ReceiptLine(name, name, 1, 35_000, 0, 35_000)
        document, url = paper_samples.receipt(lines=[line], staff=name), paper_samples.RECEIPT_URL
    desk = printed(document, capabilities)
    assert desk.kicks == []
    assert len(desk.papers) == 1
    assert scanned(desk.papers[0].image()) == [url]


def test_a_drawer_kick_is_a_kick_and_no_paper() -> None:
    desk = printed(DrawerKick(), ROLLS[0])
    assert (len(desk.kicks), desk.papers) == (1, [])


def test_nothing_but_a_drawer_kick_opens_the_drawer() -> None:
    for document in paper_samples.for_rolls():
        assert b"\x1bp" not in encode(document, ROLLS[0])


def test_every_job_leaves_kanji_mode_after_its_only_reset() -> None:
    for capabilities in ROLLS + [row for row in LABELS if row.language == "escpos"]:
        batch, receipt = batches(paper_samples.ten_labels())[0], paper_samples.receipt()
        data = encode(batch if capabilities.is_label else receipt, capabilities)
        assert data.startswith(b"\x1b@\x1c.")
        assert data.count(b"\x1b@") == 1


def test_a_printer_without_a_cutter_feeds_to_its_edge() -> None:
    data = encode(paper_samples.receipt(), Capabilities.of("escpos", "58mm", cutter=False))
    assert data.endswith(b"\x1bd\x04")
    assert b"\x1dV" not in data


def test_a_long_receipt_is_drawn_in_strips_of_at_most_200_rows() -> None:
    long = paper_samples.receipt(lines=paper_samples.receipt_lines() * 30)
    for strip_rows in (200, 64):
        capabilities = Capabilities.of("escpos", "80mm", mode="raster", strip_rows=strip_rows)
        heights = [item.height for item in printed(long, capabilities).papers[0].items]  # type: ignore[union-attr]
        assert sum(heights) > 5000
        assert max(heights) == strip_rows


def test_labels_count_the_same_on_every_printer() -> None:
    (batch,) = batches(paper_samples.ten_labels())
    assert {len(printed(batch, capabilities).papers) for capabilities in LABELS} == {10}


def test_a_tspl_printer_never_repeats_a_counted_label_by_itself() -> None:
    data = encode(batches(paper_samples.ten_labels())[0], Capabilities.of("tspl", "50x30"))
    assert data.count(b"SET REPRINT OFF\r\n") == 1
    assert data.count(b"PRINT 1,1\r\n") == 10
    assert data.count(b",M2,") == 10


def test_a_receipt_is_bytes_of_ascii_and_a_few_commands() -> None:
    data = encode(paper_samples.receipt(), Capabilities.of("escpos", "80mm"))
    assert len(data) < 2500
    assert isinstance(paper_samples.receipt(), Receipt)
    assert max(data) < 0x80


@pytest.mark.parametrize("capabilities", LABELS, ids=kind_of)
@pytest.mark.parametrize("document", paper_samples.for_labels(), ids=lambda document: document.kind)
def test_each_label_scans_from_its_first_paper(document: Document, capabilities: Capabilities) -> None:
    papers = printed(document, capabilities).papers
    assert scanned(papers[0].image()) == [document.url]  # type: ignore[attr-defined]
    assert len(papers) == (1 if document.kind != "food" else len(papers))


@pytest.mark.parametrize("media", ["80mm", "58mm"])
def test_both_codes_of_the_calibration_page_come_out_whatever_is_set(media: str) -> None:
    for native_qr in (True, False):
        desk = Desk(384)
        desk.print(encode(paper_samples.calibration_page(), Capabilities.of("escpos", media, native_qr)))
        assert desk.errors == []
        (paper,) = desk.papers
        assert sorted(scanned(paper.image())) == ["LAPAK KALIBRASI A", "LAPAK KALIBRASI B"]
        assert paper.qr_codes == ["LAPAK KALIBRASI A"]


def test_a_label_printer_has_no_drawer_to_open() -> None:
    for capabilities in (Capabilities.of("tspl", "50x30"), Capabilities.of("escpos", "80mm", drawer=False)):
        with pytest.raises(DocumentError):
            encode(DrawerKick(), capabilities)


def test_a_thousand_labels_are_encoded_in_a_second_and_drawn_in_ten() -> None:
    goods = (paper_samples.goods() * 5)[:1000]
    parts = batches([paper_samples.label(*row, number) for number, row in enumerate(goods)])
    for language, part_of_them, seconds in (("tspl", 1, 1.0), ("zpl", 1, 1.0), ("escpos", 10, 10.0)):
        capabilities = Capabilities.of(language, "50x30")
        encode(parts[0], capabilities)
        started = process_time()
        for part in parts[::part_of_them]:
            encode(part, capabilities)
        assert (process_time() - started) * part_of_them < seconds


def test_memory_does_not_grow_with_the_number_of_labels() -> None:
    """The parts of a queue are encoded one by one: what one took is given back before the next."""
    raster = Capabilities.of("tspl", "50x30", mode="raster")
    goods = (paper_samples.goods() * 5)[:1000]
    parts = batches([paper_samples.label(*row, number) for number, row in enumerate(goods)])
    few, thousand = _peak_of(parts[:15], raster), _peak_of(parts, raster)  # 300 codes fill the cache of 256
    assert thousand < few * 1.25
    assert thousand < 4_000_000


def _peak_of(parts: Sequence[Document], capabilities: Capabilities) -> int:
    tracemalloc.start()
    for part in parts:
        encode(part, capabilities)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
