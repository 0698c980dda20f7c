"""Text for paper is printable ASCII, whatever comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.text import plain


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Kopi \u201cGayo\u201d \u2013 200 g", 'Kopi "Gayo" - 200 g'),
        ("Rp\u00a0150.000", "Rp 150.000"),
        ("Caf\u00e9 Luwak\u2019s", "Cafe Luwak's"),
        ("2 \u00d7 3\u2026 \u2022 \u00bd", "2 x 3... * 1/2"),
        ("Kopi\x1b@\x1dV\x00\x1bp\x7f\x9b", "Kopi@Vp"),
        ("Batik \U0001f9f5 halus \u2764\ufe0f", "Batik halus"),
        ("\uff46\uff55\uff4c\uff4c", "full"),
        ("baris\nbaru\ttab", "baris baru tab"),
        ("\u7af9", "?"),
        ("\u202eabc\u200b\ufeff", "abc"),
    ],
)
def test_what_is_written_is_printed_in_plain_letters(written: str, printed: str) -> None:
    assert plain(written) == printed


@given(st.text())
def test_only_printable_ascii_reaches_paper(text: str) -> None:
    assert all(" " <= letter <= "~" for letter in plain(text))


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_no_printable_letter_is_lost(text: str) -> None:
    assert plain(text) == text
