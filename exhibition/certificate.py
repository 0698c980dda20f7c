"""The hall's own certificate authority: it can vouch for private addresses and `.local` names, nothing else.

A stolen key is useless against a volunteer's bank: the root carries critical name constraints. Leaves are
signed by the root directly, so that a tablet installs one file (docs/https.md).
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_LIVES_FOR = timedelta(days=3650)
LEAF_LIVES_FOR = timedelta(days=397)  # the most that browsers accept
PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16")
LOCAL_DOMAINS = ("local", "lan", "localhost", "home.arpa")


class NotPrivateError(ValueError):
    """A name or address that the hall's authority may not vouch for."""


@dataclass(frozen=True)
class Certificates:
    """Where the files are: the root that tablets install, and the server's own pair."""

    root: Path
    root_key: Path
    leaf: Path
    leaf_key: Path

    @classmethod
    def within(cls, folder: Path) -> "Certificates":
        """The files of one folder."""
        return cls(folder / "ca.crt", folder / "ca.key", folder / "server.crt", folder / "server.key")


def create_certificates(folder: Path, names: list[str], addresses: list[str], now: datetime) -> Certificates:
    """Make the root once, and a fresh leaf for these names and addresses.

    Raises NotPrivateError for a public name or address: for those, take a certificate of a public authority.
    """
    check_private(names, addresses)
    files = Certificates.within(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not files.root.exists():
        _create_root(files, now)
    _create_leaf(files, names, addresses, now)
    return files


def check_private(names: list[str], addresses: list[str]) -> None:
    """Only what the root's constraints allow."""
    for address in addresses:
        if not is_private(address):
            msg = f"{address} is not a private address"
            raise NotPrivateError(msg)
    for name in names:
        if not any(f".{name}".endswith(f".{domain}") for domain in LOCAL_DOMAINS):
            msg = f"{name} does not end in one of .{', .'.join(LOCAL_DOMAINS)}"
            raise NotPrivateError(msg)


def is_private(address: str) -> bool:
    """Whether the hall's authority may vouch for it."""
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(network) for network in PRIVATE_NETWORKS)


def expiry(certificate: Path) -> datetime:
    """Until when a certificate file is valid (UTC)."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def fingerprint(certificate: Path) -> str:
    """The SHA-256 that a tablet shows too, in pairs."""
    digest = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return ":".join(f"{byte:02X}" for byte in digest)


def _create_root(files: Certificates, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Lapak {now:%Y-%m-%d}")])
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in LOCAL_DOMAINS]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE_NETWORKS]
    certificate = (
        _start(name, name, key.public_key(), now, ROOT_LIVES_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(files.root, files.root_key, certificate, key)


def _create_leaf(files: Certificates, names: list[str], addresses: list[str], now: datetime) -> None:
    root = x509.load_pem_x509_certificate(files.root.read_bytes())
    root_key = serialization.load_pem_private_key(files.root_key.read_bytes(), password=None)
    if not isinstance(root_key, ec.EllipticCurvePrivateKey):
        msg = f"{files.root_key} is not the key that Lapak made"
        raise TypeError(msg)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, [*names, *addresses][0])])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    certificate = (
        _start(subject, root.subject, key.public_key(), now, LEAF_LIVES_FOR)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    _write(files.leaf, files.leaf_key, certificate, key)


def _start(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, lives: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now - timedelta(hours=1) + lives)
    )


def _write(
    certificate_file: Path, key_file: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    pem = serialization.Encoding.PEM
    key_file.touch(mode=0o600)
    key_file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate_file.write_bytes(certificate.public_bytes(pem))
