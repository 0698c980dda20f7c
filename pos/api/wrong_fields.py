"""What is wrong with which field of a document, in both languages."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from pos.refusals import Message

# By pydantic's name of the mistake; the English is pydantic's own.
_INDONESIAN = {
    "missing": "wajib diisi",
    "extra_forbidden": "tidak dikenal di sini",
    "json_invalid": "bukan JSON yang utuh",
    "model_type": "harus berupa objek",
    "model_attributes_type": "harus berupa objek",
    "dict_type": "harus berupa objek",
    "list_type": "harus berupa daftar",
    "string_type": "harus berupa teks",
    "bool_type": "harus true atau false",
    "int_type": "harus bilangan bulat",
    "int_parsing": "harus bilangan bulat",
    "int_from_float": "harus bilangan bulat",
    "greater_than": "harus lebih dari {gt}",
    "greater_than_equal": "paling sedikit {ge}",
    "less_than": "harus kurang dari {lt}",
    "less_than_equal": "paling banyak {le}",
    "string_too_short": "paling sedikit {min_length} huruf",
    "string_too_long": "paling banyak {max_length} huruf",
    "too_short": "paling sedikit {min_length} isi",
    "too_long": "paling banyak {max_length} isi",
    "string_pattern_mismatch": "harus berbentuk {pattern}",
    "literal_error": "harus salah satu dari {expected}",
    "datetime_type": "harus waktu ISO 8601",
    "datetime_parsing": "harus waktu ISO 8601",
    "datetime_from_date_parsing": "harus waktu ISO 8601",
    "timezone_aware": "perlu zona waktu, misalnya +07:00",
    "date_type": "harus tanggal, misalnya 2018-04-03",
    "date_parsing": "harus tanggal, misalnya 2018-04-03",
    "date_from_datetime_parsing": "harus tanggal, misalnya 2018-04-03",
    "uuid_type": "harus UUID",
    "uuid_parsing": "harus UUID",
}


def wrong_fields(error: ValidationError) -> list[dict[str, Any]]:
    """Every wrong field as `{"field": "lines.0.quantity", "problem": Message}`."""
    return [
        {"field": _field_of(mistake), "problem": _said(mistake)}
        for mistake in error.errors(include_url=False)
    ]


def _field_of(mistake: Mapping[str, Any]) -> str:
    if mistake["loc"]:
        return ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "value_error":  # a form's own sentence begins with the field
        return _own_sentence(mistake).split()[0].rstrip(":")
    return "body"


def _said(mistake: Mapping[str, Any]) -> Message:
    own = mistake.get("ctx", {}).get("error")
    if hasattr(own, "message"):  # a FieldError, of whichever room
        return Message(*own.message)
    english = _own_sentence(mistake)
    indonesian = _INDONESIAN.get(mistake["type"])
    return Message(indonesian.format(**mistake.get("ctx", {})) if indonesian else english, english)


def _own_sentence(mistake: Mapping[str, Any]) -> str:
    return str(mistake["msg"]).removeprefix("Value error, ")
