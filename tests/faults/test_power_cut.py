"""The power goes out: whatever of the last writes reached the disk, no acknowledged sale is missing.

A process sells while everything it writes and syncs is written down (disk_log.c). Then the power is cut again
and again at random moments of that record: what was synced is kept, and of the rest nothing, everything, some
or a torn part. The honest disk of docs/performance.md is assumed: what it has synced, it keeps.
"""

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pos.audit import audit
from pos.database import open_database
from pos.dialect import sqlite_module

HERE = Path(__file__).resolve().parent
FILES = ("lapak.db", "lapak.db-wal", "acks")
ACKS = 3  # the place of `acks` in FILES, counted from 1
HEAD = struct.Struct("<cBqQ")
SECTOR = 512
SEED = int(os.environ.get("SEED", "20180403"))

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or shutil.which("gcc") is None,
        reason="THE POWER CUT TEST NEEDS LINUX AND gcc (apt-get install gcc): NOT RUN",
    ),
]


@dataclass(frozen=True)
class Record:
    """One thing that happened to a file: W written, T truncated, S made durable."""

    kind: str
    file: int
    offset: int
    data: bytes


@dataclass
class Disk:
    """What is on the platter, and what is only on its way there."""

    files: dict[int, bytearray]
    pending: dict[int, list[Record]] = field(default_factory=lambda: {1: [], 2: []})

    def take(self, record: Record) -> None:
        """Go on by one record."""
        if record.kind == "S":
            for each in self.pending[record.file]:
                apply(self.files[record.file], each)
            self.pending[record.file] = []
        else:
            self.pending[record.file].append(record)

    def after_the_cut(self, dice: random.Random) -> dict[int, bytes]:
        """The files as the next start finds them."""
        fate = dice.choice(("none", "all", "some", "torn"))
        found = {}
        for number, pending in self.pending.items():
            content = bytearray(self.files[number])
            for each in survivors(pending, fate, dice):
                apply(content, each)
            found[number] = bytes(content)
        return found


def survivors(pending: list[Record], fate: str, dice: random.Random) -> list[Record]:
    """Which of the writes under way reached the disk, in any combination, the last perhaps in part."""
    if fate == "none":
        return []
    if fate == "all":
        return pending
    chosen = [each for each in pending if dice.random() < 0.5]
    if fate == "torn" and chosen and chosen[-1].kind == "W":
        whole = chosen[-1]
        sectors = dice.randrange(len(whole.data) // SECTOR + 1)
        chosen[-1] = Record("W", whole.file, whole.offset, whole.data[: sectors * SECTOR])
    return chosen


def apply(content: bytearray, record: Record) -> None:
    """Let a write or a truncation take place."""
    if record.kind == "T":
        del content[record.offset :]
    end = record.offset + len(record.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[record.offset : end] = record.data


def read_log(path: Path) -> Iterator[Record]:
    """The record of the disk."""
    with path.open("rb") as log:
        while head := log.read(HEAD.size):
            kind, file, offset, length = HEAD.unpack(head)
            yield Record(kind.decode(), file, offset, log.read(length))


@pytest.fixture(scope="module")
def disk_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim, compiled."""
    library = tmp_path_factory.mktemp("shim") / "disk_log.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, HERE / "disk_log.c", "-ldl"], check=True)
    return library


def sell_on_paper(folder: Path, disk_log: Path, synchronous: str, sales: int) -> tuple[Disk, list[Record]]:
    """Sell with the disk written down; the beginning and all that happened since."""
    prepare = (
        "import sys; from pathlib import Path; from shop import a_shop\nwith a_shop(Path(sys.argv[1])): pass"
    )
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (HERE.parent, HERE.parent.parent)))}
    subprocess.run([sys.executable, "-c", prepare, folder], check=True, env=environ)
    begin = Disk({1: bytearray((folder / "lapak.db").read_bytes()), 2: bytearray()})
    noted = ":".join(str(folder / name) for name in FILES)
    logging = {"LD_PRELOAD": str(disk_log), "DISK_LOG": str(folder / "log"), "DISK_LOG_FILES": noted}
    command = [sys.executable, HERE / "selling_on_paper.py", folder, synchronous, str(sales)]
    subprocess.run(command, check=True, env=environ | logging)
    records = list(read_log(folder / "log"))
    assert any(record.file == 2 and record.kind == "S" for record in records), "the shim saw no sync"
    return begin, records


def acks_lost(folder: Path, begin: Disk, records: list[Record], cuts: int) -> int:
    """Cut the power at as many moments; how many of the cuts lost an acknowledged sale."""
    dice = random.Random(SEED)  # noqa: S311 - a run can be repeated
    first_ack = next(place for place, record in enumerate(records) if record.file == ACKS)
    moments = sorted(dice.randrange(first_ack, len(records)) for _ in range(cuts))
    acknowledged: list[str] = []
    lost, place = 0, 0
    for moment in moments:
        for record in records[place:moment]:
            if record.file == ACKS:
                acknowledged += record.data.decode().split() if record.kind == "W" else []
            else:
                begin.take(record)
        place = moment
        found = sales_after(folder, begin.after_the_cut(dice))
        lost += not set(acknowledged) <= found
    assert acknowledged, "nobody had been answered yet: no test"
    return lost


def sales_after(folder: Path, files: dict[int, bytes]) -> set[str]:
    """Start on what the cut has left: it is a sound database whose books agree."""
    for old in folder.glob("cut.db*"):
        old.unlink()
    (folder / "cut.db").write_bytes(files[1])
    (folder / "cut.db-wal").write_bytes(files[2])
    with closing(sqlite_module().connect(folder / "cut.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = {row[0] for row in connection.execute("SELECT id FROM sale")}
    database = open_database(folder / "cut.db")
    with database.reading() as reading:
        assert audit(reading) == []
    database.close()
    return found


def test_fifty_power_cuts_lose_no_acknowledged_sale(tmp_path: Path, disk_log: Path) -> None:
    assert acks_lost(tmp_path, *sell_on_paper(tmp_path, disk_log, "FULL", 160), cuts=50) == 0


def test_a_database_that_does_not_wait_for_the_disk_does_lose_sales(tmp_path: Path, disk_log: Path) -> None:
    """The control: this test can fail."""
    assert acks_lost(tmp_path, *sell_on_paper(tmp_path, disk_log, "NORMAL", 160), cuts=20) > 0


@pytest.mark.soak
def test_a_thousand_power_cuts_lose_no_acknowledged_sale(tmp_path: Path, disk_log: Path) -> None:
    assert acks_lost(tmp_path, *sell_on_paper(tmp_path, disk_log, "FULL", 2400), cuts=1000) == 0
