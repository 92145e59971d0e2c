"""The cards of 会务 and what their buttons carry (wecom.md 5.4; domain.md 4.4, 7.5)."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from handlers.meetings.notices import MANNERS
from handlers.meetings.queries import Invite
from handlers.meetings.wording import contact, long_moment, spoken_to, where
from scheduler.wording import deadline
from storage.messages import Button, Card
from storage.office import Office
from storage.payload import Payload

TITLE_LENGTH, MOST_WORDS = 36, 33


class ReceiptAnswer(Payload, prefix="receipt"):
    """参加, 请假 or 替会 on an invitation."""

    invite: int
    answer: Literal["come", "leave", "substitute"]


class Decision(Payload, prefix="leave"):
    """同意 or 不同意 on a request; `version` tells the request from a later one of the same invitation."""

    invite: int
    version: int
    agree: bool


def invited_as(office: Office, one: Invite) -> str:
    """Who is invited: 区住建局主要负责同志, or the person."""
    if one.unit is None:
        person = office.person(one.row["user"])
        return person.listed if person else ""
    unit = office.unit(one.unit)
    return f"{unit.label if unit else one.unit}{one.row['need']}"


def attendee(office: Office, one: Invite) -> str:
    """Who comes, as written: 区住建局局长周志强, 林知行区长; 区应急局主要负责人 where no name is known."""
    if one.unit is None:
        person = office.person(one.row["user"])
        return person.listed if person else ""
    unit = office.unit(one.unit)
    label = unit.label if unit else one.unit
    head = office.head(one.unit)
    if head is None or head.name.startswith(label) or one.row["need"] != "主要负责同志":
        return f"{label}{'主要负责人' if one.row['need'] == '主要负责同志' else one.row['need']}"
    return f"{label}{head.title or head.post}{head.name}"


def invitation(office: Office, one: Invite, userid: str) -> Card:
    """The personal invitation: complete without opening anything, answered with one press."""
    answers: tuple[tuple[str, Literal["come", "leave", "substitute"], int], ...] = (
        ("参加", "come", 1),
        ("请假", "leave", 2),
        ("替会", "substitute", 2),
    )
    buttons = tuple(
        Button(text=text, key=ReceiptAnswer(invite=one.id, answer=answer).pack(), style=style)
        for text, answer, style in answers
    )
    card = _facts(office, one)
    return card.model_copy(update={"buttons": buttons, "task_id": task_id("receipt", one, userid)})


def answered(office: Office, one: Invite, done: str) -> Card:
    """The same card after an answer, or after the meeting was called off."""
    return _facts(office, one).model_copy(update={"done": done})


def _facts(office: Office, one: Invite) -> Card:
    of = one.meeting
    facts = [("时间", long_moment(of["starts_at"])), ("地点", where(office, of["room"]))]
    if of["chair"]:
        facts.append(("主持", spoken_to(office.person(of["chair"]))))
    facts += [("回执截止", deadline(of["reply_by"])), ("联系人", contact(office, of["organiser"]))]
    return Card(
        title=of["title"][:TITLE_LENGTH],
        desc=f"请{invited_as(office, one)}参加"[:44],
        text=f"{_about(of)}{MANNERS}也可直接回复“参加”“请假+事由”“替会+姓名职务”。",
        facts=tuple(facts),
    )


def _about(of: Mapping[str, Any]) -> str:
    """What it is about and what to bring, as far as a card has room."""
    said = ([f"内容：{of['content']}"] if of["content"] else []) + ([str(of["note"])] if of["note"] else [])
    return "".join(f"{words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + '…'}。" for words in said)


def request(office: Office, one: Invite, words: str, userid: str) -> Card:
    """The request for leave or a substitute, put to the approver's 联络员."""
    version = int(one.row["version"])
    buttons = tuple(
        Button(text=text, key=Decision(invite=one.id, version=version, agree=agree).pack(), style=style)
        for text, agree, style in (("同意", True, 1), ("不同意", False, 2))
    )
    card = _request_facts(office, one, words, userid)
    return card.model_copy(update={"buttons": buttons, "task_id": task_id("leave", one, userid)})


def decided(office: Office, one: Invite, words: str, userid: str, done: str) -> Card:
    """The same card after the decision."""
    return _request_facts(office, one, words, userid).model_copy(update={"done": done})


def _request_facts(office: Office, one: Invite, words: str, userid: str) -> Card:
    of = one.meeting
    facts = (
        ("会议", str(of["title"])[:30]),
        ("时间", long_moment(of["starts_at"])),
        ("联系人", contact(office, of["organiser"])),
    )
    himself = userid == of["leave_approver"]
    desc = "请您审定" if himself else f"请报{spoken_to(office.person(of['leave_approver']))}审定"
    return Card(
        title="参会请假请示",
        desc=desc[:44],
        text=f"{words}审定后请按“同意”或“不同意”，也可回复文字。"[:160],
        facts=facts,
    )


def task_id(prefix: str, one: Invite, userid: str) -> str:
    """Unique for each sending: a card's task_id may never be used twice (wecom.md 5.3)."""
    plain = re.sub(r"[^0-9A-Za-z_\-@]", "_", userid)
    return f"{prefix}-{one.id}-{one.meeting['version']}-{one.row['version']}-{plain}"
