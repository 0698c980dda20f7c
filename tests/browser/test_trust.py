"""What a tablet believes that has installed the hall's root: the hall, and nobody's bank."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser.tablet import Tablet
from browser.trust import home_that_trusts
from playwright.sync_api import Browser, Error, Page

from exhibition.certificate import Certificates, create_certificates

HALL, BANK = "kasir.lan", "bank.example"
TO_THIS_MACHINE = f"--host-resolver-rules=MAP {HALL} 127.0.0.1, MAP {BANK} 127.0.0.1"


@pytest.fixture
def tablet(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a tablet that trusts the root and finds both names on this machine."""
    authority(tmp_path, HALL)
    home = home_that_trusts(tmp_path / "ca.crt", tmp_path / "home")
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", "https://hall", TO_THIS_MACHINE, home=home)
    yield tablet.start()
    tablet.stop()


def authority(folder: Path, name: str) -> Certificates:
    """A leaf for this name from the folder's one root."""
    return create_certificates(folder, [name], [], datetime.now(UTC))


class Greeting(BaseHTTPRequestHandler):
    """A page of one word."""

    def do_GET(self) -> None:
        """Whatever is asked."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"selamat")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


@contextmanager
def site(files: Certificates) -> Iterator[int]:
    """A site with such a certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.leaf, files.leaf_key)
    with ThreadingHTTPServer(("127.0.0.1", 0), Greeting) as server:
        server.daemon_threads = True
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_browser_that_trusts_the_halls_root_opens_a_name_of_the_hall(tablet: Page, tmp_path: Path) -> None:
    with site(authority(tmp_path, HALL)) as port:
        answer = tablet.goto(f"https://{HALL}:{port}/")
        assert answer
        assert answer.text() == "selamat"


def test_the_same_browser_refuses_a_bank_for_which_the_halls_root_vouches(
    tablet: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exhibition.certificate.check_private", lambda *_: None)
    with site(authority(tmp_path, BANK)) as port, pytest.raises(Error, match="ERR_CERT_INVALID"):
        tablet.goto(f"https://{BANK}:{port}/")
