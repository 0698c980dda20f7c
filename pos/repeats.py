"""Documents that arrive twice: the first answer is kept and given again."""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Connection, select

from pos import tables
from pos.forms import Form
from pos.refusals import Conflict, Message
from pos.writer import Batch

Json = dict[str, Any]
F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Document(Generic[F]):
    """What has an id of its own: booked once, answered as often as it comes."""

    kind: ClassVar[str]
    id: str
    form: F
    content_hash: str

    def apply(self, batch: Batch) -> Json:
        """The first answer again, or book it."""
        earlier = repeated(batch, self.kind, self.id, self.content_hash)
        return earlier or remember(batch, self.kind, self.id, self.content_hash, self.book(batch))

    def book(self, batch: Batch) -> Json:
        """Change the tables and append to the journal; answers what is told."""
        raise NotImplementedError


@dataclass(frozen=True)
class StaffDocument(Document[F]):
    """A document that somebody stands behind."""

    staff: str | None


def repeated(batch: Batch, kind: str, document_id: str, content: str) -> Json | None:
    """The first answer to a document that has been here before; Conflict if its content differs."""
    return find_repeated(batch.fresh_reader, kind, document_id, content)


def find_repeated(connection: Connection, kind: str, document_id: str, content: str) -> Json | None:
    """Like `repeated`, for those who only read."""
    row = connection.execute(
        select(tables.document).where(tables.document.c.kind == kind, tables.document.c.id == document_id)
    ).first()
    if row is None:
        return None
    if row.content_hash != content:
        raise Conflict(
            "id_reused",
            Message(
                "Dokumen lain sudah memakai id ini. Kirim dengan id baru.",
                "Another document has used this id. Send it under a new one.",
            ),
            id=document_id,
        )
    return {**row.answer, "status": "duplicate"}


def remember(batch: Batch, kind: str, document_id: str, content: str, answer: Json) -> Json:
    """Keep the answer for repeats."""
    batch.insert(tables.document, id=document_id, kind=kind, content_hash=content, answer=answer)
    return answer
