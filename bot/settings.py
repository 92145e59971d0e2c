"""Settings from the environment (design.md 3). A wrong value stops the start with one line that names the variable."""

import ipaddress
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from scheduler.clock import SHANGHAI
from storage.db import driver_url

AES_KEY_LENGTH = 43
DEFAULT_DATABASE = "sqlite+aiosqlite:///zhongshu.db"


class SettingsError(Exception):
    """A setting is wrong. Its text is one Chinese line: the variable, what is wrong, what to do."""


def known_database(value: str) -> str:
    """The address when it is one that we serve. Raises ValueError with one Chinese line that does not quote it."""
    try:
        url = driver_url(value)
    except ArgumentError:
        raise ValueError("不是数据库地址，例如 sqlite+aiosqlite:///zhongshu.db") from None
    except ValueError as error:
        raise ValueError(str(error) if "不支持" in str(error) else "数据库地址中的端口不对") from None
    if "@" in (url.host or ""):
        raise ValueError("用户名或口令里的 @ : / 等符号要写成 %XX，例如 @ 写成 %40")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite 须写文件路径，例如 sqlite+aiosqlite:///zhongshu.db")
    return value


class Settings(BaseSettings):
    """Everything that an installation decides outside its office profile."""

    model_config = SettingsConfigDict(env_prefix="ZHONGSHU_", extra="ignore", env_ignore_empty=True)

    corp_id: str = Field(min_length=1, max_length=64)
    """企业ID, from 我的企业."""
    agent_id: int = Field(ge=1)
    """AgentId of the self-built app."""
    secret: SecretStr = Field(min_length=1)
    """Secret of the app."""
    token: str = Field(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z]+$", repr=False)
    """Token of 接收消息."""
    encoding_aes_key: SecretStr
    """EncodingAESKey of 接收消息, 43 characters."""
    wecom_api_base: str = "https://qyapi.weixin.qq.com"
    """Without /cgi-bin; a private 政务微信 has its own."""
    database_url: str = Field(default=DEFAULT_DATABASE, repr=False)
    """May carry a password: never shown."""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    office: Path | None = None
    """The office profile; without one the sample office serves, on loopback only."""
    public_url: str | None = Field(default=None, max_length=200)
    """Where WeCom and phones reach this server, without a path; unset, no address is handed out."""
    robot_id: str | None = Field(default=None, max_length=128)
    """Bot ID of a 智能机器人 in long connection mode; with it the second door opens (docs/second-door.md)."""
    robot_secret: SecretStr | None = None
    """The long connection's Secret of the robot."""
    robot_url: str = "wss://openws.work.weixin.qq.com"
    """Where the long connection leads; a private 政务微信 has its own."""
    backup_dir: Path | None = None
    """Where backups are put; the doctor looks at the age of the newest one."""
    clock: datetime | None = None
    """Starts a steerable clock at this instant, on loopback only."""

    @field_validator("encoding_aes_key")
    @classmethod
    def _key_length(cls, value: SecretStr) -> SecretStr:
        key = value.get_secret_value()
        if len(key) != AES_KEY_LENGTH or not key.isalnum() or not key.isascii():
            now = f"现为{len(key)}位" if len(key) != AES_KEY_LENGTH else "现含有别的符号"
            raise ValueError(f"应为{AES_KEY_LENGTH}位字母和数字，{now}，请到企业微信“接收消息”页面重新复制")
        return value

    @field_validator("wecom_api_base")
    @classmethod
    def _plain_base(cls, value: str) -> str:
        if _address(value, "http", "https") is None:
            raise ValueError("应为 http(s):// 开头的地址，端口1至65535，例如 https://qyapi.weixin.qq.com")
        return value.rstrip("/").removesuffix("/cgi-bin")

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = _address(value.rstrip("/"), "http", "https")
        if parts is None or parts.path or parts.query or parts.fragment:
            raise ValueError(
                "应为 https:// 开头、不带路径和用户名的地址，端口1至65535，例如 https://bot.example.gov.cn"
            )
        return value.rstrip("/")

    @field_validator("robot_url")
    @classmethod
    def _socket_address(cls, value: str) -> str:
        parts = _address(value, "ws", "wss")
        if parts is None:
            raise ValueError("应为 wss:// 开头的地址，端口1至65535，例如 wss://openws.work.weixin.qq.com")
        if parts.scheme == "ws" and not _loopback(parts.hostname):
            raise ValueError("不加密的 ws:// 只能用于本机，请改为 wss://")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        return known_database(value)

    @field_validator("clock")
    @classmethod
    def _in_beijing(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=SHANGHAI) if value is not None and value.tzinfo is None else value

    @model_validator(mode="after")
    def _only_on_loopback(self) -> Self:
        if self.clock is not None and not self.on_loopback:
            raise ValueError(
                "CLOCK：可拨动的时钟只能在 ZHONGSHU_WECOM_API_BASE 为本机地址时使用，请去掉 ZHONGSHU_CLOCK"
            )
        if self.office is None and not self.on_loopback:
            raise ValueError("OFFICE：未设置办公室配置文件，请把 ZHONGSHU_OFFICE 设为配置文件的路径")
        if (self.robot_id is None) != (self.robot_secret is None):
            raise ValueError("ROBOT_ID 和 ZHONGSHU_ROBOT_SECRET 须一起设置：用智能机器人就都填，不用就都去掉")
        if self.clock is not None and self.robot_id is not None and not _loopback(urlsplit(self.robot_url).hostname):
            raise ValueError("CLOCK：可拨动的时钟不能和真的智能机器人一起用，请去掉 ZHONGSHU_CLOCK")
        return self

    @property
    def on_loopback(self) -> bool:
        """Whether the API base is this machine: then it can only be a fake WeCom."""
        return _loopback(urlsplit(self.wecom_api_base).hostname)


def _address(value: str, *schemes: str) -> SplitResult | None:
    """The parts of a web address that can be one; None for any other: no user in it, and a port that there is."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return None
    return parts if usable else None


def _loopback(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


_WRONG = {
    "missing": "未设置",
    "int_parsing": "应为整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_too_long": "太长",
    "string_pattern_mismatch": "含有不允许的字符",
    "datetime_from_date_parsing": "不是时间，例如 2026-09-18T15:20:00+08:00",
    "datetime_parsing": "不是时间，例如 2026-09-18T15:20:00+08:00",
}


def wrong_value(error: ErrorDetails) -> str:
    """What is wrong with a value, in Chinese, without the value."""
    return _WRONG.get(error["type"], error["msg"].removeprefix("Value error, "))


def load_settings(**overrides: object) -> Settings:
    """The settings of this process. Raises SettingsError with one line that quotes no value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        message = wrong_value(first)
        if first["loc"]:
            raise SettingsError(f"ZHONGSHU_{str(first['loc'][0]).upper()}：{message}") from None
        raise SettingsError(f"ZHONGSHU_{message}") from None
