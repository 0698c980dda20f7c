"""How each document looks on each paper, dot by dot.

A wanted change: `pytest tests/printers/test_golden.py --update`, then look at the pictures before the commit.
"""

from pathlib import Path

import paper_samples
import pytest
from PIL import Image

from printers.capabilities import Capabilities
from printers.documents import Document
from printers.encoders.encode import draw
from printers.encoders.png import png_bytes

GOLDEN = Path(__file__).with_name("golden")


def papers() -> dict[str, tuple[Document, str]]:
    """Every document on every paper it is made for, by the name of its picture."""
    copied = {"copy": 1, "copied_at": "Selasa, 3 April 2018 11.02 WIB", "demo": True, "language": "en"}
    rolls = {document.kind: document for document in paper_samples.for_rolls()} | {
        "receipt-copy-en": paper_samples.receipt(**copied),
        "receipt-order": paper_samples.order_receipt(),
        "refund-order": paper_samples.refund_slip(amount=20_000, unpaid=50_000),
        "shift-x": paper_samples.x_report(),
        "delivery-out": paper_samples.return_note(),
        "kuitansi-nameless": paper_samples.kuitansi(received_from=""),
        "food-incomplete": paper_samples.food_label(permit="", halal=""),
        "calibration": paper_samples.calibration_page(),
    }
    labels = {document.kind: document for document in paper_samples.for_labels()} | {
        "calibration": paper_samples.calibration_page(),
        "test": paper_samples.test_page(),
    }
    return {
        f"{name}-{media}": (document, media)
        for group, medias in ((rolls, ("80mm", "58mm")), (labels, ("50x30", "40x30")))
        for name, document in group.items()
        for media in medias
    }


def drawn(document: Document, media: str) -> Image.Image:
    return draw(document, Capabilities.of("escpos", media))


@pytest.mark.parametrize("name", papers())
def test_paper_looks_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    picture = drawn(*papers()[name])
    path = GOLDEN / f"{name}.png"
    if request.config.getoption("--update"):
        path.write_bytes(png_bytes(picture))
    with Image.open(path) as golden:
        assert picture.size == golden.size
        assert picture.tobytes() == golden.convert("1", dither=Image.Dither.NONE).tobytes()


def test_there_is_no_picture_of_paper_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(papers())
