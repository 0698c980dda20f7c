"""The browser's files, compressed once each and kept in memory: many tablets load over a hall's Wi-Fi."""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

SHRINKS = frozenset({".js", ".css", ".svg", ".json", ".webmanifest", ".html", ".txt", ".wasm"})
SMALLEST = 512  # bytes; below that the headers weigh more


def install_static_files(app: Flask, folder: Path, in_thread: Callable[[Callable[[], bytes]], bytes]) -> None:
    """Serve `folder` under /static; compressing happens `in_thread`, away from the loop."""
    cupboard = Cupboard(folder, in_thread)

    @app.get("/static/<path:name>", endpoint="static")
    def static_file(name: str) -> BaseResponse:
        packed = cupboard.packed(name) if request.accept_encodings["gzip"] else None
        if packed is None:
            response: BaseResponse = send_from_directory(folder, name)
        else:
            response = _answer(name, packed)
        response.headers["Vary"] = "Accept-Encoding"
        return response


def _answer(name: str, packed: bytes) -> Response:
    response = Response(packed, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = (
        "no-cache"  # may be kept, but is asked for: a new release shows at once
    )
    response.set_etag(hashlib.sha256(packed).hexdigest()[:24])
    response.make_conditional(request)
    return response


class Cupboard:
    """Compressed files, for as long as the file stays the same."""

    def __init__(self, folder: Path, in_thread: Callable[[Callable[[], bytes]], bytes]) -> None:
        self.folder = folder.resolve()
        self._in_thread = in_thread
        self._kept: dict[Path, tuple[tuple[int, int], bytes]] = {}

    def packed(self, name: str) -> bytes | None:
        """The file compressed; None where that is of no use, or there is no such file."""
        path = (self.folder / name).resolve()
        if path.suffix not in SHRINKS or not path.is_relative_to(self.folder) or not path.is_file():
            return None
        facts = path.stat()
        stamp = (facts.st_mtime_ns, facts.st_size)
        if facts.st_size < SMALLEST:
            return None
        kept = self._kept.get(path)
        if kept is None or kept[0] != stamp:
            kept = self._kept[path] = (
                stamp,
                self._in_thread(lambda: gzip.compress(path.read_bytes(), 9, mtime=0)),
            )
        return kept[1]
