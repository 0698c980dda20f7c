"""Getting to know a printer: test page, calibration page, and which questions it answers."""

from uuid import uuid4

from flask import Blueprint, Response, jsonify

from printers.api.house import STALL, House, invalid_printer, known_job, known_printer, read_form, who_asks
from printers.desk import RequestPage
from printers.documents import CalibrationPage, Document, DrawerKick, TestPage, to_json
from printers.errors import DeviceProblem, PrinterRefusal
from printers.forms import ASKS_ESCPOS, CalibrationForm, DrawerForm, TestForm
from printers.registry import CalibratePrinter, printer_view
from printers.transports.addresses import is_agent


def add_routes(api: Blueprint, house: House) -> None:
    """Test, calibration, probe."""

    @api.post("/printers/<name>/test")
    def print_test_page(name: str) -> tuple[Response, int]:
        """Print a test page."""
        row = known_printer(house.reading, name)
        who = house.permit(*STALL, stall=row["stall"])
        form = read_form(TestForm, optional=True)
        page = _page(form, name, row["stall"] or "-", house.now())
        wish = RequestPage("test", name, row["stall"], to_json(page), form.id or str(uuid4()), who_asks(who))
        return _ask_for(house, wish), 201

    @api.post("/printers/<name>/drawer")
    def open_drawer(name: str) -> tuple[Response, int]:
        """Open the cash drawer that hangs on this printer: now, or not at all."""
        row = known_printer(house.reading, name)
        who = house.permit(*STALL, stall=row["stall"])
        form = read_form(DrawerForm, optional=True)
        kick = to_json(DrawerKick())
        wish = RequestPage("drawer", name, row["stall"], kick, form.id or str(uuid4()), who_asks(who))
        return _ask_for(house, wish), 201

    @api.post("/printers/<name>/probe")
    def probe_printer(name: str) -> Response:
        """Which questions the printer answers; prints nothing."""
        row = known_printer(house.reading, name)
        house.permit("lead", "organiser", stall=row["stall"])
        running = house.service()
        if running is None or is_agent(row["connection"]):
            raise _cannot_probe(name, "agent")
        try:
            return jsonify(running.probe(name))
        except DeviceProblem as problem:
            raise _cannot_probe(name, problem.reason) from problem

    @api.put("/printers/<name>/calibration")
    def calibrate_printer(name: str) -> Response:
        """Store what a person read off the calibration page."""
        row = known_printer(house.reading, name)
        house.permit("lead", "organiser", stall=row["stall"])
        form = read_form(CalibrationForm)
        if form.completion in ("gs_r", "gs_h") and row["language"] != "escpos":
            raise invalid_printer([("completion", ASKS_ESCPOS)])
        caps = form.caps.model_dump(exclude_none=True)
        house.submit(CalibratePrinter(name, caps, form.native_qr, form.completion))
        house.tell(refresh=True)
        house.announce(printer=name, stall=row["stall"])
        return jsonify(printer_view(known_printer(house.reading, name)))


def _ask_for(house: House, wish: RequestPage) -> Response:
    job = house.submit(wish)
    house.tell(wish.stall)
    return jsonify(known_job(house.reading, job))


def _cannot_probe(name: str, reason: str) -> PrinterRefusal:
    return PrinterRefusal(
        "printer_not_reached",
        "Printer ini tidak bisa diperiksa dari server sekarang.",
        "This printer cannot be examined from the server now.",
        "conflict",
        printer=name,
        reason=reason,
    )


def _page(form: TestForm, name: str, stall: str, at: str) -> Document:
    if form.page == "calibration":
        return CalibrationPage(printer=name, stall=stall, printed_at=at)
    return TestPage(printer=name, stall=stall, printed_at=at)
