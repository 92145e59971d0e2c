"""Whatever is typed, wherever the conversation stands: one answer, never an exception."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from bot.bench.sayings import HOSTILE, hostile
from bot.dialogue import engine
from bot.dialogue.recognise import recognise
from bot.dialogue.state import State
from bot.dialogue.understand import understand
from handlers.turn import Turn
from storage import guard
from storage.db import driver_url, make_engine
from storage.guard import GuardRefused
from tests.dialogue.test_choices import CALENDAR, NOW, OFFICE
from tests.effort import grows_calmly

_WORDS = """
    登记收文 收文登记 特急 平件 办件 市发改局 市委办 南委办〔2026〕88号 南发改函202657号 〔26〕5号
    《关于做好防汛工作的通知》 关于报送材料的函 9月24日 明天上午9点 到11点 25日前 周五 三个工作日内 订201
    会议室 全区安全生产工作会议 何副区长 周书记 住建局 应急局牵头 配合 各镇街 有关单位 签收 参加 请假 收到
    同意 派吴副局长 办结 进展：已完成 督〔2026〕0101号 收1203号 1203号 呈送 转办 查督办 查文 撤销 继续 取消
    算了 好的 是 否 不对， 不是， 改成 时限 标题 1 2 10 第二个 最后一个 帮助 谢谢 投稿： 编入今日信息
    签发231期 建议 立项督办： ， 。 ； ？ 《 》 〔
"""
WORDS = ["\n", *_WORDS.split()]
STARTS = (
    ("zhangmin", ()),
    ("zhangmin", ("收到一份文件，登记一下",)),
    ("zhangmin", ("收到一份文件，登记一下", "市发改局", "关于报送材料的函")),
    ("zhangmin", ("收文登记 南发改函202657号 市发改局 关于报送材料的函 平件 办件",)),
    (
        "zhangmin",
        ("登记收文：加急，市委办，南委办〔2026〕88号，《关于防汛工作的通知》，办件", "呈送周书记", "应急局牵头"),
    ),
    ("chenxi", ("9月23日上午9点全区安全生产工作会议，301，各镇街和有关单位参加",)),
    ("chenxi", ("订会议室", "明天下午3点")),
    ("shenlan", ("下周五上午9点开督查调度会",)),
    ("duheng", ("立项督办：云湾港道路前期工作，住建局牵头，10月20日前完成",)),
    ("like", ("投稿：新增规上企业12家",)),
    ("zhaowan", ("投稿：《新增规上企业12家》",)),
    ("guoping", ("登记收文：平件，市委办，《关于A工作的通知》，办件；订201，明天9点到10点",)),
)
LONGEST_ANSWER = 4000

texts = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map("".join),
    st.text(max_size=40),
    st.text("0123456789０１２第个〔〕《》，。；：？！\n 一二三号年月日点", max_size=20),
)

long_texts = st.lists(st.sampled_from(WORDS), min_size=200, max_size=400).map("".join)


@pytest.fixture(scope="module")
def office_db(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("fuzz") / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    found = make_engine(driver_url(f"sqlite:///{path}"))
    yield found
    found.dispose()


def says(tx: Connection, userid: str, state: State, text: str) -> str:
    """One message through the engine, as the flow sends it."""
    person = OFFICE.person(userid)
    assert person is not None
    turn = Turn(
        tx=tx,
        now=NOW.astimezone(UTC),
        office=OFFICE,
        calendar=CALENDAR,
        request_id="fuzz",
        actor=userid,
        person=person,
        said=understand(text, NOW, OFFICE, CALENDAR),
    )
    reply = engine.converse(turn, state)
    return reply.text


@settings(max_examples=250, deadline=None)
@given(start=st.sampled_from(STARTS), said=st.lists(texts, min_size=1, max_size=3))
def test_the_engine_never_raises(office_db: Engine, start: tuple[str, tuple[str, ...]], said: list[str]) -> None:
    userid, before = start
    state = State()
    with office_db.connect().execution_options(write=True) as tx, tx.begin() as transaction:
        try:
            for text in (*before, *(text for text in said if guard.screen(text).level == "ok")):
                answer = says(tx, userid, state, text)
                assert answer and len(answer) < LONGEST_ANSWER
                state = State.model_validate_json(state.model_dump_json())
        except GuardRefused:
            pass  # what it would have said or stored has a marker in it: the flow refuses it politely
        finally:
            transaction.rollback()


_rich = st.one_of(
    texts,
    st.text(max_size=2000),
    st.lists(st.sampled_from([*WORDS, *HOSTILE]), min_size=100, max_size=400).map(lambda words: "".join(words)[:2000]),
)


@settings(max_examples=120, deadline=None)
@given(text=_rich)
def test_any_text_is_understood(text: str) -> None:
    """Total: no exception, and places in the text stay places in what was typed."""
    said = understand(text, NOW, OFFICE, CALENDAR)
    assert len(said.text) == len(text)
    assert all(0 <= when.span[0] < when.span[1] <= len(text) for when in said.times)
    assert all(hit.start < len(said.text) for hit in recognise(said.text))
    assert guard.screen(text).level in {"ok", "soft", "hard"}


@pytest.mark.parametrize(
    "piece", ["会议议定：（一）由区发改局牵头，区财政局配合，于10月20日前完成项目前期手续。", *HOSTILE], ids=repr
)
def test_the_time_for_a_text_grows_with_its_length_only(piece: str) -> None:
    def whole(text: str) -> None:
        guard.screen(text)
        recognise(understand(text, NOW, OFFICE, CALENDAR).text)

    assert grows_calmly(whole, piece)


def test_a_very_long_text_is_answered_calmly() -> None:
    text = "".join(hostile(20_000)[-1:])
    assert len(understand(text, NOW, OFFICE, CALENDAR).text) == len(text)
