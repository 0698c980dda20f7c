"""Finds out which questions a printer answers; nothing is printed."""

import time
from typing import Any

from printers.delivery import GS_R
from printers.status import SILENT, Replies, dialect_of
from printers.transports.base import Transport

PROCESS_ID = b"Lpk1"
GS_H = b"\x1d(H\x06\x0000" + PROCESS_ID


def probe(transport: Transport, language: str, timeout: float = 1.0) -> dict[str, Any]:
    """Which status and completion queries are answered, and the best `completion` for this printer."""
    status = dialect_of(language, "poll", transport.two_way).ask(transport, timeout)
    answers = status != SILENT and transport.two_way
    gs_r = gs_h = False
    if language == "escpos" and transport.two_way:
        gs_h = _answers(transport, GS_H, "done", timeout)
        gs_r = _answers(transport, GS_R, "paper", timeout)
    return {
        "state": status.state,
        "status": answers,
        "gs_r": gs_r,
        "gs_h": gs_h,
        "completion": _best(answers, gs_r, gs_h),
    }


def _answers(transport: Transport, question: bytes, kind: str, timeout: float) -> bool:
    replies = Replies()
    transport.send(question, timeout)
    deadline = time.monotonic() + timeout
    while (left := deadline - time.monotonic()) > 0:
        if any(answer.kind == kind for answer in replies.take(transport.read(left))):
            return True
    return False


def _best(status: bool, gs_r: bool, gs_h: bool) -> str:
    """The strongest evidence this printer can give."""
    if gs_h:
        return "gs_h"
    if gs_r:
        return "gs_r"
    return "poll" if status else "none"
