"""Settings (design.md 3): a wrong value is one line that names the variable and quotes nothing."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings
from tests.day import AES_KEY

GOOD = {
    "CORP_ID": "wwsim0000000000001",
    "AGENT_ID": "1000002",
    "SECRET": "the-very-secret-one",
    "TOKEN": "TheTokenOfTheApp1",
    "ENCODING_AES_KEY": AES_KEY,
    "WECOM_API_BASE": "http://127.0.0.1:8081",
    "DATABASE_URL": "postgresql+asyncpg://office:the-password@db.example/office",
}
SECRETS = ("the-very-secret-one", "TheTokenOfTheApp1", AES_KEY, "the-password")


@pytest.fixture(autouse=True)
def _good(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ZHONGSHU_{name.upper()}", raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(f"ZHONGSHU_{name}", value)


def complaint() -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings()
    return str(raised.value)


def test_good_settings() -> None:
    settings = load_settings()
    assert (settings.corp_id, settings.agent_id, settings.port, settings.host) == (
        "wwsim0000000000001",
        1000002,
        8080,
        "127.0.0.1",
    )
    assert settings.encoding_aes_key.get_secret_value() == AES_KEY
    assert (settings.office, settings.clock, settings.on_loopback) == (None, None, True)


def test_the_defaults_are_the_public_wecom_and_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ZHONGSHU_WECOM_API_BASE")
    monkeypatch.delenv("ZHONGSHU_DATABASE_URL")
    monkeypatch.setenv("ZHONGSHU_OFFICE", str(tmp_path / "office.yaml"))
    settings = load_settings()
    assert settings.wecom_api_base == "https://qyapi.weixin.qq.com"
    assert settings.database_url.startswith("sqlite+aiosqlite:///")


@pytest.mark.parametrize("name", ["CORP_ID", "AGENT_ID", "SECRET", "TOKEN", "ENCODING_AES_KEY"])
@pytest.mark.parametrize("empty", [True, False])
def test_what_must_be_set(monkeypatch: pytest.MonkeyPatch, name: str, empty: bool) -> None:
    """A variable that is set to nothing is not set."""
    if empty:
        monkeypatch.setenv(f"ZHONGSHU_{name}", "")
    else:
        monkeypatch.delenv(f"ZHONGSHU_{name}")
    assert complaint() == f"ZHONGSHU_{name}：未设置"


WRONG = [
    ("AGENT_ID", "abc"),
    ("AGENT_ID", "-17"),
    ("PORT", "http"),
    ("PORT", "70000"),
    ("PORT", "-17"),
    ("CORP_ID", "w" * 65),
    ("TOKEN", "has a blank"),
    ("TOKEN", "T" * 33),
    ("ENCODING_AES_KEY", AES_KEY[:-1]),
    ("ENCODING_AES_KEY", AES_KEY[:-1] + "="),
    ("ENCODING_AES_KEY", "中" * 43),
    ("WECOM_API_BASE", "qyapi.example"),
    ("WECOM_API_BASE", "ftp://127.0.0.1"),
    ("WECOM_API_BASE", "http://"),
    ("WECOM_API_BASE", "http://[::1"),
    ("WECOM_API_BASE", "http://127.0.0.1:99999"),
    ("WECOM_API_BASE", "http://127.0.0.1@evil.example"),
    ("PUBLIC_URL", "https://[::1"),
    ("PUBLIC_URL", "https://bot.example:99999"),
    ("ROBOT_URL", "wss://bot.example:0"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://office:the-password@h/office"),
    ("DATABASE_URL", "postgresql://office:the-password@h:port/office"),
    ("DATABASE_URL", "postgresql://office:a@the-password@h/office"),
    ("DATABASE_URL", "sqlite+aiosqlite://"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    ("CLOCK", "soon"),
    ("CLOCK", "2026-13-01T00:00:00"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_and_not_quoted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ZHONGSHU_{name}", value)
    line = complaint()
    assert line.startswith(f"ZHONGSHU_{name}：")
    assert len(line) > len(f"ZHONGSHU_{name}：")
    assert "\n" not in line
    assert value not in line.split("例如")[0]
    assert [secret for secret in SECRETS if secret in line] == []


FAR = [
    "https://qyapi.weixin.qq.com",
    "http://10.0.0.8",
    "http://localhost.evil.example",
]


@pytest.mark.parametrize("base", FAR)
def test_off_loopback_the_office_is_asked_for_and_the_clock_refused(
    monkeypatch: pytest.MonkeyPatch, base: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("ZHONGSHU_WECOM_API_BASE", base)
    assert complaint().startswith("ZHONGSHU_OFFICE：")
    monkeypatch.setenv("ZHONGSHU_OFFICE", "")
    assert complaint().startswith("ZHONGSHU_OFFICE：")
    monkeypatch.setenv("ZHONGSHU_OFFICE", str(tmp_path / "office.yaml"))
    assert not load_settings().on_loopback
    monkeypatch.setenv("ZHONGSHU_CLOCK", "2026-09-18T15:20:00+08:00")
    assert complaint().startswith("ZHONGSHU_CLOCK：")


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:1", "http://127.8.8.8/cgi-bin/", "http://[::1]:9", "http://localhost"]
)
def test_on_loopback_both_are_allowed(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setenv("ZHONGSHU_WECOM_API_BASE", base)
    monkeypatch.setenv("ZHONGSHU_CLOCK", "2026-09-18T15:20:00")
    settings = load_settings()
    assert settings.clock is not None
    assert settings.clock.isoformat() == "2026-09-18T15:20:00+08:00"
    assert not settings.wecom_api_base.endswith(("/", "/cgi-bin"))


def test_secrets_do_not_show_in_what_is_printed() -> None:
    settings = load_settings()
    shown = f"{settings!r} {settings}"
    assert [secret for secret in SECRETS if secret in shown] == []
