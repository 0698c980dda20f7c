"""Runs every suite of `make test`, says how long each took, and names loudly what could not run.

With CI=true something that could not run is a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OLDEST_NODE = 18


@dataclass(frozen=True)
class Suite:
    """One part of the tests; `lacks` says what it cannot run without, `partly` what some of it needs."""

    name: str
    command: tuple[str, ...]
    lacks: Callable[[], str | None] = lambda: None
    partly: Callable[[], str | None] = lambda: None


def _pytest(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", "-m", "not soak", *arguments)


def _no_chromium() -> str | None:
    return None if chromium() else "Chromium (apt-get install chromium)"


def _no_script_engine() -> str | None:
    return (
        None if _node_version() >= OLDEST_NODE or chromium() else f"Node {OLDEST_NODE} or newer, or Chromium"
    )


def _no_certutil() -> str | None:
    return None if shutil.which("certutil") else "certutil for https (apt-get install libnss3-tools)"


def _no_gcc() -> str | None:
    return None if shutil.which("gcc") else "gcc (apt-get install gcc libc6-dev)"


def chromium() -> str | None:
    """The browser of this machine."""
    return next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)


def _node_version() -> int:
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(said.strip().removeprefix("v").split(".")[0])


def _javascript() -> tuple[str, ...]:
    """In Node where there is one, else the same files in Chromium."""
    if _node_version() < OLDEST_NODE:
        return (sys.executable, "tests/static/in_chromium.py", chromium() or "")
    files = sorted((ROOT / "tests/static").glob("*.test.js"))
    return ("node", "--test", "--test-reporter=dot", *(str(path.relative_to(ROOT)) for path in files))


SUITES = (
    Suite("lint", (str(BIN / "ruff"), "check", ".")),
    Suite("format", (str(BIN / "ruff"), "format", "--check", "-q", ".")),
    Suite("types", (str(BIN / "mypy"),)),
    Suite("layers", (str(BIN / "lint-imports"), "--no-cache")),
    Suite("unit", _pytest("tests/pos", "tests/exhibition", "tests/static")),
    Suite("print", _pytest("tests/printers")),
    Suite("flows", _pytest("tests/flows")),
    Suite("faults", _pytest("tests/faults", "--ignore=tests/faults/test_power_cut.py")),
    Suite("power", _pytest("tests/faults/test_power_cut.py"), _no_gcc),
    Suite("browser", _pytest("tests/browser"), _no_chromium, _no_certutil),
    Suite("js", _javascript(), _no_script_engine),
)


def main(names: list[str]) -> int:
    """Run the named suites, or all of them; 1 if any failed."""
    unknown = set(names) - {suite.name for suite in SUITES}
    if unknown:
        print(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(suite.name for suite in SUITES)}")
        return 1
    chosen = [suite for suite in SUITES if not names or suite.name in names]
    results = [(suite, *_run(suite)) for suite in chosen]
    print("\n" + "\n".join(f"{suite.name:<8} {seconds:6.1f} s  {said}" for suite, said, seconds in results))
    missing = [f"{suite.name}: {said}" for suite, said, _ in results if said.startswith("needs ")]
    missing += [f"{suite.name}: needs {said}" for suite in chosen if (said := suite.partly())]
    if missing:
        print(f"\n!!!!!! NOT RUN: {'; '.join(missing)} !!!!!!")
    failed = [suite.name for suite, said, _ in results if said == "FAILED"]
    if failed:
        print(f"\nFAILED: {', '.join(failed)}")
    return 1 if failed or (missing and os.environ.get("CI") == "true") else 0


def _run(suite: Suite) -> tuple[str, float]:
    lacking = suite.lacks()
    if lacking:
        return f"needs {lacking}", 0.0
    print(f"\n--- {suite.name}: {' '.join(suite.command[:6])} …", flush=True)
    started = time.monotonic()
    code = subprocess.run(suite.command, cwd=ROOT, check=False).returncode
    return ("ok" if code == 0 else "FAILED"), time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
