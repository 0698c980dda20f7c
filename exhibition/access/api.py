"""Who may do what, over HTTP: sign-in, enrolment, approvals, staff, tokens, tills."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import qrcode
import qrcode.image.svg
from flask import Blueprint, Response, jsonify, redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from exhibition.access import approvals, cookies, enrolments
from exhibition.access.directory import Person
from exhibition.access.forms import (
    ApprovalForm,
    EnrolForm,
    EnrolmentForm,
    SignInForm,
    StaffForm,
    TokenForm,
)
from exhibition.access.people import (
    ChangePin,
    DismissStaff,
    GrantCredential,
    Granted,
    RevokeTill,
    new_person,
    staff_unknown,
)
from exhibition.access.pins import hash_pin, make_pin
from exhibition.access.security import principal
from exhibition.program import Program
from pos import tables
from pos.api.reading import read_form
from pos.principal import STALL_ROLES, Principal
from pos.refusals import Forbidden, Message, Refusal
from pos.tills import till_stall

Json = dict[str, Any]
HOMES = {"cashier": "/till", "lead": "/till", "viewer": "/board"}


def create_access(program: Program) -> Blueprint:
    """The routes; the rules are in sign_in, enrolments, approvals and people."""
    access = Blueprint("access", __name__)
    parts: tuple[Callable[[Blueprint, Program], None], ...] = (
        _sign_in,
        _enrolment,
        _approvals,
        _staff,
        _tokens,
        _forms,
    )
    for add_routes in parts:
        add_routes(access, program)
    return access


def _sign_in(access: Blueprint, program: Program) -> None:
    @access.get("/api/v1/me")
    def me() -> Response:
        """Who the credential stands for."""
        return jsonify(describe(principal()))

    @access.post("/api/v1/sign-in")
    def sign_in() -> Response:
        """Start working under one's own name."""
        form = read_form(SignInForm)
        person = check_person(program, form.staff, form.pin)
        response = jsonify(describe(_signed_in(person)))
        remember_person(program, response, person)
        return response

    @access.post("/api/v1/sign-out")
    def sign_out() -> Response:
        """Stop; the tablet stays enrolled."""
        response = Response(status=204)
        response.delete_cookie(cookies.STAFF)
        return response

    @access.get("/api/v1/staff-names")
    def staff_names() -> Response:
        """The names of the tablet's stall, for the sign-in screen."""
        who = principal()
        who.require("cashier", "lead", "treasurer", "organiser")
        people = program.directory.at_stall(who.stall) if who.stall else []
        return jsonify([{"name": person.name, "role": person.role} for person in people])


def describe(who: Principal) -> Json:
    """Who somebody is; `former`, where there are any, are the till codes this tablet sold under before."""
    answer: Json = {"role": who.role, "stall": who.stall, "till": who.till, "staff": who.staff}
    return {**answer, "former": list(who.former)} if who.former else answer


def check_person(program: Program, name: str, pin: str) -> Person:
    """The person behind name and PIN who may work on this tablet.

    Raises Unauthenticated, TooMany, Forbidden.
    """
    person = program.sign_in.check(name, pin, request.remote_addr or "")
    tablet = principal()
    if tablet.till is not None and person.role in STALL_ROLES:
        Principal(role=person.role, stall=person.stall).require_stall(tablet.stall or "")
    return person


def _signed_in(person: Person) -> Principal:
    tablet = principal()
    stall = tablet.stall if tablet.till else person.stall
    return Principal(role=person.role, stall=stall, till=tablet.till, staff=person.name, former=tablet.former)


def remember_person(program: Program, response: BaseResponse, person: Person) -> None:
    """Leave the sign-in cookie."""
    sealed = program.jar.seal_staff(cookies.StaffCookie(person.name, person.version))
    _set_cookie(response, cookies.STAFF, sealed, cookies.STAFF_SECONDS)


def _set_cookie(response: BaseResponse, name: str, value: str, seconds: int) -> None:
    # Not `secure`: the same tablet may hand in over plain http what it sold over https.
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax")


