"""A stall's static QRIS code is checked before tablets show it: structure, checksum, rupiah, merchant.

The tablets build the dynamic codes themselves (static/till/qris.js); both are held to the same vectors.
"""

import binascii
import re

from pos.refusals import Invalid, Message

LONGEST_NAME = 25
_ENDS_WITH_CHECKSUM = re.compile(r"6304[0-9A-F]{4}\Z")


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE over the UTF-8 bytes, as four upper-case hex digits."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def read_fields(text: str) -> dict[str, str]:
    """tag -> value of a whole code or a template; ValueError says what is wrong. Lengths count characters."""
    fields: dict[str, str] = {}
    place = 0
    while place < len(text):
        head = text[place : place + 4]
        if not re.fullmatch(r"[0-9]{4}", head, re.ASCII):
            msg = f"no tag and length at character {place + 1}"
            raise ValueError(msg)
        tag, length = head[:2], int(head[2:])
        value = text[place + 4 : place + 4 + length]
        if len(value) != length:
            msg = f"field {tag} is shorter than it says"
            raise ValueError(msg)
        if tag in fields:
            msg = f"field {tag} occurs twice"
            raise ValueError(msg)
        fields[tag] = value
        place += 4 + length
    return fields


def check_static_code(payload: str) -> str:
    """A stall's static code, tidied; Invalid with the reason if buyers could not pay with it."""
    text = payload.strip()
    problem = _problem(text)
    if problem:
        raise Invalid(
            "invalid_qris",
            Message(
                "Kode QRIS ini tidak utuh. Pindai lagi dari lembar aslinya.",
                "This QRIS code is not whole. Scan it again from the original sheet.",
            ),
            fields=[{"field": "qris_static", "problem": problem}],
        )
    return text


def _problem(text: str) -> str | None:
    if not _ENDS_WITH_CHECKSUM.search(text):
        return "it does not end in a checksum"
    if checksum(text[:-4]) != text[-4:]:
        return "its checksum is wrong"
    try:
        fields = read_fields(text)
    except ValueError as error:
        return str(error)
    wanted = {
        "00": ("01", "it is not an EMVCo code"),
        "01": ("11", "it is not a static code"),
        "53": ("360", "it is not in rupiah"),
        "58": ("ID", "it is not Indonesian"),
    }
    for tag, (value, reason) in wanted.items():
        if fields.get(tag) != value:
            return reason
    if not 0 < len(fields.get("59", "")) <= LONGEST_NAME:
        return f"the merchant's name must have 1 to {LONGEST_NAME} characters"
    return None
