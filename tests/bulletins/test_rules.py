"""The rules of the bulletin (domain.md 5.2-5.6)."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bulletins import rules
from handlers.bulletins.editing import Action, Clause, read_edit, shares_words
from handlers.bulletins.rules import Openness, push_time
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.limits import InfoRules

CALENDAR = WorkCalendar()
PUBLIC, INTERNAL = Openness.PUBLIC, Openness.INTERNAL


def at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("signed", "pushed"),
    [
        ("2026-09-21 08:00", "2026-09-21 17:00"),
        ("2026-09-21 16:59", "2026-09-21 17:00"),
        ("2026-09-21 17:00", "2026-09-22 17:00"),
        ("2026-09-18 18:00", "2026-09-20 17:00"),  # Saturday off, Sunday worked
        ("2026-09-24 17:30", "2026-09-28 17:00"),  # over 中秋
        ("2026-09-26 10:00", "2026-09-28 17:00"),
        ("2026-09-30 20:00", "2026-10-08 17:00"),
    ],
)
def test_when_an_issue_goes_out(signed: str, pushed: str) -> None:
    assert push_time(at(signed), CALENDAR, InfoRules()) == at(pushed)


def test_without_merging_weekends_it_goes_out_every_day() -> None:
    every_day = InfoRules(merge_weekend=False)
    assert push_time(at("2026-09-26 10:00"), CALENDAR, every_day) == at("2026-09-26 17:00")
    assert push_time(at("2026-09-26 18:00"), CALENDAR, every_day) == at("2026-09-27 17:00")


@given(st.dates(date(2024, 1, 1), date(2026, 12, 20)), st.times())
def test_an_issue_goes_out_at_five_on_the_first_workday_from_the_signature_on(day: date, hour: time) -> None:
    signed = datetime.combine(day, hour, SHANGHAI)
    pushed = push_time(signed, CALENDAR, InfoRules())
    assert pushed > signed
    assert pushed.time() == time(17)
    assert CALENDAR.is_workday(pushed.date())
    if signed.time() < time(17):
        assert CALENDAR.workdays_between(signed.date(), pushed.date()) == (not CALENDAR.is_workday(signed.date()))


@pytest.mark.parametrize(
    ("said", "expected", "problem"),
    [
        (231, 231, None),
        (233, 232, "232期缺号"),
        (235, 232, "232—234期缺号"),
        (231, 232, "第231期期号重复"),
    ],
)
def test_gap_and_duplicate_block(said: int, expected: int, problem: str | None) -> None:
    assert rules.number_problem(said, expected) == problem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("签发231期", 231),
        ("签发第231期", 231),
        ("签发第二百三十一期", 231),
        ("签发二三一期", 231),
        ("签发第二百零五期", 205),
        ("签发第十二期", 12),
        ("签发第一百二期", 120),
        ("签发第两百期", 200),
        ("签发第廿三期", 23),
        ("签发今日信息", None),
    ],
)
def test_issue_numbers(text: str, number: int | None) -> None:
    assert rules.issue_number(text) == number


@pytest.mark.parametrize(
    ("said", "title", "text"),
    [
        ("投稿：新增规上工业企业12家", "新增规上工业企业12家", ""),
        ("投稿 “新增规上工业企业12家”", "新增规上工业企业12家", ""),
        ("投稿：《新增规上工业企业12家》今年以来，成效明显。", "新增规上工业企业12家", "今年以来，成效明显。"),
        ("投稿\n新增规上工业企业12家\n今年以来，成效明显。", "新增规上工业企业12家", "今年以来，成效明显。"),
        ("投稿：新增规上工业企业12家。今年以来，成效明显。", "新增规上工业企业12家", "今年以来，成效明显。"),
        ("投稿 标题：新增12家 正文：今年以来。", "新增12家", "今年以来。"),
        ("报送信息一条：开学平安有序", "开学平安有序", ""),
        ("投个稿：新增规上工业企业12家", "新增规上工业企业12家", ""),
        ("新增规上工业企业12家 投稿", "新增规上工业企业12家", ""),
        ("司法局投《“法律明白人”培训全覆盖》", "“法律明白人”培训全覆盖", ""),
        ("投稿，题目“村村通”提前完成，全镇12个村路面硬化", "“村村通”提前完成", "全镇12个村路面硬化"),
        ("我局有条信息要报", None, ""),
        ("投稿", None, ""),
        ("投稿：" + "今年以来，我区" * 12, None, "今年以来，我区" * 12),
    ],
)
def test_title_and_text_of_a_submission(said: str, title: str | None, text: str) -> None:
    found = rules.read_submission(said)
    assert (found.title, found.text) == (title, text)


@given(st.text(max_size=300))
def test_reading_a_submission_invents_nothing(body: str) -> None:
    found = rules.read_submission(f"投稿：{body}")
    assert (found.title or "") in body
    assert found.text in body


PLACES = {"工信局": (1,), "金溪镇": (2,), "教育局": (3, 4)}


def clauses(text: str) -> list[tuple[tuple[int, ...], Action | None, Openness | None]]:
    def find(start: int, end: int) -> list[int]:
        return [key for name, keys in PLACES.items() if name in text[start:end] for key in keys]

    return [(clause.targets, clause.action, clause.openness) for clause in read_edit(text, find)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("编入今日信息，可周知；金溪镇那条是内部", [((), Action.ADOPT, PUBLIC), ((2,), Action.ADOPT, INTERNAL)]),
        (
            "编入今日信息：工信局那条，可周知；金溪镇那条是内部",
            [((1,), Action.ADOPT, PUBLIC), ((2,), Action.ADOPT, INTERNAL)],
        ),
        ("把工信局那条编入今日信息", [((1,), Action.ADOPT, None)]),
        (
            "把工信局那条编入今日信息，可周知，金溪镇那条内部",
            [((1,), Action.ADOPT, PUBLIC), ((2,), Action.ADOPT, INTERNAL)],
        ),
        ("工信局、金溪镇两条编入今日信息，都可周知", [((1, 2), Action.ADOPT, PUBLIC)]),
        ("工信局那条编入，金溪镇那条备用", [((1,), Action.ADOPT, None), ((2,), Action.SPARE, None)]),
        ("金溪镇那条退稿", [((2,), Action.REJECT, None)]),
        ("工信局那条不可周知", [((1,), None, INTERNAL)]),
        ("教育局那条撤下", [((3, 4), Action.REMOVE, None)]),
        ("可周知", [((), None, PUBLIC)]),
        ("你好", []),
    ],
)
def test_what_an_editor_says(text: str, expected: list[tuple[tuple[int, ...], Action | None, Openness | None]]) -> None:
    assert clauses(text) == expected


@given(
    st.lists(st.sampled_from(["编入今日信息", "可周知", "工信局那条", "金溪镇那条是内部", "，", "；", "备用", "嗯"]))
)
def test_no_instruction_names_a_piece_that_was_not_said(parts: list[str]) -> None:
    text = "".join(parts)
    for targets, _, _ in clauses(text):
        assert ("工信局" in text) or 1 not in targets
        assert ("金溪镇" in text) or 2 not in targets


def test_a_piece_is_meant_by_a_stretch_of_its_title() -> None:
    assert shares_words("把新增规上那条编入", "新增规上工业企业12家")
    assert not shares_words("把工信局那条编入", "新增规上工业企业12家")
    assert shares_words("编入防汛", "防汛")


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("签发231期", None),
        ("签发231期，发区领导和各单位主要负责人", "L2,L3"),
        ("签发231期，发区主要领导", "L1"),
        ("签发231期，发全办、信息员", "L4,L5"),
    ],
)
def test_audience_named_with_the_signature(text: str, audience: str | None) -> None:
    assert rules.audience_said(text) == audience


def test_clauses_keep_their_words() -> None:
    assert read_edit("金溪镇那条，退稿", lambda start, end: [])[0] == Clause("退稿", (), Action.REJECT, None)
