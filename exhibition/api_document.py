"""GET /api/v1/openapi.json. Describing everything takes long and loads much: it is done aside, and once."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response


def create_api_document(aside: Callable[..., Any]) -> Blueprint:
    """The one route."""
    api = Blueprint("api_document", __name__)
    made: list[str] = []

    @api.get("/api/v1/openapi.json")
    def document() -> Response:
        """This document."""
        if not made:
            made.append(aside(_write))
        return Response(made[0], mimetype="application/json")

    return api


def _write() -> str:
    from exhibition.openapi import describe_api  # noqa: PLC0415 - where it is written, and nowhere else

    return json.dumps(describe_api(), ensure_ascii=False)
