"""Brings one job's bytes to one printer and finds out what became of them.

Before `begin` nothing of the job has left; after it every doubt is `unconfirmed`, never a second try.
"""

import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from printers.errors import DeviceProblem
from printers.status import (
    QUESTIONS,
    READY,
    SILENT,
    Answer,
    Replies,
    Status,
    dialect_of,
    question,
    read_escpos,
)
from printers.transports.base import Transport, send_all

GS_R = b"\x1dr\x01"
TORN_RASTER = b"\x00" * 16_384  # a picture cut off by a fault swallows this instead of the next receipt


LONGEST = 30.0


@dataclass(frozen=True)
class Patience:
    """Seconds. `answer` runs only while the printer does not say what keeps it, `blocked` while it does."""

    connect: float = 3.0
    status: float = 1.0
    answer: float = 12.0
    answer_per_kb: float = 4.0  # long receipts take long, at most LONGEST more
    blocked: float = 600.0
    repoll: float = 2.0
    fence: float = 1.0
    quiet: float = 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known at the end; state `queued` means that not one byte of the job has left."""

    state: str
    evidence: str = "none"
    error: str | None = None
    bytes_sent: int = 0
    begun: bool = False
    status: Status | None = None


@dataclass
class Delivery:
    """One job on one open connection.

    `begin` commits the barrier and says whether the job may still be sent; `seen` hears of every look at the
    printer; `in_doubt` counts the answers that earlier jobs may still be owed.
    """

    transport: Transport
    language: str
    completion: str
    begin: Callable[[], bool]
    seen: Callable[[Status], None]
    patience: Patience = field(default_factory=Patience)
    in_doubt: int = 0
    stopped: Callable[[], bool] = lambda: False
    _sent: int = 0
    _replies: Replies = field(default_factory=Replies)
    _begun: bool = False

    @property
    def outstanding(self) -> int:
        """How many answers this printer may still give to what was asked so far."""
        return self.in_doubt + self._begun

    def run(self, data: bytes) -> Outcome:
        """Deliver; DeviceProblem never leaves here."""
        try:
            status = self._look()
            if not status.ready:
                return Outcome("queued", error=status.reason, status=status)
            if self.in_doubt and self.completion == "gs_r" and not self._settle_earlier_jobs():
                status = self._look()
                if not status.ready:
                    return Outcome("queued", error=status.reason, status=status)
        except DeviceProblem as problem:
            self.seen(SILENT)
            return Outcome("queued", error=problem.reason, status=SILENT)
        if not self.begin():
            return Outcome("queued", error="taken")
        try:
            return self._send_and_wait(data)
        except DeviceProblem as problem:
            state = "unconfirmed" if self._sent else "queued"
            return Outcome(state, error=problem.reason, bytes_sent=self._sent, begun=True)

    # Before the first byte -------------------------------------------------------------------------

    def _look(self) -> Status:
        status = dialect_of(self.language, self.completion, self.transport.two_way).ask(
            self.transport, self.patience.status
        )
        self.seen(status)
        return status

    def _settle_earlier_jobs(self) -> bool:
        """Wait for the answer an earlier job may still be owed, so that it is not taken for this one's."""
        if self._fence(b"", self.patience.quiet) or self._fence(TORN_RASTER, self.patience.fence):
            self.in_doubt = 0
        return self.in_doubt == 0

    def _fence(self, padding: bytes, quiet: float) -> bool:
        """Ask in the order of the stream; true when answers have come and then none for `quiet` seconds."""
        send_all(self.transport, padding + GS_R, self.patience.fence)
        self.in_doubt += 1
        answered = False
        deadline = time.monotonic() + self.patience.fence
        while (left := deadline - time.monotonic()) > 0:
            kinds = [answer.kind for answer in self._replies.take(self.transport.read(left))]
            if "paper" in kinds:
                answered = True
                deadline = time.monotonic() + quiet
        return answered

    # After the barrier -----------------------------------------------------------------------------

    def _send_and_wait(self, data: bytes) -> Outcome:
        self._begun = self.completion == "gs_r"
        token = bytes(33 + secrets.randbelow(90) for _ in range(4))
        self._write(data + self._probe(token))
        if self._sent < len(data):
            state = "unconfirmed" if self._sent else "queued"
            return Outcome(state, error="stalled", bytes_sent=self._sent, begun=True)
        if self.completion in ("gs_r", "gs_h"):
            return self._wait_for_reply(token)
        if self.completion == "poll":
            return self._wait_for_idle()
        self.transport.finish(self.patience.repoll)
        return Outcome("sent", "handed_to_os", bytes_sent=self._sent)

    def _probe(self, token: bytes) -> bytes:
        if self.completion == "gs_h":
            return b"\x1d(H\x06\x0000" + token
        return GS_R if self.completion == "gs_r" else b""

    def _write(self, data: bytes) -> None:
        deadline = time.monotonic() + self.patience.answer
        while self._sent < len(data) and time.monotonic() < deadline and not self.stopped():
            moved = self.transport.send(data[self._sent :], self.patience.repoll)
            if moved:
                self._sent += moved
                deadline = time.monotonic() + self.patience.answer

    def _wait_for_reply(self, token: bytes) -> Outcome:
        """The reply leaves the printer when everything before it is on paper."""
        polls = StatusPolls(self.seen)
        clock = Waiting(self.patience, self._sent)
        while not (self.stopped() or clock.over()):
            for answer in self._replies.take(self.transport.read(clock.until_next_poll())):
                if self._completes(answer, token):
                    if not polls.status.ready:
                        self.seen(READY)
                    return Outcome("printed", self._evidence(), bytes_sent=self._sent)
                polls.take(answer)
            clock.blocked(polls.status)
            if clock.poll_is_due():
                self.transport.send(polls.next_questions(), self.patience.status)
        return Outcome("unconfirmed", error=clock.why(), bytes_sent=self._sent)

    def _completes(self, answer: Answer, token: bytes) -> bool:
        if self.completion == "gs_h":
            return answer.kind == "done" and answer.data[2:6] == token
        if answer.kind != "paper":
            return False
        if self.in_doubt:
            self.in_doubt -= 1
            return False
        self._begun = False
        return True

    def _evidence(self) -> str:
        return "completed" if self.completion == "gs_h" else "processed"

    def _wait_for_idle(self) -> Outcome:
        """Label printers only say that they have nothing left to do: the best result is `sent`."""
        dialect = dialect_of(self.language, self.completion, self.transport.two_way)
        clock = Waiting(self.patience, self._sent)
        while not (self.stopped() or clock.over()):
            status = dialect.ask(self.transport, self.patience.status)
            self.seen(status)
            clock.blocked(status)
            if status.ready and not status.busy:
                return Outcome("sent", "idle", bytes_sent=self._sent)
            if status.busy:
                clock.restart()
            time.sleep(min(0.05, self.patience.repoll))
        return Outcome("unconfirmed", error=clock.why(), bytes_sent=self._sent)


