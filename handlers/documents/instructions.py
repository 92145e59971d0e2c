"""批示 (SC09): noted without its words, passed on the same day, and laid before 督查室 when it asks for something."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.documents import plans, records, route, rules, transfer, wording
from handlers.documents import slots as read
from handlers.documents.heard import Heard
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.terms import ACTION, BY_INSTRUCTION, NO_TITLE, STATED, Status
from handlers.line import Answer, Reply
from handlers.supervision.establish import Draft, propose
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline, moment
from storage.office import Person, Role
from storage.outbox import Lane
from storage.profile_types import Span

LIMITS = ("三个工作日", "写日期")
CONFIRM = ("转办", "改日期", "暂不转办")
NEED = ("需要转办", "不需要")
LONGEST_TITLE = 60
WRITE_DATE = "请写日期，例如“9月24日前”。"


def record(turn: Turn, doc: Doc, leader: Person, word: Heard) -> int:
    """Keep that there is a 批示, of which kind, and whether it is to be acted on; never what it says."""
    return records.add_instruction(
        turn.tx,
        doc.id,
        leader.userid,
        word.kind or records.BY_WORDS,
        given_on=turn.here.date(),
        task=bool(word.task),
        settled=word.task is False,
        by=turn.person.userid,
        now=turn.now,
    )


def answer(turn: Turn, doc: Doc, leader: Person, word: Heard, proxy: str, further: str) -> Reply:
    """Read back, tell whoever put the paper up, and ask what is to become of it."""
    date = turn.here.date().isoformat()
    head = f"登记批示：{doc.ref}，{leader.name} {date}{proxy}"
    if word.task is False:
        return Reply(f"{head}。{word.kind}件，不转办{further}。", about=(doc.key,))
    if word.by is None and _in_its_hands(turn, doc):
        return _urge(turn, doc, f"{head}{further}")
    _tell_chaser(turn, doc, leader)
    head = f"{head}{further}。"
    data = {"id": doc.id, "leader": leader.userid, "charge": (word.charge or leader).name, "task": bool(word.task)}
    if word.task is None and word.lead is None:
        return Reply(f"{head}是否需要转办？", options=NEED, then="need", data=data, free=True, about=(doc.key,))
    data |= {"unit": word.lead, "co": transfer.expanded(turn, word.co)}
    return _ask(turn, doc, head, data, word.by)


def _in_its_hands(turn: Turn, doc: Doc) -> bool:
    """Whether the 批示 names nobody but the unit that leads already: 请住建局抓紧."""
    named = {unit.short for unit in turn.said.units}
    return doc.status == Status.IN_HAND and named == {doc.lead_unit}


def _urge(turn: Turn, doc: Doc, head: str) -> Reply:
    """There is nobody to pass it on to: the unit hears of the 批示 and goes on."""
    records.settle(turn.tx, doc.id, turn.now)
    plans.everything(turn, doc)
    unit, contact = wording.label(turn.office, doc.lead_unit or ""), wording.contact(turn.office, doc.chaser)
    text = f"{wording.head(doc, '批示')}区领导对来文（{doc.name}）已作批示，请{unit}抓紧办理。联系人：{contact}。"
    people = [person.userid for person in turn.office.liaisons(doc.lead_unit or "")[:1]]
    told = [*people, *([doc.chaser] if doc.chaser != turn.person.userid else [])]
    key = f"{doc.key}:批示催办:{turn.now.isoformat()}"
    turn.tell(told, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key)
    return Reply(f"{head}。{unit}正在牵头办理，已转告抓紧。", about=(doc.key,))


def need(turn: Turn, given: Answer, doc: Doc) -> Reply:
    """Whether a 批示 whose words do not tell is to be passed on; naming a unit says yes."""
    if given.index == 1:
        records.settle(turn.tx, doc.id, turn.now)
        plans.everything(turn, route.after_reading(turn, doc))
        return Reply(f"好的，{doc.no}的批示不转办。", about=(doc.key,))
    return _ask(turn, doc, "", _with_units(turn, given, {**given.data, "unit": None, "co": []}), _date(given))


def _ask(turn: Turn, doc: Doc, head: str, data: Mapping[str, Any], by: datetime | None) -> Reply:
    """Ask for the lead unit, then for the limit; with both there is only the yes to give."""
    text = f"{head}\n" if head else ""
    if data["unit"] is None:
        return Reply(
            f"{text}是否转办？请回复牵头单位，或“暂不转办”。", then="order", free=True, data=data, about=(doc.key,)
        )
    lead = f"{wording.label(turn.office, data['unit'])}（牵头）"
    co = f"，{wording.labels(turn.office, list(data['co']))}配合" if data["co"] else ""
    former = (
        f"（现由{wording.label(turn.office, doc.lead_unit or '')}牵头，转办后转为配合）" if _former(doc, data) else ""
    )
    if by is None:
        ask = f"{text}是否转办 {lead}{co}？{former}办结时限？"
        return Reply(ask, options=LIMITS, then="order", free=True, data=data, about=(doc.key,))
    ask = f"{text}是否转办 {lead}{co}，{moment(by)}前反馈？{former}"
    return Reply(ask, options=CONFIRM, then="agreed", free=True, data={**data, "by": by.isoformat()}, about=(doc.key,))


def order(turn: Turn, given: Answer, doc: Doc) -> Reply:
    """The limit, or another unit, or that it is not to be passed on now."""
    if _declines(given):
        return _later(turn, doc)
    data = _with_units(turn, given, dict(given.data))
    by = _date(given)
    if given.index == 0 and data["unit"]:
        by = plans.hours(turn).due(turn.now, Span(3, "wd"))
    elif given.index == 1:
        return Reply(WRITE_DATE, then="order", free=True, data=data, about=(doc.key,))
    if by is None and "by" in data:
        by = datetime.fromisoformat(data["by"])
    if by is None or data["unit"] is None:
        return _ask(turn, doc, "", data | ({"by": by.isoformat()} if by else {}), by)
    return _pass_on(turn, doc, data, by)


def agreed(turn: Turn, given: Answer, doc: Doc) -> Reply:
    """1转办 2改日期 3暂不转办, or the change itself."""
    if given.index == 2 or _declines(given):
        return _later(turn, doc)
    data = _with_units(turn, given, dict(given.data))
    if given.index == 1:
        return Reply(WRITE_DATE, then="order", free=True, data=data, about=(doc.key,))
    by = _date(given)
    if given.index is None and by is None and given.said.yes is not True and data["unit"] == given.data["unit"]:
        return _ask(turn, doc, "没太明白。", data, datetime.fromisoformat(data["by"]))
    return _pass_on(turn, doc, data, by or datetime.fromisoformat(data["by"]))


def _pass_on(turn: Turn, doc: Doc, data: Mapping[str, Any], by: datetime) -> Reply:
    if by <= turn.now:
        return Reply(f"时限{wording.due_words(by, turn.now)}已过。{WRITE_DATE}", then="order", free=True, data=data)
    status = allowed(turn, doc, Act.TRANSFER, {"lead_unit", "due_at"})
    stated = [(by, BY_INSTRUCTION)]
    if doc.stated_due_at is not None and doc.stated_due_at > turn.now:
        stated.append((doc.stated_due_at, STATED))
    due = rules.due(
        plans.hours(turn),
        turn.office.limits.doc,
        received=doc.received_at,
        urgency=doc.urgency,
        kind=ACTION,
        title=doc.title,
        stated=stated,
    )
    co = [unit for unit in dict.fromkeys([*data["co"], *doc.units]) if unit != data["unit"]]
    values: dict[str, Any] = {"lead_unit": data["unit"], "co_units": co, "status": status, "kind": ACTION}
    values |= {"due_at": due.at, "due_source": due.source} if due else {}
    new = transfer.hand_on(turn, doc, values)
    reply = transfer.done(turn, new)
    proposed = _candidate(turn, new, data)
    if new.chaser != turn.person.userid:
        lead = wording.label(turn.office, new.lead_unit or "")
        limit = f"，{deadline(new.due_at)}前反馈" if new.due_at else ""
        told = (
            f"{wording.head(new, '转办')}{new.ref}已按批示转{lead}牵头{limit}，由{turn.person.name}办理，请跟踪催办。"
        )
        key = f"{new.key}:批示转办:{new.version}"
        turn.tell(new.chaser, told, lane=plans.lane(new, Lane.TIMELY), key=key, subject=new.key)
    return Reply(f"{reply.text}{proposed}", about=reply.about)


def _candidate(turn: Turn, doc: Doc, data: Mapping[str, Any]) -> str:
    """A 批示 that asks for something is a candidate for 督办; the 督查室主任 decides (domain.md 2.6, 3.1)."""
    given = records.instructions(turn.tx, doc.id)
    mine = next((one for one in reversed(given) if one.leader == data["leader"]), None)
    if not data["task"] or mine is None or any(one.candidate for one in given):
        return ""
    title = doc.name if doc.title == NO_TITLE else doc.title
    draft = Draft(
        title=title[:LONGEST_TITLE],
        lead_unit=doc.lead_unit or "",
        co_units=tuple(doc.co_units),
        due_at=doc.due_at,
        due_source=BY_INSTRUCTION,
        leader=data["charge"],
        basis="领导批示",
        basis_ref=doc.key,
        urgent=wording.head(doc, "") != "【】",
    )
    propose(turn, draft)
    records.make_candidate(turn.tx, mine.id, turn.now)
    names = "、".join(p.name for p in turn.office.people_with(Role.SUPERVISION_CHIEF)) or "督查室"
    return f"\n已列为督办候选，是否立项督办由{names}决定。"


def _later(turn: Turn, doc: Doc) -> Reply:
    """Not now: it comes back to the chaser the same day (即批即转、不过夜)."""
    plans.everything(turn, doc)
    return Reply(f"好的，暂不转办，当日未转的会提醒{wording.contact(turn.office, doc.chaser)}。", about=(doc.key,))


def _tell_chaser(turn: Turn, doc: Doc, leader: Person) -> None:
    """即批即转: whoever put the paper up and the 秘书科长 hear of a 批示 (domain.md 2.6). Its words are in OA only."""
    proxy = "" if turn.person.userid == leader.userid else f"，由{turn.person.name}代录"
    text = (
        f"{wording.head(doc, '批示')}{doc.ref}{leader.listed}已批示{proxy}。"
        f"请即转办（即批即转），回复“{doc.seq}号+牵头单位”。"
    )
    chiefs = [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF)]
    people = [who for who in (doc.chaser, *chiefs) if who != turn.person.userid]
    key = f"{doc.key}:批示:{leader.userid}:{turn.now.isoformat()}"
    turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key)


def _with_units(turn: Turn, given: Answer, data: dict[str, Any]) -> dict[str, Any]:
    """Units in the answer take the place of those that were asked about."""
    lead = read.lead_unit(given.said, True, {})
    if lead is not None:
        others = read.co_units(given.said, False, {"unit": lead})
        co = transfer.expanded(turn, others) if others is not None else list(data.get("co") or [])
        data |= {"unit": lead, "co": [unit for unit in co if unit != lead]}
    return data


def _date(given: Answer) -> datetime | None:
    """The limit in an answer: any date will do when one was asked for."""
    found = next((at for at in map(read.instant, given.said.times) if at is not None), None)
    return local(found) if found is not None else None


def _former(doc: Doc, data: Mapping[str, Any]) -> bool:
    return doc.lead_unit is not None and doc.lead_unit != data["unit"]


def _declines(given: Answer) -> bool:
    bare = given.said.bare
    return given.said.yes is False or bare.startswith(("不转", "暂不", "先不", "不用", "不需要", "无需"))
