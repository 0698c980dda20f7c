"""A file that collects the bytes: for trying out and for printers behind another program's hot folder."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from printers.errors import DeviceProblem


class FileTransport:
    """Appends to a `.prn` file; nothing ever comes back."""

    two_way = False

    def __init__(self, address: str, timeout: float) -> None:  # noqa: ARG002 - a file opens at once
        path = Path(unquote(urlsplit(address).path))
        if path.suffix != ".prn":
            raise DeviceProblem("bad_address", permanent=True)
        try:
            self._file = path.open("ab")
        except OSError as error:
            raise DeviceProblem("unreachable") from error

    def send(self, data: bytes, timeout: float) -> int:  # noqa: ARG002
        """Append."""
        try:
            return self._file.write(data)
        except OSError as error:
            raise DeviceProblem("connection_lost") from error

    def read(self, timeout: float) -> bytes:  # noqa: ARG002
        """A file says nothing."""
        return b""

    def finish(self, timeout: float) -> None:  # noqa: ARG002
        """Bring it to the disk's door."""
        try:
            self._file.flush()
        except OSError as error:
            raise DeviceProblem("connection_lost") from error

    def close(self) -> None:
        """Let go."""
        self._file.close()
