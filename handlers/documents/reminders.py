"""What happens when a reminder of 办文 falls due: look whether it is still owed, say so once, plan the next step."""

from handlers.documents import plans, records, route, store, wording
from handlers.documents.ladder import Hears
from handlers.documents.plans import (
    LINE,
    NOT_PASSED_ON,
    ON_HOLD,
    PUT_UP,
    REPEAT,
    TO_SEND,
    UNDECIDED,
    UNREAD_BY,
    UNSIGNED,
)
from handlers.documents.store import Doc
from handlers.documents.terms import AT_ONCE, BEFORE_SUBMISSION, OVER, UNREAD, Status
from scheduler.desk import Desk
from scheduler.wording import day, deadline, moment
from storage.office import Role
from storage.outbox import Lane
from storage.reminders import Reminder

READ_AGAIN = 2
"""Workdays between two words about an unread paper: the stop of one reader (domain.md J.2 ③)."""
HEAD_FROM = 3
"""From which reminder on the head of a unit hears that nobody has signed."""


def chase(desk: Desk, reminder: Reminder) -> None:
    """A step of the chase ladder."""
    doc = _paper(desk, reminder)
    if doc is None or doc.due_at is None:
        return
    hears = [Hears(word) for word in reminder.data["hears"]]
    units = store.handed(desk.tx, doc.id)
    calendar, office = desk.calendar, desk.office
    inside = [doc.chaser] if Hears.CHASER in hears or not doc.lead_unit or doc.status == Status.REPORTED else []
    if Hears.CHIEF in hears:
        inside += [p.userid for p in office.people_with(Role.SECRETARY_CHIEF)]
    _tell(desk, reminder, doc, inside, wording.chase(office, doc, desk.now, calendar, units))
    if doc.status != Status.REPORTED:
        outside = liaisons(desk, doc, hears)
        if outside:
            _tell(desk, reminder, doc, outside, wording.chase_unit(office, doc, desk.now, calendar))
        above = superiors(desk, doc, hears)
        if above:
            propose = Hears.DIRECTOR in hears
            _tell(desk, reminder, doc, above, wording.summary(office, doc, desk.now, calendar, propose=propose))
    plans.chase(desk, doc)


def liaisons(desk: Desk, doc: Doc, hears: list[Hears]) -> list[str]:
    """The 联络员 of the units that hear of this step."""
    units = [doc.lead_unit] if Hears.LEAD in hears and doc.lead_unit else []
    units += doc.co_units if Hears.CO in hears else []
    return [person.userid for unit in units for person in desk.office.liaisons(unit)[:1]]


def superiors(desk: Desk, doc: Doc, hears: list[Hears]) -> list[str]:
    """The unit's head, the deputies and the director of the office, as far as they hear of this step."""
    office, found = desk.office, []
    unit_head = office.head(doc.lead_unit) if Hears.HEAD in hears and doc.lead_unit else None
    if unit_head is not None:
        found.append(unit_head.userid)
    for word, role in ((Hears.DEPUTY, Role.DEPUTY), (Hears.DIRECTOR, Role.DIRECTOR)):
        found += [p.userid for p in office.people_with(role)] if word in hears else []
    return found


def put_up(desk: Desk, reminder: Reminder) -> None:
    """Registered, but neither put before a leader nor handed on."""
    doc = _paper(desk, reminder)
    if doc is None or doc.status not in BEFORE_SUBMISSION:
        return
    n = int(reminder.data.get("n", 1))
    text = (
        f"{wording.head(doc, '提醒')}{doc.ref}已登记，尚未呈送。"
        f"请回复“{doc.seq}号呈送……”，或“{doc.seq}号+牵头单位”转办。"
    )
    _tell(desk, reminder, doc, [doc.chaser], text)
    soon = doc.urgency in AT_ONCE and n < HEAD_FROM
    at = desk.here + REPEAT if soon else plans.next_morning(desk)
    desk.plan(LINE, PUT_UP, doc.key, doc.chaser, at, {"n": n + 1})


def to_send(desk: Desk, reminder: Reminder) -> None:
    """The copy lies with the clerk while somebody on its route has yet to read it."""
    doc = _paper(desk, reminder)
    rows = store.submissions(desk.tx, doc.id) if doc is not None else []
    if doc is None or route.at(rows) is not None or route.following(rows) is None:
        return
    text = (
        f"{wording.head(doc, '提醒')}{doc.ref}在您处待送阅。{wording.route(desk.office, doc, rows)}"
        f"请回复“{doc.seq}号送下一位”。"
    )
    _tell(desk, reminder, doc, [doc.chaser], text)
    desk.plan(LINE, TO_SEND, doc.key, doc.chaser, plans.next_morning(desk), {"n": int(reminder.data["n"]) + 1})


def not_passed_on(desk: Desk, reminder: Reminder) -> None:
    """即批即转、不过夜: a 批示 that nobody has passed on."""
    doc = _paper(desk, reminder)
    open_ = records.unsettled(desk.tx, doc.id) if doc is not None else []
    if doc is None or not open_:
        return
    leaders = [desk.office.person(one.leader) for one in open_]
    names = "、".join(dict.fromkeys(p.listed for p in leaders if p))
    text = (
        f"{wording.head(doc, '提醒')}{doc.ref}{names}已批示，尚未转办（即批即转、不过夜）。"
        f"请回复“{doc.seq}号+牵头单位”，不需转办请回复“{doc.seq}号批示不用转办”。"
    )
    desk.tell(
        doc.chaser,
        text,
        lane=plans.lane(doc, Lane.TIMELY),
        key=f"{doc.key}:{reminder.kind}:{reminder.due_at.isoformat()}",
        subject=doc.key,
    )
    desk.plan(LINE, NOT_PASSED_ON, doc.key, doc.chaser, plans.next_morning(desk))


