"""立项 of a batch: all at once or singly, by whoever may decide, not by whoever pasted it (domain.md 3.1, SC16)."""

import re
from dataclasses import replace

from handlers.decisions import batches, words
from handlers.decisions.batches import Batch
from handlers.line import Answer, Press, Reply
from handlers.policy import NOT_FOUND
from handlers.supervision import amending, approval, records, rights, store, undo
from handlers.supervision.establish import assign
from handlers.supervision.store import Task
from handlers.supervision.tables import card as cards
from handlers.supervision.tables import task as tasks
from handlers.supervision.tables import task_extension as extensions
from handlers.supervision.telling import push
from handlers.supervision.terms import WAITING, Status, said_number
from handlers.supervision.wording import due_words, label, labels, person_name, short
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.changes import Change
from storage.db import lock
from storage.messages import Button, Card
from storage.payload import Payload

CHOOSE, WHICH = "decisions_decide", "decisions_which"
FACTS, GREY = 6, 2
_HOW = "回复“同意”全部立项，“同意1、3”部分立项，“不同意2”退回。"
_WORDS = re.compile(
    r"^\s*(?:(?P<all>全部|都|一并|(?:其[余他它]|剩下|剩余|另外)(?:的|几项)?(?:都|全部)?|这?[\d一二三四五六七八九十]+项(?:都|全部)?)\s*)?"
    r"(?P<no>不同意|不予立项|不立项?|退回)?(?P<yes>同意|批准|立项|通过)?(?:立项)?(?P<all2>全部|所有)?"
    r"\s*(?:议定事项)?(?P<rest>第?[\d一二三四五六七八九十、,，和及至到\-\s第]*项?)(?:立项)?[。！!]?\s*$"
)
_ITEM = re.compile(
    r"^\s*第?(?P<at>[\d一二三四五六七八九十]{1,2})[项条](?:先)?"
    r"(?:(?P<no>不同意|不予立项|不立项?|不要|去掉|删[掉除]?|退回)[了吧]?\s*(?:[，,：:]\s*(?P<why>.{2,}))?$|.{0,6}(?:改|换|调整|提前|延[后长]?).+)"
)
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九十")}


class Decide(Payload, prefix="decisions"):
    """A button of the card: the whole batch, or item by item."""

    batch: int
    everything: bool


def lay_before(desk: Desk, batch: Batch) -> None:
    """One card with the whole table, before everybody who answers for the decision."""
    for userid in rights.chiefs(desk.office):
        text = f"【待审核】{table(desk, batch)}\n{_HOW}"
        shown = _card(desk, batch, userid)
        push(desk, userid, shown, instead=text, key=f"{batch.key}:拟立项", subject=batch.key)


def table(desk: Desk, batch: Batch) -> str:
    """What is still undecided of a batch, with the numbers it was shown by."""
    head = f"拟立项{len(batch.open)}项（{batch.basis}议定，{person_name(desk.office, batch.created_by)}报）："
    return "\n".join((head, *(_line(desk, at, task) for at, task in batch.open)))


def _line(desk: Desk, at: int, task: Task) -> str:
    co = f"，配合：{labels(desk.office, task.co_units)}" if task.co_units else ""
    return f"{at} {task.title}（牵头：{label(desk.office, task.lead_unit)}{co}；{due_words(task)}）"


def _card(desk: Desk, batch: Batch, userid: str, decision: str = "") -> Card:
    facts = [(f"{at} {label(desk.office, t.lead_unit)}", _fact(t)) for at, t in enumerate(batch.tasks, 1)]
    more = f"（另有{len(facts) - FACTS}项，按“逐项看”）" if len(facts) > FACTS else ""
    buttons = (
        Button(text=f"全部立项（{len(facts)}项）", key=Decide(batch=batch.id, everything=True).pack()),
        Button(text="逐项看", key=Decide(batch=batch.id, everything=False).pack(), style=GREY),
    )
    return Card(
        task_id=f"decisions-{batch.id}-{userid.encode().hex()}"[:128],
        title=f"拟立项督办{len(facts)}项",
        desc=short(decision or f"{person_name(desk.office, batch.created_by)}报，请审定", 40),
        text=short(f"依据：{batch.basis}{more}", 110),
        facts=tuple((name[:12], value) for name, value in facts[:FACTS]),
        buttons=() if decision else buttons,
        done="已处理" if decision else "",
    )


