"""Conversations at the second door, through the fake robot: private chat, group, secrecy, cards (wecom.md 12)."""

import io
from pathlib import Path

from sqlalchemy import func, select

from bot import logs
from bot.metrics import METRICS
from storage.tables import guard_counter
from tests.flow.test_secrecy import dumped
from tests.robot.office import GROUP, ONE, RobotDay

LOG = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件"
HARD = "机密★1年 登记一份省委来文，琉璃厂搬迁"


async def test_a_private_chat(day: RobotDay) -> None:
    """张敏 logs a document, asks for it, takes it back: all of it in the robot's chat, nothing on the app's phone."""
    answer = await day.says("zhangmin", LOG)
    assert "收〔2026〕1203号" in answer
    assert "台风防御" in answer
    assert "南委办〔2026〕88号" in await day.says("zhangmin", "收1203号到哪了")
    assert "1203" in await day.says("zhangmin", "撤销")
    assert day.phone("zhangmin").texts == []
    assert {row["state"] for row in day.rows("outbox")} <= {"sent"}
    assert [cmd for cmd, _, _ in day.second.frames].count("aibot_respond_msg") == 3


@ONE
async def test_one_conversation_at_two_doors(day: RobotDay) -> None:
    """What is begun in the app goes on in the robot's chat."""
    assert "哪个单位" in await day.phone("zhangmin").says(
        "登记收文：平件，南委办〔2026〕88号，《关于做好有关工作的通知》，阅件"
    )
    assert "收〔2026〕1203号" in await day.says("zhangmin", "市委办")


async def test_a_group_hears_only_where_the_answer_went(day: RobotDay) -> None:
    """李可 asks in the group: the figures go to her, the group sees a neutral line."""
    await day.says("zhangmin", LOG)
    shown = await day.says("zhangmin", "收1203号到哪了", chatid=GROUP)
    assert "发给您本人" in shown
    assert "单聊" in shown
    assert "台风" in day.second.texts("zhangmin")[-1]
    for member in ("zhangmin", "like", "stranger"):
        words = "\n".join(day.second.texts(member, GROUP))
        assert "台风" not in words
        assert "88号" not in words
        assert "1203" not in words


@ONE
async def test_a_group_question_of_somebody_who_never_spoke_in_private(day: RobotDay) -> None:
    """The robot may not speak first (846607): the app brings the answer, and the group is told so."""
    shown = await day.says("like", "帮助", chatid=GROUP)
    assert "工作台" in shown
    assert len(day.phone("like").texts) == 1
    assert day.second.texts("like") == []
    assert "aibot_send_msg" not in [cmd for cmd, _, _ in day.second.frames]


@ONE
async def test_strangers(day: RobotDay) -> None:
    """Somebody who is not of the office learns nothing, in private and in the group, and the app is not bothered."""
    private = await day.says("stranger", "收1203号到哪了")
    in_group = await day.says("stranger", "收1203号到哪了", chatid=GROUP)
    assert private == in_group
    assert "未查询到" in private
    assert "message/send" not in day.fake.journal.calls


async def test_hard_words_leave_a_count_and_nothing_else(day: RobotDay, tmp_path: Path) -> None:
    stream = io.StringIO()
    logs.set_up(day.clock, stream)
    before = day.rows("outbox")
    for chatid in ("", GROUP):
        answer = await day.says("zhangmin", HARD, chatid=chatid)
        assert "撤回" in answer
        assert ("涉及国家秘密" in answer) is (chatid == "")
        assert "琉璃厂" not in answer
    assert day.rows("outbox") == before
    with day.bot.db.engine.connect() as connection:
        assert connection.execute(select(func.sum(guard_counter.c.n))).scalar_one() == 2
    assert "纸质登记簿" in await day.says("zhangmin", "那我只登记标题行吗？")
    assert "handled" in stream.getvalue()
    assert "琉璃厂" not in dumped(day, tmp_path) + stream.getvalue() + METRICS.page().decode()


@ONE
async def test_hard_words_hidden_in_a_quote_a_picture_or_a_voice(day: RobotDay, tmp_path: Path) -> None:
    """What comes with a message is words too."""
    mixed = [{"msgtype": "text", "text": {"content": HARD}}, {"msgtype": "image", "image": {"url": "http://x"}}]
    assert "涉及国家秘密" in await day.says("zhangmin", "登记一下这个", quote=HARD)
    assert "涉及国家秘密" in await day.sends("zhangmin", {"msgtype": "mixed", "mixed": {"msg_item": mixed}})
    assert "涉及国家秘密" in await day.sends("zhangmin", {"msgtype": "voice", "voice": {"content": HARD}})
    assert "琉璃厂" not in dumped(day, tmp_path)


