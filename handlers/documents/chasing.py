"""催办 by whoever chases the paper: logged, polite, once in a half day (domain.md 2.1, 2.6)."""

from handlers.documents import plans, records, store, wording
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.terms import OVER, UNREAD, Status
from handlers.line import Reply, Slots
from handlers.turn import Turn
from scheduler.wording import deadline, moment
from storage.office import Office
from storage.outbox import Lane

NOON = 12


def chase(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """Remind whoever has the paper now: the units that owe an answer, or the 联络员 of those who have not read it."""
    if doc.status in OVER:
        return Reply(f"{doc.no}已{doc.status}，不用催办。", about=(doc.key,))
    if doc.status == Status.REPORTED:
        lead = wording.label(turn.office, doc.lead_unit or "")
        return Reply(
            f"{doc.no}{lead}已反馈，请核后回复“{doc.seq}号办结+结果”或“{doc.seq}号退办+理由”。", about=(doc.key,)
        )
    if not doc.lead_unit and not _unread(turn, doc):
        return Reply(f"{doc.no}尚未转办，回复“{doc.seq}号+牵头单位”。", about=(doc.key,))
    allowed(turn, doc, Act.CHASE)
    return _units(turn, doc) if doc.lead_unit else _leaders(turn, doc)


def _units(turn: Turn, doc: Doc) -> Reply:
    said = [unit.short for unit in turn.said.units if unit.short in doc.units]
    handed = {unit.unit: unit for unit in store.handed(turn.tx, doc.id)}
    targets = said or [doc.lead_unit or ""] + [u for u in doc.co_units if handed[u].signed_at is None]
    contact = wording.contact(turn.office, doc.chaser)
    told, again = [], []
    for unit in dict.fromkeys(targets):
        if not records.urge(turn.tx, doc.id, unit, _slot(turn), by=turn.person.userid, now=turn.now):
            again.append(unit)
            continue
        told.append(unit)
        by = f"，{wording.left(doc, turn.now, turn.calendar)}（{moment(doc.due_at)}）" if doc.due_at else ""
        do = "请回复“签收”" if handed[unit].signed_at is None else f"请回复“收{doc.seq}号反馈+内容”"
        text = (
            f"{wording.head(doc, '催办')}{doc.sender}来文（{doc.name}），"
            f"请{wording.label(turn.office, unit)}抓紧办理{by}。{do}；有困难请联系{contact}。"
        )
        key = f"{doc.key}:人工催办:{unit}:{_slot(turn)}"
        people = [person.userid for person in turn.office.liaisons(unit)[:1]]
        turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key, origin=turn.person.userid)
    return _reply(turn, doc, told, again)


def _leaders(turn: Turn, doc: Doc) -> Reply:
    told, again = [], []
    for leader in _unread(turn, doc):
        if not records.urge(turn.tx, doc.id, leader, _slot(turn), by=turn.person.userid, now=turn.now):
            again.append(leader)
            continue
        told.append(leader)
        person = turn.office.person(leader)
        text = (
            f"{wording.head(doc, '提醒')}{person.address if person else ''}有一件待阅（{doc.name}），"
            f"请择机呈阅。阅毕请回复“{doc.seq}号阅毕”。联系人：{wording.contact(turn.office, doc.chaser)}。"
        )
        key = f"{doc.key}:人工催办:{leader}:{_slot(turn)}"
        turn.tell(
            plans.reader(turn, leader),
            text,
            lane=plans.lane(doc, Lane.TIMELY),
            key=key,
            subject=doc.key,
            origin=turn.actor,
        )
    return _reply(turn, doc, told, again)


def _reply(turn: Turn, doc: Doc, told: list[str], again: list[str]) -> Reply:
    lines = []
    if told:
        turn.note("催办", doc.key, after={"targets": told})
        lines.append(f"已催办：{doc.ref}→{_names(turn.office, told)}，已记入催办记录。")
    if again:
        last = max(at for who, _, at in records.urged(turn.tx, doc.id) if who in again)
        lines.append(f"{_names(turn.office, again)}{deadline(last)}刚催过，这半天不再重复。如急请电话联系。")
    return Reply("\n".join(lines), about=(doc.key,))


def _unread(turn: Turn, doc: Doc) -> list[str]:
    return [one.leader for one in store.submissions(turn.tx, doc.id) if one.state == UNREAD]


def _slot(turn: Turn) -> str:
    """The half day: nobody is chased twice in it."""
    return f"{turn.here:%Y-%m-%d}{'上午' if turn.here.hour < NOON else '下午'}"


def _names(office: Office, whom: list[str]) -> str:
    people = {who: office.person(who) for who in whom}
    return "、".join(p.listed if (p := people[who]) else wording.label(office, who) for who in whom)
