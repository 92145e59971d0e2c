"""The second door's settings, its start and stop with the server, and the page that describes it."""

from pathlib import Path

import pytest
from aiohttp import web

from bot.app import Bot
from bot.robot import lease
from bot.robot.capabilities import APP, DOORS, ROBOT_GROUP, ROBOT_PRIVATE
from bot.robot.starting import attach_robot, make_robot
from bot.server import make_app
from bot.settings import SettingsError, load_settings
from tests.day import AES_KEY, CORP, SECRET, TOKEN
from tests.robot.office import ONE, RobotDay, until

PAGE = Path(__file__).parents[2] / "docs/second-door.md"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"robot_id": "aib1"}, "ZHONGSHU_ROBOT_ID 和 ZHONGSHU_ROBOT_SECRET 须一起设置"),
        ({"robot_secret": "s3cr3t"}, "ZHONGSHU_ROBOT_ID 和 ZHONGSHU_ROBOT_SECRET 须一起设置"),
        (
            {"robot_id": "aib1", "robot_secret": "s3cr3t", "robot_url": "https://a.example"},
            "ZHONGSHU_ROBOT_URL：应为 wss",
        ),
        ({"robot_id": "aib1", "robot_secret": "s3cr3t", "robot_url": "ws://a.example"}, "ZHONGSHU_ROBOT_URL：不加密"),
        ({"robot_id": "aib1", "robot_secret": "s3cr3t", "clock": "2026-09-18T15:20:00"}, "ZHONGSHU_CLOCK"),
        ({"robot_id": "a" * 200, "robot_secret": "s3cr3t"}, "ZHONGSHU_ROBOT_ID：太长"),
    ],
)
def test_wrong_settings_are_named(given: dict[str, str], said: str) -> None:
    base = {"corp_id": CORP, "agent_id": 1, "secret": SECRET, "token": TOKEN, "encoding_aes_key": AES_KEY}
    with pytest.raises(SettingsError) as refused:
        load_settings(**base, wecom_api_base="http://127.0.0.1:1", **given)
    assert said in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


@ONE
async def test_it_opens_and_closes_with_the_server(day: RobotDay) -> None:
    """As `serve` does it: connected once the bot runs, and connection and lease free once it has stopped."""
    await day.robot.stop()
    await day.stop_bot()
    bot = Bot(day.bot.settings, day.office, clock=day.clock)
    app = make_app(bot)
    attach_robot(app, bot)
    runner = web.AppRunner(app)
    await runner.setup()
    await until(lambda: day.second.connected)
    await runner.cleanup()
    await until(lambda: not day.second.connected)
    await day.start_bot()
    assert day.bot.db.read_now(lease._read)[1] == 0
    assert make_robot(day.bot) is None
    await day.open_door()


def test_the_page_tells_what_the_table_says() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    table = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in rows if len(cells) == 4}
    for door, told in zip(DOORS, table["一条文字（字节）"], strict=True):
        assert str(door.text_limit) in told
    assert f"{APP.per_minute}条/分，{APP.per_hour}条/时" in table["每个会话的频率"][0]
    assert [told.startswith("能") for told in table["带按钮的卡片"]] == [door.cards for door in DOORS]
    assert ["不能" not in told for told in table["显示登记、查询内容"]] == [door.rows for door in DOORS]
    assert [told == "能" for told in table["文件、图片、日程"]] == [door.files for door in DOORS]
    assert [told == "有" for told in table["重复发送的识别"]] == [door.duplicate_check for door in DOORS]
    assert f"{ROBOT_PRIVATE.update_within:.0f}秒" in table["按后更新卡片"][1]
    assert not ROBOT_GROUP.card_updates
