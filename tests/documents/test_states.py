"""The table of 2.6 by every state, every act and every actor: what is written here by hand is all that may happen."""

import itertools

import pytest

from handlers.documents.states import RULES, Act, Refused, Who, after, step
from handlers.documents.terms import ACTION, READING, Status

S, A, W = Status, Act, Who
DESK, UP, OUT = (S.REGISTERED, S.REVIEWED, S.PROPOSED), (S.SUBMITTED, S.CIRCULATING), (S.IN_HAND, S.REPORTED)
OPEN = (*DESK, *UP, *OUT)
MARKING = {W.CLERK, W.CHIEF, W.READER}
OFFICE, CHASING = {W.CLERK, W.CHIEF}, {W.CHASER, W.CHIEF}

WHO = {
    A.REGISTER: OFFICE,
    A.REVIEW: OFFICE,
    A.RETURN: OFFICE,
    A.TAKE_BACK: {W.CHIEF},
    A.PROPOSE: OFFICE,
    A.SUBMIT: OFFICE,
    A.SKIP: MARKING,
    A.READ: MARKING,
    A.ALL_READ: MARKING,
    A.INSTRUCT: MARKING,
    A.ORDER: MARKING,
    A.TRANSFER: {W.CLERK, W.CHIEF, W.SUPERVISOR, W.READER},
    A.SIGN: {W.UNIT},
    A.CHASE: CHASING,
    A.FEEDBACK: {W.LEAD},
    A.CONTRIBUTE: {W.UNIT},
    A.SEND_BACK: CHASING,
    A.CLOSE: CHASING,
    A.HOLD: CHASING,
    A.RESUME: CHASING,
    A.ASK_MORE: {W.LEAD, W.HEAD},
    A.GRANT: {W.DEPUTY},
    A.AMEND: OFFICE,
    A.HAND_OVER: CHASING,
    A.VOID: {W.AUTHOR, W.CHIEF},
    A.FILE: {W.CLERK, W.CHIEF, W.ARCHIVIST},
}
FROM = {
    A.REGISTER: (S.ARRIVED,),
    A.REVIEW: (S.REGISTERED,),
    A.RETURN: DESK,
    A.TAKE_BACK: (S.RETURNED,),
    A.PROPOSE: (*DESK, *UP),
    A.SUBMIT: (*OPEN, S.ALL_READ),
    A.SKIP: (*UP, *OUT),
    A.READ: (*UP, *OUT),
    A.ALL_READ: (S.CIRCULATING,),
    A.INSTRUCT: (*UP, *OUT, S.ALL_READ),
    A.ORDER: (*UP, *OUT, S.ALL_READ),
    A.TRANSFER: (*OPEN, S.ALL_READ),
    A.SIGN: OUT,
    A.CHASE: (*UP, S.IN_HAND),
    A.FEEDBACK: OUT,
    A.CONTRIBUTE: OUT,
    A.SEND_BACK: (S.REPORTED,),
    A.CLOSE: (*OPEN, S.ALL_READ),
    A.HOLD: OPEN,
    A.RESUME: (S.HELD,),
    A.ASK_MORE: OUT,
    A.GRANT: OUT,
    A.AMEND: (*OPEN, S.HELD),
    A.HAND_OVER: (*OPEN, S.HELD),
    A.VOID: (*OPEN, S.HELD, S.RETURNED, S.ALL_READ, S.CLOSED),
    A.FILE: (S.CLOSED, S.ALL_READ),
}
TO = {
    A.REGISTER: S.REGISTERED,
    A.REVIEW: S.REVIEWED,
    A.RETURN: S.RETURNED,
    A.TAKE_BACK: S.REGISTERED,
    A.ALL_READ: S.ALL_READ,
    A.TRANSFER: S.IN_HAND,
    A.FEEDBACK: S.REPORTED,
    A.SEND_BACK: S.IN_HAND,
    A.CLOSE: S.CLOSED,
    A.HOLD: S.HELD,
    A.VOID: S.VOID,
    A.FILE: S.FILED,
}
"""Where an act always leads; the others are below."""


def expected(state: Status, act: Act, kind: str) -> Status:
    if act is A.RESUME:
        return S.IN_HAND
    if act is A.PROPOSE:
        return S.PROPOSED if state in DESK else state
    if act is A.SUBMIT and state in (*DESK, S.ALL_READ):
        return S.CIRCULATING if kind == READING else S.SUBMITTED
    if act is A.ORDER and state is S.ALL_READ:
        return S.SUBMITTED
    return TO.get(act, state)


@pytest.mark.parametrize("act", list(Act))
def test_every_state_by_every_actor(act: Act) -> None:
    given = RULES[act].needs
    for state, who, kind in itertools.product(Status, Who, (READING, ACTION)):
        if who not in WHO[act]:
            with pytest.raises(Refused) as refused:
                step(state, act, {who}, given, kind=kind)
            assert refused.value.why == "who"
        elif state not in FROM[act]:
            with pytest.raises(Refused) as refused:
                step(state, act, {who}, given, kind=kind)
            assert refused.value.why == "state"
        else:
            assert step(state, act, {who}, given, kind=kind, before=S.IN_HAND) is expected(state, act, kind)


@pytest.mark.parametrize("act", [act for act in Act if RULES[act].needs])
def test_what_an_act_needs_it_must_have(act: Act) -> None:
    state, who = FROM[act][0], next(iter(WHO[act]))
    for left_out in RULES[act].needs:
        with pytest.raises(Refused) as refused:
            step(state, act, {who}, RULES[act].needs - {left_out}, kind=ACTION)
        assert (refused.value.why, refused.value.missing) == ("missing", left_out)


def test_nothing_leads_out_of_the_end_and_everything_can_be_reached() -> None:
    for act in Act:
        for state in (S.VOID, S.FILED):
            with pytest.raises(Refused):
                after(state, act, kind=ACTION)
    reached, frontier = {S.ARRIVED}, {S.ARRIVED}
    while frontier:
        found = set()
        for state, act, kind in itertools.product(frontier, Act, (READING, ACTION)):
            try:
                found.add(after(state, act, kind=kind, before=S.IN_HAND))
            except Refused:
                continue
        frontier = found - reached
        reached |= found
    assert reached == set(Status)
