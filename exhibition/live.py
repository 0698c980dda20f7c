"""What is shown as it happens: the board over HTTP and Socket.IO, and hints to the tablets.

A push is a hint, HTTP is the truth: every push carries `seq` and `journal`, and whoever missed one fetches.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO
from sqlalchemy import Connection, func, select

from exhibition import websockets
from exhibition.board import Board
from exhibition.board_changes import changes_between
from exhibition.hints import EVERYBODY, Hints
from exhibition.paper_hints import OFFICE, TILL, Audience, PaperHints
from exhibition.pusher import Pusher
from exhibition.relay import Relay, Submit, Volatile
from pos.database import Database
from pos.principal import ROLES, Principal
from pos.refusals import Refusal
from pos.tables import till

BOARD = "/board"
OFFICE_ROLES = ("lead", "treasurer", "organiser")
WATCHING = "watching"
FRESH_S = 1.0  # how old what the tablets reported may be on the board
ASK_AGAIN_S = 30.0  # how long a revoked screen may go on watching
WAIT_FOR_BOARD_S = 1.0
WELCOME_S = 0.1  # until a client has its first snapshot
LARGEST_MESSAGE = 32_000  # bytes a client may send

Json = dict[str, Any]


class Gate(Protocol):
    """Turns credentials into a principal."""

    def identify(self, headers: Mapping[str, str], cookies: Mapping[str, str], /) -> Principal: ...

    def by_token(self, token: str, /) -> Principal: ...


def open_sockets(app: Flask, async_mode: str, **options: Any) -> SocketIO:
    """Socket.IO on an app, with websockets that cannot be held up by a client that stopped reading."""
    websockets.install()
    return SocketIO(
        app,
        async_mode=async_mode,
        ping_interval=10,
        ping_timeout=10,
        max_http_buffer_size=LARGEST_MESSAGE,
        manage_session=False,
        **options,
    )


# The board ------------------------------------------------------------------------------------------


def board_follower(database: Database, submit: Submit, changed: Callable[[], None]) -> Volatile[Board]:
    """The board as a follower of this database's journal."""

    def wake(state: Json | None) -> Board:
        journal = database.journal_id()
        usable = state is not None and state.get("version") == Board.VERSION and state["journal"] == journal
        return Board.from_state(state) if state is not None and usable else Board(journal)

    return Volatile("board", wake, database, submit, changed)


class BoardView:
    """The board's snapshot, made anew when something happened or when it is a second old."""

    def __init__(self, database: Database, board: Volatile[Board]) -> None:
        self._database = database
        self._board = board
        self._lock = threading.Lock()
        self._made_at = 0.0
        self._snapshot: Json = {}
        self._tills: dict[str, Json] = {}
        self._tills_read_at = 0.0

    def snapshot(self) -> Json:
        """The contract's board object; do not change it."""
        with self._lock:
            now = time.monotonic()
            if now - self._tills_read_at >= FRESH_S:
                with self._database.reading() as connection:
                    self._tills = till_reports(connection)
                self._tills_read_at = now
            if now - self._made_at >= FRESH_S or self._snapshot.get("seq") != self._board.fold.seq:
                self._snapshot = self._make()
                self._made_at = now
            return self._snapshot

    def pulse(self) -> Json:
        """Only where the board stands: says that the line is alive."""
        board = self._board.fold
        return {"seq": board.seq, "journal": board.journal, "as_of": _now(board)}

    def reports(self) -> list[Any]:
        """What of the snapshot changes without the journal."""
        return [(stall["waiting_amount"], stall["last_seen"]) for stall in self.snapshot()["stalls"]]

    def _make(self) -> Json:
        with self._board.lock:
            board = self._board.fold
            return board.snapshot(_now(board), self._tills)


