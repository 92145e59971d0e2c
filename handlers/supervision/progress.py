"""反馈进展 and 申请办结 by the units (domain.md 3.2, 3.3)."""

import re
from collections.abc import Callable
from typing import Any

from handlers.line import Answer, Intent, Reply, Slot, Slots
from handlers.policy import NOT_FOUND
from handlers.said import Said
from handlers.supervision import extending, parts, reading, rights, search, spoken_of, store, wording
from handlers.supervision.cards import closing_card
from handlers.supervision.establish import ask_chiefs
from handlers.supervision.plan import LINE_NAME, SUMMARY, next_morning, plan_next
from handlers.supervision.quality import content, is_concrete
from handlers.supervision.store import Task
from handlers.supervision.tables import TEXT_LENGTH
from handlers.supervision.telling import push
from handlers.supervision.terms import OPEN, Status
from handlers.turn import Turn
from storage.office import Person

FEEDBACK_MORE, FEEDBACK_WHICH = "feedback_more", "feedback_which"
CLOSE_MORE, CLOSE_WHICH = "close_more", "close_which"
SHOWN = 8
_Act = Callable[[Turn, Task, str], Reply]
_Read = Callable[[Said, bool, Slots], str | None]
_REPORTING = (*OPEN, Status.EXTENDING)
UNCHANGED = "好的，未作改动。"
ASK_FACTS = "请补充具体情况：做了什么、做到什么程度（数据或节点）、存在问题、下一步。"
_PROGRESS = re.compile(r"(?:(?:最新|阶段|反馈|汇报|报告)?进展(?:情况)?|反馈(?:情况)?)\s*(?:[：:，,]|是|如下|\s)+")
_RESULT = re.compile(r"(?:申请|请予?|可以|已)*办结\s*(?:[：:，,+]|结果|情况|是|\s)*")


def feedback(turn: Turn, slots: Slots) -> Reply:
    """Take a feedback for the task that is meant."""
    return _for_task(turn, slots, FEEDBACK_WHICH, feed_back)


def apply(turn: Turn, slots: Slots) -> Reply:
    """Take an application for 办结 for the task that is meant."""
    return _for_task(turn, slots, CLOSE_WHICH, apply_for)


def feedback_which(turn: Turn, answer: Answer) -> Reply:
    task = _chosen(turn, answer)
    return feed_back(turn, task, answer.data["text"]) if task else Reply(UNCHANGED)


def close_which(turn: Turn, answer: Answer) -> Reply:
    task = _chosen(turn, answer)
    return apply_for(turn, task, answer.data["text"]) if task else Reply(UNCHANGED)


def feedback_more(turn: Turn, answer: Answer) -> Reply:
    return feed_back(turn, store.hold(turn.tx, answer.data["task"]), _rest(_PROGRESS, answer.said))


def close_more(turn: Turn, answer: Answer) -> Reply:
    return apply_for(turn, store.hold(turn.tx, answer.data["task"]), _rest(_RESULT, answer.said))


