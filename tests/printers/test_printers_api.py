"""Printers and print jobs over HTTP: strict forms, own stall, and what people may decide."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, jsonify
from printing_press import Add, Press
from pydantic import ValidationError

from pos.principal import Principal
from pos.refusals import Refusal
from printers.api.blueprint import create_api
from printers.emulator.printer import VirtualPrinter
from printers.errors import PrinterRefusal

ORGANISER = Principal(role="organiser", staff="panitia")
CASHIER = Principal(role="cashier", stall="07", till="07A")
STATUS = {"invalid": 422, "not_found": 404, "conflict": 409, "forbidden": 403, "unauthenticated": 401}


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    shop = Press(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def device() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def web(press: Press) -> Any:
    """A client whose `who` can be changed."""
    asking = SimpleNamespace(who=ORGANISER)

    def permit(*roles: str, stall: str | None = None) -> Principal:
        asking.who.require(*roles)
        if stall is not None:
            asking.who.require_stall(stall)
        return asking.who

    def refuse(error: Any) -> Any:
        return jsonify(code=error.code, detail=error.message.id, details=error.details), STATUS[error.kind]

    def invalid(error: ValidationError) -> Any:
        return jsonify(fields=[".".join(map(str, each["loc"])) for each in error.errors()]), 422

    app = Flask("office")
    app.register_blueprint(
        create_api(
            press.database.reading,
            press.submit,
            permit,
            service=lambda: press.service,
            knows_stall=lambda stall: stall != "99",
        )
    )
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(PrinterRefusal, refuse)
    app.register_error_handler(ValidationError, invalid)
    client = app.test_client()
    client.asking = asking
    return client


def form(device: VirtualPrinter, **more: Any) -> dict[str, Any]:
    return {
        "stall": "07",
        "kind": "receipt",
        "connection": device.connection,
        "language": "escpos",
        "media": "80mm",
        "native_qr": True,
        "completion": "gs_r",
    } | more


def test_a_printer_is_set_up_and_starts_to_print(press: Press, web: Any, device: VirtualPrinter) -> None:
    sale = press.sell()
    answer = web.put("/api/v1/printers/kasir-07", json=form(device))
    assert (answer.status_code, answer.json["name"], answer.json["state"]) == (201, "kasir-07", "unknown")
    press.wait_for(sale, "printed")
    assert web.put("/api/v1/printers/kasir-07", json=form(device)).status_code == 200
    [shown] = web.get("/api/v1/printers").json
    assert (shown["state"], shown["reason"]) == ("ready", None)


def test_a_printer_in_trouble_says_what_to_do(press: Press, web: Any, device: VirtualPrinter) -> None:
    device.fault("paper_out")
    web.put("/api/v1/printers/kasir-07", json=form(device))
    press.sell()
    press.wait_for_printer("paper_out", "kasir-07")
    shown = web.get("/api/v1/printers/kasir-07").json
    assert (shown["state"], shown["code"]) == ("paper_out", "paper_out")
    assert "Isi kertas" in shown["reason"]
    assert "Load paper" in shown["reason_en"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"kind": "plotter"}, "kind"),
        ({"connection": "http://x"}, "connection"),
        ({"language": 5}, "language"),
        ({"media": "100mm"}, "media"),
        ({"completion": "hope"}, "completion"),
        ({"native_qr": "yes"}, "native_qr"),
        ({"caps": {"width_dots": 1}}, "caps.width_dots"),
    ],
)
def test_a_printer_that_makes_no_sense_is_refused_by_field(
    web: Any, device: VirtualPrinter, change: dict[str, Any], field: str
) -> None:
    answer = web.put("/api/v1/printers/kasir-07", json=form(device, **change))
    assert (answer.status_code, answer.json["fields"]) == (422, [field])


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"media": "50x30"}, ["media"]),
        ({"kind": "label"}, ["media"]),
        ({"language": "tspl"}, ["language", "completion"]),
        ({"kind": "label", "media": "50x30", "language": "zpl"}, ["completion"]),
        ({"connection": "agent+app://rawbt"}, ["completion"]),
        ({"stall": "99"}, ["stall"]),
        ({"fallback": "kasir-07"}, ["fallback"]),
    ],
)
def test_what_does_not_go_together_is_named_field_by_field(
    web: Any, device: VirtualPrinter, change: dict[str, Any], fields: list[str]
) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    answer = web.put("/api/v1/printers/kasir-07", json=form(device, **change))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["details"]["fields"]] == fields
    assert all(each["problem"] for each in answer.json["details"]["fields"])
    assert all(field in answer.json["detail"] for field in fields) or fields == ["stall"]


def test_a_stall_that_does_not_take_part_is_named(web: Any, device: VirtualPrinter) -> None:
    answer = web.put("/api/v1/printers/kasir-99", json=form(device, stall="99"))
    assert (answer.status_code, answer.json["code"]) == (422, "stall_unknown")
    assert "99" in answer.json["detail"]
    assert web.get("/api/v1/printers/kasir-99").status_code == 404


def test_a_long_list_of_jobs_goes_on_where_it_ended(press: Press, web: Any) -> None:
    for n in range(7):
        press.sell(f"07A-{n:04}")
    numbers, address = [], "/api/v1/print-jobs?state=queued&limit=3"
    while address:
        answer = web.get(address)
        numbers.append([job["number"] for job in answer.json])
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert numbers == [
        ["07A-0006", "07A-0005", "07A-0004"],
        ["07A-0003", "07A-0002", "07A-0001"],
        ["07A-0000"],
    ]
    assert len(web.get("/api/v1/print-jobs?limit=many").json) == 7
    assert web.get("/api/v1/print-jobs?before=nobody").status_code == 404


def test_a_state_that_does_not_exist_is_answered_with_those_that_do(web: Any) -> None:
    answer = web.get("/api/v1/print-jobs?state=bogus")
    assert (answer.status_code, answer.json["details"]["fields"][0]["field"]) == (422, "state")
    assert "bogus" in answer.json["detail"]
    assert all("unconfirmed" in said for said in answer.json["details"]["fields"][0]["problem"])


def test_what_is_no_id_of_a_sale_is_not_taken_for_a_sale_without_paper(web: Any) -> None:
    answer = web.get("/api/v1/print-jobs?sale=07A-0001")
    assert (answer.status_code, answer.json["code"]) == (422, "not_a_sale_id")
    assert answer.json["details"]["fields"][0]["field"] == "sale"


def test_a_fallback_must_be_another_printer_of_the_kind(web: Any, device: VirtualPrinter) -> None:
    assert web.put("/api/v1/printers/a", json=form(device, fallback="b")).status_code == 404
    web.put("/api/v1/printers/b", json=form(device, stall="08"))
    assert web.put("/api/v1/printers/a", json=form(device, fallback="b")).status_code == 201
    assert web.put("/api/v1/printers/b", json=form(device, fallback="b")).status_code == 422


def test_only_the_organiser_sets_printers_up(web: Any, device: VirtualPrinter) -> None:
    web.asking.who = CASHIER
    assert web.put("/api/v1/printers/a", json=form(device)).status_code == 403
    web.asking.who = Principal()
    assert web.get("/api/v1/printers").status_code == 401


def test_the_jobs_of_a_sale_are_listed_and_explained(press: Press, web: Any, device: VirtualPrinter) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    sale = press.sell()
    press.wait_for(sale, "printed")
    [job] = web.get(f"/api/v1/print-jobs?sale={sale}").json
    assert (job["kind"], job["copy"], job["state"], job["printer"]) == ("receipt", 0, "printed", "kasir-07")
    events = web.get(f"/api/v1/print-jobs/{job['id']}").json["events"]
    assert [event["to_state"] for event in events] == ["queued", "sending", "printed"]
    assert web.get(f"/api/v1/print-jobs?sale={uuid4()}").json == []
    assert web.get("/api/v1/print-jobs/nobody").status_code == 404
    assert web.get("/api/v1/print-jobs?state=lost").status_code == 422
    assert len(web.get("/api/v1/print-jobs?stall=07&state=printed").json) == 1


def test_a_copy_comes_out_marked_and_the_same_wish_is_one_copy(
    press: Press, web: Any, device: VirtualPrinter
) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    sale = press.sell()
    original = press.wait_for(sale, "printed")
    wish = {"id": "8f6f0a52-41c5-4a53-9f31-3f1f6b9a5e01", "reason": "hilang"}
    for _ in range(2):
        answer = web.post(f"/api/v1/print-jobs/{original['id']}/copy", json=wish)
        assert (answer.status_code, answer.json["kind"], answer.json["copy"]) == (201, "copy", 1)
    press.wait_for(sale, "printed", place=1)
    assert ["SALINAN" in paper.text() for paper in device.papers] == [False, True]
    assert web.post(f"/api/v1/print-jobs/{original['id']}/copy").json["copy"] == 2


def test_what_is_held_is_released_or_dropped_by_its_own_stall(
    press: Press, web: Any, device: VirtualPrinter
) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    [kept, dropped] = [press.sell(f"07A-000{n}", hold="late") for n in (1, 2)]
    web.asking.who = Principal(role="lead", stall="08")
    assert web.post(f"/api/v1/print-jobs/{press.job(kept)['id']}/release").status_code == 403
    web.asking.who = CASHIER
    assert web.post(f"/api/v1/print-jobs/{press.job(kept)['id']}/release").json["hold"] is None
    assert web.post(f"/api/v1/print-jobs/{press.job(dropped)['id']}/drop").json["state"] == "cancelled"
    press.wait_for(kept, "printed")
    assert len(device.papers) == 1


def test_doubt_is_settled_by_a_person(press: Press, web: Any, device: VirtualPrinter) -> None:
    device.fault("swallow_reply")
    web.put("/api/v1/printers/kasir-07", json=form(device))
    job = press.wait_for(press.sell(), "unconfirmed")["id"]
    assert web.post(f"/api/v1/print-jobs/{job}/confirm", json={}).status_code == 422
    assert web.post(f"/api/v1/print-jobs/{job}/confirm", json={"on_paper": "yes"}).status_code == 422
    settled = web.post(f"/api/v1/print-jobs/{job}/confirm", json={"on_paper": True}).json
    assert (settled["state"], settled["evidence"]) == ("printed", "person")
    assert web.post(f"/api/v1/print-jobs/{job}/confirm", json={"on_paper": False}).status_code == 409


def test_a_cashier_sees_and_handles_the_own_stall_only(press: Press, web: Any) -> None:
    sale = press.sell("08A-0001", "08")
    web.asking.who = CASHIER
    assert web.get(f"/api/v1/print-jobs?sale={sale}").status_code == 403
    assert web.get("/api/v1/print-jobs?state=queued").status_code == 403
    assert web.get("/api/v1/print-jobs?stall=07").json == []


def test_a_test_page_comes_out_of_the_printer_it_was_asked_of(
    press: Press, web: Any, device: VirtualPrinter
) -> None:
    press.service.encoder = lambda document, _caps: (
        b"\x1b@\x1c." + document["printer"].encode() + b"\n\x1dVB\x00"
    )
    web.put("/api/v1/printers/kasir-07", json=form(device))
    answer = web.post("/api/v1/printers/kasir-07/test")
    assert (answer.status_code, answer.json["kind"]) == (201, "test")
    press.wait_for(answer.json["subject"], "printed")
    assert device.papers[0].text() == "kasir-07\n"
    assert web.post("/api/v1/printers/nobody/test").status_code == 404


def test_a_probe_finds_the_best_question_and_prints_nothing(
    press: Press, web: Any, device: VirtualPrinter
) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    assert web.post("/api/v1/printers/kasir-07/probe").json == {
        "state": "ready",
        "status": True,
        "gs_r": True,
        "gs_h": True,
        "completion": "gs_h",
    }
    device.fault("swallow_reply")
    assert web.post("/api/v1/printers/kasir-07/probe").json["completion"] == "poll"
    device.fault("silent")
    assert web.post("/api/v1/printers/kasir-07/probe").json["completion"] == "none"
    device.fault("off")
    answer = web.post("/api/v1/printers/kasir-07/probe")
    assert (answer.status_code, answer.json["details"]["reason"]) == (409, "unreachable")
    assert device.papers == []


def test_what_the_calibration_page_showed_is_kept(press: Press, web: Any, device: VirtualPrinter) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    seen = {"caps": {"width_dots": 512, "columns": 42}, "native_qr": False, "completion": "gs_h"}
    shown = web.put("/api/v1/printers/kasir-07/calibration", json=seen).json
    assert (shown["caps"], shown["native_qr"], shown["completion"]) == (seen["caps"], False, "gs_h")
    more = web.put("/api/v1/printers/kasir-07/calibration", json={"caps": {"cutter": False}}).json
    assert more["caps"] == {"width_dots": 512, "columns": 42, "cutter": False}
    assert web.put("/api/v1/printers/kasir-07/calibration", json={"caps": {"x": 1}}).status_code == 422
    page = web.post("/api/v1/printers/kasir-07/test", json={"page": "calibration"})
    assert page.status_code == 201


def test_labels_go_on_behind_the_last_one_that_came_out(
    press: Press, web: Any, device: VirtualPrinter
) -> None:
    press.service.encoder = lambda document, _caps: b"".join(
        b"\x1b@\x1c." + label["running"].encode() + b"\n\x1dVB\x00" for label in document["labels"]
    )
    press.set_printer(device, kind="label")
    labels = [{"kind": "label", "running": f"{n}/20"} for n in range(1, 6)]
    device.fault("reset", at_byte=30)
    press.submit(Add("label", "batch/1", "07", {"kind": "labels", "labels": labels}, printer="kasir"))
    press.service.wake()
    job = press.wait_for("batch/1", "unconfirmed")["id"]
    device.fault("power_cycle")
    device.repair()
    assert [paper.text().strip() for paper in device.papers] == ["1/20", "2/20"]
    answer = web.post(f"/api/v1/print-jobs/{job}/continue", json={"last": 2})
    assert (answer.status_code, answer.json["kind"], answer.json["copy"]) == (201, "label", 1)
    press.wait_for("batch/1", "printed", place=1)
    assert press.job("batch/1")["state"] == "superseded"
    came_out = "".join(paper.text() for paper in device.papers)
    assert [came_out.count(f"{n}/20") for n in (1, 2, 4, 5)] == [1, 1, 1, 1]
    assert web.post(f"/api/v1/print-jobs/{answer.json['id']}/continue", json={"last": 5}).status_code == 409


def test_labels_that_all_came_out_are_done(press: Press, web: Any, device: VirtualPrinter) -> None:
    press.service.encoder = lambda _document, _caps: b"\x1b@\x1c.x\n\x1dVB\x00"
    device.fault("swallow_reply")
    press.set_printer(device, kind="label")
    document = {"kind": "labels", "labels": [{"kind": "label", "running": "1/1"}]}
    press.submit(Add("label", "batch/1", "07", document, printer="kasir"))
    press.service.wake()
    job = press.wait_for("batch/1", "unconfirmed")["id"]
    settled = web.post(f"/api/v1/print-jobs/{job}/continue", json={"last": 1})
    assert (settled.status_code, settled.json["state"], settled.json["evidence"]) == (
        200,
        "printed",
        "person",
    )


def test_the_drawer_opens_now_and_once_per_wish(press: Press, web: Any, device: VirtualPrinter) -> None:
    web.put("/api/v1/printers/kasir-07", json=form(device))
    web.asking.who = CASHIER
    wish = {"id": "8f6f0a52-41c5-4a53-9f31-3f1f6b9a5e02"}
    for _ in range(2):
        answer = web.post("/api/v1/printers/kasir-07/drawer", json=wish)
        assert (answer.status_code, answer.json["kind"]) == (201, "drawer")
    press.wait_for(wish["id"], "printed")
    assert device.kicks == [0]
    web.asking.who = Principal(role="cashier", stall="08")
    assert web.post("/api/v1/printers/kasir-07/drawer").status_code == 403
