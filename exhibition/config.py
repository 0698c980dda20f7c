"""What may be set: lapak.toml in the data folder, LAPAK_… in the environment, options of the command."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

LONGEST_LABEL_URL = 38  # QR version 2 at ECC M in alphanumeric mode holds 38 characters
LABEL_PATH = "/P/XXXXXX"
LANGUAGES = ("id", "en")


class ConfigError(Exception):
    """A setting that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Config:
    """The settings after file, environment and options have been put together."""

    data: Path
    public_url: str | None = None
    host: str = "0.0.0.0"  # noqa: S104 - tablets come over the hall's network
    port: int = 8080
    language: str = "id"
    backup_to: str | None = None
    database_url: str | None = None
    redis_url: str | None = None
    https_port: int = 8443
    certificate: str | None = None  # with certificate_key: a certificate of one's own instead of the hall's
    certificate_key: str | None = None

    def with_options(self, **options: Any) -> "Config":
        """The same settings where an option was given on the command line."""
        return _checked(
            replace(self, **{name: value for name, value in options.items() if value is not None})
        )


SETTINGS = tuple(f.name for f in fields(Config) if f.name != "data")


def load_config(data: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read lapak.toml, then let LAPAK_<KEY> win. Raises ConfigError."""
    values: dict[str, Any] = _read_file(data / "lapak.toml")
    values |= _read_environment(os.environ if environ is None else environ)
    return _checked(Config(data=data, **values))


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = sorted(set(values) - set(SETTINGS))
    if unknown:
        raise ConfigError(f"{path}: unknown setting {', '.join(unknown)}; known are {', '.join(SETTINGS)}")
    return {name: _typed(name, value) for name, value in values.items()}


def _read_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    given = {name: environ.get(f"LAPAK_{name.upper()}") for name in SETTINGS}
    return {name: _typed(name, value) for name, value in given.items() if value}


def _typed(name: str, value: Any) -> Any:
    if name not in ("port", "https_port"):
        return str(value)
    try:
        return int(value)
    except ValueError as error:
        raise ConfigError(f"{name}: {value!r} is not a number") from error


def _checked(config: Config) -> Config:
    for name, port in (("port", config.port), ("https_port", config.https_port)):
        if not 0 <= port <= 65535:
            raise ConfigError(f"{name}: {port} is not between 0 and 65535")
    _check_scale(config)
    if (config.certificate is None) != (config.certificate_key is None):
        raise ConfigError("certificate and certificate_key belong together")
    if config.language not in LANGUAGES:
        raise ConfigError(f"language: {config.language!r} is none of {', '.join(LANGUAGES)}")
    if config.public_url is None:
        return config
    return replace(config, public_url=_checked_url(config.public_url.rstrip("/")))


def _check_scale(config: Config) -> None:
    """One process on SQLite is what this version runs; a set-up for more must not look as if it worked."""
    if config.redis_url is not None:
        raise ConfigError("redis_url: several server processes are not supported yet; leave it out")
    if config.database_url is not None and not config.database_url.startswith("sqlite:"):
        raise ConfigError(
            "database_url: only sqlite:///… is supported yet; leave it out for the data folder's"
        )


def _checked_url(url: str) -> str:
    scheme, separator, host = url.partition("://")
    if scheme not in ("http", "https") or not separator or not host:
        raise ConfigError(f"public_url: {url!r} must begin with http:// or https://")
    if len(url + LABEL_PATH) > LONGEST_LABEL_URL:
        room = LONGEST_LABEL_URL - len(LABEL_PATH)
        raise ConfigError(f"public_url: {url!r} has {len(url)} characters; a label's QR has room for {room}")
    return url
