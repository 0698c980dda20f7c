"""The pages people work with. Shells for till, board and office; plain forms to sign in and to enrol."""

from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from exhibition.access.enrolments import tidy
from exhibition.access.security import principal
from exhibition.config import LANGUAGES
from exhibition.https import find_pair, hall_root, root_fingerprint
from exhibition.language import COOKIE
from exhibition.paper.logo import read_logo
from exhibition.program import Program
from exhibition.shell import service_worker
from pos.refusals import Message, NotFound

STATIC = Path(__file__).resolve().parent.parent / "static"
TEMPLATES = Path(__file__).resolve().parent / "templates"
YEAR = 365 * 86400


def create_pages(program: Program) -> Blueprint:
    """The routes of the pages."""
    pages = Blueprint("pages", __name__)
    _shells(pages, program)
    _doors(pages, program)
    _files(pages)
    pages.after_app_request(_remember_language)
    return pages


def _shells(pages: Blueprint, program: Program) -> None:
    """Pages that fetch what they show."""

    @pages.get("/")
    def choose() -> str:
        return render_template("choose.html")

    @pages.get("/<any(till, board, office, install, catalog):page>/")
    def with_a_slash(page: str) -> BaseResponse:
        """As people type it."""
        return redirect(f"/{page}", 308)

    @pages.get("/till")
    def till() -> str:
        return render_template("till.html")

    @pages.get("/board")
    def board() -> Response:
        return _for_people("board.html")

    @pages.get("/office")
    def office() -> Response:
        with program.reading() as connection:
            return _for_people("office.html", logo=read_logo(connection) is not None)


def _doors(pages: Blueprint, program: Program) -> None:
    """The ways in: sign-in, enrolment, help."""

    @pages.get("/sign-in")
    def sign_in() -> str:
        return render_template("sign-in.html", next=request.args.get("next", ""))

    @pages.get("/enrol/")
    def enrol_by_code() -> BaseResponse:
        code = tidy(request.args.get("code", ""))
        return redirect(f"/enrol/{quote(code, safe='')}" if code else "/sign-in", 303)

    @pages.get("/enrol/<code>")
    def enrol(code: str) -> str:
        return render_template("enrol.html", code=code, enrolment=program.enrolments.look(code))

    @pages.get("/install")
    def install() -> str:
        root = hall_root(program.config)
        host = request.host.rpartition(":")[0] or request.host
        return render_template(
            "install.html",
            address=program.address,
            secure_address=f"https://{host}:{program.config.https_port}"
            if find_pair(program.config)
            else None,
            fingerprint=root_fingerprint(root) if root else None,
            device=_device(request.user_agent.string),
        )

    @pages.get("/install/ca.crt")
    def authority() -> BaseResponse:
        root = hall_root(program.config)
        if root is None:
            raise NotFound("no_authority", Message("Belum ada sertifikat.", "There is no certificate yet."))
        return Response(root.read_bytes(), mimetype="application/x-x509-ca-cert")


def _device(user_agent: str) -> str | None:
    """Whose steps are open at first; None opens both (an iPad may call itself a Macintosh)."""
    return next((name.lower() for name in ("Android", "iPad") if name in user_agent), None)


def _files(pages: Blueprint) -> None:
    """Files whose address is not ours to choose."""

    @pages.get("/favicon.ico")
    def icon() -> BaseResponse:
        return redirect("/static/icons/lapak.svg", 301)

    worker = service_worker(STATIC, TEMPLATES)

    @pages.get("/sw.js")
    def till_worker() -> BaseResponse:
        return Response(worker, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def _remember_language(response: Response) -> Response:
    """A tap on the other language holds until the next tap."""
    wish = request.args.get("lang")
    if wish in LANGUAGES and request.method == "GET" and not request.path.startswith("/api/"):
        response.set_cookie(COOKIE, wish, max_age=YEAR, samesite="Lax")
    return response


def _for_people(template: str, **facts: object) -> Response:
    """A page for those with a credential; for others the way to get one. The gate let both through."""
    if principal().role is None or principal().revoked:
        return make_response(render_template("sign-in.html", next=request.full_path.rstrip("?")), 401)
    return make_response(render_template(template, **facts))
