"""What people must decide: a held sale, a refund that somebody answers for."""

from running import Client, Server, a_sale, new_id
from waiting import until


def test_a_reused_number_is_held_and_accepted_under_another(demo: Server) -> None:
    till, organiser = demo.script("cashier", "13"), demo.script("organiser")
    code = till.get("/api/v1/me").json["till"]
    assert till.put(f"/api/v1/sales/{new_id()}", a_sale(code, 1)).status == 201
    before = organiser.get("/api/v1/board").json["total"]
    sale_id = new_id()
    held = till.put(f"/api/v1/sales/{sale_id}", a_sale(code, 1))
    assert (held.status, held.json["status"], held.json["reasons"]) == (202, "held", ["number_reused"])
    assert till.put(f"/api/v1/sales/{sale_id}", a_sale(code, 1)).json == held.json
    assert organiser.get("/api/v1/board").json["total"] == before, "it is in no takings"
    assert organiser.get(f"/api/v1/print-jobs?sale={sale_id}").json == []
    assert held.json["held_id"] in [each["held_id"] for each in organiser.get("/api/v1/held").json]
    decision = {"decision": "accept", "number": f"{code}-0002", "reason": "tablet lost its counter"}
    path = f"/api/v1/held/{held.json['held_id']}/decision"
    assert till.put(path, decision).status == 403
    decided = organiser.put(path, decision)
    assert decided.status == 200, decided.text
    assert organiser.get("/api/v1/board").json["total"]["net"] == before["net"] + 130000
    sale = organiser.get(f"/api/v1/sales/{decided.json['id']}").json
    assert (sale["number"], sale["stall"]) == (f"{code}-0002", "13")
    assert organiser.put(path, {"decision": "reject", "reason": "again"}).status == 409


def test_a_cashiers_refund_needs_the_leads_pin(demo: Server) -> None:
    till = demo.script("cashier", "14")
    code = till.get("/api/v1/me").json["till"]
    sale_id, refund_id = new_id(), new_id()
    till.put(f"/api/v1/sales/{sale_id}", a_sale(code))
    before = till.get("/api/v1/board").json["total"]
    refund = {
        "sale": sale_id,
        "lines": [{"line": 1, "quantity": 1}],
        "reason": "torn bag",
        "method": "cash",
        "till": code,
    }
    asked = till.put(f"/api/v1/refunds/{refund_id}", refund)
    assert (asked.status, asked.json["code"]) == (403, "approval_required")
    approval = till.post(
        "/api/v1/approvals", {"staff": "ketua-14", "pin": demo.pins()["ketua-14"], "for": refund_id}
    )
    assert approval.status == 201, approval.text
    document = refund | {"approval": approval.json["code"]}
    given = till.put(f"/api/v1/refunds/{refund_id}", document)
    assert (given.status, given.json["amount"]) == (201, 65000)
    again = till.put(f"/api/v1/refunds/{refund_id}", document)
    assert again.status == 200
    assert again.json | {"status": ""} == given.json | {"status": ""}
    assert till.put(f"/api/v1/refunds/{new_id()}", document).status == 403, "a code is good once"
    after = till.get("/api/v1/board").json["total"]
    assert before["net"] - after["net"] == 65000
    assert before["pieces"] - after["pieces"] == 1
    assert after["gross"] == before["gross"]
    the_slip_is_printed(till, refund_id)


def the_slip_is_printed(till: Client, refund_id: str) -> None:
    papers = until(
        lambda: [
            text
            for each in till.get("/emulator/printers/14/papers").json
            if "torn bag" in (text := till.get(f"/emulator/printers/14/papers/{each['i']}.txt").text)
        ],
        f"the slip of {refund_id}",
    )
    assert "65.000" in papers[0]


def test_no_more_is_given_back_than_was_sold(demo: Server) -> None:
    lead = demo.script("lead", "15")
    sale_id = new_id()
    lead.put(f"/api/v1/sales/{sale_id}", a_sale(lead.get("/api/v1/me").json["till"]))
    refund = {"sale": sale_id, "lines": [{"line": 1, "quantity": 2}], "reason": "all", "method": "cash"}
    assert lead.put(f"/api/v1/refunds/{new_id()}", refund).json["amount"] == 130000
    more = lead.put(
        f"/api/v1/refunds/{new_id()}", refund | {"lines": [{"line": 1, "quantity": 1}], "reason": "more"}
    )
    assert (more.status, more.json["code"]) == (409, "nothing_left_to_refund")
    nobody = lead.put(f"/api/v1/refunds/{new_id()}", refund | {"sale": new_id()})
    assert (nobody.status, nobody.json["code"]) == (404, "sale_unknown")
