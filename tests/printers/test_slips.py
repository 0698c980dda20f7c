"""The papers of the staff and the goods say what they must, and nothing they must not."""

import paper_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.capabilities import Capabilities
from printers.encoders.encode import text
from printers.food import missing_facts, permit_is_well_formed
from printers.number_words import LIMIT, in_words, rupiah_in_words

ROLL = Capabilities.of("escpos", "80mm")
DIGITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
WORDS = {word: number for number, word in enumerate(DIGITS.split())}
SCALES = {"ribu": 1000, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def words(document: object) -> str:
    return " ".join(text(document, ROLL).split())  # type: ignore[arg-type]


def read_words(said: str) -> int:
    """The number that Indonesian words mean, by rules of its own."""
    total = part = last = 0
    for word in said.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        if word in SCALES:
            total += (part + last) * SCALES[word]
            part = last = 0
        elif word in ("puluh", "ratus"):
            part += last * (10 if word == "puluh" else 100)
            last = 0
        elif word == "belas":
            part += 10 + last
            last = 0
        else:
            last = WORDS[word]
    return total + part + last


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (12, "dua belas"),
        (100, "seratus"),
        (1000, "seribu"),
        (1_001_500, "satu juta seribu lima ratus"),
        (1_000_000, "satu juta"),
        (21_000, "dua puluh satu ribu"),
        (101_000, "seratus satu ribu"),
        (5_250_000, "lima juta dua ratus lima puluh ribu"),
        (-70_000, "minus tujuh puluh ribu"),
    ],
)
def test_amounts_are_said_as_people_say_them(number: int, said: str) -> None:
    assert in_words(number) == said


@given(st.integers(0, LIMIT - 1))
def test_words_mean_the_number_they_were_made_from(number: int) -> None:
    assert read_words(in_words(number)) == number


def test_a_number_beyond_words_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        rupiah_in_words(LIMIT)


def test_a_kuitansi_says_the_amount_in_words_and_asks_for_a_stamp_only_above_five_million() -> None:
    assert "lima juta dua ratus lima puluh ribu rupiah" in words(paper_samples.kuitansi())
    assert "Meterai" in words(paper_samples.kuitansi())
    assert "Meterai" not in words(paper_samples.kuitansi(amount=5_000_000))


def test_an_x_report_does_not_tell_what_the_drawer_should_hold() -> None:
    x_report = words(paper_samples.x_report())
    assert "LAPORAN X" in x_report
    assert "Tunai" not in x_report
    for phrase in ("Seharusnya", "Kotor", "BERSIH", "Setoran"):
        assert phrase not in x_report
        assert phrase.upper() in words(paper_samples.shift_report()).upper()


def test_a_z_report_names_each_deposit_and_every_payment_nobody_has_seen_arrive() -> None:
    z_report = words(paper_samples.shift_report())
    assert "Setoran -2.000.000 13.05 ketua-07 > bendahara 1.000.000 Setoran siang" in z_report
    assert "16.30 ketua-07 > bendahara 1.000.000" in z_report
    assert "Belum dipastikan masuk 07A-0041 QRIS 150.000 07A-0057 Transfer 1.250.000" in z_report
    assert "No. Z-07A-003" in z_report
    assert "Seharusnya 5.065.200 100.000 x 40" in z_report
    assert "Dihitung 5.065.500 Selisih Rp 300" in z_report


def test_a_delivery_note_shows_where_the_count_differs_from_the_waybill() -> None:
    assert "! 24 di surat jalan" in words(paper_samples.delivery_note())
    assert words(paper_samples.delivery_note()).count("di surat jalan") == 1
    assert "SURAT KEMBALI BARANG" in words(paper_samples.delivery_note(direction="out"))


def test_a_deposit_is_counted_by_denomination_and_signed_by_both() -> None:
    shown = words(paper_samples.deposit_slip())
    assert "100.000 x 40 4.000.000" in shown
    assert "Yang menyerahkan: ketua-07" in shown
    assert "Yang menerima: bendahara" in shown


def test_a_food_label_names_what_is_missing_and_says_so_on_paper() -> None:
    assert missing_facts(paper_samples.food_label()) == []
    assert "BELUM LENGKAP" not in words(paper_samples.food_label())
    bare = paper_samples.food_label(composition="", permit="", expires_on="\x1b")
    assert missing_facts(bare) == ["composition", "expires_on", "permit"]
    assert "BELUM LENGKAP, jangan dijual Komposisi, Baik digunakan sebelum, Izin edar" in words(bare)


def test_food_that_keeps_less_than_a_week_needs_no_permit() -> None:
    assert missing_facts(paper_samples.food_label(permit="", shelf_life_days=5)) == []
    assert missing_facts(paper_samples.food_label(permit="", shelf_life_days=7)) == ["permit"]


@pytest.mark.parametrize(
    ("permit", "well_formed"),
    [
        ("P-IRT 2101234567890-28", True),
        ("P-IRT 0000000000000-00 (CONTOH)", True),
        ("P-IRT 12-28", False),
        ("BPOM RI MD 123", True),
    ],
)
def test_a_household_permit_has_fifteen_digits(permit: str, *, well_formed: bool) -> None:
    assert permit_is_well_formed(permit) is well_formed


@pytest.mark.parametrize(
    "make",
    [
        paper_samples.kuitansi,
        paper_samples.shift_report,
        paper_samples.deposit_slip,
        paper_samples.refund_slip,
    ],
)
def test_a_copy_of_any_slip_says_so_at_both_ends(make: object) -> None:
    shown = words(make(copy=1, copied_at="3 April 2018 18.00 WIB"))  # type: ignore[operator]
    assert shown.startswith("SALINAN / COPY 1")
    assert shown.endswith("SALINAN / COPY 1 Dicetak ulang 3 April 2018 18.00 WIB")
    assert "SALINAN" not in words(make())  # type: ignore[operator]
