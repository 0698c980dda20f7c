"""Before opening: each stall's printer prints a code, its tablet reads it, the office sees it."""

from urllib.parse import urlsplit

import zxingcpp
from printing_press import wait_until
from running import Server, new_id

from printers.emulator.printer import VirtualPrinter


def test_a_printed_code_read_by_the_stalls_own_tablet_turns_the_stall_green(own_demo: Server) -> None:
    organiser = own_demo.script("organiser")
    own, neighbour = own_demo.script("cashier", "07"), own_demo.script("cashier", "08")
    with VirtualPrinter(language="escpos", media="80mm") as device:
        line = f"tcp://127.0.0.1:{device.port}"
        setup = {"stall": "07", "kind": "receipt", "connection": line, "language": "escpos", "media": "80mm"}
        assert organiser.put("/api/v1/printers/uji-07", setup).status in (200, 201)
        check = new_id()
        started = organiser.put(f"/api/v1/hall-checks/{check}").json
        assert organiser.put(f"/api/v1/hall-checks/{check}").json == started
        wait_until(lambda: len(device.papers) > 0)
        (code,) = zxingcpp.read_barcodes(device.papers[0].image().convert("L"))
    path = urlsplit(code.text).path
    assert path.startswith("/CHECK/")
    assert own_demo.client().get(path).status == 401
    assert neighbour.get(path).status == 403
    assert organiser.get("/api/v1/hall-check").json["seen"] == 0
    assert own.get(path).status == 200
    seen = organiser.get("/api/v1/hall-check").json
    assert (seen["seen"], [row["stall"] for row in seen["printers"] if row["seen_at"]]) == (1, ["07"])
    assert own.get("/CHECK/000000").status == 404
