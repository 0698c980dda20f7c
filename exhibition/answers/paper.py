"""Answers about printers, print jobs and labels."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, RootModel

from printers.forms import Report

JobKind = Literal["receipt", "copy", "refund", "drawer", "label", "slip", "test"]
JobState = Literal["queued", "sending", "printed", "sent", "unconfirmed", "failed", "cancelled", "superseded"]


class AgentReport(RootModel[Report]):
    """What a stall's machine did or saw, told apart by `do`."""


class AgentTold(BaseModel):
    """Whether a report changed anything."""

    result: bool


class AgentJob(BaseModel):
    """A job for a stall's machine; `data` are its bytes in base64, if asked for."""

    id: str
    subject: str | None
    kind: JobKind
    stall: str | None
    document: dict[str, Any]
    attempt: int
    created_at: str
    released_at: str | None
    expires_at: str | None
    now: str
    data: str | None = None


class Printer(BaseModel):
    """A printer with its state and, in both languages, what to do about it."""

    name: str
    stall: str | None
    kind: Literal["receipt", "label"]
    connection: str
    language: Literal["escpos", "tspl", "zpl"]
    media: Literal["80mm", "58mm", "50x30", "40x30"]
    native_qr: bool
    completion: Literal["gs_r", "gs_h", "poll", "none"]
    caps: dict[str, Any]
    enabled: bool
    fallback: str | None
    state: str
    state_since: str
    code: str | None
    reason: str | None
    reason_en: str | None


class Probe(BaseModel):
    """Which questions a printer answers, and the best `completion` for it."""

    state: str
    status: bool
    gs_r: bool
    gs_h: bool
    completion: Literal["gs_r", "gs_h", "poll", "none"]


class CheckedPrinter(BaseModel):
    """A stall's code on paper, and when its tablet read it."""

    stall: str
    printer: str
    seen_at: str | None


class HallCheck(BaseModel):
    """How many stalls have read their code."""

    id: str
    started_at: str
    seen: int
    printers: list[CheckedPrinter]


class Labels(BaseModel):
    """Labels that have been queued, in parts of at most twenty."""

    id: str
    status: Literal["accepted", "duplicate"]
    printer: str
    labels: int
    jobs: list[str]
    seq: int
    journal: str


class Job(BaseModel):
    """A piece of paper on its way; `copy` is 0 for the original."""

    id: str
    kind: JobKind
    state: JobState
    nth_copy: Annotated[int, Field(alias="copy")]  # pydantic means something else by this word
    printer: str | None
    evidence: str | None
    error: str | None
    hold: str | None
    subject: str | None
    stall: str | None
    number: str | None
    attempt: int
    created_at: str
    done_at: str | None
    original: str | None
    rerouted_from: str | None


class JobEvent(BaseModel):
    """What happened to a job."""

    at: str
    from_state: JobState | None
    to_state: JobState
    detail: str | None


class JobStory(Job):
    """A job and all that happened to it."""

    events: list[JobEvent]


class Logo(BaseModel):
    """A logo's size in dots."""

    width: int
    height: int


class Cards(BaseModel):
    """Shelf cards that have been queued."""

    id: str
    status: Literal["accepted", "duplicate"]
    printer: str
    cards: int
    jobs: list[str]
    seq: int
    journal: str


class LabelGoods(BaseModel):
    """What concerns a product's labels: what they lack, and whether they carry an old price."""

    sku: str
    labels_printed_at: str | None
    label_price: int | None
    reprint: bool
    food: bool
    shelf_life_days: int | None
    facts: dict[str, str]
    missing: list[str]
    permit_is_odd: bool


class Buyers(BaseModel):
    """How many buyers' names are kept for kuitansi, and since when."""

    kept: int
    oldest: str | None


class Forgotten(BaseModel):
    """How many names were deleted."""

    deleted: int
