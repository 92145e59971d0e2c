"""What the clock does: broadcast at 17:00, reminder at 16:30, digest of submissions at 15:30 (domain.md 5.4)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers.bulletins import queries, wording
from handlers.bulletins.desks import LINE, chiefs, editors, provisional, signers
from handlers.bulletins.items import waiting_text
from handlers.bulletins.queries import Issue
from handlers.bulletins.rules import IssueState, ItemState, next_slot
from handlers.bulletins.tables import info_subscription
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.etiquette import not_before
from storage import outbox, reminders
from storage.messages import Text
from storage.office import Person, Role
from storage.outbox import Lane
from storage.reminders import Reminder

UNSUBSCRIBED, SUBSCRIBED = "退订", "订阅"
TOGETHER = 1000
"""People of one message/send (wecom.md 5.1), and of one transaction: a long list holds nobody else up."""
PACE = timedelta(seconds=1)
"""Between the transactions of a long list."""


def plan(desk: Desk, push_at: datetime) -> None:
    """One broadcast for everything that goes out at that time: a weekend's issues leave in one message."""
    desk.plan(LINE, "broadcast", _slot(push_at), "all", push_at)


def unplan(desk: Desk, push_at: datetime) -> None:
    desk.unplan(LINE, _slot(push_at), "broadcast")


def _slot(push_at: datetime) -> str:
    return f"slot:{local(push_at):%Y-%m-%dT%H:%M:%S}"


def broadcast(desk: Desk, reminder: Reminder) -> None:
    """Send out what is signed and due; issues to the same audience share one message."""
    queries.hold(desk.tx)
    due = queries.signed_issues(desk.tx, desk.now)
    for audience in dict.fromkeys(issue.audience for issue in due):
        _send_out(desk, [issue for issue in due if issue.audience == audience])


def _send_out(desk: Desk, issues: list[Issue]) -> None:
    today = desk.here.date()
    texts = []
    for issue in issues:
        items = queries.items_in(desk.tx, issue.id)
        texts.append(wording.broadcast(issue, items, desk.office, today))
        queries.alter(desk.tx, issue, desk.now, state=IssueState.ISSUED, issued_at=desk.now)
        desk.note("issue_bulletin", issue.key, before={"state": issue.state}, after={"state": IssueState.ISSUED})
    text = "\n".join([*texts, wording.UNSUBSCRIBE])
    send(desk, readers(desk, issues[0].audience), text, key=f"{issues[0].key}:编发", subject=issues[0].key)


def send(desk: Desk, people: list[str], text: str, *, key: str, subject: str) -> None:
    """The same words to many, in the smallest number of calls: a thousand people each (wecom.md 5.1).

    Who is in which call is settled here, so that a call repeated after a crash is the same to the letter.
    """
    groups: dict[datetime, list[str]] = {}
    for userid in people:
        groups.setdefault(not_before(desk.now, Lane.BROADCAST, userid, desk.office), []).append(userid)
    calls = [
        (start, group[n : n + TOGETHER]) for start, group in groups.items() for n in range(0, len(group), TOGETHER)
    ]
    for n, (start, group) in enumerate(calls):
        data = {"text": text, "batch": f"{key}#{n}", "key": key, "start": start.isoformat(), "people": group}
        if n == 0:
            _enqueue(desk, data, subject)
        else:
            desk.plan(LINE, "push", subject, f"{key}#{n}", desk.now + n * PACE, data)


def push(desk: Desk, reminder: Reminder) -> None:
    """The next thousand of a long list."""
    _enqueue(desk, reminder.data, reminder.object)


def _enqueue(desk: Desk, data: Mapping[str, Any], subject: str) -> None:
    words = Text(text=data["text"])
    start = datetime.fromisoformat(data["start"])
    for userid in data["people"]:
        outbox.enqueue(
            desk.tx,
            outbox.user(userid),
            words,
            lane=Lane.BROADCAST,
            now=desk.now,
            not_before=start,
            dedupe_key=f"{data['key']}:{userid}",
            subject=subject,
            batch=data["batch"],
        )


