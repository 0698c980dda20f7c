"""A throw-away home whose browser trusts one certificate authority more, as a tablet that installed it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from running import Server

MISSING = "HTTPS BROWSER TESTS DID NOT RUN: there is no certutil (Debian: apt install libnss3-tools)"
TRUST_FOR_SITES = "C,,"


def with_https(server: Server) -> Server:
    """Give a running server a certificate of the hall's authority, and a door for it that stays the same."""
    server.stop()
    server.run("certificate")
    server.environ["LAPAK_HTTPS_PORT"] = "0"
    server.start()
    server.environ["LAPAK_HTTPS_PORT"] = https_door(server).rpartition(":")[2]
    return server


def https_door(server: Server) -> str:
    """The address of a server's https door."""
    line = next(line for line in server.lines if line.startswith("https "))
    port = re.search(r":(\d+)/till", line)
    assert port, line
    return f"https://127.0.0.1:{port[1]}"


def hall_root(server: Server) -> Path:
    """The root that tablets install."""
    return server.data / "certificates" / "ca.crt"


def home_that_trusts(root: Path, home: Path) -> Path:
    """A home folder with a fresh certificate database that holds this root; Chromium reads it there."""
    if shutil.which("certutil") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    _certutil(database, "-N", "--empty-password")
    _certutil(database, "-A", "-n", "the hall", "-t", TRUST_FOR_SITES, "-i", str(root))
    return home


def _certutil(database: Path, *arguments: str) -> None:
    subprocess.run(["certutil", "-d", f"sql:{database}", *arguments], check=True, capture_output=True)
