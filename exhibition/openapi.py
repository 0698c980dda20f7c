"""The OpenAPI 3.1 document, made from the table of operations."""

import re
from typing import Any

from pydantic import TypeAdapter

from exhibition.answers.who import Problem
from exhibition.health import program_version
from exhibition.operations import OPERATIONS, Operation, Shape

Json = dict[str, Any]
PREFIX = "/api/v1"
REFERENCE = "#/components/schemas/{model}"


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


References = dict[tuple[Shape, str], Json]


def _schemas() -> tuple[Json, References]:
    bodies = [(operation.body, "validation") for operation in OPERATIONS if operation.body]
    shapes = [(shape, "serialization") for operation in OPERATIONS for shape in shapes_of(operation).values()]
    wanted = dict.fromkeys([*bodies, *shapes, (Problem, "serialization")])
    inputs = [(shape, mode, TypeAdapter(shape)) for shape, mode in wanted]
    references, definitions = TypeAdapter.json_schemas(inputs, ref_template=REFERENCE)  # type: ignore[arg-type]
    return definitions["$defs"], references  # type: ignore[return-value]


def shapes_of(operation: Operation) -> dict[int, Shape]:
    """What each of its answers is made of, by status."""
    if isinstance(operation.model, dict):
        return operation.model
    return dict.fromkeys(operation.answers, operation.model) if operation.model else {}


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
    shape = shapes_of(operation).get(status)
    schema = references[shape, "serialization"] if shape else {}
    return {"content": {kind: {"schema": schema} if "json" in kind else {} for kind in operation.produces}}


def _path_parameters(path: str) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _query_parameter(name: str) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
