"""The way of an outgoing paper as a table: every state, every act, everybody."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.outgoing import flow
from handlers.outgoing.terms import OVER, UNSENT, Act, State, Who
from storage.office import load_office

OFFICE = {Who.CLERK, Who.CHIEF}
EXPECTED: dict[tuple[State, Act], set[Who]] = {
    (State.EDITING, Act.EDIT): {Who.CHIEF},
    (State.EDITING, Act.RETURN): {Who.CHIEF},
    (State.COSIGNING, Act.COSIGN): {*OFFICE, Who.UNIT},
    (State.COSIGNING, Act.RETURN): OFFICE,
    (State.CHECKING, Act.RETURN): OFFICE,
    (State.TO_SIGN, Act.SIGN): {*OFFICE, Who.SIGNER, Who.PROXY, Who.UNIT},
    (State.TO_SIGN, Act.RETURN): {*OFFICE, Who.SIGNER, Who.PROXY},
    (State.SIGNED, Act.REVIEW): OFFICE,
    (State.NUMBERED, Act.PRINT): OFFICE,
    (State.NUMBERED, Act.ISSUE): OFFICE,
    (State.PRINTING, Act.ISSUE): OFFICE,
    (State.ISSUED, Act.DELIVER): OFFICE,
    (State.DELIVERING, Act.DELIVER): OFFICE,
    (State.DELIVERING, Act.RECEIVE): {*OFFICE, Who.UNIT},
    (State.TO_FILE, Act.RECEIVE): {*OFFICE, Who.UNIT},
    (State.ISSUED, Act.CLOSE): OFFICE,
    (State.DELIVERING, Act.CLOSE): OFFICE,
    (State.TO_FILE, Act.FILE): {*OFFICE, Who.ARCHIVIST},
    **{(state, Act.CHECK): OFFICE for state in (State.DRAFT, State.CHECKING)},
    **{(s, Act.ASK): OFFICE for s in (State.DRAFT, State.CHECKING, State.EDITING, State.COSIGNING, State.TO_SIGN)},
    **{(s, Act.REOPEN): OFFICE for s in (State.SIGNED, State.NUMBERED, State.PRINTING)},
    **{(s, Act.AMEND): OFFICE for s in (*UNSENT, State.ISSUED, State.DELIVERING)},
    **{(s, Act.WITHDRAW): OFFICE for s in UNSENT - {State.SIGNED, State.NUMBERED, State.PRINTING}},
    **{(s, Act.WITHDRAW): {Who.CHIEF} for s in (State.SIGNED, State.NUMBERED, State.PRINTING)},
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(State, Act)))
def test_everybody_and_every_act(state: State, act: Act) -> None:
    allowed = {who for who in Who if flow.may(state, act, [who])}
    assert allowed == EXPECTED.get((state, act), set())


def test_what_is_over_stays_over_and_has_no_next_step() -> None:
    for state in (State.FILED, State.VOID):
        assert not any(flow.may(state, act, Who) for act in Act) and state not in flow.NEXT
    assert all(flow.over(state) for state in OVER)


def test_every_open_state_has_one_next_act_that_somebody_may_do() -> None:
    for state in State:
        if state in (State.FILED, State.VOID):
            continue
        act, who = flow.NEXT[state]
        assert flow.may(state, act, Who) and who


@given(st.lists(st.tuples(st.sampled_from(list(Act)), st.booleans()), max_size=30))
def test_no_number_comes_into_use_without_a_signature(acts: list[tuple[Act, bool]]) -> None:
    state, signed, checked = State.DRAFT, False, False
    for act, complete in acts:
        if (state, act) not in flow.TABLE:
            continue
        state = flow.after(state, act, complete=complete)
        checked = (checked or (act is Act.CHECK and complete)) and act is not Act.RETURN
        signed = (signed or (act is Act.SIGN and complete)) and act not in (Act.RETURN, Act.REOPEN)
        if state in (State.NUMBERED, State.PRINTING, State.ISSUED, State.DELIVERING, State.TO_FILE, State.FILED):
            assert signed and checked


@pytest.mark.parametrize(
    ("userid", "roles"),
    [
        ("zhangmin", {Who.CLERK}),
        ("mishukezhang", {Who.CLERK, Who.CHIEF}),
        ("shenlan", {Who.CHIEF, Who.SIGNER}),
        ("guoping", {Who.CHIEF, Who.SIGNER}),
        ("hexiaodong", {Who.SIGNER}),
        ("lian-he", {Who.PROXY}),
        ("like", {Who.UNIT}),
        ("youhong", {Who.ARCHIVIST}),
        ("duheng", set()),
        ("qianjin", set()),
    ],
)
def test_as_what_people_act(userid: str, roles: set[Who]) -> None:
    person = load_office(None).person(userid)
    assert person is not None and flow.who(person) == roles
