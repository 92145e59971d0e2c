"""What was inspected and published, for 督查室 and those in charge: a list and its sums, or the whole as xlsx."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from handlers.inspections import exports, figures, store, terms
from handlers.inspections.tables import inspection, publication
from handlers.line import Intent, Reply, Slots
from handlers.outgoing.sheet import workbook
from handlers.said import Said
from handlers.supervision import rights
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day

SHOWN = 10


def span(said: Said) -> tuple[date, date]:
    """The days that are asked for; without any, this year to today. Future days do not matter."""
    for when in said.times:
        if when.start is not None:
            first = local(when.start).date()
            last = local(when.end - timedelta(microseconds=1)).date() if when.end is not None else first
            return (first, max(first, min(last, said.now.date())))
    return date(said.now.year, 1, 1), said.now.date()


def inspections(turn: Turn, _slots: Slots) -> Reply:
    """The events of the days asked for; each counts once, however many places it went to."""
    since, until = span(turn.said)
    rows = store.within(turn.tx, inspection, since, until)
    if not rows:
        return Reply(f"{_days(since, until)}没有登记的督查活动。")
    if _as_file(turn.said):
        return _file(turn, "督查活动登记", exports.INSPECTIONS, exports.plain(turn.office, rows))
    sums = figures.inspections(rows, since, until)
    epidemic, on_site = len(sums["F16"]), len(sums["F18"])
    lines = [
        f"{_days(since, until)}督查活动{len(rows)}次：疫情实地督查{epidemic}次，"
        f"现场督查{on_site}次，其他{len(rows) - epidemic - on_site}次。"
    ]
    lines += [_event(row) for row in reversed(rows[-SHOWN:])]
    if len(rows) > SHOWN:
        lines.append(f"（列最近{SHOWN}次，全部请回复“导出督查活动”）")
    return Reply("\n".join(lines), about=tuple(f"inspection:{row['id']}" for row in rows[-SHOWN:]))


def publications(turn: Turn, _slots: Slots) -> Reply:
    """The issues of the days asked for by series, with the last number of each and the numbers still missing."""
    since, until = span(turn.said)
    rows = store.within(turn.tx, publication, since, until)
    wanted = terms.series_of(turn.said.text, store.known_series(turn.tx))
    rows = [row for row in rows if wanted is None or row["series"] == wanted]
    if not rows:
        return Reply(f"{_days(since, until)}没有登记的{wanted or '督查刊物'}。")
    if _as_file(turn.said):
        return _file(turn, "督查刊物登记", exports.PUBLICATIONS, exports.plain(turn.office, rows))
    many = Counter(row["series"] for row in rows if row["state"] == terms.ISSUED)
    order = sorted(many, key=lambda name: (terms.SERIES.index(name) if name in terms.SERIES else 9, name))
    lines = [f"{_days(since, until)}督查刊物{sum(many.values())}期："]
    lines += [_series_line(turn, name, [row for row in rows if row["series"] == name]) for name in order]
    return Reply("\n".join(lines))


def _series_line(turn: Turn, name: str, rows: list[dict[str, Any]]) -> str:
    issued = [row for row in rows if row["state"] == terms.ISSUED]
    items = figures.briefs(issued)
    last = max(issued, key=lambda row: (row["year"], row["seq"]))
    there = store.numbers(turn.tx, name, last["year"])
    first = min(there)
    missing = [number for number in range(first, max(there)) if number not in there]
    facts = [f"{name}{len(issued)}期" + (f"（{items}则）" if items > len(issued) else "")]
    facts.append(f"最近第{last['seq']}期（{last['issued_on'].month}月{last['issued_on'].day}日）")
    if void := [row["seq"] for row in rows if row["state"] == terms.VOID]:
        facts.append(f"作废第{'、'.join(map(str, void))}期")
    if missing:
        facts.append(f"待补登第{'、'.join(map(str, missing[:9]))}期")
    return "，".join(facts)


def _event(row: dict[str, Any]) -> str:
    what = row["place"] or row["topic"]
    sites = f"，{row['sites']}个点" if row["sites"] > 1 else ""
    return f"{row['held_on'].month}月{row['held_on'].day}日 {what}（{row['mode']}，{row['topic']}{sites}）"


def _as_file(said: Said) -> bool:
    return re.search(r"导出|表格|[Ee]xcel|xlsx|文件发", said.text) is not None


def _file(turn: Turn, title: str, headings: Any, rows: Any) -> Reply:
    turn.send_file(turn.person.userid, f"{title}.xlsx", workbook(title, headings, rows))
    turn.looked(f"导出{title}", title)
    return Reply(f"{title}已生成表格发给您，可直接打印。")


def _days(since: date, until: date) -> str:
    if since == until:
        return day(since)
    return f"{since.month}月{since.day}日至{until.month}月{until.day}日"


LIST_INSPECTIONS = Intent(
    "list_inspections",
    "查督查活动",
    "本月督查活动有哪些",
    (
        (r"督查活动.{0,6}(?:清单|列表|有哪些|多少|几次|情况|统计|登记表)|(?:有哪些|几次|多少次?).{0,6}督查活动", 1.4),
        (r"(?:查|看|列|导出).{0,8}督查活动", 1.4),
        (r"(?:现场|实地|疫情(?:防控)?|外出)?(?:督查|暗访)了?(?:共|总共|一共)?(?:多少|几)次", 1.4),
    ),
    inspections,
    rights.sees_all,
)
LIST_PUBLICATIONS = Intent(
    "list_publications",
    "查督查刊物",
    "今年督查快报出了几期",
    (
        (r"督查刊物(?:的)?(?:清单|列表|有哪些|有多少|多少|几期|情况|统计|登记表|出了.{0,4}期)?\s*[？?]?\s*$", 1.3),
        (r"(?:查|看|列|导出).{0,8}督查(?:刊物|简报|快报|专报|通报)", 1.4),
        (
            r"(?:简报|快报|专报|通报)[^，,。]{0,8}(?:多少|几)[期份则]|(?:多少|几)[期份则].{0,8}督?查?(?:简报|快报|专报|通报)",
            1.4,
        ),
        (r"督查(?:简报|快报|专报|通报)[^，,。]{0,6}(?:到|是|该|出到)[^，,。]{0,4}(?:第?几期|哪一?期)", 1.4),
        (r"(?:上[次期]|最近一[次期]|上一期).{0,6}督查(?:简报|快报|专报|通报)", 1.35),
    ),
    publications,
    rights.sees_all,
)
