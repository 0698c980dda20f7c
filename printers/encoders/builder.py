"""python-escpos as a builder of bytes: imported with our own one-page profile and without its side effects.

The library would read 35 printer profiles (0.4 s), leave an empty folder behind in the temporary directory
and set up the program's logging.
"""

import logging
import os
import shutil
from pathlib import Path
from typing import Any

_PROFILE = Path(__file__).with_name("profile.json")


def _import_library() -> tuple[Any, Any]:
    handlers = list(logging.root.handlers)
    os.environ["ESCPOS_CAPABILITIES_FILE"] = str(_PROFILE)
    try:
        from escpos import capabilities  # noqa: PLC0415 - the environment must name our profile first
        from escpos.printer import Dummy  # noqa: PLC0415
    finally:
        del os.environ["ESCPOS_CAPABILITIES_FILE"]
        logging.root.handlers[:] = handlers
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy, capabilities


Dummy, _capabilities = _import_library()


def new_builder() -> Any:
    """A python-escpos printer that only collects bytes; plain ASCII, no code page is ever chosen."""
    return Dummy(magic_encode_args={"disabled": True, "encoding": "CP437"})


def send(builder: Any, raw: bytes) -> None:
    """Put bytes of our own between the library's: its only way in is private."""
    builder._raw(raw)  # noqa: SLF001
