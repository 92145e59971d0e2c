"""查文: by any writing of a number, by words of the title, and where a paper is now (domain.md J.2 ④)."""

import re
from dataclasses import replace

from handlers.documents import refs, store, wording
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc
from handlers.documents.terms import OVER, READING, UNREAD
from handlers.line import Reply, Slots
from handlers.policy import Area, Right, may, not_found
from handlers.turn import Turn
from scheduler.wording import moment

_NOISE = re.compile(
    r"您好|你好|谢谢您?|多谢|麻烦您?|劳驾|辛苦了?|帮忙|已?登记|查一?下|查文|查收文|查询|查|帮我|请问|请|那个|这个|那份|这份|那件|这件|一下|文件|来文|收文|公文|在谁|谁的?手[里上]|谁那里?儿?|手[里上]|"
    r"现在|目前|到哪[里儿]?了?|在哪[里儿]?|办得?怎么样|怎么样|办完|办好|办结|情况|进展|有没有|了没有?|没有|了|吗|呢|的|关于|[《》，,。？?！!：:\s]"
)


def find_doc(turn: Turn, slots: Slots) -> Reply:
    """The paper that is asked for; several are listed to choose from; what one may not see is not there."""
    docs = refs.named(turn)
    if docs is None:
        words = [word for word in re.split(r"[、和 ]", _NOISE.sub(" ", turn.said.text)) if len(word) >= 2]
        if not words:
            recent = refs.lately(turn)
            return show(turn, recent, slots, False) if recent else Reply("请说明查哪一件：编号、文号或标题里的词。")
        liked = [incoming_doc.c.title.like(f"%{word}%") | incoming_doc.c.sender.like(f"%{word}%") for word in words]
        docs = store.find(turn.tx, *liked, refs.scope(turn.person), limit=refs.MANY + 1)
    if not docs:
        return Reply(not_found(turn.office.phones.secretariat))
    if len(docs) > 1:
        reply = refs.which(docs, "show", slots)
        more = f"{reply.text}（只列最近{refs.MANY}件，可加关键词）"
        return reply if len(docs) <= refs.MANY else replace(reply, text=more)
    return show(turn, docs[0], slots, True)


def show(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """What the person may know of it. Leaders and units see their own part only."""
    turn.note("查文", doc.key)
    everything = may(turn.person, Right.READ_ALL, Area.DOCUMENTS)
    lines = [
        f"{doc.no}｜{doc.sender}" + (f"｜{doc.doc_no}" if doc.doc_no else ""),
        f"标题：{doc.title}",
        f"缓急：{doc.urgency}　类别：{doc.kind}　状态：{doc.status}",
        wording.due_line(doc, turn.now, turn.calendar),
    ]
    units = store.handed(turn.tx, doc.id)
    if everything:
        lines += [f"收文：{moment(doc.received_at)}", _leaders(turn, doc)]
        lines += [f"承办：{wording.parts(units, turn.office)}"] if units else []
        feedback = store.last_feedback(turn.tx, doc.id)
        lines += [f"最新反馈：{feedback}"] if feedback else []
        lines += [f"结果：{doc.result}"] if doc.result else []
        lines += [f"现在：{holder(turn, doc)}"]
    else:
        mine = [unit for unit in units if unit.unit == turn.person.unit]
        lines += [f"本单位：{wording.parts(mine, turn.office)}"] if mine else []
    lines.append(f"联系人：{wording.contact(turn.office, doc.chaser)}")
    return Reply("\n".join(line for line in lines if line), about=(doc.key,))


def holder(turn: Turn, doc: Doc) -> str:
    """In whose hands the paper is."""
    if doc.status in OVER:
        return str(doc.status)
    if doc.lead_unit:
        return f"{wording.label(turn.office, doc.lead_unit)}{doc.status}"
    waiting = [turn.office.person(s.leader) for s in store.submissions(turn.tx, doc.id) if s.state == UNREAD]
    if waiting:
        return "、".join(p.listed for p in waiting if p) + "处待阅"
    return f"{wording.contact(turn.office, doc.chaser)}，待{'归档' if doc.kind == READING else '转办'}"


def _leaders(turn: Turn, doc: Doc) -> str:
    rows = {one.leader: one for one in store.submissions(turn.tx, doc.id)}
    people = turn.office.by_rank(p for p in turn.office.people if p.userid in rows)
    return "呈送：" + "、".join(f"{p.listed}（{rows[p.userid].state}）" for p in people) if people else ""
