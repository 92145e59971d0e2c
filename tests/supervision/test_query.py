"""查督办 as dialogues (SC13): what is found, and what nobody else may learn."""

import pytest

from handlers.policy import NOT_FOUND
from tests.day import Day
from tests.supervision.ledger import take_over


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-28 09:30")
    take_over(day)
    return day


async def test_an_ambiguous_question(office: Day) -> None:
    """SC13 word for word."""
    like = office.phone("like")
    asked = await like.says("督办那个道路的到哪了")
    assert "1 督〔2026〕0101号 云湾港片区道路（10月20日）" in asked
    assert "2 督〔2026〕0098号 金溪镇农村公路（9月30日，黄色）" in asked
    assert "0097" not in asked
    told = await like.says("2")
    for fact in (
        "督〔2026〕0098号",
        "事项：金溪镇农村公路",
        "牵头：金溪镇",
        "配合：区住建局",
        "9月30日17:30",
        "黄色",
        "8031",
    ):
        assert fact in told
    assert await like.says("发改局那个呢") == NOT_FOUND


async def test_a_new_question_instead_of_a_choice(office: Day) -> None:
    like = office.phone("like")
    await like.says("督办那个道路的到哪了")
    assert "云湾港片区道路" in await like.says("督办云湾港那个到哪了")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("黄色的督办有哪些", ["0098"]),
        ("红灯的督办有哪些", []),
        ("快到期的督办有哪些", []),
        ("逾期的督办有哪些", []),
    ],
)
async def test_by_colour(office: Day, words: str, numbers: list[str]) -> None:
    told = await office.phone("duheng").says(words)
    assert [no for no in ("0101", "0098", "0097", "0095") if no in told] == numbers
    assert numbers or told.startswith("没有")


@pytest.mark.parametrize(
    "words",
    [
        "督〔2026〕0101号",
        "督0101号到哪了",
        "督办101号进展怎么样",
        "0101号到哪了",
        "查一下督〔2026〕0101号",
        "查督办0101号",
    ],
)
async def test_a_number_in_any_writing(office: Day, words: str) -> None:
    told = await office.phone("like").says(words)
    for fact in (
        "督〔2026〕0101号",
        "云湾港片区道路",
        "区住建局",
        "区发改局、区财政局",
        "10月20日17:30",
        "方案已报审",
        "绿色",
    ):
        assert fact in told


@pytest.mark.parametrize("words", ["督〔2026〕0095号", "督〔2026〕0999号", "查督办 云湾港项目", "督办城北绿化到哪了"])
async def test_others_tasks_look_like_nothing(office: Day, words: str) -> None:
    assert await office.phone("like").says(words) == NOT_FOUND


async def test_the_supervision_office_sees_everything(office: Day) -> None:
    for userid in ("duheng", "wuyang", "shenlan", "guoping"):
        asked = await office.phone(userid).says("督办那个道路的到哪了")
        assert all(no in asked for no in ("0101", "0098", "0097"))
        assert "0090" not in asked


async def test_by_unit(office: Day) -> None:
    told = await office.phone("duheng").says("督办里发改局那个到哪了")
    assert "0095" in told and "0101" in told
    assert "0097" in await office.phone("wuyang").says("城管局的督办怎么样了")


async def test_own_tasks(office: Day) -> None:
    asked = await office.phone("like").says("我局的督办有哪些")
    assert "查到2项" in asked and "0101" in asked and "0098" in asked
    assert "督〔2026〕0095号" in (await office.phone("jiangtao").says("我们的督办")) + office.phone("jiangtao").last


async def test_the_liaison_of_a_leader_sees_his_tasks_only(office: Day) -> None:
    assert "云湾港项目前期手续" in await office.phone("lian-lin").says("查督办 云湾港")
    assert "云湾港片区道路" in await office.phone("lian-he").says("查督办 云湾港")
    assert await office.phone("lian-he").says("督〔2026〕0095号") == NOT_FOUND
    assert await office.phone("fengkai").says("督〔2026〕0101号") == NOT_FOUND


async def test_who_has_no_business_with_tasks(office: Day) -> None:
    assert "云湾港" not in await office.phone("youhong").says("督〔2026〕0101号到哪了")


async def test_it_means_what_was_just_spoken_of(office: Day) -> None:
    like = office.phone("like")
    await like.says("督〔2026〕0101号")
    assert "云湾港片区道路" in await like.says("它到哪了？")


async def test_finished_tasks_are_found_by_number(office: Day) -> None:
    assert "8月28日按期办结" in await office.phone("like").says("督〔2026〕0090号")
