"""A new wish in the middle of another: it is done, the other waits for 继续 (domain.md C.1 e)."""

from tests.day import Day

START = "收到一份文件，登记一下"


async def test_a_new_wish_puts_the_draft_aside(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(START)
    await zhang.says("市发改局")
    answer = await zhang.says("麻烦订201，9月24日9点到10点")
    assert "已订" in answer and "“登记收文”先放下，回复“继续”接着办" in answer
    assert "还没办完" in await zhang.says("是")
    assert "标题或文号？" in await zhang.says("继续")
    for words in ("关于报送重点项目进度的函", "3", "2"):
        await zhang.says(words)
    assert day.rows("incoming")[0]["sender"] == "市发改局"


async def test_what_only_asks_goes_back_to_the_draft_at_once(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(START)
    await zhang.says("市发改局")
    await zhang.says("关于报送重点项目进度的函")
    for words in ("谢谢", "帮助", "请问查一下收〔2026〕0001号", "今天下午哪个会议室空着"):
        answer = await zhang.says(words)
        assert answer.endswith("（继续办“登记收文”）缓急？ 1特急 2加急 3平件")
    assert "阅件还是办件" in await zhang.says("3")


async def test_what_was_put_aside_can_be_dropped(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(START)
    await zhang.says("订201，9月24日9点到10点")
    assert "“登记收文”已取消" in await zhang.says("算了")
    assert "没有没办完的事项" in await zhang.says("继续")
    assert len(day.rows("bookings")) == 1


async def test_a_half_made_notice_waits_too(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("发个会议通知")
    await chen.says("9月23日")
    assert "先放下" in await chen.says("订201，9月24日9点到11点")
    assert "9月23日（星期三）几点开" in await chen.says("继续")
    assert "名称" in await chen.says("上午９点")


async def test_a_question_in_between_does_not_change_the_notice(day: Day) -> None:
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("周三上午9点到10点在301开安全生产会，应急、住建主要负责人参加")
    answer = await chen.says("今天下午哪个会议室空着")
    assert "201会议室" in answer and "先放下" in answer
    assert "9月24日（星期四）上午9:00" in await chen.says("不对，是周四") or "9月23日" in await chen.says("继续")
    shown = await chen.says("继续")
    assert "9月21日" not in shown.split("回执")[0]


async def test_a_day_is_put_right_while_the_length_is_asked(day: Day) -> None:
    day.at("2026-09-21 09:40")
    phone = day.phone("liaison-caizhengju")
    await phone.says("订会议室")
    assert "9月22日（星期二）15:00" in await phone.says("明天下午3点")
    assert "9月23日（星期三）15:00开始" in await phone.says("不对，是后天")
    await phone.says("一个小时")
    assert "已订：3楼301会议室，9月23日（星期三）15:00–16:00" in await phone.says("第二个")


async def test_a_transfer_is_put_right_before_it_goes_out(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件")
    await zhang.says("呈送林区长")
    shown = await zhang.says("应急局牵头，住建局、农水局配合")
    assert "先放下" not in shown and "请区应急局牵头" in shown
    assert "请区住建局牵头办理，区农水局配合" in await zhang.says("不对，是住建局牵头")
    assert "9月21日（星期一）17:30前反馈" in await zhang.says("时限改成21日")
    assert "还没有发送" in await zhang.says("看看")
    assert day.phone("like").texts == []
    assert "已转办" in await zhang.says("好的，发送吧，谢谢")
    row = day.rows("incoming")[0]
    assert (row["lead_unit"], row["co_units"]) == ("区住建局", ["区农水局"])


async def test_a_pressed_card_leaves_the_open_question_open(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的通知》，办件")
    await zhang.says("住建局牵头")
    await zhang.says("1")
    assert "什么时间用" in await like.says("订会议室")
    assert "已签收" in await like.presses("签收")
    assert "大约用多长时间" in await like.says("21日上午9点")


async def test_received_is_no_answer_to_a_choice_of_words(day: Day) -> None:
    """参加不了 is not 参加."""
    day.at("2026-09-21 09:40")
    chen = day.phone("chenxi")
    await chen.says("9月23日上午9点到11点全区安全生产工作会议，301，何副区长主持，交通局主要负责人参加")
    await chen.says("发")
    phone = day.phone("liaison-jiaotongju")
    assert "1参加 2请假 3替会" in await phone.says("收到")
    assert "请假" in await phone.says("参加不了")
    assert day.rows("receipts")[0]["state"] == "请假待批"
