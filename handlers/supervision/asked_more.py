"""What a message says about more time, cards and side exits, as pure functions of Said (domain.md 3.2, 3.6, 3.7)."""

import re
from datetime import datetime, timedelta

from handlers.line import Slots
from handlers.said import Said, When
from handlers.supervision.lights import CLOSE_OF_DAY
from handlers.supervision.reading import instant
from handlers.supervision.records import RED, YELLOW
from handlers.supervision.tables import TEXT_LENGTH
from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar

_REASON = re.compile(
    r"(?:(?:申请|延期|发牌|暂缓|中止|终止|撤回|转出|合并)?(?:原因|理由)(?:是|为)?|因为|由于|[，,。 ]因(?![此为]))"
    r"[：:，, ]*"
    r"(?P<why>[^，,。；;\n]+(?:[，,](?!\s*(?:目前|现|当前|已|进展|申请|拟))[^，,。；;\n]+)*)"
)
_SO_FAR = re.compile(
    r"(?:(?:目前|当前|现阶段|截至目前)(?:的)?(?:进展|情况)?|(?:现有)?进展(?:情况)?)(?:是|为)?[：:，, ]*"
    r"(?P<what>[^。；;\n]+)"
    r"|[，,。；; ](?P<done>现?已(?:经)?[^。；;\n]+)"
)
_MORE_DAYS = re.compile(
    r"(?:延期?|延长|再给|推迟|宽限|顺延)[^\d一二两三四五六七八九十]{0,4}(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*"
    r"(?P<unit>个?工作日|天|日(?!前)|个?星期|周|个月)"
)
_VERDICT = re.compile(
    r"^\s*(?:[这那它]个?(?:项|件)?)?(?:督?[〔\[（(]?[\d〔〕\[\]]{0,12}号?)?(?:的)?(?:延期)?[，,：: ]*"
    r"(?:(?P<no>不(?:能)?同意|不(?:能)?批准|不予|不(?:能)?批|驳回)|(?P<yes>(?:只|仅|最多)?(?:能)?(?:同意|批准|准予)|可以延)"
    r"|(?P<date>改(?:期|日期)?(?:到|至|成|为)|(?:最多|只能|就)?延(?:期)?[到至]|最多(?:到|给)))"
)
_NOT_THIS = re.compile(r"立项|办结|退办|请假|替会|退文|签发|转办")
_CLAUSES = re.compile(r"[，,。；;\n]")
_ABOUT = re.compile(
    r"延期|延长|延到|延至|宽限|推迟|\d号|申请|督办|目前|进展|[黄红]牌|发牌|中止|终止|转出|转由|恢复|合并|并入"
)
_AROUND_DATE = re.compile(r"[\s，,。.！!~～]|不对|还是|就|改?[到至为成在是]|延期?|申请|之?前|以前|吧|呢|的")
_DIGITS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_LEAST = 2
_COLOUR = re.compile(r"(?P<red>红)(?:色)?(?:牌|督办单)|黄(?:色)?(?:牌|督办单)")
_AFTER_COLON = re.compile(r"[：:]\s*(?P<text>.+)$", re.S)


def new_date(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The new limit: the last moment that is named before the reason begins, as ISO 8601."""
    reason = _REASON.search(said.text)
    end = reason.start() if reason else len(said.text)
    found = [when for when in said.times if when.span[0] < end] or [when for when in said.times if _asked]
    moments = [at for at in (_moment(said, when) for when in found) if at is not None]
    return local(moments[-1]).isoformat() if moments else None


def _moment(said: Said, when: When) -> datetime | None:
    """The moment that is named; of several readings the only one that is yet to come (16号, said on the 18th)."""
    if not when.ambiguous:
        return instant(when)
    ahead = [one.start for one in when.candidates if one.start is not None and one.start > said.now]
    return datetime.combine(local(ahead[0]).date(), CLOSE_OF_DAY, SHANGHAI) if len(ahead) == 1 else None


def longer(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """延10天, 延期5个工作日: 10d, 5wd; the day depends on the limit of the task."""
    found = _MORE_DAYS.search(said.text)
    if found is None:
        return None
    n = int(found["n"]) if found["n"].isdigit() else sum(_DIGITS[char] for char in found["n"])
    unit = found["unit"]
    if "工作日" in unit:
        return f"{n}wd"
    return f"{n * (7 if '周' in unit or '星期' in unit else 30 if '月' in unit else 1)}d"


def later(calendar: WorkCalendar, due: datetime, longer: str) -> datetime:
    """再延5个工作日, 延10天, counted from the limit as it is."""
    days, day = int(longer.rstrip("wd")), local(due).date()
    day = calendar.add_workdays(day, days) if longer.endswith("wd") else day + timedelta(days=days)
    return datetime.combine(day, CLOSE_OF_DAY, SHANGHAI)


def why(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The reason: behind 原因, or a clause that is about nothing else."""
    found = _REASON.search(said.text)
    if found is not None:
        return found["why"].strip("，,。 ")[:TEXT_LENGTH] or None
    if asked:
        return said.bare[:TEXT_LENGTH] if len(said.bare) >= _LEAST and said.yes is None else None
    spans = [when.span for when in said.times]
    start = 0
    for clause in _CLAUSES.split(said.text):
        end = start + len(clause)
        timed = any(start <= first < end for first, _ in spans)
        words = clause.strip()
        if len(words) > _LEAST + 1 and not timed and not _ABOUT.search(words) and not words.startswith(("已", "现")):
            return words[:TEXT_LENGTH]
        start = end + 1
    return None


def only_time(said: Said) -> bool:
    """Whether a date is all that is said: 10月12日吧 gives neither a reason nor progress."""
    left = said.text
    for start, end in (when.span for when in said.times):
        left = left[:start] + " " * (end - start) + left[end:]
    return bool(said.times) and not _AROUND_DATE.sub("", left)


def begins_with_reason(said: Said) -> bool:
    """因为省厅批复还没下来, whatever was asked for."""
    return _REASON.match(said.text) is not None


def so_far(said: Said, asked: bool, _slots: Slots) -> str | None:
    """How far the task has come."""
    found = _SO_FAR.search(said.text)
    if found is not None:
        return (found["what"] or found["done"]).strip("，,。 ")[:TEXT_LENGTH] or None
    if begins_with_reason(said):
        return None
    return said.bare[:TEXT_LENGTH] if asked and len(said.bare) >= _LEAST and said.yes is None else None


def verdict(said: Said) -> bool | None:
    """What 同意, 不同意, 改到… say about a request for more time; None when it is about something else."""
    found = _VERDICT.match(said.text)
    if found is None or _NOT_THIS.search(said.text):
        return None
    return found["no"] is None


def colour(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """黄牌 or 红牌."""
    found = _COLOUR.search(said.text)
    return None if found is None else RED if found["red"] else YELLOW


def behind_colon(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The words behind the first colon: 0123号红牌说明：…"""
    found = _AFTER_COLON.search(said.text)
    return found["text"].strip()[:TEXT_LENGTH] if found else None


def reason_or_rest(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The reason of a side exit: behind 理由, or the last clause."""
    return why(said, False, {})
