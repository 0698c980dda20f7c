"""Who gets in: tokens, tablets, PINs, cookies; and what a browser is told on every page."""

import pytest
from hall import PIN, Caller, Hall
from running import a_sale, new_id

from exhibition.access import cookies
from exhibition.access.cookies import CookieJar, StaffCookie, TabletCookie
from exhibition.access.people import till_codes

PUBLIC = ["/", "/till", "/install", "/catalog", "/p", "/health", "/sign-in", "/api/v1/openapi.json"]


def enrol(hall: Hall, stall: str = "07") -> tuple[Caller, str]:
    """A tablet of a stall and its till code."""
    organiser = hall.script("organiser")
    code = organiser.post("/api/v1/enrolments", {"stall": stall}).json["code"]
    tablet = hall.browser()
    answer = tablet.post("/api/v1/enrol", {"code": code})
    assert answer.status_code == 201, answer.text
    return tablet, answer.json["till"]


def test_everything_but_the_public_pages_asks_for_a_credential(hall: Hall) -> None:
    caller = hall.browser()
    for rule in hall.app.url_map.iter_rules():
        if "<" in str(rule) or "GET" not in (rule.methods or ()):
            continue
        expected = 200 if str(rule) in PUBLIC else None
        status = caller.get(str(rule)).status_code
        if expected:
            assert status == expected, rule
        elif str(rule).startswith("/api/") or str(rule) in ("/board", "/office"):
            assert status == 401, rule


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/v1/sales/5f0c8d3e-0000-4000-8000-000000000001"),
        ("GET", "/api/v1/journal"),
        ("POST", "/api/v1/tokens"),
        ("GET", "/api/v1/stalls/07/till"),
        ("GET", "/api/v1/nothing-here"),
        ("DELETE", "/api/v1/staff/panitia"),
    ],
)
def test_without_a_credential_nothing_is_told(hall: Hall, method: str, path: str) -> None:
    answer = hall.browser().ask(method, path, {})
    assert answer.status_code == 401
    assert answer.json["code"] == "sign_in_required"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic cGFuaXRpYTox", "x"])
def test_a_wrong_token_is_nobody_even_beside_a_good_cookie(hall: Hall, header: str) -> None:
    tablet, _ = enrol(hall)
    assert tablet.get("/api/v1/me").status_code == 200
    assert tablet.get("/api/v1/me", Authorization=header).status_code == 401


def test_a_token_knows_its_role_and_gets_a_till_of_its_own(hall: Hall) -> None:
    first, second = hall.script("cashier", "07"), hall.script("lead", "07")
    assert first.get("/api/v1/me").json == {"role": "cashier", "stall": "07", "till": "07A", "staff": None}
    assert second.get("/api/v1/me").json["till"] == "07B"
    assert hall.script("viewer").get("/api/v1/me").json["till"] is None


def test_till_codes_go_on_after_z() -> None:
    codes = till_codes("07")
    assert [next(codes) for _ in range(28)][25:] == ["07Z", "07AA", "07AB"]


def test_a_stall_role_needs_a_stall_and_no_other_has_one(hall: Hall) -> None:
    organiser = hall.script("organiser")
    for body, code in [
        ({"role": "cashier"}, "stall_required"),
        ({"role": "organiser", "stall": "07"}, "stall_not_allowed"),
        ({"role": "cashier", "stall": "99"}, "stall_unknown"),
        ({"role": "king"}, "invalid_request"),
        ({"role": "viewer", "colour": "red"}, "invalid_request"),
    ]:
        assert organiser.post("/api/v1/tokens", body).json["code"] == code


def test_only_an_organiser_gives_rights(hall: Hall) -> None:
    for role, stall in [("cashier", "07"), ("lead", "07"), ("treasurer", None), ("viewer", None)]:
        caller = hall.script(role, stall)
        assert caller.post("/api/v1/tokens", {"role": "organiser"}).status_code == 403
        assert caller.post("/api/v1/staff", {"name": "x1", "role": "organiser"}).status_code == 403


