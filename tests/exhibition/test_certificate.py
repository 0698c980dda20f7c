"""The hall's own certificate authority, checked by a TLS library that is not ours."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exhibition.certificate import (
    LEAF_LIVES_FOR,
    Certificates,
    NotPrivateError,
    create_certificates,
    expiry,
    fingerprint,
)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def files(tmp_path: Path) -> Certificates:
    return create_certificates(
        tmp_path / "certificates", ["lapak.local"], ["127.0.0.1", "192.168.1.7"], now()
    )


def greet(files: Certificates, name: str) -> str:
    """Shake hands with a server that has our leaf, as a tablet that has installed our root."""
    listener = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.leaf, files.leaf_key)

    def serve() -> None:
        connection, _ = listener.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                secure.sendall(b"selamat")
        except OSError:
            connection.close()

    server = threading.Thread(target=serve)
    server.start()
    tablet = ssl.create_default_context(cafile=str(files.root))
    try:
        with (
            socket.create_connection(listener.getsockname()) as plain,
            tablet.wrap_socket(plain, server_hostname=name) as secure,
        ):
            return secure.recv(100).decode()
    finally:
        server.join(10)
        listener.close()


@pytest.mark.parametrize("name", ["lapak.local", "127.0.0.1", "192.168.1.7"])
def test_a_tablet_that_installed_the_root_trusts_every_name_of_the_server(
    files: Certificates, name: str
) -> None:
    assert greet(files, name) == "selamat"


def test_another_name_is_not_trusted(files: Certificates) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        greet(files, "192.168.1.8")


def test_the_root_cannot_vouch_for_a_public_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exhibition.certificate.check_private", lambda *_: None)
    forged = create_certificates(tmp_path, ["bank.example"], [], now())
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        greet(forged, "bank.example")


@pytest.mark.parametrize(("names", "addresses"), [(["bank.example"], []), ([], ["8.8.8.8"])])
def test_public_names_and_addresses_are_refused_with_a_reason(
    tmp_path: Path, names: list[str], addresses: list[str]
) -> None:
    with pytest.raises(NotPrivateError, match=r"bank\.example|8\.8\.8\.8"):
        create_certificates(tmp_path, names, addresses, now())


@pytest.mark.parametrize("name", ["kasir.lan", "kasir.home.arpa"])
def test_a_name_of_the_house_is_vouched_for(tmp_path: Path, name: str) -> None:
    assert greet(create_certificates(tmp_path, [name], [], now()), name) == "selamat"


def test_a_new_leaf_keeps_the_root_that_tablets_already_have(files: Certificates) -> None:
    before = fingerprint(files.root), fingerprint(files.leaf)
    create_certificates(files.root.parent, ["lapak.local"], ["10.0.0.5"], now())
    assert fingerprint(files.root) == before[0]
    assert fingerprint(files.leaf) != before[1]


def test_a_leaf_lives_no_longer_than_browsers_accept(files: Certificates) -> None:
    assert expiry(files.leaf) - now() <= LEAF_LIVES_FOR
    assert expiry(files.leaf) - now() > timedelta(days=390)


def test_keys_are_for_the_owner_only(files: Certificates) -> None:
    assert files.root_key.stat().st_mode & 0o077 == 0
    assert files.leaf_key.stat().st_mode & 0o077 == 0
