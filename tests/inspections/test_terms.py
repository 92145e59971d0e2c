"""What is read from words about inspections and papers, and where numbers stand; tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.inspections import figures, numbering, terms


@pytest.mark.parametrize(
    ("text", "topic", "mode"),
    [
        ("今天上午去云湾港项目现场督查", "重大项目", "现场"),
        ("疫情防控实地检查了3个点", "疫情防控", "实地"),
        ("疫情防控现场督查", "疫情防控", "实地"),
        ("到云湾港项目实地督查", "重大项目", "现场"),
        ("实地督查领导交办的信访事项", "领导交办", "现场"),
        ("去云湾港项目督查疫情防控", "重大项目", "现场"),
        ("暗访农贸市场的安全生产", "民生实事", "暗访"),
        ("实地看了河涌整治", "生态环保", "实地"),
        ("召开座谈督查营商环境", None, "座谈"),
    ],
)
def test_topic_and_mode(text: str, topic: str | None, mode: str) -> None:
    assert terms.topic_of(text) == topic
    assert terms.mode_for(terms.mode_of(text), topic or terms.OTHER) == mode


@pytest.mark.parametrize(
    ("text", "sites", "outside"),
    [
        ("检查了3个点", 3, {}),
        ("跑了十二个工地，邀请了2名人大代表", 12, {"人大代表": 2}),
        ("三个人去了项目现场", None, {}),
        ("2个小时，邀请区政协委员3名、专家一名", None, {"政协委员": 3, "专家": 1}),
        ("邀请人大代表参加", None, {"人大代表": None}),
        ("查了两家企业，发现5个问题", 2, {}),
    ],
)
def test_sites_and_people(text: str, sites: int | None, outside: dict[str, int | None]) -> None:
    assert terms.sites_of(text) == sites
    assert terms.externals_of(text) == outside


@pytest.mark.parametrize(
    ("text", "series", "numbers", "total", "count"),
    [
        ("出了督查快报第17期", "督查快报", [17], None, None),
        ("疫情督查快报5份", "疫情督查快报", [], None, 5),
        ("疫情防控快报第12至16期", "疫情督查快报", [12, 13, 14, 15, 16], None, None),
        ("督查简报第3、5期（总第86期）", "督查简报", [3, 5], 86, None),
        ("督查专报第十二期", "督查专报", [12], None, None),
        ("督查快报12-14期（总第52-54期）", "督查快报", [12, 13, 14], 54, None),
    ],
)
def test_issues(text: str, series: str, numbers: list[int], total: int | None, count: int | None) -> None:
    assert terms.series_of(text) == series
    assert terms.numbers_of(text) == numbers
    assert terms.total_of(text) == total
    assert terms.count_of(text) == count


def test_a_bare_number_is_left_to_the_series() -> None:
    assert terms.bare_number("督查快报17期（总第300期）") == 17
    assert terms.bare_number("督查快报第17期") is None


@given(st.sets(st.integers(1, 40)), st.lists(st.integers(1, 45), min_size=1, max_size=4, unique=True))
def test_nothing_is_left_out_of_the_gap(there: set[int], numbers: list[int]) -> None:
    found = numbering.place(numbers, there)
    assert set(found.missing).isdisjoint(there) and set(found.missing).isdisjoint(numbers)
    after = there | set(numbers) | set(found.missing)
    if there:
        assert set(range(max(there), max(after) + 1)) <= after
    assert set(found.doubles) == there & set(numbers)


def test_a_register_taken_over_counts_as_issues_before() -> None:
    assert numbering.place([17], (), first=16).missing == (16,)
    assert numbering.place([17], ()).missing == ()
    assert numbering.following(5, (), first=12) == [12, 13, 14, 15, 16]


def test_shown_and_total() -> None:
    assert numbering.shown([13, 14, 15]) == "13–15" and numbering.shown([3, 5]) == "3、5"
    assert numbering.total(17, (14, 300), void=[16]) == 302
    assert numbering.total(17, None, void=[]) is None


def test_figures() -> None:
    day, late = date(2026, 9, 22), date(2026, 10, 1)
    events = [
        {"held_on": day, "topic": "疫情防控", "mode": "实地", "sites": 3},
        {"held_on": day, "topic": "疫情防控", "mode": "座谈", "sites": 1},
        {"held_on": day, "topic": "重大项目", "mode": "现场", "sites": 1},
        {"held_on": day, "topic": "领导交办", "mode": "现场", "sites": 2},
        {"held_on": day, "topic": "安全生产", "mode": "现场", "sites": 2},
        {"held_on": late, "topic": "重大项目", "mode": "现场", "sites": 1},
    ]
    found = figures.inspections(events, date(2026, 7, 1), date(2026, 9, 30))
    assert {name: len(rows) for name, rows in found.items()} == {"F16": 1, "F18": 2}
    papers = [
        {"issued_on": day, "series": series, "state": state, "items": items}
        for series, state, items in (
            ("督查快报", "已印发", 1),
            ("督查快报", "作废", 0),
            ("疫情督查快报", "已印发", 1),
            ("疫情督查快报", "已印发", 1),
            ("督查简报", "已印发", 3),
            ("督查简报", "已印发", 1),
            ("督查通报", "已印发", 1),
            ("安全生产督查快报", "已印发", 1),
        )
    ]
    issued = figures.publications(papers, day, day)
    values = {name: figures.value(name, rows) for name, rows in issued.items()}
    assert values == {"F17": 2, "F19": 4, "F20": 1, "F21": 0, "F22": 1}
