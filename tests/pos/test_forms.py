"""What may be sent: strict, complete, and every mistake named by its field."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from shop import a_sale, new_id

from pos import forms
from pos.forms import SaleForm

Json = dict[str, Any]


def problems(document: Any, form: type[forms.Form] = SaleForm) -> set[str]:
    """The fields that are wrong, as `lines.0.quantity`; the first word of a rule over several fields."""
    try:
        form.model_validate_json(json.dumps(document))
    except ValidationError as error:
        return {
            ".".join(map(str, problem["loc"])) or problem["msg"].removeprefix("Value error, ").split()[0]
            for problem in error.errors()
        }
    return set()


def test_the_contracts_example_is_a_sale() -> None:
    document = {
        "number": "07A-0123",
        "till": "07A",
        "sold_at": "2018-04-03T10:15:02+07:00",
        "lines": [{"sku": "PKP-TEK02", "quantity": 2, "unit_price": 175000, "discount": 0, "piece": None}],
        "rounding": 0,
        "total": 350000,
        "payments": [{"method": "cash", "amount": 350000, "tendered": 400000}],
    }
    assert problems(document) == set()


@pytest.mark.parametrize("field", ["number", "till", "sold_at", "lines", "total", "payments"])
def test_a_missing_field_is_named(field: str) -> None:
    document = a_sale(("BATIK", 1))
    del document[field]
    assert problems(document) == {field}


@pytest.mark.parametrize("field", ["sku", "quantity", "unit_price"])
def test_a_missing_field_of_a_line_is_named(field: str) -> None:
    document = a_sale(("BATIK", 1), ("KOPI", 1))
    del document["lines"][1][field]
    assert problems(document) == {f"lines.1.{field}"}


NO_NUMBERS = [1.5, 1.0, "1", True, None, [], {}, -1, 10**13, 10**400, 1e300]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize("field", ["quantity", "unit_price", "discount"])
def test_a_line_counts_in_whole_numbers(field: str, value: Any) -> None:
    document = a_sale(("BATIK", 1))
    document["lines"][0][field] = value
    assert f"lines.0.{field}" in problems(document)


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value)[:12])
def test_totals_and_payments_are_whole_rupiah(value: Any) -> None:
    assert "total" in problems(a_sale(("BATIK", 1), total=value))
    payments = [{"method": "cash", "amount": value}]
    assert "payments.0.amount" in problems(a_sale(("BATIK", 1), payments=payments))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": {}}, "lines"),
        ({"payments": []}, "payments"),
        ({"payments": [{"method": "cheque", "amount": 150_000}]}, "payments.0.method"),
        ({"payments": [{"method": "cash", "amount": 149_999}]}, "payments"),
        ({"payments": [{"method": "cash", "amount": 150_000, "state": "maybe"}]}, "payments.0.state"),
        ({"sold_at": "2018-04-03T10:15:02"}, "sold_at"),
        ({"sold_at": "yesterday"}, "sold_at"),
        ({"sold_at": 1_522_725_302}, "sold_at"),
        ({"sold_at": "0001-01-01T00:00:00+07:00"}, "sold_at"),
        ({"sold_at": "9999-12-31T23:59:59-07:00"}, "sold_at"),
        ({"sent_at": "0001-01-01T00:00:00+07:00"}, "sent_at"),
        ({"till": "01a"}, "till"),
        ({"till": ""}, "till"),
        ({"number": "02A-0001"}, "number"),
        ({"number": "01A0001"}, "number"),
        ({"number": 17}, "number"),
        ({"rounding": 1000}, "rounding"),
        ({"rounding": -1000}, "rounding"),
        ({"rounding": 0.5}, "rounding"),
        ({"shift": "today"}, "shift"),
        ({"reoffered": "yes"}, "reoffered"),
        ({"staff": 7}, "staff"),
        ({"buyer": "Ibu Sri"}, "buyer"),
        ({"lines": [{"sku": "BATIK", "quantity": 0, "unit_price": 1}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "", "quantity": 1, "unit_price": 1}]}, "lines.0.sku"),
        ({"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 1, "maker": "x"}]}, "lines.0.maker"),
        (
            {"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 1, "order": {"deposit": 1}}]},
            "lines.0.order.pickup",
        ),
        ({"lines": [{"sku": "BATIK", "quantity": 1, "unit_price": 10, "discount": 11}]}, "discount"),
    ],
)
def test_what_is_wrong_is_named(change: Json, field: str) -> None:
    assert field in problems(a_sale(("BATIK", 1), **change))


def test_rounding_is_for_cash_only() -> None:
    payments = [{"method": "qris", "amount": 149_500}]
    assert problems(a_sale(("BATIK", 1), rounding=-500, payments=payments)) == {"rounding"}
    payments = [{"method": "qris", "amount": 100_000}, {"method": "cash", "amount": 49_500}]
    assert problems(a_sale(("BATIK", 1), rounding=-500, payments=payments)) == set()


def test_lines_that_do_not_add_up_are_still_a_sale() -> None:
    assert problems(a_sale(("BATIK", 1), total=5)) == set()


@pytest.mark.parametrize("sold_at", ["1970-01-01T07:00:00+07:00", "2100-01-01T00:00:00Z"])
def test_a_tablet_whose_clock_is_wrong_by_decades_can_still_sell(sold_at: str) -> None:
    assert problems(a_sale(("BATIK", 1), sold_at=sold_at)) == set()


@pytest.mark.parametrize("body", ["", "null", "[]", "17", '"x"', "{", "{}{}", '{"total": NaN}', "[" * 5000])
def test_what_is_not_a_json_object_is_no_sale(body: str) -> None:
    with pytest.raises(ValidationError):
        SaleForm.model_validate_json(body)


@settings(max_examples=40)
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)
)
def test_whatever_stands_in_a_field_the_answer_is_a_sale_or_a_named_mistake(value: Any) -> None:
    for field in a_sale(("BATIK", 1)):
        for found in problems(a_sale(("BATIK", 1), **{field: value})):
            assert found.split(".")[0] in {field, "payments", "number"}


@pytest.mark.parametrize(
    ("form", "document", "field"),
    [
        (forms.RefundForm, {"lines": []}, "lines"),
        (forms.RefundForm, {"lines": [{"line": 0, "quantity": 1}]}, "lines.0.line"),
        (forms.RefundForm, {"lines": [{"line": 1, "quantity": 1}] * 2}, "lines"),
        (forms.RefundForm, {"sale": "x"}, "sale"),
        (forms.RefundForm, {"reason": ""}, "reason"),
        (forms.RefundForm, {"amount": 5}, "amount"),
        (forms.ShiftForm, {"float": -1}, "float"),
        (forms.ShiftForm, {"float": 1.5}, "float"),
        (forms.ShiftForm, {"opened_at": "2018-04-03"}, "opened_at"),
        (forms.CloseForm, {"counted": {"0": 1}}, "counted.0.[key]"),
        (forms.CloseForm, {"counted": {"1000": -1}}, "counted.1000"),
        (forms.CloseForm, {"counted": 5}, "counted"),
        (forms.CashMovementForm, {"kind": "deposit"}, "second"),
        (forms.CashMovementForm, {"kind": "gift"}, "kind"),
        (forms.CashMovementForm, {"amount": 0}, "amount"),
        (forms.MovementForm, {"kind": "sold"}, "kind"),
        (forms.MovementForm, {"kind": "transfer"}, "to_stall"),
        (forms.MovementForm, {"to_stall": "02"}, "to_stall"),
        (forms.MovementForm, {"quantity": 0}, "quantity"),
        (forms.ConsignmentForm, {"lines": [{"sku": "BATIK", "quantity": -1}]}, "lines.0.quantity"),
        (
            forms.ConsignmentForm,
            {"lines": [{"sku": "BATIK", "quantity": 1, "expires_on": "soon"}]},
            "lines.0.expires_on",
        ),
        (forms.PriceForm, {"price": -5}, "price"),
        (forms.DecisionForm, {"decision": "perhaps"}, "decision"),
        (forms.ReportForm, {"waiting": -1}, "waiting"),
        (forms.ReportForm, {"battery": 101}, "battery"),
    ],
)
def test_every_other_form_names_its_mistakes_too(form: type[forms.Form], document: Json, field: str) -> None:
    assert problems(GOOD[form]() | document, form) == {field}


GOOD: dict[type[forms.Form], Any] = {
    forms.RefundForm: lambda: {
        "sale": new_id(),
        "lines": [{"line": 1, "quantity": 1}],
        "reason": "rusak",
        "method": "cash",
    },
    forms.ShiftForm: lambda: {"till": "01A", "opened_at": "2018-04-03T08:45:00+07:00", "float": 200_000},
    forms.CloseForm: lambda: {"counted": {"100000": 2, "500": 3}},
    forms.CashMovementForm: lambda: {"shift": new_id(), "kind": "in", "amount": 5_000, "reason": "receh"},
    forms.MovementForm: lambda: {
        "kind": "damaged",
        "sku": "BATIK",
        "quantity": 1,
        "stall": "01",
        "reason": "sobek",
    },
    forms.ConsignmentForm: lambda: {
        "facility": "BNA",
        "stall": "01",
        "lines": [{"sku": "BATIK", "quantity": 1, "expires_on": "2018-04-05"}],
    },
    forms.PriceForm: lambda: {"sku": "BATIK", "price": 1, "reason": "diskon"},
    forms.DecisionForm: lambda: {"decision": "accept", "reason": "ok"},
    forms.ReportForm: lambda: {
        "waiting": 1,
        "waiting_amount": 5,
        "next_number": 7,
        "sent_at": "2018-04-03T08:45:00+07:00",
        "battery": 55,
    },
}


@pytest.mark.parametrize("form", GOOD, ids=lambda form: form.__name__)
def test_every_form_takes_what_it_is_for(form: type[forms.Form]) -> None:
    assert problems(GOOD[form](), form) == set()


def test_a_report_cannot_smuggle_in_what_is_not_json() -> None:
    body = json.dumps(GOOD[forms.ReportForm]()).replace("}", ', "rejected": [{"x": NaN}]}')
    with pytest.raises(ValidationError):
        forms.ReportForm.model_validate_json(body)