def readers(desk: Desk, audience: str) -> list[str]:
    """Whom an issue reaches, each once, without those who unsubscribed (domain.md 5.3, 7.9)."""
    gone = select(info_subscription.c.userid).where(info_subscription.c.state == UNSUBSCRIBED)
    unsubscribed = set(desk.tx.execute(gone).scalars())
    people = (person.userid.lower() for level in audience.split(",") for person in _level(desk, level))
    return [userid for userid in dict.fromkeys(people) if userid not in unsubscribed]


def _level(desk: Desk, level: str) -> list[Person]:
    office = desk.office
    match level:
        case "L1":
            first = office.leaders[:2]
            return [*first, *(person for leader in first if (person := office.liaison_of(leader.userid)))]
        case "L2":
            return [office.liaison_of(leader.userid) or leader for leader in office.leaders]
        case "L3":
            return list(office.people_with(Role.UNIT_HEAD))
        case "L4":
            return list(office.people_with(Role.UNIT_LIAISON))
        case _:
            return [person for person in office.people if person.unit == office.own.short]


def start(desk: Desk) -> None:
    """Plan the first reminder of the deadline for signing; a planned one, even a late one, stays."""
    if not reminders.planned_for(desk.tx, LINE, "daily"):
        _plan_sign_off(desk, desk.now)


def _plan_sign_off(desk: Desk, after: datetime) -> None:
    rules = desk.office.limits.info
    desk.plan(LINE, "sign_off", "daily", "editors", next_slot(after, rules.sign, desk.calendar, rules))


def sign_off(desk: Desk, reminder: Reminder) -> None:
    """16:30: who edits and who reviews hear once that today's issue is not signed, and what it waits for."""
    _plan_sign_off(desk, desk.now)
    today = desk.here.date()
    signed = [issue for issue in queries.issues_of(desk.tx, today) if issue.series == desk.office.bulletin]
    if local(reminder.due_at).date() != today or signed:
        return
    rules = desk.office.limits.info
    text = (
        f"【提醒】今日《{desk.office.bulletin}》尚未签发（签发时限{rules.sign:%H:%M}，编发{rules.push:%H:%M}）。"
        f"{_waits_for(desk)}今日{rules.push:%H:%M}前未签发的不推送，顺延到下一次编发。"
    )
    people = {person.userid: None for person in (*editors(desk), *chiefs(desk))}
    desk.tell(people, text, lane=Lane.TIMELY, key=f"bulletin:{today}:签发提醒", subject="bulletin:daily")


def _waits_for(desk: Desk) -> str:
    issue = queries.open_issue(desk.tx, desk.office.bulletin)
    items = queries.items_in(desk.tx, issue.id) if issue else []
    if issue is None or not items:
        waiting = len(queries.waiting_items(desk.tx))
        return f"尚未编入条目，待编来稿{waiting}条，可回复“今日来稿”查看。"
    name = provisional(desk, issue)
    chief, signer = chiefs(desk)[0].address, signers(desk)[0].address
    step = {
        IssueState.EDITING: "编完请回复“送审”",
        IssueState.IN_REVIEW: f"请{chief}回复“审核通过”",
        IssueState.TO_SIGN: f"请联系{signer}签发",
    }
    return f"{name}{issue.state}，{step[issue.state]}。"


def cutoff(desk: Desk, reminder: Reminder) -> None:
    """15:30: what came in and waits for an editor, in one message."""
    waiting = [item for item in queries.waiting_items(desk.tx) if item.state is ItemState.RECEIVED]
    if waiting:
        people = [person.userid for person in editors(desk)]
        day = local(reminder.due_at).date()
        text = f"【截稿】{waiting_text(desk, waiting)}"
        desk.tell(people, text, lane=Lane.TIMELY, key=f"bulletin:{day}:截稿", subject="bulletin:daily")
