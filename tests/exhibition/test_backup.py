"""What is not in the folder is neither backed up from it nor restored into it."""

from pathlib import Path

import pytest

from exhibition.backup import back_up, restore
from exhibition.config import Config, ConfigError


def test_a_database_elsewhere_is_left_to_its_own_tools(tmp_path: Path) -> None:
    config = Config(tmp_path / "data", database_url="postgresql://hall/lapak")
    for action in (back_up, restore):
        with pytest.raises(ConfigError, match="pg_dump"):
            action(config, tmp_path / "copy.zip")
    assert not (tmp_path / "data").exists()
