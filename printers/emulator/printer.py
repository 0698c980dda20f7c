"""A thermal printer on TCP: one client, a small buffer, paper that runs out, faults to order."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Self

from printers.capabilities import SIZES
from printers.emulator.answers import REALTIME, Condition, answer, asb
from printers.emulator.decoder import Decoder
from printers.emulator.escpos import EscposDecoder
from printers.emulator.faults import STOPPING, Fault
from printers.emulator.paper import Paper
from printers.emulator.tspl import TsplDecoder
from printers.emulator.zpl import ZplDecoder

DOTS_PER_MM = 8
SLOW_MM_PER_S = 20.0
TURN_S = 0.002
DECODERS: dict[str, type[Decoder]] = {"escpos": EscposDecoder, "tspl": TsplDecoder, "zpl": ZplDecoder}


class VirtualPrinter:
    """Listens on a port, decodes what comes and keeps the papers; all public methods are thread-safe."""

    def __init__(
        self,
        port: int = 0,
        language: str = "escpos",
        media: str = "80mm",
        *,
        host: str = "127.0.0.1",
        mm_per_s: float | None = None,
        buffer_size: int = 4096,
        keep: int | None = None,
    ) -> None:
        self.language = language
        self.media = media
        self.mm_per_s = mm_per_s
        self.papers: list[Paper] = []
        self.papers_dropped = 0
        self.errors: list[str] = []
        self.kicks: list[int] = []
        self.near_end = False
        self.connections = 0
        self._keep = keep
        self._faults: dict[str, Fault] = {}
        self._changed = threading.Condition(threading.RLock())
        self._buffer = bytearray()
        self._buffer_size = buffer_size
        self._received = 0  # data bytes of all connections, without status requests
        self._consumed = 0
        self._job_start = 0
        self._dots = 0
        self._client: socket.socket | None = None
        self._tail = b""
        self._realtime_waiting = 0  # bytes in the buffer that have already been answered
        self._stopping = False
        size = SIZES[media]
        self._decoder = DECODERS[language](self, size.width, size.height)
        self._address = (host, port)
        self._listener: socket.socket | None = self._listen()
        self._threads = [
            threading.Thread(target=work, name=f"printer-{self.port}", daemon=True)
            for work in (self._serve, self._print)
        ]

    # For whoever owns it ---------------------------------------------------------------------------

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        return self._address[1]

    @property
    def connection(self) -> str:
        """Its address as the printer table names it."""
        return f"tcp://{self._address[0]}:{self.port}"

    def start(self) -> Self:
        """Begin to listen."""
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """Let go of the port; returns when both threads have ended."""
        with self._changed:
            self._stopping = True
            self._drop_client(reset=False)
            self._close_listener()
            self._changed.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def fault(
        self, kind: str, at_byte: int | None = None, at_mm: float | None = None, times: int | None = None
    ) -> None:
        """Order a fault; raises ValueError for an unknown kind."""
        with self._changed:
            self._faults[kind] = Fault(kind, at_byte, at_mm, times)
            if at_mm is not None:
                self._faults[kind].at_mm = at_mm + self._dots / DOTS_PER_MM
            if kind == "power_cycle" and at_byte is None:
                self._power_cycle()
            if kind == "off":
                self._drop_client(reset=True)
                self._close_listener()
            self._tell_change()

    def repair(self, kind: str | None = None) -> None:
        """End a fault, or all of them: paper is loaded, the cover closed; waiting bytes go on printing."""
        with self._changed:
            for name in [kind] if kind else list(self._faults):
                self._faults.pop(name, None)
            if self._listener is None and "off" not in self._faults and not self._stopping:
                self._listener = self._listen()
            self._tell_change()

    @property
    def state(self) -> str:
        """`ready`, or what keeps it: `off`, `paper_out`, `cover_open`, `jam`, `paused`."""
        names = {"cover": "cover_open"}
        with self._changed:
            stopped = [kind for kind in ("off", *STOPPING) if self._is(kind)]
        return names.get(stopped[0], stopped[0]) if stopped else "ready"

    @property
    def faults(self) -> list[Fault]:
        """What is ordered at the moment."""
        with self._changed:
            return list(self._faults.values())

    @property
    def rolling(self) -> Paper:
        """The paper that hangs out and has not been cut; labels come out whole."""
        with self._changed:
            paper = self._decoder.paper
            if paper.is_label:
                return Paper(paper.width, 1)
            return Paper(paper.width, paper.height, list(paper.items))

    def wait_until(self, condition: Callable[["VirtualPrinter"], bool], timeout: float = 10) -> bool:
        """Wait for something to become true of this printer; False after `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: condition(self), timeout)

    # For its decoder -------------------------------------------------------------------------------

    def reply(self, data: bytes) -> None:
        """Answer in the order of the stream, to whoever is connected by then."""
        fault = self._faults.get("swallow_reply")
        if fault is None or not fault.begun or fault.times == 0:
            self._answer(data)
        elif fault.times is not None:
            fault.times -= 1

    def feed(self, dots: int) -> None:
        """Move the paper, in its own time."""
        self._dots += dots
        self._check_paper_length()
        speed = SLOW_MM_PER_S if self._is("slow") else self.mm_per_s
        if speed:
            end = time.monotonic() + dots / DOTS_PER_MM / speed
            while (left := end - time.monotonic()) > 0 and not self._stopping:
                self._changed.wait(left)

    def finish(self, paper: Paper) -> None:
        """A piece of paper is off."""
        self.papers.append(paper)
        if self._keep is not None and len(self.papers) > self._keep:
            del self.papers[0]
            self.papers_dropped += 1
        self._changed.notify_all()

    def kick(self, pin: int) -> None:
        """Open the drawer."""
        self.kicks.append(pin)
        self._changed.notify_all()

    def error(self, text: str) -> None:
        """Something no printer of this kind understands."""
        self.errors.append(text)

    def skip_realtime(self, count: int) -> None:
        """Status requests are no data."""
        self._consumed -= count
        self._realtime_waiting -= count

    # Receiving -------------------------------------------------------------------------------------

    def _serve(self) -> None:
        while not self._stopping:
            client = self._accept()
            if client is not None:
                self._take_client(client)
                self._receive(client)
                self._let_go(client)

    def _accept(self) -> socket.socket | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._listener is not None)
            listener = self._listener
        if listener is None or self._stopping:
            return None
        try:
            client = listener.accept()[0]
        except OSError:
            return None
        with self._changed:  # the network part takes the connection long before anybody serves it
            self._changed.wait_for(lambda: self._stopping or not self._is("second_client"))
        return client

    def _take_client(self, client: socket.socket) -> None:
        with self._changed:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._client = client
            self._tail = b""
            self._job_start = self._received
            self.connections += 1
            if "stale_reply" in self._faults:
                self._answer(
                    b"\x14\x00\x0c\x00\x00"
                )  # ASB «paper out» of a minute ago, and an old GS r answer

    def _receive(self, client: socket.socket) -> None:
        """Take bytes while there is room; the rest waits in the network."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._client is not client or self._room())
                if self._stopping or self._client is not client:
                    return
                room = self._room()
            try:
                data = client.recv(room)
            except OSError:
                return
            if not data:
                return
            with self._changed:
                if self._client is client:
                    self._take_data(data)

    def _room(self) -> int:
        return self._buffer_size - len(self._buffer)

    def _take_data(self, data: bytes) -> None:
        """Answer what asks for the state at once, keep the bytes, and let what was ordered happen."""
        requests = self._realtime_requests(data)
        start = self._received - self._job_start
        fresh = max(len(data) - 3 * len(requests), 0)
        self._realtime_waiting += 3 * len(requests)
        happening = self._next_happening(start, start + fresh)
        if happening is None:
            self._keep_bytes(data, fresh)
        else:
            if happening.kind != "half_close":  # what comes after the end is lost
                fresh = happening.happens_at - start
                data = data[:fresh]
            self._keep_bytes(data, fresh)
            self._happen(happening)
        self._begin_conditions("silent")
        for request in requests:
            self._answer_realtime(request)

    def _keep_bytes(self, data: bytes, fresh: int) -> None:
        self._buffer += data
        self._received += fresh
        self._changed.notify_all()

    def _realtime_requests(self, data: bytes) -> list[bytes]:
        window = self._tail + data
        found = list(REALTIME[self.language].finditer(window))
        after = found[-1].end() if found else 0
        self._tail = window[max(after, len(window) - 2) :]
        return [match[1] for match in found]

    # Faults ----------------------------------------------------------------------------------------

    def _is(self, kind: str) -> bool:
        fault = self._faults.get(kind)
        return fault is not None and fault.begun

    def _next_happening(self, start: int, end: int) -> Fault | None:
        """What happens between two bytes of this connection."""
        due = [
            fault
            for fault in self._faults.values()
            if fault.kind in ("reset", "half_close", "power_cycle")
            and fault.times != 0
            and (fault.at_byte is not None or fault.kind != "power_cycle")
            and start < fault.happens_at <= end
        ]
        return min(due, key=lambda fault: fault.happens_at, default=None)

    def _happen(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
        if fault.kind == "power_cycle":
            self._power_cycle()
        elif fault.kind == "reset":
            self._drop_client(reset=True)
        elif self._client is not None:
            with contextlib.suppress(OSError):
                self._client.shutdown(socket.SHUT_WR)

    def _power_cycle(self) -> None:
        self._buffer.clear()
        self._realtime_waiting = 0
        self._consumed = self._received
        self._decoder.restart()
        self._drop_client(reset=True)
        self._changed.notify_all()

    def _begin_conditions(self, *kinds: str) -> None:
        """Conditions ordered for a byte of this job begin when it is reached."""
        for kind in kinds:
            fault = self._faults.get(kind)
            if fault is None or fault.begun or fault.at_byte is None:
                continue
            reached = self._received if kind == "silent" else self._consumed
            if reached > self._job_start and reached >= self._job_start + fault.at_byte:
                fault.begun = True
                self._tell_change()

    def _check_paper_length(self) -> None:
        for fault in self._faults.values():
            if fault.at_mm is not None and not fault.begun and self._dots / DOTS_PER_MM >= fault.at_mm:
                fault.begun = True
                self._tell_change()

    # Answering -------------------------------------------------------------------------------------

    def _answer_realtime(self, request: bytes) -> None:
        self._answer(answer(self.language, request, self._condition()))

    def _is_busy(self) -> bool:
        return len(self._buffer) > self._realtime_waiting

    def _condition(self) -> Condition:
        return Condition(
            self._is("paper_out"),
            self._is("cover"),
            self.near_end or self._is("paper_low"),
            self._is_busy(),
            self._is("jam"),
            self._is("paused"),
        )

    def _answer(self, data: bytes) -> None:
        if self._client is None or not data or self._is("silent"):
            return
        with contextlib.suppress(OSError):
            self._client.sendall(data)

    def _tell_change(self) -> None:
        """Everybody who waits looks again; a client that asked for it is told (ASB)."""
        self._changed.notify_all()
        if isinstance(self._decoder, EscposDecoder) and self._decoder.asb:
            self._answer(asb(self._condition()))

    # Printing --------------------------------------------------------------------------------------

    def _print(self) -> None:
        """The head: takes bytes while it has paper; every few milliseconds others get their turn."""
        while not self._stopping:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._has_work())
                turn_ends = time.monotonic() + TURN_S
                while self._has_work() and not self._stopping and time.monotonic() < turn_ends:
                    self._print_piece()
            time.sleep(0)  # whoever asks how the printer is must not wait for the end of the buffer

    def _has_work(self) -> bool:
        return bool(self._buffer) and self._can_print()

    def _print_piece(self) -> None:
        size = self._until_something_happens()
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._consumed += size
        self._decoder.feed(data)
        if self._faults:
            self._begin_conditions(*STOPPING, "swallow_reply")
        if not self._buffer:
            self._realtime_waiting = 0
        if not self._buffer or self._room() <= size:
            self._changed.notify_all()

    def _until_something_happens(self) -> int:
        """How many bytes can be taken at once: up to the end of what the decoder waits for, or to a fault."""
        size = min(self._decoder.missing, len(self._buffer))
        for fault in self._faults.values():
            if fault.at_byte is not None and not fault.begun:
                left = self._job_start + fault.at_byte - self._consumed
                size = min(size, left) if left > 0 else size
        return max(size, 1)

    def _can_print(self) -> bool:
        return not any(self._is(kind) for kind in STOPPING)

    # Sockets ---------------------------------------------------------------------------------------

    def _listen(self) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._buffer_size)
        listener.bind(self._address)
        listener.listen(5)
        self._address = (self._address[0], listener.getsockname()[1])
        return listener

    def _close_listener(self) -> None:
        """Close it so that a thread in accept() notices on every system."""
        listener, self._listener = self._listener, None
        if listener is None:
            return
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError), _knock(self._address):
            pass
        listener.close()

    def _drop_client(self, *, reset: bool) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        if reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if not reset or threading.current_thread() is not self._threads[0]:
            with contextlib.suppress(OSError):  # wakes the thread that waits in recv()
                client.shutdown(socket.SHUT_RDWR)
        client.close()
        self._changed.notify_all()

    def _let_go(self, client: socket.socket) -> None:
        with self._changed:
            if self._client is client:
                self._client = None
            client.close()


@contextlib.contextmanager
def _knock(address: tuple[str, int]) -> Iterator[None]:
    """Connect once, to wake an accept()."""
    with socket.create_connection(address, timeout=0.2):
        yield
