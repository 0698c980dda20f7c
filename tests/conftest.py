"""What every test may ask for: a real server with the demo, started once and shared, or one of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Server


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo server for all tests that only add to it."""
    with Server(tmp_path_factory.mktemp("demo") / "data") as server:
        yield server


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Server]:
    """A demo server that a test may stop, kill and break."""
    with Server(tmp_path / "data") as server:
        yield server