class Waiting:
    """How long to wait: long while the printer says what it lacks, short while it says nothing."""

    def __init__(self, patience: Patience, size: int) -> None:
        self._patience = patience
        self._answer = patience.answer + min(patience.answer_per_kb * size / 1000, LONGEST)
        now = time.monotonic()
        self._since = self._first_blocked = self._last_poll = now
        self._is_blocked = False

    def over(self) -> bool:
        """Whether to give up."""
        now = time.monotonic()
        if self._is_blocked:
            return now - self._first_blocked > self._patience.blocked
        return now - self._since > self._answer

    def why(self) -> str:
        """The reason for giving up."""
        if self._is_blocked:
            return "blocked_too_long"
        return "no_answer" if self.over() else "stopped"

    def blocked(self, status: Status) -> None:
        """Take the newest look into account; silence is not an excuse."""
        blocked = not status.ready and status.state != "offline"
        if blocked and not self._is_blocked:
            self._first_blocked = time.monotonic()
        if self._is_blocked and not blocked:
            self._since = time.monotonic()
        self._is_blocked = blocked

    def restart(self) -> None:
        """The printer is at work."""
        self._since = time.monotonic()

    def until_next_poll(self) -> float:
        """Seconds until the printer is to be asked again."""
        return max(self._last_poll + self._patience.repoll - time.monotonic(), 0)

    def poll_is_due(self) -> bool:
        """True once every `repoll` seconds."""
        if self.until_next_poll() > 0:
            return False
        self._last_poll = time.monotonic()
        return True


class StatusPolls:
    """DLE EOT on a connection where a job is waiting: answers come whenever they like."""

    def __init__(self, seen: Callable[[Status], None]) -> None:
        self._seen = seen
        self._asked: deque[int] = deque()
        self._answers: dict[int, int] = {}
        self.status = READY

    def next_questions(self) -> bytes:
        """Ask for everything again; unanswered questions are forgotten."""
        self._asked = deque(QUESTIONS)
        self._answers = {}
        return b"".join(question(n) for n in QUESTIONS)

    def take(self, answer: Answer) -> None:
        """Put an answer to its question; a pushed ASB state makes no difference, the next poll will tell."""
        if answer.kind != "status" or not self._asked:
            return
        self._answers[self._asked.popleft()] = answer.data[0]
        if not self._asked:
            self.status = read_escpos(self._answers)
            self._seen(self.status)
