"""What a command is given: settings, office, database and clock from the environment; what is wrong is one line."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.console import Mistake

if TYPE_CHECKING:
    from bot.settings import Settings
    from scheduler.clock import Clock
    from storage.office import Office


def given_settings() -> "Settings":
    """All settings of `serve`. Raises Mistake."""
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise Mistake(str(error)) from None


def given_office() -> "Office":
    """The office profile of ZHONGSHU_OFFICE, else the sample; the guard heeds its words. Raises Mistake."""
    from storage import guard
    from storage.office import OfficeError, load_office

    path = os.environ.get("ZHONGSHU_OFFICE")
    try:
        office = load_office(Path(path) if path else None)
    except OfficeError as error:
        raise Mistake(f"ZHONGSHU_OFFICE：{error}") from None
    guard.heed(office)
    return office


def given_database_url() -> str:
    """ZHONGSHU_DATABASE_URL, else the default. Raises Mistake."""
    from bot.settings import DEFAULT_DATABASE, known_database

    try:
        return known_database(os.environ.get("ZHONGSHU_DATABASE_URL") or DEFAULT_DATABASE)
    except ValueError as error:
        raise Mistake(f"ZHONGSHU_DATABASE_URL：{error}") from None


def given_clock() -> "Clock":
    """The system's clock, or the steerable one of ZHONGSHU_CLOCK. Raises Mistake."""
    from scheduler.clock import SteerableClock, SystemClock

    start = os.environ.get("ZHONGSHU_CLOCK")
    return SteerableClock(given_instant(start, "ZHONGSHU_CLOCK")) if start else SystemClock()


def given_instant(value: str, where: str) -> datetime:
    """An instant as typed, in Beijing time when it names no zone. Raises Mistake, which names `where`."""
    from scheduler.clock import SHANGHAI

    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise Mistake(f"{where}：不是时间，请写成 2026-09-18T15:20:00+08:00") from None
    return instant.replace(tzinfo=SHANGHAI) if instant.tzinfo is None else instant
