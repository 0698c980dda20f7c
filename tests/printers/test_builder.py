"""Why some bytes are our own: what python-escpos 3.1 does by itself. A newer version may turn these red."""

import subprocess
import sys

import pytest
from PIL import Image

from printers.encoders.builder import new_builder


def output(builder: object) -> bytes:
    return bytes(builder.output)  # type: ignore[attr-defined]


def test_the_librarys_graphics_declare_a_wrong_length_from_911_rows_on() -> None:
    builder = new_builder()
    builder.image(Image.new("1", (576, 911), 1), impl="graphics")
    declared = int.from_bytes(output(builder)[3:5], "little")
    assert declared == 66  # 65,602 bytes follow


def test_the_librarys_reset_leaves_kanji_mode_on() -> None:
    builder = new_builder()
    builder.hw("INIT")
    assert output(builder) == b"\x1b@"


def test_the_library_does_not_clean_text() -> None:
    builder = new_builder()
    builder.text("Kopi\x1dV\x00")
    assert b"\x1dV\x00" in output(builder)


def test_the_library_cannot_centre_a_native_code() -> None:
    with pytest.raises(NotImplementedError):
        new_builder().qr("A", native=True, center=True)


def test_the_librarys_cut_with_feed_is_six_lines_and_no_feed_to_the_cutter() -> None:
    builder = new_builder()
    builder.cut()
    assert output(builder) == b"\x1bd\x06\x1dV\x00"


def test_the_library_draws_a_wide_picture_only_where_its_profile_knows_the_width() -> None:
    with pytest.raises(Exception, match="577 > 576"):
        new_builder().image(Image.new("1", (577, 8), 1))


def test_our_builder_never_chooses_a_code_page() -> None:
    builder = new_builder()
    builder.text("Kopi 200 g\n")
    assert output(builder) == b"Kopi 200 g\n"


def test_importing_leaves_no_folder_behind_and_no_logging_set_up(tmp_path: object) -> None:
    script = (
        "import logging, os; import printers.encoders.builder; "
        "print(len(os.listdir(os.environ['TMPDIR'])), len(logging.root.handlers))"
    )
    environment = {"TMPDIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == ["0", "0"]
