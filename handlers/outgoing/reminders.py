"""What happens when a reminder of 发文 falls due: look whether it is still owed, say so once, plan the next step."""

from handlers.outgoing import ledger, plans, store, wording
from handlers.outgoing.store import Out
from handlers.outgoing.terms import FIRST, LINE, Part, State
from scheduler.desk import Desk
from scheduler.wording import day, moment
from storage.outbox import Lane
from storage.reminders import Reminder

FOLLOW_UP = 3
"""Workdays between two words to the clerk about copies that nobody has signed for."""
MOST_SHOWN = 12


def next_step(desk: Desk, reminder: Reminder) -> None:
    """A step has rested: a word to whoever owes it."""
    doc = store.of_key(desk.tx, reminder.object)
    if doc.status != reminder.data["state"]:
        return
    parts = {part: store.owed(desk.tx, doc.id, part) for part in Part}
    now = wording.state_words(desk.office, doc, parts)
    text = f"{wording.head(doc, '提醒')}{doc.name}现为{now}。{wording.next_step(doc)}"
    if doc.state is State.DELIVERING:
        text = f"【提醒】{doc.name}：{wording.received(desk.office, parts[Part.DELIVERY])}。{wording.next_step(doc)}"
    _tell(desk, reminder, doc, [reminder.recipient], text)
    days = FOLLOW_UP if doc.state is State.DELIVERING else 1 if doc.urgency in plans.PATIENCE else 2
    desk.plan(LINE, reminder.kind, doc.key, reminder.recipient, plans.next_morning(desk, days), dict(reminder.data))


def cosign(desk: Desk, reminder: Reminder) -> None:
    """A unit has not answered the request for its 会签."""
    doc, unit = store.of_key(desk.tx, reminder.object), str(reminder.data["unit"])
    one = next((o for o in store.owed(desk.tx, doc.id, Part.COSIGN) if o.unit == unit), None)
    if one is None or one.state != FIRST[Part.COSIGN] or doc.state is not State.COSIGNING:
        return
    label, late = wording.label(desk.office, unit), one.due_at is not None and one.due_at <= desk.now
    by = f"，答复时限{moment(one.due_at)}{'已到' if late else ''}" if one.due_at else ""
    text = (
        f"{wording.head(doc, '提醒')}《{doc.title}》请{label}会签{by}。"
        f"请回复“同意会签”或“不同意会签：意见”。联系人：{wording.contact(desk.office, doc.clerk)}。"
    )
    _tell(desk, reminder, doc, [reminder.recipient], text)
    if late:
        _tell(desk, reminder, doc, [doc.clerk], f"{doc.name}：{label}会签已到时限，请电话联系。")
    plans.unit(desk, doc, Part.COSIGN, one)


def receive(desk: Desk, reminder: Reminder) -> None:
    """A unit has not signed for its copy."""
    doc, unit = store.of_key(desk.tx, reminder.object), str(reminder.data["unit"])
    one = next((o for o in store.owed(desk.tx, doc.id, Part.DELIVERY) if o.unit == unit), None)
    if one is None or one.state != FIRST[Part.DELIVERY] or doc.state is not State.DELIVERING:
        return
    text = (
        f"{wording.head(doc, '提醒')}{doc.name}已于{day(one.sent_at)}分发{wording.label(desk.office, unit)}，尚未签收。"
        f"请回复“{wording.call(doc)}签收”。联系人：{wording.contact(desk.office, doc.clerk)}。"
    )
    _tell(desk, reminder, doc, [reminder.recipient], text)
    plans.unit(desk, doc, Part.DELIVERY, one)


def year_end(desk: Desk, reminder: Reminder) -> None:
    """Numbers reserved and not used: each must be used or become 作废 with its reason (domain.md 2.5, SC37)."""
    year = int(reminder.data["year"])
    left = ledger.reserved(desk.tx, year)
    if left:
        texts = [number.text + ("" if number.doc_id is None else "（已登记未印发）") for number in left[:MOST_SHOWN]]
        more = f"等{len(left)}个" if len(left) > MOST_SHOWN else f"共{len(left)}个"
        first = left[0].text
        text = (
            f"【提醒】{year}年预留未用的发文字号{more}：{'、'.join(texts)}。明年1月1日起重新编号，"
            f"今年不再使用的请逐个作废并写明原因，例如“{first}作废，未使用”。"
        )
        desk.tell(
            reminder.recipient,
            text,
            lane=Lane.TIMELY,
            key=f"{LINE}:年末文号:{reminder.due_at.isoformat()}",
            subject=LINE,
        )
    if left and desk.here.year == year:
        again = plans.morning(desk.calendar.next_workday(plans.last_workday(desk, year)))
        desk.plan(LINE, plans.YEAR_END, reminder.object, reminder.recipient, again, {"year": year})
    if desk.here.year == year:
        later = plans.morning(plans.last_workday(desk, year + 1))
        object_ = f"{plans.REGISTER}:{year + 1}"
        desk.plan(LINE, plans.YEAR_END, object_, reminder.recipient, later, {"year": year + 1})


def _tell(desk: Desk, reminder: Reminder, doc: Out, people: list[str], text: str) -> None:
    lane = Lane.TIMELY if doc.urgency in wording.URGENT else Lane.ROUTINE
    key = f"{doc.key}:{reminder.kind}:{reminder.recipient}:{reminder.due_at.isoformat()}"
    desk.tell(people, text, lane=lane, key=key, subject=doc.key)
