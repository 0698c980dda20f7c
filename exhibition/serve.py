"""`lapak serve`: from an empty folder to the line `ready http://…`, and back."""

import logging
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from exhibition import address
from exhibition.admin_commands import create_admin
from exhibition.app import create_app
from exhibition.config import Config
from exhibition.demo.load import LoadDemo, demo_event, demo_staff
from exhibition.folder import Folder, RunningServer, write_private
from exhibition.https import find_pair
from exhibition.program import Program
from exhibition.schema import open_schema
from exhibition.server import Door, helper_threads, open_listener, serve_forever, writer_thread
from exhibition.side_process import SideProcess
from exhibition.virtual_printers import start_virtual_printers
from pos.writer import Writer
from printers.emulator.web import create_web


@dataclass(frozen=True)
class ServeOptions:
    """What the command line says about one run."""

    demo: bool = False
    first_day: date | None = None
    emulator: bool = True


def serve(config: Config, options: ServeOptions) -> int:
    """Serve until told to stop; 0 when everything was finished."""
    _prepare_output()
    with Folder(config.data).locked():
        doors = _open_doors(config)
        config = replace(config, port=doors[0].port, https_port=doors[-1].port)
        key = secrets.token_hex(32)
        with _running(config) as program:
            app = create_app(program)
            app.register_blueprint(create_admin(program, key))
            program.start()
            _fill(program, options)
            if options.emulator and program.is_demo():
                program.virtual_printers = start_virtual_printers(program)
                app.register_blueprint(create_web(program.virtual_printers), url_prefix="/emulator")
            program.follow()
            _introduce(program, https=len(doors) > 1)
            serve_forever(doors, app, lambda: _announce(config, key))
    return 0


def _open_doors(config: Config) -> list[Door]:
    """Plain http always, for buyers and old addresses; https beside it where there is a certificate."""
    pair = find_pair(config)
    doors = [Door(open_listener(config.host, config.port))]
    if pair:
        doors.append(Door(open_listener(config.host, config.https_port), pair.certificate, pair.key))
    return doors


@contextmanager
def _running(config: Config) -> Iterator[Program]:
    database = open_schema(config)
    side = SideProcess()
    writer = Writer(database, run=writer_thread())
    program = Program(
        config,
        database,
        writer,
        in_thread=helper_threads(),
        aside=side.run,
        aside_fails=lambda: side.failing,
    )
    program.address = config.public_url or address.base_url(config.host, config.port)
    try:
        yield program
    finally:
        program.folder.withdraw()
        program.stop()
        side.stop()


def _fill(program: Program, options: ServeOptions) -> None:
    """The demo, into an empty folder."""
    if not options.demo or program.is_set_up():
        return
    first_day = options.first_day or datetime.now(ZoneInfo("Asia/Jakarta")).date()
    people, pins = demo_staff()
    lines = "".join(f"pin {name} {pin}\n" for name, pin in pins.items())
    write_private(program.folder.pins, lines)
    program.change_people(LoadDemo(demo_event(first_day), people))
    sys.stdout.write(lines)


def _introduce(program: Program, *, https: bool) -> None:
    """Tell the person at the terminal where the tablets go."""
    config = program.config
    till = f"{program.address}/till"
    if sys.stdout.isatty():
        print(address.terminal_qr(till))
    print(f"Tablet   {till}")
    if https:
        host = program.address.partition("://")[2].partition(":")[0]
        print(f"https    https://{host}:{config.https_port}/till  (see {program.address}/install)")
    if config.host == "0.0.0.0":  # noqa: S104 - compared, not bound
        for other in address.lan_addresses()[1:]:
            print(f"atau     http://{other}:{config.port}/till")
    for name, page in (("Panitia", "office"), ("Papan", "board"), ("Katalog", "catalog")):
        print(f"{name:<8} {program.address}/{page}")
    if program.folder.pins.exists():
        print(f"PIN      {program.folder.pins}")
    if not program.is_set_up():
        print(f"setup {program.setup_url()}")


def _announce(config: Config, key: str) -> None:
    url = address.local_url(config.host, config.port)
    Folder(config.data).announce(RunningServer(url, os.getpid(), key))
    print(f"ready {url}", flush=True)


def _prepare_output() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)
