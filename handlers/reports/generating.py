"""生成总结: the report, its files, and the cards to those who answer for figures (domain.md 10.2, 10.4)."""

import re

from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.reports import confirming, docx, downloads, sheet, spoken, standing, store, which, wording
from handlers.reports import period as periods
from handlers.reports.checks import Correction, corrections
from handlers.reports.editions import as_it_stands
from handlers.reports.reading import Reading
from handlers.reports.report import Report
from handlers.reports.words import DRAFT, FINAL
from handlers.turn import Turn
from scheduler.desk import Desk
from storage import files as storage_files

NO_SUCH = """总结按月、季度、半年、前三季度、年度生成，例如“生成前三季度工作总结”。
别的时段可以直接问数，例如“1至10月收文多少”。"""
_AGAIN = re.compile(r"重新|再|更新|刷新")


def generate(turn: Turn, _slots: Slots) -> Reply:
    """The report of the period that is named, else of the quarter that is due."""
    today = turn.here.date()
    again = _AGAIN.search(turn.said.text) is not None
    if spoken.impossible(turn.said.text):
        return Reply(spoken.NO_SUCH_TIME)
    about = spoken.named(turn.said.text, turn.said.times, today)
    if about is None and spoken.some_months(turn.said.text, turn.said.times):
        return Reply(NO_SUCH)
    about = about or (which.report_of(turn) if again else periods.usual(today))
    kept = store.state(turn.tx, about.key)
    if standing.only_final(turn.person) and (kept is None or not kept.final):
        return Reply(not_found(turn.office.phones.secretariat))
    if about.start > today:
        return Reply(f"{about.name}还没有开始，请说明要哪个时期的总结，例如“生成三季度工作总结”。")
    about = periods.parse(about.key, kept.cut_off) if kept and kept.final else periods.until_now(about, today)
    if not standing.only_final(turn.person):
        store.begin(turn, about)
    report = as_it_stands(turn.tx, turn.office, about, turn.now)
    turn.looked("生成总结", f"report:{about.key}", after={"status": report.status})
    mine = (f"report:{about.key}",)
    if standing.only_final(turn.person):
        links = downloads.offer(turn, about.key, files(turn, turn.person.userid, report, sources=False))
        return Reply("\n".join(filter(None, (wording.final(report), links))), about=mine)
    links = downloads.offer(turn, about.key, files(turn, turn.person.userid, report))
    since: tuple[Correction, ...] = ()
    if report.status == FINAL:
        since = corrections(Reading(turn.tx, turn.office), about)
    elif about.end < today:
        confirming.ask_once(turn, report)
    return Reply("\n".join(filter(None, (wording.made(report, since), links))), about=mine)


def files(
    desk: Desk, userid: str, report: Report, *, sources: bool = True, key: str | None = None
) -> list[tuple[str, int]]:
    """The paper and its 数据来源表, to one person; returns what they are and their ids in `outgoing_file`."""
    title = report.period.title
    edition = f"定稿第{report.edition}版" if report.status == FINAL else DRAFT
    made = [("总结", f"{title}（{edition}）.docx", docx.render(report))]
    if sources:
        made.append(("数据来源表", f"{title}数据来源表.xlsx", sheet.workbook(report)))
    kept = []
    for label, name, content in made:
        ending = name.rpartition(".")[2]
        subject = f"report:{report.period.key}"
        desk.send_file(userid, name, content, subject=subject, key=f"{key}:{ending}" if key else None)
        kept.append((label, storage_files.keep(desk.tx, "file", name, content, desk.now)))
    return kept
