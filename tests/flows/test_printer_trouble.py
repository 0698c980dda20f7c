"""A printer runs out of paper, is mended and catches up; the selling never waits for it."""

from running import Server, a_sale, new_id
from waiting import until


def test_receipts_wait_for_paper_and_come_out_once(demo: Server) -> None:
    till = demo.script("cashier", "11")
    code = till.get("/api/v1/me").json["till"]
    assert till.put("/emulator/printers/11/fault", {"kind": "paper_out"}).status == 200
    ids = [new_id() for _ in range(3)]
    for number, sale_id in enumerate(ids, start=1):
        assert till.put(f"/api/v1/sales/{sale_id}", a_sale(code, number)).status == 201

    def states() -> list[str]:
        return [
            job["state"] for sale_id in ids for job in till.get(f"/api/v1/print-jobs?sale={sale_id}").json
        ]

    def trouble() -> bool:
        [printer] = [each for each in till.get("/api/v1/printers").json if each["stall"] == "11"]
        return bool(printer["state"] == "paper_out")

    until(trouble, "the printer to say that it has no paper")
    assert "printed" not in states()
    assert till.delete("/emulator/printers/11/fault").status == 200
    until(lambda: states() == ["printed"] * 3, "the receipts", limit=30)
    papers = till.get("/emulator/printers/11/papers").json
    texts = [till.get(f"/emulator/printers/11/papers/{each['i']}.txt").text for each in papers]
    for number in (1, 2, 3):
        assert sum(f"{code}-{number:04}" in text for text in texts) == 1


def test_a_reprint_is_marked_as_a_copy(demo: Server) -> None:
    till, sale_id = demo.script("cashier", "12"), new_id()
    till.put(f"/api/v1/sales/{sale_id}", a_sale(till.get("/api/v1/me").json["till"]))
    jobs = until(lambda: till.get(f"/api/v1/print-jobs?sale={sale_id}").json, "the job")
    until(lambda: till.get(f"/api/v1/print-jobs?sale={sale_id}").json[0]["state"] == "printed", "the receipt")
    assert till.post(f"/api/v1/print-jobs/{jobs[0]['id']}/copy", {}).status in (200, 201, 202)

    def copies() -> list[str]:
        return [
            job["state"] for job in till.get(f"/api/v1/print-jobs?sale={sale_id}").json if job["copy"] == 1
        ]

    until(lambda: copies() == ["printed"], "the copy")
    papers = till.get("/emulator/printers/12/papers").json
    texts = [till.get(f"/emulator/printers/12/papers/{each['i']}.txt").text for each in papers]
    assert ["SALINAN" in text for text in texts] == [False, True]
