"""生成总结: the report, its files, and the cards to those who answer for figures (domain.md 10.2, 10.4)."""

import re

from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.reports import confirming, docx, sheet, standing, store, which, wording
from handlers.reports import period as periods
from handlers.reports.report import Report, build
from handlers.turn import Turn
from scheduler.desk import Desk

_AGAIN = re.compile(r"重新|再|更新|刷新")


def generate(turn: Turn, _slots: Slots) -> Reply:
    """The report of the period that is named, else of the quarter that is due."""
    today = turn.here.date()
    again = _AGAIN.search(turn.said.text) is not None
    about = periods.said(turn.said.text, today) or (which.report_of(turn) if again else periods.usual(today))
    kept = store.state(turn.tx, about.key)
    if standing.only_final(turn.person) and (kept is None or not kept.final):
        return Reply(not_found(turn.office.phones.secretariat))
    if about.start > today:
        return Reply(f"{about.name}还没有开始，请说明要哪个时期的总结，例如“生成三季度工作总结”。")
    about = periods.parse(about.key, kept.cut_off) if kept and kept.final else periods.until_now(about, today)
    if not standing.only_final(turn.person):
        store.begin(turn, about)
    report = build(turn.tx, turn.office, about, turn.now)
    turn.note("生成总结", f"report:{about.key}", after={"status": report.status})
    files(turn, turn.person.userid, report)
    if about.end < today and standing.may_draft(turn.person) and report.status != "定稿":
        confirming.ask_once(turn, report)
    return Reply(wording.made(report), about=(f"report:{about.key}",))


def files(desk: Desk, userid: str, report: Report, *, key: str | None = None) -> None:
    """The draft and its 数据来源表, to one person."""
    subject = f"report:{report.period.key}"
    name = f"{report.period.title}（草稿）"
    desk.send_file(userid, f"{name}.docx", docx.render(report), subject=subject, key=f"{key}:docx" if key else None)
    table = f"{report.period.title}数据来源表.xlsx"
    desk.send_file(userid, table, sheet.workbook(report), subject=subject, key=f"{key}:xlsx" if key else None)
