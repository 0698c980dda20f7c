"""A document as whoever asks over HTTP wants it: what the query says, and the answer with its type."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, request

from pos.refusals import Invalid, Message
from printers.capabilities import Capabilities
from printers.documents import Document
from printers.encoders.encode import encode, pdf, png, text

PAPERS = {"58": "58mm", "80": "80mm"}
MIME = {"text": "text/plain; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}
RAW = "application/octet-stream"

Run = Callable[..., Any]


def render(kind: str, document: Document, capabilities: Capabilities) -> bytes:
    """A document in one of the formats."""
    return RENDERERS.get(kind, encode)(document, capabilities)


RENDERERS: dict[str, Callable[[Document, Capabilities], bytes]] = {
    "text": lambda document, capabilities: text(document, capabilities).encode(),
    "png": png,
    "pdf": lambda document, capabilities: pdf([document], capabilities),
}


def choice(name: str, allowed: tuple[str, ...], default: str | None) -> Any:
    """One of the allowed words from the query."""
    value = request.args.get(name, default)
    if value is None or value in allowed:
        return value
    raise Invalid(
        "invalid_request",
        Message(f"{name}: pilih {', '.join(allowed)}.", f"{name}: choose {', '.join(allowed)}."),
        fields=[{"field": name, "problem": f"one of {', '.join(allowed)}"}],
    )


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number from the query."""
    value = request.args.get(name, str(default))
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise Invalid(
        "invalid_request",
        Message(f"{name}: {least} sampai {most}.", f"{name}: {least} to {most}."),
        fields=[{"field": name, "problem": f"a number from {least} to {most}"}],
    )


def day(name: str) -> date | None:
    """A date from the query, if there is one."""
    value = request.args.get(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Invalid(
            "invalid_request",
            Message(f"{name}: tanggal seperti 2018-04-03.", f"{name}: a date like 2018-04-03."),
            fields=[{"field": name, "problem": "not a date"}],
        ) from None


def answer_with(kind: str, body: bytes) -> Response:
    """The drawn document with its type."""
    return Response(body, content_type=MIME.get(kind, RAW))