def _fact(task: Task) -> str:
    due = deadline(task.due_at).removesuffix("17:30") if task.due_at else f"{task.period}反馈"
    return f"{short(task.title, 16)}（{due}）"


def press(turn: Turn, payload: Decide, pressed: Press) -> Reply | None:
    """A button of the card; who has no right to decide finds nothing."""
    if not rights.may_decide(turn.person):
        return Reply(NOT_FOUND)
    batch = _held(turn, payload.batch)
    if batch.open and not payload.everything:
        return _ask(turn, batch)
    reply = _establish(turn, batch, [task for _, task in batch.open]) if batch.open else _late(turn, batch)
    done = _card(turn, batches.get(turn.tx, batch.id), turn.person.userid, f"已处理（{turn.person.name}）")
    turn.update_card(pressed.response_code, [turn.person.userid], done)
    return reply


def claim(turn: Turn) -> Reply | None:
    """同意, 同意1、3, 不同意2 from the one before whom a batch lies."""
    found = _WORDS.match(turn.said.text)
    if found is None or not (found["yes"] or found["no"]) or not rights.may_decide(turn.person):
        return None
    if said_number(turn.said) is not None:
        return None
    lately = turn.lately("decisions")
    if lately is None and turn.person.userid not in rights.chiefs(turn.office):
        return None
    waiting = batches.waiting(turn.tx)
    if not waiting:
        return None
    picked, everything = _numbers(found["rest"]), bool(found["all"] or found["all2"])
    if lately is not None and any(batch.id == int(lately) for batch in waiting):
        waiting = [batch for batch in waiting if batch.id == int(lately)]
    elif not picked and not everything and _others(turn, waiting):
        return Reply("还有别的事项待您审核，请回复“全部同意”（议定事项）或“待审核”逐项处理。")
    if len(waiting) > 1:
        options = tuple(f"{short(batch.basis, 24)}（{len(batch.open)}项）" for batch in waiting[:8])
        return Reply(
            "有几批议定事项待审核，看哪一批？", options=options, then=WHICH, data={"ids": [b.id for b in waiting]}
        )
    return _act(turn, _held(turn, waiting[0].id), picked, agreed=found["no"] is None)


def claim_item(turn: Turn) -> Reply | None:
    """第2项不立, 第2项时限改9月28日 from the one before whom a batch lies."""
    found = _ITEM.match(turn.said.text)
    if found is None or turn.person.userid not in rights.chiefs(turn.office) or said_number(turn.said) is not None:
        return None
    waiting, (at, *_) = batches.waiting(turn.tx), _numbers(found["at"])
    if len(waiting) != 1:
        return None
    batch = _held(turn, waiting[0].id)
    if found["no"]:
        return _act(turn, batch, [at], agreed=False, reason=approval.reason_said(found["why"] or ""))
    task = next((task for place, task in batch.open if place == at), None)
    if task is None or amending.amend(turn, store.hold(turn.tx, task.id)) is None:
        return None
    return _ask(turn, _held(turn, batch.id))


