"""Before the doors open: every stall's printer prints a code that the stall's own tablet must read."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, delete, insert, select

from exhibition.reactions import Stationery
from pos.api.reading import read_uuid
from pos.codes import code_for, read_code
from pos.principal import Principal
from pos.refusals import Message, NotFound
from pos.tables import setting, stall
from pos.writer import Batch
from printers.desk import RequestPage
from printers.documents import HallCheck, to_json
from printers.tables import printer

HALL_CHECK = "hall_check"
STALL = ("cashier", "lead", "organiser")

Check = dict[str, Any]


@dataclass(frozen=True)
class StartCheck:
    """One page on every receipt printer of a stall; a repeat prints nothing more."""

    id: str
    address: str
    at: str
    stationery: Stationery
    asked_by: str | None

    def apply(self, batch: Batch) -> None:
        """Queue the pages and remember their codes."""
        connection = batch.connection
        if (read_check(connection) or {}).get("id") == self.id:
            return
        rows = connection.execute(
            select(printer.c.name, printer.c.stall, stall.c.name.label("stall_name"))
            .join(stall, stall.c.no == printer.c.stall)
            .where(printer.c.kind == "receipt", printer.c.enabled)
            .order_by(printer.c.stall, printer.c.name)
        ).all()
        codes: dict[str, Check] = {}
        for row in rows:
            code = code_for(f"{self.id}/{row.name}", codes)
            codes[code] = {"printer": row.name, "stall": row.stall, "seen_at": None}
            self._page(code, row.name, row.stall, row.stall_name, batch)
        _keep(connection, {"id": self.id, "started_at": batch.now_text, "codes": codes})

    def _page(self, code: str, name: str, stall_no: str, stall_name: str, batch: Batch) -> None:
        head = self.stationery.head(batch.connection)
        page = HallCheck(
            printer=name,
            stall=stall_no,
            stall_name=stall_name,
            printed_at=self.at,
            url=f"{self.address}/CHECK/{code}".upper(),
            event=head.event,
            language=head.language,
            demo=head.demo,
        )
        RequestPage("test", name, stall_no, to_json(page), f"{self.id}/{name}", self.asked_by).apply(batch)


@dataclass(frozen=True)
class SeeCode:
    """A tablet has read a code; the first time counts."""

    code: str

    def apply(self, batch: Batch) -> None:
        """Remember when."""
        check = read_check(batch.connection) or {"codes": {}}
        found = check["codes"].get(self.code)
        if found and not found["seen_at"]:
            found["seen_at"] = batch.now_text
            _keep(batch.connection, check)


def read_check(connection: Connection) -> Check | None:
    """The newest check of the hall, if there has been one."""
    value = connection.scalar(select(setting.c.value).where(setting.c.name == HALL_CHECK))
    return json.loads(value) if value else None


def create_hall_check(
    *,
    reading: Callable[[], AbstractContextManager[Connection]],
    submit: Callable[[Any], Any],
    principal: Callable[[], Principal],
    stationery: Stationery,
    address: Callable[[], str],
    say_time: Callable[[datetime], str],
    wake: Callable[[str | None], None],
) -> Blueprint:
    """Start a check, see how far it is, and the page that a scanned code opens."""
    pages = Blueprint("hall_check", __name__)

    @pages.put("/api/v1/hall-checks/<uuid>")
    def start(uuid: str) -> Response:
        who = principal()
        who.require("organiser")
        now = say_time(datetime.now(UTC))
        submit(StartCheck(read_uuid(uuid), address(), now, stationery, who.staff))
        wake(None)
        return jsonify(_view(reading))

    @pages.get("/api/v1/hall-check")
    def show() -> Response:
        principal().require("lead", "organiser")
        return jsonify(_view(reading))

    @pages.get("/check/<text>")
    @pages.get("/CHECK/<text>")
    def scanned(text: str) -> ResponseReturnValue:
        g.page = True
        who = principal()
        who.require(*STALL)
        code = read_code(text) or ""
        with reading() as connection:
            found = (read_check(connection) or {"codes": {}})["codes"].get(code)
        if found is None:
            raise _unknown_code()
        who.require_stall(found["stall"])
        submit(SeeCode(code))
        return render_template("check.html", stall=found["stall"], printer=found["printer"])

    return pages


def _view(reading: Callable[[], AbstractContextManager[Connection]]) -> Check:
    with reading() as connection:
        check = read_check(connection)
    if check is None:
        raise NotFound(
            "no_hall_check", Message("Belum ada pemeriksaan stan.", "The stalls have not been checked yet.")
        )
    printers = sorted(check["codes"].values(), key=lambda row: (row["stall"], row["printer"]))
    return {
        "id": check["id"],
        "started_at": check["started_at"],
        "seen": sum(1 for row in printers if row["seen_at"]),
        "printers": printers,
    }


def _unknown_code() -> NotFound:
    return NotFound(
        "check_unknown",
        Message(
            "Kode ini bukan dari pemeriksaan stan yang terakhir. Cetak lagi dari kantor panitia.",
            "This code is not of the newest check. Print it again from the office.",
        ),
    )


def _keep(connection: Connection, check: Check) -> None:
    connection.execute(delete(setting).where(setting.c.name == HALL_CHECK))
    connection.execute(insert(setting).values(name=HALL_CHECK, value=json.dumps(check)))
