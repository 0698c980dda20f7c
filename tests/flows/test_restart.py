"""The server is restarted in the middle of the day: the board comes back, the figures and the paper stay."""

import pytest
from running import Server, a_sale, new_id
from watching import Watcher
from websocket import WebSocketException


def test_the_board_comes_back_with_the_same_journal_and_figures(own_demo: Server) -> None:
    till, viewer = own_demo.script("cashier", "07"), own_demo.token("viewer")
    code = till.get("/api/v1/me").json["till"]
    sale_ids = [new_id() for _ in range(3)]
    for number, sale_id in enumerate(sale_ids, start=1):
        seq = till.put(f"/api/v1/sales/{sale_id}", a_sale(code, number)).json["seq"]
    port = own_demo.port
    with Watcher(port, "/board", viewer, None) as screen:
        before = screen.wait_for(lambda board: board["seq"] >= seq)
        assert own_demo.stop() == 0
        with pytest.raises((WebSocketException, OSError, ValueError)):
            screen.wait_for(lambda _: False)
    till.close()
    own_demo.start(port)
    with Watcher(port, "/board", viewer, None) as screen:
        after = screen.next("snapshot")
        assert after["journal"] == before["journal"]
        assert {**after, "as_of": ""} == {**before, "as_of": ""}
        seq = till.put(f"/api/v1/sales/{new_id()}", a_sale(code, 4)).json["seq"]
        grown = screen.wait_for(lambda board: board["seq"] >= seq)
        assert grown["total"]["net"] == before["total"]["net"] + 130000
    for sale_id in sale_ids:
        [job] = till.get(f"/api/v1/print-jobs?sale={sale_id}").json
        assert (job["kind"], job["copy"]) == ("receipt", 0)


def test_a_second_server_on_the_same_folder_refuses_to_start(own_demo: Server) -> None:
    second = own_demo.run("serve", "--port", "0", check=False)
    assert second.returncode == 1
    assert str(own_demo.data) in second.stderr
