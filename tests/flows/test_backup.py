"""A copy taken while everybody sells is whole, and a new folder can be made of it."""

from pathlib import Path

from robots import robots_for
from running import Server, a_sale, new_id, run


def test_a_backup_under_load_restores_into_a_new_folder_that_agrees(own_demo: Server, tmp_path: Path) -> None:
    robots, count = robots_for(own_demo, 6)
    for robot in robots:
        robot.start()
    try:
        count.wait_for_more(30)
        acknowledged = [sold for robot in robots for sold in list(robot.sales) if sold.answer]
        own_demo.run("backup", str(tmp_path / "copy.zip"))
        count.wait_for_more(30)
    finally:
        for robot in robots:
            robot.close()
        for robot in robots:
            robot.join(30)
    assert [robot.wrong for robot in robots if robot.wrong] == []
    restored = Server(tmp_path / "restored")
    run(restored.data, "restore", str(tmp_path / "copy.zip"))
    assert run(restored.data, "check").stdout.strip().endswith("all agree")
    with restored:
        organiser = restored.script("organiser")
        health = organiser.get("/health").json
        assert health["journal"] != own_demo.client().get("/health").json["journal"]
        for sold in acknowledged:
            assert organiser.get(f"/api/v1/sales/{sold.id}").status == 200
        till = restored.script("cashier", "01")
        code = till.get("/api/v1/me").json["till"]
        assert till.put(f"/api/v1/sales/{new_id()}", a_sale(code)).status == 201


def test_restore_refuses_while_a_server_runs(own_demo: Server, tmp_path: Path) -> None:
    own_demo.run("backup", str(tmp_path / "copy.zip"))
    refused = own_demo.run("restore", str(tmp_path / "copy.zip"), check=False)
    assert refused.returncode == 1
    assert own_demo.client().get("/health").status == 200
