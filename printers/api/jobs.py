"""Print jobs: what is known of them, and what only people can decide."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from printers.api.house import EVERYBODY, STALL, House, Permitting, known_job, read_form, who_asks
from printers.desk import ConfirmJob, ContinueLabels, DropJob, ReleaseJob, RequestCopy
from printers.errors import Message, PrinterRefusal
from printers.forms import ConfirmForm, ContinueForm, CopyForm
from printers.jobs import events_of, jobs_of, jobs_where
from printers.tables import JOB_STATES

LONGEST_LIST = 200


def add_routes(api: Blueprint, house: House) -> None:
    """Looking at jobs, and deciding about them."""
    _add_lists(api, house)
    _add_decisions(api, house)


def _add_lists(api: Blueprint, house: House) -> None:
    @api.get("/print-jobs")
    def list_jobs() -> Response:
        """The jobs of a sale (`sale`), or of a stall (`stall`) and/or in a state (`state`), newest first.

        At most `limit` of them; the rest follows with `before` the id of the last one (header `Link`).
        """
        house.permit(*EVERYBODY)
        sale = request.args.get("sale")
        if sale is not None:
            with house.reading() as connection:
                jobs = jobs_of(connection, _sale_id(sale))
            _check_stalls(house.permit, jobs)
            return jsonify(jobs)
        stall, state = request.args.get("stall"), _state(request.args.get("state"))
        house.permit(*EVERYBODY, stall=stall) if stall else house.permit("treasurer", "organiser", "viewer")
        limit = min(max(request.args.get("limit", LONGEST_LIST, type=int), 1), LONGEST_LIST)
        before = request.args.get("before")
        last = known_job(house.reading, before)["id"] if before else None
        with house.reading() as connection:
            jobs = jobs_where(connection, stall=stall, state=state, limit=limit, before=last)
        return _page(jobs, limit)

    @api.get("/print-jobs/<job>")
    def show_job(job: str) -> Response:
        """One job and what happened to it."""
        shown = _permitted(house, job, EVERYBODY)[0]
        with house.reading() as connection:
            return jsonify(shown | {"events": events_of(connection, job)})


def _add_decisions(api: Blueprint, house: House) -> None:
    @api.post("/print-jobs/<job>/copy")
    def copy_job(job: str) -> tuple[Response, int]:
        """A reprint marked SALINAN."""
        shown, who = _permitted(house, job, STALL)
        form = read_form(CopyForm, optional=True)
        copy = house.submit(RequestCopy(job, house.now(), who_asks(who), form.id, form.reason))
        house.tell(shown["stall"])
        _changed(house, job)
        return jsonify(known_job(house.reading, copy)), 201

    @api.post("/print-jobs/<job>/confirm")
    def confirm_job(job: str) -> Response:
        """Somebody says whether it is on paper."""
        _, who = _permitted(house, job, STALL)
        house.submit(ConfirmJob(job, read_form(ConfirmForm).on_paper, who_asks(who)))
        return jsonify(_changed(house, job))

    @api.post("/print-jobs/<job>/continue")
    def continue_labels(job: str) -> tuple[Response, int]:
        """Go on behind the last label that came out."""
        _, who = _permitted(house, job, STALL)
        rest = house.submit(ContinueLabels(job, read_form(ContinueForm).last, who_asks(who)))
        house.tell()
        _changed(house, job)
        return jsonify(known_job(house.reading, rest)), 200 if rest == job else 201

    @api.post("/print-jobs/<job>/release")
    def release_job(job: str) -> Response:
        """Print a held job after all."""
        shown, who = _permitted(house, job, STALL)
        house.submit(ReleaseJob(job, who_asks(who)))
        house.tell(shown["stall"])
        return jsonify(_changed(house, job))

    @api.post("/print-jobs/<job>/drop")
    def drop_job(job: str) -> Response:
        """A waiting job is not wanted any more."""
        _, who = _permitted(house, job, STALL)
        house.submit(DropJob(job, who_asks(who)))
        return jsonify(_changed(house, job))


def _changed(house: House, job: str) -> dict[str, Any]:
    """The job as it is now; others see it too."""
    shown = known_job(house.reading, job)
    house.announce(job=job, subject=shown["subject"], stall=shown["stall"], state="decided")
    return shown


def _page(jobs: list[dict[str, Any]], limit: int) -> Response:
    """A list, with the way to its continuation where there may be one."""
    answer = jsonify(jobs)
    if len(jobs) == limit:
        asked = {**request.args.to_dict(), "limit": limit, "before": jobs[-1]["id"]}
        answer.headers["Link"] = f'<{request.path}?{urlencode(asked)}>; rel="next"'
    return answer


def _permitted(house: House, job: str, roles: tuple[str, ...]) -> tuple[dict[str, Any], Any]:
    """The job and who asks, if that person may handle it."""
    house.permit(*roles)
    shown = known_job(house.reading, job)
    return shown, house.permit(*roles, stall=shown["stall"])


def _check_stalls(permit: Permitting, jobs: list[dict[str, Any]]) -> None:
    for stall in {job["stall"] for job in jobs}:
        permit(*EVERYBODY, stall=stall)


def _sale_id(text: str) -> str:
    """A sale's uuid, however it is written."""
    try:
        return str(UUID(text))
    except ValueError:
        raise PrinterRefusal(
            "not_a_sale_id",
            f"«{text}» bukan id penjualan.",
            f"«{text}» is not the id of a sale.",
            "invalid",
            fields=[{"field": "sale", "problem": Message("harus UUID", "must be a UUID")}],
        ) from None


def _state(text: str | None) -> str | None:
    known = ", ".join(JOB_STATES)
    if text is not None and text not in JOB_STATES:
        raise PrinterRefusal(
            "invalid_state",
            f"Keadaan «{text}» tidak ada. Pilih satu: {known}.",
            f"There is no state «{text}». Choose one of {known}.",
            "invalid",
            fields=[{"field": "state", "problem": Message(f"salah satu dari {known}", f"one of {known}")}],
        )
    return text
