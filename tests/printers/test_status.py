"""What a printer answers is understood, or taken for silence; never guessed."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.emulator.printer import VirtualPrinter
from printers.status import (
    DIALECTS,
    MESSAGES,
    SILENT,
    Replies,
    Status,
    Watch,
    read_escpos,
    read_tspl,
    read_zpl,
)
from printers.transports.addresses import open_transport

WELL = b"\x12"


class Scripted:
    """A transport that answers each question with the next bytes."""

    two_way = True

    def __init__(self, *answers: bytes, first: bytes = b"") -> None:
        self.answers = list(answers)
        self.waiting = first

    def send(self, data: bytes, _timeout: float) -> int:
        self.waiting += self.answers.pop(0) if self.answers else b""
        return len(data)

    def read(self, _timeout: float) -> bytes:
        data, self.waiting = self.waiting, b""
        return data

    def finish(self, timeout: float) -> None: ...

    def close(self) -> None: ...


def ask(language: str, *answers: bytes, first: bytes = b"") -> Status:
    return DIALECTS[language].ask(Scripted(*answers, first=first), 0.01)


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        ((0x12, 0x12, 0x12), "ready", None),
        ((0x12, 0x12, 0x1E), "paper_low", "paper_low"),
        ((0x1A, 0x32, 0x7E), "paper_out", "paper_out"),
        ((0x1A, 0x16, 0x12), "cover_open", "cover_open"),
        ((0x1A, 0x52, 0x12), "error", "jammed"),
        ((0x1A, 0x12, 0x12), "error", "other"),
    ],
)
def test_dle_eot_is_read_bit_by_bit(answers: Iterable[int], state: str, reason: str | None) -> None:
    status = ask("escpos", *(bytes([answer]) for answer in answers))
    assert (status.state, status.reason) == (state, reason)


def test_a_printer_that_says_nothing_is_offline() -> None:
    assert ask("escpos") == ask("tspl") == ask("zpl") == SILENT


def test_bytes_from_an_earlier_conversation_are_forgotten() -> None:
    assert ask("escpos", WELL, WELL, b"\x7e", first=b"\x12\x12\x00").state == "paper_out"


def test_a_pushed_state_between_the_answers_shifts_nothing() -> None:
    assert ask("escpos", b"\x18\x00\x0c\x00\x1a", b"\x32", b"\x7e").state == "paper_out"


def test_one_answer_too_many_means_asking_again() -> None:
    assert ask("escpos", b"\x12\x12", WELL, WELL, b"\x7e").state == "paper_out"
    assert ask("escpos", b"\x12\x12", b"\x12\x12").state == "offline"


def test_garbage_is_silence() -> None:
    assert ask("escpos", b"\xff", b"\xff", b"\xff") == SILENT


@pytest.mark.parametrize(
    ("byte", "state"),
    [
        (0, "ready"),
        (1, "cover_open"),
        (2, "error"),
        (4, "paper_out"),
        (8, "paper_out"),
        (16, "error"),
        (128, "error"),
    ],
)
def test_tspl_says_it_in_one_byte(byte: int, state: str) -> None:
    assert read_tspl(byte).state == state


def test_a_busy_label_printer_is_ready_but_busy() -> None:
    assert read_tspl(0x20) == Status("ready", busy=True)


def zpl(
    paper: str = "0", pause: str = "0", formats: str = "000", head: str = "0", left: str = "00000000"
) -> bytes:
    return (
        f"\x02030,{paper},{pause},0240,{formats},0,0,0,000,0,0,0\x03\r\n"
        f"\x02000,0,{head},0,0,2,4,0,{left},1,000\x03\r\n\x021234,0\x03\r\n"
    ).encode()


def test_zpl_says_it_in_three_lines() -> None:
    assert read_zpl(zpl()).state == "ready"
    assert read_zpl(zpl(paper="1")).state == "paper_out"
    assert read_zpl(zpl(head="1")).state == "cover_open"
    assert read_zpl(zpl(pause="1")).reason == "paused"
    assert read_zpl(zpl(left="00000003")).busy
    assert read_zpl(zpl(formats="002")).busy
    assert read_zpl(zpl()[:30]) == SILENT


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    sorted_out = b"".join(answer.data for answer in Replies().take(data))
    assert data.startswith(sorted_out)
    read_zpl(data)
    for byte in data:
        read_tspl(byte)
        read_escpos({1: byte, 2: byte, 4: byte})


def test_replies_are_told_apart_even_when_they_come_in_pieces() -> None:
    replies = Replies()
    kinds = [
        a.kind
        for piece in (b"\x12\x37\x22a", b"bcd\x00\x00", b"\x10\x00", b"\x00\x00\xff")
        for a in replies.take(piece)
    ]
    assert kinds == ["status", "done", "paper", "asb", "noise"]


def test_one_missed_answer_is_not_yet_a_fault() -> None:
    watch = Watch("ready")
    assert [watch.look(SILENT), watch.look(SILENT), watch.look(SILENT)] == [False, True, False]
    assert (watch.state, watch.reason) == ("offline", "no_answer")
    assert watch.look(Status("ready")) is True
    assert watch.look(SILENT) is False


def test_what_a_printer_says_itself_counts_at_once() -> None:
    assert Watch("ready").look(Status("paper_out", "paper_out")) is True


def test_every_message_speaks_both_languages() -> None:
    assert all(message.id and message.en and message.id != message.en for message in MESSAGES.values())


TELLS = {  # what each dialect can say; a ZPL printer in trouble says nothing at all
    "escpos": {
        "paper_out": "paper_out",
        "paper_low": "paper_low",
        "cover": "cover_open",
        "jam": "jammed",
        "paused": "other",
        "silent": "no_answer",
    },
    "tspl": {
        "paper_out": "paper_out",
        "paper_low": None,
        "cover": "cover_open",
        "jam": "jammed",
        "paused": "paused",
        "silent": "no_answer",
    },
    "zpl": {
        "paper_out": "no_answer",
        "paper_low": None,
        "cover": "no_answer",
        "jam": "no_answer",
        "paused": "paused",
        "silent": "no_answer",
    },
}


@pytest.mark.parametrize(
    ("language", "fault", "reason"),
    [(language, fault, reason) for language, told in TELLS.items() for fault, reason in told.items()],
)
def test_a_virtual_printer_in_trouble_is_understood_in_its_dialect(
    language: str, fault: str, reason: str | None
) -> None:
    media = "80mm" if language == "escpos" else "50x30"
    with VirtualPrinter(language=language, media=media) as device:
        device.fault(fault)
        transport = open_transport(device.connection, 1)
        assert DIALECTS[language].ask(transport, 0.3).reason == reason
        device.repair()
        assert DIALECTS[language].ask(transport, 1).reason is None
        transport.close()