def _enrolment(access: Blueprint, program: Program) -> None:
    @access.post("/api/v1/enrolments")
    def open_enrolment() -> tuple[Response, int]:
        """A code for a new tablet or hall screen."""
        form = read_form(EnrolmentForm)
        return jsonify(_open_enrolment(program, form)), 201

    @access.get("/api/v1/enrolments/<code>.svg")
    def enrolment_picture(code: str) -> Response:
        """The code's address as a QR."""
        principal().require("lead", "organiser")
        program.enrolments.look(code)
        return Response(qr_svg(program.enrol_url(code)), mimetype="image/svg+xml")

    @access.post("/api/v1/enrol")
    def enrol() -> tuple[Response, int]:
        """Become a till or a screen, or (renew) the same stall's till under a new code."""
        form = read_form(EnrolForm)
        granted = take_enrolment(program, form.code) if form.code else _renew(program)
        enrolled = Principal(granted.role, granted.stall, granted.till, former=tuple(former_tills()))
        response = jsonify(describe(enrolled))
        remember_tablet(program, response, granted)
        return response, 201


def _open_enrolment(program: Program, form: EnrolmentForm) -> Json:
    who = principal()
    if who.till is None or form.instead_of != who.till or who.revoked:
        who.require("lead", "organiser")
    if form.stall is None:
        who.require("organiser")
    else:
        who.require_stall(form.stall)
        program.check_stall(form.stall)
    if form.instead_of is not None:
        with program.reading() as connection:
            who.require_stall(till_stall(connection, form.instead_of))
    code = program.enrolments.open(form.role, form.stall, form.instead_of)
    return {
        "code": code,
        "url": program.enrol_url(code),
        "svg": f"/api/v1/enrolments/{code}.svg",
        "expires_at": _from_now(enrolments.VALID_SECONDS),
        "stall": form.stall,
        "role": form.role,
    }


def take_enrolment(program: Program, code: str) -> Granted:
    """Turn a code into rights; wrong codes are counted by address. Raises NotFound, TooMany."""
    address = request.remote_addr or ""
    program.enrol_tries.check(address)
    try:
        enrolment = program.enrolments.use(code)
    except Refusal:
        program.enrol_tries.wrong(address)
        raise
    kind = "tablet" if enrolment.stall else "screen"
    return _grant(program, kind, enrolment.role, enrolment.stall, enrolment.instead_of or principal().till)


def _renew(program: Program) -> Granted:
    """A tablet that lost its store, or came to a new address, goes on under a new till code."""
    who = principal()
    if who.till is None or who.revoked or "Authorization" in request.headers:
        raise Forbidden(
            "not_enrolled",
            Message(
                "Tablet ini belum terdaftar. Minta kode.", "This tablet is not enrolled. Ask for a code."
            ),
        )
    return _grant(program, "tablet", "cashier", who.stall, instead_of=who.till)


def _grant(
    program: Program, kind: str, role: str, stall: str | None, instead_of: str | None = None
) -> Granted:
    granted: Granted = program.change_people(GrantCredential.new(kind, role, stall, instead_of))
    return granted


def former_tills() -> list[str]:
    """The till codes of the enrolment this request came with: they go on being accepted."""
    who = principal()
    return [code for code in (*who.former, who.till) if code][-cookies.MOST_FORMER :]


def remember_tablet(program: Program, response: BaseResponse, granted: Granted) -> None:
    """Leave the enrolment cookie."""
    cookie = cookies.TabletCookie(granted.token, granted.stall, granted.till, tuple(former_tills()))
    _set_cookie(response, cookies.TABLET, program.jar.seal_tablet(cookie), cookies.TABLET_SECONDS)


def _approvals(access: Blueprint, program: Program) -> None:
    @access.post("/api/v1/approvals")
    def approve() -> tuple[Response, int]:
        """A single-use code by which a lead approves one correction."""
        form = read_form(ApprovalForm)
        return jsonify(_approve(program, form)), 201


def _approve(program: Program, form: ApprovalForm) -> Json:
    asking = principal()
    asking.require("cashier", "lead", "treasurer", "organiser")
    person = program.sign_in.check(form.staff, form.pin, request.remote_addr or "")
    if person.role not in ("lead", "treasurer", "organiser"):
        raise Forbidden(
            "may_not_approve",
            Message("Hanya ketua, bendahara, atau panitia.", "Only a lead, a treasurer or an organiser."),
            role=person.role,
        )
    if asking.role in STALL_ROLES and person.stall not in (None, asking.stall):
        raise Forbidden(
            "wrong_stall",
            Message(
                f"{person.name} ketua stan {person.stall}. Minta ketua stan {asking.stall}, bendahara, "
                "atau panitia.",
                f"{person.name} leads stall {person.stall}. Ask the lead of stall {asking.stall}, "
                "a treasurer or an organiser.",
            ),
            stall=person.stall,
        )
    code = program.approvals.give(subject=form.subject, staff=person.name, stall=person.stall)
    return {"code": code, "expires_at": _from_now(approvals.VALID_SECONDS)}


