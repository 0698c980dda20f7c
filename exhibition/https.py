"""https on the LAN: which certificate is used, and the command that makes one."""

import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from exhibition.address import lan_addresses
from exhibition.config import Config, ConfigError
from exhibition.folder import Folder


@dataclass(frozen=True)
class Pair:
    """A certificate file with its key."""

    certificate: Path
    key: Path


def find_pair(config: Config) -> Pair | None:
    """The pair to serve with: one's own, else the hall's, else none. Raises ConfigError."""
    if config.certificate and config.certificate_key:
        pair = Pair(Path(config.certificate), Path(config.certificate_key))
        for path in (pair.certificate, pair.key):
            if not path.exists():
                raise ConfigError(f"{path} does not exist")
        return pair
    place = Folder(config.data).certificates
    pair = Pair(place / "server.crt", place / "server.key")
    return pair if pair.certificate.exists() else None


def root_fingerprint(root: Path) -> str:
    """What a tablet shows of the root as well."""
    from exhibition.certificate import fingerprint  # noqa: PLC0415 - cryptography is slow to import

    return fingerprint(root)


def hall_root(config: Config) -> Path | None:
    """The root that tablets install, where this server uses the hall's authority."""
    root = Folder(config.data).certificates / "ca.crt"
    return root if config.certificate is None and root.exists() else None


def _private_addresses() -> list[str]:
    """The hall's addresses; a public one needs a certificate of a public authority."""
    from exhibition.certificate import is_private  # noqa: PLC0415 - as above

    return ["127.0.0.1", *(address for address in lan_addresses() if is_private(address))]


def make_certificate(config: Config, names: list[str]) -> int:
    """`lapak certificate`: root once, a leaf for today's names and addresses; prints what was made."""
    from exhibition import certificate  # noqa: PLC0415 - cryptography is slow to import

    names = names or [f"{socket.gethostname().partition('.')[0].lower()}.local"]
    Folder(config.data).create()
    try:
        files = certificate.create_certificates(
            Folder(config.data).certificates, names, _private_addresses(), datetime.now(UTC)
        )
    except certificate.NotPrivateError as error:
        raise ConfigError(str(error)) from error
    print(f"root         {files.root}  (tablets install this one: /install)")
    print(f"fingerprint  {certificate.fingerprint(files.root)}")
    print(f"certificate  {files.leaf}  until {certificate.expiry(files.leaf):%Y-%m-%d}")
    print("restart the server to use it")
    return 0
