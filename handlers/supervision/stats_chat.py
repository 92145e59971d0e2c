"""督办统计 for 督查室 and those in charge, and the ledger as a file (domain.md 3.9, J.10); no ranking (7.9)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from handlers.line import Intent, Reply, Slot, Slots
from handlers.outgoing.sheet import workbook
from handlers.said import Said
from handlers.supervision import exports, rights, stats, stats_rows
from handlers.supervision.stats import NOTHING, Figures, Item
from handlers.supervision.terms import ACTIVE
from handlers.supervision.wording import label
from handlers.turn import Turn
from scheduler.clock import local

MOST_ROWS = 5000
_RANKS = re.compile(
    r"排(?:个|一个|出|一下)?(?:名|队|序|行)|排一下|名次|第一名|倒数|最[差好慢快多少高低]|谁[最更]|先进|落后|红黑榜|比一比|通报一下哪"
)
_UNITS = re.compile(r"各(?:个)?(?:单位|部门|局|镇街)|每个单位|分单位|按单位")
_OTHERS = re.compile(r"收文|发文|收了多少|来文|文件|信息|会议|开了多少")
NO_RANKING = (
    "按规定不对单位排名、不在聊天里比较单位（反对“指尖上的形式主义”）。"
    "可以查总体（“三季度办结率”）、查某个单位（“住建局办结率”），或回复“督查看板”看需要催办的事项。"
)
_LEDGER = (
    *("no", "title", "basis", "lead_unit", "co_units", "responsible_leader", "created_on", "due_at"),
    *("original_due_at", "standard", "progress_text", "progress_at", "light", "extensions", "closed_on", "result_kind"),
)
"""The columns of J.10."""
_RATES: tuple[tuple[str, str, Callable[[Figures], object]], ...] = (
    ("到期办结率", "到期办结率", lambda found: found.due_in_time),
    ("按期办结率", "按期(?:办结)?率", lambda found: found.in_time),
    ("办结率", "办结率", lambda found: found.finished),
    ("及时反馈率", "及时(?:反馈)?率", lambda found: found.answered_in_time),
    ("反馈率", "反馈率", lambda found: found.answered),
    ("延期率", "延期率", lambda found: found.extended),
    ("退办率", "退办率", lambda found: found.returned),
)


def run(turn: Turn, slots: Slots) -> Reply:
    """The figures of the window asked for: all of them, or the one that was named first."""
    if _RANKS.search(turn.said.text):
        return Reply(NO_RANKING)
    if _OTHERS.search(turn.said.text) and "督" not in turn.said.text:
        return Reply("这里统计的是督办事项，例如“三季度办结率”“督办统计”。")
    since, until = window(turn.said)
    if since > turn.here.date():
        return Reply("这个时段还没有开始，没有可统计的数据。")
    every, unit = stats_rows.items(turn), slots.get("unit")
    items = [item for item in every if unit is None or item.lead_unit == unit]
    scope = stats.tracked(items, since.year, until) if since.year == until.year else None
    found = stats.figures(items, since, until, turn.calendar, scope)
    name = f"{label(turn.office, unit)}牵头，" if unit else ""
    head = f"{name}{_span(since, until)}"
    turn.looked("督办统计", "tasks", after={"since": str(since), "until": str(until)})
    one = next(((title, of) for title, said, of in _RATES if re.search(said, turn.said.text)), None)
    if one is not None:
        return Reply(f"{head}{one[0]}：{one[1](found)}\n{_basis(one[0], found, since, until, scope is not None)}")
    fresh = len(stats.established(items, since, until)) if scope is not None else None
    text = "\n".join((f"{head}督办统计", *_lines(found, items, fresh)))
    tail = "\n（各单位不排名；要明细请回复“导出督办台账”。）" if _UNITS.search(turn.said.text) else ""
    return Reply(text + tail)


def _lines(found: Figures, items: list[Item], fresh: int | None) -> list[str]:
    """`fresh`: how many of those that are followed were 立项 in the window; None when only these are counted."""
    first = "立项" if fresh is None else "跟踪督办"
    new = "" if fresh in (None, found.established) else f"（期内立项{fresh}项）"
    open_now = sum(item.status in ACTIVE for item in stats.countable(items))
    return [
        f"{first}{found.established}项{new}，办结{found.closed}项（经审核）；目前在办{open_now}项",
        f"办结率 {found.finished}",
        f"按期办结率 {found.in_time}　到期办结率 {found.due_in_time}",
        f"反馈率 {found.answered}　及时反馈率 {found.answered_in_time}",
        f"延期率 {found.extended}　退办率 {found.returned}",
        f"平均办理时长 {f'{found.days}个工作日' if found.days is not None else NOTHING}",
    ]


def _basis(name: str, found: Figures, since: date, until: date, carried: bool) -> str:
    """How the figure is counted, in one line."""
    day = f"截至{until.month}月{until.day}日"
    scope = f"{day}，上年结转和本年立项" if carried else "期内立项"
    return {
        "办结率": f"{scope}{found.established}项，其中终止、合并不计，审核办结{found.closed}项",
        "按期办结率": f"{scope}中已办结{found.closed}项，按现行时限计",
        "到期办结率": f"时限落在期内的{found.due_in_time.whole}项中，按期办结{found.due_in_time.part}项",
        "反馈率": f"应反馈{found.answered.whole}期，已反馈{found.answered.part}期",
        "及时反馈率": f"应反馈{found.answered_in_time.whole}期，按时反馈{found.answered_in_time.part}期",
        "延期率": f"{scope}{found.extended.whole}项中，获准延期{found.extended.part}项",
        "退办率": f"申请办结{found.returned.whole}次，退办{found.returned.part}次",
    }[name]


def window(said: Said) -> tuple[date, date]:
    """The days asked for, never beyond today; without any, this year."""
    today = said.now.date()
    for when in said.times:
        if when.start is not None and when.end is not None:
            first, last = local(when.start).date(), local(when.end - timedelta(microseconds=1)).date()
            return first, min(last, today) if first <= today else last
    return date(today.year, 1, 1), today


def _span(since: date, until: date) -> str:
    first = f"{since.year}年{since.month}月{since.day}日"
    same = since.year == until.year
    return f"{first}至{'' if same else f'{until.year}年'}{until.month}月{until.day}日"


def export_ledger(turn: Turn, slots: Slots) -> Reply:
    """督办台账 with the columns of J.10 as a file, of all tasks or of one lead unit."""
    rows = [dict(row) for row in exports.rows(turn.tx, turn.office, turn.now)]
    unit = slots.get("unit")
    rows = [row for row in rows if unit is None or row["lead_unit"] == unit]
    if not rows:
        return Reply("没有可导出的督办事项。")
    if len(rows) > MOST_ROWS:
        return Reply(f"共{len(rows)}项，超过{MOST_ROWS}项，请管理员用命令行导出。")
    for row in rows:
        row["lead_unit"] = label(turn.office, row["lead_unit"])
        row["co_units"] = [label(turn.office, name) for name in row["co_units"]]
    headings = {name: exports.HEADINGS[name] for name in _LEDGER}
    title = f"督办台账（{turn.here.year}年{turn.here.month}月{turn.here.day}日）"
    turn.send_file(turn.person.userid, f"{title}.xlsx", workbook("督办台账", headings, rows))
    turn.looked("导出督办台账", "tasks", after={"rows": len(rows)})
    return Reply(f"督办台账共{len(rows)}项，已生成表格发给您，A4横向可直接打印，请妥善保管。")


def _unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((unit.short for unit in said.units if unit.short), None)


_NOT = r"(?!.*(?:收文|发文|来文|文件|信息|会议|签收率))"
_RATE = r"(?:办结|按期|到期办结|反馈|及时反馈|延期|退办)率"
STATS = Intent(
    "task_stats",
    "督办统计",
    "三季度办结率",
    (
        (
            r"督[查办](?:工作|事项|任务)?(?:的)?(?:统计|数据|指标)|(?:统计|汇总)(?:一下)?.{0,8}督[查办](?!活动|刊物|快报)",
            1.35,
        ),
        (rf"^{_NOT}.*{_RATE}", 1.5),
        (r"督办.{0,8}(?:立项|办结|完成)(?:了)?(?:多少|几)[项件个]|(?:立项|跟踪督办)了?(?:多少|几)[项件个]", 1.5),
        (
            r"督[查办].{0,10}(?:排名|排行|排个|排一|最差|最慢|最好|倒数|红黑榜)|(?:排名|排行).{0,10}督[查办]"
            r"|哪个单位.{0,8}(?:办得|完成得|办结)?最[差慢好快]",
            1.6,
        ),
        (rf"^{_NOT}.{{0,6}}各(?:个)?(?:单位|部门|局|镇街).{{0,2}}(?:排(?:个|一|名|序|队)|比一?比)", 1.5),
        (r"各(?:个)?(?:单位|部门|局).{0,6}(?:办结|督办).{0,6}(?:排|情况|统计|率)", 1.5),
    ),
    run,
    rights.sees_all,
    (Slot("unit", _unit),),
    family="stats",
)
LEDGER = Intent(
    "export_tasks",
    "导出督办台账",
    "导出督办台账",
    (
        (r"(?:导出|下载|生成|打印|发我|给我).{0,10}督[查办](?:事项|任务)?(?:总)?(?:台账|清单表|登记表)", 1.45),
        (r"督[查办](?:总)?台账.{0,6}(?:导出|下载|发我|表格|[Ee]xcel|xlsx|打印)", 1.45),
        (r"^\s*督[查办](?:总)?台账\s*$", 1.3),
    ),
    export_ledger,
    rights.sees_all,
    (Slot("unit", _unit),),
)
