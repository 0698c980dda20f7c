"""The same vectors as the tablets' own reader, and whatever hypothesis thinks of."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.qris import check_static_code, checksum, read_fields
from pos.refusals import Invalid

SAMPLES = json.loads((Path(__file__).parent.parent / "samples" / "qris-vectors.json").read_text())
PAYLOADS = {vector["name"]: vector["payload"] for vector in SAMPLES["vectors"]}
STATIC = PAYLOADS["STATIC"]


def sealed(text: str) -> str:
    return f"{text}6304{checksum(text + '6304')}"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_every_vector_has_the_checksum_it_says(payload: str) -> None:
    assert checksum(payload[:-4]) == payload[-4:]
    assert read_fields(payload)["63"] == payload[-4:]


def test_the_static_code_is_taken_and_tidied() -> None:
    assert check_static_code(f"  {STATIC}\n") == STATIC


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (STATIC[:-1] + "E", "checksum is wrong"),
        (STATIC[:-4] + STATIC[-4:].lower(), "end in a checksum"),
        (PAYLOADS["150000 ref INV-0001"], "not a static code"),
        (PAYLOADS["EMVCo spec sample"], "not in rupiah|not a static code"),
        (sealed(STATIC[:-8] + "5802ID"), "58 occurs twice"),
        (sealed("0002010199ID"), "shorter than it says"),
        (sealed("00020101021153033605802ID5926" + "A" * 26), "1 to 25 characters"),
        ("", "end in a checksum"),
    ],
)
def test_a_code_that_nobody_could_pay_with_is_refused_with_its_reason(payload: str, problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_static_code(payload)
    assert any(part in refused.value.details["fields"][0]["problem"] for part in problem.split("|"))


def test_a_merchant_named_5802id_confuses_nobody() -> None:
    code = sealed("000201010211530336058" + "02ID" + "5921WARUNG 5802ID 010211 ")
    assert check_static_code(code) == code


@given(st.text(max_size=200))
def test_no_text_is_worse_than_refused(text: str) -> None:
    with suppress(Invalid):
        check_static_code(text)
    with suppress(ValueError):
        read_fields(text)


@given(st.dictionaries(st.from_regex(r"\A[0-9]{2}\Z"), st.text(max_size=99), max_size=20))
def test_what_is_written_is_read(fields: dict[str, str]) -> None:
    text = "".join(f"{tag}{len(value):02}{value}" for tag, value in fields.items())
    assert read_fields(text) == fields
