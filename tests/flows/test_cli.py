"""The commands beside serve as processes: token, import, check, doctor, backup, restore, certificate."""

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from running import Server, a_sale, new_id, run


@pytest.fixture
def folder(filled_folder: Path, tmp_path: Path) -> Path:
    """A demo folder that nobody serves."""
    return Path(shutil.copytree(filled_folder, tmp_path / "data"))


def test_help_needs_no_folder_and_is_quick(tmp_path: Path) -> None:
    assert "serve" in run(tmp_path / "none", "--help").stdout
    assert not (tmp_path / "none").exists()


def test_a_token_can_be_made_while_no_server_runs(folder: Path) -> None:
    assert len(run(folder, "token", "create", "--role", "organiser").stdout.strip()) > 40
    refused = run(folder, "token", "create", "--role", "cashier", check=False)
    assert (refused.returncode, "stall_required" in refused.stderr) == (1, True)


def test_an_import_beside_a_running_server_is_in_the_catalogue_at_once(
    own_demo: Server, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "facility_code,sku,name_id,category_code,price_idr,quantity,colour\n"
        "TKG,TKG-NEW09,Kopi Baru,KOP,50000,7,red\nTKG,TKG-NEW10,Kopi,KOP,1.5,,\n"
    )
    done = own_demo.run("import", str(sheet), check=False)
    assert done.returncode == 1
    assert [line.split()[1] for line in done.stdout.splitlines()[:2]] == ["baru", "DITOLAK"]
    assert "kolom yang tidak dipakai: colour" in done.stdout
    again = own_demo.run("import", str(sheet), "--language", "en", check=False)
    assert [line.split()[1] for line in again.stdout.splitlines()[:2]] == ["unchanged", "REFUSED"]
    assert "columns left out: colour" in again.stdout
    skus = [row["sku"] for row in own_demo.script("organiser").get("/api/v1/products").json]
    assert "TKG-NEW09" in skus


def test_check_says_that_all_agree_and_names_what_does_not(folder: Path) -> None:
    agreed = json.loads(run(folder, "check", "--json").stdout)
    assert agreed["agree"] is True
    assert agreed["differences"] == []
    with sqlite3.connect(folder / "lapak.db") as database:
        database.execute("UPDATE stock SET on_table = 19 WHERE sku = 'TKG-KOP01'")
    database.close()
    differing = run(folder, "check", "--json", check=False)
    assert differing.returncode == 1
    assert "TKG-KOP01" in json.loads(differing.stdout)["differences"][0]


def test_check_needs_an_exhibition(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "check", check=False)
    assert (done.returncode, "there is no exhibition" in done.stderr) == (1, True)


def test_the_doctor_looks_at_everything(folder: Path) -> None:
    said = run(folder, "doctor", check=False).stdout
    for subject in (
        "SQLite",
        "database",
        "disk",
        "clock",
        "address",
        "firewall",
        "sleep",
        "certificate",
        "backup",
    ):
        assert subject in said
    assert "Traceback" not in said


def test_a_backup_of_a_running_server_restores_into_another_folder(own_demo: Server, tmp_path: Path) -> None:
    cashier = own_demo.script("cashier", "07")
    till = cashier.get("/api/v1/me").json["till"]
    sale_id, sale = new_id(), a_sale(till)
    assert cashier.put(f"/api/v1/sales/{sale_id}", sale).status == 201
    own_demo.run("backup", str(tmp_path / "copy.zip"))
    journal = own_demo.client().get("/health").json["journal"]
    other = tmp_path / "other"
    run(other, "restore", str(tmp_path / "copy.zip"))
    with Server(other, "--no-emulator") as restored:
        assert restored.client().get("/health").json["journal"] != journal
        again = restored.client(cashier.token).put(f"/api/v1/sales/{sale_id}", sale)
        assert (again.status, again.json["status"]) == (200, "duplicate")
        new_till = restored.script("cashier", "07").get("/api/v1/me").json["till"]
        assert re.fullmatch("07[A-Z]{2}A", new_till), "the backup may have forgotten codes it had given"
    assert run(other, "check").returncode == 0


def test_restore_refuses_while_a_server_runs_and_keeps_what_was_there(
    own_demo: Server, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    own_demo.run("backup", str(copies))
    refused = own_demo.run("restore", str(copies), check=False)
    assert (refused.returncode, "served by another process" in refused.stderr) == (1, True)
    own_demo.stop()
    own_demo.run("restore", str(copies))
    assert list(own_demo.data.glob("before-restore-*/lapak.db"))


def test_restore_refuses_a_damaged_copy_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    run(folder, "backup", str(tmp_path / "good.zip"))
    (tmp_path / "bad.zip").write_bytes((tmp_path / "good.zip").read_bytes()[:-5000])
    before = (folder / "lapak.db").read_bytes()
    done = run(folder, "restore", str(tmp_path / "bad.zip"), check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (folder / "lapak.db").read_bytes() == before


def test_restore_refuses_a_copy_whose_journal_was_changed(folder: Path, tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415

    forged = tmp_path / "forged.db"
    shutil.copy(folder / "lapak.db", forged)
    with sqlite3.connect(forged) as database:
        database.execute("DROP TRIGGER journal_refuses_update")
        database.execute("UPDATE journal SET data = '{}' WHERE seq = 100")
    database.close()
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as archive:
        archive.write(forged, "lapak.db")
    done = run(folder, "restore", str(tmp_path / "forged.zip"), check=False)
    assert done.returncode == 1
    assert "entry 100" in done.stderr


def test_a_certificate_opens_https_beside_http(filled_folder: Path, tmp_path: Path) -> None:
    import socket  # noqa: PLC0415
    import ssl  # noqa: PLC0415

    folder = Path(shutil.copytree(filled_folder, tmp_path / "data"))
    assert "fingerprint" in run(folder, "certificate", "--name", "kasir.local").stdout
    refused = run(folder, "certificate", "--name", "bank.example", check=False)
    assert (refused.returncode, "bank.example" in refused.stderr) == (1, True)
    with Server(folder, "--no-emulator", environ={"LAPAK_HTTPS_PORT": "0"}) as server:
        (line,) = [line for line in server.lines if line.startswith("https")]
        port = int(line.split()[1].rpartition("/")[0].rpartition(":")[2])
        context = ssl.create_default_context(cadata=server.client().get("/install/ca.crt").text)
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
        ):
            secure.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert secure.recv(12) == b"HTTP/1.1 200"
        assert "iPad" in server.client().get("/install", Accept="text/html").text


def test_an_agent_with_a_wrong_token_says_so(demo: Server, tmp_path: Path) -> None:
    wrong = run(tmp_path, "agent", "--server", demo.url, "--token", "x", check=False)
    assert (wrong.returncode, "does not accept the token (401)" in wrong.stderr) == (1, True)
