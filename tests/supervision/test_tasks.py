"""立项, 交办, 签收, 反馈 and 办结 as dialogues."""

import asyncio

import pytest

from handlers.policy import NOT_FOUND
from tests.day import Day
from tests.supervision.establishing import FULL, NO, establish, keys, press


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-22 09:00")
    return day


async def test_in_one_sentence(office: Day) -> None:
    du = office.phone("duheng")
    asked = await du.says(FULL)
    for fact in (
        "加快推进云湾港片区道路工程前期工作",
        "牵头：区住建局",
        "配合：区发改局、区财政局",
        "10月20日17:30",
        "何晓东",
        "1确认立项并交办",
    ):
        assert fact in asked
    assert office.rows("tasks") == []
    read_back = await du.says("1")
    assert NO in read_back and "撤销" in read_back
    row = office.rows("tasks")[0]
    assert (row["no"], row["lead_unit"], row["co_units"], row["status"]) == (NO, "住建局", ["发改局", "财政局"], "交办")
    assert row["due_at"] == row["original_due_at"] == "2026-10-20T17:30:00+08:00"
    for userid in ("like", "jiangtao", "liaison-caizhengju"):
        card = office.phone(userid).last
        for fact in (NO, "加快推进云湾港片区道路工程前期工作", "10月20日17:30", "8031"):
            assert fact in card
    assert not office.phone("hexiaodong").texts


async def test_what_is_missing_is_asked_one_thing_at_a_time(office: Day) -> None:
    du = office.phone("duheng")
    assert "督办什么事项" in await du.says("立项")
    assert "哪个单位牵头" in await du.says("防汛物资补充")
    assert "时限" in await du.says("应急局牵头，农水局配合")
    asked = await du.says("9月底前")
    assert "牵头：区应急局" in asked and "配合：区农水局" in asked and "9月30日17:30" in asked
    assert NO in await du.says("好的")


async def test_a_correction_before_it_is_sent(office: Day) -> None:
    du = office.phone("duheng")
    await du.says(FULL)
    await du.says("2")
    asked = await du.says("时限改为10月30日前，配合单位：发改局")
    assert "10月30日17:30" in asked and "配合：区发改局\n" in asked
    assert NO in await du.says("1")
    assert office.rows("tasks")[0]["co_units"] == ["发改局"]


async def test_a_deadline_on_a_holiday_is_kept_and_said(office: Day) -> None:
    asked = await office.phone("duheng").says("立项督办：补充防汛物资台账，应急局牵头，9月25日前完成")
    assert "9月25日17:30" in asked and "休息日" in asked


async def test_no_limit_means_monthly_feedback(office: Day) -> None:
    du = office.phone("duheng")
    asked = await du.says("立项督办：网格巡查长效机制，城管局牵头，长期坚持")
    assert "长期坚持，每月反馈" in asked
    await du.says("1")
    assert office.rows("tasks")[0]["due_at"] is None and office.rows("tasks")[0]["period"] == "每月"


async def test_cancelled_leaves_nothing(office: Day) -> None:
    du = office.phone("duheng")
    await du.says(FULL)
    assert "未立项" in await du.says("3")
    assert office.rows("tasks") == [] and not office.phone("like").texts
    assert NO in await establish(office)


async def test_sign_by_card(office: Day) -> None:
    await establish(office)
    like = office.phone("like")
    assert f"已签收{NO}" in await like.presses("签收")
    row = office.rows("tasks")[0]
    assert row["status"] == "签收" and row["unsigned"] == ["发改局", "财政局"]
    card = next(message for message in like.messages if message.card is not None)
    assert "李可 9月22日9:00 已签收" in card.text
    assert await office.phone("jiangtao").presses("签收")
    assert office.rows("tasks")[0]["unsigned"] == ["财政局"]


async def test_sign_by_word(office: Day) -> None:
    await establish(office)
    assert f"已签收{NO}" in await office.phone("like").says("签收")
    assert office.rows("tasks")[0]["status"] == "签收"


async def test_two_presses_sign_once(office: Day) -> None:
    await establish(office)
    (key,) = keys(office, "like")
    await asyncio.gather(press(office, "like", key), press(office, "zhouzhiqiang", key, 1))
    assert len([row for row in office.rows("audit") if row["action"] == "签收"]) == 1
    answers = [row["text"] for row in office.rows("outbox") if row["kind"] == "text" and "已签收" in row["text"]]
    assert len(answers) == 2 and any(" 已签收" in answer for answer in answers)


async def test_several_to_sign(office: Day) -> None:
    await establish(office)
    await establish(office, "立项督办：危房排查整治，住建局牵头，10月30日前完成")
    like = office.phone("like")
    assert "全部签收" in await like.says("签收")
    await like.says("1")
    assert [row["status"] for row in office.rows("tasks")] == ["签收", "签收"]


async def test_feedback_must_say_something(office: Day) -> None:
    await establish(office)
    like = office.phone("like")
    assert "具体情况" in await like.says("0123号 进展：正在推进")
    assert "已记录" in await like.says("施工图已完成送审，预计10月12日取得审图意见")
    row = office.rows("tasks")[0]
    assert row["progress_text"] == "施工图已完成送审，预计10月12日取得审图意见"
    assert row["progress_at"] == "2026-09-22" and row["status"] == "承办" and "住建局" not in row["unsigned"]
    assert "施工图已完成送审" in office.phone("duheng").last


