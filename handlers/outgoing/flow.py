"""The way of an outgoing paper, as one table: state × act → who may, and where it leads (domain.md 2.3, A.1).

起草→前置审核→核稿→会签→待签发→已签发→（复核）已编号→印制→已印发→分发→待归档→已归档; anything unsent may become 作废.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.outgoing.terms import OVER, UNSENT, Act, Part, State, Who
from storage.office import Person, Role

_OFFICE = frozenset({Who.CLERK, Who.CHIEF})
_CHIEF = frozenset({Who.CHIEF})
_SIGNERS = frozenset({Who.SIGNER, Who.PROXY, Who.CLERK, Who.CHIEF})
_JOINT = _SIGNERS | {Who.UNIT}
_UNITS = frozenset({Who.UNIT, Who.CLERK, Who.CHIEF})
_ROLES = {
    Role.CLERK: {Who.CLERK},
    Role.SECRETARY_CHIEF: {Who.CLERK, Who.CHIEF},
    Role.DIRECTOR: {Who.CHIEF, Who.SIGNER},
    Role.DEPUTY: {Who.CHIEF, Who.SIGNER},
    Role.LEADER: {Who.SIGNER},
    Role.LEADER_LIAISON: {Who.PROXY},
    Role.UNIT_LIAISON: {Who.UNIT},
    Role.UNIT_HEAD: {Who.UNIT},
    Role.ARCHIVIST: {Who.ARCHIVIST},
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do it; `done` is the state after it, `open` the state while something of it is still owed."""

    who: frozenset[Who]
    done: State
    open: State


def _rule(who: frozenset[Who], done: State, open_: State | None = None) -> Rule:
    return Rule(who, done, open_ or done)


_S, _A = State, Act
TABLE: dict[tuple[State, Act], Rule] = {
    (_S.DRAFT, _A.CHECK): _rule(_OFFICE, _S.EDITING, _S.CHECKING),
    (_S.CHECKING, _A.CHECK): _rule(_OFFICE, _S.EDITING, _S.CHECKING),
    (_S.CHECKING, _A.RETURN): _rule(_OFFICE, _S.DRAFT),
    (_S.EDITING, _A.EDIT): _rule(_CHIEF, _S.TO_SIGN, _S.COSIGNING),
    (_S.EDITING, _A.RETURN): _rule(_CHIEF, _S.DRAFT),
    (_S.COSIGNING, _A.COSIGN): _rule(_UNITS, _S.TO_SIGN, _S.COSIGNING),
    (_S.COSIGNING, _A.RETURN): _rule(_OFFICE, _S.DRAFT),
    (_S.TO_SIGN, _A.ASK): _rule(_OFFICE, _S.COSIGNING),
    (_S.TO_SIGN, _A.SIGN): _rule(_JOINT, _S.SIGNED, _S.TO_SIGN),
    (_S.TO_SIGN, _A.RETURN): _rule(_SIGNERS, _S.DRAFT),
    (_S.SIGNED, _A.REVIEW): _rule(_OFFICE, _S.NUMBERED),
    (_S.NUMBERED, _A.PRINT): _rule(_OFFICE, _S.PRINTING),
    (_S.NUMBERED, _A.ISSUE): _rule(_OFFICE, _S.ISSUED),
    (_S.PRINTING, _A.ISSUE): _rule(_OFFICE, _S.ISSUED),
    (_S.ISSUED, _A.DELIVER): _rule(_OFFICE, _S.DELIVERING),
    (_S.DELIVERING, _A.DELIVER): _rule(_OFFICE, _S.DELIVERING),
    (_S.DELIVERING, _A.RECEIVE): _rule(_UNITS, _S.TO_FILE, _S.DELIVERING),
    (_S.ISSUED, _A.CLOSE): _rule(_OFFICE, _S.TO_FILE),
    (_S.DELIVERING, _A.CLOSE): _rule(_OFFICE, _S.TO_FILE),
    (_S.TO_FILE, _A.RECEIVE): _rule(_UNITS, _S.TO_FILE),
    (_S.TO_FILE, _A.FILE): _rule(_OFFICE | {Who.ARCHIVIST}, _S.FILED),
    **{(state, _A.AMEND): _rule(_OFFICE, state) for state in (*UNSENT, _S.ISSUED, _S.DELIVERING)},
    **{(state, _A.ASK): _rule(_OFFICE, state) for state in (_S.DRAFT, _S.CHECKING, _S.EDITING, _S.COSIGNING)},
    **{(state, _A.REOPEN): _rule(_OFFICE, _S.TO_SIGN) for state in (_S.SIGNED, _S.NUMBERED, _S.PRINTING)},
    **{
        (state, _A.WITHDRAW): _rule(_OFFICE if state not in (_S.SIGNED, _S.NUMBERED, _S.PRINTING) else _CHIEF, _S.VOID)
        for state in UNSENT
    },
}
"""What is not here is forbidden. A change of substance after 签发 goes back to the signatory (REOPEN)."""

NEXT = {
    _S.DRAFT: (_A.CHECK, "文书"),
    _S.CHECKING: (_A.CHECK, "文书"),
    _S.EDITING: (_A.EDIT, "秘书科长"),
    _S.COSIGNING: (_A.COSIGN, "会签单位"),
    _S.TO_SIGN: (_A.SIGN, "签发人"),
    _S.SIGNED: (_A.REVIEW, "文书"),
    _S.NUMBERED: (_A.ISSUE, "文书"),
    _S.PRINTING: (_A.ISSUE, "文书"),
    _S.ISSUED: (_A.DELIVER, "文书"),
    _S.DELIVERING: (_A.RECEIVE, "收文单位"),
    _S.TO_FILE: (_A.FILE, "档案员"),
}
"""What comes next in a state and who owes it: every open paper has exactly one next step."""


def who(person: Person) -> frozenset[Who]:
    """As what the person may act."""
    return frozenset[Who]().union(*(_ROLES.get(role, set()) for role in person.roles))


def may(state: State, act: Act, as_what: Iterable[Who]) -> bool:
    """Whether one who is any of these may do the act in this state."""
    rule = TABLE.get((state, act))
    return rule is not None and not rule.who.isdisjoint(as_what)


def after(state: State, act: Act, *, complete: bool = True) -> State:
    """The state after the act; not `complete` while others still owe their part. Raises KeyError when forbidden."""
    rule = TABLE[state, act]
    return rule.done if complete else rule.open


def owes(state: State) -> Part | None:
    """Which units' answers the state waits for."""
    return {State.COSIGNING: Part.COSIGN, State.DELIVERING: Part.DELIVERY}.get(state)


def over(state: State) -> bool:
    """Whether the way is done: it waits for the archive, or is there, or was given up."""
    return state in OVER
