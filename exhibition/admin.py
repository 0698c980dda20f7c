"""The way of commands to the one writer: through the server when one runs, else with one of their own."""

import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from exhibition.config import Config
from exhibition.folder import Folder, FolderInUse, RunningServer
from exhibition.people import GrantCredential
from exhibition.program import Program
from exhibition.schema import open_schema
from exhibition.staff import new_person
from pos.refusals import Forbidden, Message, Refusal
from pos.writer import Writer

Json = dict[str, Any]
PATIENCE = 10.0  # seconds for a server that is just starting to say where it is
KEY_HEADER = "X-Lapak-Key"


class Refused(Refusal):
    """What the server said no to, said again here."""

    def __init__(self, problem: Json) -> None:
        super().__init__(problem["code"], Message(problem["detail"], problem["detail"]), **problem["details"])


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
    from exhibition.importing import take_rows  # noqa: PLC0415 - only this command needs it

    return {"outcomes": take_rows(program, rows, dry_run=dry_run)}


COMMANDS: dict[str, Callable[..., Json]] = {
    "create_token": create_token,
    "add_staff": add_staff,
    "import_rows": import_rows,
}


def carry_out(config: Config, name: str, arguments: Json) -> Json:
    """Do a command where the folder's writer is. Raises Refusal."""
    folder = Folder(config.data)
    try:
        with folder.locked():
            return _alone(config, name, arguments)
    except FolderInUse:
        return _ask_server(_find_server(folder), name, arguments)


def _alone(config: Config, name: str, arguments: Json) -> Json:
    database = open_schema(config)
    program = Program(config, database, Writer(database))
    program.start()
    try:
        return COMMANDS[name](program, **arguments)
    finally:
        program.stop()


def _find_server(folder: Folder) -> RunningServer:
    deadline = time.monotonic() + PATIENCE
    while (server := folder.running_server()) is None:
        if time.monotonic() > deadline:
            raise FolderInUse(f"{folder.path} is in use, but no server answers for it")
        time.sleep(0.1)
    return server


def _ask_server(server: RunningServer, name: str, arguments: Json) -> Json:
    body = json.dumps({"name": name, "arguments": arguments}).encode()
    call = urllib.request.Request(  # noqa: S310 - the address comes from our own file
        f"{server.url}/internal/command", body, {"Content-Type": "application/json", KEY_HEADER: server.key}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(call, timeout=120) as response:
            answer: Json = json.load(response)
            return answer
    except urllib.error.HTTPError as error:
        raise Refused(json.load(error)) from None
    except urllib.error.URLError as error:
        raise FolderInUse(f"the server at {server.url} does not answer: {error.reason}") from error


def create_admin(program: Program, key: str) -> Blueprint:
    """The server's end: whoever can read the key in the data folder may command."""
    admin = Blueprint("admin", __name__)

    @admin.post("/internal/command")
    def command() -> Response:
        if not hmac.compare_digest(request.headers.get(KEY_HEADER, ""), key):
            raise Forbidden("wrong_key", Message("Kunci salah.", "Wrong key."))
        asked = request.get_json()
        return jsonify(COMMANDS[asked["name"]](program, **asked["arguments"]))

    return admin
