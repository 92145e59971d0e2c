"""One paper as a person may see it: what it is, where it is now, the whole of its way (domain.md J.2 ④, 7.6)."""

from handlers.documents import store, wording
from handlers.documents.finding import flow as finding_flow
from handlers.documents.store import Doc
from handlers.documents.terms import OVER, READING, UNREAD
from handlers.line import Reply, Slots
from handlers.policy import Area, Right, may
from handlers.turn import Turn
from scheduler.wording import moment


def show(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """The paper's card in words. Leaders and units see their own part only."""
    turn.looked("查文", doc.key)
    everything = may(turn.person, Right.READ_ALL, Area.DOCUMENTS)
    lines = [
        f"{doc.no}｜{doc.sender}" + (f"｜{doc.doc_no}" if doc.doc_no else ""),
        f"标题：{doc.title}",
        f"缓急：{doc.urgency}{'（要件）' if doc.important else ''}　类别：{doc.kind}　状态：{doc.status}",
        wording.due_line(doc, turn.now, turn.calendar),
    ]
    units = store.handed(turn.tx, doc.id)
    if everything:
        lines += [f"收文：{moment(doc.received_at)}", leaders(turn, doc)]
        lines += [f"承办：{wording.parts(units, turn.office)}"] if units else []
        lines += [f"结果：{doc.result}"] if doc.result else []
        lines += [f"现在：{holder(turn, doc)}"]
    else:
        mine = [unit for unit in units if unit.unit == turn.person.unit]
        lines += [f"本单位：{wording.parts(mine, turn.office)}"] if mine else []
    lines += finding_flow.lines(finding_flow.events(turn, doc, everything=everything))
    lines.append(f"联系人：{wording.contact(turn.office, doc.chaser)}")
    return Reply("\n".join(line for line in lines if line), about=(doc.key,))


def holder(turn: Turn, doc: Doc) -> str:
    """In whose hands the paper is."""
    if doc.status in OVER:
        return str(doc.status)
    if doc.lead_unit:
        unsigned = any(u.unit == doc.lead_unit and u.signed_at is None for u in store.handed(turn.tx, doc.id))
        return f"{wording.label(turn.office, doc.lead_unit)}{doc.status}{'，尚未签收' if unsigned else ''}"
    waiting = [turn.office.person(s.leader) for s in store.submissions(turn.tx, doc.id) if s.state == UNREAD]
    if waiting:
        return "、".join(p.listed for p in waiting if p) + "处待阅"
    return f"{wording.contact(turn.office, doc.chaser)}，待{'归档' if doc.kind == READING else '转办'}"


def leaders(turn: Turn, doc: Doc) -> str:
    """呈送：周明远书记（已阅）、林知行区长（未阅）: who has it to read, in rank order (domain.md G21)."""
    rows = {one.leader: one for one in store.submissions(turn.tx, doc.id)}
    people = turn.office.by_rank(p for p in turn.office.people if p.userid in rows)
    return "呈送：" + "、".join(f"{p.listed}（{rows[p.userid].state}）" for p in people) if people else ""
