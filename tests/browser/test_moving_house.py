"""From plain http to https with our own certificate: nothing is lost, no number is used twice."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.people import Cashier, enrolled_cashier, organiser_of
from browser.tablet import Tablet
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, expect
from running import Server

STALL, SKU = "07", "BKL-BUS01"


@pytest.fixture
def server(own_demo: Server) -> Server:
    """A server that has got a certificate, beside its plain door."""
    own_demo.stop()
    own_demo.run("certificate")
    own_demo.environ["LAPAK_HTTPS_PORT"] = "0"
    return own_demo.start()


@pytest.fixture
def tablet(chromium: Browser, server: Server, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet that trusts the server's certificate."""
    trust = f"--ignore-certificate-errors-spki-list={_fingerprint(server)}"
    tablet = Tablet(chromium.browser_type, tmp_path / "tablet", server.url, trust)
    tablet.start()
    yield tablet
    tablet.stop()


def _fingerprint(server: Server) -> str:
    certificate = next((server.data / "certificates").glob("server*.crt")).read_bytes()
    key = x509.load_pem_x509_certificate(certificate).public_key()
    digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return base64.b64encode(digest).decode()


def _https_door(server: Server) -> str:
    line = next(line for line in server.lines if line.startswith("https "))
    port = re.search(r":(\d+)/till", line)
    assert port, line
    return f"https://127.0.0.1:{port[1]}"


def test_a_tablet_moves_from_http_to_https_without_losing_a_sale(server: Server, tablet: Tablet) -> None:
    old = enrolled_cashier(tablet.page, organiser_of(server), STALL)
    old_code = old.till
    tablet.online = False
    waiting = old.sell(SKU)
    tablet.online = True

    https = _https_door(server)
    tablet.watch.hosts.add(https.removeprefix("https://"))
    new = Cashier(tablet.another_tab())
    new.page.goto(f"{https}/till")
    expect(new.tiles.first).to_be_visible()
    assert new.till != old_code
    new.sees_full_level()
    assert new.page.evaluate("() => isSecureContext")
    first = new.sell(SKU)
    new.sees_tick(first, "done")
    assert first == f"{new.till}-0001"

    old.page.bring_to_front()
    old.page.reload()
    expect(old.page.locator(".moved")).to_be_visible()
    expect(old.tiles).to_have_count(0)
    old.sees_waiting(0)
    sales = organiser_of(server).get(f"/api/v1/sales?stall={STALL}").json
    assert sorted(each["number"] for each in sales) == sorted([waiting, first])


def test_a_tablet_at_the_https_door_starts_cold(server: Server, tablet: Tablet) -> None:
    https = _https_door(server)
    tablet.watch.hosts.add(https.removeprefix("https://"))
    tablet.url = https
    tablet.stop()
    cashier = enrolled_cashier(tablet.start(), organiser_of(server), STALL)
    cashier.sees_full_level()
    server.stop()
    cashier.page.reload()
    expect(cashier.tiles.first).to_be_visible()
    cashier.sell(SKU)
    cashier.sees_status("offline")
