"""Whoever is told no is told what to do next, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hall import Hall
from running import a_sale, new_id

from exhibition.remedies import NEXT

ROOT = Path(__file__).resolve().parents[2]
REFUSALS = {"Refusal", "Invalid", "NotFound", "Conflict", "Forbidden", "Unauthenticated", "TooMany", "Busy"}
CODE_STANDS = dict.fromkeys([*REFUSALS, "PrinterRefusal"], 0) | {"not_found": 1, "read_form": 1}


def codes_of_all_refusals() -> set[str]:
    """Every code that the rooms' sources write where a refusal's code stands."""
    sources = [path for room in ("pos", "exhibition", "printers") for path in (ROOT / room).rglob("*.py")]
    return {code for path in sources for code in codes_in(ast.parse(path.read_text(encoding="utf-8")))}


def codes_in(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        place = CODE_STANDS.get(getattr(call.func, "id", ""))
        if place is not None and len(call.args) > place:
            said = call.args[place]
            yield from (code for branch in branches(said) if isinstance(code := branch, str))


def branches(said: ast.expr) -> list[object]:
    if isinstance(said, ast.IfExp):
        return branches(said.body) + branches(said.orelse)
    return [said.value] if isinstance(said, ast.Constant) else []


def test_every_refusal_has_a_next_step() -> None:
    codes = codes_of_all_refusals()
    assert len(codes) > 60
    assert codes - NEXT.keys() == set()


def test_every_next_step_is_said_in_two_languages() -> None:
    for code, step in NEXT.items():
        assert step.id != step.en, code
        assert step.id.endswith((".", "…")), code
        assert step.en.endswith((".", "…")), code


def test_every_problem_carries_its_next_step_in_the_readers_language(hall: Hall) -> None:
    caller = hall.script("cashier", "07")
    refused = [
        caller.get("/api/v1/nowhere"),
        caller.delete("/api/v1/me"),
        caller.get("/api/v1/journal"),
        caller.get(f"/api/v1/sales/{new_id()}"),
        caller.put(f"/api/v1/sales/{new_id()}", {}),
        caller.put(f"/api/v1/sales/{new_id()}", b"x" * 2_000_000),
        caller.put(f"/api/v1/sales/{new_id()}", a_sale("33A")),
        hall.browser().get("/api/v1/me"),
        hall.browser().post("/api/v1/sign-in", {"staff": "panitia", "pin": "000000"}),
    ]
    for answer in refused:
        assert answer.json["details"]["next"] == NEXT[answer.json["code"]].id
    english = caller.get("/api/v1/journal", Accept_Language="en")
    assert english.json["details"]["next"] == NEXT["role_not_allowed"].en
    assert caller.get("/api/v1/journal?lang=en").json["details"]["next"] == NEXT["role_not_allowed"].en


@pytest.mark.parametrize(
    ("change", "indonesian", "english"),
    [
        ({"colour": "red"}, "tidak dikenal di sini", "Extra inputs are not permitted"),
        ({"total": 1}, "jumlah payments harus sama dengan total", "payments must add up to total"),
        ({"total": -1}, "paling sedikit 0", "Input should be greater than or equal to 0"),
        ({"sold_at": "2018-04-03T10:15:02"}, "perlu zona waktu, misalnya +07:00", "timezone info"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_the_readers_language(
    hall: Hall, change: dict[str, object], indonesian: str, english: str
) -> None:
    caller, sale = hall.script("cashier", "07"), a_sale("07A") | change
    answer = caller.put(f"/api/v1/sales/{new_id()}", sale)
    assert answer.json["details"]["fields"][0]["problem"] == indonesian
    answer = caller.put(f"/api/v1/sales/{new_id()}", sale, Accept_Language="en")
    assert english in answer.json["details"]["fields"][0]["problem"]


@pytest.mark.parametrize(
    ("change", "indonesian", "english"),
    [
        ({"connection": "http://x"}, "harus tcp://HOST:PORT", "must be tcp://HOST:PORT"),
        ({"media": "50x30"}, "struk memerlukan gulungan", "receipts need a roll"),
        ({"stall": "99"}, "tidak ada stan 99", "there is no stall 99"),
    ],
)
def test_what_is_wrong_with_a_printer_is_said_in_the_readers_language(
    hall: Hall, change: dict[str, object], indonesian: str, english: str
) -> None:
    usual = {"kind": "receipt", "connection": "tcp://x:9100", "language": "escpos", "media": "80mm"}
    for language, words in (("id", indonesian), ("en", english)):
        caller = hall.script("organiser")
        answer = caller.put("/api/v1/printers/struk-07", usual | change, Accept_Language=language)
        assert answer.status_code == 422
        assert answer.json["details"]["fields"][0]["problem"].startswith(words)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe{}", b"", b"null", b"NaN"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/v1/printers/struk-07"),
        ("POST", "/api/v1/agent/reports"),
        ("PUT", "/api/v1/price-changes/5b1f6a9c-1111-4222-8333-444455556666"),
        ("POST", "/api/v1/sign-in"),
    ],
)
def test_what_is_no_document_is_a_422_at_every_door(hall: Hall, method: str, path: str, body: bytes) -> None:
    answer = hall.script("organiser").ask(method, path, body)
    assert answer.status_code == 422
    assert answer.json["details"]["fields"][0]["field"] == "body"
