"""What the browser is given: vendored files as recorded, and no other host anywhere."""

import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = STATIC.parent / "exhibition" / "templates"
ROW = re.compile(
    r"^\| [^|]+ \| [^|]+ \| [^|]+ \| `(?P<file>[^`]+)` \| [^|]+ \| `(?P<hash>[0-9a-f]{64})` \|$", re.MULTILINE
)
RECORDED = {row["file"]: row["hash"] for row in ROW.finditer((VENDOR / "VENDOR.md").read_text())}
OURS = sorted(
    file
    for folder in (STATIC, TEMPLATES)
    for file in folder.rglob("*")
    if file.suffix in {".js", ".css", ".html", ".svg", ".webmanifest"} and VENDOR not in file.parents
)
# Names of formats, never fetched.
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "https://schema.org"}


@pytest.mark.parametrize("file", RECORDED)
def test_a_vendored_file_is_the_one_recorded(file: str) -> None:
    assert hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() == RECORDED[file]


def test_every_vendored_file_is_recorded_and_every_folder_has_its_licence() -> None:
    shipped = {
        file.relative_to(VENDOR).as_posix()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name not in {"LICENSE", "VENDOR.md"}
    }
    assert shipped == set(RECORDED)
    assert all((folder / "LICENSE").is_file() for folder in VENDOR.iterdir() if folder.is_dir())


def test_no_shipped_file_names_a_source_map() -> None:
    scripts = [file for file in STATIC.rglob("*") if file.suffix in {".js", ".css"}]
    assert not [file.name for file in scripts if "sourceMappingURL" in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.relative_to(STATIC.parent).as_posix())
def test_our_files_name_no_other_host(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    hosts = set(re.findall(r"(?:https?|wss?)://[A-Za-z0-9.][^\s\"'`<>)${]*", text)) - NAMESPACES
    assert not {host for host in hosts if "schema.org" not in host}


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.relative_to(STATIC.parent).as_posix())
def test_no_page_writes_style_or_script_inline(file: Path) -> None:
    if file.suffix in {".css", ".webmanifest"}:
        return
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle=[\"'$]|\son[a-z]+=[\"']", text)
    assert not re.search(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))[^>]*>", text)
