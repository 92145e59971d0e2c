"""What a message says about a task, as pure functions of Said; the values are JSON (handlers/line.py Slots)."""

import re
from datetime import datetime, time, timedelta

from handlers.line import Slots
from handlers.said import Said, UnitSaid, When
from handlers.supervision.lights import CLOSE_OF_DAY
from handlers.supervision.matter import in_its_name, matter, taken_up, without_lead
from handlers.supervision.sources import default_days
from handlers.supervision.tables import TEXT_LENGTH
from handlers.supervision.terms import Period, said_number
from scheduler.clock import SHANGHAI, local

PERPETUAL = "长期"
LONGEST_TITLE = 60

_LEAD = re.compile(r"牵头|主办|主责|(?<!人)负责(?!人)")
_CO = re.compile(r"配合|协办|协同|参与|协助")
_NAMED_LEAD = re.compile(r"(?:牵头|主办|主责|责任)单位(?:是|为)?[：: ]?")
_NAMED_CO = re.compile(r"(?:配合|协办|协同|参与)单位(?:是|为|有)?[：: ]?")
_JOINED = re.compile(r"[、和及与\s]*")
_BY = re.compile(r"(?:由|请|责成|[：:，,。；;\s])*")
_CLAUSE_END = re.compile(r"[，,。；;\n]")
_TITLE_END = re.compile(r"[，,。；;\n]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_START = re.compile(
    r"(?:立项督办|督办立项|拟立项|建议立项|申请立项|立[一个]*项|新增督办|列入督办|纳入督办|新建督办|交办(?!的))"
    r"(?:事项|任务|一项|一件|一个|一下|为)*[：:，, ]*(?:(?:督办)?事项[：:])?"
)
_PART = re.compile(r"(?:分项|子项|子任务|分解|拆出)[：:，, ]*")
_ONLY_SOURCE = re.compile(
    r"(?:民生实事|年度重点工作|(?:政府)?工作报告|巡[察视]整改|信访.{0,4}|.{0,8}(?:交办|批示|部署|议定|要求)(?:的|事项)?"
    r"|(?:根据|按照|依据|来源|按).*|.*反映|最急|特急)"
)
_NOT_TITLE = re.compile(
    r"默认|责任单位|承办单位|负责$|牵头|主办|配合|协办|责任领导|完成标准|时限|长期坚持|每[周月季]|^(?:特急|加急)$"
)
_BY_WHEN = re.compile(r"^(?:于|在)?[\d年月日号底末初上中下旬国庆节春元旦一二三四五六七八九十季度]{2,14}(?:之?前|内)")
_STANDARD = re.compile(r"(?:完成标准|成果形式|办理要求)(?:是|为)?[：: ]?([^。；;\n]+)")
_DONE_BY = re.compile(r"前[，,]?((?:完成|取得|报|提交|建成|印发|出台|开工|通过)[^，,。；;\n]{2,60})")
_LONG = re.compile(r"长期坚持|常态化|长期|没有时限|无时限|不设时限")
_PERIODS = (
    (re.compile(r"每(?:两|2|隔)个?(?:周|星期)|双周|隔周"), Period.BIWEEKLY),
    (re.compile(r"每(?:周|星期)|周报"), Period.WEEKLY),
    (re.compile(r"每(?:个)?月|月报"), Period.MONTHLY),
    (re.compile(r"每(?:个)?季"), Period.QUARTERLY),
)
_RESULT = (
    ("基本完成", "基本完成"),
    ("取得阶段", "取得阶段成果"),
    ("阶段性成果", "取得阶段成果"),
    ("无法完成", "无法完成"),
)
_BASIS = re.compile(r"(?:立项)?依据(?:是|为)?[：: ]?([^，,。；;\n]{4,80})")


