"""The OpenAPI 3.1 document, made from the table of operations when it is first asked for."""

import re
from functools import cache
from typing import Any

from flask import Blueprint, Response, jsonify
from pydantic.json_schema import models_json_schema

from exhibition.answers import Problem
from exhibition.health import program_version
from exhibition.operations import OPERATIONS, Model, Operation

Json = dict[str, Any]
PREFIX = "/api/v1"
REFERENCE = "#/components/schemas/{model}"


def create_openapi() -> Blueprint:
    """The one route."""
    api = Blueprint("openapi", __name__)

    @api.get(f"{PREFIX}/openapi.json")
    def document() -> Response:
        """This document."""
        return jsonify(describe_api())

    return api


@cache
def describe_api() -> Json:
    """The whole document."""
    schemas, references = _schemas()
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(PREFIX + operation.path, {})[operation.method.lower()] = _describe(
            operation, references
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lapak", "version": program_version(), "license": {"name": "MIT"}},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "tablet": {"type": "apiKey", "in": "cookie", "name": "lapak_till"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "lapak_staff"},
            },
        },
    }


References = dict[tuple[type[Any], str], Json]


def _schemas() -> tuple[Json, References]:
    bodies = [(operation.body, "validation") for operation in OPERATIONS if operation.body]
    models = [(operation.model, "serialization") for operation in OPERATIONS if operation.model]
    wanted = list(dict.fromkeys([*bodies, *models, (Problem, "serialization")]))
    references, definitions = models_json_schema(wanted, ref_template=REFERENCE)  # type: ignore[arg-type]
    return definitions["$defs"], references  # type: ignore[return-value]


def _describe(operation: Operation, references: References) -> Json:
    described: Json = {
        "summary": operation.summary,
        "operationId": _identity(operation),
        "responses": _responses(operation, references),
    }
    if parameters := [*_path_parameters(operation.path), *map(_query_parameter, operation.query)]:
        described["parameters"] = parameters
    if operation.body:
        schema = references[operation.body, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if operation.roles:
        described["security"] = [{"token": []}, {"tablet": []}, {"staff": []}]
        described["x-roles"] = list(operation.roles)
    else:
        described["security"] = []
    return described


def _identity(operation: Operation) -> str:
    words = re.findall(r"[a-z]+", operation.path)
    return "_".join([operation.method, *words])


def _responses(operation: Operation, references: References) -> Json:
    answers = {
        str(status): {"description": text} | _content(operation, status, references)
        for status, text in operation.answers.items()
    }
    problem = {"application/problem+json": {"schema": references[Problem, "serialization"]}}
    return {**answers, "default": {"description": "A problem", "content": problem}}


def _content(operation: Operation, status: int, references: References) -> Json:
    if status == 204:
        return {}
    schema = _schema(operation.model, references)
    return {"content": {kind: {"schema": schema} if "json" in kind else {} for kind in operation.produces}}


def _schema(model: Model, references: References) -> Json:
    return references[model, "serialization"] if model else {}


def _path_parameters(path: str) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _query_parameter(name: str) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