async def test_feedback_of_a_co_unit_goes_to_the_lead(office: Day) -> None:
    await establish(office)
    assert "牵头单位区住建局汇总" in await office.phone("jiangtao").says(f"{NO}进展：已批复可研，文号已发住建局")
    assert office.rows("tasks")[0]["progress_text"] is None
    assert "区发改局反馈：已批复可研" in office.phone("like").last


async def test_feedback_on_others_tasks_finds_nothing(office: Day) -> None:
    await establish(office)
    other = office.phone("liaison-jiaotongju")
    assert NOT_FOUND in await other.says("0123号 进展：已完成路基施工3公里")
    assert NOT_FOUND in await other.says("0123号申请办结：已取得审图合格书")


async def test_without_a_number_the_only_task_is_meant(office: Day) -> None:
    await establish(office)
    assert f"已记录{NO}" in await office.phone("like").says("进展：施工图已送审")


async def test_without_a_number_and_with_several_tasks_it_is_asked(office: Day) -> None:
    await establish(office)
    await establish(office, "立项督办：危房排查整治，住建局牵头，10月30日前完成")
    like = office.phone("like")
    assert "哪一项" in await like.says("进展：已排查120栋，发现问题3处")
    assert "督〔2026〕0124号" in await like.says("2")
    assert office.rows("tasks")[1]["progress_text"] == "已排查120栋，发现问题3处"


async def test_close(office: Day) -> None:
    await establish(office)
    like, du = office.phone("like"), office.phone("duheng")
    assert "待督查室审核" in await like.says("0123号申请办结：已取得审图合格书")
    assert office.rows("tasks")[0]["status"] == "申请办结"
    assert "已取得审图合格书" in du.last
    assert "按期办结" in await du.presses("同意办结")
    row = office.rows("tasks")[0]
    assert (row["status"], row["closed_on"], row["light"], row["on_time"]) == ("办结", "2026-09-22", "办结", True)
    assert "已审核办结" in like.last
    await office.until("2026-11-10 10:00")
    assert not [text for text in like.texts if "【提醒】" in text]


async def test_an_application_without_a_result_is_asked_for_it(office: Day) -> None:
    await establish(office)
    like = office.phone("like")
    assert "办结结果" in await like.says("0123号申请办结")
    assert "待督查室审核" in await like.says("已取得审图合格书，图纸已移交")


async def test_returned_for_a_reason(office: Day) -> None:
    await establish(office)
    like, du = office.phone("like"), office.phone("duheng")
    await like.says("0123号申请办结：已取得审图合格书")
    assert "理由" in await du.presses("退回")
    assert "已退回" in await du.says("请补充审图合格书编号和图纸移交情况")
    assert "请补充审图合格书编号" in like.last
    row = office.rows("tasks")[0]
    assert (row["status"], row["light"]) == ("承办", "黄")


async def test_the_unit_is_not_chased_while_its_application_waits(office: Day) -> None:
    await establish(office, FULL.replace("10月20日", "9月24日"))
    like = office.phone("like")
    await like.says("0123号申请办结：已取得审图合格书")
    await office.until("2026-09-30 10:00")
    assert not [text for text in like.texts if "【提醒】" in text]
    assert [text for text in office.phone("duheng").texts if "待您审核办结" in text]
    await office.phone("duheng").says("同意")
    assert office.rows("tasks")[0]["on_time"] is True


async def test_undo(office: Day) -> None:
    await establish(office)
    like, du = office.phone("like"), office.phone("duheng")
    await like.says("签收")
    assert "已撤销" in await like.says("撤销")
    assert "住建局" in office.rows("tasks")[0]["unsigned"]
    await like.says("0123号 进展：施工图已送审")
    assert "已撤销" in await like.says("撤销")
    assert office.rows("tasks")[0]["progress_text"] is None
    await like.says("0123号申请办结：已取得审图合格书")
    assert "已撤销" in await like.says("撤销")
    assert office.rows("tasks")[0]["status"] == "承办"
    assert "不能撤销" in await du.says("撤销")


async def test_undo_of_a_new_task_keeps_its_number(office: Day) -> None:
    await establish(office)
    assert "编号保留" in await office.phone("duheng").says("撤销")
    assert "无需办理" in office.phone("like").last
    assert office.rows("tasks")[0]["status"] == "终止"
    assert "督〔2026〕0124号" in await establish(office)
    assert not [r for r in office.rows("reminders") if r["state"] == "待提醒" and r["object"] == "task:1"]


async def test_numbers_are_unique_and_gap_free(office: Day) -> None:
    deciders = ["duheng", "guoping", "shenlan"]
    await asyncio.gather(*(office.phone(userid).says(FULL) for userid in deciders))
    await asyncio.gather(*(office.phone(userid).says("1") for userid in deciders))
    assert [row["no"] for row in office.rows("tasks")] == [f"督〔2026〕012{n}号" for n in (3, 4, 5)]


async def test_everything_is_audited(office: Day) -> None:
    await establish(office)
    like = office.phone("like")
    await like.says("签收")
    await like.says("0123号 进展：施工图已送审")
    await like.says("0123号申请办结：已取得审图合格书")
    await office.phone("duheng").says("同意")
    acts = [(row["action"], row["actor"]) for row in office.rows("audit") if row["object"] == "task:1"]
    assert acts == [
        ("立项", "duheng"),
        ("签收", "like"),
        ("反馈进展", "like"),
        ("申请办结", "like"),
        ("办结", "duheng"),
    ]
