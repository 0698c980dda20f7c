"""What the command line may ask of the program that holds the writer, and the door it asks at."""

import hmac
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from exhibition.access.people import GrantCredential, new_person
from exhibition.admin import KEY_HEADER
from exhibition.config import Config
from exhibition.program import Program
from exhibition.schema import open_schema
from exhibition.spreadsheets.taking import take_rows
from pos.refusals import Forbidden, Message
from pos.writer import Writer

Json = dict[str, Any]

LARGEST_COMMAND = 50_000_000  # bytes; a spreadsheet of 2,000 products has 1,200,000


def create_token(program: Program, role: str, stall: str | None) -> Json:
    """A new bearer token."""
    return asdict(program.change_people(GrantCredential.new("token", role, stall)))


def add_staff(program: Program, name: str, role: str, stall: str | None) -> Json:
    """Somebody new, and the PIN."""
    command, pin = program.in_thread(new_person, (name, role, stall))
    program.change_people(command)
    return {"name": name, "pin": pin}


def import_rows(program: Program, rows: list[Json], *, dry_run: bool) -> Json:
    """Rows of a spreadsheet; one outcome each."""
    return {"outcomes": take_rows(program, rows, dry_run=dry_run)}


COMMANDS: dict[str, Callable[..., Json]] = {
    "create_token": create_token,
    "add_staff": add_staff,
    "import_rows": import_rows,
}


def do_alone(config: Config, name: str, arguments: Json) -> Json:
    """Open the folder, do one command, close it. The caller holds the folder's lock."""
    database = open_schema(config)
    program = Program(config, database, Writer(database))
    program.start()
    try:
        return COMMANDS[name](program, **arguments)
    finally:
        program.stop()


def create_admin(program: Program, key: str) -> Blueprint:
    """The server's end: whoever can read the key in the data folder may command."""
    admin = Blueprint("admin", __name__)

    @admin.post("/internal/command")
    def command() -> Response:
        if not hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), key.encode()):
            raise Forbidden("wrong_key", Message("Kunci salah.", "Wrong key."))
        request.max_content_length = LARGEST_COMMAND
        asked = request.get_json()
        return jsonify(COMMANDS[asked["name"]](program, **asked["arguments"]))

    return admin
