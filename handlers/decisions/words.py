"""How the table of 议定事项 is written (SC16: 事项 / 牵头 / 配合 / 时限)."""

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.decisions.rows import NO_PERIOD, Row
from handlers.supervision.wording import label, labels
from scheduler.workdays import WorkCalendar
from storage.office import Office

LINE_NAME = "decisions"
HEADING = "序号 事项｜牵头｜配合｜时限"
CHANGES = "可回复“第2项时限改为10月15日”“第1项配合加教育局”“删掉第3项”。"


def table(rows: Sequence[Row], office: Office, calendar: WorkCalendar) -> str:
    """The rows, a line each."""
    return "\n".join((HEADING, *(line(at, row, office, calendar) for at, row in enumerate(rows, 1))))


def line(at: int, row: Row, office: Office, calendar: WorkCalendar) -> str:
    """1 完成云湾港项目前期手续｜区发改局｜区财政局、区住建局｜2026-10-20 17:30."""
    if row.lead is not None:
        lead = label(office, row.lead)
    else:
        lead = f"牵头？“{row.group}”{len(row.leads)}个单位" if row.group else "牵头？"
        lead += f"{labels(office, row.leads)}" if row.leads and not row.group else ""
    co = labels(office, row.co) or "–"
    co += "、有关单位？" if row.vague else ""
    led = f"（责任领导{row.leader}）" if row.leader else ""
    return f"{at} {row.title}｜{lead}{led}｜{co}｜{limit(row, calendar)}"


def limit(row: Row, calendar: WorkCalendar) -> str:
    """2026-10-20 17:30, with what must be known of that day; or how often a matter without a limit is reported on."""
    reports = f"{row.period}{(row.feedback_day or '').removeprefix('周')}反馈" if row.period != NO_PERIOD else ""
    if row.due is None:
        return f"无时限，{reports}" if row.limitless else "时限？"
    due = datetime.fromisoformat(row.due)
    notes = ["本办设定"] if row.defaulted else []
    notes += [] if calendar.is_workday(due.date()) else ["休息日"]
    return f"{due:%Y-%m-%d %H:%M}" + (f"（{'，'.join(notes)}）" if notes else "") + (f"，{reports}" if reports else "")


def numbers(found: Sequence[str | None]) -> str:
    """督〔2026〕0123–0128号 where they follow on each other, else each of them."""
    parts = [re.fullmatch(r"(督〔\d{4}〕)(\d+)号", no or "") for no in found]
    if len(found) > 1 and all(parts):
        heads = {part[1] for part in parts if part}
        values = [int(part[2]) for part in parts if part]
        if len(heads) == 1 and values == list(range(values[0], values[0] + len(values))):
            return f"{heads.pop()}{values[0]:04d}–{values[-1]:04d}号"
    return "、".join(no for no in found if no)
