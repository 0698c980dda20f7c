"""Compressed files are kept once each, however they are asked for."""

from collections.abc import Callable
from pathlib import Path

from exhibition.static_files import Cupboard


def test_a_file_is_kept_once_by_whatever_way_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "till").mkdir()
    (tmp_path / "main.js").write_text("let a = 1\n" * 100)
    packed: list[bytes] = []

    def in_thread(function: Callable[[], bytes]) -> bytes:
        packed.append(function())
        return packed[-1]

    cupboard = Cupboard(tmp_path, in_thread)
    found = {cupboard.packed(name) for name in ("main.js", "till/../main.js", "till/../till/../main.js")}
    assert found == set(packed)
    assert len(packed) == 1


def test_nothing_outside_the_folder_is_packed(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.js").write_text("x" * 1000)
    cupboard = Cupboard(tmp_path / "inside", lambda function: function())
    assert cupboard.packed("../secret.js") is None
