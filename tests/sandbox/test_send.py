"""message/send: receivers, types, limits, quotas, the duplicate check (wecom.md 5.1, 5.2, 5.7, 14.9)."""

from typing import Any

import pytest

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import AGENT, URL, Api, Time


async def test_a_text_lands_on_the_phone(fake: FakeWeCom, api: Api, time: Time) -> None:
    answer = await api.text('您好，<a href="https://x.cn/">点这里</a>看 😀')
    (message,) = fake.inbox("ZhangMin")
    assert message.text == "您好，点这里看 😀"
    assert (message.kind, message.sender, message.msgid) == ("text", "中枢", answer["msgid"])
    assert (message.at, message.mine, message.recalled) == (time.office, False, False)
    assert set(answer) == {"errcode", "errmsg", "msgid"}
    assert [call.path for call in fake.sent] == ["message/send"]
    assert fake.violations == []


async def test_invalid_receivers_are_listed_in_lower_case(fake: FakeWeCom, api: Api) -> None:
    fake.add_member("gone", "走了", status=5)
    fake.directory.add_member("bare", "无证", licensed=False)
    answer = await api.text(touser="ZHANGMIN|Ghost|gone|like|bare", toparty="7|x", totag="3")
    assert (answer["invaliduser"], answer["invalidparty"], answer["invalidtag"]) == ("ghost|gone", "7|x", "3")
    assert answer["unlicenseduser"] == "bare"
    assert [len(fake.inbox(user)) for user in ("zhangmin", "like", "gone", "bare")] == [1, 1, 0, 0]
    assert fake.violations == []


async def test_nobody_left_is_81013_and_nothing_is_kept(fake: FakeWeCom, api: Api) -> None:
    answer = await api.text(touser="Ghost")
    assert (answer["errcode"], answer["invaliduser"]) == (81013, "ghost")
    assert "msgid" not in answer
    assert fake.sent == []
    assert fake.violations == []


async def test_all_parties_and_tags(fake: FakeWeCom, api: Api) -> None:
    fake.directory.add_department(2, "办公室")
    fake.directory.add_department(3, "文秘科", 2)
    fake.add_member("wuyang", "吴洋", 3)
    fake.directory.add_tag(9, "联络员", users=["DuHeng"], departments=[3])
    await api.text("一", touser=None, toparty="2")
    await api.text("二", touser=None, totag="9")
    await api.text("三", touser="@all", toparty="77")
    assert [message.text for message in fake.inbox("wuyang")] == ["一", "二", "三"]
    assert [message.text for message in fake.inbox("duheng")] == ["二", "三"]
    assert [message.text for message in fake.inbox("zhangmin")] == ["三"]


async def test_people_out_of_range_are_invalid(fake: FakeWeCom, api: Api) -> None:
    fake.directory.set_visible(users=["duheng"])
    assert (await api.text(touser="zhangmin|duheng"))["invaliduser"] == "zhangmin"
    assert (await api.text("全体", touser="@all"))["errcode"] == 0
    assert len(fake.inbox("duheng")) == 2
    assert fake.inbox("zhangmin") == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"touser": ""}, 82001),
        ({"touser": "|".join(f"u{n}" for n in range(1001))}, 40032),
        ({"toparty": "|".join(str(n) for n in range(101))}, 82002),
        ({"totag": "|".join(str(n) for n in range(101))}, 82003),
        ({"touser": ["zhangmin"]}, 40058),
        ({"agentid": 1}, 301002),
        ({"agentid": str(AGENT)}, 40058),
        ({"agentid": None}, 41011),
        ({"msgtype": "poem"}, 40008),
        ({"msgtype": None}, 40008),
        ({"msgtype": "markdown"}, 40063),
        ({"safe": 3}, 40058),
        ({"enable_duplicate_check": True}, 40058),
        ({"enable_duplicate_check": 1, "duplicate_check_interval": 14401}, 40058),
    ],
)
async def test_refused_envelopes(fake: FakeWeCom, api: Api, more: dict[str, Any], code: int) -> None:
    answer = await api.send("text", {"content": "好"}, **({"touser": "zhangmin"} | more))
    assert answer["errcode"] == code
    assert fake.inbox("zhangmin") == []
    assert any(str(code) in text for text in fake.violations)


