"""What duty reminds of: each shift, the roster of the next holiday, an unacknowledged hand-over (domain.md 6.2)."""

from datetime import date, timedelta

from sqlalchemy import select, update

from handlers.duty import rules, store, wording
from handlers.duty.store import Shift
from handlers.duty.tables import duty_handover, duty_swap
from handlers.duty.wording import NAME
from scheduler.desk import Desk
from scheduler.wording import day as day_words
from storage.office import Role
from storage.outbox import Lane
from storage.reminders import Reminder

SHIFT, HOLIDAY, UNTAKEN = "shift", "holiday_roster", "untaken"
HOLIDAY_OBJECT = "duty:holiday"
FIRST_ASK, SECOND_ASK = timedelta(minutes=30), timedelta(hours=2)


def replan(desk: Desk, day: date) -> None:
    """The next reminder of everybody on duty that day; none for whoever is not any more."""
    for kind in rules.KINDS:
        desk.unplan(NAME, store.key(day, kind), SHIFT)
    for shift in store.between(desk.tx, day, day):
        for userid in shift.people:
            _plan(desk, shift, userid)


def _plan(desk: Desk, shift: Shift, userid: str) -> None:
    steps = [step for step in rules.steps(shift.day, shift.kind) if step.name != "close" or userid in shift.officers]
    ahead = next((step for step in steps if step.at > desk.now), None)
    if ahead is not None:
        desk.plan(NAME, SHIFT, shift.key, _reached(desk, userid), ahead.at, {"step": ahead.name, "for": userid})


def _reached(desk: Desk, userid: str) -> str:
    """A leader is reminded through his 联络员."""
    aide = desk.office.liaison_of(userid) if desk.office.is_leader(userid) else None
    return aide.userid if aide else userid


def shift(desk: Desk, reminder: Reminder) -> None:
    """The day before, an hour before, and half an hour before the end; what is past is not said any more."""
    found, userid = store.by_key(desk.tx, reminder.object), reminder.data["for"]
    if found is None or userid not in found.people:
        return
    step = reminder.data["step"]
    if (step == "close" and desk.now < found.ends) or (step != "close" and desk.now < found.starts):
        key = f"{found.key}:{step}:{userid}"
        desk.tell(reminder.recipient, _words(desk, found, step, userid), lane=Lane.TIMELY, key=key, subject=found.key)
    _plan(desk, found, userid)


def _words(desk: Desk, shift: Shift, step: str, userid: str) -> str:
    office, role = desk.office, "带班" if userid == shift.leader else "值班"
    person = office.person(userid)
    whose = f"由{person.address if person and office.is_leader(userid) else '您'}{role}"
    if step == "close":
        return (
            f"【交接班】{wording.title(shift)}{shift.ends:%H:%M}结束，请与下一班当面交接，并回复“交接：未尽事项”"
            "（多项用分号隔开），没有未尽事项回复“交接：无”。突发事件的内容只记纸质值班记录，不在这里写。"
        )
    if step == "eve":
        lead = f"【值班提醒】{'明天' if shift.day - desk.here.date() == rules.ONE_DAY else ''}"
        swap = "需换班请先找好替班人，回复“换班 找某某替”。" if userid in shift.officers else ""
        return (
            f"{lead}{wording.when(shift)}{whose}。{wording.crew(office, shift)}；值班电话{wording.phone(desk)}。{swap}"
        )
    undecided = "换班申请还没有批准，仍由您值班。" if _swapping(desk, shift, userid) else ""
    place = "请按时到值班室接班" if userid in shift.officers else "请保持通讯畅通"
    return f"【值班提醒】{wording.when(shift)}{whose}，{place}。{undecided}值班电话{wording.phone(desk)}。"


def _swapping(desk: Desk, shift: Shift, userid: str) -> bool:
    table = duty_swap
    same = (table.c.day == shift.day, table.c.kind == shift.kind, table.c.giver == userid)
    return (
        desk.tx.execute(select(table.c.id).where(*same, table.c.state.in_(("待替班人", "待批准")))).first() is not None
    )