def test_a_tablet_is_enrolled_once_per_code_and_sells_under_its_own_till(hall: Hall) -> None:
    tablet, till = enrol(hall)
    me = tablet.get("/api/v1/me").json
    assert me == {"role": "cashier", "stall": "07", "till": till, "staff": None}
    sale = tablet.put(f"/api/v1/sales/{new_id()}", a_sale(till))
    assert sale.status_code == 201
    wrong = tablet.put(f"/api/v1/sales/{new_id()}", a_sale("08A"))
    assert (wrong.status_code, wrong.json["code"]) == (403, "wrong_till")


def test_an_enrolment_code_opens_once(hall: Hall) -> None:
    code = hall.script("organiser").post("/api/v1/enrolments", {"stall": "07"}).json["code"]
    assert hall.browser().post("/api/v1/enrol", {"code": code}).status_code == 201
    assert hall.browser().post("/api/v1/enrol", {"code": code}).json["code"] == "enrolment_unknown"


def test_guessing_enrolment_codes_ends_in_a_wait(hall: Hall) -> None:
    guesser = hall.browser()
    answers = [guesser.post("/api/v1/enrol", {"code": f"0000000{n}"}).status_code for n in range(11)]
    assert answers == [404] * 10 + [429]


def test_a_lead_enrols_tablets_of_the_own_stall_only(hall: Hall) -> None:
    lead = hall.script("lead", "07")
    assert lead.post("/api/v1/enrolments", {"stall": "07"}).status_code == 201
    assert lead.post("/api/v1/enrolments", {"stall": "08"}).status_code == 403
    assert lead.post("/api/v1/enrolments", {"role": "viewer"}).status_code == 403


def test_an_enrolment_is_shown_as_a_qr_that_leads_to_its_page(hall: Hall) -> None:
    organiser = hall.script("organiser")
    opened = organiser.post("/api/v1/enrolments", {"role": "viewer"}).json
    assert organiser.get(opened["svg"]).data.startswith(b"<?xml")
    path = opened["url"].removeprefix(hall.program.address)
    screen = hall.browser()
    assert "layar aula" in screen.get(path).text
    assert screen.post(path).headers["Location"] == "/board"
    assert screen.get("/api/v1/me").json["role"] == "viewer"


def test_a_tablet_enrolled_again_may_hand_in_what_it_sold_before(hall: Hall) -> None:
    tablet, old = enrol(hall)
    renewed = tablet.post("/api/v1/enrol", {"renew": True}).json
    assert (renewed["till"], renewed["former"]) == ("07B", [old])
    assert tablet.put(f"/api/v1/sales/{new_id()}", a_sale(old)).status_code == 201
    assert tablet.put(f"/api/v1/sales/{new_id()}", a_sale("07B")).status_code == 201
    assert hall.browser().post("/api/v1/enrol", {"renew": True}).status_code == 403


def test_a_revoked_tablet_hands_in_its_sales_and_nothing_else(hall: Hall) -> None:
    tablet, till = enrol(hall)
    assert hall.script("lead", "07").post(f"/api/v1/tills/{till}/revoke").status_code == 200
    sale = tablet.put(f"/api/v1/sales/{new_id()}", a_sale(till))
    assert (sale.status_code, sale.json["reasons"]) == (202, ["till_revoked"])
    refused = tablet.get("/api/v1/stalls/07/till")
    assert (refused.status_code, refused.json["code"]) == (401, "till_revoked")
    assert hall.script("lead", "08").post(f"/api/v1/tills/{till}/revoke").status_code == 403
    assert hall.script("organiser").post("/api/v1/tills/99Z/revoke").json["code"] == "till_unknown"


def test_a_tablet_that_an_older_database_does_not_know_is_held_not_refused(hall: Hall) -> None:
    sealed = hall.program.jar.seal_tablet(TabletCookie("lost token", "07", "07K"))
    tablet = hall.browser()
    tablet.client.set_cookie(cookies.TABLET, sealed)
    sale = tablet.put(f"/api/v1/sales/{new_id()}", a_sale("07K"))
    assert (sale.status_code, sale.json["reasons"]) == (202, ["till_revoked"])