def _from_now(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds")


def _staff(access: Blueprint, program: Program) -> None:
    @access.get("/api/v1/staff")
    def list_staff() -> Response:
        """Everybody who may sign in."""
        who = principal()
        who.require("lead", "organiser")
        people = program.directory.people.values() if who.role == "organiser" else _team(program, who)
        rows = [{"name": p.name, "role": p.role, "stall": p.stall} for p in people]
        return jsonify(sorted(rows, key=lambda row: row["name"] or ""))

    @access.post("/api/v1/staff")
    def add_staff() -> tuple[Response, int]:
        """Somebody new; the PIN is shown once."""
        principal().require("organiser")
        form = read_form(StaffForm)
        command, pin = program.in_thread(new_person, (form.name, form.role, form.stall))
        program.change_people(command)
        return jsonify({"name": form.name, "role": form.role, "stall": form.stall, "pin": pin}), 201

    @access.post("/api/v1/staff/<name>/pin")
    def new_pin(name: str) -> Response:
        """A new PIN; the old one and its sign-ins end."""
        _may_manage(program, name)
        pin = make_pin()
        program.change_people(ChangePin(name, program.in_thread(hash_pin, (pin,))))
        return jsonify({"name": name, "pin": pin})

    @access.delete("/api/v1/staff/<name>")
    def dismiss(name: str) -> Response:
        """Somebody no longer signs in."""
        principal().require("organiser")
        program.change_people(DismissStaff(name))
        return Response(status=204)


def _team(program: Program, lead: Principal) -> list[Person]:
    return program.directory.at_stall(lead.stall or "")


def _may_manage(program: Program, name: str) -> None:
    who = principal()
    who.require("lead", "organiser")
    person = program.directory.people.get(name)
    if person is None:
        raise staff_unknown(name)
    if who.role == "lead":
        who.require_stall(person.stall or "")


def _tokens(access: Blueprint, program: Program) -> None:
    @access.post("/api/v1/tokens")
    def create_token() -> tuple[Response, int]:
        """A script's rights; the token is shown once."""
        principal().require("organiser")
        form = read_form(TokenForm)
        granted = _grant(program, "token", form.role, form.stall)
        answer = {"token": granted.token, "role": granted.role, "stall": granted.stall, "till": granted.till}
        return jsonify(answer), 201

    @access.post("/api/v1/tills/<code>/revoke")
    def revoke(code: str) -> Response:
        """A tablet is lost: what it still hands in is held."""
        who = principal()
        who.require("lead", "organiser")
        with program.reading() as connection:
            stall = connection.scalar(select(tables.till.c.stall).where(tables.till.c.code == code))
        if stall is not None:
            who.require_stall(stall)
        program.change_people(RevokeTill(code, who.staff))
        return jsonify({"code": code, "state": "revoked"})


def _forms(access: Blueprint, program: Program) -> None:
    """The same for pages without scripts."""

    @access.post("/sign-in")
    def sign_in_by_form() -> BaseResponse:
        person = check_person(program, request.form.get("staff", ""), request.form.get("pin", ""))
        response = redirect(safe_next(request.form.get("next"), person), 303)
        remember_person(program, response, person)
        return response

    @access.post("/sign-out")
    def sign_out_by_form() -> BaseResponse:
        response = redirect("/", 303)
        response.delete_cookie(cookies.STAFF)
        return response

    @access.post("/enrol/<code>")
    def enrol_by_form(code: str) -> BaseResponse:
        granted = take_enrolment(program, code)
        response = redirect("/board" if granted.till is None else "/till?enrolled=1", 303)
        remember_tablet(program, response, granted)
        return response


def safe_next(wish: str | None, person: Person) -> str:
    """Where to go after signing in; never to another host."""
    if wish and wish.startswith("/") and not wish.startswith(("//", "/\\")):
        return wish
    return HOMES.get(person.role, "/office")


def qr_svg(text: str) -> bytes:
    """A QR code as a picture that needs no style of its own."""
    picture = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=4)
    buffer = BytesIO()
    picture.save(buffer)
    return buffer.getvalue()
