"""What becomes of a job whose bytes the way to the printer does not take."""

from printers.delivery import Delivery, Patience

HASTE = Patience(status=0.05, answer=0.05, repoll=0.01)


class FullPipe:
    """A write-only way that takes so many bytes and then no more, as a full kernel buffer does."""

    two_way = False

    def __init__(self, room: int) -> None:
        self.room = room

    def send(self, data: bytes, timeout: float) -> int:  # noqa: ARG002
        taken = min(self.room, len(data))
        self.room -= taken
        return taken

    def read(self, timeout: float) -> bytes:  # noqa: ARG002
        return b""

    def finish(self, timeout: float) -> None:
        """Nothing to wait for."""

    def close(self) -> None:
        """Nothing to let go."""


def deliver(room: int) -> tuple[str, int, bool]:
    delivery = Delivery(
        FullPipe(room), "escpos", "none", begin=lambda: True, seen=lambda _status: None, patience=HASTE
    )
    outcome = delivery.run(b"STRUK\n")
    return outcome.state, outcome.bytes_sent, outcome.begun


def test_a_job_of_which_not_one_byte_was_taken_waits_for_another_try() -> None:
    assert deliver(room=0) == ("queued", 0, True)


def test_a_job_of_which_some_bytes_were_taken_is_never_sent_again_by_itself() -> None:
    assert deliver(room=3) == ("unconfirmed", 3, True)


def test_a_job_that_was_taken_whole_is_sent_and_never_called_printed() -> None:
    assert deliver(room=100)[:2] == ("sent", 6)
