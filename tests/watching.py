"""A screen's side of Socket.IO, on a bare websocket: what is pushed, in the order in which it comes."""

import json
from collections.abc import Callable
from typing import Any, Self

from websocket import WebSocket, create_connection

LIMIT_S = 10.0


class Watcher:
    """A Socket.IO client of one namespace on a bare websocket."""

    def __init__(
        self, port: int, namespace: str, token: str | None, cookie: str | None, *, changes: bool = False
    ) -> None:
        self.namespace = namespace
        self.socket: WebSocket = create_connection(
            f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", timeout=LIMIT_S, cookie=cookie
        )
        assert self.socket.recv().startswith("0{")
        auth = ({"token": token} if token else {}) | ({"changes": True} if changes else {})
        self.socket.send(f"40{namespace},{json.dumps(auth) if auth else ''}")
        self.early: list[str] = []
        while not (text := self.next_text()).startswith(("40", "44")):
            self.early.append(text)  # with threads a push may overtake the answer; clients keep it
        self.answer = text

    def next_text(self) -> str:
        while (text := self.socket.recv()) == "2":
            self.socket.send("3")
        assert isinstance(text, str)
        return text

    def next(self, *events: str) -> Any:
        """The next push of one of these names, others left out."""
        while True:
            text = self.early.pop(0) if self.early else self.next_text()
            name, data = json.loads(text.removeprefix(f"42{self.namespace},"))
            if name in events:
                return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def wait_for(self, condition: Callable[[Any], bool], events: tuple[str, ...] = ("snapshot",)) -> Any:
        """The first push that fulfils a condition; the socket's own limit ends the waiting."""
        while not condition(pushed := self.next(*events)):
            pass
        return pushed
