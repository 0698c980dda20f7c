"""The real server as a process: it starts, shares, stops and starts again."""

import socket
import threading
import time
from pathlib import Path

import pytest
from running import DEMO, Server, a_sale, new_id, run


def test_the_first_start_says_everybodys_pin_and_later_ones_do_not(tmp_path: Path) -> None:
    with Server(tmp_path / "data", *DEMO, "--no-emulator") as server:
        pins = [line for line in server.lines if line.startswith("pin ")]
        assert len(pins) == 68
        assert pins[-1] == f"pin panitia {server.pins()['panitia']}"
        assert server.lines[-1] == f"ready {server.url}"
        me = server.client().post("/api/v1/sign-in", {"staff": "ketua-33", "pin": server.pins()["ketua-33"]})
        assert (me.json["role"], me.json["stall"]) == ("lead", "33")
        assert server.client().get("/health").json["printers"] == []
        server.stop()
        server.start()
        assert not [line for line in server.lines if line.startswith("pin ")]


def test_the_demo_has_a_receipt_printer_per_stall(own_demo: Server) -> None:
    health = own_demo.client().get("/health").json
    assert health["status"] == "ok"
    assert health["database"] == "sqlite"
    assert [printer["name"] for printer in health["printers"]] == [f"struk-{n:02d}" for n in range(1, 34)]
    assert {follower["name"] for follower in health["followers"]} >= {"receipts", "board"}