def task_no(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return said_number(said)


def title(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The matter in one sentence: in 书名号, or the first clause after 立项 that is about nothing else."""
    if said.title and len(said.title) <= LONGEST_TITLE:
        return said.title
    if taken := taken_up(said):
        return taken
    start = _START.search(said.text)
    rest = said.text[start.end() :] if start else (said.bare if asked else "")
    for clause in _TITLE_END.split(rest):
        words = without_lead(said, _BY_WHEN.sub("", clause.strip(' “”"《》：:')))
        if _is_title(said, words):
            return words
    found = None if asked else matter(said)
    found = without_lead(said, found) if found else None
    return found if found and len(found) <= LONGEST_TITLE else None


def part_title(said: Said, asked: bool, slots: Slots) -> str | None:
    """The matter of a sub-item: the first clause behind 分项."""
    start = _PART.search(said.text)
    rest = said.text[start.end() :] if start else (said.bare if asked else "")
    for clause in _CLAUSE_END.split(rest):
        words = _BY_WHEN.sub("", clause.strip(' “”"《》：:'))
        if _is_title(said, words):
            return words
    return None


def _is_title(said: Said, words: str) -> bool:
    """Whether a clause says what is to be done, not by whom, until when or because of what."""
    if not 4 <= len(words) <= LONGEST_TITLE or _NOT_TITLE.search(words) or _ONLY_SOURCE.fullmatch(words):
        return False
    return not _is_unit(said, words)


def _is_unit(said: Said, words: str) -> bool:
    for unit in said.units:
        words = words.replace(unit.text, "")
    return not words.strip("、和与及 ")


def lead_unit(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The one lead unit: the last before 牵头, the first after 牵头单位, a unit that is a clause of its own."""
    units = [unit for unit in said.units if unit.short]
    named = _NAMED_LEAD.search(said.text)
    if named:
        return next((unit.short for unit in units if unit.span[0] == named.end()), None)
    role = _LEAD.search(said.text)
    if role:
        group = _group_before(said.text, units, role.start())
        return group[0] if len(group) == 1 else None
    own_clause = [unit for unit in units if _stands_alone(said.text, unit)]
    if asked and not own_clause:
        own_clause = [unit for unit in units if unit.span[0] <= 1 or len(units) == 1]
    return own_clause[0].short if len(own_clause) == 1 else None


def co_units(said: Said, _asked: bool, slots: Slots) -> list[str] | None:
    """The units that take part; a group of units (各镇街) stays a group until the task is made."""
    units = [unit for unit in said.units if unit.short or unit.group]
    named, role = _NAMED_CO.search(said.text), _CO.search(said.text)
    if named:
        found = _group_after(said.text, units, named.end())
    elif role:
        found = _group_before(said.text, units, role.start())
    else:
        return None
    return [unit for unit in dict.fromkeys(found) if unit != slots.get("unit")] or None


def _group_before(text: str, units: list[UnitSaid], end: int) -> list[str]:
    """Units joined by 、 or 和 that end right before a word."""
    found: list[str] = []
    for unit in sorted(units, key=lambda u: -u.span[0]):
        if unit.span[1] <= end and _JOINED.fullmatch(text[unit.span[1] : end]):
            found.insert(0, unit.short or unit.group or "")
            end = unit.span[0]
    return found


def _group_after(text: str, units: list[UnitSaid], start: int) -> list[str]:
    found: list[str] = []
    for unit in sorted(units, key=lambda u: u.span[0]):
        if unit.span[0] >= start and _JOINED.fullmatch(text[start : unit.span[0]]):
            found.append(unit.short or unit.group or "")
            start = unit.span[1]
    return found


def _stands_alone(text: str, unit: UnitSaid) -> bool:
    before = re.split(_CLAUSE_END, text[: unit.span[0]])[-1]
    after = re.split(_CLAUSE_END, text[unit.span[1] :])[0]
    return not after.strip() and bool(_BY.fullmatch(before))


def due(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The time limit as ISO 8601 with +08:00, or 长期. One that has passed, or could be two days, is asked for."""
    if _LONG.search(said.text):
        return PERPETUAL
    if _slots.get("by_default"):
        return _evening(local(said.now) + timedelta(days=default_days(_slots.get("source_kind")))).isoformat()
    for when in sorted(
        (when for when in said.times if not (_repeats(said, when) or in_its_name(said, when))),
        key=lambda w: not w.deadline,
    ):
        at = None if when.ambiguous and not asked else instant(when)
        if at is not None and at > said.now:
            return at.isoformat()
    return None


def _repeats(said: Said, when: When) -> bool:
    """每周二前 is when to report, not a limit."""
    return when.kind == "set" or when.rrule is not None or said.text[: when.span[0]].endswith(("每", "隔", "双"))


def instant(when: When) -> datetime | None:
    """The moment that a time expression sets as a limit; a day ends at 17:30 (domain.md 9.2)."""
    if when.kind in ("set", "time", "duration") and not when.deadline:
        return None
    if when.deadline and when.end is not None:
        return local(when.end)
    if when.kind == "range" and when.end is not None:
        last = local(when.end - timedelta(seconds=1))
        return _evening(last) if when.grain in ("day", "week", "month", "quarter", "year") else local(when.end)
    if when.start is None:
        return None
    return _evening(local(when.start)) if when.grain == "day" else local(when.start)


def _evening(day: datetime) -> datetime:
    return datetime.combine(day.date(), time(CLOSE_OF_DAY.hour, CLOSE_OF_DAY.minute), SHANGHAI)


_REQUIREMENT = re.compile(r"(?:办理要求|工作要求|具体要求)(?:是|为)?[：: ]?([^。；;\n]+)")
_HANDLER = re.compile(r"承办人(?:是|为)?[：: ]?([\u4e00-\u9fff]{2,4})")
_WEEKDAY = re.compile(r"(?:每|两|隔|双)(?:个)?(?:周|星期)([一二三四五六日天])")
_MONTHDAY = re.compile(r"每(?:个)?(?:月|季(?:度)?首月)(?:的)?(\d{1,2})[日号]|每(?:个)?(?:月|季度?)(末|底)")


def requirement(said: Said, _asked: bool, _slots: Slots) -> str | None:
    found = _REQUIREMENT.search(said.text)
    return found[1].strip()[:TEXT_LENGTH] if found else None


def handler(said: Said, _asked: bool, _slots: Slots) -> str | None:
    found = _HANDLER.search(said.text)
    return found[1] if found else None


def feedback_day(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """每周二前 → 周二; 每月10日前 → 10日; 每月底 → 月末: the task's own day (domain.md 3.3)."""
    if (week := _WEEKDAY.search(said.text)) is not None:
        return f"周{week[1].replace('天', '日')}"
    month = _MONTHDAY.search(said.text)
    if month is None:
        return None
    return f"{int(month[1])}日" if month[1] else "月末"


def leader(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """责任领导, when exactly one leader is named."""
    return said.leaders[0].name if len(said.leaders) == 1 else None


def standard(said: Said, _asked: bool, _slots: Slots) -> str | None:
    found = _STANDARD.search(said.text) or _DONE_BY.search(said.text)
    return found[1].strip()[:TEXT_LENGTH] if found else None


def basis(said: Said, _asked: bool, _slots: Slots) -> str | None:
    found = _BASIS.search(said.text)
    return found[1].strip() if found else None


def period(said: Said, _asked: bool, _slots: Slots) -> str | None:
    found = next((value for pattern, value in _PERIODS if pattern.search(said.text)), None)
    return found or (Period.MONTHLY if _LONG.search(said.text) else None)


def urgency(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return "特急" if said.urgency in ("特急", "特提") else None


def result_kind(text: str) -> str:
    """完成情况 of an application for 办结 (domain.md 3.3)."""
    return next((kind for word, kind in _RESULT if word in text), "已完成")
