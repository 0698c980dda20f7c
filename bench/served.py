"""The product's server as it is, plus one route that only reads a 1: what HTTP costs before a sale."""

# isort: off
from exhibition.__main__ import main  # first: it makes the program cooperative

import sys
from typing import Any

from flask import Flask
from sqlalchemy import text

from exhibition import app
# isort: on

ROUTE = "/bench/select-1"


def with_select_one(program: Any, *rest: Any, **named: Any) -> Flask:
    """The whole of HTTP and the bench's own route, behind the same gate."""
    whole = _create_app(program, *rest, **named)

    @whole.get(ROUTE)
    def select_one() -> dict[str, int]:
        with program.reading() as connection:
            return {"one": connection.execute(text("SELECT 1")).scalar_one()}

    return whole


_create_app = app.create_app
app.create_app = with_select_one

if __name__ == "__main__":
    sys.exit(main())
