"""The short way for a sale: the one request that a full hall sends all the time, without Flask around it.

Only what is beyond doubt goes this way: a whole sale under the credential's own till. Everything else, and
every "no", goes through Flask as always, so that refusals are worded in one place (docs/performance.md).
"""

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from werkzeug.http import parse_cookie

from exhibition.access.security import HEADERS, Gate
from pos.api.sales import sale_body
from pos.api.selling import STATUS
from pos.forms import SaleForm
from pos.principal import Principal
from pos.sale_books import SaleAnswer
from pos.sales import RecordSale, content_hash

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

PREFIX = "/api/v1/sales/"
FAILED = "lapak.failed"  # the environment's key for what Flask has to raise in our place
REASONS = {200: "200 OK", 201: "201 Created", 202: "202 Accepted"}
_DRESS = [*HEADERS.items(), ("Cache-Control", "no-store"), ("Content-Type", "application/json")]


class SalesDoor:
    """WSGI in front of the app."""

    def __init__(
        self,
        app: Wsgi,
        gate: Gate,
        submit: Callable[[Any], Any],
        receipt_url: Callable[[str], str],
        largest: int,
    ) -> None:
        self._app = app
        self._gate = gate
        self._submit = submit
        self._receipt_url = receipt_url
        self._largest = largest

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One request."""
        if environ["REQUEST_METHOD"] != "PUT" or not environ["PATH_INFO"].startswith(PREFIX):
            return self._app(environ, start_response)
        told = self._record(environ)
        if told is None:
            return self._app(environ, start_response)
        body = json.dumps(sale_body(told, self._receipt_url), ensure_ascii=False).encode()
        start_response(REASONS[STATUS[told.status]], [*_DRESS, ("Content-Length", str(len(body)))])
        return [body]

    def _record(self, environ: Environ) -> SaleAnswer | None:
        """The sale's answer; None where Flask has to look at it, with the body put back for it to read."""
        size = environ.get("CONTENT_LENGTH") or ""
        if not size.isdecimal() or int(size) > self._largest:
            return None
        body = environ["wsgi.input"].read(int(size))
        environ["wsgi.input"] = BytesIO(body)
        who = self._who(environ)
        try:
            sale_id = str(UUID(environ["PATH_INFO"].removeprefix(PREFIX)))
            form = SaleForm.model_validate_json(body)
        except ValueError:
            return None
        if who is None or who.role is None or who.stall is None or form.till != who.till:
            return None
        command = RecordSale(sale_id, form, content_hash(form), who.stall, revoked=who.revoked)
        try:
            answer: SaleAnswer = self._submit(command)
        except Exception as error:  # noqa: BLE001 - raised again inside Flask, whose edge words and logs it
            environ[FAILED] = error
            return None
        return answer

    def _who(self, environ: Environ) -> Principal | None:
        """The credential; None for a browser's cookie without what proves that our own page sent it."""
        if authorization := environ.get("HTTP_AUTHORIZATION"):
            return self._gate.identify({"Authorization": authorization}, {})
        origin = environ.get("HTTP_ORIGIN")
        foreign = origin is not None and urlsplit(origin).netloc != environ.get("HTTP_HOST")
        if foreign or environ.get("HTTP_X_LAPAK") != "1":
            return None
        return self._gate.identify({}, parse_cookie(environ))
