"""A hall full of phones: frames arrive whole, and one that stops reading harms nobody."""

import base64
import json
import os
import socket
import threading
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from flask import Flask
from flask_socketio import SocketIO
from websocket import create_connection
from werkzeug.serving import make_server

from exhibition import websockets
from exhibition.live import open_sockets

LIMIT_S = 10


@pytest.fixture
def hall() -> Iterator[tuple[SocketIO, int, threading.Event]]:
    app = Flask("hall")
    socketio = open_sockets(app, "threading")
    left = threading.Event()
    socketio.on_event("connect", lambda _auth=None: None, namespace="/board")
    socketio.on_event("disconnect", lambda *_: left.set(), namespace="/board")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield socketio, server.port, left
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_client_that_stops_reading_is_dropped_and_the_others_go_on(
    hall: tuple[SocketIO, int, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websockets, "PATIENCE_S", 0.5)
    socketio, port, left = hall
    reader = create_connection(f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", timeout=LIMIT_S)
    reader.recv()
    reader.send("40/board,")
    reader.recv()
    sleeper = deaf_client(port)
    received = 0
    for number in range(2000):
        socketio.emit("snapshot", {"seq": number, "fill": "x" * 30_000}, namespace="/board")
        while True:
            text = reader.recv()
            if text == "2":
                reader.send("3")
                continue
            break
        assert json.loads(str(text).removeprefix("42/board,"))[1]["seq"] == number
        received += 1
        if left.is_set():
            break
    assert left.wait(LIMIT_S)
    assert received > 10
    socketio.emit("snapshot", {"seq": "after"}, namespace="/board")
    assert "after" in str(reader.recv())
    reader.close()
    sleeper.close()


def deaf_client(port: int) -> socket.socket:
    """A websocket that joins /board and then never reads again."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    client.settimeout(LIMIT_S)
    key = base64.b64encode(os.urandom(16)).decode()
    client.sendall(
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    client.recv(200)
    payload = b"40/board,"
    mask = bytes(4)
    client.sendall(bytes([0x81, 0x80 | len(payload)]) + mask + payload)
    return client


def test_the_offer_to_compress_is_declined(hall: tuple[SocketIO, int, threading.Event]) -> None:
    client = create_connection(
        f"ws://127.0.0.1:{hall[1]}/socket.io/?EIO=4&transport=websocket",
        timeout=LIMIT_S,
        header=["Sec-WebSocket-Extensions: permessage-deflate"],
    )
    assert "sec-websocket-extensions" not in client.getheaders()
    assert client.recv().startswith("0{")
    client.close()


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_of_any_length_is_read_back_whole(size: int) -> None:
    here, there = socket.socketpair()
    with here, there:
        sender = threading.Thread(
            target=here.sendall, args=(websockets.text_frame("é" * (size // 2) + "x" * (size % 2)),)
        )
        sender.start()
        with there.makefile("rb") as stream:
            assert len(read_frame(stream)) == size
        sender.join()


def read_frame(stream: BinaryIO) -> bytes:
    """A text frame's payload, decoded by the book (RFC 6455 §5.2)."""
    first, length = stream.read(2)
    assert first == 0x81
    if length == 126:
        length = int.from_bytes(stream.read(2))
    elif length == 127:
        length = int.from_bytes(stream.read(8))
    return stream.read(length)


def test_the_same_message_is_encoded_once_for_all() -> None:
    text = "x" * 20_000
    assert websockets.text_frame(text) is websockets.text_frame(text)


def test_messages_of_several_threads_never_mix() -> None:
    here, there = socket.socketpair()
    whole = websockets.Line(here)
    letters = "abcdefgh"

    def send_many(letter: str) -> None:
        for _ in range(20):
            whole.send(websockets.text_frame(letter * 50_000))

    senders = [threading.Thread(target=send_many, args=(letter,)) for letter in letters]
    with here, there:
        for sender in senders:
            sender.start()
        stream = there.makefile("rb")
        with stream:
            for _ in range(20 * len(letters)):
                assert stream.read(2) == bytes([0x81, 126])
                payload = stream.read(int.from_bytes(stream.read(2)))
                assert len(set(payload)) == 1
        for sender in senders:
            sender.join()


def small_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends between which not much fits."""
    here, there = socket.socketpair()
    here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    there.settimeout(LIMIT_S)
    return here, there


def test_a_slow_client_is_shown_whole_frames_and_of_what_it_missed_only_the_newest() -> None:
    here, there = small_pair()
    line = websockets.Line(here)
    with here, there, there.makefile("rb") as stream:
        for number in range(1000):
            line.show(websockets.text_frame(f"{number:04}" * 5_000))
        ping = threading.Thread(target=line.send, args=(websockets.text_frame("ping"),))
        ping.start()
        seen = []
        while not seen or seen[-1] != "0999":
            payload = read_frame(stream).decode()
            if payload != "ping":
                assert payload == payload[:4] * 5_000
                seen.append(payload[:4])
        ping.join()
        assert seen == sorted(seen)
        assert len(seen) < 10


def test_a_sign_of_life_takes_no_place_from_what_a_slow_client_still_awaits() -> None:
    here, there = small_pair()
    line = websockets.Line(here)
    with here, there, there.makefile("rb") as stream:
        for text in ("first" * 20_000, "newest"):
            line.show(websockets.text_frame(text))
        line.show(websockets.text_frame("pulse"), minor=True)
        read_frame(stream)
        assert read_frame(stream) == b"newest"


def test_a_client_that_reads_nothing_of_what_it_is_shown_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websockets, "PATIENCE_S", 0.3)
    websockets.install()
    here, there = small_pair()
    line = websockets.Line(here)
    with here, there:
        for number in range(3):
            line.show(websockets.text_frame(f"{number}" * 100_000))
        here.settimeout(LIMIT_S)
        assert here.recv(1) == b"", "cut off at both ends"
