"""What every test may ask for: a real server with the demo, started once and shared, or one of its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import DEMO, Server

if TYPE_CHECKING:
    from hall import Hall


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="draw the golden pictures of paper anew")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be left out, a skipped test is a failure; `-ra` has named it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `serve --demo` makes of an empty folder, to be copied: with everybody's PINs."""
    server = Server(tmp_path_factory.mktemp("first") / "data", *DEMO, "--no-emulator").start()
    server.stop()
    return server.data


@pytest.fixture(scope="session")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo server for all tests that only add to it."""
    folder = Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("demo") / "data"))
    with Server(folder) as server:
        yield server


@pytest.fixture
def own_demo(demo_folder: Path, tmp_path: Path) -> Iterator[Server]:
    """A demo server that a test may stop, kill and break."""
    with Server(Path(shutil.copytree(demo_folder, tmp_path / "data"))) as server:
        yield server


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo exhibition loaded once, to be copied."""
    from hall import Hall  # noqa: PLC0415 - imports the whole program, which most tests do without

    folder = tmp_path_factory.mktemp("filled") / "data"
    with Hall(folder) as hall:
        hall.load_demo()
    return folder


@pytest.fixture
def hall(filled_folder: Path, tmp_path: Path) -> "Iterator[Hall]":
    """A program of one's own inside this process, with the demo."""
    from hall import Hall  # noqa: PLC0415 - as above

    folder = tmp_path / "hall"
    shutil.copytree(filled_folder, folder)
    with Hall(folder) as hall:
        yield hall