ARTICLE = {"title": "快报", "description": "摘要", "url": URL}


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {}, 44004),
        ("text", {"content": 5}, 40058),
        ("markdown", {"content": "字" * 683}, 40058),
        ("markdown", {"content": ""}, 44004),
        ("textcard", {"title": "", "description": "d", "url": URL}, 41016),
        ("textcard", {"title": "t", "url": URL}, 41033),
        ("textcard", {"title": "t", "description": "d"}, 41010),
        ("textcard", {"title": "t", "description": "d", "url": "bot.example.com"}, 45034),
        ("textcard", {"title": "t", "description": "d", "url": URL + "x" * 2048}, 40039),
        ("news", {"articles": []}, 45008),
        ("news", {"articles": [ARTICLE] * 9}, 45008),
        ("news", {"articles": [{"title": "t"}]}, 41010),
        ("news", {"articles": [{"url": URL}]}, 41016),
        ("news", {"articles": [ARTICLE | {"appid": "wx"}]}, 40058),
        ("mpnews", {"articles": [{"title": "t", "content": "c", "thumb_media_id": "m"}]}, 40007),
        ("image", {}, 41006),
        ("image", {"media_id": "m"}, 40007),
        ("miniprogram_notice", {"title": "t"}, 40008),
        ("template_card", [], 40058),
    ],
)
async def test_refused_payloads(fake: FakeWeCom, api: Api, kind: str, payload: Any, code: int) -> None:
    assert (await api.send(kind, payload))["errcode"] == code
    assert fake.inbox("zhangmin") == []


@pytest.mark.parametrize(
    ("kind", "payload", "shown"),
    [
        ("text", {"content": "字" * 683}, "字" * 682),
        ("textcard", {"title": "标" * 129, "description": "d", "url": URL}, "标" * 128 + "\nd\n详情"),
        ("textcard", {"title": "t", "description": "述" * 513, "url": URL}, "t\n" + "述" * 512 + "\n详情"),
        ("news", {"articles": [ARTICLE | {"title": "标" * 43}]}, "标" * 42 + "\n摘要"),
    ],
)
async def test_what_wecom_cuts_is_cut_and_noted(fake: FakeWeCom, api: Api, kind: str, payload: Any, shown: str) -> None:
    assert (await api.send(kind, payload))["errcode"] == 0
    assert fake.inbox("zhangmin")[0].text == shown
    assert len(fake.violations) == 1
    assert "cuts" in fake.violations[0]
    assert fake.sent[0].body[kind] == payload


async def test_exact_limits_pass(fake: FakeWeCom, api: Api) -> None:
    await api.text("字" * 682 + "ab")
    await api.send("markdown", {"content": "字" * 682 + "ab"})
    await api.send("textcard", {"title": "标" * 128, "description": "述" * 512, "url": URL, "btntxt": "去处理吧"})
    assert fake.violations == []
    assert len(fake.inbox("zhangmin")) == 3


async def test_unknown_fields_are_noted_and_ignored(fake: FakeWeCom, api: Api) -> None:
    assert (await api.send("text", {"content": "好", "colour": "red"}, priority=1))["errcode"] == 0
    assert sorted(fake.violations) == [
        "message.priority: unknown field, WeCom ignores it",
        "text.colour: unknown field, WeCom ignores it",
    ]
    assert fake.inbox("zhangmin")[0].payload == {"content": "好"}


async def test_markdown_reads_without_its_marks(fake: FakeWeCom, api: Api) -> None:
    content = '# 会议\n**已预订**\n> 3楼 <font color="warning">15:00</font>\n[详情](https://x.cn) `301`'
    await api.send("markdown", {"content": content})
    assert fake.inbox("zhangmin")[0].text == "会议\n已预订\n3楼 15:00\n详情 301"
    assert fake.violations == []


