"""The way of commands to the one writer: through the server when one runs, else with one of their own.

Imports are few: a command beside a server only carries its wish there.
"""

import json
import time
import urllib.error
import urllib.request
from typing import Any

from exhibition.config import Config
from exhibition.folder import Folder, FolderInUse, RunningServer
from pos.refusals import Message, Refusal

Json = dict[str, Any]
PATIENCE = 10.0  # seconds for a server that is just starting to say where it is
KEY_HEADER = "X-Lapak-Key"


class Refused(Refusal):
    """What the server said no to, said again here."""

    def __init__(self, problem: Json) -> None:
        super().__init__(problem["code"], Message(problem["detail"], problem["detail"]), **problem["details"])


def carry_out(config: Config, name: str, arguments: Json) -> Json:
    """Do a command where the folder's writer is. Raises Refusal."""
    folder = Folder(config.data)
    try:
        with folder.locked():
            from exhibition.admin_commands import do_alone  # noqa: PLC0415 - the whole program, only if alone

            return do_alone(config, name, arguments)
    except FolderInUse:
        return _ask_server(_find_server(folder), config.language, name, arguments)


def _find_server(folder: Folder) -> RunningServer:
    deadline = time.monotonic() + PATIENCE
    while (server := folder.running_server()) is None:
        if time.monotonic() > deadline:
            raise FolderInUse(f"{folder.path} is in use, but no server answers for it")
        time.sleep(0.1)
    return server


def _ask_server(server: RunningServer, language: str, name: str, arguments: Json) -> Json:
    body = json.dumps({"name": name, "arguments": arguments}).encode()
    call = urllib.request.Request(  # noqa: S310 - the address comes from our own file
        f"{server.url}/internal/command?lang={language}",
        body,
        {"Content-Type": "application/json", KEY_HEADER: server.key},
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
