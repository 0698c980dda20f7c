"""Every "no" the domain can say: a stable code, a sentence for the reader, and what to ask next."""

from typing import Any, ClassVar, NamedTuple


class Message(NamedTuple):
    """One sentence in the two languages of the hall."""

    id: str
    en: str


class FieldError(ValueError):
    """What a form itself finds wrong; the English sentence begins with the field."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(english)
        self.message = Message(indonesian, english)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The domain says no.

    `code` is stable and read by machines, `message` by people, `details` say what to ask or send next.
    """

    kind: ClassVar[str] = "conflict"

    def __init__(self, code: str, message: Message, **details: Any) -> None:
        super().__init__(code, message.en)
        self.code = code
        self.message = message
        self.details = details


class Invalid(Refusal):
    """What was sent is not what was asked for."""

    kind = "invalid"


class NotFound(Refusal):
    """There is no such thing."""

    kind = "not_found"


class Conflict(Refusal):
    """It contradicts what has already happened."""

    kind = "conflict"


class Forbidden(Refusal):
    """Not with these rights."""

    kind = "forbidden"


class Unauthenticated(Refusal):
    """Nobody is signed in."""

    kind = "unauthenticated"


class TooMany(Refusal):
    """Too often in too short a time."""

    kind = "too_many"


class Busy(Refusal):
    """Not now: the same request may be repeated."""

    kind = "busy"
