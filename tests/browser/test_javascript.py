"""The JavaScript tests in Chromium: they run where there is no Node, and in a real browser where there is."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route
from running import ROOT

HOST = "http://lapak.test"
TYPES = {".js": "text/javascript", ".json": "application/json", ".html": "text/html", ".svg": "image/svg+xml"}
SHIMS = Path(__file__).parent / "node"
NODE_IMPORT = re.compile(r"""(['"])node:(test|assert|fs)(?:/strict)?\1""")
RUN = """async (file) => {
  const { runAll } = await import('/tests/browser/node/test.js')
  await import(file)
  return runAll()
}"""

FILES = sorted((ROOT / "tests" / "static").glob("*.test.js"))


def serve(route: Route) -> None:
    """A file of this project; Node's own modules are replaced by ours."""
    path = ROOT / urlsplit(route.request.url).path.lstrip("/")
    if path.is_dir():
        route.fulfill(body=json.dumps(sorted(each.name for each in path.iterdir())))
        return
    if not path.is_file():
        route.fulfill(status=404, body="")
        return
    body = path.read_text(encoding="utf-8")
    if path.name.endswith(".test.js"):
        body = NODE_IMPORT.sub(lambda found: f"'/{SHIMS.relative_to(ROOT)}/{found[2]}.js'", body)
    route.fulfill(body=body, content_type=TYPES.get(path.suffix, "text/plain"))


@pytest.fixture
def page(chromium: Browser) -> Page:
    """An empty page of a host that serves this project's files."""
    context = chromium.new_context()
    context.route(f"{HOST}/**", serve)
    page = context.new_page()
    page.goto(f"{HOST}/README.md")
    return page


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_the_module_tests_pass_in_the_browser(page: Page, file: Path) -> None:
    results = page.evaluate(RUN, f"/{file.relative_to(ROOT)}")
    page.context.close()
    problems = [f"{each['name']}: {each['problem']}" for each in results if each["problem"]]
    assert results, "the file has no tests"
    assert not problems, "\n".join(problems)
