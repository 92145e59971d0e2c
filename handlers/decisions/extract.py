"""议定事项 out of pasted text, as a pure function of what was understood in it (domain.md 4.7, SC16).

由(单位)牵头，(单位、单位)配合，于(时间)前完成(什么); 责成/请(单位)于…前…; (单位)…前…. What only urges is no item.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.decisions.rows import MONTHLY, NO_PERIOD, Row
from handlers.said import Said, UnitSaid, When
from handlers.supervision import reading
from storage.office import Office

_HAN = "[一二三四五六七八九十]"
_ENUMERATOR = (
    rf"[（(](?:{_HAN}{{1,3}}|\d{{1,2}})[)）]|[①-⑳]|(?<![\d.])\d{{1,2}}[.、．](?!\d)"
    rf"|(?<!{_HAN}){_HAN}{{1,3}}、|第{_HAN}+[，,项]|(?<!{_HAN}){_HAN}是"
)
_BREAK = re.compile(rf"[。；;\n]+|(?={_ENUMERATOR})")
_NUMBER = re.compile(rf"^\s*(?:{_ENUMERATOR})\s*")
_HEAD = re.compile(
    r"^\s*(?:(?:[^，,。：:]{0,24}会议?)?(?:议定事项|议定|决定|明确|确定|要求|强调|指出|研究决定|同意|原则同意|认为)"
    r"(?:如下|以下(?:事项)?)?(?:事项)?[：:，,]\s*)+"
)
_URGES = re.compile(r"强调|指出|认为|听取|学习|传达")
_EMPTY = re.compile(
    r"高度重视|统一思想|提高(?:政治)?站位|压[实紧]责任|加强(?:组织)?领导|凝心聚力|深刻认识|强化(?:责任)?担当|切实增强"
    r"|认真(?:贯彻|落实|学习)"
)
_CONCRETE = re.compile(
    r"完成|报送|报区|提交|制定|印发|出台|建成|开工|整改|排查|建立|推进|落实|办理|开展|编制|补充|巡查|上报|\d"
)
_LEAD = re.compile(
    r"\s*(?:同志)?(?:共同|分别|统筹|具体|总)?(?:牵头|负责(?!人)|主办|主责|承办|抓总)(?:负责|落实|办理|组织|推进|实施)?"
)
_CO = re.compile(r"\s*(?:等)?(?:积极|密切|做好)?(?:配合|协同|协办|参与|协助|支持)(?:做好)?(?:落实|工作|办理|推进)?")
_BY = re.compile(r"(?:责成|委托|授权|交由|由|请|要求|明确|督促|责令)\s*$")
_WITH = re.compile(r"(?:会同|联合|商|协调)\s*$")
_JOIN = re.compile(r"[、和及与\s]*(?:以及)?")
_LONG = re.compile(r"长期坚持|长期|常态化|持续")
_TIME_LEAD = re.compile(r"(?:务必|争取|力争|确保)?(?:于|在)?\s*$")
_TIME_TAIL = re.compile(r"^(?:之?前|以前|内|底前)?(?:务必|要|须|应)?")
_AND_OTHERS = re.compile(r"(?:等)?(?:、|和|及)?(?:其他)?(?:有关|相关)?(?:单位|部门)?")
_TOGETHER = re.compile(r"(?:等)?(?:共同|一起)")
_AGREED = re.compile(r"^(?:会议)?(?:原则)?(?:上)?(?:同意|审议通过|通过)(?:了)?(?=《)")
_PERIOD_ONLY = re.compile(r"每(?:两|2)?个?(?:周|星期|月|季度?)(?:底|末|前)?(?:反馈|报告|通报)(?:一次)?(?:进展|情况)?")
_FORMAL = ("请", "由", "并", "落实", "按程序", "长期坚持", "完成", "办理", "抓好落实", "会议", "尽快", "抓紧")
_VERBS = ("印发", "出台", "报送", "提交", "公布", "审议")
_VAGUE = re.compile(r"(?:其他|各)?(?:有关|相关)(?:单位|部门|镇街|镇（街道）)")
_BY_SOME = re.compile(
    rf"(?:由|责成|请){_VAGUE.pattern}(?!.{{0,4}}(?:配合|协同|协办|参与))(?:牵头|(?:分别|具体|共同)?负责)?"
)
_SEASON = re.compile(r"[今明]?[春夏秋冬]{1,2}季?[\u4e00-\u9fff]{2}")
"""秋冬季森林防火: the season belongs to the matter."""
_EDGE = " 　，,、：:；;。的"
_DATIVE = re.compile(r"^(?:(?:要|须|应|务必|抓紧|尽快|负责|继续|认真|切实|进一步)+|并|同时|按(?=[，,]))")
_TITLE, _REQUIREMENT = 60, 500
_LEAST = 4


def extract(said: Said, office: Office) -> list[Row]:
    """The items in order; text that only urges (会议强调要高度重视) yields none."""
    rows = [_row(part, office) for part in _parts(said)]
    return [row for row in rows if row is not None]


def part_of(said: Said, start: int, end: int) -> Said:
    """What was understood between two places, as if that had been said alone. Times keep their places."""
    inside = [unit for unit in said.units if start <= unit.span[0] and unit.span[1] <= end]
    moved = [replace(unit, span=(unit.span[0] - start, unit.span[1] - start)) for unit in inside]
    times = [when for when in said.times if start <= when.span[0] and when.span[1] <= end]
    people = [p for p in said.people if start <= p.span[0] and p.span[1] <= end]
    people = [replace(p, span=(p.span[0] - start, p.span[1] - start)) for p in people]
    named = {p.person.userid for p in people if p.person is not None}
    leaders = [leader for leader in said.leaders if leader.userid in named]
    text = said.text[start:end]
    return replace(said, text=text, times=times, units=moved, people=people, leaders=leaders, title=None, choice=None)


def _parts(said: Said) -> list[tuple[Said, int]]:
    """The sentences, each with the place where it begins; 书名号 and units break nothing."""
    cuts = [0]
    for found in _BREAK.finditer(said.text):
        inside = any(unit.span[0] < found.start() < unit.span[1] for unit in said.units)
        inside = inside or any(when.span[0] < found.start() < when.span[1] for when in said.times)
        quoted = said.text.count("《", 0, found.start()) > said.text.count("》", 0, found.start())
        if not inside and not quoted:
            cuts.append(found.end())
    cuts.append(len(said.text))
    return [(part_of(said, a, b), a) for a, b in pairwise(cuts) if said.text[a:b].strip(_EDGE)]


def _row(part: tuple[Said, int], office: Office) -> Row | None:
    said, start = part
    begins = _NUMBER.match(said.text)
    skip = begins.end() if begins else 0
    head = _HEAD.match(said.text[skip:])
    if head is not None:
        skip += head.end()
        again = _NUMBER.match(said.text[skip:])
        skip += again.end() if again else 0
    said, start = part_of(_unshifted(said, start), start + skip, start + len(said.text)), start + skip
    urges = head is not None and _URGES.search(head[0]) is not None
    gone = [False] * len(said.text)
    lead, strong = _leads(said, gone)
    co = _partners(said, gone, lead)
    when = _limit(said, start, gone)
    long = _LONG.search(said.text)
    vague = not lead and _vague_lead(said, gone)
    if not (lead or vague) and not (said.leaders and _LEAD.search(said.text)) and not _open_lead(said, gone):
        return None
    concrete = vague or _CONCRETE.search(said.text) is not None
    timed = when is not None or long is not None
    if not strong and not (timed and concrete and not urges):
        return None
    if (urges and not (strong and concrete)) or (_EMPTY.search(said.text) and not timed and not concrete):
        return None
    return _made(said, office, gone, lead, co, when)


def _unshifted(said: Said, start: int) -> Said:
    """The sentence with its places as in the whole text again, so that it can be cut once more."""
    units = [replace(unit, span=(unit.span[0] + start, unit.span[1] + start)) for unit in said.units]
    people = [replace(p, span=(p.span[0] + start, p.span[1] + start)) for p in said.people]
    return replace(said, text=" " * start + said.text, units=units, people=people)


def _made(
    said: Said, office: Office, gone: list[bool], lead: Sequence[UnitSaid], co: Sequence[UnitSaid], when: When | None
) -> Row | None:
    vague = [found.span() for found in _VAGUE.finditer(said.text) if not gone[found.start()]]
    for first, last in vague:
        after = _CO.match(said.text, last)
        _strike(gone, first, after.end() if after else last)
    leaders = [p for p in said.people if p.person in said.leaders]
    for p in leaders:
        role = _LEAD.match(said.text, p.span[1])
        if role is not None:
            by = _BY.search(said.text[: p.span[0]])
            _strike(gone, by.start() if by else p.span[0], role.end())
    title = _title(said.text, gone)
    if len(title) < _LEAST:
        return None
    names = [name for unit in lead for name in _names(unit, office)]
    group = next((unit.group for unit in lead if unit.group), None)
    taking = [name for unit in co for name in _names(unit, office) if name not in names[:1]]
    limit = reading.instant(when) if when is not None and not when.ambiguous else None
    limit = limit if limit is not None and limit > said.now else None
    limitless = limit is None and when is None and (_LONG.search(said.text) is not None)
    period = str(reading.period(said, False, {}) or NO_PERIOD)
    return Row(
        title=title[:_TITLE] if len(title) <= _TITLE else title[: _TITLE - 1] + "…",
        lead=names[0] if len(names) == 1 else None,
        leads=tuple(dict.fromkeys(names)) if len(names) > 1 else (),
        group=group,
        co=tuple(dict.fromkeys(taking)),
        due=limit.isoformat() if limit else None,
        limitless=limitless or (limit is None and when is None and period != NO_PERIOD),
        period=period if period != NO_PERIOD else (MONTHLY if limitless else NO_PERIOD),
        feedback_day=reading.feedback_day(said, False, {}),
        leader=leaders[0].person.name if leaders and leaders[0].person else None,
        vague=bool(vague),
        requirement=title[:_REQUIREMENT] if len(title) > _TITLE else None,
    )


def _leads(said: Said, gone: list[bool]) -> tuple[list[UnitSaid], bool]:
    """The unit or units that answer for it, and whether the words say so; struck out of the text."""
    known = [unit for unit in said.units if unit.short or unit.group or unit.candidates]
    runs = _runs(said.text, sorted(known, key=lambda unit: unit.span[0]))
    for run in runs:
        role = _LEAD.match(said.text, run[-1].span[1])
        if role is not None:
            by = _BY.search(said.text[: run[0].span[0]])
            _strike(gone, by.start() if by else run[0].span[0], role.end())
            return run, True
    for run in runs:
        by = _BY.search(said.text[: run[0].span[0]])
        if by is not None and not _CO.match(said.text, run[-1].span[1]):
            _strike(gone, by.start(), run[-1].span[1])
            return run, True
    if runs and not said.text[: runs[0][0].span[0]].strip(_EDGE) and not _CO.match(said.text, runs[0][-1].span[1]):
        _strike(gone, runs[0][0].span[0], runs[0][-1].span[1])
        return runs[0], False
    return [], False


def _vague_lead(said: Said, gone: list[bool]) -> bool:
    """由有关单位抓好……: somebody is to do it; who leads, is asked."""
    found = _BY_SOME.search(said.text)
    if found is not None:
        _strike(gone, found.start(), found.end())
    return found is not None


def _open_lead(said: Said, gone: list[bool]) -> bool:
    """由区大数据中心牵头: somebody answers for it whom the address book does not know; who, is asked."""
    found = re.search(r"(?:由|责成|请)?[\u4e00-\u9fff]{2,16}?(?:牵头|负责(?!人)|主办)", said.text)
    if found is None or any(gone[found.start() : found.end()]):
        return False
    if re.search(r"由|责成|[局办委处中心镇街集团公司院所](?:牵头|负责|主办)", found[0]) is None:
        return False
    _strike(gone, found.start(), found.end())
    return True


def _partners(said: Said, gone: list[bool], lead: Sequence[UnitSaid]) -> list[UnitSaid]:
    """Those who take part; struck out of the text."""
    units = sorted((u for u in said.units if (u.short or u.group) and u not in lead), key=lambda u: u.span[0])
    found: list[UnitSaid] = []
    for run in _runs(said.text, units):
        before = _WITH.search(said.text[: run[0].span[0]])
        vague = re.compile(r"(?:等)?(?:、|和|及)?(?:其他)?(?:有关|相关)?(?:单位|部门)?").match(
            said.text, run[-1].span[1]
        )
        role = _CO.match(said.text, vague.end() if vague else run[-1].span[1])
        role = role or _TOGETHER.match(said.text, run[-1].span[1])
        second = _LEAD.match(said.text, run[-1].span[1])
        if before is None and role is None and second is None:
            continue
        found += run
        by = _BY.search(said.text[: run[0].span[0]])
        ends = (role or second) or None
        start = before.start() if before else by.start() if by else run[0].span[0]
        _strike(gone, start, ends.end() if ends else run[-1].span[1])
    return found


def _runs(text: str, units: Sequence[UnitSaid]) -> list[list[UnitSaid]]:
    """Units joined by 、 or 和, together."""
    runs: list[list[UnitSaid]] = []
    for unit in units:
        if runs and _JOIN.fullmatch(text[runs[-1][-1].span[1] : unit.span[0]]):
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _limit(said: Said, start: int, gone: list[bool]) -> When | None:
    """The time limit; struck out with the words around it."""
    fitting = [when for when in said.times if when.rrule is None and (when.deadline or when.kind in ("date", "range"))]
    fitting = [when for when in fitting if when.deadline or not _SEASON.match(said.text, when.span[0] - start)]
    fitting = [when for when in fitting if when.deadline or when.end or when.start]
    if not fitting:
        return None
    best = max(fitting, key=lambda when: (when.deadline, when.span[0]))
    first, last = best.span[0] - start, best.span[1] - start
    lead, tail = _TIME_LEAD.search(said.text[:first]), _TIME_TAIL.match(said.text[last:])
    _strike(gone, lead.start() if lead else first, last + (tail.end() if tail else 0))
    return best


def _title(text: str, gone: Sequence[bool]) -> str:
    """What is left of the sentence: the matter itself."""
    left = "".join("，" if struck else sign for sign, struck in zip(text, gone, strict=True))
    clauses = [_AGREED.sub("", _DATIVE.sub("", part.strip(_EDGE)).strip(_EDGE)) for part in re.split(r"[，,]+", left)]
    clauses = [re.sub(r"^(?:长期坚持|长期|持续)(?=.{4})", "", clause) for clause in clauses if len(clause) > 1]
    clauses = [clause for clause in clauses if clause not in _FORMAL and not _PERIOD_ONLY.fullmatch(clause)]
    if len(clauses) > 1 and clauses[-1] in _VERBS and clauses[-2].startswith("《"):
        clauses[-2:] = [clauses[-1] + clauses[-2]]
    return "，".join(clauses)


def _names(unit: UnitSaid, office: Office) -> list[str]:
    if unit.group:
        return [found.short for found in office.group(unit.group)]
    return [unit.short] if unit.short else list(unit.candidates)


def _strike(gone: list[bool], first: int, last: int) -> None:
    for place in range(max(0, first), min(len(gone), last)):
        gone[place] = True
