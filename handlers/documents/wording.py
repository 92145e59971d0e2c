"""What 办文 says (domain.md 9.2, 9.5, 9.6): complete in itself, neutral, no word too many."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.documents.records import Request
from handlers.documents.store import Doc, Handed, Submission
from handlers.documents.terms import AT_ONCE, CO, LEAD, ORDERED, QUEUED, READING, UNREAD
from scheduler.clock import local
from scheduler.wording import deadline, hour, moment
from scheduler.workdays import WorkCalendar
from storage.office import Office, Person

WEEKDAYS = "一二三四五六日"
BY_THE_HOUR = timedelta(hours=48)
"""Until a 特急 limit is that near, it is counted in days like any other."""


def due_words(at: datetime, now: datetime) -> str:
    """9月24日17:30, with the year when it is another than now's."""
    year = local(at).year
    return deadline(at) if year == local(now).year else f"{year}年{deadline(at)}"


def off_day(at: datetime, calendar: WorkCalendar) -> str | None:
    """9月19日周六休息, 9月25日中秋节放假, 9月20日周日调休上班; None on an ordinary workday."""
    here = local(at)
    name = f"{here.month}月{here.day}日"
    festival = calendar.holiday_name(here.date())
    if festival:
        return f"{name}{festival}放假"
    weekday = f"周{WEEKDAYS[here.weekday()]}"
    if not calendar.is_workday(here.date()):
        return f"{name}{weekday}休息"
    return f"{name}{weekday}调休上班" if calendar.is_makeup(here.date()) else None


def due_line(doc: Doc, now: datetime, calendar: WorkCalendar, limit: str = "") -> str:
    """时限：9月19日10:00（来文要求；9月19日周六休息）."""
    if doc.due_at is None:
        return "时限：每位领导2个工作日内阅毕（默认时限）" if doc.kind == READING else "时限：未定"
    source = "，".join(part for part in (doc.due_source, limit) if part)
    hint = off_day(doc.due_at, calendar)
    return f"时限：{due_words(doc.due_at, now)}（{f'{source}；{hint}' if hint else source}）"


def caveat(doc: Doc, now: datetime, calendar: WorkCalendar) -> str | None:
    """What must be said when a limit reckoned in workdays rests on an unpublished year (SC37)."""
    said = calendar.caveat(local(now).date(), local(doc.due_at).date()) if doc.due_at else None
    if said is None or doc.due_at is None:
        return None
    end, at, days = local(doc.due_at).date(), local(now).date(), []
    while (at := calendar.next_workday(at)) <= end:
        days.append(f"{at.month}-{at.day}")
    shown = f"（{'、'.join(days)}）" if len(days) <= 5 else ""
    here = local(doc.due_at)
    said = said.replace("未发布", "尚未导入")
    return f"{said}：{here.year}年{deadline(doc.due_at)}{shown}，公布后自动重算。"


def readback(doc: Doc, now: datetime, calendar: WorkCalendar, limit: str, next_words: str) -> str:
    """Template 1: what was written, and what may be said next (domain.md C.4)."""
    lines = [
        f"已登记：{doc.no}",
        f"来文：{doc.sender}" + (f"｜{doc.doc_no}" if doc.doc_no else ""),
        f"标题：{doc.title}",
        f"缓急：{doc.urgency}{'（要件）' if doc.important else ''}　类别：{doc.kind}",
        due_line(doc, now, calendar, limit),
    ]
    warning = caveat(doc, now, calendar) if limit.endswith("工作日") or doc.stated_workdays else None
    return "\n".join([*lines, *([warning] if warning else []), next_words])


def labels(office: Office, units: list[str]) -> str:
    """区住建局、区农水局."""
    return "、".join(label(office, unit) for unit in units)


def label(office: Office, unit: str) -> str:
    """How a unit is written to people."""
    found = office.unit(unit)
    return found.label if found else unit


def contact(office: Office, userid: str) -> str:
    """张敏 8123: whom to call."""
    person = office.person(userid)
    desk = (person.desk if person else None) or office.phones.secretariat
    return f"{person.name if person else '秘书科'} {desk}"


def head(doc: Doc, otherwise: str) -> str:
    """【特急】, or another head when it is not."""
    return f"【{doc.urgency}】" if doc.urgency in AT_ONCE else f"【{otherwise}】"


def arrived(office: Office, doc: Doc, registrar: Person) -> str:
    """To the 秘书科长 when something urgent was registered."""
    limit = f"，时限{moment(doc.due_at)}（{doc.due_source}）" if doc.due_at else ""
    return (
        f"【{doc.urgency}】{doc.no}：收到{doc.sender}来文（{doc.name}），{doc.kind}{limit}。"
        f"{registrar.name}已登记，待呈送。联系人：{contact(office, doc.chaser)}。"
    )


def for_leader(office: Office, doc: Doc, leader: Person, due_at: datetime, now: datetime) -> str:
    """Template 2, to the leader's 联络员."""
    today = local(due_at).date() == local(now).date()
    by = f"今日{hour(due_at)}" if today else moment(due_at)
    if office.liaison_of(leader.userid) is None:
        return (
            f"{head(doc, '来文')}{leader.address}，您好。收到{doc.sender}来文一件（{doc.name}），已送办公桌/OA，"
            f"请您于{by}前阅示。阅毕可回复“{doc.seq}号阅毕”。联系人：{contact(office, doc.chaser)}。"
        )
    return (
        f"{head(doc, '来文')}{leader.address}收到来文一件（{doc.name}），已送办公桌/OA，请于{by}前呈阅。"
        f"来文单位：{doc.sender}。阅毕请回复“{doc.seq}号阅毕”。联系人：{contact(office, doc.chaser)}。"
    )


