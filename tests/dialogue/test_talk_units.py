"""Units that are written as none is, and small words that mean one thing (domain.md C.2, 3.3; C.1 f)."""

import pytest

from tests.day import Day


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here depends on the database."""
    return sqlite_url


async def test_a_unit_that_is_like_ours_is_asked_for(day: Day) -> None:
    zhang, du = day.phone("zhangmin"), day.phone("duheng")
    assert await du.says("督办立项：占道经营整治，城官局牵头，10月底前完成") == "“城官局”是不是“城管局”？ 1是 2否"
    assert "牵头：区城管局" in await du.says("是")
    assert (
        await zhang.says("收文 南海委办 《关于做好秋防工作的通知》 平件 办件") == "“南海委办”是不是“市委办”？ 1是 2否"
    )
    assert "来文：市委办" in await zhang.says("1")
    assert await zhang.says("转住健局办理") == "“住健局”是不是“住建局”？ 1是 2否"
    assert await zhang.says("否") == "牵头单位是哪家？（只能一家）"
    assert await zhang.says("住见局") == "“住见局”是不是“住建局”？ 1是 2否"
    assert "请区住建局牵头办理" in await zhang.says("是")


async def test_undo_while_something_is_offered(day: Day) -> None:
    zhang = day.phone("zhangmin")
    assert "已登记" in await zhang.says("登记收文：平件，市发改局，《关于报送重点项目进度的函》，阅件")
    assert "没太明白" in await zhang.says("那个材料咋弄")
    assert "已撤销：收〔2026〕1203号" in await zhang.says("撤销")


async def test_a_list_that_was_only_looked_up_waits_for_nobody(day: Day) -> None:
    zhang = day.phone("zhangmin")
    for title in ("关于报送重点项目进度的函", "关于防汛项目资金安排的请示"):
        await zhang.says(f"登记收文：平件，市发改局，《{title}》，阅件")
    assert "关于防汛项目资金安排的请示" in await zhang.says("查文 项目")
    assert "放下" not in await zhang.says("订201，周三上午9点到10点")