def feed_back(turn: Turn, task: Task, text: str) -> Reply:
    """Store a feedback that says something; a co-unit's goes to the lead unit, which writes the one feedback."""
    unit = rights.of_unit(turn.person)
    if unit is None or unit not in task.units:
        return Reply(NOT_FOUND)
    if task.status not in _REPORTING:
        return Reply(f"{task.no}当前为“{task.status}”，无需反馈。", about=(task.key,))
    if not is_concrete(text):
        return Reply(
            f"{task.no}：{ASK_FACTS}", then=FEEDBACK_MORE, data={"task": task.id}, free=True, about=(task.key,)
        )
    text = text[:TEXT_LENGTH]
    entry = store.add_feedback(turn.tx, task.id, unit, text, by=turn.person.userid, now=turn.now)
    said = content(text)
    before = {
        "text": task.progress_text,
        "at": task.progress_at.isoformat() if task.progress_at else None,
        "status": task.status,
    }
    turn.undoable("supervision", "feedback", task.key, {"entry": entry, "missed": task.missed, **before})
    turn.note("反馈进展", task.key, after={"unit": unit})
    lead = unit == task.lead_unit
    told = [task.supervisor or task.created_by]
    if lead:
        store.sign(turn.tx, task.id, unit, turn.person.userid, turn.now)
        values: dict[str, Any] = {"progress_text": text, "progress_at": turn.now, "missed": 0}
        values["status"] = Status.EXTENDING if task.status is Status.EXTENDING else Status.WORKING
        values |= {"progress_pct": said.percent or task.progress_pct, "difficulty": said.difficulty}
        values |= {"next_step": said.next_step, "evidence_note": said.evidence or task.evidence_note}
        store.change(turn.tx, task, turn.now, **values)
        plan_next(turn, store.get(turn.tx, task.id))
    else:
        told = [person.userid for person in turn.office.liaisons(task.lead_unit)[:1]]
    words = f"{task.no}“{wording.short(task.title)}”{wording.label(turn.office, unit)}反馈：{text}"
    told = [userid for userid in told if userid != turn.person.userid]
    waits = push(turn, told, words, listed=lead, key=f"{task.key}:反馈:{entry}", subject=task.key)
    for userid in waits:
        turn.plan(LINE_NAME, SUMMARY, f"supervisor:{userid}", userid, next_morning(turn))
    whom = "督查室" if lead else f"牵头单位{wording.label(turn.office, task.lead_unit)}汇总"
    hint = f"下次请一并说明：{'、'.join(said.unsaid)}。" if lead and said.unsaid else ""
    return Reply(f"已记录{task.no}进展，已送{whom}。{hint}如有误，10分钟内可回复“撤销”。", about=(task.key,))


def apply_for(turn: Turn, task: Task, text: str) -> Reply:
    """申请办结 by the lead unit; 督查室 reviews it."""
    unit = rights.of_unit(turn.person)
    if unit is None or unit not in task.units:
        return Reply(NOT_FOUND)
    if unit != task.lead_unit:
        lead = wording.label(turn.office, task.lead_unit)
        return Reply(f"{task.no}由牵头单位{lead}申请办结；贵单位的情况可回复“{task.no} 进展：…”。", about=(task.key,))
    if task.status not in _REPORTING:
        return Reply(f"{task.no}当前为“{task.status}”，不必再申请。", about=(task.key,))
    if (left := parts.still_open(turn, task)) is not None:
        return left
    if not is_concrete(text):
        ask = f"{task.no}办结结果？请说明完成了什么、成果形式（如：已取得审图合格书）。"
        return Reply(ask, then=CLOSE_MORE, data={"task": task.id}, free=True, about=(task.key,))
    extending.take_back(turn, task)
    store.sign(turn.tx, task.id, unit, turn.person.userid, turn.now)
    store.change(
        turn.tx,
        task,
        turn.now,
        status=Status.CLOSING,
        applied_at=turn.now,
        result_kind=reading.result_kind(text),
        result_text=text[:TEXT_LENGTH],
    )
    back = Status.WORKING if task.status is Status.EXTENDING else task.status
    turn.undoable("supervision", "applied", task.key, {"status": back})
    turn.note("申请办结", task.key)
    task = store.get(turn.tx, task.id)
    plan_next(turn, task)
    ask_chiefs(turn, task, closing_card(turn.office, task), "申请办结")
    return Reply(f"{task.no}已申请办结，待督查室审核。如有误，10分钟内可回复“撤销”。", about=(task.key,))


def claim(turn: Turn) -> Reply | None:
    """A bare 办结 of a unit that has an open task; 办结 of documents is another's."""
    if not turn.said.bare.startswith("办结") or not _own(turn):
        return None
    return apply(turn, {"text": _rest(_RESULT, turn.said)})


