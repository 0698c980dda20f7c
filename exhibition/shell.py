"""The till's shell: the files its service worker keeps, and a version that changes with any of them."""

import hashlib
import json
from pathlib import Path

PAGE = "/till"
FOLDERS = (
    "shared",
    "till",
    "icons",
    "vendor/lit-html",
    "vendor/idb",
    "vendor/socket.io-client",
    "vendor/plus-jakarta-sans",
    "vendor/lucide",
)
STYLES = ("styles/tokens.css", "styles/base.css", "styles/till.css")
KEPT = frozenset({".js", ".css", ".svg", ".png", ".woff2", ".webmanifest"})


def service_worker(static: Path, templates: Path) -> str:
    """The text of /sw.js for the files as they are now."""
    files = _files(static)
    pages = [templates / "base.html", templates / "till.html", static / "sw.js"]
    listed = [PAGE, *(f"/static/{file.relative_to(static).as_posix()}" for file in files)]
    script = (static / "sw.js").read_text(encoding="utf-8")
    script = script.replace("__VERSION__", _version([*pages, *files]))
    return script.replace("['__FILES__']", json.dumps(listed, indent=1))


def _files(static: Path) -> list[Path]:
    found = [file for folder in FOLDERS for file in (static / folder).rglob("*") if file.suffix in KEPT]
    return sorted([*found, *(static / style for style in STYLES)])


def _version(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