def transfer(office: Office, doc: Doc, *, instructed: bool) -> str:
    """Template 3, to the units."""
    why = f"区领导对来文（{doc.name}）已作批示" if instructed else f"{doc.sender}来文（{doc.name}）"
    part = f"，{labels(office, doc.co_units)}配合" if doc.co_units else ""
    by = f"，{moment(doc.due_at)}前反馈" if doc.due_at else ""
    lead = label(office, doc.lead_unit or "")
    return (
        f"{head(doc, '转办')}{why}，请{lead}牵头办理{part}{by}。请回复“签收”。联系人：{contact(office, doc.chaser)}。"
    )


def not_ours(office: Office, doc: Doc, one: Request) -> str:
    """Which unit says that which paper is not its business, and whose it is."""
    other = f"（建议由{label(office, one.suggested)}承办）" if one.suggested else ""
    return f"{doc.ref}{label(office, one.unit or '')}提出不属本单位职责{other}：{one.reason}。"


def not_ours_answers(doc: Doc, one: Request) -> str:
    """How the clerk answers."""
    return f"改派请回复“{doc.seq}号改由{one.suggested or '××局'}牵头”，不改请回复“{doc.seq}号维持原承办”。"


def route(office: Office, doc: Doc, rows: Sequence[Submission]) -> str:
    """周明远书记已阅→林知行区长（在阅）→何晓东副区长（待送）: the round of one copy, as far as it is one."""
    if doc.mode != ORDERED:
        return ""
    shown = []
    for one in rows:
        person = office.person(one.leader)
        state = {UNREAD: "在阅", QUEUED: "待送"}.get(one.state, one.state)
        shown.append(f"{person.listed if person else one.leader}（{state}）")
    return f"传阅次序：{'→'.join(shown)}。"


def left(doc: Doc, now: datetime, calendar: WorkCalendar) -> str:
    """还有2小时, 还有1个工作日, 已到时限, 已超过时限1个工作日: neutral words (domain.md 9.5)."""
    if doc.due_at is None:
        return ""
    today, end = local(now).date(), local(doc.due_at).date()
    if timedelta() <= now - doc.due_at < timedelta(minutes=1):
        return "时限已到"
    if doc.due_at > now:
        if today == end or (doc.urgency in AT_ONCE and doc.due_at - now < BY_THE_HOUR):
            return f"距时限还有{_span(doc.due_at - now)}"
        days = calendar.workdays_between(today, end)
        return f"距时限还有{days}个工作日" if days else f"距时限还有{(end - today).days}天"
    days = calendar.workdays_between(end, today)
    if doc.urgency in AT_ONCE and days == 0 and doc.due_at < now:
        return f"已超过时限{_span(now - doc.due_at)}"
    return f"已超过时限{days}个工作日" if days > 0 else "今日到期"


def chase(office: Office, doc: Doc, now: datetime, calendar: WorkCalendar, units: list[Handed]) -> str:
    """Templates 4 and 5 for papers, to whoever follows the paper up in the office."""
    if not doc.lead_unit:
        where = "尚未转办，请明确牵头单位" if doc.kind != READING else "尚未办结"
        do = f"回复“{doc.seq}号+牵头单位”转办，或“{doc.seq}号办结+结果”。"
    else:
        unsigned = [label(office, unit.unit) for unit in units if unit.signed_at is None]
        where = f"{label(office, doc.lead_unit)}{'已反馈，请核后办结' if doc.status == '已反馈' else '承办中'}"
        where += f"（{'、'.join(unsigned)}未签收）" if unsigned else ""
        do = f"可回复“{doc.seq}号办结+结果”或“把{doc.seq}号时限改成……”。"
    return f"{head(doc, '提醒')}{doc.ref}{left(doc, now, calendar)}（{moment(doc.due_at or now)}），{where}。{do}"


def chase_unit(office: Office, doc: Doc, now: datetime, calendar: WorkCalendar) -> str:
    """The same to the unit that handles it."""
    lead, who = label(office, doc.lead_unit or ""), contact(office, doc.chaser)
    return (
        f"{head(doc, '提醒')}{doc.sender}来文（{doc.name}），{lead}牵头办理，{left(doc, now, calendar)}"
        f"（{moment(doc.due_at or now)}）。请回复“收{doc.seq}号反馈+内容”；有困难请联系{who}。"
    )


def summary(office: Office, doc: Doc, now: datetime, calendar: WorkCalendar, *, propose: bool) -> str:
    """To heads and the office's leaders when a limit has passed: what, since when, who; no blame (domain.md 9.5)."""
    lead = f"{label(office, doc.lead_unit)}牵头" if doc.lead_unit else "待明确牵头单位"
    ask = "是否列入督查通报，请您定。" if propose else "请关注办理进度，如有困难请说明情况。"
    return (
        f"【提醒】{doc.ref}{left(doc, now, calendar)}（{due_words(doc.due_at or now, now)}），{lead}。"
        f"{ask}联系人：{contact(office, doc.chaser)}。"
    )


def parts(units: list[Handed], office: Office) -> str:
    """牵头区应急局（已签收）；配合区住建局（未签收）."""
    shown = []
    for part in (LEAD, CO):
        names = [f"{label(office, u.unit)}（{'已签收' if u.signed_at else '未签收'}）" for u in units if u.part == part]
        if names:
            shown.append(f"{part}{'、'.join(names)}")
    return "；".join(shown)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest or not hours else "")