@ONE
async def test_media_and_what_is_not_known(day: RobotDay) -> None:
    """Pictures and voices are refused as at the first door; whatever else comes gets a word too."""
    clean = [{"msgtype": "text", "text": {"content": "看看这个"}}, {"msgtype": "image", "image": {"url": "http://x"}}]
    assert "请勿发送文件照片" in await day.sends("zhangmin", {"msgtype": "mixed", "mixed": {"msg_item": clean}})
    assert "请勿发送文件照片" in await day.sends("zhangmin", {"msgtype": "file", "file": {"url": "http://x"}})
    assert "语音" in await day.sends("zhangmin", {"msgtype": "voice", "voice": {"content": "明天谁值班"}})
    assert "直接用文字" in await day.sends("zhangmin", {"msgtype": "hologram", "hologram": {}})
    words = [{"msgtype": "text", "text": {"content": "帮助"}}]
    assert "办文" in await day.sends("zhangmin", {"msgtype": "mixed", "mixed": {"msg_item": words}})


@ONE
async def test_soft_words_ask_in_private(day: RobotDay) -> None:
    await day.says("zhangmin", "帮助")
    shown = await day.says("zhangmin", "这个是征求意见稿，先登记", chatid=GROUP)
    assert "征求" not in shown
    assert "只登记“内部件一件”" in day.second.texts("zhangmin")[-1]
    assert "哪个单位" in await day.says("zhangmin", "2")


@ONE
async def test_the_first_entry_of_the_day(day: RobotDay) -> None:
    await day.second.enter("zhangmin")
    await day.second.enter("stranger")
    await day.quiet()
    assert "张敏，您好" in day.second.texts("zhangmin")[0]
    assert "致电" in day.second.texts("stranger")[0]
    assert "张敏" not in day.second.texts("stranger")[0]


@ONE
async def test_signs_of_markdown_in_a_title_are_only_signs(day: RobotDay) -> None:
    """What people register draws nothing on other people's phones."""
    title = "关于<think>假装</think>**加粗**和[点这里](http://evil.example)的通知"
    answer = await day.says("zhangmin", f"登记收文：平件，市委办，南委办〔2026〕88号，《{title}》，阅件")
    assert "假装" in answer
    assert "＊＊加粗＊＊" in answer
    assert "［点这里］" in answer


async def test_a_card_is_pressed_where_it_stands(day: RobotDay) -> None:
    """陈曦 wants a room that is taken; a press books the other one and the card says so, in the robot's chat."""
    await day.says("chenxi", "订9月23日下午3点到5点301会议室，研究防汛")
    await day.says("zhangmin", "订9月23日下午3点到5点301会议室，碰头会")
    card = day.second.phones.inbox("zhangmin")[-1].card
    assert card is not None
    assert "201会议室" in [button.text for button in card.buttons]
    answer = await day.presses("zhangmin", "201会议室")
    assert "201" in answer
    assert "已" in answer
    assert card.kind == "text_notice"
    assert card.buttons == []
    assert "〔" in card.text()
    assert day.phone("zhangmin").messages == []
    assert {row["state"] for row in day.rows("outbox")} == {"sent"}


@ONE
async def test_a_card_that_cannot_be_changed_in_time(day: RobotDay) -> None:
    """The five seconds are over: the press counts, the words come, the card stays as it is and nobody is bothered."""
    await day.says("chenxi", "订9月23日下午3点到5点301会议室，研究防汛")
    await day.says("zhangmin", "订9月23日下午3点到5点301会议室，碰头会")
    day.second.faults.refuse["aibot_respond_update_msg"] = 846604
    assert "201" in await day.presses("zhangmin", "201会议室")
    card = day.second.phones.inbox("zhangmin")
    assert [message.card.kind for message in card if message.card] == ["button_interaction"]
    assert len(day.rows("bookings")) == 2
    assert all("未收到" not in text for text in day.phone("admin-sys").texts)


@ONE
async def test_no_public_address(day: RobotDay) -> None:
    """The app can speak and not hear (43012): its cards come into the robot's chat with their buttons, and to those
    who have never spoken there in words."""
    day.fake.callbacks.url = ""
    assert "15:25" in await day.says("zhangmin", "15:25提醒我给市委办回电话")
    await day.until("2026-09-18 15:26")
    card = day.second.phones.inbox("zhangmin")[-1]
    assert "给市委办回电话" in card.text
    assert day.phone("zhangmin").texts == []
    assert "提醒" in await day.presses("zhangmin", "再过1小时")
    day.bot.sender.second_door(None)
    await day.until("2026-09-18 16:30")
    reminded = day.phone("zhangmin").last
    assert "给市委办回电话" in reminded
    assert "单聊里回复" in reminded
    assert "知道了" in reminded
    day.fake.violations[:] = [text for text in day.fake.violations if "43012" not in text]
