"""What every part of the API shares: what the program hands in, who may, and how answers are written."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from pos.database import Database
from pos.principal import STALL_ROLES, Principal
from pos.refusals import Forbidden, Invalid, Message
from pos.tills import till_stall

Json = dict[str, Any]

WATCHERS = ("lead", "treasurer", "organiser")
STALL_AND_WATCHERS = ("cashier", *WATCHERS)
EVERYBODY = (*STALL_AND_WATCHERS, "viewer")
STATUS = {"accepted": 201, "duplicate": 200, "held": 202, "open": 201, "closed": 200}


@dataclass(frozen=True)
class Selling:
    """What the program hands in: the database, the writer, and what other rooms know."""

    database: Database
    submit: Callable[[Any], Any]
    principal: Callable[[], Principal]
    receipt_url: Callable[[str], str]
    print_jobs: Callable[[str], list[Json]]
    approver: Callable[[str, str, str], str | None]  # (code, document id, stall) -> who approved
    printers: Callable[[str], list[Json]] = lambda _stall: []
    address: Callable[[], str] = lambda: ""  # where tablets are served now


def answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def packed(response: Response) -> Response:
    """The same answer compressed, if the browser takes it: hall Wi-Fi is slower than zlib."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(response.get_data(), compresslevel=1))
        response.content_encoding = "gzip"
    return response


def with_tag(response: Response, tag: str) -> Response:
    """The same answer with the ETag by which its reader asks for changes only."""
    response.set_etag(tag, weak=True)
    response.cache_control.no_cache = True
    return response


def by_status(body: Json) -> Response:
    """The answer to a document, with the HTTP status that goes with what became of it."""
    return answer(body, STATUS[body["status"]])


def stall_to_sell_at(selling: Selling, principal: Principal, till: str) -> str:
    """The stall of the credential's own till, or of one it had before; Forbidden for every other till."""
    if not principal.revoked:
        principal.require(*EVERYBODY)
    _require_own(principal, till)
    if till == principal.till and principal.stall is not None:
        return principal.stall
    with selling.database.reading() as connection:
        return till_stall(connection, till)


def require_till(selling: Selling, principal: Principal, till: str) -> None:
    """Stall staff act for their own till, the office for any that exists."""
    if principal.role in STALL_ROLES:
        _require_own(principal, till)
    else:
        with selling.database.reading() as connection:
            till_stall(connection, till)


def _require_own(principal: Principal, till: str) -> None:
    if till not in (principal.till, *principal.former):
        raise Forbidden(
            "wrong_till",
            Message(
                f"Kasir {till} bukan milik perangkat ini. Daftarkan ulang tablet ini.",
                f"Till {till} does not belong to this device. Enrol it again.",
            ),
            fields=[{"field": "till", "problem": f"{till} is not this credential's till"}],
            till=principal.till,
        )


def approval(
    selling: Selling,
    principal: Principal,
    code: str | None,
    document_id: str,
    stall: str,
    *,
    till: str | None = None,
) -> str | None:
    """Who stands by a correction: the credential itself, or the person behind a fresh code.

    For a `till` that the tablet was before it came to this stall, only the code counts.
    """
    moved_on = till is not None and till in principal.former and stall != principal.stall
    if not moved_on:
        principal.require_stall(stall)
    if principal.may_approve and not moved_on:
        return principal.staff or principal.role
    return selling.approver(code, document_id, stall) if code else None


def limit(usual: int, most: int) -> int:
    """The query's `limit`, kept within bounds."""
    return max(1, min(whole_number("limit", usual), most))


def whole_number(name: str, usual: int) -> int:
    """A whole number of the query; Invalid if it is none."""
    text = request.args.get(name, str(usual))
    if not text.isdecimal() or len(text) > 15:
        raise Invalid(
            "invalid_request",
            Message(f"{name} harus bilangan bulat.", f"{name} must be a whole number."),
            fields=[{"field": name, "problem": "not a whole number"}],
        )
    return int(text)
