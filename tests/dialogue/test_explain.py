"""`zhongshu explain`: the contract of design.md 3."""

import io
from typing import Any

import orjson
import pytest

from bot.dialogue.canonical import SLOT_TYPES
from bot.dialogue.explain import explain, explain_line, explain_stream
from tests.dialogue.test_choices import NOW, OFFICE
from tests.effort import grows_calmly

URGENT = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"


def of(text: str, user: str | None = None) -> dict[str, Any]:
    return explain(text, NOW, OFFICE, user=user)


def test_the_whole_answer() -> None:
    answer = explain(URGENT, NOW, OFFICE, id=7)
    times = answer.pop("times")
    assert answer == {
        "id": 7,
        "guard": "ok",
        "rule": None,
        "intent": "log_incoming",
        "slots": {
            "unit": "市委办",
            "title": "关于做好台风防御工作的紧急通知",
            "urgency": "特急",
            "kind": "办件",
            "doc_no": "南委办〔2026〕88号",
            "datetime": "2026-09-19T10:00:00+08:00",
        },
        "doc_numbers": [{"text": "南委办〔2026〕88号", "canonical": "南委办〔2026〕88号", "confidence": "ok"}],
        "ask": None,
    }
    assert [(found["text"], found["start"], found["end"], found["ambiguous"]) for found in times] == [
        ("明天上午10点前", None, "2026-09-19T10:00:00+08:00", False)
    ]
    assert times[0].keys() >= {"text", "kind", "start", "end", "grain", "rrule", "ambiguous", "candidates"}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("呈送 何副区长 林区长 周书记", {"leader_list": ["周明远", "林知行", "何晓东"]}),
        ("1203号呈送周书记", {"doc_no": "收〔2026〕1203号", "leader_list": ["周明远"]}),
        ("查一下督〔2026〕0101号", {"task_no": "督〔2026〕0101号"}),
        ("督办一百零一号怎么样了", {"task_no": "督〔2026〕0101号"}),
        ("晚到１０分钟", {"text": "迟到", "count": 10}),
        ("请假，出差", {"text": "请假", "reason_enum": "出差"}),
        ("督0123申请延期到10月15日", {"task_no": "督〔2026〕0123号", "datetime": "2026-10-15T17:30:00+08:00"}),
        ("发我住建局李可电话", {"person": "李可", "unit": "住建局"}),
        ("1203号周书记已批示", {"doc_no": "收〔2026〕1203号", "person": "周明远"}),
    ],
)
def test_slots_are_canonical(text: str, slots: dict[str, Any]) -> None:
    assert of(text)["slots"] == slots


def test_a_meeting() -> None:
    slots = of("9月23日上午9点到11点全区安全生产工作会议，3楼301，何副区长主持，各镇街和应急、住建主要负责人参加")[
        "slots"
    ]
    assert slots["unit"] == ["金溪镇", "南渡镇", "白石街道", "海泊街道", "应急局", "住建局"]
    assert (slots["room"], slots["person"], slots["meeting_type"]) == ("301", "何晓东", "工作会议")
    assert slots["date_range"] == {"start": "2026-09-23T09:00:00+08:00", "end": "2026-09-23T11:00:00+08:00"}


def test_what_is_missing_is_asked() -> None:
    assert of("收到一份文件，登记一下")["ask"] == "哪个单位来文？"


def test_a_hard_text_is_not_looked_at() -> None:
    answer = of("机密★1年 登记一份省委来文")
    assert (answer["guard"], answer["intent"], answer["slots"], answer["doc_numbers"]) == ("hard", None, {}, [])
    assert answer["rule"]


def test_what_the_person_may_not_do_gives_way() -> None:
    """A unit applies for closing, the office closes; both are `close` (domain.md C.1), with other questions."""
    unit, office = of("0123号 办结", user="like"), of("0123号 办结", user="zhangmin")
    assert unit["intent"] == office["intent"] == "close"
    assert unit["ask"] != office["ask"]


def test_a_title_stays_as_typed() -> None:
    assert of("手文登记 市发改局 关于报送环境督察整改和特级教师评选情况的函 平件 办件")["slots"]["title"] == (
        "关于报送环境督察整改和特级教师评选情况的函"
    )
    assert of("登记收文 市环保局 《环境督察工作方案》 平件 阅件")["slots"]["title"] == "环境督察工作方案"


def test_lines_are_answered_in_order_and_bad_ones_too() -> None:
    lines = [
        b'{"id": 1, "text": "\xe6\x92\xa4\xe9\x94\x80"}',
        b"not json",
        b"[]",
        b'{"id": 2}',
        b"",
        b'{"id":"x","text":5}',
    ]
    target = io.BytesIO()
    explain_stream(io.BytesIO(b"\n".join(lines)), target, OFFICE, NOW)
    answers = [orjson.loads(line) for line in target.getvalue().splitlines()]
    assert [answer.get("intent", "error") for answer in answers] == ["undo", "error", "error", "error", None]
    assert answers[4]["id"] == "x"


@pytest.mark.parametrize(
    ("line", "id"),
    [
        (b'{"id": 7, "text": ', 7),
        (b'{"id": "a\\"b", "text": "x"', 'a"b'),
        (b'{"text": "x", "id": -3', None),
        (b'{"id": 1, "text": null}', 1),
        (b'{"id": 2, "text": "x", "now": "yesterday"}', 2),
        (b'{"id": 4, "text": "\xff"}', 4),
        (b'"id": 5', None),
        (b'[{"id": 5}]', None),
    ],
)
def test_a_bad_line_keeps_its_id_when_one_can_be_read(line: bytes, id: object) -> None:
    target = io.BytesIO()
    explain_stream(io.BytesIO(line), target, OFFICE, NOW)
    answer = orjson.loads(target.getvalue())
    assert answer.keys() == {"id", "error"} and answer["id"] == id


def test_half_a_sign_from_a_terminal_is_answered() -> None:
    assert orjson.loads(explain_line("明天\ud800", NOW, OFFICE))["times"][0]["text"] == "明天"


def test_the_moment_of_a_line_counts() -> None:
    target = io.BytesIO()
    explain_stream(io.BytesIO('{"text": "明天", "now": "2026-09-20T23:30:00Z"}'.encode()), target, OFFICE, NOW)
    assert orjson.loads(target.getvalue())["times"][0]["start"] == "2026-09-22T00:00:00+08:00"


@pytest.mark.parametrize("text", ["", " ", "\n", "𠀀" * 10, "\x00", "〔〕号", "《" * 50, "不是" * 40])
def test_any_text_is_answered(text: str) -> None:
    answer = orjson.loads(explain_line(text, NOW, OFFICE))
    assert answer["guard"] == "ok" and set(answer["slots"]) <= SLOT_TYPES


@pytest.mark.parametrize(
    "unit",
    ["登记收文，", "不对，是", "〔2026〕12号", "9月23日上午9点，", "请假", "12", "《关于", "住建局、", "督", "\n撤销"],
)
def test_the_time_for_a_text_grows_with_its_length_only(unit: str) -> None:
    assert grows_calmly(of, unit)
