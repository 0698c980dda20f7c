"""The header of a request: read as HTTP says, and refused where two readers might disagree."""

from io import BytesIO

import pytest

from exhibition.request_head import LONGEST_LINE, MOST_LINES, RequestHead


def head(*lines: bytes) -> RequestHead:
    return RequestHead(BytesIO(b"".join(line + b"\r\n" for line in lines) + b"\r\nbody"))


def test_names_are_found_in_any_case_and_values_are_trimmed() -> None:
    read = head(b"Content-Type: application/json", b"X-Lapak:1 ", b"COOKIE: \t a=b; c=d")
    assert read.status == ""
    assert (read.get("x-lapak"), read.get("Cookie"), read.typeheader) == ("1", "a=b; c=d", "application/json")
    assert read.get("Absent", "no") == "no"
    assert list(read.headers) == [
        "Content-Type: application/json\r\n",
        "X-Lapak: 1\r\n",
        "COOKIE: a=b; c=d\r\n",
    ]


def test_the_body_is_left_alone() -> None:
    source = BytesIO(b"Host: x\r\n\r\nbody")
    RequestHead(source)
    assert source.read() == b"body"


def test_a_deleted_field_is_gone_everywhere() -> None:
    read = head(b"Content-Length: 4", b"Transfer-Encoding: chunked")
    del read["content-length"]
    assert read.get("content-length") is None
    assert list(read.headers) == ["Transfer-Encoding: chunked\r\n"]


@pytest.mark.parametrize(
    "line",
    [
        b"no colon here",
        b"Content-Length : 4",
        b" folded: line",
        b"\tfolded",
        b": no name",
        b"na me: x",
        b"X: a\rb",
        b"X: a\x00b",
        b"X: " + b"y" * LONGEST_LINE,
    ],
)
def test_what_is_no_header_line_is_refused(line: bytes) -> None:
    assert head(b"Host: x", line, b"Accept: */*").status


@pytest.mark.parametrize("name", [b"Content-Length", b"Transfer-Encoding", b"Host", b"Authorization"])
def test_what_may_stand_once_is_refused_the_second_time(name: bytes) -> None:
    assert head(name + b": 1", name.lower() + b": 1").status == f"{name.decode().lower()} twice"


def test_a_hundred_lines_and_no_more() -> None:
    assert head(*[b"X: y"] * MOST_LINES).status == ""
    assert head(*[b"X: y"] * (MOST_LINES + 1)).status == "too many header lines"