def which(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None or not rights.may_decide(turn.person):
        return Reply("好的，仍待审核。")
    return _ask(turn, _held(turn, answer.data["ids"][answer.index]))


def show(turn: Turn) -> Reply:
    """What of pasted decisions waits; for those who decide."""
    waiting = batches.waiting(turn.tx)
    if not waiting:
        return Reply("目前没有待审批的议定事项。")
    return _ask(turn, waiting[0])


def _ask(turn: Turn, batch: Batch) -> Reply:
    options = ("全部立项", "先不定")
    text = f"{table(turn, batch)}\n{_HOW}"
    return Reply(text, options=options, then=CHOOSE, free=True, data={"batch": batch.id}, about=(batch.key,))


def choose(turn: Turn, answer: Answer) -> Reply:
    """All, some by their numbers, or none yet; one of them put right."""
    if answer.index is None and (changed := claim_item(turn)) is not None:
        return changed
    batch = _held(turn, answer.data["batch"])
    if not rights.may_decide(turn.person):
        return Reply(NOT_FOUND)
    if answer.index == 1:
        return Reply("好的，仍待审核，回复“待审核”可再看。")
    if answer.index == 0:
        return _act(turn, batch, [], agreed=True)
    found = _WORDS.match(answer.said.text)
    if found is None or not (found["yes"] or found["no"] or found["rest"].strip()):
        return _ask(turn, batch)
    return _act(turn, batch, _numbers(found["rest"]), agreed=found["no"] is None)


def _act(turn: Turn, batch: Batch, picked: list[int], *, agreed: bool, reason: str = "") -> Reply:
    if not batch.open:
        return _late(turn, batch)
    chosen = [task for at, task in batch.open if not picked or at in picked]
    if not chosen:
        return Reply(f"没有这一项，或已处理。\n{table(turn, batch)}", about=(batch.key,))
    reply = _establish(turn, batch, chosen) if agreed else _decline(turn, chosen, reason)
    left = batches.get(turn.tx, batch.id)
    return replace(reply, text=f"{reply.text}\n还有{len(left.open)}项待定，{_HOW}") if left.open else reply


def _establish(turn: Turn, batch: Batch, chosen: list[Task]) -> Reply:
    """Number them one after the other and hand them to their units."""
    made = [assign(turn, store.hold(turn.tx, task.id)) for task in chosen]
    numbers = words.numbers([task.no for task in made])
    turn.undoable(words.LINE_NAME, "established", batch.key, {"tasks": [task.id for task in made]})
    told = f"您提交的议定事项（{batch.basis}）已批准立项{len(made)}项：{numbers}，已交办。"
    push(turn, batch.created_by, told, key=f"{batch.key}:已立项:{made[0].id}", subject=batch.key)
    lines = [
        f"{task.no} {short(task.title)}（{label(turn.office, task.lead_unit)}，{due_words(task)}）" for task in made
    ]
    text = "\n".join((f"已立项{len(made)}项：{numbers}，依据：{batch.basis}，已交办待签收。", *lines))
    return Reply(text, about=(batch.key, *(task.key for task in made)))


def _decline(turn: Turn, chosen: list[Task], reason: str) -> Reply:
    replies = [approval.decide(turn, store.hold(turn.tx, task.id), agreed=False, reason=reason) for task in chosen]
    return Reply("\n".join(reply.text for reply in replies))


def _late(turn: Turn, batch: Batch) -> Reply:
    """Everything was decided before: by whom, and when."""
    last = max(batch.tasks, key=lambda task: task.updated_at)
    numbers = words.numbers([task.no for task in batch.tasks if task.no]) or "均未立项"
    who = person_name(turn.office, last.reviewed_by)
    return Reply(f"这批议定事项已处理：{numbers}（{who} {deadline(last.updated_at)}）。", about=(batch.key,))


def _held(turn: Turn, batch_id: int) -> Batch:
    lock(turn.tx, f"decisions:{batch_id}")
    return batches.get(turn.tx, batch_id)


def _others(turn: Turn, waiting: list[Batch]) -> bool:
    """Whether something else waits for this person, so that a bare 同意 could mean that."""
    mine = {task.id for batch in waiting for task in batch.tasks}
    if any(task.id not in mine for task in store.find(turn.tx, tasks.c.status.in_(WAITING))):
        return True
    asked = records.extensions(turn.tx, extensions.c.state == records.WAITING)
    return bool(asked or records.cards(turn.tx, cards.c.state == records.PROPOSED))


def _numbers(words_: str) -> list[int]:
    numbers = re.findall(r"\d+|[一二三四五六七八九十]", words_)
    found = [int(word) if word.isdigit() else _HAN[word] for word in numbers]
    return list(range(found[0], found[1] + 1)) if re.search(r"[至到-]", words_) and len(found) == 2 else found


def take_back(turn: Turn, change: Change) -> Reply:
    """撤销: proposals are withdrawn; tasks just made end with their numbers kept, and their units are told."""
    replies = []
    for task_id in change.data["tasks"]:
        if store.get(turn.tx, task_id).status not in (Status.DECLINED, Status.ENDED):
            replies.append(undo.created(turn, replace(change, object=f"task:{task_id}")).text)
    return Reply("\n".join(replies) or "已撤销。")
