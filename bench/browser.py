"""What only a real browser can say: the browser tests that measure print what they found."""

import re
import subprocess
import sys

TESTS = {
    "search": "test_weight.py::test_search_answers_each_keystroke_at_once_among_two_thousand_products",
    "weight": "test_weight.py::test_the_tills_first_load_is_light",
    "camera": "test_scanning.py::test_the_camera_finds_a_label_within_two_seconds_and_once",
}
SAID = {
    "search": re.compile(r"search among \d+ products: (\d+) ms"),
    "weight": re.compile(r"first load: (\d+) kB"),
    "camera": re.compile(r"label found after (\d+) ms"),
}


def measure() -> dict[str, float]:
    """Milliseconds of the slowest keystroke and of finding a label, kilobytes of the till's first load."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
    tests = [f"tests/browser/{test}" for test in TESTS.values()]
    said = subprocess.run([*command, *tests], check=False, capture_output=True, text=True).stdout
    return {name: float(found[1]) for name, said_so in SAID.items() if (found := said_so.search(said))}
