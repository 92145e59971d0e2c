"""Broken configurations: the doctor names each of them, and nothing else (issue: what it must show)."""

from collections.abc import Mapping

import aiohttp
import pytest

from bot.doctor.finding import Severity
from bot.wecom.errors import WeComUnreachable
from storage.office import SAMPLE
from tests.day import AES_KEY, SECRET, TOKEN
from tests.doctor.world import World, codes, the

pytestmark = pytest.mark.asyncio(loop_scope="module")

Changes = Mapping[str, str | None]


async def test_a_healthy_installation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = await world.examine(monkeypatch, {})
    assert [found.to_json() for found in report.findings] == []
    assert report.healthy
    assert world.day.fake.violations == []


async def test_without_a_public_address_the_walk_is_local_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = await world.examine(monkeypatch, {"ZHONGSHU_PUBLIC_URL": None, "ZHONGSHU_BACKUP_DIR": None})
    assert report.healthy
    assert {(found.code, found.severity) for found in report.findings} == {
        ("inward.local", Severity.NOTE),
        ("backup.unknown", Severity.NOTE),
    }


ENVIRONMENT: list[tuple[str, Changes, list[str], str]] = [
    ("no secret", {"ZHONGSHU_SECRET": None}, ["settings.secret"], "Secret"),
    ("empty secret", {"ZHONGSHU_SECRET": ""}, ["settings.secret"], "未设置"),
    ("short key", {"ZHONGSHU_ENCODING_AES_KEY": AES_KEY[:-1]}, ["settings.encoding_aes_key"], "现为42位"),
    ("token with a dash", {"ZHONGSHU_TOKEN": "a-b"}, ["settings.token"], "不允许的字符"),
    ("agent id no number", {"ZHONGSHU_AGENT_ID": "应用"}, ["settings.agent_id"], "整数"),
    ("misspelled", {"ZHONGSHU_CORP_ID": None, "ZHONGSHU_CORPID": "ww1"}, ["settings.corp_id"], "是不是"),
    ("unknown", {"ZHONGSHU_COLOUR": "red"}, ["settings.unknown"], "不认识"),
    ("quoted", {"ZHONGSHU_SECRET": f'"{SECRET}"'}, ["settings.secret"], "引号"),
    ("trailing blank", {"ZHONGSHU_TOKEN": f"{TOKEN} "}, ["settings.token"], "空格"),
    ("example left", {"ZHONGSHU_CORP_ID": "ww…"}, ["settings.corp_id"], "占位"),
    ("key as secret", {"ZHONGSHU_SECRET": AES_KEY}, ["settings.secret", "wecom.secret"], "EncodingAESKey 相同"),
    ("base no address", {"ZHONGSHU_WECOM_API_BASE": "qyapi"}, ["settings.wecom_api_base"], "http"),
    ("public with path", {"ZHONGSHU_PUBLIC_URL": "https://a.cn/wecom/callback"}, ["settings.public_url"], "不带路径"),
    ("public with a wrong port", {"ZHONGSHU_PUBLIC_URL": "https://a.cn:99999"}, ["settings.public_url"], "端口"),
    ("public with a user", {"ZHONGSHU_PUBLIC_URL": "https://u:pw-x@a.cn"}, ["settings.public_url"], "用户名"),
    ("public half an address", {"ZHONGSHU_PUBLIC_URL": "http://[::1"}, ["settings.public_url"], "https://"),
    ("host of another machine", {"ZHONGSHU_HOST": "203.0.113.7"}, ["settings.host"], "不是本机的地址"),
    ("key with a sign", {"ZHONGSHU_ENCODING_AES_KEY": AES_KEY[:-1] + "="}, ["settings.encoding_aes_key"], "别的符号"),
    ("password with an at", {"ZHONGSHU_DATABASE_URL": "postgresql://u:a@pw-x@127.0.0.1:1/x"},
     ["settings.database_url"], "%40"),
    ("backups into a file", {"ZHONGSHU_BACKUP_DIR": str(SAMPLE)}, ["backup.folder"], "是文件"),
    ("database typo", {"ZHONGSHU_DATABASE_URL": "postgres+asyncpg//x"}, ["settings.database_url"], "不是数据库地址"),
    ("mysql", {"ZHONGSHU_DATABASE_URL": "mysql://u@h/x"}, ["settings.database_url"], "不支持"),
    ("memory", {"ZHONGSHU_DATABASE_URL": "sqlite+aiosqlite://"}, ["settings.database_url"], "文件"),
    ("port", {"ZHONGSHU_PORT": "70000"}, ["settings.port"], "太大"),
    ("clock", {"ZHONGSHU_CLOCK": "明天"}, ["settings.clock"], "不是时间"),
    ("everything at once", {"ZHONGSHU_SECRET": None, "ZHONGSHU_PORT": "x", "ZHONGSHU_WECOM_API_BASE": "x",
     "ZHONGSHU_CLOCK": "x"}, ["settings.clock", "settings.port", "settings.secret", "settings.wecom_api_base"], "整数"),
    ("wrong secret", {"ZHONGSHU_SECRET": "of-another-app"}, ["wecom.secret"], "ZHONGSHU_SECRET"),
    ("agent of another app", {"ZHONGSHU_AGENT_ID": "1000009"}, ["wecom.agent"], "不是同一个应用"),
    ("wecom down", {"ZHONGSHU_WECOM_API_BASE": "http://127.0.0.1:1"}, ["wecom.refused"], "没有程序在监听"),
    ("wecom's name", {"ZHONGSHU_WECOM_API_BASE": "http://qyapi.invalid", "ZHONGSHU_OFFICE": str(SAMPLE)},
     ["settings.wecom_api_base", "wecom.dns"], "解析不到"),
    ("no folder", {"ZHONGSHU_DATABASE_URL": "sqlite+aiosqlite:////nowhere/at/all/x.db"}, ["database.folder"], "不存在"),
    ("read-only", {"ZHONGSHU_DATABASE_URL": "sqlite+aiosqlite:////proc/self/x.db"}, ["database.readonly"], "不能写入"),
    ("a folder as file", {"ZHONGSHU_DATABASE_URL": "sqlite+aiosqlite:////tmp"}, ["database.folder"], "是目录"),
    ("no file of ours", {"ZHONGSHU_DATABASE_URL": f"sqlite+aiosqlite:///{SAMPLE}"}, ["database.damaged"], "不是"),
    ("postgres down", {"ZHONGSHU_DATABASE_URL": "postgresql://u:pw-x@127.0.0.1:1/x"}, ["database.down"], "没有在该"),
    ("postgres host", {"ZHONGSHU_DATABASE_URL": "postgresql://u:pw-x@db.invalid/x"}, ["database.host"], "解析不到"),
    ("no profile", {"ZHONGSHU_OFFICE": "/nowhere/office.yaml"}, ["profile.missing"], "找不到"),
    ("profile a folder", {"ZHONGSHU_OFFICE": "/tmp"}, ["profile.unreadable"], "读不出来"),
    ("backup folder", {"ZHONGSHU_BACKUP_DIR": "/nowhere"}, ["backup.folder"], "不存在"),
    ("server down", {"ZHONGSHU_PUBLIC_URL": None, "ZHONGSHU_PORT": "1"}, ["inward.down"], "服务没有运行"),
    ("wrong port outside", {"ZHONGSHU_PUBLIC_URL": "http://127.0.0.1:1"}, ["inward.refused"], "没有程序在监听"),
    ("half a robot", {"ZHONGSHU_ROBOT_ID": "aib1"}, ["settings.robot_id"], "须一起设置"),
    ("robot's address", {"ZHONGSHU_ROBOT_ID": "aib1", "ZHONGSHU_ROBOT_SECRET": "x1y2",
     "ZHONGSHU_ROBOT_URL": "ws://127.0.0.1:1"}, ["robot.refused"], "没有程序在监听"),
    ("domain", {"ZHONGSHU_PUBLIC_URL": "https://bot.example.invalid"}, ["inward.dns"], "解析不到"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected", "words"), [case[1:] for case in ENVIRONMENT], ids=[c[0] for c in ENVIRONMENT]
)
async def test_a_wrong_value_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch, changes: Changes, expected: list[str], words: str
) -> None:
    report = await world.examine(monkeypatch, dict(changes))
    assert codes(report) == expected
    told = "".join(found.cause + found.fix for found in report.ill)
    assert words in told
    assert not any(secret in told for secret in (SECRET, AES_KEY, "pw-x", "of-another-app"))


