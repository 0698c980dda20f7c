"""The composition root: every part of the program is handed what it needs, and nothing else, here."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from sqlalchemy import select

from exhibition import live
from exhibition.access.api import create_access
from exhibition.access.security import install_security, principal
from exhibition.api_document import create_api_document
from exhibition.hall_check import create_hall_check
from exhibition.health import read_health
from exhibition.help import create_help
from exhibition.language import reader_language
from exhibition.pages import create_pages
from exhibition.paper.api import create_api as create_paper_api
from exhibition.paper.buyers import naming_buyers
from exhibition.paper.label_shop import LabelShop
from exhibition.paper.labels_api import create_labels
from exhibition.paper.logo import create_logo
from exhibition.paper.slips_api import create_slips
from exhibition.problems import install_problems
from exhibition.program import Program
from exhibition.reactions import Stationery, reactions_with
from exhibition.relay import Durable, Relay
from exhibition.sales_door import FAILED, SalesDoor
from exhibition.setup_api import create_setup
from exhibition.showcase import create_showcase
from exhibition.side_process import SideProcessGone
from exhibition.static_files import install_static_files
from pos import tables
from pos.api.blueprint import create_api as create_selling_api
from pos.api.selling import Selling
from pos.journal import Entry
from pos.principal import Principal
from pos.refusals import Refusal
from printers import jobs, registry
from printers.api.blueprint import create_api as create_printing_api
from printers.capabilities import Capabilities
from printers.driver import Encoder, encode_document
from printers.errors import EncoderAway, PrinterRefusal
from printers.worker import PrintService

STATIC = Path(__file__).resolve().parent.parent / "static"
RECEIPTS_TOGETHER_S = (
    0.1  # nobody sees a receipt come a tenth of a second later; at a full hall it halves commits
)
LARGEST_BODY = 1_000_000  # bytes; a sale of 200 lines has 30,000


def create_app(program: Program, async_mode: str = "gevent") -> Flask:
    """The whole of HTTP and Socket.IO, and the followers of the journal behind it."""
    app = Flask("exhibition", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, LANGUAGE=program.config.language)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    install_security(app, program.gate)
    install_problems(app, (Refusal, PrinterRefusal))
    install_static_files(app, STATIC, program.in_thread)
    _install_context(app, program)
    stationery = Stationery(lambda: program.address, program.config.language)
    _follow_the_journal(app, program, stationery, async_mode)
    selling = _selling(program)
    for blueprint in _blueprints(program, selling, stationery):
        app.register_blueprint(blueprint)
    _open_sales_door(app, program, selling)
    return app


def _open_sales_door(app: Flask, program: Program, selling: Selling) -> None:
    """Sales go in before Flask; what fails there is worded here."""
    door = SalesDoor(app.wsgi_app, program.gate, program.submit, selling.receipt_url, LARGEST_BODY)
    app.wsgi_app = door  # type: ignore[method-assign]

    @app.before_request
    def word_what_failed() -> None:
        if (error := request.environ.get(FAILED)) is not None:
            raise error


def _follow_the_journal(app: Flask, program: Program, stationery: Stationery, async_mode: str) -> None:
    watching = live.Live(program.database, program.submit, program.gate, live.open_sockets(app, async_mode))
    program.live = watching
    program.printing = PrintService(
        program.reading,
        program.submit,
        notify=watching.papers.note,
        encoder=_encode_in(program),
        complete=naming_buyers(program.reading),
    )
    program.relay = Relay(program.database, [_receipts(program, stationery), watching.board, watching.hints])
    app.register_blueprint(live.create_api(watching, program.relay, principal))


def _encode_in(program: Program) -> Encoder:
    """Raster paper takes longer to draw than the loop may be held up, twenty labels much longer."""

    def encode(document: Mapping[str, Any], capabilities: Capabilities) -> bytes:
        run = program.aside if capabilities.is_label else program.in_thread
        try:
            data: bytes = run(encode_document, (document, capabilities))
        except SideProcessGone as gone:
            raise EncoderAway from gone
        return data

    return encode


def _receipts(program: Program, stationery: Stationery) -> Durable:
    """The follower that puts sales on paper; a stall's printer is woken when its job is on disk."""

    def wake_printers(entries: Sequence[Entry]) -> None:
        if program.printing:
            for stall in {entry.data.get("stall") for entry in entries} - {None}:
                program.printing.wake(stall)

    reactions = reactions_with(stationery)
    return Durable(
        "receipts",
        reactions,
        program.database,
        program.submit,
        done=wake_printers,
        rest_s=RECEIPTS_TOGETHER_S,
    )


