"""Settings: file, environment, options; and what is refused at start."""

from pathlib import Path

import pytest

from exhibition.config import Config, ConfigError, load_config


def write(folder: Path, text: str) -> Path:
    (folder / "lapak.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    config = load_config(tmp_path, {})
    assert (config.port, config.language, config.public_url) == (8080, "id", None)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'port = 9000\nlanguage = "en"\n')
    assert load_config(tmp_path, {}).port == 9000
    config = load_config(tmp_path, {"LAPAK_PORT": "9001"})
    assert (config.port, config.language) == (9001, "en")


def test_an_option_wins_over_both(tmp_path: Path) -> None:
    write(tmp_path, "port = 9000")
    assert load_config(tmp_path, {"LAPAK_PORT": "9001"}).with_options(port=0, host=None).port == 0


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('colour = "red"', "colour"),
        ("port = 70000", "port"),
        ('language = "fr"', "language"),
        ("port = [", "lapak.toml"),
        ('certificate = "a.crt"', "certificate_key"),
        ('public_url = "lapak.example"', "public_url"),
        ('redis_url = "redis://hall"', "redis_url: .* not supported yet"),
        ('database_url = "postgresql://hall/lapak"', "database_url: only sqlite"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        load_config(write(tmp_path, text), {})


def test_a_public_url_has_room_in_a_labels_qr() -> None:
    longest = "https://" + "a" * 21
    config = Config(Path())
    assert config.with_options(public_url=longest + "/").public_url == longest
    assert len(f"{longest}/P/ABCDEF") == 38
    with pytest.raises(ConfigError, match="room for 29"):
        config.with_options(public_url=longest + "a")


def test_a_word_for_a_port_is_refused() -> None:
    with pytest.raises(ConfigError, match="port"):
        load_config(Path("/nonexistent"), {"LAPAK_PORT": "web"})
