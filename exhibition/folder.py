"""The data folder: where things lie, who serves it, and the keys only its owner may read."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

if os.name == "nt":  # pragma: no cover - Windows has no fcntl
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderInUse(Exception):  # noqa: N818 - says what is the case
    """Another process serves this folder."""


@dataclass(frozen=True)
class RunningServer:
    """How a command reaches the server of its folder."""

    url: str
    pid: int
    key: str


@dataclass(frozen=True)
class Folder:
    """One exhibition's files."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "lapak.db"

    @property
    def pins(self) -> Path:
        return self.path / "demo-pins.txt"

    @property
    def certificates(self) -> Path:
        """Where `lapak certificate` keeps the hall's authority and the server's pair."""
        return self.path / "certificates"

    @property
    def server_file(self) -> Path:
        return self.path / "server.json"

    def create(self) -> None:
        """Make the folder with room for keys."""
        (self.path / "keys").mkdir(parents=True, exist_ok=True)
        (self.path / "keys").chmod(0o700)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who writes here. Raises FolderInUse."""
        self.create()
        with (self.path / "lapak.lock").open("a", encoding="ascii") as file:
            try:
                _take(file)
            except OSError as error:
                raise FolderInUse(f"{self.path} is served by another process") from error
            yield

    def key(self, name: str) -> bytes:
        """A secret of 32 bytes, made when first asked for."""
        path = self.path / "keys" / f"{name}.key"
        if not path.exists():
            write_private(path, secrets.token_hex(32))
        return bytes.fromhex(path.read_text(encoding="ascii"))

    def announce(self, server: RunningServer) -> None:
        """Tell commands where the server is."""
        write_private(self.server_file, json.dumps(asdict(server)))

    def withdraw(self) -> None:
        """The server is gone."""
        self.server_file.unlink(missing_ok=True)

    def running_server(self) -> RunningServer | None:
        """What the server of this folder announced, if it did."""
        try:
            return RunningServer(**json.loads(self.server_file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
