"""Reading what was sent: a form, or a refusal that names every field that is wrong."""

import hashlib
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from flask import request
from pydantic import BaseModel, ValidationError

from pos.api.wrong_fields import wrong_fields
from pos.forms import instant
from pos.journal import canonical
from pos.refusals import Invalid, Message, NotFound

F = TypeVar("F", bound=BaseModel)


def read_form(form: type[F], code: str = "invalid_request") -> F:
    """The request's JSON body as a form; Invalid(code) with details.fields if it is not one."""
    try:
        return form.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        fields = wrong_fields(error)
        names = ", ".join(dict.fromkeys(field["field"] for field in fields))
        raise Invalid(
            code,
            Message(f"Periksa isian berikut: {names}.", f"Check these fields: {names}."),
            fields=fields,
        ) from None


def read_uuid(text: str) -> str:
    """A client-made id from the address; Invalid if it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        raise Invalid(
            "invalid_id",
            Message("Alamat harus berisi UUID.", "The address must carry a UUID."),
            fields=[{"field": "uuid", "problem": Message("harus UUID", "not a UUID")}],
        ) from None


def content_of(form: BaseModel, *leave_out: str) -> str:
    """The identity of a document's content, for telling a repeat from a contradiction; times as instants."""
    content = form.model_dump(mode="json", exclude={*leave_out, *_unsaid(form)})
    moments = {name: instant(value) for name, value in form if isinstance(value, datetime)}
    content.update({name: moment for name, moment in moments.items() if name in content})
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _unsaid(form: BaseModel) -> set[str]:
    """Fields of a later version that this document says nothing of: it has the identity it always had."""
    fields = type(form).model_fields
    return {name for name in getattr(form, "came_later", ()) if getattr(form, name) == fields[name].default}


def not_found(what: Message, code: str) -> NotFound:
    """The answer for something that is not there."""
    return NotFound(code, Message(f"{what.id} tidak ditemukan.", f"{what.en} was not found."))
