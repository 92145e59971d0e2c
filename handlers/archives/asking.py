"""档案 queries: what waits, the 档号 of a paper, whether a typed 档号 is right, the 移交清单 (domain.md 8.1)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handlers.archives import filing, rules, store
from handlers.archives.filing import proposal
from handlers.archives.rules import RETENTION_NAMES
from handlers.archives.store import FILED
from handlers.line import Reply
from handlers.outgoing.sheet import workbook
from handlers.policy import not_found
from handlers.turn import Turn
from storage.office import Role

DIRECTORY = {
    "index": "序号",
    "archive_no": "档号",
    "doc_no": "文号",
    "responsible": "责任者",
    "title": "题名",
    "date": "日期",
    "secrecy": "密级",
    "pages": "页数",
    "remark": "备注",
}
"""归档文件目录 (DA/T 22-2015): the date in eight digits."""
_YEAR = re.compile(r"(20\d\d)\s*年?")


def waiting(turn: Turn) -> Reply:
    """待归档, each with the proposed retention."""
    found = store.waiting(turn.tx, turn.office)
    year = _YEAR.search(turn.said.text)
    if year:
        found = [paper for paper in found if paper.year == int(year[1])]
    if "发文" in turn.said.text:
        found = [paper for paper in found if paper.source.own]
    elif re.search(r"收文|来文", turn.said.text):
        found = [paper for paper in found if not paper.source.own]
    if not found:
        return Reply("没有待归档的文件。")
    rows = [f"{n}. {paper.name}｜{proposal(paper)}" for n, paper in enumerate(found[: filing.MOST], 1)]
    own = sum(paper.source.own for paper in found)
    more = f"（前{filing.MOST}件）" if len(found) > filing.MOST else ""
    head = f"待归档{len(found)}件（收文{len(found) - own}、发文{own}）{more}："
    tail = "归档回复“归档 1203号”，成批回复“全部归档”；期限由档案员定。"
    return Reply("\n".join([head, *rows, tail]), about=tuple(paper.object for paper in found[: filing.MOST]))


def number_of(turn: Turn) -> Reply:
    """Which 档号 a paper has, which paper a 档号 is, or what is wrong with it."""
    typed = filing.typed_number(turn.said.text)
    if typed is not None:
        return _typed(turn, typed)
    papers = filing.meant(turn)
    if papers is None:
        return Reply("请写明哪一件（“1203号的档号”）或写全档号。")
    if not papers:
        return Reply(not_found(turn.office.phones.secretariat))
    lines = []
    for paper in papers:
        there = store.item(turn.tx, paper.object)
        if there is not None and there["status"] == FILED:
            lines.append(f"{paper.name}：档号{there['archive_no']}（{RETENTION_NAMES[there['retention']]}）。")
        elif paper.ready:
            found = rules.propose(paper.source)
            free = rules.next_free(store.taken(turn.tx, rules.box(paper.year, found.retention)))
            number = rules.number(paper.year, found.retention, free)
            lines.append(
                f"{paper.name}待归档，建议档号{number}（{proposal(paper)}）。回复“归档 {filing.call(paper)}”确认。"
            )
        else:
            lines.append(f"{paper.name}现为“{paper.status}”，尚未归档。")
    return Reply("\n".join(lines), about=tuple(paper.object for paper in papers))


def _typed(turn: Turn, typed: str) -> Reply:
    if rules.causes(typed):
        return Reply(filing.wrong(typed))
    there = store.with_number(turn.tx, typed)
    if there is not None:
        return Reply(
            f"{typed}：{there['register_no']}《{there['title']}》，{there['filed_on']:%Y年%-m月%-d日}归档。",
            about=(there["object"],),
        )
    parts = rules.parse(typed)
    free = rules.next_free(store.taken(turn.tx, rules.box(parts.year, parts.retention))) if parts else 1
    return Reply(f"{typed}格式正确，还没有文件用这个档号；该类下一个件号是{free:04d}。")


def totals(turn: Turn) -> Reply:
    """How many were filed, by year, and how many wait."""
    counts = store.counts(turn.tx)
    year = _YEAR.search(turn.said.text)
    left = len(store.waiting(turn.tx, turn.office))
    if year:
        return Reply(f"{year[1]}年度已归档{counts.get(int(year[1]), 0)}件；现有待归档{left}件。")
    shown = "，".join(f"{y}年度{n}件" for y, n in sorted(counts.items())) or "还没有归档"
    return Reply(f"已归档：{shown}；现有待归档{left}件。")


def hand_over(turn: Turn) -> Reply:
    """移交清单: the 归档文件目录 of a year as xlsx to the asker's phone."""
    year = _YEAR.search(turn.said.text)
    counts = store.counts(turn.tx)
    default = turn.here.year - 1 if counts.get(turn.here.year - 1) else turn.here.year
    wanted = int(year[1]) if year else turn.here.year - 1 if "去年" in turn.said.text else default
    found = store.filed(turn.tx, wanted)
    if not found:
        return Reply(f"{wanted}年度还没有归档文件，没有可移交的。问“待归档有哪些”看清单。")
    title = f"{wanted}年度归档文件目录（移交清单）"
    name = f"{wanted}年度归档文件移交清单.xlsx"
    turn.send_file(turn.person.userid, name, workbook(title, DIRECTORY, directory(found)))
    turn.looked("导出移交清单", "archives", after={"year": wanted, "rows": len(found)})
    left = sum(paper.year == wanted for paper in store.waiting(turn.tx, turn.office))
    more = f"该年度还有{left}件待归档。" if left else ""
    return Reply(f"{wanted}年度移交清单共{len(found)}件，文件已发给您（{name}）。{more}")


def directory(found: Iterable[Mapping[Any, Any]]) -> Iterable[dict[str, Any]]:
    """The rows of the 归档文件目录."""
    for index, row in enumerate(found, 1):
        on = row["doc_date"]
        yield {
            "index": index,
            "archive_no": row["archive_no"],
            "doc_no": row["doc_no"],
            "responsible": row["responsible"],
            "title": row["title"],
            "date": f"{on:%Y%m%d}" if on else "",
            "secrecy": "",
            "pages": row["pages"],
            "remark": row["remark"],
        }


def inspections(turn: Turn) -> Reply:
    """档案检查 and its scores are kept by the archive office by telephone."""
    archivists = turn.office.people_with(Role.ARCHIVIST)
    who = archivists[0].name if archivists else "档案员"
    return Reply(f"“档案检查”在这里还没有开通，请联系{who}（{turn.office.phones.secretariat}）。没有作任何登记。")
