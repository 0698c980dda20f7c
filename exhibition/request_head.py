"""The header lines of a request, read strictly and once.

The standard library's mail parser costs several times as much and takes what HTTP forbids: folded lines, a
blank before the colon, two lengths.
"""

import re
from collections.abc import Iterator
from typing import Any, Protocol

LONGEST_LINE = 8192  # bytes; a till's cookies have 4 KB
MOST_LINES = 100

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+").fullmatch
_ONCE = ("content-length", "transfer-encoding", "host", "authorization")


class Lines(Protocol):
    """Where the request comes from."""

    def readline(self, size: int = -1, /) -> bytes: ...


class RequestHead:
    """What gevent's handler asks of a parsed header; `status` says what is wrong with it, if anything."""

    def __init__(self, source: Lines, *_: Any) -> None:
        self.status = ""
        self._fields: list[tuple[str, str]] = []
        self._by_name: dict[str, str] = {}
        self._read(source)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field of this name."""
        return self._by_name.get(name.lower(), default)

    getheader = get

    def __delitem__(self, name: str) -> None:
        del self._by_name[name.lower()]
        self._fields = [field for field in self._fields if field[0].lower() != name.lower()]

    @property
    def headers(self) -> Iterator[str]:
        """The lines again, for the WSGI environment."""
        return (f"{name}: {value}\r\n" for name, value in self._fields)

    @property
    def typeheader(self) -> str | None:
        """The content type."""
        return self._by_name.get("content-type")

    def _read(self, source: Lines) -> None:
        for _ in range(MOST_LINES + 1):
            line = source.readline(LONGEST_LINE + 1)
            if line in (b"\r\n", b"\n", b""):
                return
            self._take(line)
            if self.status:
                return
        self.status = "too many header lines"

    def _take(self, line: bytes) -> None:
        name, colon, rest = line.decode("latin-1").partition(":")
        value = rest.strip(" \t\r\n")
        if not colon or rest[-1:] != "\n" or "\r" in value or "\0" in value or not _NAME(name):
            self.status = "header line too long" if len(line) > LONGEST_LINE else "not a header line"
            return
        key = name.lower()
        if key in self._by_name:
            self.status = f"{key} twice" if key in _ONCE else ""
        else:
            self._by_name[key] = value
        self._fields.append((name, value))
