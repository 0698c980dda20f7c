"""What buyers say about a product: never refused for being repeated, never in the journal."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import Field, field_validator
from sqlalchemy import select

from exhibition.spreadsheets.goods_rows import clean
from exhibition.tables import feedback
from pos.catalogue import find_by_code
from pos.codes import read_code
from pos.forms import Form, Uuid
from pos.refusals import Message, NotFound
from pos.writer import Batch


class FeedbackForm(Form):
    """Stars, a word on the price, and a sentence."""

    code: Annotated[str, Field(min_length=1, max_length=12)]
    rating: Annotated[int, Field(ge=1, le=5)]
    price: Literal["cheap", "right", "dear"] | None = None
    reason: Annotated[str, Field(max_length=200)] | None = None
    comment: Annotated[str, Field(max_length=1000)] | None = None
    id: Uuid = Field(default_factory=lambda: str(uuid4()))

    @field_validator("reason", "comment")
    @classmethod
    def tidy(cls, value: str | None) -> str | None:
        """Without control characters; nothing but spaces is nothing."""
        return clean(value) or None


@dataclass(frozen=True)
class GiveFeedback:
    """Keep one answer."""

    form: FeedbackForm
    language: str

    def apply(self, batch: Batch) -> str:
        """Write it once."""
        form = self.form
        code = read_code(form.code)
        product = find_by_code(batch.reader, code) if code else None
        if product is None:
            raise code_unknown(form.code)
        if batch.reader.execute(select(feedback.c.id).where(feedback.c.id == form.id)).first() is None:
            batch.insert(
                feedback,
                **form.model_dump(exclude={"code"}),
                code=code,
                sku=product.sku,
                language=self.language,
                at=batch.now_text,
            )
        return form.id


def code_unknown(text: str) -> NotFound:
    """No product has this code."""
    return NotFound(
        "code_unknown",
        Message("Kode ini tidak ada.", "There is no such code."),
        given=text[:40],
    )
