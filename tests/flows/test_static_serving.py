"""Files of /static over HTTP: compressed for who can read it, the same content for all, nothing outside."""

import gzip

from running import ROOT, Server

FILE = "/static/till/main.js"


def plain(path: str = FILE) -> bytes:
    return (ROOT / path.lstrip("/")).read_bytes()


def test_a_browser_gets_a_file_compressed(demo: Server) -> None:
    answer = demo.client().get(FILE, Accept_Encoding="gzip, deflate, br")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert gzip.decompress(answer.body) == plain()
    assert len(answer.body) < len(plain()) / 2
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_who_cannot_read_gzip_gets_it_as_it_is(demo: Server) -> None:
    answer = demo.client().get(FILE, Accept_Encoding="identity")
    assert "Content-Encoding" not in answer.headers
    assert answer.body == plain()


def test_a_file_that_has_not_changed_is_not_sent_again(demo: Server) -> None:
    first = demo.client().get(FILE, Accept_Encoding="gzip")
    again = demo.client().get(FILE, Accept_Encoding="gzip", If_None_Match=first.headers["ETag"])
    assert again.status == 304
    assert again.body == b""


def test_nothing_outside_the_folder_is_served(demo: Server) -> None:
    for path in ("/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/..%2fpyproject.toml"):
        answer = demo.client().get(path, Accept_Encoding="gzip")
        assert answer.status in {401, 404}, path


def test_a_missing_file_is_not_found(demo: Server) -> None:
    assert demo.client().get("/static/till/nothing.js", Accept_Encoding="gzip").status == 404
