"""One row of the 督办台账 (domain.md J.10) as the fields of a task; what does not fit is a problem without content."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from handlers.supervision.lights import CLOSE_OF_DAY
from handlers.supervision.tables import TEXT_LENGTH, TITLE_LENGTH
from handlers.supervision.terms import GREY, Period, Status, number, parse_number
from scheduler.clock import SHANGHAI
from storage.office import Office

HEADINGS = (
    *("编号", "事项", "依据", "主办", "协办", "责任领导", "交办日期", "时限", "原时限", "完成标准"),
    *(
        "最新进展",
        "反馈日期",
        "灯色",
        "延期次数",
        "办结日期",
        "结果",
        "状态",
        "时限来源",
        "办理要求",
        "反馈周期",
        "特急",
    ),
)
_INSTANT = re.compile(
    r"^(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?前?"
    r"(?:[T\s]*(?P<h>\d{1,2})[:：](?P<min>\d\d)(?::\d\d(?:\.\d+)?)?(?:\+08:?00)?)?$"
)
_SEPARATORS = re.compile(r"[、,，;；/\s]+")
_LONG = ("长期", "长期坚持", "常态化", "无", "—", "-", "")
_LIGHTS = {"黄": 1, "红": 2}
_RESULTS = ("已完成", "基本完成", "取得阶段成果", "无法完成")
_NAMED = {
    **{status.value: status for status in Status if status not in (Status.PROPOSED, Status.DECLINED)},
    "在办": Status.WORKING,
}


class Problem(Exception):
    """What is wrong with a row, in Chinese, naming the column and not its content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A readable row."""

    no: str
    year: int
    seq: int
    values: dict[str, Any]
    units: tuple[str, ...]
    digest: str


def read(row: Mapping[str, str], office: Office) -> Entry:
    """The row as fields of a task. Raises Problem."""
    cells = {name: (row.get(name) or "").strip() for name in HEADINGS}
    parts = parse_number(cells["编号"])
    if parts is None:
        raise Problem("编号应写成“督〔2026〕0123号”")
    for name in ("事项", "主办"):
        if not cells[name]:
            raise Problem(f"{name}不能为空")
    if len(cells["事项"]) > TITLE_LENGTH:
        raise Problem(f"事项不能超过{TITLE_LENGTH}字")
    units = _units(cells["主办"], cells["协办"], office)
    due = instant(cells["时限"], "时限")
    closed, fed = instant(cells["办结日期"], "办结日期"), instant(cells["反馈日期"], "反馈日期")
    given = instant(cells["交办日期"], "交办日期")
    values = {
        "title": cells["事项"],
        "basis": cells["依据"][:TITLE_LENGTH] or None,
        "responsible_leader": _leader(cells["责任领导"], office),
        "created_on": given.date() if given else date(parts[0], 1, 1),
        "due_at": due,
        "original_due_at": instant(cells["原时限"], "原时限") or due,
        "due_source": cells["时限来源"][:16] or None,
        "standard": cells["完成标准"][:TEXT_LENGTH] or None,
        "requirement": cells["办理要求"][:TEXT_LENGTH] or None,
        "progress_text": cells["最新进展"][:TEXT_LENGTH] or None,
        "progress_at": fed,
        "period": _period(cells["反馈周期"], due),
        "missed": _LIGHTS.get(cells["灯色"][:1], 0),
        "extensions": _count(cells["延期次数"]),
        "urgent": cells["特急"] in ("是", "特急"),
        "closed_on": closed.date() if closed else None,
        **_outcome(cells, closed),
    }
    digest = hashlib.sha256("\x1f".join(cells.values()).encode()).hexdigest()
    return Entry(number(*parts), *parts, values, units, digest)


def instant(text: str, column: str) -> datetime | None:
    """A day (its end of business, 17:30) or an instant, Beijing time; None for nothing and for 长期. Raises Problem."""
    if text in _LONG:
        return None
    found = _INSTANT.match(text)
    if found is None:
        raise Problem(f"{column}应写成“2026-10-20”或“2026-10-20 17:30”")
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        at = time(int(found["h"]), int(found["min"])) if found["h"] else CLOSE_OF_DAY
    except ValueError:
        raise Problem(f"{column}不是一个日期") from None
    return datetime.combine(day, CLOSE_OF_DAY if at == time() else at, SHANGHAI)


def _units(lead: str, others: str, office: Office) -> tuple[str, ...]:
    leading = office.unit(lead) or _alias(lead, office)
    if leading is None:
        raise Problem("主办不是通讯录中的单位（主办只能有一个）")
    short = [leading.short]
    for name in filter(None, _SEPARATORS.split(others)):
        group = office.group(name)
        found = office.unit(name) or _alias(name, office)
        if not group and found is None:
            raise Problem("协办中有通讯录以外的单位")
        short += [unit.short for unit in group] if group else [found.short] if found else []
    return tuple(dict.fromkeys(short))


def _alias(name: str, office: Office) -> Any:
    fits = [unit for unit in (*office.units, office.own) if name in unit.aliases]
    return fits[0] if len(fits) == 1 else None


def _leader(text: str, office: Office) -> str | None:
    """The full name of a 区领导; a name that the profile does not know is kept as written."""
    if not text:
        return None
    named = next((p.name for p in office.leaders if text in (p.name, p.listed, p.address)), None)
    return named or text[:32]


def _period(text: str, due: datetime | None) -> Period:
    """As written; without a limit or a word a task is reported on monthly."""
    if not text:
        return Period.NONE if due else Period.MONTHLY
    found = next((period for period in Period if period.value == text), None)
    if found is None:
        raise Problem(f"反馈周期应是{'、'.join(Period)}之一")
    return found


def _count(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,2}", text):
        raise Problem("延期次数应是数字")
    return int(text)


def _outcome(cells: Mapping[str, str], closed: datetime | None) -> dict[str, Any]:
    """State and result: by the column 状态 where there is one, else by 办结日期 and 结果."""
    words = cells["状态"] or cells["结果"]
    status = next((grey for grey in GREY if words.startswith(grey.value)), None) or _NAMED.get(cells["状态"])
    if closed is not None and status not in GREY:
        status = Status.CLOSED
    if status is None and cells["灯色"].startswith("灰"):
        status = Status.SUSPENDED
    if status is Status.CLOSED and closed is None:
        raise Problem("办结的事项缺办结日期")
    if status in (Status.CLOSING, Status.EXTENDING):
        status = Status.WORKING
    kind = next((kind for kind in _RESULTS if cells["结果"].startswith(kind)), None)
    if status is Status.CLOSED:
        kind = kind or "已完成"
    return {
        "status": status or Status.WORKING,
        "result_kind": kind,
        "result_text": cells["结果"][:TEXT_LENGTH] or None,
    }