def test_the_demo_is_the_whole_exhibition(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    board = organiser.get("/api/v1/board").json
    assert (len(board["stalls"]), len(board["facilities"])) == (33, 44)
    assert board["event"]["name"] == "Pameran Produk Unggulan Narapidana ke-6"
    assert [day["date"] for day in board["event"]["days"]] == [f"2018-04-0{n}" for n in (3, 4, 5, 6)]
    products = organiser.get("/api/v1/products").json
    assert len(products) == 234
    stock = {row["sku"]: row["on_table"] for row in organiser.get("/api/v1/stock").json}
    unique = {product["sku"] for product in products if product["unique"]}
    assert {stock[sku] for sku in stock.keys() - unique} == {20}
    assert {stock[sku] for sku in stock.keys() & unique} == {1}
    assert len(stock) == 220


def test_a_second_server_on_the_same_folder_refuses_to_start(demo: Server) -> None:
    second = run(demo.data, "serve", "--port", "0", check=False)
    assert second.returncode == 1
    assert "served by another process" in second.stderr


def test_a_port_that_is_taken_is_named(demo: Server, tmp_path: Path) -> None:
    other = run(tmp_path / "other", "serve", "--host", "127.0.0.1", "--port", str(demo.port), check=False)
    assert other.returncode == 1
    assert f"127.0.0.1:{demo.port} cannot be used" in other.stderr
    assert "Traceback" not in other.stderr


def test_commands_beside_a_running_server_are_done_by_it(demo: Server) -> None:
    token = run(demo.data, "token", "create", "--role", "lead", "--stall", "12").stdout
    assert token == token.strip() + "\n"
    assert demo.client(token.strip()).get("/api/v1/me").json["role"] == "lead"
    name = f"sri-{new_id()[:8]}"
    pin = run(demo.data, "staff", "add", name, "--role", "cashier", "--stall", "12").stdout.strip()
    signed = demo.client().post("/api/v1/sign-in", {"staff": name, "pin": pin})
    assert signed.json["stall"] == "12"
    again = run(demo.data, "staff", "add", name, "--role", "cashier", "--stall", "12", check=False)
    assert again.returncode == 1
    assert "staff_exists" in again.stderr


def test_nobody_commands_the_server_without_its_key(demo: Server) -> None:
    body = {"name": "create_token", "arguments": {"role": "organiser", "stall": None}}
    assert demo.client().post("/internal/command", body).json["code"] == "wrong_key"
    assert demo.client().post("/internal/command", body, X_Lapak_Key="guess").status == 403


def test_every_answer_leaves_at_once(demo: Server) -> None:
    """With Nagle's algorithm every keep-alive request would wait 40 ms for the delayed acknowledgement."""
    cashier = demo.script("cashier", "07")
    cashier.get("/api/v1/me")
    times = []
    for _ in range(15):
        start = time.perf_counter()
        cashier.post("/api/v1/sign-in", {"staff": "x"})
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.03


def test_sigterm_answers_what_is_under_way_and_ends_with_zero(own_demo: Server) -> None:
    cashier = own_demo.script("cashier", "07")
    till = cashier.get("/api/v1/me").json["till"]
    sale_id, sale = new_id(), a_sale(till)
    assert cashier.put(f"/api/v1/sales/{sale_id}", sale).status == 201
    assert own_demo.stop() == 0
    assert not (own_demo.data / "server.json").exists()
    own_demo.start()
    again = own_demo.client(cashier.token).put(f"/api/v1/sales/{sale_id}", sale)
    assert (again.status, again.json["status"]) == (200, "duplicate")
    assert "ERROR" not in own_demo.log()


def test_a_request_that_dribbles_does_not_keep_the_server_from_ending(own_demo: Server) -> None:
    with socket.create_connection(("127.0.0.1", own_demo.port)) as slow:
        slow.sendall(b"PUT /api/v1/sales/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        started = time.monotonic()
        assert own_demo.stop() == 0
        assert time.monotonic() - started < 14


def test_a_head_that_cannot_be_read_is_a_400_and_the_server_goes_on(demo: Server) -> None:
    with socket.create_connection(("127.0.0.1", demo.port), timeout=10) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 400")
    assert demo.client().get("/health").status == 200


def test_many_tablets_may_ask_at_once(demo: Server) -> None:
    """Forty connections in one moment: the backlog holds them and each is answered."""
    answers: list[int] = []

    def ask() -> None:
        answers.append(demo.client().get("/health").status)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [200] * 40


def test_the_virtual_printers_paper_is_shown_to_staff(demo: Server) -> None:
    assert demo.client().get("/emulator/printers").status == 401
    assert len(demo.script("organiser").get("/emulator/printers").json) == 33


def test_a_real_printer_takes_the_virtual_ones_place(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    real = {"stall": "07", "kind": "receipt", "connection": "tcp://127.0.0.1:9", "language": "escpos"}
    assert organiser.put("/api/v1/printers/struk-07", {**real, "media": "80mm"}).status == 200
    own_demo.stop()
    own_demo.start()
    printers = {row["name"]: row for row in own_demo.script("organiser").get("/api/v1/printers").json}
    assert printers["struk-07"]["connection"] == "tcp://127.0.0.1:9"
    assert printers["struk-08"]["connection"] != "tcp://127.0.0.1:9"


def test_an_empty_folder_shows_the_way_to_the_first_organiser(tmp_path: Path) -> None:
    with Server(tmp_path / "data", "--no-emulator") as server:
        (line,) = [line for line in server.lines if line.startswith("setup ")]
        path = line.removeprefix(f"setup {server.url}")
        browser = server.client()
        assert browser.get(path).status == 200
        assert browser.get("/setup/guess").status == 404
        form = b"name=Pameran&venue=Aula&first_day=2026-11-23&days=3&timezone=Asia/Makassar&organiser=ibu"
        done = browser.ask("POST", path, form, Content_Type="application/x-www-form-urlencoded")
        assert done.status == 200
        assert browser.get(path).status == 404
        pin = done.text.partition('<dd class="amount">')[2][:6]
        assert browser.post("/api/v1/sign-in", {"staff": "ibu", "pin": pin}).json["role"] == "organiser"
        assert browser.get("/api/v1/board").json["event"]["tz_abbr"] == "WITA"
        server.stop()
        server.start()
        assert not [line for line in server.lines if line.startswith("setup ")]


@pytest.mark.parametrize(
    "setting", ["LAPAK_PUBLIC_URL=http://a-name-that-is-much-too-long.example", "LAPAK_PORT=x"]
)
def test_a_setting_that_cannot_be_used_stops_the_start(tmp_path: Path, setting: str) -> None:
    name, _, value = setting.partition("=")
    with pytest.raises(AssertionError, match=name.removeprefix("LAPAK_").lower()):
        Server(tmp_path / "data", environ={name: value}).start()
