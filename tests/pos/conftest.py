"""A shop for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from shop import Shop, a_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with a_shop(tmp_path) as opened:
        yield opened
