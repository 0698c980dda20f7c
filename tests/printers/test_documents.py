"""Documents survive JSON and let nothing but plain text in."""

import dataclasses
import json

import paper_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.documents import (
    LABELS_PER_PART,
    Document,
    DocumentError,
    DrawerKick,
    LabelBatch,
    ProductLabel,
    batches,
    from_json,
    to_json,
)


@pytest.mark.parametrize("document", paper_samples.one_of_each(), ids=lambda document: document.kind)
def test_every_document_survives_json(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_there_is_a_sample_of_every_kind() -> None:
    assert {document.kind for document in paper_samples.one_of_each()} == set(Document.kinds)


@pytest.mark.parametrize(
    "data", [{}, {"kind": "receipt", "v": 2}, {"kind": "poem", "v": 1}, {"kind": "label", "v": 1}]
)
def test_what_is_no_document_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(DocumentError):
        from_json(data)


def test_a_document_written_before_a_field_existed_is_still_read() -> None:
    data = to_json(paper_samples.receipt())
    for newer in ("venue", "contact", "rerouted_from", "copied_at"):
        del data[newer]
    assert from_json(data) == paper_samples.receipt(venue=None)


def test_an_unknown_field_of_a_newer_program_is_left_out() -> None:
    assert from_json({**to_json(DrawerKick()), "pin": 5}) == DrawerKick()


@given(st.text())
def test_no_field_lets_anything_but_printable_ascii_in(text: str) -> None:
    for document in (paper_samples.label(text, text, 1), paper_samples.receipt(stall_name=text, staff=text)):
        for value in dataclasses.asdict(document).values():
            assert not isinstance(value, str) or all(" " <= letter <= "~" for letter in value)


@given(st.integers(1, 90))
def test_labels_go_out_in_numbered_parts_of_at_most_twenty(count: int) -> None:
    parts = batches([ProductLabel("Batik", 1, "Lapas", "7Q2MXK", "HTTPS://A.ID/P/7Q2MXK")] * count)
    numbers = [label.running for part in parts for label in part.labels]
    assert numbers == [f"{n}/{count}" for n in range(1, count + 1)]
    assert all(len(part.labels) == LABELS_PER_PART for part in parts[:-1])


def test_a_larger_part_is_refused() -> None:
    with pytest.raises(DocumentError):
        LabelBatch([paper_samples.label("Batik", "Lapas", 1)] * 21)
