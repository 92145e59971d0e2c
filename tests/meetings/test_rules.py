"""The pure rules of 会务: gaps between bookings, dates, words of answers, substitutes (domain.md 4.1–4.8)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.meetings.answers import Fitness, Kind, Principal, fitness, is_same, minutes_late, understand, who
from handlers.meetings.gaps import Use, clash, free_spans, gap, nearest_starts, too_close
from handlers.meetings.terms import meeting_type, reason_in
from handlers.meetings.timeline import default_reply_by, group_name, next_letter, objection, steps
from handlers.meetings.wording import clock12
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.profile_types import Offset

CALENDAR = WorkCalendar()
DAY = date(2026, 9, 24)
HOURS = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def use(start: str, end: str, before: int = 30, after: int = 15) -> Use:
    return Use(at(f"2026-09-24 {start}"), at(f"2026-09-24 {end}"), before, after)


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        (use("09:00", "10:00"), use("10:00", "11:00"), True),
        (use("09:00", "10:00"), use("10:29", "11:00"), True),
        (use("09:00", "10:00"), use("10:30", "11:00"), False),
        (use("09:00", "10:00"), use("09:15", "09:45"), True),
        (use("09:00", "10:00", after=60), use("10:30", "11:00"), True),
        (use("09:00", "10:00", after=60), use("11:00", "12:00"), False),
        (use("09:00", "10:00"), use("10:00", "11:00", before=0), True),
        (use("09:00", "10:00", after=0), use("10:00", "11:00", before=0), False),
    ],
)
def test_half_an_hour_lies_between_two_uses(first: Use, second: Use, conflict: bool) -> None:
    assert too_close(first, second) is conflict
    assert too_close(second, first) is conflict


times = st.integers(0, 48).map(lambda n: at("2026-09-24 00:00") + timedelta(minutes=30 * n))
uses = st.builds(
    lambda start, length, before, after: Use(start, start + timedelta(minutes=length), before, after),
    times,
    st.integers(15, 300),
    st.sampled_from((0, 15, 30, 60)),
    st.sampled_from((0, 15, 30)),
)


@given(st.lists(uses, max_size=25))
def test_whatever_is_accepted_never_overlaps_with_its_gap(wanted: list[Use]) -> None:
    taken: list[Use] = []
    for one in wanted:
        if clash(one, taken) is None:
            taken.append(one)
    ordered = sorted(taken, key=lambda u: u.start)
    for i, first in enumerate(ordered):
        for second in ordered[i + 1 :]:
            assert second.start >= first.end + gap(first, second)


@given(uses, st.lists(uses, max_size=8))
def test_what_is_offered_can_be_had(wanted: Use, others: list[Use]) -> None:
    taken: list[Use] = []
    for one in others:
        if clash(one, taken) is None:
            taken.append(one)
    for start in nearest_starts(wanted, taken, HOURS, at("2026-09-21 10:00")):
        assert clash(wanted.moved(start), taken) is None
        assert time(8, 30) <= start.time()
        assert (start + wanted.length).time() <= time(17, 30)
    for start, end in free_spans(DAY, taken, (time(8, 30), time(17, 30)), wanted):
        assert clash(Use(start, end, wanted.before, wanted.after), taken) is None


def test_the_nearest_time_after_the_winner() -> None:
    assert nearest_starts(use("10:00", "11:00"), [use("09:00", "10:00")], HOURS, at("2026-09-21 10:00"))[0] == at(
        "2026-09-24 10:30"
    )


@pytest.mark.parametrize(
    ("start", "now", "expected"),
    [
        ("2026-09-23 09:00", "2026-09-21 09:40", "2026-09-22 12:00"),
        ("2026-09-28 09:00", "2026-09-21 09:40", "2026-09-24 12:00"),
        ("2026-09-21 09:00", "2026-09-18 09:40", "2026-09-20 12:00"),
        ("2026-10-08 15:00", "2026-09-21 09:40", "2026-09-30 12:00"),
        ("2026-09-22 15:00", "2026-09-21 16:00", "2026-09-22 13:00"),
        ("2026-09-21 15:00", "2026-09-21 14:00", "2026-09-21 14:30"),
    ],
)
def test_receipts_are_due_at_noon_of_the_workday_before(start: str, now: str, expected: str) -> None:
    due = default_reply_by(at(start), at(now).astimezone(UTC), CALENDAR, Offset(-1, time(12)))
    assert due == at(expected)


@pytest.mark.parametrize(
    ("reply_by", "wrong"),
    [
        ("2026-09-22 12:00", None),
        ("2026-09-23 08:59", None),
        ("2026-09-23 09:00", "会中"),
        ("2026-09-23 12:00", "会中或会后"),
        ("2026-09-24 09:00", "会后"),
        ("2026-09-21 09:00", "已过"),
    ],
)
def test_a_deadline_lies_before_the_meeting(reply_by: str, wrong: str | None) -> None:
    assert objection(at(reply_by), at("2026-09-23 09:00"), at("2026-09-23 11:00"), at("2026-09-21 09:40")) == wrong


def test_the_reminders_of_a_meeting() -> None:
    found = {
        s.kind: s.at for s in steps(at("2026-09-28 09:00"), at("2026-09-28 11:00"), at("2026-09-24 12:00"), CALENDAR)
    }
    assert found == {
        "silent": at("2026-09-24 08:00"),
        "deadline": at("2026-09-24 12:00"),
        "eve": at("2026-09-24 16:00"),
        "hour": at("2026-09-28 08:00"),
        "staff": at("2026-09-28 08:45"),
        "check_in": at("2026-09-28 09:05"),
        "over": at("2026-09-28 11:00"),
        "dissolve": at("2026-09-29 09:00"),
    }


def test_groups_are_named_by_date_and_letter() -> None:
    start = at("2026-09-23 09:00")
    assert [group_name(start, n) for n in (0, 1, 26)] == ["会务-0923A", "会务-0923B", "会务-0923AA"]
    assert next_letter({"会务-0923A", "会务-0923C"}, start) == "会务-0923B"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("参加", Kind.COMING),
        ("准时参加", Kind.COMING),
        ("王局长参加", Kind.COMING),
        ("+1", Kind.COMING),
        ("收到", Kind.UNCLEAR),
        ("好的", Kind.UNCLEAR),
        ("收到。", Kind.UNCLEAR),
        ("我去", Kind.MYSELF),
        ("派张副局长去", Kind.SUBSTITUTE),
        ("由李明代", Kind.SUBSTITUTE),
        ("周局长去不了，派吴副局长", Kind.SUBSTITUTE),
        ("局长出差，李副局长参加", Kind.SUBSTITUTE),
        ("去不了", Kind.LEAVE),
        ("不参加了", Kind.LEAVE),
        ("请假", Kind.LEAVE),
        ("请个假", Kind.LEAVE),
        ("出差在外", Kind.LEAVE),
        ("可能晚到10分钟", Kind.LATE),
        ("取消请假，可以参加", Kind.RETURN),
        ("会议推迟了吗", None),
        ("今天天气不错", None),
    ],
)
def test_the_words_of_an_answer(words: str, kind: Kind | None) -> None:
    assert understand(words) is kind


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("派张副局长去", "张副局长"),
        ("由李明代", "李明"),
        ("周局长去不了，派吴副局长", "吴副局长"),
        ("拟由副局长吴某替会", "副局长吴某"),
        ("吴副局长替会", "吴副局长"),
        ("替会 张副局长，值班", "张副局长"),
        ("替会+李明副局长", "李明副局长"),
        ("派办公室小王去", "办公室小王"),
        ("局长出差，李副局长参加", "李副局长"),
        ("改派我局陈副局长参会", "陈副局长"),
        ("替会", None),
        ("去不了", None),
    ],
)
def test_who_stands_in(words: str, person: str | None) -> None:
    assert who(words) == person


@pytest.mark.parametrize(
    ("substitute", "unit", "expected"),
    [
        ("吴副局长", "住建局", Fitness.FIT),
        ("副局长吴某", "住建局", Fitness.FIT),
        ("李明副镇长", "金溪镇", Fitness.FIT),
        ("王副主任", "白石街道", Fitness.FIT),
        ("党组成员陈某", "应急局", Fitness.FIT),
        ("刘副大队长", "消防救援大队", Fitness.FIT),
        ("科创局王副局长", "科创局", Fitness.FIT),
        ("张副所长", "供电所", Fitness.FIT),
        ("张副所长", "公安分局", Fitness.TOO_LOW),
        ("办公室小王", "城管局", Fitness.TOO_LOW),
        ("办公室副主任李某", "发改局", Fitness.TOO_LOW),
        ("综合科科长", "发改局", Fitness.TOO_LOW),
        ("小李", "发改局", Fitness.TOO_LOW),
        ("联络员", "发改局", Fitness.TOO_LOW),
        ("李明", "发改局", Fitness.UNKNOWN),
    ],
)
def test_a_substitute_is_of_the_leadership(substitute: str, unit: str, expected: Fitness) -> None:
    assert fitness(substitute, unit) is expected


def test_the_invited_himself_is_no_substitute() -> None:
    zhou = Principal("周志强", "周局长", "局长")
    assert all(is_same(word, zhou) for word in ("周志强", "周局长", "局长", "周志强局长", "周局长本人"))
    assert not is_same("周副局长", zhou)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("晚到10分钟", 10), ("晚一刻钟", 15), ("晚半小时", 30), ("晚二十分钟", 20), ("晚到一会儿", None)],
)
def test_how_late(words: str, minutes: int | None) -> None:
    assert minutes_late(words) == minutes


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("请假，出差", "出差"),
        ("身体不舒服", "病假"),
        ("年假", "休假"),
        ("同时有个市里的会", "会议冲突"),
        ("当天值班", "值班"),
        ("陪同市领导调研", "公务"),
        ("家里有事", "其他"),
        ("请假", None),
    ],
)
def test_only_the_kind_of_reason_is_kept(words: str, reason: str | None) -> None:
    assert reason_in(words) == reason


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("区委常委会会议暨开发区党工委会议", ("常委会", [], "高")),
        ("区政府常务会议暨管委会主任办公会议", ("常务会议", [], "中")),
        ("区政府党组会议", ("政府党组会议", [], "高")),
        ("区委五届一次全会", ("全会", [], "高")),
        ("办领导班子会议", ("办班子会议", [], "低")),
        ("督查调度会", ("调度会", [], "低")),
        ("全区安全生产工作会议", ("工作会议", [], "低")),
        ("区政府党组会议暨常务会议", ("政府党组会议", ["常务会议"], "高")),
    ],
)
def test_types_of_meetings(title: str, expected: tuple[str, list[str], str]) -> None:
    assert meeting_type(title) == expected


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        ("09:00", "上午9:00"),
        ("12:00", "中午12:00"),
        ("15:00", "下午3:00"),
        ("19:30", "晚上7:30"),
        ("06:05", "上午6:05"),
    ],
)
def test_twelve_hours_with_the_part_of_the_day(hour: str, words: str) -> None:
    assert clock12(at(f"2026-09-23 {hour}")) == words
