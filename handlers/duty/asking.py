"""今晚谁值班: names and the desk phone; several days only within the office (domain.md 6.2)."""

import re
from datetime import date, datetime

from handlers.duty import rules, store, wording
from handlers.duty.store import Shift
from handlers.line import Reply
from handlers.policy import Area, Right, may
from handlers.said import When
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day as day_words
from storage.office import Person, Role

MOST_DAYS = 31
_MINE = re.compile(
    r"(?:^|[^给替])我(?:的|.{0,4}(?:什么时候|哪天|几号|哪几天|下次|有没有|这[周个]|下[周个]|本[周月])).{0,8}(?:值班|班)|值班.{0,4}我"
)
_HOLIDAY = re.compile(r"国庆|中秋|春节|元旦|五一|劳动节|清明|端午|假期|长假|节日|过年")
_WHEN_DUE = re.compile(
    r"(?:什么时候|何时|几号|哪天|多久|啥时候|截止).{0,4}[报交排]|[报交]到?(?:什么时候|何时|几号|哪天)"
)
_NIGHT = re.compile(r"晚|夜")
_DAYTIME = re.compile(r"白天|白班|上午|下午")
_NOW = re.compile(r"现在|目前|这会儿|当前|此刻|正在")
_PHONE = re.compile(r"(?:值班)?(?:室|的)?(?:电话|号码|座机)")


def staff(turn: Turn, person: Person) -> bool:
    """Whether the whole roster may be shown: people of the office, not of units."""
    return may(person, Right.READ_ALL, Area.DUTY) or person.unit == turn.office.own.short or person.has(Role.LEADER)


def ask(turn: Turn) -> Reply:
    """Who is on duty then; without a time, now and tonight."""
    text = turn.said.text
    if _MINE.search(text):
        return _mine(turn)
    when = next((one for one in turn.said.times if one.start or one.end), None)
    if when is None or _NOW.search(text):
        if _PHONE.search(text) and "谁" not in text:
            return Reply(f"区值班室电话：{wording.phone(turn)}（24小时）。{_now_words(turn)}")
        return Reply(_now_words(turn) or _none(turn, turn.here.date()))
    first, last = days_of(turn, when)
    if first != last:
        return _several(turn, first, last)
    return _one_day(turn, first)


def days_of(turn: Turn, when: When) -> tuple[date, date]:
    """The days that are meant; a festival means all its days off."""
    start, end = when.start or when.end, when.end
    if start is None:
        return turn.here.date(), turn.here.date()
    first = last = local(start).date()
    if when.kind == "range" and end is not None:
        last = max(first, _last_day(end))
    if first == last and _HOLIDAY.search(turn.said.text) and turn.calendar.holiday_name(first):
        block = rules.holiday(first, turn.calendar)
        return block[0], block[-1]
    return first, last


def _last_day(end: datetime) -> date:
    here = local(end)
    return here.date() - rules.ONE_DAY if (here.hour, here.minute) == (0, 0) else here.date()


def _now_words(turn: Turn) -> str:
    shift = store.at(turn.tx, turn.now)
    lines = [f"现在值班：{wording.crew(turn.office, shift)}；电话：{wording.phone(turn)}。"] if shift else []
    later = [one for one in store.between(turn.tx, turn.here.date(), turn.here.date()) if one.starts > turn.now]
    lines += [f"今晚值班：{wording.crew(turn.office, one)}；电话：{wording.phone(turn)}。" for one in later[-1:]]
    return "\n".join(lines)


def _one_day(turn: Turn, day: date) -> Reply:
    text = turn.said.text
    found = store.between(turn.tx, day, day)
    if _NIGHT.search(text):
        found = [one for one in found if one.kind != rules.DAY]
    elif _DAYTIME.search(text):
        found = [one for one in found if one.kind != rules.NIGHT]
    if not found:
        return Reply(_none(turn, day))
    if day == turn.here.date() and len(found) == 1 and found[0].kind == rules.NIGHT:
        return _shown(turn, [f"今晚值班：{wording.crew(turn.office, found[0])}；电话：{wording.phone(turn)}。"], found)
    lines = [f"{wording.title(one)}：{wording.crew(turn.office, one)}" for one in found]
    return _shown(turn, [*lines, f"值班电话：{wording.phone(turn)}。"], found)


def _several(turn: Turn, first: date, last: date) -> Reply:
    if not staff(turn, turn.person):
        return Reply(
            f"多日值班表只供办公室内部查看。查某一天请说“{first.month}月{first.day}日谁值班”；"
            f"区值班室电话{wording.phone(turn)}（24小时）。"
        )
    if _WHEN_DUE.search(turn.said.text) and turn.calendar.holiday_name(first):
        due = turn.calendar.add_workdays(first, -rules.HOLIDAY_WORKDAYS)
        return Reply(f"{day_words(first)}至{day_words(last)}的值班表请于{day_words(due)}前排定报送（节前3个工作日）。")
    last = min(last, first + MOST_DAYS * rules.ONE_DAY)
    found = store.between(turn.tx, first, last)
    if not found:
        return Reply(
            f"{day_words(first)}至{day_words(last)}还没有排班，请联系行政科。值班电话：{wording.phone(turn)}。"
        )
    lines = [f"{wording.title(one)}：{wording.crew(turn.office, one)}" for one in found]
    known = {one.day for one in found}
    gaps = [day for day in rules.days(first, last) if day not in known]
    if gaps:
        lines.append(f"未排：{'、'.join(f'{day.month}月{day.day}日' for day in gaps)}")
    return _shown(turn, [*lines, f"值班电话：{wording.phone(turn)}。"], found)


def _mine(turn: Turn) -> Reply:
    found = store.of_person(turn.tx, turn.person.userid, turn.now)
    if not found:
        return Reply("近期没有您的值班安排。")
    lines = [f"{wording.when(one)}（{wording.crew(turn.office, one)}）" for one in found]
    return _shown(turn, ["您的值班安排：", *lines, "要换班请先找好替班人，回复“换班 日期 找某某替”。"], found)


def _shown(_turn: Turn, lines: list[str], found: list[Shift]) -> Reply:
    return Reply("\n".join(lines), about=tuple(one.key for one in found[:1]))


def _none(turn: Turn, day: date) -> str:
    return f"{day_words(day)}还没有录入值班安排。区值班室电话：{wording.phone(turn)}（24小时）。"
