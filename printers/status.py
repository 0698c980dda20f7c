"""How a printer says how it is, in three dialects, and what that means for the people beside it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from printers.errors import Message
from printers.transports.base import Transport

MESSAGES = {
    "paper_out": Message(
        "Printer kehabisan kertas. Penjualan sudah tersimpan. Isi kertas, struk keluar sendiri.",
        "The printer is out of paper. The sale is saved. Load paper and the receipt comes out by itself.",
    ),
    "cover_open": Message(
        "Tutup printer terbuka. Tutup rapat sampai berbunyi klik; struk keluar sendiri.",
        "The printer's cover is open. Close it until it clicks; the receipt comes out by itself.",
    ),
    "paper_low": Message(
        "Kertas printer hampir habis. Siapkan gulungan baru.",
        "The printer is low on paper. Have a new roll ready.",
    ),
    "unreachable": Message(
        "Printer tidak terjangkau. Periksa apakah menyala dan kabelnya terpasang. Penjualan tetap tersimpan.",
        "The printer cannot be reached. Check that it is on and its cable is in. Sales stay saved.",
    ),
    "no_answer": Message(
        "Printer tidak menjawab. Periksa kertas dan tutupnya; lalu matikan, tunggu 5 detik, nyalakan lagi.",
        "The printer does not answer. Check its paper and cover; then switch it off, wait 5 seconds, and on.",
    ),
    "jammed": Message(
        "Printer macet atau pisaunya tersangkut. Buka tutup, keluarkan kertas yang terlipat, tutup lagi.",
        "The printer is jammed or its cutter is stuck. Open it, take out the crumpled paper, close it again.",
    ),
    "agent_away": Message(
        "Komputer stan yang menggerakkan printer ini tidak terhubung. Nyalakan dan jalankan agen Lapak.",
        "The stall's computer that drives this printer is not connected. Start it and its Lapak agent.",
    ),
    "tablet_away": Message(
        "Tablet yang mencetak lewat aplikasi tidak terhubung. Nyalakan dan buka halaman kasirnya.",
        "The tablet that prints through its app is not connected. Switch it on and open its till.",
    ),
    "no_host": Message(
        "Belum ada tablet yang dipilih untuk mencetak. Di tablet itu: Status, lalu Cetak lewat tablet ini.",
        "No tablet has been chosen to print. On that tablet: Status, then Print through this tablet.",
    ),
    "paused": Message(
        "Printer sedang dijeda. Tekan tombol pada printer untuk melanjutkan.",
        "The printer is paused. Press its button to go on.",
    ),
    "no_device": Message(
        "Printer tidak ditemukan di komputernya. Periksa kabel dan listriknya, lalu alamatnya di kantor.",
        "The printer is not found on its computer. Check cable and power, then its address in the office.",
    ),
    "no_permission": Message(
        "Lapak tidak boleh memakai printer itu. Masukkan penggunanya ke grup lp dan dialout, masuk lagi.",
        "Lapak may not use that printer. Put its user into the group lp (and dialout), then log in again.",
    ),
    "device_busy": Message(
        "Printer sedang dipakai program lain di komputernya. Tutup program itu (misalnya CUPS).",
        "Another program on its computer is using the printer. Close that program (CUPS, for one).",
    ),
    "not_serial": Message(
        "Alamat itu bukan sambungan serial. Pakai usb:// untuk printer USB, atau betulkan di kantor.",
        "That address is no serial line. Use usb:// for a USB printer, or correct it in the office.",
    ),
    "bad_address": Message(
        "Alamat printer salah. Perbaiki di halaman kantor.",
        "The printer's address is wrong. Correct it in the office.",
    ),
    "no_libusb": Message(
        "Komputer ini belum bisa memakai printer USB itu (pyusb belum terpasang).",
        "This computer cannot use that USB printer yet (pyusb is not installed).",
    ),
    "other": Message("Printer melaporkan gangguan.", "The printer reports a fault."),
}
AWAY_REASONS = ("agent_away", "tablet_away", "no_host")  # not the printer, but whoever drives it


@dataclass(frozen=True, slots=True)
class Status:
    """One look at a printer. `state` as in the printer table; `reason` a key of MESSAGES."""

    state: str
    reason: str | None = None
    busy: bool = False

    @property
    def ready(self) -> bool:
        """Whether a job may begin."""
        return self.state in ("ready", "paper_low", "unknown")


READY = Status("ready")
UNKNOWN = Status("unknown")
UNREACHABLE = Status("offline", "unreachable")
SILENT = Status("offline", "no_answer")


class Dialect(Protocol):
    """A language of questions about the printer's state."""

    def ask(self, transport: Transport, timeout: float) -> Status:
        """Ask on a fresh connection and wait for the answer."""


# ESC/POS --------------------------------------------------------------------------------------------

