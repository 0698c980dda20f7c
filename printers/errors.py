"""What printing can refuse, and what a device can be wrong about."""

from typing import Any, NamedTuple


class Message(NamedTuple):
    """One sentence for people: Indonesian and English."""

    id: str
    en: str


class FieldError(ValueError):
    """What a form itself finds wrong with a field."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(english)
        self.message = Message(indonesian, english)


class PrinterRefusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A request about printing that cannot be done; ``kind`` chooses the HTTP status."""

    def __init__(self, code: str, id_text: str, en_text: str, kind: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = Message(id_text, en_text)
        self.kind = kind
        self.details = details


class DeviceProblem(Exception):  # noqa: N818 - the field's word
    """The device or the way to it failed; ``permanent`` means trying again cannot help."""

    def __init__(self, reason: str, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class ServerAway(Exception):  # noqa: N818 - nothing is wrong, it will be back
    """The server an agent works for does not answer."""


class EncoderAway(Exception):  # noqa: N818 - as above
    """Nobody is there to draw the document; it is not to blame."""


NOT_ITS_FAULT = (EncoderAway, MemoryError)  # what keeps any document from being drawn speaks against none
