"""Every "no" as RFC 9457 problem JSON, or as a page for those who asked for one: one table of kinds."""

import logging
import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from exhibition.language import reader_language
from exhibition.remedies import what_next
from pos.api.wrong_fields import wrong_fields
from pos.refusals import Message

log = logging.getLogger("lapak.problems")

STATUS = {
    "invalid": 422,
    "not_found": 404,
    "conflict": 409,
    "forbidden": 403,
    "unauthenticated": 401,
    "too_many": 429,
    "busy": 503,
}
TITLES = {
    400: Message("Permintaan tidak terbaca", "The request could not be read"),
    401: Message("Perlu masuk", "Sign-in needed"),
    403: Message("Tidak boleh", "Not allowed"),
    404: Message("Tidak ditemukan", "Not found"),
    405: Message("Cara ini tidak dikenal di sini", "Method not allowed"),
    409: Message("Tidak cocok dengan yang sudah terjadi", "It contradicts what has happened"),
    413: Message("Terlalu besar", "Too large"),
    415: Message("Kirim sebagai JSON", "Send it as JSON"),
    422: Message("Isinya tidak sah", "The content is not valid"),
    429: Message("Terlalu sering", "Too often"),
    500: Message("Ada kesalahan di server", "Something went wrong on the server"),
    503: Message("Server sedang sibuk", "The server is busy"),
}
_HTTP_CODES = {
    400: "bad_request",
    404: "unknown_address",
    405: "method_not_allowed",
    413: "too_large",
    415: "json_expected",
}
_HTTP_DETAILS = {
    400: Message("Isi permintaan bukan JSON yang utuh.", "The body is not complete JSON."),
    404: Message("Tidak ada apa-apa di alamat ini.", "There is nothing at this address."),
    405: Message(
        "Alamat ini ada, tetapi bukan untuk cara itu.", "This address exists, but not for that method."
    ),
    413: Message("Batasnya 1 MB.", "The limit is 1 MB."),
    415: Message("Pakai Content-Type: application/json.", "Use Content-Type: application/json."),
}


def install_problems(app: Flask, refusals: Iterable[type[Exception]]) -> None:
    """Answer these refusals, HTTP's own errors and everything unexpected in one form."""
    for refusal in refusals:
        app.register_error_handler(refusal, _answer_refusal)
    app.register_error_handler(ValidationError, _answer_validation)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def problem(status: int, code: str, message: Message, details: dict[str, Any] | None = None) -> Response:
    """A problem document in the reader's language; a page where a person is looking."""
    language = reader_language()
    said = _in_language(
        {
            "title": TITLES.get(status, TITLES[500]),
            "detail": message,
            "details": {**(details or {}), "next": what_next(code)},
        },
        language,
    )
    response = _page(status, code, said) if _wants_page() else _document(status, code, said)
    response.status_code = status
    response.headers["Content-Language"] = language
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if details and "retry_after" in details:
        response.headers["Retry-After"] = str(details["retry_after"])
    return response


def _page(status: int, code: str, said: dict[str, Any]) -> Response:
    return Response(render_template("error.html", status=status, code=code, **said))


def _document(status: int, code: str, said: dict[str, Any]) -> Response:
    response = jsonify({"type": f"urn:lapak:problem:{code}", "status": status, "code": code, **said})
    response.content_type = "application/problem+json; charset=utf-8"
    return response


def _in_language(said: Any, language: str) -> Any:
    """The same with every sentence in one language, however deep it stands."""
    if isinstance(said, tuple) and hasattr(said, "en"):  # a Message, of whichever room
        return getattr(said, language)
    if isinstance(said, dict):
        return {name: _in_language(part, language) for name, part in said.items()}
    if isinstance(said, list):
        return [_in_language(part, language) for part in said]
    return said


def _wants_page() -> bool:
    if request.path.startswith(("/api/", "/internal/")):
        return False
    if g.get("page"):
        return True
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def _answer_refusal(refusal: Any) -> Response:
    status = STATUS[refusal.kind]
    details = dict(refusal.details)
    if status == 503:
        details.setdefault("retry_after", 1)
    return problem(status, refusal.code, Message(refusal.message.id, refusal.message.en), details)


def _answer_validation(error: ValidationError) -> Response:
    fields = wrong_fields(error)
    names = ", ".join(item["field"] for item in fields)
    return problem(
        422, "invalid", Message(f"Periksa: {names}.", f"Please check: {names}."), {"fields": fields}
    )


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    sentence = error.description or error.name
    details = _http_details(error)
    message = _HTTP_DETAILS.get(status, Message(sentence, sentence))
    response = problem(
        status, _HTTP_CODES.get(status, error.name.lower().replace(" ", "_")), message, details
    )
    if "allowed" in details:
        response.headers["Allow"] = ", ".join(details["allowed"])
    return response


def _http_details(error: HTTPException) -> dict[str, Any]:
    if error.code == 405:
        return {"allowed": sorted(getattr(error, "valid_methods", None) or [])}
    if error.code == 404 and request.path.startswith("/api/"):
        return {"every_address": "/api/v1/openapi.json"}
    return {}


def _answer_unexpected(error: Exception) -> Response:
    """The edge where a request meets a mistake of ours: an id for the person, the traceback for the log."""
    incident = secrets.token_hex(4)
    log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    message = Message(
        f"Penjualan di tablet tetap aman. Sebutkan nomor {incident} kepada panitia.",
        f"Sales on the tablet are safe. Tell the organisers the number {incident}.",
    )
    return problem(500, "internal_error", message, {"incident": incident})
