"""Real documents through the real encoders onto virtual paper: every language, every width."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from printing_press import QUICK, Add, Press

from printers.documents import (
    DrawerKick,
    PaymentLine,
    ProductLabel,
    Receipt,
    ReceiptLine,
    TestPage,
    batches,
    to_json,
)
from printers.emulator.printer import VirtualPrinter
from printers.worker import encode_document

URL = "HTTPS://LAPAK.EXAMPLE/P/7Q2MXK"
RECEIPT = Receipt(
    number="07A-0123",
    event="Pameran Produk Unggulan",
    stall="07",
    stall_name="Jawa Barat",
    sold_at="Selasa, 3 April 2018 10.15 WIB",
    lines=[ReceiptLine("Batik tulis sogan", "Lapas Cirebon", 2, 175_000, 0, 350_000)],
    total=350_000,
    payments=[PaymentLine("cash", 350_000, 400_000)],
    change=50_000,
    receipt_url="https://lapak.example/r/4GQ7ZJX0V1K8N2M5",
)
LABELS = [ProductLabel(f"Batik tulis sogan {n}", 175_000, "Lapas Cirebon", "7Q2MXK", URL) for n in range(25)]


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    patient = replace(QUICK, patience=replace(QUICK.patience, answer=8))
    shop = Press(tmp_path, patient, encoder=encode_document)
    yield shop
    shop.close()


def print_one(press: Press, device: VirtualPrinter, job_kind: str, document: Any, **setup: Any) -> None:
    press.set_printer(device, **setup)
    press.submit(Add(job_kind, "subject", "07", to_json(document), printer="kasir"))
    press.service.wake("07")
    press.wait_for("subject", "printed", "sent")
    assert device.errors == []


@pytest.mark.parametrize("media", ["80mm", "58mm"])
@pytest.mark.parametrize("native_qr", [True, False])
@pytest.mark.parametrize("mode", ["text", "raster"])
def test_a_receipt_fits_its_paper_and_its_code_can_be_scanned(
    press: Press, media: str, native_qr: bool, mode: str
) -> None:
    with VirtualPrinter(media=media) as device:
        print_one(press, device, "receipt", RECEIPT, native_qr=native_qr, caps={"mode": mode})
        [paper] = device.papers
        assert paper.overflow == []
        assert [found.text for found in zxingcpp.read_barcodes(paper.image().convert("L"))] == [
            RECEIPT.receipt_url
        ]
        assert mode == "raster" or "07A-0123" in paper.text()
        assert device.kicks == []


@pytest.mark.parametrize("language", ["escpos", "tspl", "zpl"])
@pytest.mark.parametrize("media", ["50x30", "40x30"])
def test_a_part_of_labels_comes_out_whole_in_every_language(press: Press, language: str, media: str) -> None:
    with VirtualPrinter(language=language, media=media) as device:
        completion = "gs_r" if language == "escpos" else "poll"
        print_one(press, device, "label", batches(LABELS)[0], kind="label", completion=completion)
        assert device.wait_until(lambda printer: len(printer.papers) == 20)
        for paper in device.papers:
            assert paper.overflow == []
            assert [found.text for found in zxingcpp.read_barcodes(paper.image().convert("L"))] == [URL]


def test_a_label_printer_without_paper_goes_on_after_the_refill(press: Press) -> None:
    with VirtualPrinter(language="tspl", media="50x30") as device:
        device.fault("paper_out", at_byte=2000)
        press.set_printer(device, kind="label", completion="poll")
        press.submit(Add("label", "subject", "07", to_json(batches(LABELS)[0]), printer="kasir"))
        press.service.wake()
        press.wait_for_printer("paper_out")
        device.repair()
        assert press.wait_for("subject", "sent")["evidence"] == "idle"
        assert len(device.papers) == 20


def test_a_drawer_kick_and_a_test_page_are_understood(press: Press) -> None:
    with VirtualPrinter() as device:
        print_one(press, device, "drawer", DrawerKick())
        assert (len(device.kicks), device.papers) == (1, [])
    with VirtualPrinter() as device:
        page = TestPage(printer="kasir", stall="07", printed_at="hari ini")
        press.submit(Add("test", "page", "07", to_json(page), printer="kasir"))
        press.set_printer(device)
        press.wait_for("page", "printed")
        assert device.errors == []
        assert len(device.papers) == 1
