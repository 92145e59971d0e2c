"""导出231期: the issue as a docx on the phone of who makes it (domain.md J.7)."""

import re

from handlers.bulletins import issue_file, queries, wording
from handlers.bulletins.desks import chiefs, is_editor, meant, named, provisional, signers
from handlers.bulletins.issue_file import Page
from handlers.bulletins.queries import Issue
from handlers.bulletins.rules import NUMBERED_STATES, IssueState
from handlers.line import Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from scheduler.clock import local
from storage.office import Person

_COPIES = re.compile(r"印\s*(\d{1,4})\s*份")


def print_issue(turn: Turn, slots: Slots) -> Reply:
    """231期word: whole, with internal pieces, so only to those who make it."""
    if not is_editor(turn.person):
        return Reply(NOT_FOUND)
    no, name = slots.get("issue_no"), named(turn)
    if no is not None:
        found = queries.issue_numbered(turn.tx, name, int(no))
        opened = queries.open_issue(turn.tx, name)
        if found is None and opened is not None and f"第{no}期" in provisional(turn, opened):
            found = opened
    else:
        found = meant(turn) or queries.last_issued(turn.tx, name)
    if found is None:
        return Reply(f"没有查到《{name}》{f'第{no}期' if no is not None else '可导出的期次'}。")
    if found.state in (IssueState.VOID, IssueState.WITHDRAWN):
        return Reply(f"{provisional(turn, found)}已{found.state}，不再导出。", about=(found.key,))
    page = _page(turn, found)
    file = f"{provisional(turn, found)}{'（草稿）' if page.draft else ''}.docx".replace("《", "").replace("》", "")
    turn.send_file(turn.person.userid, file, issue_file.build(page), subject=found.key)
    turn.looked("export_issue", found.key)
    inner = any(not item.public for item in queries.items_in(turn.tx, found.id))
    care = "含内部条目，请勿在企业微信转发。" if inner else ""
    state = "未签发，为草稿。" if page.draft else ""
    return Reply(f"{provisional(turn, found)}的Word稿已发给您。{state}{care}", about=(found.key,))


def _page(turn: Turn, found: Issue) -> Page:
    office, rules = turn.office, turn.office.limits.info
    copies = _COPIES.search(turn.said.text)
    draft = found.state not in NUMBERED_STATES
    items = queries.items_in(turn.tx, found.id)
    return Page(
        series=found.series,
        number=provisional(turn, found).partition("》")[2],
        editor_office=_makers(office.signboards),
        on=local(found.signed_at).date() if found.signed_at else turn.here.date(),
        pieces=[(wording.headline(item, office), item.text) for item in items],
        reported_to=rules.reported_to,
        sent_to=rules.sent_to,
        copies=int(copies[1]) if copies else rules.copies,
        signed_by=_name(turn, found.signed_by) or ("" if draft else signers(turn)[0].name),
        reviewed_by=_name(turn, found.reviewed_by) or ("" if draft else chiefs(turn)[0].name),
        edited_by=_name(turn, found.created_by),
        draft=draft,
    )


def _makers(signboards: tuple[str, ...]) -> str:
    """区委办公室（区政府办公室）: the short names of the signboards written out."""
    full = [name.replace("区委办", "区委办公室").replace("区府办", "区政府办公室") for name in signboards[:2]]
    return full[0] + (f"（{full[1]}）" if len(full) > 1 else "")


def _name(turn: Turn, userid: str | None) -> str:
    person: Person | None = turn.office.person(userid) if userid else None
    return person.name if person else ""