def till_reports(connection: Connection) -> dict[str, Json]:
    """Per stall: what its tablets still hold and when the last of them was heard of."""
    rows = connection.execute(
        select(
            till.c.stall,
            func.sum(till.c.waiting).label("waiting"),
            func.sum(till.c.waiting_amount).label("waiting_amount"),
            func.max(till.c.last_seen).label("last_seen"),
        )
        .where(till.c.state != "revoked")
        .group_by(till.c.stall)
    ).mappings()
    return {
        row["stall"]: {
            "waiting": int(row["waiting"]),
            "waiting_amount": int(row["waiting_amount"]),
            "last_seen": row["last_seen"],
        }
        for row in rows
    }


def _now(board: Board) -> str:
    return datetime.now(UTC).astimezone(ZoneInfo(board.event["timezone"])).isoformat(timespec="milliseconds")


# Those who watch ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Screen:
    """A line that is shown everything at once, and whether what has changed is enough there."""

    line: websockets.Line
    changes: bool


class Live:
    """Everybody who is connected. `start` it before the relay, so that no change goes unshown."""

    def __init__(self, database: Database, submit: Submit, gate: Gate, socketio: SocketIO) -> None:
        self._gate = gate
        self._socketio = socketio
        self._watching: dict[str, Callable[[], Principal]] = {}  # sid -> who it is now
        self._screens: dict[str, Screen] = {}  # sid -> shown at once; the others are in a room
        self._asked_at = time.monotonic()
        self._shown: Json | None = None
        self._shown_reports: list[Any] = []
        self._pusher = Pusher(self._push, self._pulse)
        self.board = board_follower(database, submit, self._pusher.changed)
        self.view = BoardView(database, self.board)
        self.hints = Hints(database, self._hint)
        self.papers = PaperHints(self._hint_at_paper)
        socketio.on_event("connect", self._watch, namespace=BOARD)
        socketio.on_event("disconnect", self._leave, namespace=BOARD)
        socketio.on_event("connect", self._listen, namespace=TILL)
        socketio.on_event("connect", self._attend, namespace=OFFICE)

    def start(self) -> None:
        """Begin to push."""
        self._pusher.start()
        self.papers.start()

    def stop(self) -> None:
        """Push no more."""
        self.papers.stop()
        self._pusher.stop()

    def _watch(self, auth: Any = None) -> None:
        asking = self._admit(auth)
        changes = isinstance(auth, dict) and auth.get("changes") is True
        self._socketio.start_background_task(self._welcome, request.sid, asking, changes)  # type: ignore[attr-defined]

    def _welcome(self, sid: str, asking: Callable[[], Principal], changes: bool) -> None:
        """After the client has been told that it is connected: the snapshot, and all to come."""
        if not self._is_in(sid, BOARD):
            return
        self._watching[sid] = asking
        line = websockets.line_of(self._socketio.server.get_environ(sid, BOARD))
        if line is None:
            self._socketio.server.enter_room(sid, WATCHING, namespace=BOARD)
        welcome = self.view.snapshot()
        self._socketio.emit("snapshot", welcome, to=sid, namespace=BOARD)
        if line:
            self._socketio.sleep(WELCOME_S)  # what is shown at once must not overtake it
            self._show_on(sid, Screen(line, changes), since=welcome["seq"])

    def _show_on(self, sid: str, screen: Screen, since: int) -> None:
        """Show everything here from now on, beginning with what has happened since."""
        if sid in self._watching:
            self._screens[sid] = screen
            now = self.view.snapshot()
            if now["seq"] != since:
                screen.line.show(_frame("snapshot", now))

    def _leave(self, *_reason: Any) -> None:
        self._forget(request.sid)  # type: ignore[attr-defined]

    def _forget(self, sid: str) -> None:
        self._watching.pop(sid, None)
        self._screens.pop(sid, None)

    def _listen(self, auth: Any = None) -> None:
        stall = self._admit(auth)().stall
        self._socketio.start_background_task(self._greet, request.sid, stall)  # type: ignore[attr-defined]

    def _greet(self, sid: str, stall: str | None) -> None:
        if self._is_in(sid, TILL):
            for room in (EVERYBODY, stall) if stall else (EVERYBODY,):
                self._socketio.server.enter_room(sid, room, namespace=TILL)
            self._socketio.emit("hint", self.hints.current(), to=sid, namespace=TILL)

    def _attend(self, auth: Any = None) -> None:
        """The office: a lead hears of the own stall, the others of all."""
        stall = self._admit(auth, OFFICE_ROLES)().stall
        self._socketio.start_background_task(self._seat, request.sid, stall or EVERYBODY)  # type: ignore[attr-defined]

    def _seat(self, sid: str, room: str) -> None:
        if self._is_in(sid, OFFICE):
            self._socketio.server.enter_room(sid, room, namespace=OFFICE)
            self._hint_at_paper(Audience(OFFICE, sid), {"look": ["jobs", "printers"]})

    def _is_in(self, sid: str, namespace: str) -> bool:
        """Wait until the answer to a client's connecting has been given; False if it left before."""
        for _ in range(100):
            if self._socketio.server.manager.is_connected(sid, namespace):
                return True
            self._socketio.sleep(0.01)
        return False

    def _admit(self, auth: Any, roles: Sequence[str] = ROLES) -> Callable[[], Principal]:
        """Let in whoever has one of the roles; gives the way to ask again later."""
        token = auth.get("token") if isinstance(auth, dict) else None
        if isinstance(token, str):
            asking = partial(self._gate.by_token, token)
        else:
            asking = partial(self._gate.identify, dict(request.headers), dict(request.cookies))
        try:
            asking().require(*roles)
        except Refusal as refusal:
            raise Refused(refusal.code) from refusal
        return asking

    def _show_out_the_revoked(self) -> None:
        if time.monotonic() - self._asked_at < ASK_AGAIN_S:
            return
        self._asked_at = time.monotonic()
        for sid, asking in list(self._watching.items()):
            who = asking()
            if who.revoked or who.role not in ROLES:
                self._forget(sid)
                self._socketio.server.disconnect(sid, namespace=BOARD)

    def _push(self) -> None:
        self._show_out_the_revoked()
        if self._watching:
            self._shown_reports = self.view.reports()
            before, self._shown = self._shown, self.view.snapshot()
            self._show("snapshot", self._shown, changes_between(before, self._shown))

    def _pulse(self) -> None:
        self._show_out_the_revoked()
        if not self._watching:
            return
        if self.view.reports() != self._shown_reports:
            self._push()
        else:
            self._show("pulse", self.view.pulse())

    def _show(self, event: str, data: Json, changes: Json | None = None) -> None:
        """To every screen: one ready frame into each socket, Socket.IO's own way for those that poll."""
        whole = _frame(event, data)
        part = _frame("change", changes) if changes else whole
        for screen in list(self._screens.values()):
            screen.line.show(part if screen.changes else whole, minor=event == "pulse")
        if len(self._watching) > len(self._screens):
            self._socketio.emit(event, data, to=WATCHING, namespace=BOARD)

    def _hint(self, stall: str, hint: Json) -> None:
        self._socketio.emit("hint", hint, to=stall, namespace=TILL)

    def _hint_at_paper(self, audience: Audience, hint: Json) -> None:
        self._socketio.emit("paper", hint, to=audience.room, namespace=audience.namespace)


def _frame(event: str, data: Json) -> bytes:
    """An event of the board as Socket.IO puts it into a websocket."""
    return websockets.text_frame(f"42{BOARD},{json.dumps([event, data], separators=(',', ':'))}")


def create_api(live: Live, relay: Relay, principal: Callable[[], Principal]) -> Blueprint:
    """GET /api/v1/board, for everybody with a role."""
    api = Blueprint("live", __name__)

    @api.get("/api/v1/board")
    def board() -> Response:
        principal().require(*ROLES)
        relay.wait_for(live.board.name, timeout=WAIT_FOR_BOARD_S)  # whoever just sold something finds it here
        text = json.dumps(live.view.snapshot(), ensure_ascii=False, separators=(",", ":"))
        return Response(text, mimetype="application/json")

    return api