def _for_task(turn: Turn, slots: Slots, which: str, act: _Act) -> Reply:
    """Find the task that is meant: by its number, by what was spoken of, or because there is only one."""
    number, text = slots.get("task_no"), slots.get("text") or ""
    own = _own(turn)
    lately = turn.lately("task")
    if number is not None:
        own = [task for task in search.visible(turn.tx, turn.person, turn.office) if task.no == number]
    elif len(named := spoken_of.meant(turn.said.text, own)) == 1:
        own = named
    elif lately and any(task.id == int(lately) for task in own):
        own = [task for task in own if task.id == int(lately)]
    if not own:
        return Reply(NOT_FOUND)
    if len(own) == 1:
        return act(turn, store.hold(turn.tx, own[0].id), text)
    shown = own[:SHOWN]
    return Reply(
        "是哪一项？",
        options=tuple(wording.list_line(turn, task) for task in shown),
        then=which,
        data={"ids": [task.id for task in shown], "text": text},
    )


def _own(turn: Turn) -> list[Task]:
    """The open tasks of the speaker's unit."""
    unit = rights.of_unit(turn.person)
    seen = search.visible(turn.tx, turn.person, turn.office) if unit else []
    return [task for task in seen if task.status in _REPORTING and unit in task.units]


def _chosen(turn: Turn, answer: Answer) -> Task | None:
    return None if answer.index is None else store.hold(turn.tx, answer.data["ids"][answer.index])


def _rest(head: re.Pattern[str], said: Said) -> str:
    """The words behind 进展： or 办结：, without the number of the task."""
    found = head.search(said.text)
    rest = said.text[found.end() :] if found else said.text
    return rest.strip(" \t\r\n：:，,")


def _text(head: re.Pattern[str]) -> _Read:
    def read(said: Said, asked: bool, _slots: Slots) -> str | None:
        return (_rest(head, said) if asked or head.search(said.text) else "") or None

    return read


def _behind_number(said: Said) -> str | None:
    """0098号 已完成60%……: what stands behind the number is the progress."""
    number = next(iter(said.own), None)
    return said.text[number.span[1] :].strip(" \t\r\n：:，,") or None if number is not None else None


def _progress(said: Said, asked: bool, slots: Slots) -> str | None:
    return _text(_PROGRESS)(said, asked, slots) or _behind_number(said)


def _speaks(person: Person) -> bool:
    return rights.of_unit(person) is not None


def _nothing_owed(turn: Turn, slots: Slots) -> Reply | None:
    """Nothing more is asked of a unit that has no task in hand; it may mean a paper."""
    return None if slots.get("task_no") or _own(turn) else Reply("没有待您单位反馈的督办事项。")


FEEDBACK = Intent(
    "feedback",
    "反馈督办进展",
    "0123号 进展：施工图已完成送审",
    (
        (r"督\s*[〔\[(（【]?\s*\d.{0,14}(?:进展|反馈)(?:情况)?\s*[：:，,]", 1.7),
        (r"(?<!收)(?<!\d)(?<!〕)0\d{2,3}\s*号?.{0,4}(?:进展|反馈)(?:情况)?\s*[：:，,]", 1.15),
        (r"^\s*(?:最新|阶段)?(?:进展|反馈)(?:情况|进展)?\s*[：:]", 1.0),
        (r"(?:反馈|汇报|报)(?:一?下)?督办(?:事项)?(?:的)?(?:进展|情况)?", 1.1),
        (r"^\s*(?:反馈|汇报)(?:一?下)?进展", 0.9),
        (r"^\s*进展(?!如何|怎么样|到哪)", 0.5),
    ),
    feedback,
    _speaks,
    (
        Slot("task_no", reading.task_no),
        Slot("text", _progress, "进展怎样？请说明做了什么、做到什么程度、存在问题、下一步。"),
    ),
    early=_nothing_owed,
)
APPLY = Intent(
    "apply_close",
    "申请督办办结",
    "0123号申请办结：已取得审图合格书",
    (
        (r"申请办结", 1.15),
        (r"督\s*[〔\[(（【]?\s*\d.{0,14}办结(?!了?[吗没])", 1.3),
        (r"(?<!收)(?<!\d)0\d{3}\s*号?\s*(?:已|可以|请)?办结(?!了?[吗没])", 1.05),
    ),
    apply,
    _speaks,
    (
        Slot("task_no", reading.task_no),
        Slot("text", _text(_RESULT), "办结结果？请说明完成了什么、成果形式（如：已取得审图合格书）。"),
    ),
    family="close",
)
