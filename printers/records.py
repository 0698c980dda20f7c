"""The base of all documents: plain text at the boundary, and JSON that survives years."""

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from printers.text import plain

VERSION = 1


class DocumentError(ValueError):
    """Data that is no document this program can print."""


class Paper:
    """A part of a document: every text becomes plain ASCII, every list a tuple."""

    def __post_init__(self) -> None:
        for name in field_names(type(self)):
            value = getattr(self, name)
            if isinstance(value, str):
                object.__setattr__(self, name, plain(value))
            elif isinstance(value, list | tuple):
                object.__setattr__(self, name, tuple(plain(v) if isinstance(v, str) else v for v in value))


class Document(Paper):
    """A whole document; `kind` is its name in JSON."""

    kind: ClassVar[str]
    kinds: ClassVar[dict[str, type["Document"]]] = {}

    def __init_subclass__(cls) -> None:
        if "kind" in cls.__dict__:
            Document.kinds[cls.kind] = cls


_names: dict[Any, tuple[str, ...]] = {}
_item_types: dict[Any, dict[str, Any]] = {}


@dataclass(frozen=True, kw_only=True)
class StallPaper(Document):
    """What stands on every paper of a stall; `copy` above 0 marks it SALINAN with the time `copied_at`."""

    event: str
    stall: str
    stall_name: str
    venue: str | None = None
    language: str = "id"
    demo: bool = False
    copy: int = 0
    copied_at: str | None = None
    rerouted_from: str | None = None
    logo: str | None = None


def field_names(cls: Any) -> tuple[str, ...]:
    """The names of a part's fields, in their order; looked up once a class."""
    if cls not in _names:
        _names[cls] = tuple(field.name for field in dataclasses.fields(cls))
    return _names[cls]


def to_json(document: Document) -> dict[str, Any]:
    """`document` as JSON-ready data with its kind and version."""
    return {"kind": document.kind, "v": VERSION, **_data(document)}


def from_json(data: Mapping[str, Any]) -> Document:
    """The document in `data`; raises DocumentError for anything this version does not know."""
    cls = Document.kinds.get(data.get("kind", ""))
    if cls is None or data.get("v") != VERSION:
        raise DocumentError(f"no document: kind {data.get('kind')!r}, version {data.get('v')!r}")
    return typing.cast("Document", _build(cls, data))


def _data(part: Paper) -> dict[str, Any]:
    return {name: _value(getattr(part, name)) for name in field_names(type(part))}


def _value(value: Any) -> Any:
    if isinstance(value, Document):
        return to_json(value)
    if isinstance(value, Paper):
        return _data(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return value


def _build(cls: type[Paper], data: Mapping[str, Any]) -> Paper:
    lists = item_types(cls)
    values = {
        name: _items(data[name], lists[name]) if name in lists else data[name]
        for name in field_names(cls)
        if name in data
    }
    try:
        return cls(**values)
    except TypeError as error:
        raise DocumentError(f"no {cls.__name__}: {error}") from error


def _items(values: list[Any], item_type: Any) -> list[Paper]:
    """Documents inside a document name their kind; other parts are what the field says."""
    return [from_json(value) if "kind" in value else _build(item_type, value) for value in values]


def item_types(cls: Any) -> dict[str, Any]:
    """The fields that hold a list of parts, with the type of their items."""
    if cls not in _item_types:
        hints = typing.get_type_hints(cls)
        found = {name: typing.get_args(hints[name]) for name in field_names(cls)}
        _item_types[cls] = {name: args[0] for name, args in found.items() if args and _is_part(args[0])}
    return _item_types[cls]


def _is_part(item_type: Any) -> bool:
    """Whether it is a part of a document, or a choice of several."""
    choices = typing.get_args(item_type) or (item_type,)
    return all(isinstance(choice, type) and issubclass(choice, Paper) for choice in choices)
