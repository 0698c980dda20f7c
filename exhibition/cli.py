"""The command line: what each command takes, and who does it. Imports are late: commands start fast."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from exhibition.config import LANGUAGES, Config, ConfigError, load_config
from exhibition.folder import FolderInUse

if TYPE_CHECKING:
    from pos.refusals import Refusal

Action = Callable[[Config, argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    from pos.refusals import Refusal  # noqa: PLC0415

    options = _parser().parse_args(argv)
    action: Action = options.action
    try:
        config = load_config(options.data)
    except ConfigError as trouble:
        return _complain(str(trouble))
    try:
        return action(config, options)
    except (ConfigError, FolderInUse) as trouble:
        return _complain(str(trouble))
    except Refusal as refusal:
        return _complain(_said(refusal, config.language))


def _said(refusal: "Refusal", language: str) -> str:
    from exhibition.remedies import what_next  # noqa: PLC0415

    what, then = (getattr(said, language) for said in (refusal.message, what_next(refusal.code)))
    return f"{what} {then} ({refusal.code})"


def _complain(text: str) -> int:
    sys.stderr.write(f"lapak: {text}\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lapak", description="Point of sale for exhibitions.")
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="default: ./data")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (
        _serve,
        _token,
        _staff,
        _import,
        _check,
        _doctor,
        _backup,
        _restore,
        _certificate,
        _emulator,
        _agent,
    ):
        add(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def _serve(commands: Commands) -> None:
    parser = commands.add_parser("serve", help="serve the exhibition")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int, help="0 picks a free one")
    parser.add_argument("--demo", action="store_true", help="load the demo exhibition into an empty folder")
    parser.add_argument("--first-day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--no-emulator", action="store_true", help="no virtual printers for the demo")
    parser.set_defaults(action=_do_serve)


def _do_serve(config: Config, options: argparse.Namespace) -> int:
    from exhibition.serve import ServeOptions, serve  # noqa: PLC0415

    wanted = ServeOptions(demo=options.demo, first_day=options.first_day, emulator=not options.no_emulator)
    return serve(config.with_options(host=options.host, port=options.port), wanted)


def _token(commands: Commands) -> None:
    tokens = commands.add_parser("token", help="bearer tokens for scripts").add_subparsers(required=True)
    parser = tokens.add_parser("create", help="print a new token and nothing else")
    _add_role(parser)
    parser.set_defaults(action=_do_token)


def _do_token(config: Config, options: argparse.Namespace) -> int:
    from exhibition.admin import carry_out  # noqa: PLC0415

    granted = carry_out(config, "create_token", {"role": options.role, "stall": options.stall})
    print(granted["token"])
    return 0


def _staff(commands: Commands) -> None:
    people = commands.add_parser("staff", help="people who sign in").add_subparsers(required=True)
    parser = people.add_parser("add", help="print a PIN for somebody new")
    parser.add_argument("name")
    _add_role(parser)
    parser.set_defaults(action=_do_staff)


def _do_staff(config: Config, options: argparse.Namespace) -> int:
    from exhibition.admin import carry_out  # noqa: PLC0415

    added = carry_out(
        config, "add_staff", {"name": options.name, "role": options.role, "stall": options.stall}
    )
    print(added["pin"])
    return 0


def _add_role(parser: argparse.ArgumentParser) -> None:
    roles = ("cashier", "lead", "treasurer", "organiser", "viewer")
    parser.add_argument("--role", required=True, choices=roles)
    parser.add_argument("--stall", metavar="NN")


def _import(commands: Commands) -> None:
    parser = commands.add_parser("import", help="facilities, products and deliveries from a spreadsheet")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="of the report; default: as in lapak.toml, or id"
    )
    parser.set_defaults(action=_do_import)


def _do_import(config: Config, options: argparse.Namespace) -> int:
    from exhibition.spreadsheets.importing import import_file  # noqa: PLC0415

    return import_file(config.with_options(language=options.language), options.file, dry_run=options.dry_run)


def _check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="replay the journal and compare it with the tables")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(action=_do_check)


def _do_check(config: Config, options: argparse.Namespace) -> int:
    from exhibition.check import check  # noqa: PLC0415

    return check(config, as_json=options.json)


def _doctor(commands: Commands) -> None:
    parser = commands.add_parser("doctor", help="is this machine fit for the fair?")
    parser.set_defaults(action=_do_doctor)


def _do_doctor(config: Config, _options: argparse.Namespace) -> int:
    from exhibition.doctor import examine  # noqa: PLC0415

    return examine(config)


def _backup(commands: Commands) -> None:
    parser = commands.add_parser("backup", help="a consistent copy, also while the server runs")
    parser.add_argument("dest", type=Path)
    parser.set_defaults(action=_do_backup)


def _do_backup(config: Config, options: argparse.Namespace) -> int:
    from exhibition.backup import back_up  # noqa: PLC0415

    print(back_up(config, options.dest))
    return 0


def _restore(commands: Commands) -> None:
    parser = commands.add_parser("restore", help="replace the data by a verified copy")
    parser.add_argument("src", type=Path)
    parser.set_defaults(action=_do_restore)


def _do_restore(config: Config, options: argparse.Namespace) -> int:
    from exhibition.backup import restore  # noqa: PLC0415

    print(restore(config, options.src))
    return 0


def _certificate(commands: Commands) -> None:
    parser = commands.add_parser("certificate", help="local authority and certificate for https on the LAN")
    parser.add_argument("--name", action="append", default=[], help="a name ending in .local or .lan")
    parser.set_defaults(action=_do_certificate)


def _do_certificate(config: Config, options: argparse.Namespace) -> int:
    from exhibition.https import make_certificate  # noqa: PLC0415

    return make_certificate(config, options.name)


def _emulator(commands: Commands) -> None:
    parser = commands.add_parser("emulator", help="virtual printers that draw what comes out of them")
    parser.add_argument("--printers", type=int, default=1, metavar="N")
    parser.add_argument("--port", type=int, default=9100, metavar="P", help="printer n listens on P+n-1")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--web", type=int, default=9180, metavar="P", help="where the papers are shown")
    parser.set_defaults(action=_do_emulator)


def _do_emulator(_config: Config, options: argparse.Namespace) -> int:
    from printers.emulator.run import main as emulate  # noqa: PLC0415

    return emulate(options.printers, options.port, options.web, host=options.host)


def _agent(commands: Commands) -> None:
    parser = commands.add_parser(
        "agent", help="drive printers that hang on this machine, for a server elsewhere"
    )
    parser.add_argument("--server", required=True, metavar="URL")
    parser.add_argument(
        "--token", required=True, metavar="T", help="of a cashier or lead of the printers' stall"
    )
    parser.set_defaults(action=_do_agent)


def _do_agent(_config: Config, options: argparse.Namespace) -> int:
    from urllib.error import HTTPError  # noqa: PLC0415

    from printers.agent import main as drive  # noqa: PLC0415

    try:
        return drive(options.server, options.token)
    except HTTPError as refused:
        return _complain(f"{options.server} does not accept the token ({refused.code})")
