"""看全流程 and 谁看了: the whole way of a paper, and the matrix of its readers in rank order (domain.md 2.6, J.2)."""

from sqlalchemy import select

from handlers.documents import records, store, wording
from handlers.documents.store import Doc, Submission
from handlers.documents.tables import doc_feedback
from handlers.documents.terms import INSTRUCTED, ORDERED, QUEUED, UNREAD
from handlers.line import Reply, Slots
from handlers.policy import Area, Right, may, not_found
from handlers.turn import Turn
from scheduler.wording import deadline
from storage.office import Office, Person, Role

MANY_HOPS = 12


def matrix(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """已阅, 未阅, 已批示 of each leader, in rank order; what a 批示 says stands in OA only."""
    inside = may(turn.person, Right.READ_ALL, Area.DOCUMENTS)
    if not (inside or turn.person.has(Role.LEADER) or turn.person.serves):
        return Reply(not_found(turn.office.phones.secretariat))
    turn.looked("查阅办情况", doc.key)
    rows = store.submissions(turn.tx, doc.id)
    if not rows:
        return Reply(f"{doc.ref}尚未呈送领导。", about=(doc.key,))
    lines = [f"{doc.ref}阅批情况：", *(_cell(person, row) for person, row in ranked(turn.office, rows))]
    counts = {state: sum(row.state == state for row in rows) for state in (UNREAD, INSTRUCTED)}
    done = len(rows) - sum(row.state in (UNREAD, QUEUED) for row in rows)
    lines.append(f"共{len(rows)}位：已阅{done}（其中已批示{counts[INSTRUCTED]}），未阅{len(rows) - done}。")
    if doc.mode == ORDERED:
        lines.append(wording.route(turn.office, doc, rows))
    return Reply("\n".join(lines), about=(doc.key,))


def ranked(office: Office, rows: list[Submission]) -> list[tuple[Person, Submission]]:
    """Leaders with their row, in rank order (domain.md G21)."""
    mine = {row.leader: row for row in rows}
    return [(p, mine[p.userid]) for p in office.by_rank(p for p in office.people if p.userid in mine)]


def _cell(person: Person, row: Submission) -> str:
    if row.state == UNREAD:
        return f"{person.listed}　未阅（{deadline(row.submitted_at)}呈送）"
    if row.state == QUEUED:
        return f"{person.listed}　未阅（待送）"
    return (
        f"{person.listed}　{row.state}（{deadline(row.read_at)}）" if row.read_at else f"{person.listed}　{row.state}"
    )


def show(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """The way of the paper; a unit sees its own part, a leader's 联络员 no units' words."""
    turn.looked("查流程", doc.key)
    inside = may(turn.person, Right.READ_ALL, Area.DOCUMENTS)
    lines = [f"{doc.ref}办理流程", f"{deadline(doc.received_at)} 收文登记（{doc.sender}）"]
    if inside:
        lines += [f"拟办：{doc.proposal}"] if doc.proposal else []
        lines += [
            f"呈送：{_cell(person, row)}" for person, row in ranked(turn.office, store.submissions(turn.tx, doc.id))
        ]
        lines += _round(turn, doc)
    for unit in store.handed(turn.tx, doc.id):
        if inside or unit.unit == turn.person.unit:
            signer = turn.office.person(unit.signed_by or "")
            signed = f"{deadline(unit.signed_at)} {signer.name if signer else ''}签收" if unit.signed_at else "未签收"
            lines.append(
                f"{deadline(unit.sent_at)} 转办{wording.label(turn.office, unit.unit)}（{unit.part}），{signed}"
            )
    lines += _reports(turn, doc, inside)
    lines += _requests(turn, doc, inside)
    if inside:
        lines += [f"{deadline(at)} 催办{_target(turn.office, who)}" for who, _, at in records.urged(turn.tx, doc.id)]
    lines.append(wording.due_line(doc, turn.now, turn.calendar))
    ended = f"，{doc.closed_on.month}月{doc.closed_on.day}日" if doc.closed_on else ""
    lines.append(f"现在：{doc.status}{ended}" + (f"，{doc.result}" if inside and doc.result else ""))
    lines.append(f"联系人：{wording.contact(turn.office, doc.chaser)}")
    return Reply("\n".join(lines), about=(doc.key,))


def _round(turn: Turn, doc: Doc) -> list[str]:
    hops = records.hops(turn.tx, doc.id)[-MANY_HOPS:]
    name = turn.office.person
    shown = []
    for giver, taker, kind, at in hops:
        one, other = name(giver), name(taker)
        shown.append(f"{deadline(at)} {one.name if one else giver}→{other.name if other else taker}（{kind}）")
    return [f"传阅：{'；'.join(shown)}"] if shown else []


def _reports(turn: Turn, doc: Doc, inside: bool) -> list[str]:
    mine = [doc_feedback.c.doc_id == doc.id, doc_feedback.c.withdrawn.is_(False)]
    if not inside:
        mine.append(doc_feedback.c.unit == turn.person.unit)
    query = select(doc_feedback.c.unit, doc_feedback.c.text, doc_feedback.c.created_at).where(*mine)
    rows = turn.tx.execute(query.order_by(doc_feedback.c.id)).all()
    return [f"{deadline(at)} {wording.label(turn.office, unit)}反馈：{text}" for unit, text, at in rows]


def _requests(turn: Turn, doc: Doc, inside: bool) -> list[str]:
    lines = []
    for one in records.requests(turn.tx, doc.id):
        if one.kind != records.EXTENSION or not (inside or one.unit == turn.person.unit):
            continue
        by = turn.office.person(one.decided_by or "")
        decided = f"{one.state}（{by.name if by else ''} {deadline(one.decided_at)}）" if one.decided_at else one.state
        wanted = f"延期至{deadline(one.wanted_at)}" if one.wanted_at else "延期"
        late = "，超过时限后提出" if one.late else ""
        lines.append(
            f"{deadline(one.created_at)} {wording.label(turn.office, one.unit or '')}申请{wanted}{late}：{decided}"
        )
    return lines


def _target(office: Office, who: str) -> str:
    person = office.person(who)
    return person.listed if person else wording.label(office, who)