def test_what_a_tablet_unknown_since_a_restore_sold_can_be_accepted(hall: Hall) -> None:
    tablet, organiser = hall.browser(), hall.script("organiser")
    sealed = hall.program.jar.seal_tablet(TabletCookie("lost token", "07", "07K"))
    tablet.client.set_cookie(cookies.TABLET, sealed)
    held = tablet.put(f"/api/v1/sales/{new_id()}", a_sale("07K")).json
    decision = {"decision": "accept", "reason": "dipulihkan"}
    decided = organiser.put(f"/api/v1/held/{held['held_id']}/decision", decision)
    assert (decided.status_code, decided.json["number"]) == (200, "07K-0001")
    (till,) = [till for till in organiser.get("/api/v1/tills").json if till["code"] == "07K"]
    assert (till["stall"], till["state"], till["last_number"]) == ("07", "revoked", 1)


def test_the_file_of_a_tablet_unknown_since_a_restore_is_held(hall: Hall) -> None:
    sales = [{"id": new_id(), **a_sale("07K")}]
    organiser = hall.script("organiser")
    told = organiser.post("/api/v1/outbox-imports", {"till": "07K", "sales": sales})
    assert [(sale["status"], sale["reasons"]) for sale in told.json] == [("held", ["till_revoked"])]
    nowhere = organiser.post("/api/v1/outbox-imports", {"till": "99A", "sales": sales})
    assert (nowhere.status_code, nowhere.json["code"]) == (404, "till_unknown")


def test_staff_sign_in_on_a_tablet_of_their_stall(hall: Hall) -> None:
    tablet, till = enrol(hall)
    names = [person["name"] for person in tablet.get("/api/v1/staff-names").json]
    assert names == ["kasir-07", "ketua-07"]
    me = tablet.sign_in("ketua-07").json
    assert me == {"role": "lead", "stall": "07", "till": till, "staff": "ketua-07"}
    assert tablet.sign_in("kasir-08").json["code"] == "wrong_stall"
    assert tablet.post("/api/v1/sign-out").status_code == 204
    assert tablet.get("/api/v1/me").json["staff"] is None
    assert tablet.put(f"/api/v1/sales/{new_id()}", a_sale(till)).status_code == 201


def test_five_wrong_pins_mean_a_wait_also_with_the_right_one(hall: Hall) -> None:
    caller = hall.browser()
    answers = [caller.sign_in("panitia", "000000") for _ in range(5)]
    assert [answer.json["code"] for answer in answers] == ["wrong_pin"] * 5
    assert [answer.json["details"]["tries_left"] for answer in answers] == [4, 3, 2, 1, 0]
    waiting = caller.sign_in("panitia", PIN)
    assert (waiting.status_code, waiting.json["code"]) == (429, "too_many_tries")
    assert int(waiting.headers["Retry-After"]) <= 31
    assert caller.sign_in("bendahara").status_code == 200


def test_a_name_that_does_not_exist_is_answered_like_a_wrong_pin(hall: Hall) -> None:
    assert hall.browser().sign_in("nobody").json["code"] == "wrong_pin"


def test_a_new_pin_ends_the_old_sign_in(hall: Hall) -> None:
    person = hall.browser()
    person.sign_in("bendahara")
    pin = hall.script("organiser").post("/api/v1/staff/bendahara/pin").json["pin"]
    assert person.get("/api/v1/me").status_code == 401
    assert person.sign_in("bendahara", pin).status_code == 200
    assert hall.script("organiser").delete("/api/v1/staff/bendahara").status_code == 204
    assert person.get("/api/v1/me").status_code == 401


def test_a_lead_gives_new_pins_to_the_own_stall_only(hall: Hall) -> None:
    lead = hall.script("lead", "07")
    assert lead.post("/api/v1/staff/kasir-07/pin").status_code == 200
    assert lead.post("/api/v1/staff/kasir-08/pin").status_code == 403
    assert lead.post("/api/v1/staff/panitia/pin").status_code == 403
    assert [person["name"] for person in lead.get("/api/v1/staff").json] == ["kasir-07", "ketua-07"]


