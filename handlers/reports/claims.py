"""C1–C7: statements without digits that the data can refute (domain.md 1.4). What is not true is not written."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.registers import figures as registers
from handlers.reports import figures_documents
from handlers.reports.figures_registers import their_window
from handlers.reports.numerals import rate
from handlers.reports.period import Window

_BY_PEOPLE = (
    ("C4", "全部文件均及时办理"),
    ("C5", "无丢失"),
    ("C6", "无损毁"),
    ("C7", "无失泄"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """`ok` is None when only people can say so. `words` are what may be written; `evidence` tells why, with `rows`."""

    id: str
    name: str
    ok: bool | None
    words: str
    evidence: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences of the report need beside the figures."""

    claims: tuple[Claim, ...]
    first_inspection: date | None
    sites: tuple[tuple[str, str], ...]
    projects: tuple[str, ...]

    def claim(self, id: str) -> Claim:
        return next(claim for claim in self.claims if claim.id == id)


def facts(tx: Connection, window: Window, now: datetime) -> Facts:
    """The claims and names as they stand at `now` (aware)."""
    theirs = their_window(window)
    by_people = tuple(Claim(id, name, None, "", "须由机要保密部门线下确认，系统不自动生成") for id, name in _BY_PEOPLE)
    return Facts(
        (_timely(tx, window, now), _rectified(tx, window), _covered(tx, window), *by_people),
        registers.first_inspection(tx, window.end.year),
        tuple((task, title) for task, title, _ in registers.sites(tx, theirs)),
        tuple(p.title for p in sorted(registers.project_days(tx, theirs), key=lambda p: p.done_on)),
    )


def _timely(tx: Connection, window: Window, now: datetime) -> Claim:
    found = figures_documents.timeliness(tx, window, now)
    late = (*found.late_open, *found.late_finished)
    counts = ((found.late_open, "逾期未结"), (found.late_finished, "逾期办结"))
    some = "".join(f"，{word}{len(rows)}件" for rows, word in counts if rows)
    evidence = f"收文期内到期{found.due}件，按期办结{found.on_time}件{some}"
    words = "均及时办理、流转"
    if not found.holds:
        share, open_ = rate(found.on_time, found.due), len(found.late_open) - found.earlier
        parts = [f"按期办结率为{share}" if share else "", f"其中{open_}份正在抓紧办理" if open_ else ""]
        if found.earlier:
            parts.append(f"此前到期的{found.earlier}份正在抓紧办理")
        words = "，".join(filter(None, parts))
    return Claim("C1", "收文均及时办理、流转", found.holds, words, evidence, late)


def _rectified(tx: Connection, window: Window) -> Claim:
    found = registers.rectification(tx, their_window(window))
    many, done = len(found.issues), len(found.done)
    evidence = f"发现问题{many}个，其中未定整改时限{len(found.without_limit)}个，已整改{done}个"
    words = "对发现的问题提出整改意见并要求立行立改" if found.holds else ""
    if many and not found.holds:
        words = f"对{many}个问题提出整改意见" + (f"，已整改{done}个" if done else "")
    rows = tuple(f"archive_issue:{row}" for row in (found.without_limit or found.issues))
    return Claim("C2", "要求立行立改", found.holds, words, evidence, rows)


def _covered(tx: Connection, window: Window) -> Claim:
    found = registers.coverage(tx, their_window(window))
    required, sent = len(found.required), len(found.submitted)
    so_far = "组织自查自评" + (f"，已有{sent}个单位完成" if sent else "")
    words = "完成全覆盖自查自评" if found.holds else so_far if required else ""
    missing = tuple(f"unit:{unit}" for unit in found.required if unit not in found.submitted)
    return Claim("C3", "全覆盖自查自评", found.holds, words, f"应报送{required}个单位，已报送{sent}个", missing)
