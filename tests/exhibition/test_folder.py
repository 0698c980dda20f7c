"""The data folder: one server at a time, keys for its owner only."""

import os
import stat
from pathlib import Path

import pytest

from exhibition.folder import Folder, FolderInUse, RunningServer


def test_a_folder_is_locked_by_one_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    with folder.locked(), pytest.raises(FolderInUse), Folder(tmp_path / "data").locked():
        pass
    with folder.locked():
        pass


def test_a_key_stays_the_same_and_is_private(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.create()
    key = folder.key("cookies")
    assert len(key) == 32
    assert folder.key("cookies") == key != folder.key("other")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "keys/cookies.key").stat().st_mode) == 0o600


def test_a_server_is_found_until_it_withdraws(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    server = RunningServer("http://127.0.0.1:1", 7, "key")
    folder.announce(server)
    assert folder.running_server() == server
    folder.withdraw()
    folder.withdraw()
    assert folder.running_server() is None
    folder.server_file.write_text("half a fi")
    assert folder.running_server() is None