@pytest.mark.parametrize("content", ["```\nx\n```", "![图](https://x.cn/a.png)", "| a | b |\n|---|---|\n| 1 | 2 |"])
async def test_markdown_outside_the_subset_is_noted(fake: FakeWeCom, api: Api, content: str) -> None:
    await api.send("markdown", {"content": content})
    assert "raw characters" in fake.violations[0]


async def test_safe_belongs_to_some_kinds(fake: FakeWeCom, api: Api) -> None:
    assert (await api.text(safe=1))["errcode"] == 0
    assert fake.violations == []
    assert (await api.send("news", {"articles": [ARTICLE]}, safe=1))["errcode"] == 40074
    await api.send("markdown", {"content": "好"}, safe=0)
    assert any("markdown: safe" in text for text in fake.violations)


async def test_id_translation(fake: FakeWeCom, api: Api) -> None:
    words = "请$userName=LIKE$与$departmentName=1$、$userName=ghost$联系"
    await api.text(words, enable_id_trans=1)
    await api.text(words)
    first, second = fake.inbox("zhangmin")
    assert first.text == "请李可与云湾区、$userName=ghost$联系"
    assert second.text == words


async def test_duplicate_check(fake: FakeWeCom, api: Api, time: Time) -> None:
    await api.text("未查询到", enable_duplicate_check=1, duplicate_check_interval=600)
    again = await api.text("未查询到", enable_duplicate_check=1, duplicate_check_interval=600)
    assert again == {"errcode": 0, "errmsg": "ok"}
    assert [body["text"]["content"] for body in fake.suppressed] == ["未查询到"]
    await api.text("未查询到", enable_duplicate_check=1, duplicate_check_interval=601)
    time.office += 600
    await api.text("未查询到", enable_duplicate_check=1, duplicate_check_interval=600)
    assert len(fake.inbox("zhangmin")) == 3
    assert fake.violations == []


async def test_duplicate_check_is_off_unless_asked(fake: FakeWeCom, api: Api) -> None:
    await api.text()
    await api.text()
    assert len(fake.inbox("zhangmin")) == 2


async def test_a_refused_message_does_not_count_as_sent_before(fake: FakeWeCom, api: Api) -> None:
    await api.text(touser="late", enable_duplicate_check=1)
    fake.add_member("late", "迟")
    await api.text(touser="late", enable_duplicate_check=1)
    assert len(fake.inbox("late")) == 1


async def test_thirty_a_minute_slides(fake: FakeWeCom, api: Api, time: Time) -> None:
    for second in range(31):
        time.seconds = float(second)
        assert (await api.text(str(second), touser="zhangmin|duheng" if second == 0 else "zhangmin"))["errcode"] == 0
    assert len(fake.inbox("zhangmin")) == 30
    assert fake.violations == ["message to zhangmin silently dropped: over 30/min or 1000/h"]
    time.seconds = 60.0
    await api.text("又一条")
    await api.text("再一条")
    assert [message.text for message in fake.inbox("zhangmin")][-1] == "又一条"
    assert len(fake.violations) == 2


async def test_hourly_limit(fake: FakeWeCom, api: Api, time: Time) -> None:
    fake.quotas.member = (30, 40)
    for number in range(41):
        time.seconds = number * 10.0
        await api.text(str(number))
    assert len(fake.inbox("zhangmin")) == 40


async def test_daily_person_times(fake: FakeWeCom, api: Api, time: Time) -> None:
    fake.office.account_quota = 1
    fake.quotas.member = (1000, 1000)
    time.office = 1_790_006_400.0 - 8 * 3600 + 60
    for _ in range(66):
        await api.text(touser="zhangmin|like|duheng")
    assert (await api.text(touser="zhangmin|like|duheng"))["errcode"] == 45009
    assert len(fake.violations) == 1
    time.office += 86400
    assert (await api.text())["errcode"] == 0
