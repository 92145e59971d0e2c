"""After the storm: every accepted message one effect and one answer, every due reminder one delivery, nothing twice."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from bot import exports
from bot.chaos.life import Act
from bot.chaos.world import END, World
from storage import audit
from storage.db import driver_url, make_engine
from storage.tables import audit_event, inbox, outbox, reminder

_RUN = {
    "incoming": ("收", re.compile(r"收〔2026〕(\d+)号")),
    "tasks": ("督", re.compile(r"督〔2026〕(\d+)号")),
    "items": ("信", re.compile(r"信〔2026〕(\d+)号")),
}
_NUMBER = {"incoming": "no", "tasks": "no", "items": "item_no"}


def settled(world: World) -> bool:
    """Whether nothing that may go now waits, and every event is sealed."""
    engine = make_engine(driver_url(world.url))
    with engine.connect() as tx:
        now = world.clock.now()
        going = (outbox.c.state == "sending") | ((outbox.c.state == "queued") & (outbox.c.not_before <= now))
        due = (reminder.c.state == "planned") & (reminder.c.due_at <= now)
        open_ = (
            _count(tx, outbox, going),
            _count(tx, reminder, due),
            _count(tx, audit_event, audit_event.c.seq.is_(None)),
        )
    engine.dispose()
    return not any(open_)


def _count(tx: Connection, table: Any, where: Any) -> int:
    return int(tx.execute(select(func.count()).select_from(table).where(where)).scalar_one())


def reconcile(world: World, acts: list[Act]) -> list[str]:
    """Everything that is not as it must be, one line each; empty when all is well."""
    engine = make_engine(driver_url(world.url))
    with engine.connect() as tx:
        books = {kind: exports.rows_of(kind, tx, world.office, world.clock.now()) for kind in _BOOKS}
        wrong = [*_effects(world, acts, books), *_numbers(books), *_deliveries(world, tx), *_kept(tx, acts)]
        wrong += [*_reminders(world, tx, acts)]
    engine.dispose()
    return [*wrong, *(f"WeCom: {text}" for text in world.fake.violations)]


_BOOKS = ("incoming", "tasks", "items", "bookings", "receipts", "bulletins")
_EFFECT = {
    "paper": ("incoming", "doc_no"),
    "task": ("tasks", "title"),
    "submit": ("items", "title"),
    "room": ("bookings", "start"),
}


_PRESSED = "^已回执：|已由.*回执：参加|^这条信息刚被改动过"
"""Two of one unit may press in the same moment: the slower is told, and the unit's answer stands."""


def _effects(world: World, acts: list[Act], books: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """One effect and one answer for what was acknowledged; for the rest at most one, and never an answer without."""
    coming = {row["unit"] for row in books["receipts"] if row["state"] == "参加"}
    for act in acts:
        if act.kind in _EFFECT:
            book, column = _EFFECT[act.kind]
            effects = sum(_same(act, row[column]) for row in books[book])
            answers = _texts(world, act.who, _answer(act))
            if effects > 1 or answers != effects or (act.accepted and effects != 1):
                said = f"{effects} effects, {answers} answers, accepted {act.accepted}"
                yield f"{act.kind} {act.marker}: {said}; the phone says {_words(world, act.who)[-6:]}"
        elif act.kind == "press" and act.accepted:
            person, answers = world.office.person(act.who), _texts(world, act.who, _PRESSED)
            if person is None or person.unit not in coming or answers != 1:
                yield f"press of {act.who}: {answers} answers among {_words(world, act.who)}"
    for who, wanted in Counter(act.who for act in acts if act.kind == "help" and act.accepted).items():
        least = wanted
        most = sum(act.kind == "help" and act.told and act.who == who for act in acts)
        if not least <= (got := _texts(world, who, "^您可以直接这样说")) <= most:
            yield f"help for {who}: asked {wanted} to {most}, answered {got}"


def _same(act: Act, value: Any) -> bool:
    if act.kind != "room":
        return act.marker in str(value)
    day = re.match(r"9月(\d+)日（.*?）(\d+):", act.marker)
    return day is not None and str(value) == f"2026-09-{int(day[1]):02d}T{int(day[2]):02d}:00:00+08:00"


def _answer(act: Act) -> str:
    words = {
        "paper": r"已登记：[^\n]*(\n[^\n]*)*?",
        "task": "已立项[^¶]*?",
        "submit": "已收稿[^¶]*?",
        "room": "已订[^¶]*?",
    }
    return f"^{words[act.kind]}{re.escape(act.marker)}"


def _words(world: World, who: str) -> list[str]:
    return [m.text[:60] for m in world.fake.inbox(who) if not m.mine]


def _texts(world: World, who: str, pattern: str) -> int:
    found = re.compile(pattern)
    return sum(bool(found.search(m.text)) for m in world.fake.inbox(who) if not m.mine and not m.chatid)


def _numbers(books: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    for book, (name, pattern) in _RUN.items():
        found = [match for row in books[book] if (match := pattern.fullmatch(str(row[_NUMBER[book]])))]
        numbers = sorted(int(match[1]) for match in found)
        if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            yield f"{name}: numbers {numbers} are not one row"


def _deliveries(world: World, tx: Connection) -> Iterator[str]:
    """What the outbox says it sent is what stands on the phones, person by person; nothing is left or failed."""
    for state, kind, error in tx.execute(select(outbox.c.state, outbox.c.kind, outbox.c.error)):
        if state not in {"sent", "queued"}:
            yield f"outbox: a {kind} {state} ({error})"
    calls = select(outbox.c.recipient, func.sum(outbox.c.calls)).where(outbox.c.state == "sent")
    sent = {row[0].removeprefix("user:"): int(row[1]) for row in tx.execute(calls.group_by(outbox.c.recipient))}
    for person in world.office.people:
        userid = person.userid.lower()
        shown = _shown(world, userid)
        if len(shown) != sent.get(userid, 0):
            often = [text[:40] for text, n in Counter(shown).items() if n > 1]
            yield f"{userid}: {sent.get(userid, 0)} sent, {len(shown)} on the phone; more than once: {often}"


def _shown(world: World, userid: str) -> list[str]:
    return [m.text for m in world.fake.inbox(userid) if not m.mine and not m.chatid and not m.passive]


def _reminders(world: World, tx: Connection, acts: Iterable[Act]) -> Iterator[str]:
    late = tx.execute(
        select(reminder.c.line, reminder.c.kind).where(reminder.c.state == "planned", reminder.c.due_at <= END)
    )
    for line, kind in late:
        yield f"reminder {line}:{kind} was due and did not fire"
    for act in acts:
        if act.kind == "remind" and act.due is not None:
            asked = _texts(world, act.who, f"提醒您：{act.marker}（")
            wanted = asked if act.due <= END else 0
            got = _texts(world, act.who, f"^提醒\n[^\n]*\n{act.marker}\\b")
            if got != wanted or asked > 1 or (act.accepted and asked != 1):
                yield f"reminder {act.marker} for {act.who}: {asked} answers, {got} of {wanted} delivered"


def _kept(tx: Connection, acts: list[Act]) -> Iterator[str]:
    if (broken := audit.broken_at(tx)) is not None:
        yield f"audit chain broken at {broken}"
    least = sum(act.accepted for act in acts)
    if (keys := _count(tx, inbox, inbox.c.key.is_not(None))) < least:
        yield f"inbox: {keys} keys for {least} accepted messages"
