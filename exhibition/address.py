"""Where the hall finds this server: addresses on the LAN, and a QR for the terminal."""

import ipaddress
import socket

import ifaddr
import qrcode


def lan_addresses() -> list[str]:
    """IPv4 addresses other machines may reach, the way to the gateway first."""
    found = [
        ip.ip
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and not ipaddress.ip_address(ip.ip).is_loopback
    ]
    first = _outgoing()
    return sorted(set(found), key=lambda ip: (ip != first, ip))


def _outgoing() -> str | None:
    """The address the system would send from; no packet leaves for this."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: an address that belongs to nobody
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address


def base_url(host: str, port: int) -> str:
    """The address to put into QR codes when nobody set `public_url`."""
    if host not in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not bound
        return f"http://{host}:{port}"
    lan = lan_addresses()
    return f"http://{lan[0] if lan else '127.0.0.1'}:{port}"


def local_url(host: str, port: int) -> str:
    """The address that works on this machine."""
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::', '') else host}:{port}"  # noqa: S104


def terminal_qr(text: str) -> str:
    """A QR code in half blocks, dark on light whatever the terminal's colours."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(text)
    matrix = code.get_matrix()
    if len(matrix) % 2:
        matrix.append([False] * len(matrix[0]))
    rows = (_half_blocks(upper, lower) for upper, lower in zip(matrix[::2], matrix[1::2], strict=True))
    return "\n".join(rows)


def _half_blocks(upper: list[bool], lower: list[bool]) -> str:
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    return "".join(blocks[pair] for pair in zip(upper, lower, strict=True))
