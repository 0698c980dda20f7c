"""PDF: label sheets whose every code scans at 200 dpi, receipts that read like the paper."""

import paper_samples
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from printers.capabilities import Capabilities
from printers.documents import LabelBatch, batches
from printers.encoders.encode import calibration_sheet, pdf, text

PLACES = {"50x30": 4 * 9, "40x30": 5 * 9}


def pictures(data: bytes, dpi: int = 200) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def page_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def scanned(picture: Image.Image) -> list[str]:
    return sorted(
        found.text for found in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCodeModel2)
    )


def labels(count: int) -> list[LabelBatch]:
    rows = paper_samples.goods()[:count]
    return batches([paper_samples.label(*row, number) for number, row in enumerate(rows)])


@pytest.mark.parametrize("media", ["50x30", "40x30"])
def test_every_code_of_a_full_sheet_scans_at_200_dpi(media: str) -> None:
    parts = labels(PLACES[media])
    (sheet,) = pictures(pdf(parts, Capabilities.of("escpos", media)))
    assert scanned(sheet) == sorted(label.url for part in parts for label in part.labels)


def test_a_sheet_begun_before_goes_on_where_it_ended() -> None:
    capabilities = Capabilities.of("escpos", "50x30")
    (sheet,) = pictures(pdf([labels(2)[0]], capabilities, start=34))
    assert len(scanned(sheet.crop((0, sheet.height - 360, sheet.width, sheet.height)))) == 2
    first, second = pictures(pdf([labels(3)[0]], capabilities, start=34))
    assert (len(scanned(first)), len(scanned(second))) == (2, 1)


def test_the_calibration_sheet_numbers_its_places() -> None:
    data = calibration_sheet(paper_samples.ten_labels()[0], Capabilities.of("escpos", "50x30"))
    assert {str(number) for number in range(1, 37)} <= set(page_text(data).split())
    assert "100 mm" in page_text(data)


@pytest.mark.parametrize("media", ["80mm", "58mm"])
def test_a_receipt_is_one_page_that_reads_and_scans(media: str) -> None:
    capabilities = Capabilities.of("escpos", media)
    data = pdf([paper_samples.receipt()], capabilities)
    (page,) = pictures(data)
    assert scanned(page) == [paper_samples.RECEIPT_URL]
    said = paper_samples.without_codes(text(paper_samples.receipt(), capabilities))
    assert set(said.split()) <= set(page_text(data).split())


def test_the_same_document_is_the_same_file() -> None:
    capabilities = Capabilities.of("escpos", "80mm")
    assert pdf([paper_samples.receipt()], capabilities) == pdf([paper_samples.receipt()], capabilities)


@pytest.mark.parametrize("document", paper_samples.for_rolls(), ids=lambda document: document.kind)
def test_every_paper_has_a_pdf(document: object) -> None:
    assert len(pictures(pdf([document], Capabilities.of("escpos", "80mm")), dpi=50)) == 1  # type: ignore[list-item]
