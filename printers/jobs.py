"""The print queue, read: what a printer should do next, and what people want to know of a job."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from printers.status import AWAY_REASONS
from printers.tables import print_event, print_job, printer
from printers.transports.addresses import AGENT

BLOCKING_STATES = ("paper_out", "cover_open", "offline", "error")

_stall_printer = (
    select(func.min(printer.c.name))
    .where(
        printer.c.stall == print_job.c.stall,
        printer.c.enabled,
        or_(
            and_(print_job.c.kind == "label", printer.c.kind == "label"),
            and_(print_job.c.kind != "label", printer.c.kind == "receipt"),
        ),
    )
    .correlate(print_job)
    .scalar_subquery()
)
_named_printer = printer.alias("named_printer")
_the_printer = func.coalesce(print_job.c.printer, _stall_printer)


def find_job(connection: Connection, identity: str) -> dict[str, Any] | None:
    """One job with its document."""
    row = connection.execute(select(print_job).where(print_job.c.id == identity)).mappings().one_or_none()
    return dict(row) if row else None


def job_asked_for(connection: Connection, request: str) -> str | None:
    """The job that a client's wish has become."""
    return connection.scalar(select(print_job.c.id).where(print_job.c.request == request))


def next_job(connection: Connection, name: str) -> dict[str, Any] | None:
    """The job this printer should do next: drawer kicks first, then by age.

    Three look-ups that stop at their first row: a stall with a thousand waiting receipts must not be slower.
    """
    place = connection.execute(_PLACE, {"name": name}).one_or_none()
    if place is None:
        return None
    key = {"name": name, "stall": place.stall}
    queues = [_NAMED_QUEUE]
    if (
        connection.scalar(_FIRST_OF_STALL, {**key, "kind": place.kind}) == name
    ):  # it takes what names no printer
        queues.append(_LABEL_QUEUE if place.kind == "label" else _RECEIPT_QUEUE)
    kicks = [connection.scalar(queue.kicks, key) for queue in queues]
    found = [no for no in kicks if no] or [
        no for no in (connection.scalar(queue.jobs, key) for queue in queues) if no
    ]
    if not found:
        return None
    return dict(connection.execute(_JOB, {"no": min(found)}).mappings().one())


class _Queue(NamedTuple):
    """The first waiting kick and the first waiting job of a queue; made once, asked after every paper."""

    kicks: Select[Any]
    jobs: Select[Any]

    @classmethod
    def of(cls, *conditions: ColumnElement[bool]) -> "_Queue":
        """The queue of the jobs for which these hold."""
        waiting = select(print_job.c.no).where(print_job.c.state == "queued", print_job.c.hold.is_(None))
        first = waiting.where(*conditions).order_by(print_job.c.no).limit(1)
        return cls(first.where(print_job.c.kind == "drawer"), first)


_PLACE = select(printer.c.stall, printer.c.kind).where(printer.c.name == bindparam("name"), printer.c.enabled)
_FIRST_OF_STALL = select(func.min(printer.c.name)).where(
    printer.c.stall == bindparam("stall"), printer.c.kind == bindparam("kind"), printer.c.enabled
)
_JOB = select(print_job).where(print_job.c.no == bindparam("no"))
_unnamed = and_(print_job.c.stall == bindparam("stall"), print_job.c.printer.is_(None))
_NAMED_QUEUE = _Queue.of(print_job.c.printer == bindparam("name"))
_LABEL_QUEUE = _Queue.of(_unnamed, print_job.c.kind == "label")
_RECEIPT_QUEUE = _Queue.of(_unnamed, print_job.c.kind != "label")


def stranded_at_agents(connection: Connection, since: str) -> list[tuple[str, str]]:
    """What has waited since then at an agent's printer that cannot print, and the printer named for that.

    One that shows a fault must have shown it as long; one whose agent is away has been silent for longer.
    """
    spare = printer.alias("spare")
    at = _named_printer.c
    places = print_job.join(_named_printer, at.name == _the_printer).join(spare, spare.c.name == at.fallback)
    rows = connection.execute(
        select(print_job.c.id, spare.c.name)
        .select_from(places)
        .where(
            print_job.c.state == "queued",
            print_job.c.hold.is_(None),
            print_job.c.rerouted_from.is_(None),
            print_job.c.kind != "drawer",
            func.coalesce(print_job.c.released_at, print_job.c.created_at) <= since,
            at.connection.startswith(AGENT),
            at.state.in_(BLOCKING_STATES),
            or_(at.reason.in_(AWAY_REASONS), at.state_since <= since),
            spare.c.enabled,
        )
        .order_by(print_job.c.no)
    )
    return [(row.id, row.name) for row in rows]


def _jobs() -> Select[Any]:
    with_printer = print_job.outerjoin(_named_printer, _named_printer.c.name == _the_printer)
    return select(
        print_job,
        _the_printer.label("the_printer"),
        _named_printer.c.state.label("printer_state"),
        _named_printer.c.enabled.label("printer_enabled"),
    ).select_from(with_printer)


def jobs_of(connection: Connection, subject: str) -> list[dict[str, Any]]:
    """The jobs of a sale, refund or label part, as the contract shows them; the original first."""
    rows = connection.execute(_jobs().where(print_job.c.subject == subject).order_by(print_job.c.no))
    return [view(row) for row in rows.mappings()]


def jobs_where(
    connection: Connection,
    *,
    stall: str | None = None,
    state: str | None = None,
    limit: int = 200,
    before: str | None = None,
) -> list[dict[str, Any]]:
    """Jobs of a stall and/or in a state, newest first; `before` is the last one already seen."""
    query = _jobs().order_by(print_job.c.no.desc()).limit(limit)
    if stall is not None:
        query = query.where(print_job.c.stall == stall)
    if state is not None:
        query = query.where(print_job.c.state == state)
    if before is not None:
        last = print_job.alias("last")
        query = query.where(print_job.c.no < select(last.c.no).where(last.c.id == before).scalar_subquery())
    return [view(row) for row in connection.execute(query).mappings()]


def job_view(connection: Connection, identity: str) -> dict[str, Any] | None:
    """One job as the contract shows it."""
    row = connection.execute(_jobs().where(print_job.c.id == identity)).mappings().one_or_none()
    return view(row) if row else None


def view(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A job as the contract shows it, with what people on site want to know."""
    queued = row["state"] == "queued"
    no_printer = queued and not row["printer_enabled"]  # none there, or the one it names is not in use
    blocked = row["printer_state"] if queued and row["printer_state"] in BLOCKING_STATES else None
    return {
        "id": row["id"],
        "kind": row["kind"],
        "state": row["state"],
        "copy": row["copy"],
        "printer": row["the_printer"],
        "evidence": row["evidence"],
        "error": "no_printer" if no_printer else row["error"],
        "hold": row["hold"] or blocked,
        "subject": row["subject"],
        "stall": row["stall"],
        "number": row["document"].get("number"),
        "attempt": row["attempt"],
        "created_at": row["created_at"],
        "done_at": row["done_at"],
        "original": row["original"],
        "rerouted_from": row["rerouted_from"],
    }


def events_of(connection: Connection, identity: str) -> list[dict[str, Any]]:
    """What happened to a job, oldest first."""
    rows = connection.execute(
        select(print_event.c.at, print_event.c.from_state, print_event.c.to_state, print_event.c.detail)
        .where(print_event.c.job == identity)
        .order_by(print_event.c.no)
    )
    return [dict(row) for row in rows.mappings()]
