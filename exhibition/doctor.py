"""`lapak doctor`: is this machine fit for the fair? One line per finding, and what to do about it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from exhibition.address import lan_addresses
from exhibition.config import Config
from exhibition.folder import Folder
from exhibition.https import find_pair
from pos.dialect import sqlite_is_safe, sqlite_module

LEAST_DISK = 2 * 1024**3
SLOWEST_SYNC = 0.05  # seconds; with group commit a sale still takes less than a tenth


class Finding(NamedTuple):
    """What was looked at: `ok`, `note` (know it) or `bad` (change it)."""

    state: str
    subject: str
    text: str


def examine(config: Config) -> int:
    """Print all findings; 1 if something must be changed."""
    findings = [finding for look in LOOKS for finding in look(config)]
    for finding in findings:
        print(f"{finding.state:<4}  {finding.subject:<12} {finding.text}")
    return 1 if any(finding.state == "bad" for finding in findings) else 0


def _sqlite(_config: Config) -> Iterator[Finding]:
    module = sqlite_module()
    version = module.sqlite_version
    numbers = tuple(int(part) for part in version.split("."))
    if sqlite_is_safe(numbers):
        yield Finding("ok", "SQLite", f"{version} ({module.__name__})")
    else:
        yield Finding(
            "bad", "SQLite", f"{version} has the WAL-reset bug: install 3.51.3 or newer (pysqlite3)"
        )


def _settings(config: Config) -> Iterator[Finding]:
    path = Folder(config.data).database
    if config.database_url is not None or not path.exists():
        yield Finding("note", "database", config.database_url or f"none yet in {config.data}")
        return
    connection = sqlite_module().connect(f"file:{path}?mode=ro", uri=True)
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.close()
    state = "ok" if mode == "wal" else "bad"
    yield Finding(
        state, "database", f"journal_mode {mode}; the writer asserts synchronous FULL and foreign keys"
    )


def _disk(config: Config) -> Iterator[Finding]:
    place = _existing(config.data)
    free = shutil.disk_usage(place).free
    state = "ok" if free >= LEAST_DISK else "bad"
    yield Finding(state, "disk", f"{free / 1024**3:.1f} GB free at {place}")
    seconds = _time_of_a_sync(place)
    state = "ok" if seconds < SLOWEST_SYNC else "note"
    yield Finding(state, "disk sync", f"{seconds * 1000:.1f} ms to make a sale durable")


def _existing(path: Path) -> Path:
    path = path.resolve()
    while not path.exists():
        path = path.parent
    return path


def _time_of_a_sync(place: Path) -> float:
    times = []
    with tempfile.TemporaryFile(dir=place) as file:
        for _ in range(8):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def _clock(_config: Config) -> Iterator[Finding]:
    now = datetime.now(UTC)
    if now.year < 2025:
        yield Finding("bad", "clock", f"{now:%Y-%m-%d %H:%M} UTC cannot be right: set it")
        return
    synchronised = _ask("timedatectl", "show", "--property=NTPSynchronized", "--value")
    text = {"yes": "kept by the network", "no": "not kept by the network: compare it with a phone"}
    state = "ok" if synchronised == "yes" else "note"
    yield Finding(
        state,
        "clock",
        f"{now.astimezone():%Y-%m-%d %H:%M %Z}, {text.get(synchronised, 'compare it with a phone')}",
    )


def _address(config: Config) -> Iterator[Finding]:
    addresses = lan_addresses()
    if not addresses:
        yield Finding("bad", "address", "no network: tablets cannot reach this machine")
    elif config.public_url:
        yield Finding("ok", "address", f"{config.public_url} (here: {', '.join(addresses)})")
    else:
        yield Finding(
            "note", "address", f"{', '.join(addresses)}; set public_url so that labels outlive this address"
        )


def _firewall(config: Config) -> Iterator[Finding]:
    server = Folder(config.data).running_server()
    addresses = lan_addresses()
    if server is None or not addresses:
        yield Finding(
            "note", "firewall", "start the server to test it; a phone on the hall's Wi-Fi is the real test"
        )
        return
    port = int(server.url.rpartition(":")[2])
    try:
        socket.create_connection((addresses[0], port), timeout=3).close()
    except OSError as error:
        yield Finding("bad", "firewall", f"{addresses[0]}:{port} does not answer: {error}")
    else:
        yield Finding("ok", "firewall", f"{addresses[0]}:{port} answers here; try it with a phone as well")


def _sleep(_config: Config) -> Iterator[Finding]:
    state = _ask("systemctl", "is-enabled", "sleep.target")
    if state == "masked":
        yield Finding("ok", "sleep", "switched off")
    else:
        yield Finding("note", "sleep", "make sure the laptop does not sleep, also with the lid closed")


def _certificate(config: Config) -> Iterator[Finding]:
    pair = find_pair(config)
    if pair is None:
        text = (
            "none: tills sell over plain http; starting offline and the camera need one (lapak certificate)"
        )
        yield Finding("note", "certificate", text)
        return
    from exhibition.certificate import expiry  # noqa: PLC0415 - cryptography is slow to import

    days = (expiry(pair.certificate) - datetime.now(UTC)).days
    yield Finding("ok" if days > 14 else "bad", "certificate", f"{pair.certificate}, {days} days left")


def _backup(config: Config) -> Iterator[Finding]:
    if config.backup_to is None:
        yield Finding("note", "backup", "backup_to is not set: name a second disk or a USB stick")
        return
    place = Path(config.backup_to)
    newest = max((path.stat().st_mtime for path in place.glob("lapak-*.zip")), default=None)
    if not place.is_dir():
        yield Finding("bad", "backup", f"{place} is not there")
    elif newest is None:
        yield Finding("note", "backup", f"none yet in {place}")
    else:
        hours = (time.time() - newest) / 3600
        yield Finding(
            "ok" if hours < 24 else "note", "backup", f"the newest in {place} is {hours:.1f} hours old"
        )


def _ask(*command: str) -> str:
    """What a system tool says; nothing where it does not exist."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


LOOKS: tuple[Callable[[Config], Iterator[Finding]], ...] = (
    _sqlite,
    _settings,
    _disk,
    _clock,
    _address,
    _firewall,
    _sleep,
    _certificate,
    _backup,
)
