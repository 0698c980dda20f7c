"""`make test` says loudly what could not run, and fails for it where nothing may be left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import suites
from suites import Suite

TESTS = Path(suites.__file__).parent
FINE = Suite("fine", (sys.executable, "-c", ""))
BROKEN = Suite("broken", (sys.executable, "-c", "raise SystemExit(3)"))
LACKING = Suite("lacking", (sys.executable, "-c", ""), lambda: "a loom (apt-get install loom)")


@pytest.fixture(autouse=True)
def _three_suites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "SUITES", (FINE, BROKEN, LACKING))
    monkeypatch.delenv("CI", raising=False)


def test_a_suite_that_fails_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert suites.main(["fine", "broken"]) == 1
    assert "FAILED: broken" in capsys.readouterr().out


def test_what_could_not_run_is_one_loud_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert suites.main(["fine", "lacking"]) == 0
    assert "!!!!!! NOT RUN: lacking: needs a loom (apt-get install loom) !!!!!!" in capsys.readouterr().out


def test_what_could_not_run_fails_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert suites.main(["fine"]) == 0
    assert suites.main(["fine", "lacking"]) == 1


def test_a_suite_that_does_not_exist_is_not_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert suites.main(["fines"]) == 1
    assert "there are fine, broken, lacking" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("false", 0)])
def test_a_skipped_test_fails_a_build(tmp_path: Path, ci: str, code: int) -> None:
    (tmp_path / "conftest.py").write_text((TESTS / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_one.py").write_text(
        "import pytest\n\ndef test_one():\n    pytest.skip('no loom')\n\ndef test_two():\n    pass\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(TESTS)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stdout