def test_a_lead_approves_by_pin_and_a_cashier_does_not(hall: Hall) -> None:
    tablet, _ = enrol(hall)
    wish = {"staff": "ketua-07", "pin": PIN, "for": new_id()}
    given = tablet.post("/api/v1/approvals", wish)
    assert given.status_code == 201
    assert set(given.json) == {"code", "expires_at"}
    refused = tablet.post("/api/v1/approvals", {**wish, "staff": "kasir-07"})
    assert refused.json["code"] == "may_not_approve"
    wrong = tablet.post("/api/v1/approvals", {**wish, "pin": "1"})
    assert wrong.json["code"] == "wrong_pin"


def test_a_cookie_counts_only_with_our_header_and_our_origin(hall: Hall) -> None:
    person = hall.browser()
    person.sign_in("panitia")
    person.headers = {}
    assert person.post("/api/v1/tokens", {"role": "viewer"}).json["code"] == "csrf"
    foreign = person.post("/api/v1/tokens", {"role": "viewer"}, X_Lapak="1", Origin="http://evil.example")
    assert foreign.json["code"] == "csrf"
    own = person.post("/api/v1/tokens", {"role": "viewer"}, X_Lapak="1", Origin="http://localhost")
    assert own.status_code == 201
    assert person.post("/sign-in", b"staff=x", Origin="http://evil.example").status_code == 403


def test_a_cookie_that_was_changed_is_nobody(hall: Hall) -> None:
    person = hall.browser()
    person.sign_in("panitia")
    sealed = person.client.get_cookie(cookies.STAFF).value
    person.client.set_cookie(cookies.STAFF, sealed[:-3] + "AAA")
    assert person.get("/api/v1/me").status_code == 401


def test_cookies_of_another_folder_are_strange() -> None:
    ours, other = CookieJar(b"a" * 32), CookieJar(b"b" * 32)
    tablet = TabletCookie("token", "07", "07A", ("07Z",))
    assert ours.open_tablet(ours.seal_tablet(tablet)) == tablet
    assert other.open_tablet(ours.seal_tablet(tablet)) is None
    assert other.open_staff(ours.seal_staff(StaffCookie("panitia", "1"))) is None
    assert ours.open_staff(ours.seal_tablet(tablet)) is None


def test_cookies_cannot_be_read_by_scripts(hall: Hall) -> None:
    cookie = hall.browser().sign_in("panitia").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_in_by_form_never_leads_to_another_host(hall: Hall) -> None:
    person = hall.browser()
    kind = "application/x-www-form-urlencoded"
    for wish, place in [
        ("/office?x=1", "/office?x=1"),
        ("//evil.example", "/office"),
        ("http://e", "/office"),
    ]:
        body = f"staff=panitia&pin={PIN}&next={wish}".encode()
        answer = person.ask("POST", "/sign-in", body, Content_Type=kind)
        assert (answer.status_code, answer.headers["Location"]) == (303, place)


@pytest.mark.parametrize("path", [*PUBLIC, "/p/XXXXXX", "/board", "/static/icons/lapak.svg", "/nowhere"])
def test_every_answer_carries_the_strict_headers(hall: Hall, path: str) -> None:
    headers = hall.browser().get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/static/styles/base.css", "/static/till/main.js"])
def test_a_part_of_a_page_carries_only_what_a_browser_heeds_there(hall: Hall, path: str) -> None:
    headers = hall.browser().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Content-Security-Policy" not in headers


def test_the_service_worker_keeps_the_policy(hall: Hall) -> None:
    assert "default-src 'self'" in hall.browser().get("/sw.js").headers["Content-Security-Policy"]


def test_a_lead_of_another_stall_is_refused_at_once_and_a_treasurer_is_not(hall: Hall) -> None:
    tablet, _ = enrol(hall)
    refused = tablet.post("/api/v1/approvals", {"staff": "ketua-08", "pin": PIN, "for": new_id()})
    assert (refused.status_code, refused.json["code"]) == (403, "wrong_stall")
    assert "07" in refused.json["detail"], "says whom to ask instead"
    given = tablet.post("/api/v1/approvals", {"staff": "bendahara", "pin": PIN, "for": new_id()})
    assert given.status_code == 201