def _blueprints(program: Program, selling: Selling, stationery: Stationery) -> list[Blueprint]:
    return [
        create_access(program),
        create_pages(program),
        create_showcase(program),
        create_setup(program),
        _create_health(program),
        create_api_document(program.aside),
        create_selling_api(selling),
        _create_paper(program, stationery),
        _create_labels(program),
        _create_slips(program, stationery),
        _create_logo(program, stationery),
        _create_hall_check(program, stationery),
        create_help(principal),
        create_printing_api(
            program.reading,
            program.submit,
            _permit,
            service=lambda: program.printing,
            say_time=program.say_time,
            knows_stall=program.has_stall,
        ),
    ]


def _create_paper(program: Program, stationery: Stationery) -> Blueprint:
    return create_paper_api(
        reading=program.reading,
        principal=principal,
        stationery=stationery,
        in_thread=program.in_thread,
    )


def _create_labels(program: Program) -> Blueprint:
    return create_labels(
        reading=program.reading,
        submit=program.submit,
        principal=principal,
        shop=LabelShop(lambda: program.address),
        in_thread=program.in_thread,
        aside=program.aside,
        wake=_waking(program),
    )


def _create_slips(program: Program, stationery: Stationery) -> Blueprint:
    return create_slips(
        reading=program.reading,
        submit=program.submit,
        principal=principal,
        stationery=stationery,
        wake=_waking(program),
    )


def _create_logo(program: Program, stationery: Stationery) -> Blueprint:
    return create_logo(
        reading=program.reading,
        submit=program.submit,
        principal=principal,
        aside=program.aside,
        renew=stationery.renew,
    )


def _create_hall_check(program: Program, stationery: Stationery) -> Blueprint:
    return create_hall_check(
        reading=program.reading,
        submit=program.submit,
        principal=principal,
        stationery=stationery,
        address=lambda: program.address,
        say_time=program.say_time,
        wake=_waking(program),
    )


def _waking(program: Program) -> Callable[[str | None], None]:
    """The way to tell a stall's printers, or all, that there is a job."""

    def wake(stall: str | None) -> None:
        if program.printing:
            program.printing.wake(stall)

    return wake


def _permit(*roles: str, stall: str | None = None) -> Principal:
    """Who asks, if one of these roles and, for stall staff, of this stall."""
    who = principal()
    who.require(*roles)
    if stall is not None:
        who.require_stall(stall)
    return who


def _selling(program: Program) -> Selling:
    """What selling is told about the rest of the house."""

    def print_jobs(sale_id: str) -> list[dict[str, Any]]:
        with program.reading() as connection:
            return jobs.jobs_of(connection, sale_id)

    def approver(code: str, refund_id: str, stall: str) -> str | None:
        return program.approvals.staff_behind(code, subject=refund_id, stall=stall)

    def printers(stall: str) -> list[dict[str, Any]]:
        with program.reading() as connection:
            return registry.printers_where(connection, stall)

    return Selling(
        database=program.database,
        submit=program.submit,
        principal=principal,
        receipt_url=lambda code: f"{program.address}/r/{code}",
        print_jobs=print_jobs,
        approver=approver,
        printers=printers,
        address=lambda: program.address,
    )


def _create_health(program: Program) -> Blueprint:
    health = Blueprint("health", __name__)

    @health.get("/health")
    def show() -> Response:
        return jsonify(read_health(program))

    return health


def _install_context(app: Flask, program: Program) -> None:
    """What every template may name."""
    app.jinja_env.filters["sum_of_letters"] = lambda text: sum(map(ord, text))

    @app.context_processor
    def common() -> dict[str, Any]:
        with program.reading() as connection:
            event = connection.execute(select(tables.event)).first()
        return {"lang": reader_language(), "event": event, "me": principal()}
