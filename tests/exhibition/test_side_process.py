"""Work beside the server: done elsewhere and nicely, its errors come home, and a dead worker is replaced."""

import os
from collections.abc import Iterator

import paper_samples
import pytest

from exhibition.side_process import NICENESS, SideProcess
from printers.capabilities import Capabilities
from printers.encoders.encode import pdf
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


def test_one_that_has_died_is_replaced(side: SideProcess) -> None:
    with pytest.raises(EOFError):
        side.run(os._exit, (1,))
    assert side.run(len, ("abc",)) == 3