def start(desk: Desk) -> None:
    """Plan the next word about the roster of a holiday."""
    plan_holiday(desk)


def plan_holiday(desk: Desk) -> None:
    """The next of the two words before the next holiday whose words are not all past."""
    after = desk.here.date()
    ahead = None
    while ahead is None:
        block = rules.next_holiday(after, desk.calendar)
        ahead = next((at for at in rules.roster_reminders(block, desk.calendar) if at > desk.now), None)
        after = block[-1]
    for person in desk.office.people_with(Role.LOGISTICS):
        desk.plan(NAME, HOLIDAY, HOLIDAY_OBJECT, person.userid, ahead, {"first": block[0].isoformat()})


def holiday(desk: Desk, reminder: Reminder) -> None:
    """行政科 hears which days of the holiday have nobody yet; nothing when all are filled (6.2)."""
    block = rules.holiday(date.fromisoformat(reminder.data["first"]), desk.calendar)
    known = {shift.day for shift in store.between(desk.tx, block[0], block[-1])}
    missing = [day for day in block if day not in known]
    if missing and desk.here.date() < block[0]:
        festival = next((name for day in block if (name := desk.calendar.holiday_name(day))), "假期")
        due = desk.calendar.add_workdays(block[0], -rules.HOLIDAY_WORKDAYS)
        days = "、".join(f"{day.month}月{day.day}日" for day in missing)
        text = (
            f"【值班表】{festival}假期{day_words(block[0])}至{day_words(block[-1])}的值班表请于{day_words(due)}前排定报送，"
            f"还缺：{days}。可回复“10月1日值班：姓名，带班姓名”逐日录入，或导入表格。"
        ).replace("10月1日值班", f"{missing[0].month}月{missing[0].day}日值班")
        key = f"{HOLIDAY_OBJECT}:{block[0]}:{reminder.due_at:%m%d}:{reminder.recipient}"
        desk.tell(reminder.recipient, text, lane=Lane.TIMELY, key=key, subject=HOLIDAY_OBJECT)
    plan_holiday(desk)


def untaken(desk: Desk, reminder: Reminder) -> None:
    """A hand-over that nobody acknowledged: the next shift once more, then 行政科."""
    row = desk.tx.execute(select(duty_handover).where(duty_handover.c.id == reminder.data["id"])).first()
    if row is None or row.taken_at is not None:
        return
    before = store.get(desk.tx, row.day, row.kind)
    taking = store.following(desk.tx, before) if before else None
    people = list(taking.officers) if taking else []
    if reminder.data["step"] == 2:
        people = [person.userid for person in desk.office.people_with(Role.LOGISTICS)]
    text = f"【交接班】{day_words(row.day)}{row.kind}交来未尽事项{len(row.items)}项，还没有确认接班，请回复“接班”。"
    if reminder.data["step"] == 2:
        text = f"【交接班】{day_words(row.day)}{row.kind}的交接至今没有确认，请电话核实值班室{wording.phone(desk)}。"
    key = f"duty:handover:{row.id}:{reminder.data['step']}"
    desk.tell(people, text, lane=Lane.TIMELY, key=key, subject=reminder.object)
    if reminder.data["step"] == 1:
        plan_untaken(desk, row.id, reminder.recipient, step=2)


def plan_untaken(desk: Desk, handover: int, recipient: str, step: int) -> None:
    """Ask again for the acknowledgement of a hand-over."""
    wait = FIRST_ASK if step == 1 else SECOND_ASK
    data = {"id": handover, "step": step}
    desk.plan(NAME, UNTAKEN, f"duty:handover:{handover}", recipient, desk.now + wait, data)


def touch_swaps(desk: Desk, day: date) -> None:
    """Requests about a shift that has another roster now are over."""
    where = (duty_swap.c.day == day, duty_swap.c.state.in_(("待替班人", "待批准")))
    desk.tx.execute(update(duty_swap).where(*where).values(state="已失效", updated_at=desk.now))
