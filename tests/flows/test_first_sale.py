"""A sale goes from the tablet to the board, the paper and the buyer's phone, once, whoever offers it."""

import json
import threading
from typing import Any

from running import Client, Server, a_sale, new_id
from waiting import until
from watching import Watcher


def paper_of(client: Client, stall: str, sale_id: str) -> str:
    """The text of the receipt that came out of the stall's virtual printer."""
    number = int(stall)
    until(lambda: job_state(client, sale_id) == "printed", "the receipt")
    papers = client.get(f"/emulator/printers/{number}/papers").json
    texts = [client.get(f"/emulator/printers/{number}/papers/{each['i']}.txt").text for each in papers]
    sale_number = client.get(f"/api/v1/sales/{sale_id}").json["number"]
    [text] = [text for text in texts if sale_number in text]
    return text


def job_state(client: Client, sale_id: str) -> str | None:
    jobs = client.get(f"/api/v1/print-jobs?sale={sale_id}").json
    return jobs[0]["state"] if jobs else None


def test_one_sale_reaches_everybody(demo: Server) -> None:
    till = demo.script("cashier", "08")
    code = till.get("/api/v1/me").json["till"]
    sale_id = new_id()
    with Watcher(demo.port, "/board", demo.token("viewer"), None) as screen:
        before = screen.next("snapshot")["total"]
        answer = till.put(f"/api/v1/sales/{sale_id}", a_sale(code))
        assert answer.status == 201
        seen = screen.wait_for(lambda board: board["seq"] >= answer.json["seq"])
    assert seen["journal"] == answer.json["journal"]
    assert seen["total"]["net"] - before["net"] == 130000
    assert seen["total"]["pieces"] - before["pieces"] == 2
    assert seen["latest"][0]["number"] == f"{code}-0001"
    paper = paper_of(till, "08", sale_id)
    assert f"{code}-0001" in paper
    assert "130.000" in paper
    assert "20.000" in paper, "the change"
    receipt = demo.client().get(f"/r/{answer.json['receipt_url'].rpartition('/')[2]}", Accept="text/html")
    assert receipt.status == 200
    assert "130.000" in receipt.text


def test_ten_threads_with_the_same_uuid_make_one_sale(demo: Server) -> None:
    till = demo.script("cashier", "09")
    sale = a_sale(till.get("/api/v1/me").json["till"])
    sale_id, gate = new_id(), threading.Barrier(10)
    answers: list[Any] = []

    def hand_in() -> None:
        client = demo.client(till.token)
        client.get("/health")  # the connection stands
        gate.wait()
        answers.append(client.put(f"/api/v1/sales/{sale_id}", sale))
        client.close()

    threads = [threading.Thread(target=hand_in) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answer.status for answer in answers) == [200] * 9 + [201]
    assert {answer.json["status"] for answer in answers if answer.status == 200} == {"duplicate"}
    assert len({json.dumps(answer.json | {"status": ""}, sort_keys=True) for answer in answers}) == 1


def test_goods_of_two_facilities_sold_at_a_third_stall_are_credited_to_the_facilities(demo: Server) -> None:
    viewer, till = demo.script("viewer"), demo.script("cashier", "10")
    code = till.get("/api/v1/me").json["till"]
    products = till.get("/api/v1/products").json
    goods = [each for each in products if each["stock"] and not each["unique"] and each["home"] != "10"]
    first = goods[0]
    second = next(each for each in goods if each["home"] != first["home"])
    total = first["price"] + 2 * second["price"]
    before = viewer.get("/api/v1/board").json
    answer = till.put(
        f"/api/v1/sales/{new_id()}",
        a_sale(
            code,
            lines=[
                {"sku": first["sku"], "quantity": 1, "unit_price": first["price"]},
                {"sku": second["sku"], "quantity": 2, "unit_price": second["price"]},
            ],
            total=total,
            payments=[{"method": "qris", "amount": total, "reference": "QR1"}],
        ),
    )
    assert answer.status == 201
    after = viewer.get("/api/v1/board").json
    assert gain(before, after, "facilities", "code", first["facility"]) == first["price"]
    assert gain(before, after, "facilities", "code", second["facility"]) == 2 * second["price"]
    assert gain(before, after, "stalls", "no", "10") == total
    assert gain(before, after, "payments", "method", "qris") == total
    for part in ("stalls", "facilities", "hours", "categories"):
        assert sum(each["net"] for each in after[part]) == after["total"]["net"]


def gain(before: Any, after: Any, part: str, key: str, value: str) -> int:
    def net(board: Any) -> int:
        return sum(int(each["net"]) for each in board[part] if each[key] == value)

    return net(after) - net(before)
