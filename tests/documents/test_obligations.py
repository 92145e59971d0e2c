"""Whatever is said by whomever, in whatever order: every open step has an owner and exactly one next reminder (2.7)."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from bot.dialogue.engine import converse
from bot.dialogue.state import State
from bot.dialogue.understand import understand
from handlers.documents import plans, records, store
from handlers.documents.store import Doc
from handlers.documents.terms import ACTION, BEFORE_SUBMISSION, ORDERED, OVER, QUEUED, UNREAD, Status
from handlers.registry import lines
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.ticks import tick
from scheduler.workdays import WorkCalendar
from storage import reminders
from storage.db import driver_url, make_engine
from storage.office import load_office

OFFICE, CALENDAR = load_office(None), WorkCalendar()
START = datetime(2026, 9, 18, 9, 0, tzinfo=SHANGHAI)
FIRE = {(line.name, kind): fire for line in lines() for kind, fire in line.reminders.items()}
PAPERS = (
    "登记收文：加急，市委办，南委办〔2026〕89号，《关于做好中秋值守工作的通知》，办件",
    "登记收文：平件，市委办，南委办〔2026〕90号，《关于国庆值守工作的通知》，阅件",
)
SAID = {
    "zhangmin": (
        "{n}号初审通过",
        "{n}号拟办：拟呈知行区长阅示",
        "{n}号呈送周书记、何副区长",
        "{n}号传阅周书记、林区长、何副区长",
        "{n}号跳过林区长",
        "{n}号送下一位",
        "{n}号周书记阅毕",
        "{n}号林区长已批示，请住建局抓紧落实|1",
        "{n}号批示不用转办",
        "{n}号住建局牵头，农水局配合|1",
        "{n}号应急局牵头，9月24日前反馈|1",
        "催一下{n}号",
        "{n}号退办：缺少数据",
        "{n}号办结，已落实",
        "{n}号挂起，等待上级批复",
        "{n}号恢复办理",
        "{n}号缓急改成特急|1",
        "{n}号改成阅件|1",
        "{n}号退文，越级|3",
        "{n}号作废，误登|1",
        "把我经手的移交给秘书科长|1",
        "撤销",
        "1",
        "2",
        "暂不转办",
    ),
    "mishukezhang": (
        "{n}号不同意退文",
        "同意作废{n}号",
        "{n}号办结，已存",
        "把张敏经手的移交给秘书科科长|1",
        "1",
        "撤销",
    ),
    "fengkai": ("{n}号阅毕", "{n}号周书记已批示，请住建局抓紧办|9月28日前", "撤销"),
    "lian-lin": ("{n}号圈阅", "{n}号林区长批了个阅"),
    "lian-he": ("{n}号何副区长已批示|2", "1", "2"),
    "like": ("签收", "收{n}号反馈：已排查工地12处", "{n}号申请延期到10月15日，原因：等省厅批复", "撤销"),
    "liaison-nongshuiju": ("签收", "收{n}号反馈：已检查水库3座"),
    "liaison-yingjiju": ("签收", "{n}号申请延期到10月20日，原因：等市里批复", "{n}号办结，已落实"),
    "guoping": ("同意{n}号延期", "不同意{n}号延期", "撤销"),
}
"""Who says what; what stands behind | answers the question that comes back."""
MOVES = [(who, text) for who, texts in SAID.items() for text in texts]


@pytest.fixture(scope="module")
def engine(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("obligations") / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    made = make_engine(driver_url(f"sqlite:///{path}"))
    yield made
    made.dispose()


class Room:
    """People who talk, and a clock, in one transaction that is thrown away."""

    def __init__(self, tx: Connection) -> None:
        self.tx, self.now = tx, START
        self.states: dict[str, State] = {}

    def desk(self) -> Desk:
        return Desk(tx=self.tx, now=self.now, office=OFFICE, calendar=CALENDAR, request_id="test")

    def say(self, who: str, text: str) -> None:
        person = OFFICE.person(who)
        assert person is not None
        said = understand(text, self.now, OFFICE, CALENDAR)
        turn = Turn(
            tx=self.tx,
            now=self.now,
            office=OFFICE,
            calendar=CALENDAR,
            request_id="test",
            actor=who,
            person=person,
            said=said,
        )
        converse(turn, self.states.setdefault(who, State()))

    def wait(self, hours: int) -> None:
        """Let time pass from reminder to reminder."""
        until = self.now + timedelta(hours=hours)
        while (due := reminders.next_due(self.tx)) is not None and due <= until:
            self.now = max(self.now, due)
            assert not tick(self.desk(), FIRE).failed
        self.now = until


def check(room: Room) -> None:
    for doc in store.find(room.tx):
        planned = reminders.planned_for(room.tx, plans.LINE, doc.key)
        kinds = Counter(one.kind for one in planned)
        assert len({(one.kind, one.recipient) for one in planned}) == len(planned)
        assert all(one.due_at > room.now for one in planned)
        assert all(OFFICE.person(one.recipient) for one in planned)
        if doc.status in OVER:
            assert planned == []
        elif doc.status == Status.HELD:
            assert kinds == {plans.ON_HOLD: 1}
        else:
            assert planned, f"{doc.status} has no owner"
            check_open(room, doc, kinds)


def check_open(room: Room, doc: Doc, kinds: Counter[str]) -> None:
    rows = store.submissions(room.tx, doc.id)
    reading = [one for one in rows if one.state == UNREAD]
    queued = [one for one in rows if one.state == QUEUED]
    assert kinds[plans.CHASE] == (doc.kind == ACTION)
    assert kinds[plans.PUT_UP] == (doc.status in BEFORE_SUBMISSION)
    assert kinds[plans.UNREAD_BY] == len(reading)
    assert kinds[plans.TO_SEND] == (bool(queued) and not reading)
    assert kinds[plans.NOT_PASSED_ON] == bool(records.unsettled(room.tx, doc.id))
    assert kinds[plans.UNDECIDED] == sum(one.state == records.WAITING for one in records.requests(room.tx, doc.id))
    handed = store.handed(room.tx, doc.id)
    assert kinds[plans.UNSIGNED] == sum(one.signed_at is None for one in handed)
    assert (doc.lead_unit is not None) == (doc.status in (Status.IN_HAND, Status.REPORTED))
    assert [one.unit for one in handed if one.part == "牵头"] == ([doc.lead_unit] if doc.lead_unit else [])
    if doc.mode == ORDERED and queued:
        assert len(reading) <= 1


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(MOVES), st.sampled_from((1203, 1204)), st.sampled_from((0, 0, 0, 1, 30))), max_size=20
    )
)
def test_every_open_step_has_an_owner_and_one_next_reminder(
    engine: Engine, moves: list[tuple[tuple[str, str], int, int]]
) -> None:
    with engine.connect() as tx:
        room = Room(tx)
        for paper in PAPERS:
            room.say("zhangmin", paper)
        check(room)
        for (who, text), number, hours in moves:
            for part in text.format(n=number).split("|"):
                room.say(who, part)
                check(room)
            if hours:
                room.wait(hours)
                check(room)
        tx.rollback()
