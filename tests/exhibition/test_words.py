"""Words that nobody may read anywhere: an unlawful clause, and names for people that take their dignity."""

import re
from pathlib import Path

import paper_samples
import pytest

from printers.capabilities import Capabilities
from printers.documents import Document, Receipt, from_json, to_json
from printers.encoders.encode import text
from printers.phrases import PHRASES

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pos", "printers", "exhibition", "static")
SPOKEN = {".py", ".js", ".html", ".css", ".webmanifest", ".csv"}
# Law 8/1999, article 18: goods may always be brought back when they are faulty.
UNLAWFUL = re.compile(
    r"(tidak|tak|tdk)\s+(dapat|bisa|boleh)\s+(di)?(tukar|kembali|retur)|no\s+(returns|refunds|exchanges)\b"
    r"|non-?refundable|all\s+sales\s+(are\s+)?final",
    re.IGNORECASE,
)
UNDIGNIFIED = re.compile(r"\b(napi|tahanan|penjara|inmates?|prisoners?|convicts?)\b", re.IGNORECASE)
# Official names of institutions, as they are registered.
OFFICIAL = re.compile(r"(Rumah|Rutan|Rupbasan|Cabang Rumah) Tahanan( Negara)?", re.IGNORECASE)
OURS = sorted(
    file
    for folder in FOLDERS
    for file in (ROOT / folder).rglob("*")
    if file.suffix in SPOKEN and "vendor" not in file.parts
)


def spoken(file: Path) -> str:
    return OFFICIAL.sub("", " ".join(file.read_text(encoding="utf-8").split()))


def documents(language: str) -> list[Document]:
    """One of each, in this language."""
    samples = [*paper_samples.one_of_each(), paper_samples.x_report(), paper_samples.return_note()]
    return [
        from_json(data | {"language": language}) if "language" in (data := to_json(sample)) else sample
        for sample in samples
    ]


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_page_no_word_and_no_message_says_what_must_not_be_said(file: Path) -> None:
    assert UNLAWFUL.findall(spoken(file)) == []
    assert UNDIGNIFIED.findall(spoken(file)) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_paper_says_what_must_not_be_said(language: str) -> None:
    for document in documents(language):
        media = "50x30" if document.kind in ("label", "serial", "labels") else "58mm"
        said = " ".join(text(document, Capabilities.of("escpos", media)).split())
        assert not UNLAWFUL.search(said), document.kind
        assert not UNDIGNIFIED.search(said), document.kind


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_receipt_says_that_faulty_goods_may_come_back(language: str) -> None:
    receipt = next(document for document in documents(language) if isinstance(document, Receipt))
    said = " ".join(text(receipt, Capabilities.of("escpos", "80mm")).split())
    assert getattr(PHRASES["exchange"], language) in said


def test_the_watch_knows_what_it_looks_for() -> None:
    exchanged, money = "ditukar", "refunds"
    assert UNLAWFUL.search(f"Barang yang sudah dibeli tidak dapat {exchanged}")
    assert UNLAWFUL.search(f"No {money}")
    assert UNDIGNIFIED.search(f"na{'pi'}")
    assert not UNDIGNIFIED.search("Narapidana, tahan 4 hari")
