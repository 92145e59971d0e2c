"""`zhongshu report`: the report of a period as docx, xlsx, plain text or JSON (design.md 3, domain.md 10)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import orjson
from sqlalchemy.exc import SQLAlchemyError

from bot.schema import NotReady, require_database
from handlers.reports import docx, export, paper, period, sheet
from handlers.reports.editions import as_it_stands
from handlers.reports.period import Period
from handlers.reports.report import Report
from scheduler.clock import Clock, local
from scheduler.steered import office_time
from storage.db import driver_url, make_engine
from storage.office import Office

FORMS: dict[str, Callable[[Report], bytes]] = {
    "docx": docx.render,
    "xlsx": sheet.workbook,
    "text": lambda report: paper.plain(report).encode() + b"\n",
    "json": lambda report: orjson.dumps(export.as_json(report), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
}


FONTS = "草稿指定方正小标宋简体、仿宋_GB2312、楷体_GB2312、黑体，未嵌入；本机没有时以宋体、仿宋、楷体等相近字体显示。"


def form_of(out: Path | None) -> str:
    """The form that a file name asks for; docx for a name without one, JSON on standard output."""
    if out is None:
        return "json"
    return {".json": "json", ".txt": "text", ".xlsx": "xlsx"}.get(out.suffix.lower(), "docx")


def asked(code: str, cut_off: date | None) -> Period:
    """The period of 2026Q3, 2026-09, 2026H1, 2026Q1-3, 2026. Raises ValueError with a Chinese line."""
    return period.parse(code, cut_off)


def read(about: Period, url: str, office: Office, clock: Clock, *, until_today: bool) -> Report:
    """The report as it stands now; `until_today` cuts off one that still runs, as chat does. Raises NotReady."""
    require_database(url)
    engine = make_engine(driver_url(url))
    try:
        with engine.connect() as tx:
            now = office_time(tx, clock)
            cut = period.until_now(about, local(now).date()) if until_today else about
            return as_it_stands(tx, office, cut, now)
    except SQLAlchemyError as error:
        raise NotReady(f"读不出数据（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL") from None
    finally:
        engine.dispose()


def sources_beside(out: Path) -> Path:
    """Where the 数据来源表 of a docx goes: 总结.docx → 总结-数据来源表.xlsx."""
    return out.with_name(f"{out.stem}-数据来源表.xlsx")
