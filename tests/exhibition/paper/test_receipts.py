"""What stands on a receipt comes from the journal alone."""

from dataclasses import replace
from typing import Any

import pytest
from facts import refund_data, sale_data

from exhibition.paper.receipts import (
    Letterhead,
    balance_slip,
    collect_text,
    local_time,
    receipt,
    refund_slip,
)
from pos.ways_of_paying import balance_payment
from printers.documents import from_json, to_json

HEAD = Letterhead(event="Pameran Contoh", venue="Plasa Industri", demo=True, base_url="http://10.0.0.5:8080")


def test_a_receipt_says_what_was_sold_by_whom_and_when() -> None:
    paper = receipt(sale_data(), HEAD)
    assert paper.number == "07A-0123"
    assert paper.sold_at == "Selasa, 3 April 2018 10.15 WIB"
    assert paper.total == 349_700
    assert paper.rounding == -300
    assert paper.lines[0].facility == "Lapas Pekalongan"
    assert paper.lines[0].discount == 10_000
    assert paper.receipt_url == "http://10.0.0.5:8080/r/Q2hhbmdlIG1l"
    assert paper.demo


def test_the_change_is_what_was_tendered_beyond_the_amount() -> None:
    assert receipt(sale_data(), HEAD).change == 50_000
    short = {**sale_data()["payments"][0], "tendered": 1}
    assert receipt({**sale_data(), "payments": [short]}, HEAD).change == 0


def test_without_an_address_there_is_no_qr() -> None:
    assert receipt(sale_data(), Letterhead(event="Pameran")).receipt_url is None


ORDER = {"deposit": 100_000, "pickup": "Ambil: Stan 07 · 2018-04-17"}


def an_order(**changes: Any) -> dict[str, Any]:
    line = {**sale_data()["lines"][0], "order": ORDER, "amount": 350_000}
    paid = {**sale_data()["payments"][0], "amount": 99_700, "tendered": 100_000}
    return sale_data(lines=[line], payments=[paid, balance_payment(250_000)], **changes)


def test_an_order_says_what_is_paid_down_what_is_left_and_when_to_come() -> None:
    paper = receipt(an_order(), HEAD)
    assert (paper.total, paper.balance, paper.change) == (349_700, 250_000, 300)
    assert [payment.method for payment in paper.payments] == ["cash"], "the balance was paid by nothing yet"
    assert paper.lines[0].collect == "Ambil: Stan 07, 17 April 2018"


@pytest.mark.parametrize(
    ("language", "pickup", "text"),
    [
        ("id", "Kirim · 2018-04-17", "Dikirim, 17 April 2018"),
        ("en", "Ambil: Stan 07 · 2018-05-01", "Collect: Stan 07, 1 May 2018"),
        ("en", "Kirim", "Delivered"),
        ("id", "titip ke satpam", "titip ke satpam"),
        ("id", "", ""),
    ],
)
def test_how_it_is_collected_is_said_in_words(language: str, pickup: str, text: str) -> None:
    assert collect_text(pickup, replace(HEAD, language=language)) == text


def test_a_settlement_says_what_came_in() -> None:
    received = [{**sale_data()["payments"][0], "amount": 250_000, "tendered": 300_000}]
    paid = {
        "sale_number": "07A-0123",
        "stall": "07",
        "paid_at": "2018-04-17T03:15:02+00:00",
        "received": received,
        "staff": None,
    }
    paper = balance_slip(paid, "Kanwil Jawa Barat", HEAD)
    assert (paper.amount, paper.change, paper.paid_at) == (
        250_000,
        50_000,
        "Selasa, 17 April 2018 10.15 WIB",
    )


def test_a_refund_slip_tells_what_was_paid_out() -> None:
    slip = refund_slip(refund_data(amount=350_000, unpaid=250_000), HEAD)
    assert (slip.amount, slip.unpaid) == (100_000, 250_000)


def test_a_refund_slip_names_the_sale_and_who_approved() -> None:
    slip = refund_slip(refund_data(), HEAD)
    assert (slip.number, slip.sale_number) == ("R07A-0001", "07A-0123")
    assert slip.approved_by == "ketua-07"
    assert slip.lines[0].amount == 175_000


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("id", ("Asia/Jakarta", "WIB"), "Selasa, 3 April 2018 10.15 WIB"),
        ("en", ("Asia/Jayapura", "WIT"), "Tuesday, 3 April 2018 12.15 WIT"),
    ],
)
def test_a_moment_is_written_as_at_the_venue(language: str, zone: tuple[str, str], text: str) -> None:
    head = Letterhead(event="", timezone=zone[0], tz_abbr=zone[1], language=language)
    assert local_time("2018-04-03T03:15:02+00:00", head) == text


@pytest.mark.parametrize("paper", [receipt(sale_data(), HEAD), refund_slip(refund_data(), HEAD)])
def test_what_the_spool_keeps_is_the_same_paper(paper: Any) -> None:
    assert from_json(to_json(paper)) == paper
