"""What a person says about the table: 拆成4项；3改为每月反馈; 第2项时限改为10月15日; 删掉第1项 (SC16). Pure.

All clauses of one message name the rows by the numbers that were shown; splitting and deleting come last.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handlers.decisions.extract import extract, part_of
from handlers.decisions.rows import JOINT, SPLIT, Row
from handlers.said import Said
from handlers.supervision import reading
from storage.office import Office

_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九十")}
_N = r"(?:\d{1,2}|[一二三四五六七八九十])"
_ITEM = re.compile(
    rf"第\s*(?P<a>{_N}(?:\s*[、,，和及至到-]\s*第?{_N})*)\s*[项条个件]?"
    rf"|^\s*(?P<b>\d{{1,2}}(?:\s*[、,，和及]\s*\d{{1,2}})*)\s*(?:[项条]|(?=[改的、：:]|牵头|配合|时限|事项|不|拆|删|按|长期|每|由))"
)
_LAST = re.compile(r"最后一?[项条个]")
_DELETE = re.compile(r"删[掉除去]?|去掉|不要|不立项?|不列|取消第|拿掉|划掉|剔除")
_NOT_SPLIT = re.compile(r"不用?拆|合(?:并)?[成为]?(?:一|1)项|(?<![第\d])(?:一|1)项(?:共办|就行|即可)?$|共办|不分")
_AS_ONE = re.compile(r"^\s*(?:就)?[1一]项(?:共办|就行|即可|吧)?\s*$")
"""That it is to be one item, not a row number: 1项共办."""
_CUT = re.compile(
    r"[；;。\n]+|[，,]\s*(?=第\s*\d|第[一二三四五六七八九十]|\d{1,2}\s*(?:[项条改]|拆|删)|再?[加补]一项|删)"
)
_SPLIT = re.compile(r"拆|分[成开为]|各(?:立)?一项|(?<!第)\d{1,2}项$")
_LEAD = re.compile(r"牵头|主办|负责")
_CO = re.compile(r"配合|协办|参与|协同")
_ADD, _DROP = re.compile(r"加上?|增加|补上?|再加"), re.compile(r"去掉|删|不要|减")
_NO_CO = re.compile(r"(?:没有|无|不要|不用)(?:配合|协办)?|^无$")
_TITLE = re.compile(r"(?:事项|标题|内容)(?:改[为成]|是|为)[：:“]?(?P<new>.{4,60}?)[”]?$")
_MORE = re.compile(r"^\s*(?:再|另外?)?(?:加|补|增加|补充)(?:上)?(?:一[项条]|1[项条])[：:，,]?")
_LONG = re.compile(r"长期|无时限|没有时限|常态化")
_PERPETUAL = "每月"


@dataclass(frozen=True, slots=True)
class Edited:
    """The rows after a message, and whether the message said anything about them; `unknown`: numbers not shown."""

    rows: list[Row]
    changed: bool
    unknown: tuple[int, ...] = ()


def edited(rows: Sequence[Row], said: Said, office: Office, pending: int | None = None) -> Edited:
    """Apply what a message says; `pending` is the row that was asked about, meant where none is named."""
    now, splits, gone, more, unknown = list(rows), list[int](), list[int](), list[Row](), list[int]()
    changed, target = False, [pending] if pending is not None else []
    for clause in _clauses(said):
        if (found := _MORE.match(clause.text)) is not None:
            more += extract(replace(clause, text=" " * found.end() + clause.text[found.end() :]), office)
            changed = changed or bool(more)
            continue
        named = [] if _AS_ONE.match(clause.text) else _named(_untimed(clause), len(rows))
        unknown += [at + 1 for at in named if not 0 <= at < len(rows)]
        target = [at for at in named if 0 <= at < len(rows)] or target
        if named and not target:
            continue
        if pending is not None and target and _settles(rows[pending], clause, office):
            target = [pending]  # 第4项市监局牵头, by the number that it had before another was split
        whole = target or ([0] if len(rows) == 1 else [])
        verdict = _verdict(clause.text, rows, whole, bool(named))
        if verdict == SPLIT:
            splits += [at for at in whole or _groups(rows) if len(rows[at].leads) > 1]
        elif verdict == "delete":
            gone += whole
        for at in whole if verdict is None else ():
            after = _changed(now[at], clause, office)
            changed, now[at] = changed or after != now[at], after
        if verdict == JOINT:
            for at in whole or _groups(rows):
                now[at] = replace(now[at], group=None)
            changed = True
    return _settled(now, splits, gone, more, changed, tuple(unknown))


def _settles(asked: Row, said: Said, office: Office) -> bool:
    """Whether the clause names the one of the units that were asked about as the lead."""
    units = [name for unit in said.units for name in _names(unit, office)]
    return len(asked.leads) > 1 and len(units) == 1 and units[0] in asked.leads and bool(_LEAD.search(said.text))


def _settled(
    rows: list[Row], splits: list[int], gone: list[int], more: list[Row], changed: bool, unknown: tuple[int, ...]
) -> Edited:
    found: list[Row] = []
    for at, row in enumerate(rows):
        if at not in gone:
            found += row.split() if at in splits else [row]
    return Edited([*found, *more], changed or bool(splits or gone), unknown)


def _verdict(text: str, rows: Sequence[Row], target: Sequence[int], named: bool) -> str | None:
    if _DELETE.search(text) and not _CO.search(text) and (named or len(rows) == 1):
        return "delete"
    several = [at for at in target or _groups(rows) if len(rows[at].leads) > 1]
    if several and _NOT_SPLIT.search(text) and "拆成" not in text:
        return JOINT
    return SPLIT if several and _SPLIT.search(text) else None


def _groups(rows: Sequence[Row]) -> list[int]:
    return [at for at, row in enumerate(rows) if len(row.leads) > 1]


def _changed(row: Row, said: Said, office: Office) -> Row:
    """One row after one clause."""
    if (title := _TITLE.search(said.text)) is not None:
        return replace(row, title=title["new"], requirement=None)
    units = [name for unit in said.units for name in _names(unit, office)]
    if units:
        row = _units(row, said.text, units)
    elif _CO.search(said.text) and _NO_CO.search(said.text):
        row = replace(row, co=(), vague=False)
    period = reading.period(said, False, {})
    if _LONG.search(said.text):
        return row.without_limit(str(period or _PERPETUAL))
    if (due := reading.due(said, True, {})) is not None and due != reading.PERPETUAL:
        return row.until(due)
    if period is not None:
        row = replace(row, period=str(period), limitless=row.due is None)
        return replace(row, feedback_day=reading.feedback_day(said, False, {}))
    return row


def _units(row: Row, text: str, units: Sequence[str]) -> Row:
    if _CO.search(text):
        others = [name for name in units if name != row.lead]
        if _DROP.search(text):
            others = [name for name in row.co if name not in others]
        elif _ADD.search(text):
            others = [*row.co, *others]
        return replace(row, co=tuple(dict.fromkeys(others)), vague=False)
    if _LEAD.search(text) or row.lead is None or re.search(r"改[由为成]", text):
        left = tuple(name for name in row.co if name != units[0])
        if row.leads:
            return replace(row, co=left).led_by(units[0])
        more = () if row.lead or _LEAD.search(text) else tuple(units[1:])
        return replace(row, lead=units[0], co=tuple(dict.fromkeys((*left, *more))))
    return row


def _names(unit: object, office: Office) -> list[str]:
    short, group = getattr(unit, "short", None), getattr(unit, "group", None)
    return [found.short for found in office.group(group)] if group else [short] if short else []


def _clauses(said: Said) -> list[Said]:
    """The parts of the message; a comma parts them only where another row is named behind it."""
    cuts, text = [0], said.text
    for found in _CUT.finditer(text):
        in_time = any(when.span[0] < found.start() < when.span[1] for when in said.times)
        if not in_time and not _listed(text, found.start()):
            cuts.append(found.end())
    cuts.append(len(text))
    return [part_of(said, a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _listed(text: str, at: int) -> bool:
    """A comma between numbers of a list: 删掉第1，3项."""
    before, behind = re.search(rf"第?\s*{_N}\s*$", text[:at]), re.match(rf"[，,]\s*{_N}\s*项", text[at:])
    return before is not None and behind is not None


def _untimed(said: Said) -> str:
    """The clause without its times: 国庆后第一个工作日 names no row."""
    text = said.text
    for when in said.times:
        text = text.replace(when.text, " ")
    return text


def _named(text: str, many: int) -> list[int]:
    """The rows, from 0, that a clause names."""
    if _LAST.search(text):
        return [many - 1]
    found: list[int] = []
    for match in _ITEM.finditer(text):
        words = match["a"] or match["b"]
        numbers = [_integer(word) for word in re.findall(_N, words)]
        if re.search(r"[至到-]", words) and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        found += [number - 1 for number in numbers]
    return list(dict.fromkeys(found))


def _integer(word: str) -> int:
    return int(word) if word.isdigit() else _HAN[word]
