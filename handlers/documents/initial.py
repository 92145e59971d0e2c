"""初审 with its checklist and 拟办 with a proposed text (domain.md 2.2, 2.6, J.1)."""

import re
from collections.abc import Sequence

from handlers.documents import plans, returning
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import PROPOSAL_LENGTH
from handlers.documents.terms import READING
from handlers.documents.write import write
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import deadline
from storage.office import Person, Unit

CHECKLIST = (
    "①是否应由本机关办理",
    "②是否符合行文规则（不越级、不多头、一文一事）",
    "③文种、格式是否规范",
    "④涉及其他地区或部门的事项是否已协商会签",
    "⑤附件是否齐全、要求和时限是否明确",
)
PASSED, FAILED = "全部通过", "有问题，退文"
TAKE, OWN = "采用", "自己写"
_PASS = re.compile(r"初审.{0,4}(?:通过|合格|没问题|无问题|完成|ok|OK)|通过初审")
_TEXT = re.compile(
    r"拟办(?:意见)?[：:是为]+\s*(?P<text>.+)$|^\s*(?P<bare>拟(?:同步|同时|一并|按程序)?[呈报送请由转].+)$", re.S
)
_SUPERIOR = ("中央", "省", "市")
PRINCIPALS = 2


def review(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """初审: the five points, then passed or back to the sender."""
    allowed(turn, doc, Act.REVIEW)
    if _PASS.search(turn.said.text):
        return _passed(turn, doc)
    text = "\n".join((f"{doc.ref}初审要点：", *CHECKLIST, "结论？"))
    return Reply(text, options=(PASSED, FAILED), then="review", data={"id": doc.id}, about=(doc.key,))


def reviewed(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """1全部通过 2有问题，退文."""
    if answer.index == 1:
        return returning.ask(turn, doc, {}, True)
    return _passed(turn, doc) if answer.index == 0 else Reply("好的，初审未登记。", about=(doc.key,))


def _passed(turn: Turn, doc: Doc) -> Reply:
    new = write(turn, doc, {"status": allowed(turn, doc, Act.REVIEW)}, "初审")
    plans.everything(turn, new)
    return Reply(f"{new.no}初审通过。回复“{new.seq}号拟办”提拟办意见，或直接“{new.seq}号呈送……”。", about=(new.key,))


def propose(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """拟办: the words that were said, or an offered text in the usual pattern."""
    allowed(turn, doc, Act.PROPOSE, {"proposal"})
    words = text_of(turn.said.text)
    if words is not None:
        return _propose(turn, doc, words)
    offered = pattern(turn, doc, [turn.office.unit(u.short) for u in turn.said.units if u.short])
    text = f"{doc.no}拟办意见（建议稿）：\n{offered}"
    data = {"id": doc.id, "text": offered}
    return Reply(text, options=(TAKE, OWN), then="propose", free=True, data=data, about=(doc.key,))


def proposed(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """1采用 2自己写, or the text itself."""
    if answer.index == 0:
        return _propose(turn, doc, answer.data["text"])
    if answer.index == 1:
        ask = f"请写拟办意见（不超过{PROPOSAL_LENGTH}字）。"
        return Reply(ask, then="propose", free=True, data=answer.data, about=(doc.key,))
    if answer.said.yes is False:
        return Reply("好的，未登记拟办意见。", about=(doc.key,))
    return _propose(turn, doc, text_of(answer.said.text) or answer.said.text.strip())


def text_of(said: str) -> str | None:
    """The 拟办 itself: what stands behind 拟办：, or a sentence that begins with 拟呈, 拟转."""
    match = _TEXT.search(said)
    return (match["text"] or match["bare"]).strip() if match else None


def _propose(turn: Turn, doc: Doc, text: str) -> Reply:
    status = allowed(turn, doc, Act.PROPOSE, {"proposal"})
    if len(text) > PROPOSAL_LENGTH or len(text) < 2:
        ask = f"拟办意见请控制在{PROPOSAL_LENGTH}字以内（现{len(text)}字），请重发。"
        return Reply(ask, then="propose", free=True, data={"id": doc.id, "text": ""}, about=(doc.key,))
    new = write(turn, doc, {"proposal": text, "status": status}, "拟办")
    plans.everything(turn, new)
    names = " ".join(p.address for p in _readers(turn, new))
    return Reply(f"已登记拟办：{new.no}\n{text}\n回复“{new.seq}号呈送 {names}”继续，或“撤销”。", about=(new.key,))


def pattern(turn: Turn, doc: Doc, units: Sequence[Unit | None] = ()) -> str:
    """拟 + 呈谁阅示 + 建议谁牵头谁配合 + 何时反馈; a reading paper ends with 阅知 (domain.md J.1)."""
    leaders = "、".join(f"{p.name.removeprefix(p.surname)}{p.title}" for p in _readers(turn, doc))
    if doc.kind == READING:
        return f"拟呈{leaders}阅知，送有关领导传阅。"
    named = [unit.label for unit in units if unit is not None]
    lead = f"建议由{named[0]}牵头" if named else "建议明确牵头单位后"
    co = f"，{'、'.join(named[1:])}配合" if named[1:] else ""
    by = f"，{deadline(doc.due_at)}前将情况报我办汇总" if doc.due_at else ""
    return f"拟同步呈{leaders}阅示；{lead}{co}办理{by}。"[:PROPOSAL_LENGTH]


def _readers(turn: Turn, doc: Doc) -> list[Person]:
    """The principals for a paper from above, and the leader in charge of the unit or town that is concerned."""
    leaders = turn.office.leaders
    charge = [p for p in leaders if doc.sender in p.in_charge or doc.lead_unit in p.in_charge]
    charge += [p for p in leaders if any(unit.removesuffix("局") in doc.title for unit in p.in_charge)]
    chosen = [*(leaders[:PRINCIPALS] if doc.sender_level in _SUPERIOR else ()), *charge] or list(leaders[:PRINCIPALS])
    return list(turn.office.by_rank({p.userid: p for p in chosen}.values()))