def undecided(desk: Desk, reminder: Reminder) -> None:
    """A request that waits for a decision."""
    doc = _paper(desk, reminder)
    one = next((r for r in records.waiting(desk.tx) if r.id == int(reminder.data["request"])), None)
    if doc is None or one is None:
        return
    again = {"request": one.id, "n": int(reminder.data["n"]) + 1}
    desk.plan(LINE, UNDECIDED, doc.key, reminder.recipient, plans.next_morning(desk), again)
    who, asks = wording.label(desk.office, one.unit or ""), f"同意{doc.seq}号延期"
    if one.kind == records.NOT_OURS:
        text = f"{wording.head(doc, '提醒')}{wording.not_ours(desk.office, doc, one)}今天须核定。"
        _tell(desk, reminder, doc, [doc.chaser], f"{text}{wording.not_ours_answers(doc, one)}")
        return
    wish = f"{who}申请延期至{deadline(one.wanted_at)}" if one.wanted_at else "申请作废"
    asks = asks if one.wanted_at else f"同意作废{doc.seq}号"
    text = f"{wording.head(doc, '提醒')}{doc.ref}{wish}，原因：{one.reason}，待您审定。请回复“{asks}”或“不同意”。"
    _tell(desk, reminder, doc, plans.deciders(desk.office, one.kind, one.unit), text)


def on_hold(desk: Desk, reminder: Reminder) -> None:
    """A paper that has been 挂起 for long."""
    doc = store.get(desk.tx, int(reminder.object.removeprefix("incoming:")))
    if doc.status != Status.HELD:
        return
    text = f"【提醒】{doc.ref}仍在挂起（{doc.held_reason}）。可恢复时请回复“{doc.seq}号恢复办理”。"
    _tell(desk, reminder, doc, [doc.chaser], text)
    desk.plan(LINE, ON_HOLD, doc.key, doc.chaser, plans.next_morning(desk, plans.HOLD_AT_MOST))


def unsigned(desk: Desk, reminder: Reminder) -> None:
    """A unit has not signed: its 联络员, then the chaser too, then its head; 特急 by the hour, others each morning."""
    doc, unit = _paper(desk, reminder), str(reminder.data["unit"])
    if doc is None:
        return
    owed = next((one for one in store.handed(desk.tx, doc.id) if one.unit == unit and not one.signed_at), None)
    if owed is None:
        return
    n, office = int(reminder.data["n"]), desk.office
    people = [reminder.recipient]
    unit_head = office.head(unit)
    if n >= HEAD_FROM and unit_head is not None:
        people.append(unit_head.userid)
    by = f"，时限{moment(doc.due_at)}" if doc.due_at else ""
    label = wording.label(office, unit)
    text = (
        f"{wording.head(doc, '提醒')}{doc.sender}来文（{doc.name}）已转{label}{owed.part}办理{by}，"
        f"尚未签收。请回复“签收”。联系人：{wording.contact(office, doc.chaser)}。"
    )
    _tell(desk, reminder, doc, people, text)
    if n > 1:
        _tell(
            desk,
            reminder,
            doc,
            [doc.chaser],
            f"{wording.head(doc, '提醒')}{doc.no}：{label}尚未签收，请电话联系。",
        )
    soon = doc.urgency in AT_ONCE and n < HEAD_FROM
    at = desk.here + REPEAT if soon else plans.next_morning(desk)
    desk.plan(LINE, UNSIGNED, doc.key, reminder.recipient, at, {"unit": unit, "n": n + 1})


def unread(desk: Desk, reminder: Reminder) -> None:
    """A leader has not read: a word to the 联络员, and to the clerk from the second time on."""
    doc, leader = _paper(desk, reminder), desk.office.person(reminder.data["leader"])
    if doc is None or leader is None:
        return
    waiting = [s for s in store.submissions(desk.tx, doc.id) if s.leader == leader.userid and s.state == UNREAD]
    if not waiting:
        return
    n = int(reminder.data["n"])
    since = day(waiting[0].submitted_at)
    who = f"{leader.address}，您" if reminder.recipient == leader.userid else leader.address
    ask = "请您阅示" if reminder.recipient == leader.userid else "请择机呈阅"
    text = (
        f"{wording.head(doc, '提醒')}{who}有一件待阅（{doc.name}），{since}呈送，{ask}。阅毕请回复“{doc.seq}号阅毕”。"
    )
    _tell(desk, reminder, doc, [reminder.recipient], text)
    if n > 1:
        _tell(desk, reminder, doc, [doc.chaser], f"{doc.ref}{leader.address}未阅，{since}呈送。")
    again = {"leader": leader.userid, "n": n + 1}
    desk.plan(LINE, UNREAD_BY, doc.key, reminder.recipient, plans.next_morning(desk, READ_AGAIN), again)


def _paper(desk: Desk, reminder: Reminder) -> Doc | None:
    doc = store.get(desk.tx, int(reminder.object.removeprefix("incoming:")))
    return None if doc.status in OVER or doc.status == Status.HELD else doc


def _tell(desk: Desk, reminder: Reminder, doc: Doc, people: list[str], text: str) -> None:
    desk.tell(
        people,
        text,
        lane=plans.lane(doc, Lane.ROUTINE),
        key=f"{doc.key}:{reminder.kind}:{reminder.recipient}:{reminder.due_at.isoformat()}",
        subject=doc.key,
    )
