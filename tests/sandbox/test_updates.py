"""update_template_card, response codes and recall (wecom.md 5.3, 5.5, 5.6, 14.10, 14.11)."""

from typing import Any

import pytest

from bot.sandbox.card_state import CardState
from bot.sandbox.core import Refused
from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import AGENT, Api, Bot, Json, Time, buttons, notice, vote

HOUR = 3600


async def send(api: Api, card: Json | None = None, touser: str = "zhangmin|like") -> str:
    answer = await api.send("template_card", card or buttons(), touser)
    return str(answer["response_code"])


async def update(api: Api, code: str, **more: Any) -> Json:
    body = {"userids": ["zhangmin"], "agentid": AGENT, "response_code": code, "button": {"replace_name": "已签收"}}
    return await api.post(
        "message/update_template_card", {key: value for key, value in (body | more).items() if value is not None}
    )


def card_of(fake: FakeWeCom, userid: str) -> CardState:
    card = fake.inbox(userid)[-1].card
    assert card is not None
    return card


async def test_grey_buttons_for_the_named_only(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    answer = await update(api, await send(api), userids=["ZhangMin", "DUHENG"])
    assert answer == {"errcode": 0, "errmsg": "ok", "invaliduser": ["duheng"]}
    assert card_of(fake, "zhangmin").replaced == "已签收"
    assert "[已签收]" in fake.inbox("zhangmin")[0].text
    assert not card_of(fake, "like").disabled
    with pytest.raises(Refused, match="已签收"):
        await fake.press("zhangmin", "t-1", "sign")
    assert fake.violations == []


async def test_replace_the_card_for_everybody(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    code = await send(api)
    await update(api, code, userids=None, atall=1, button=None, template_card=notice(main_title={"title": "办结"}))
    assert [fake.inbox(user)[0].text for user in ("zhangmin", "like")] == ["办结", "办结"]
    with pytest.raises(Refused, match="offers nothing"):
        await fake.press("like", "t-1", "sign")


async def test_replace_text_greys_a_new_card(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    changed = vote(replace_text="已提交")
    await update(api, await send(api, vote()), button=None, template_card=changed)
    assert card_of(fake, "zhangmin").disabled
    assert fake.inbox("zhangmin")[0].text.endswith("[已提交]")


async def test_a_code_is_good_once(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    code = await send(api)
    assert (await update(api, code))["errcode"] == 0
    assert (await update(api, code))["errcode"] == 60140
    assert (await update(api, "never"))["errcode"] == 60140
    assert fake.violations == []


@pytest.mark.parametrize(("hours", "code"), [(71, 0), (72, 60140)])
async def test_a_code_lives_72_hours(api: Api, bot: Bot, time: Time, hours: int, code: int) -> None:
    response_code = await send(api)
    time.office += hours * HOUR
    assert (await update(api, response_code))["errcode"] == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"userids": None}, 82101),
        ({"userids": ["duheng"]}, 82102),
        ({"userids": "zhangmin"}, 40058),
        ({"userids": [5]}, 40035),
        ({"userids": ["u"] * 1001}, 40035),
        ({"agentid": 7}, 42015),
        ({"agentid": None}, 41011),
        ({"response_code": None}, 60140),
        ({"button": None}, 40058),
        ({"template_card": notice()}, 40058),
        ({"button": {}}, 42020),
        ({"button": None, "template_card": {"card_type": "poster"}}, 42031),
    ],
)
async def test_refused_updates_spend_no_code(
    fake: FakeWeCom, api: Api, bot: Bot, more: dict[str, Any], code: int
) -> None:
    response_code = await send(api)
    assert (await update(api, response_code, **more))["errcode"] == code
    assert not card_of(fake, "zhangmin").disabled
    assert (await update(api, response_code))["errcode"] == 0


async def test_a_notice_has_no_buttons_to_grey(api: Api, bot: Bot) -> None:
    menu = {"action_list": [{"text": "转办", "key": "f"}]}
    assert (await update(api, await send(api, notice(action_menu=menu, task_id="n"))))["errcode"] == 40058


async def test_targets_by_department(fake: FakeWeCom, api: Api, bot: Bot) -> None:
    fake.directory.add_department(2, "办公室")
    fake.add_member("like", "李可", 2)
    await update(api, await send(api), userids=None, partyids=[2])
    assert [card_of(fake, user).disabled for user in ("zhangmin", "like")] == [False, True]


async def test_recall_within_a_day(fake: FakeWeCom, api: Api, bot: Bot, time: Time) -> None:
    msgid = (await api.send("template_card", buttons(), "zhangmin|like"))["msgid"]
    time.office += 24 * HOUR
    assert (await api.post("message/recall", {"msgid": msgid}))["errcode"] == 0
    assert [fake.inbox(user)[0].recalled for user in ("zhangmin", "like")] == [True, True]
    shown = fake.inbox("zhangmin")[0].to_dict()
    assert (shown["text"], shown["card"], shown["payload"]) == ("", None, {})
    with pytest.raises(Refused, match="no card"):
        await fake.press("zhangmin", "t-1", "sign")


async def test_recall_is_refused_later_and_for_others(api: Api, time: Time) -> None:
    msgid = (await api.text())["msgid"]
    time.office += 24 * HOUR + 1
    assert (await api.post("message/recall", {"msgid": msgid}))["errcode"] == 42052
    assert (await api.post("message/recall", {"msgid": "never"}))["errcode"] == 40058
    assert (await api.post("message/recall", {}))["errcode"] == 40058
