"""As what a person acts on a paper, and whether he may (domain.md A.1, 2.6)."""

from collections.abc import Collection

from handlers.documents import states, store, wording
from handlers.documents.states import Act, Refused, Who
from handlers.documents.store import Doc
from handlers.documents.terms import Status
from handlers.line import Reply
from handlers.policy import Area, Right, may, not_found
from handlers.turn import Turn
from storage.office import Person, Role

_ROLES = {
    Role.CLERK: Who.CLERK,
    Role.SECRETARY_CHIEF: Who.CHIEF,
    Role.DEPUTY: Who.DEPUTY,
    Role.DIRECTOR: Who.DEPUTY,
    Role.ARCHIVIST: Who.ARCHIVIST,
}


def standing(person: Person, doc: Doc, leaders: Collection[str]) -> frozenset[Who]:
    """Everything that the person is to the paper; `leaders` are those who have it to read."""
    found = {who for role, who in _ROLES.items() if person.has(role)}
    if may(person, Right.WRITE, Area.SUPERVISION):
        found.add(Who.SUPERVISOR)
    if person.userid == doc.chaser and may(person, Right.WRITE, Area.DOCUMENTS):
        found.add(Who.CHASER)
    if person.userid == doc.created_by:
        found.add(Who.AUTHOR)
    leader = person.userid if person.has(Role.LEADER) else person.serves
    if leader in leaders:
        found.add(Who.READER)
    if person.unit in doc.units:
        if person.has(Role.UNIT_LIAISON):
            found.add(Who.UNIT)
        if person.unit == doc.lead_unit:
            found |= {Who.LEAD} if person.has(Role.UNIT_LIAISON) else set()
            found |= {Who.HEAD} if person.has(Role.UNIT_HEAD) else set()
    return frozenset(found)


def allowed(turn: Turn, doc: Doc, act: Act, given: Collection[str] = (), *, without: Collection[Who] = ()) -> Status:
    """The state after the act by whoever speaks. Raises Refused."""
    leaders = {one.leader for one in store.submissions(turn.tx, doc.id)}
    who = standing(turn.person, doc, leaders).difference(without)
    return states.step(doc.status, act, who, given, kind=doc.kind, before=doc.held_from)


def refused(turn: Turn, doc: Doc, why: Refused) -> Reply:
    """What to say when an act is not possible; whoever may not see the paper finds nothing."""
    if why.why == "state":
        hint = f"（{doc.held_reason}），请先回复“{doc.seq}号恢复办理”" if doc.status == Status.HELD else ""
        return Reply(f"{doc.no}{doc.status}{hint}，不能{why.act}。", about=(doc.key,))
    if why.why == "who":
        if not may(turn.person, Right.READ_ALL, Area.DOCUMENTS):
            return Reply(not_found(turn.office.phones.secretariat))
        who = states.RULES[why.act].who
        if Who.CHASER in who:
            return Reply(
                f"{doc.no}由{wording.contact(turn.office, doc.chaser)}催办，请由其或秘书科长{why.act}。",
                about=(doc.key,),
            )
        names = "或".join(str(one) for one in Who if one in who)
        return Reply(f"{doc.no}的{why.act}由{names}办理，请联系{wording.contact(turn.office, doc.chaser)}。")
    return Reply(f"{doc.no}{why.act}还缺必填内容，请补全后重说。", about=(doc.key,))
