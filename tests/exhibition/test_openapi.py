"""The OpenAPI document and the routes say the same."""

import json
import re

from hall import Hall

from exhibition.openapi import describe_api

METHODS = {"GET", "PUT", "POST", "DELETE", "PATCH"}


def test_every_route_is_described_and_every_description_is_a_route(hall: Hall) -> None:
    described = {
        (method.upper(), re.sub(r"{\w+}", "{}", path))
        for path, operations in describe_api()["paths"].items()
        for method in operations
    }
    routes = {
        (method, re.sub(r"<[^>]+>", "{}", str(rule)))
        for rule in hall.app.url_map.iter_rules()
        if str(rule).startswith("/api/v1")
        for method in (rule.methods or set()) & METHODS
    }
    assert described == routes


def test_every_reference_leads_somewhere() -> None:
    document = describe_api()
    named = set(re.findall(r"#/components/schemas/([^\"]+)", json.dumps(document)))
    assert named <= document["components"]["schemas"].keys()


def test_the_document_is_public_and_of_version_3_1(hall: Hall) -> None:
    answer = hall.browser().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json["openapi"] == "3.1.0"
    sale = answer.json["paths"]["/api/v1/sales/{sale_id}"]["put"]
    assert set(sale["responses"]) == {"200", "201", "202", "default"}
    assert sale["x-roles"] == ["cashier", "lead", "treasurer", "organiser"]


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        operation["operationId"] for path in describe_api()["paths"].values() for operation in path.values()
    ]
    assert len(names) == len(set(names))
