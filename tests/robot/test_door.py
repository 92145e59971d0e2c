"""The connection itself: heartbeat, reconnecting, one server at a time, standing down (wecom.md 12.7)."""

from dataclasses import replace

import aiohttp

from bot.robot import lease
from tests.robot.office import ONE, QUICK, ROBOT, ROBOT_SECRET, SHARED, RobotDay, until

ADMIN = "admin-sys"


async def stranger(day: RobotDay) -> tuple[aiohttp.ClientSession, aiohttp.ClientWebSocketResponse]:
    """Another program with the same robot, outside of our database."""
    session = aiohttp.ClientSession()
    socket = await session.ws_connect(day.url)
    body = {"bot_id": ROBOT, "secret": ROBOT_SECRET}
    await socket.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "other"}, "body": body})
    assert (await socket.receive_json())["errcode"] == 0
    return session, socket


def holder(day: RobotDay) -> tuple[str, float, str]:
    return day.bot.db.read_now(lease._read)


@ONE
async def test_it_comes_back_after_every_cut(day: RobotDay) -> None:
    for count in range(2, 5):
        await day.second.cut()
        await until(lambda count=count: day.second.subscriptions == count)  # type: ignore[misc]
    assert "办文" in await day.says("zhangmin", "帮助")


@ONE
async def test_a_stranger_takes_the_robot_over(day: RobotDay) -> None:
    """Another program subscribes: this one stands down and tells the administrator once, instead of fighting."""
    session, _ = await stranger(day)
    await until(lambda: holder(day)[2] == "taken_over")
    await day.settle()
    assert [text for text in day.phone(ADMIN).texts if "接管" in text] == day.phone(ADMIN).texts != []
    assert day.second.subscriptions == 2
    await session.close()
    await day.robot.stop()
    await day.open_door()
    assert "办文" in await day.says("zhangmin", "帮助")
    assert len(day.phone(ADMIN).texts) == 1


@SHARED
async def test_two_servers_hold_one_connection(day: RobotDay) -> None:
    """The second waits for the lease; when the first stops it takes over at once; nobody is kicked."""
    second = day.make_robot()
    await second.start()
    await day.says("zhangmin", "帮助")
    assert day.second.subscriptions == 1
    first, day.robot = day.robot, second
    await first.stop()
    await until(lambda: day.second.connected and day.second.subscriptions == 2)
    assert "办文" in await day.says("zhangmin", "帮助")
    assert day.phone(ADMIN).texts == []


@SHARED
async def test_a_server_that_stood_still_gives_way_without_an_alarm(day: RobotDay) -> None:
    """Its lease ran out and another of our servers connected: the kick is ours, so nothing is barred."""
    day.bot.db.write_now(lambda tx: lease.let_go(tx, day.robot.door._owner, day.clock.now()))
    second = day.make_robot()
    await second.start()
    await until(lambda: day.second.subscriptions == 2)
    first, day.robot = day.robot, second
    assert "办文" in await day.says("zhangmin", "帮助")
    assert holder(day)[0] == second.door._owner
    await first.stop()
    assert holder(day)[0] == second.door._owner
    assert day.phone(ADMIN).texts == []


@ONE
async def test_a_half_open_connection_is_noticed(day: RobotDay) -> None:
    """Pings stay unanswered: the link is given up and made anew."""
    await day.robot.stop()
    day.pace = replace(QUICK, ping=0.02, ack=0.05)
    await day.open_door()
    before = day.second.subscriptions
    day.second.faults.mute = True
    await until(lambda: not day.second.connected)
    day.second.faults.mute = False
    await until(lambda: day.second.subscriptions > before and day.second.connected)
    assert "办文" in await day.says("zhangmin", "帮助")


@ONE
async def test_a_wrong_secret_is_tried_once(day: RobotDay) -> None:
    """853000: stop, and say where to look."""
    await day.robot.stop()
    day.robot = day.make_robot("wrong")
    await day.robot.start()
    await until(lambda: holder(day)[2] == "853000")
    tried = [code for cmd, _, code in day.second.frames if cmd == "aibot_subscribe"]
    await day.settle()
    assert tried == [0, 853000]
    assert "ZHONGSHU_ROBOT_SECRET" in day.phone(ADMIN).last


@ONE
async def test_frames_that_are_none_do_no_harm(day: RobotDay) -> None:
    for raw in ("", "{", "[]", "null", '{"cmd": 1}', '{"cmd":"aibot_msg_callback"}', '{"headers":{},"errcode":0}'):
        await day.second.push_raw(raw)
    await day.second.push_raw('{"cmd":"aibot_msg_callback","headers":{"req_id":"R"},"body":{"from":7,"msgtype":[]}}')
    await day.second.push_raw('{"cmd":"aibot_event_callback","headers":{"req_id":"R"},"body":{"msgtype":"event"}}')
    assert "办文" in await day.says("zhangmin", "帮助")
    assert day.second.subscriptions == 1


@ONE
async def test_pings_keep_an_idle_link(day: RobotDay) -> None:
    """A server closes links that say nothing."""
    await day.robot.stop()
    day.second.idle = 0.3
    day.pace = replace(QUICK, ping=0.05)
    await day.open_door()
    await until(lambda: [cmd for cmd, _, _ in day.second.frames].count("ping") >= 8)
    assert day.second.subscriptions == 2
