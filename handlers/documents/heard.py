"""What a sentence says of a leader's mark on a paper: 阅, 圈阅, 批示; is something to be done (2.6)? Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from handlers.documents.records import BY_WORDS, TO_HANDLE
from handlers.documents.slots import instant
from handlers.documents.terms import CIRCLED, INSTRUCTED, READ
from handlers.line import Slots
from handlers.said import Said
from scheduler.clock import local
from storage.office import Person

_MARK = re.compile(
    r"圈阅|画圈|画了圈|圈了|批示|签批|批转|批(?:了|的|为|：|:|“|\")|作了?批|阅毕|已阅|阅了|阅过|阅完|看[过了完]|"
    r"阅知|阅研|阅处|阅悉|(?<=[记长任])[：:](?=\s*(?:请|同意|拟同意|由|转|抓紧|阅))"
)
_PURE = re.compile(r"(?:请[^，,。；;]{0,16})?(?:已?阅|阅悉|阅知|知悉|参阅|参考|传阅|阅研|研究参考)(?:即可|就行|了)?")
_HANDLE = re.compile(
    r"办理|落实|研究提出|提出.{0,4}意见|报结果|报(?:我|来)|抓紧|牵头|阅处|处理|处置|督办|跟进|推进|限期|整改|核实|调查|"
    r"尽快|负责|办好|解决|安排|部署|组织|会同|前(?:完成|反馈|报|办)"
)
_NOTHING = re.compile(r"(?:无需|不用|不必|不需要?)[^，,。]{0,4}(?:办|处理|落实|转)")
_ONLY_READ = frozenset({"阅", "已阅", "阅了", "看了", "阅毕"})
_NOT_GIVEN = re.compile(r"(?:没有?|未|尚未|还没|不)(?:作|做|给|写)?批(?:示|注|字)?(?![^，,。；;])")
"""看了，没批: a reading and no 批示."""
_JOINED = re.compile(r"\s*[、和及与]\s*")
_LEADS = re.compile(r"(?:要|来|同志)?(?:牵头|主办|负责|主责)")
_LEAD_IN = re.compile(r"^[个一：:，,“\"了下条\s]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """A mark. `kind` is that of the 批示, None for a plain 阅; `task` is None when the words do not tell.

    `lead` and `co` are the units named in it, `charge` the leader who is to see to it, `by` the limit it sets.
    """

    state: str
    kind: str | None = None
    task: bool | None = False
    subject: Person | None = None
    lead: str | None = None
    co: list[str] = field(default_factory=list)
    charge: Person | None = None
    by: datetime | None = None


def of(said: Said) -> Heard:
    """Take the sentence apart; its words go nowhere else."""
    mark = _MARK.search(said.text)
    start, end = mark.span() if mark else (len(said.text), len(said.text))
    subject = _subject(said, start)
    word = mark[0] if mark else ""
    if said.bare.strip("。！! ") in _ONLY_READ:
        return Heard(READ, "阅", subject=subject)
    if _NOT_GIVEN.search(said.text):
        return Heard(CIRCLED, "圈阅", subject=subject) if "圈" in word else Heard(READ, "阅", subject=subject)
    content = _LEAD_IN.sub("", said.text[end:]).strip(' 。.！!”"')
    if "圈" in word:
        return Heard(CIRCLED, "圈阅", subject=subject)
    if word.startswith(("阅毕", "已阅", "阅了", "阅过", "阅完", "看", "阅悉")) and "批" not in content:
        return Heard(READ, subject=subject)
    if word in ("阅知", "阅研"):
        return Heard(INSTRUCTED, word, subject=subject)
    kind, task = _kind(word, content)
    if kind is None:
        return Heard(READ, "阅", subject=subject)
    lead, co = _units(said, end)
    charge = next((p.person for p in said.people if p.span[0] >= end and p.person and p.person.rank is not None), None)
    return Heard(INSTRUCTED, kind, task, subject, lead, co, charge, _limit(said, end))


def instructed_unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The unit that a 批示 names to lead."""
    return of(said).lead


def _kind(word: str, content: str) -> tuple[str | None, bool | None]:
    if word == TO_HANDLE or TO_HANDLE in content:
        return TO_HANDLE, True
    if not _NOTHING.search(content) and _HANDLE.search(content):
        return BY_WORDS, True
    if content in ("阅", "已阅"):
        return None, False
    if _PURE.fullmatch(content):
        return next((name for name in ("阅研", "阅知") if name in content), "参阅"), False
    return BY_WORDS, False if _NOTHING.search(content) else None


def _subject(said: Said, start: int) -> Person | None:
    """The leader named nearest before the mark."""
    before = [p.person for p in said.people if p.span[1] <= start and p.person and p.person.rank is not None]
    return before[-1] if before else None


def _units(said: Said, start: int) -> tuple[str | None, list[str]]:
    """The unit that leads (said so, else the first of ours) and the others; 晓东副区长牵头 is no unit."""
    units = [unit for unit in said.units if unit.span[0] >= start and (unit.short or unit.group)]
    named = [unit.short for unit in units if unit.short and _LEADS.match(said.text, unit.span[1])]
    if named and any(
        _JOINED.fullmatch(said.text[one.span[1] : other.span[0]]) and _LEADS.match(said.text, other.span[1])
        for one, other in pairwise(units)
    ):
        return None, []  # two lead units: which one is asked (domain.md 2.1)
    lead = named[0] if named else next((unit.short for unit in units if unit.short), None)
    names = [unit.short or unit.group or "" for unit in units]
    return lead, [name for name in dict.fromkeys(names) if name and name != lead]


def _limit(said: Said, start: int) -> datetime | None:
    """By when, when the 批示 says so."""
    for when in said.times:
        if when.span[0] >= start and when.deadline:
            at = instant(when)
            return local(at) if at is not None else None
    return None
