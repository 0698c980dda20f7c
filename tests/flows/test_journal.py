"""What a stranger with the contract and fifteen lines of Python can prove about the journal."""

import hashlib
import json

from running import Server, a_sale, new_id


def test_outsiders_can_check_the_journal_by_themselves(demo: Server) -> None:
    cashier = demo.script("cashier", "33")
    till = cashier.get("/api/v1/me").json["till"]
    assert cashier.put(f"/api/v1/sales/{new_id()}", a_sale(till)).status == 201
    lines = demo.script("organiser").get("/api/v1/journal?after=0&limit=10000").text.splitlines()
    prev = "0" * 64
    for seq, entry in enumerate(map(json.loads, lines), start=1):
        sealed = [entry["seq"], entry["name"], entry["at"], entry["data"]]
        body = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry["seq"] == seq
        assert entry["prev"] == prev
        assert entry["hash"] == hashlib.sha256((prev + body).encode()).hexdigest()
        prev = entry["hash"]
    assert "sale.recorded" in {json.loads(line)["name"] for line in lines}