PROXY = [
    ("404", "inward.other", "回答的不是机器人"),
    ("strip", "inward.path", "代理改写了路径"),
    ("502", "inward.upstream", "连不上机器人"),
    ("401", "inward.denied", "要求认证"),
    ("500", "inward.status", "HTTP 500"),
    ("redirect", "inward.redirect", "sso.example.gov.cn"),
    ("login", "inward.echo", "登录页"),
    ("newline", "inward.echo", "换行"),
    ("bom", "inward.echo", "BOM"),
    ("quotes", "inward.echo", "多了2字节"),
    ("eat_plus", "inward.plus", "加号"),
    ("drop_query", "inward.query", "网址参数"),
    ("get_only", "inward.post", "HTTP 403"),
    ("small_body", "inward.body", "client_max_body_size"),
    ("post_text", "inward.post", "别的内容"),
]


@pytest.mark.parametrize(("spoil", "expected", "words"), PROXY)
async def test_a_bad_proxy_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch, spoil: str, expected: str, words: str
) -> None:
    world.proxy.spoil = spoil
    report = await world.examine(monkeypatch, {})
    assert codes(report) == [expected]
    assert words in report.ill[0].cause + report.ill[0].fix


@pytest.mark.parametrize("which", ["VERIFY_LIMIT", "PUSH_LIMIT"])
async def test_an_answer_that_comes_too_late_for_wecom(
    world: World, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    monkeypatch.setattr(f"bot.doctor.inward.{which}", 0.0)
    report = await world.examine(monkeypatch, {})
    assert codes(report) == ["inward.slow"]
    assert "企业微信只等0秒" in report.ill[0].cause


RUNNING = [
    ({"ZHONGSHU_TOKEN": "anothertoken"}, "inward.token", "Token"),
    ({"ZHONGSHU_ENCODING_AES_KEY": "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"}, "inward.key", "EncodingAESKey"),
]


@pytest.mark.parametrize(("changes", "expected", "words"), RUNNING)
async def test_a_server_that_still_runs_with_other_settings(
    world: World, monkeypatch: pytest.MonkeyPatch, changes: Changes, expected: str, words: str
) -> None:
    report = await world.examine(monkeypatch, dict(changes))
    assert codes(report) == [expected]
    assert words in report.ill[0].cause
    assert "重启服务" in report.ill[0].fix


async def test_the_corp_id_of_somebody_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong on both ways, and told on both: the server runs with the right one, WeCom knows no such corp."""
    report = await world.examine(monkeypatch, {"ZHONGSHU_CORP_ID": "ww0000000000000001"})
    assert codes(report) == ["inward.corp", "wecom.corp"]
    assert "我的企业" in the(report, "wecom.corp").fix


async def test_the_address_that_wecom_saw_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.day.fake.block_ip()
    report = await world.examine(monkeypatch, {})
    assert codes(report) == ["wecom.ip"]
    assert "127.0.0.1" in the(report, "wecom.ip").cause
    assert "企业可信IP" in the(report, "wecom.ip").fix


REFUSALS = [
    ("gettoken", 45009, "wecom.45009", "频繁"),
    ("agent/get", 50003, "wecom.50003", "停用"),
    ("menu/get", 48002, "wecom.permission.menu.get", "权限"),
    ("department/list", 48002, "wecom.permission.department.list", "权限"),
    ("message/send", 48001, "wecom.permission.message.send", "未授权"),
    ("gettoken", "500", "wecom.unstable", "HTTP 500"),
]


@pytest.mark.parametrize(("path", "fault", "expected", "words"), REFUSALS)
async def test_what_wecom_refuses_is_told_with_its_api(
    world: World, monkeypatch: pytest.MonkeyPatch, path: str, fault: int | str, expected: str, words: str
) -> None:
    world.day.fake.fail_next(path, fault)
    report = await world.examine(monkeypatch, {})
    assert codes(report) == [expected]
    assert words in report.ill[0].cause


async def test_the_visible_range(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = world.day.fake.directory
    people = [person.userid for person in world.day.office.people]
    directory.set_visible(users=[userid for userid in people if userid not in ("like", "zhouzhiqiang")])
    report = await world.examine(monkeypatch, {})
    assert codes(report) == ["range.missing"]
    assert "2人" in report.ill[0].cause
    assert "李可（like）" in report.ill[0].cause
    directory.set_visible()
    assert codes(await world.examine(monkeypatch, {})) == ["range.empty"]


async def test_people_who_left_and_people_mixed_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = world.day.fake
    fake.add_member("like", "李可", status=4)
    fake.add_member("chenxi", "张敏")
    try:
        report = await world.examine(monkeypatch, {})
    finally:
        fake.add_member("like", "李可")
        fake.add_member("chenxi", "陈曦")
    assert codes(report) == ["range.absent", "range.swapped"]
    assert "未激活" in the(report, "range.absent").cause
    assert "陈曦（chenxi）" in the(report, "range.swapped").cause


async def test_pushes_that_wecom_could_not_deliver(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The console holds another Token: told from what the running server refused, not from the doctor's own probes."""
    async with aiohttp.ClientSession() as session:
        query = "msg_signature=0&timestamp=1&nonce=2&echostr=abc"
        for _ in range(3):
            async with session.get(f"{world.day.address}/wecom/callback?{query}") as answer:
                assert answer.status == 400
    report = await world.examine(monkeypatch, {})
    assert codes(report) == ["callbacks.token"]
    assert "重新保存" in the(report, "callbacks.token").fix


async def test_a_server_that_is_not_ready_says_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the settings of today all is well; the running process has others."""

    async def refused() -> None:
        raise WeComUnreachable("gettoken", "超时", maybe_done=False)

    monkeypatch.setattr(world.day.bot.client, "ready", refused)
    report = await world.examine(monkeypatch, {})
    assert codes(report) == ["service.not_ready"]
    assert "用不了企业微信" in report.ill[0].cause
    assert "重启服务" in report.ill[0].fix
