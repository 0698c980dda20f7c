"""Shows the paper of virtual printers and lets a person pull it out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, jsonify, request, send_from_directory
from werkzeug.exceptions import HTTPException

from printers.emulator.faults import KINDS, WORDS
from printers.emulator.paper import Paper
from printers.emulator.printer import VirtualPrinter

ASSETS = Path(__file__).resolve().parents[2] / "static" / "emulator"
FIELDS = {"kind": (str,), "at_byte": (int,), "at_mm": (int, float), "times": (int,)}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"


def create_app(printers: Sequence[VirtualPrinter] | Mapping[str, VirtualPrinter]) -> Flask:
    """The page by itself, as `lapak emulator` serves it."""
    app = Flask("lapak-emulator", static_folder=None)
    app.register_blueprint(create_web(printers))
    app.register_error_handler(HTTPException, _problem)

    @app.get("/favicon.ico")
    def no_icon() -> tuple[str, int]:
        return "", 204

    @app.after_request
    def dress(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


def create_web(printers: Sequence[VirtualPrinter] | Mapping[str, VirtualPrinter]) -> Blueprint:
    """The routes; mount them anywhere. Printers count from 1, papers from 0."""
    web = Blueprint("emulator", __name__)
    named = dict(printers) if isinstance(printers, Mapping) else _numbered(printers)

    def device(n: int) -> VirtualPrinter:
        if not 1 <= n <= len(named):
            abort(404)
        return list(named.values())[n - 1]

    _add_page(web)
    _add_papers(web, device)
    _add_faults(web, device)

    @web.get("/printers")
    def list_printers() -> Response:
        """Every printer with its state."""
        return jsonify([_about(n, name, each) for n, (name, each) in enumerate(named.items(), 1)])

    return web


def _numbered(printers: Sequence[VirtualPrinter]) -> dict[str, VirtualPrinter]:
    return {f"printer-{n}": each for n, each in enumerate(printers, 1)}


def _add_page(web: Blueprint) -> None:
    @web.get("/")
    def page() -> Response:
        """The paper, rolling out."""
        return send_from_directory(ASSETS, "index.html")

    @web.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        """What the page is made of."""
        return send_from_directory(ASSETS, name)


def _add_papers(web: Blueprint, device: Any) -> None:
    @web.get("/printers/<int:n>/papers")
    def papers(n: int) -> Response:
        """The papers that came out, oldest first."""
        return jsonify([_paper(i, paper) for i, paper in _kept(device(n))])

    @web.get("/printers/<int:n>/papers/<int:i>.png")
    def picture(n: int, i: int) -> Response:
        """One paper, a pixel a dot."""
        return Response(_find(device(n), i).png(), mimetype="image/png")

    @web.get("/printers/<int:n>/papers/<int:i>.txt")
    def text(n: int, i: int) -> Response:
        """One paper as text."""
        return Response(_find(device(n), i).text(), mimetype="text/plain")

    @web.get("/printers/<int:n>/rolling.png")
    def rolling(n: int) -> Response:
        """The paper that hangs out and has not been cut."""
        return Response(device(n).rolling.png(), mimetype="image/png")

    @web.get("/printers/<int:n>/rolling.txt")
    def rolling_text(n: int) -> Response:
        """The paper that hangs out, as text."""
        return Response(device(n).rolling.text(), mimetype="text/plain")


def _add_faults(web: Blueprint, device: Any) -> None:
    @web.put("/printers/<int:n>/fault")
    def order(n: int) -> Response:
        """Something goes wrong."""
        found = device(n)
        found.fault(**_fault_fields(_body()))
        return jsonify(_state(found))

    @web.delete("/printers/<int:n>/fault")
    def repair(n: int) -> Response:
        """All is well again: paper loaded, cover closed."""
        found = device(n)
        found.repair()
        return jsonify(_state(found))

    @web.get("/faults")
    def kinds() -> Response:
        """What can be ordered."""
        return jsonify(WORDS)


def _body() -> Any:
    """What was sent, None where it is no JSON; also for braces nested beyond reading."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _fault_fields(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict) or body.get("kind") not in KINDS:
        abort(422, f"kind: one of {', '.join(KINDS)}")
    for name, value in body.items():
        if name not in FIELDS:
            abort(422, f"{name}: unknown field")
        if value is not None and (isinstance(value, bool) or not isinstance(value, FIELDS[name])):
            abort(422, f"{name}: not a number")
    return body


def _kept(device: VirtualPrinter) -> list[tuple[int, Paper]]:
    """The papers with their numbers, which stay theirs when the oldest are thrown away."""
    first = device.papers_dropped
    return list(enumerate(list(device.papers), first))


def _find(device: VirtualPrinter, i: int) -> Paper:
    place = i - device.papers_dropped
    if not 0 <= place < len(device.papers):
        abort(404)
    return device.papers[place]


def _paper(i: int, paper: Paper) -> dict[str, Any]:
    return {
        "i": i,
        "width": paper.width,
        "height": paper.height,
        "text": paper.text(),
        "qr": paper.qr_codes,
        "png": f"papers/{i}.png",
        "txt": f"papers/{i}.txt",
    }


def _about(n: int, name: str, device: VirtualPrinter) -> dict[str, Any]:
    return {
        "n": n,
        "name": name,
        "connection": device.connection,
        "language": device.language,
        "media": device.media,
        "papers": device.papers_dropped + len(device.papers),
        "rolling": device.rolling.height if device.rolling.items else 0,
    } | _state(device)


def _state(device: VirtualPrinter) -> dict[str, Any]:
    return {
        "state": device.state,
        "faults": [fault.kind for fault in device.faults],
        "kicks": len(device.kicks),
        "errors": device.errors[-20:],
    }


def _problem(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 500
    body = {"type": "about:blank", "title": error.name, "status": status, "detail": error.description}
    response = jsonify(body)
    response.content_type = "application/problem+json"
    return response, status
