"""Runs the JavaScript tests in Chromium, for machines without Node, with stand-ins for Node's modules."""

import functools
import http.server
import json
import sys
import threading
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LIMIT_MS = 60_000
SHIMS = {"node:test": "test", "node:assert/strict": "assert", "node:fs": "fs"}


class Files(http.server.SimpleHTTPRequestHandler):
    """The repository's files, and one page that runs the tests."""

    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def do_GET(self) -> None:
        """The page, or a file."""
        if self.path != "/":
            super().do_GET()
            return
        body = page(sorted(path.name for path in (ROOT / "tests/static").glob("*.test.js"))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def page(names: list[str]) -> str:
    """A page that imports every test file and says when all have run."""
    imports = {module: f"/tests/static/in_chromium/{name}.js" for module, name in SHIMS.items()}
    files = json.dumps([f"/tests/static/{name}" for name in names])
    return f"""<!doctype html><script type="importmap">{json.dumps({"imports": imports})}</script>
<script type="module">
import {{ finish }} from "node:test"
for (const file of {files}) await import(file)
window.results = await finish()
</script>"""


def main(chromium: str) -> int:
    """Run them all; 1 if one failed."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        tab.on("pageerror", lambda error: print(f"page error: {error}"))
        tab.goto(f"http://127.0.0.1:{server.server_port}/")
        tab.wait_for_function("window.results", timeout=LIMIT_MS)
        results = tab.evaluate("window.results")
        browser.close()
    server.shutdown()
    server.server_close()
    for result in results:
        if result["error"]:
            print(f"not ok: {result['name']}\n  {result['error']}")
    failed = sum(bool(result["error"]) for result in results)
    print(f"{len(results)} JavaScript tests in Chromium, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