QUESTIONS = (1, 2, 4)  # offline?, why?, paper?


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply: `status` DLE EOT, `asb` pushed, `paper` GS r, `done` GS ( H; anything else is `noise`."""

    kind: str
    data: bytes


class Replies:
    """Sorts the bytes that come back; replies that look alike are told apart by their fixed bits."""

    def __init__(self) -> None:
        self._waiting = b""

    def take(self, data: bytes) -> Iterator[Answer]:
        """Every complete reply so far."""
        self._waiting += data
        while self._waiting:
            length, kind = _reply_kind(self._waiting[0])
            if len(self._waiting) < length:
                return
            reply, self._waiting = self._waiting[:length], self._waiting[length:]
            yield Answer(kind, reply)


def _reply_kind(first: int) -> tuple[int, str]:
    if first & 0x93 == 0x12:
        return 1, "status"
    if first == 0x37:
        return 7, "done"
    if first & 0x93 == 0x10:
        return 4, "asb"
    return (1, "paper") if first & 0x90 == 0 else (1, "noise")


def question(n: int) -> bytes:
    """DLE EOT n: answered at once, even when the printer is offline."""
    return bytes([0x10, 0x04, n])


def read_escpos(answers: dict[int, int]) -> Status:
    """What the bytes of DLE EOT 1, 2 and 4 say together; a missing one says nothing bad."""
    offline, cause, paper = (answers.get(n, 0) for n in QUESTIONS)
    if cause & 0x04:
        return Status("cover_open", "cover_open")
    if paper & 0x60 or cause & 0x20:
        return Status("paper_out", "paper_out")
    if cause & 0x40:
        return Status("error", "jammed")
    if offline & 0x08:
        return Status("error", "other")
    return Status("paper_low", "paper_low") if paper & 0x0C else READY


class EscposDialect:
    """DLE EOT, one question at a time so that each answer belongs to its question."""

    def ask(self, transport: Transport, timeout: float) -> Status:
        """Asks up to twice: a stale byte in front of the answers must not shift them."""
        for _ in range(2):
            drain(transport)
            answers = self._ask_once(transport, timeout)
            if answers is not None:
                return read_escpos(answers) if answers else SILENT
        return SILENT

    def _ask_once(self, transport: Transport, timeout: float) -> dict[int, int] | None:
        """The answers by question; None when there were more answers than questions."""
        replies = Replies()
        answers: dict[int, int] = {}
        for n in QUESTIONS:
            transport.send(question(n), timeout)
            found = _status_bytes(transport, replies, timeout)
            if not found:
                break
            if len(found) > 1:
                return None
            answers[n] = found[0]
        return None if _status_bytes(transport, replies, 0) else answers


def _status_bytes(transport: Transport, replies: Replies, timeout: float) -> list[int]:
    """The status replies in what comes next, waiting until there is one."""
    deadline = time.monotonic() + timeout
    while True:
        data = transport.read(max(deadline - time.monotonic(), 0))
        found = [answer.data[0] for answer in replies.take(data) if answer.kind == "status"]
        if found or time.monotonic() >= deadline:
            return found


def drain(transport: Transport) -> None:
    """Forget what an earlier job or another program was answered."""
    while transport.read(0):
        pass


# Label printers -------------------------------------------------------------------------------------


class TsplDialect:
    """ESC ! ? gives one byte, at once."""

    def ask(self, transport: Transport, timeout: float) -> Status:
        """One question."""
        drain(transport)
        transport.send(b"\x1b!?", timeout)
        data = transport.read(timeout)
        return read_tspl(data[-1]) if data else SILENT


def read_tspl(byte: int) -> Status:
    """The meaning of TSPL's status byte."""
    if byte & 0x01:
        return Status("cover_open", "cover_open")
    if byte & 0x04 or byte & 0x08:
        return Status("paper_out", "paper_out")
    if byte & 0x02:
        return Status("error", "jammed")
    if byte & 0x10:
        return Status("error", "paused")
    if byte & 0x80:
        return Status("error", "other")
    return Status("ready", busy=bool(byte & 0x20))


class ZplDialect:
    """~HS gives three lines, but only while the printer is well: silence means a fault."""

    def ask(self, transport: Transport, timeout: float) -> Status:
        """One question."""
        drain(transport)
        transport.send(b"~HS", timeout)
        data = b""
        deadline = time.monotonic() + timeout
        while data.count(b"\x03") < 3 and time.monotonic() < deadline:
            data += transport.read(max(deadline - time.monotonic(), 0))
        return read_zpl(data)


def read_zpl(data: bytes) -> Status:
    """The meaning of ~HS's three lines."""
    lines = [part.partition(b"\x02")[2].decode("latin-1").split(",") for part in data.split(b"\x03")[:3]]
    if len(lines) < 3 or len(lines[0]) < 12 or len(lines[1]) < 9:
        return SILENT
    if lines[1][2] == "1":
        return Status("cover_open", "cover_open")
    if lines[0][1] == "1" or lines[1][3] == "1":
        return Status("paper_out", "paper_out")
    if lines[0][2] == "1":
        return Status("error", "paused")
    return Status("ready", busy=lines[0][4] != "000" or lines[1][8].strip("0") != "")


class SilentDialect:
    """A printer that is only written to."""

    def ask(self, transport: Transport, timeout: float) -> Status:  # noqa: ARG002
        """Nobody knows."""
        return UNKNOWN


DIALECTS: dict[str, Dialect] = {"escpos": EscposDialect(), "tspl": TsplDialect(), "zpl": ZplDialect()}


def dialect_of(language: str, completion: str, two_way: bool) -> Dialect:
    """How to ask this printer; one without any completion answer is only written to."""
    if completion == "none" or not two_way:
        return SilentDialect()
    return DIALECTS[language]


class Watch:
    """Turns looks into a state people can trust: silence counts only the second time."""

    def __init__(self, state: str = "unknown") -> None:
        self.state = state
        self.reason: str | None = None
        self.misses = 0

    def look(self, status: Status) -> bool:
        """Take a look into account; True when the published state has changed."""
        self.misses = self.misses + 1 if status.state == "offline" else 0
        if self.misses == 1 and self.state != "offline":
            return False
        before = (self.state, self.reason)
        self.state, self.reason = status.state, status.reason
        return before != (self.state, self.reason)