def test_the_file_of_a_revoked_tablet_is_held_as_it_would_be_over_the_wire(hall: Hall) -> None:
    _, till = enrol(hall)
    organiser = hall.script("organiser")
    organiser.post(f"/api/v1/tills/{till}/revoke")
    file = {"version": 2, "tills": [till], "sales": [{"id": new_id(), **a_sale(till)}]}
    told = organiser.post("/api/v1/outbox-imports", file)
    assert [(row["status"], row["reasons"]) for row in told.json] == [("held", ["till_revoked"])]


def test_all_held_sales_of_a_forgotten_till_are_accepted_with_one_word_each_as_its_own_decision(
    hall: Hall,
) -> None:
    tablet, organiser = hall.browser(), hall.script("organiser")
    sealed = hall.program.jar.seal_tablet(TabletCookie("lost token", "07", "07K"))
    tablet.client.set_cookie(cookies.TABLET, sealed)
    for counter in (1, 2, 3):
        assert tablet.put(f"/api/v1/sales/{new_id()}", a_sale("07K", counter)).status_code == 202
    strange = a_sale("07K", 4)
    strange["lines"][0]["sku"] = "NO SUCH"
    assert tablet.put(f"/api/v1/sales/{new_id()}", strange).status_code == 202
    word = {"decision": "accept", "reason": "dipulihkan"}
    told = organiser.put("/api/v1/tills/07K/held-decision", word)
    assert [row["number"] for row in told.json] == ["07K-0001", "07K-0002", "07K-0003"]
    left = organiser.get("/api/v1/held?undecided=1").json
    assert [held["number"] for held in left] == ["07K-0004"], "what needs mending waits for a person"
    assert organiser.put("/api/v1/tills/07K/held-decision", word).json == []
    decided = [held for held in organiser.get("/api/v1/held").json if held["decision"]]
    assert {held["decided_by"] for held in decided} == {"organiser"}
    assert len(decided) == 3
    assert hall.script("lead", "07").put("/api/v1/tills/07K/held-decision", word).status_code == 403


def test_a_tablet_that_came_to_another_stall_may_hand_in_what_it_did_at_the_first(hall: Hall) -> None:
    tablet, old = enrol(hall)
    shift, sale = new_id(), new_id()
    opened = {"till": old, "opened_at": "2018-04-03T08:45:00+07:00", "float": 0}
    assert tablet.put(f"/api/v1/shifts/{shift}", opened).status_code == 201
    code = hall.script("organiser").post("/api/v1/enrolments", {"stall": "08"}).json["code"]
    assert tablet.post("/api/v1/enrol", {"code": code}).json["stall"] == "08"
    movement = {"shift": shift, "kind": "in", "amount": 5_000, "reason": "receh"}
    void = {
        "sale": sale,
        "lines": [{"line": 1, "quantity": 2}],
        "reason": "salah ketuk",
        "method": "cash",
        "till": old,
        "unsent": True,
        "refunded_at": "2018-04-03T10:16:00+07:00",
    }
    answers = [
        tablet.put(f"/api/v1/sales/{sale}", a_sale(old)),
        tablet.put(f"/api/v1/cash-movements/{new_id()}", movement),
        tablet.put(f"/api/v1/refunds/{new_id()}", void),
        tablet.put(f"/api/v1/shifts/{shift}/close", {"counted": {"1000": 5}}),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 200]
    assert answers[2].json["flags"] == ["approval_missing"]
    assert answers[3].json["difference"] == 0


def test_a_lead_who_came_with_the_tablet_does_not_approve_for_the_stall_it_left(hall: Hall) -> None:
    tablet, old = enrol(hall)
    sale = new_id()
    assert tablet.put(f"/api/v1/sales/{sale}", a_sale(old)).status_code == 201
    code = hall.script("organiser").post("/api/v1/enrolments", {"stall": "08"}).json["code"]
    tablet.post("/api/v1/enrol", {"code": code})
    tablet.sign_in("ketua-08")
    line = {"line": 1, "quantity": 1}
    refund = {"sale": sale, "lines": [line], "reason": "rusak", "method": "cash", "till": old}
    assert tablet.put(f"/api/v1/refunds/{new_id()}", refund).json["code"] == "approval_required"
