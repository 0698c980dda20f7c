"""What can go wrong with a printer, to order."""

from dataclasses import dataclass

# Something is the case until it ends; something happens at a byte of every connection until it ends.
CONDITIONS = (
    "paper_out",
    "paper_low",
    "cover",
    "jam",
    "paused",
    "silent",
    "swallow_reply",
    "slow",
    "second_client",
    "off",
)
STOPPING = ("paper_out", "cover", "jam", "paused", "off")  # the head stands still, the buffer stays
HAPPENINGS = ("reset", "half_close", "power_cycle", "stale_reply")
KINDS = CONDITIONS + HAPPENINGS

WORDS = {
    "paper_out": "kertas habis / out of paper",
    "paper_low": "kertas hampir habis / paper low",
    "cover": "tutup terbuka / cover open",
    "jam": "macet / jammed",
    "paused": "dijeda / paused",
    "silent": "tidak menjawab / silent",
    "swallow_reply": "jawaban selesai hilang / completion reply lost",
    "slow": "lambat / slow",
    "second_client": "dipakai program lain / taken by another program",
    "off": "mati / switched off",
    "reset": "sambungan putus / connection reset",
    "half_close": "menutup sebelah / half close",
    "power_cycle": "mati-nyala / power cycle",
    "stale_reply": "jawaban basi / stale reply",
}


@dataclass
class Fault:
    """One fault; `at_byte` counts the job's own bytes (no status requests) within one connection.

    Without `at_byte` and `at_mm` it begins at once. `times` limits how often something happens.
    """

    kind: str
    at_byte: int | None = None
    at_mm: float | None = None
    times: int | None = None
    begun: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)
        if self.kind in CONDITIONS and self.at_byte is None and self.at_mm is None:
            self.begun = True

    @property
    def happens_at(self) -> int:
        """The byte of a connection at which it happens."""
        return max(self.at_byte or 1, 1)
