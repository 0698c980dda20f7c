"""Work beside the server: done elsewhere and nicely; errors come home, the dead and the hung are replaced."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

import paper_samples
import pytest
from hall import Hall

from exhibition.side_process import HEAD, NICENESS, SideProcess, SideProcessGone
from printers.capabilities import Capabilities
from printers.encoders.encode import pdf
from printers.errors import EncoderAway
from printers.logos import LogoError, pack_logo


@pytest.fixture
def side() -> Iterator[SideProcess]:
    process = SideProcess()
    yield process
    process.stop()


def test_it_is_another_process_and_nice_to_this_one(side: SideProcess) -> None:
    assert side.run(os.getpid) != os.getpid()
    assert side.run(os.nice, (0,)) == os.nice(0) + NICENESS


def test_it_draws_what_would_be_drawn_here(side: SideProcess) -> None:
    label, capabilities = (
        paper_samples.label("Kopi", "Rutan Takengon", 65_000),
        Capabilities.of("escpos", "50x30"),
    )
    assert side.run(pdf, ([label] * 30, capabilities)) == pdf([label] * 30, capabilities)


def test_an_error_comes_home_and_the_process_goes_on(side: SideProcess) -> None:
    here = side.run(os.getpid)
    with pytest.raises(LogoError):
        side.run(pack_logo, (b"no picture",))
    assert side.run(os.getpid) == here


def test_one_that_was_killed_is_replaced_before_anybody_notices(side: SideProcess) -> None:
    os.kill(side.run(os.getpid), signal.SIGKILL)
    assert side.run(len, ("abc",)) == 3
    assert not side.failing


def test_one_that_hangs_is_replaced_after_its_limit() -> None:
    side = SideProcess(limit_s=2)
    here = side.run(os.getpid)
    os.kill(here, signal.SIGSTOP)
    assert side.run(os.getpid) != here
    assert not side.failing
    side.stop()


DYING_IN_MID_ANSWER = f"""
import os, signal
os.write(1, {HEAD.pack(100)!r} + b"half")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_task_whose_process_dies_in_mid_answer_is_given_to_another(
    side: SideProcess, tmp_path: Path
) -> None:
    dead = tmp_path / "dead"
    dies_once = f"import os\nif not os.path.exists({str(dead)!r}):\n os.mkdir({str(dead)!r})" + indent(
        DYING_IN_MID_ANSWER, " "
    )
    assert side.run(exec, (dies_once,)) is None
    assert dead.exists()
    assert not side.failing


def test_what_kills_every_process_is_given_up_and_told(side: SideProcess) -> None:
    with pytest.raises(SideProcessGone):
        side.run(exec, (DYING_IN_MID_ANSWER,))
    assert side.failing
    assert side.run(len, ("abc",)) == 3
    assert not side.failing


def test_one_that_was_stopped_does_not_begin_again(side: SideProcess) -> None:
    side.run(len, ("abc",))
    side.stop()
    with pytest.raises(SideProcessGone):
        side.run(len, ("abc",))


IN_THE_SERVER = """
from gevent import monkey
monkey.patch_all()
import os, signal
from exhibition.side_process import SideProcess
side = SideProcess(limit_s=2)
here = side.run(os.getpid)
os.kill(here, signal.SIGSTOP)
print(side.run(os.getpid) != here, side.run(bytes, (1_000_000,)) == bytes(1_000_000))
side.stop()
"""


def test_the_limit_holds_in_the_servers_own_loop_as_well() -> None:
    done = subprocess.run([sys.executable, "-c", IN_THE_SERVER], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n", done.stderr


def test_health_tells_that_nothing_gets_drawn(hall: Hall) -> None:
    anybody = hall.browser()
    assert anybody.get("/health").json["status"] == "ok"
    hall.program.aside_fails = lambda: True
    assert anybody.get("/health").json["status"] == "degraded"


def test_a_label_that_nothing_draws_is_not_to_blame(hall: Hall) -> None:
    def gone(*_: object) -> None:
        raise SideProcessGone

    hall.program.aside = gone
    assert hall.program.printing
    with pytest.raises(EncoderAway):
        hall.program.printing.encoder({}, Capabilities.of("escpos", "50x30"))
