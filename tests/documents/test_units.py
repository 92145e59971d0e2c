"""What units do with a paper and the office with them: card, 反馈, 退办, 延期, 催办 (domain.md 2.6, 2.7)."""

import asyncio

from tests.day import Day
from tests.documents.papers import NEXT, planned


async def handed_over(day: Day, units: str = "住建局牵头，农水局配合", limit: str = "，9月24日前反馈") -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await zhang.says(f"{units}{limit}")
    await zhang.says("1")


async def test_the_card_is_drawn_from_the_row_and_a_late_press_says_who_did_what(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await handed_over(day)
    zhang, like, water = day.phone("zhangmin"), day.phone("like"), day.phone("liaison-nongshuiju")
    card, other = like.messages[-1].card, water.messages[-1].card
    assert card is not None and other is not None
    assert [button.text for button in card.buttons] == ["签收", "反馈", "延期", "看全流程"]
    assert [button.text for button in other.buttons] == ["签收", "反馈", "看全流程"]
    await like.presses("签收")
    assert [button.text for button in card.buttons] == ["反馈", "延期", "看全流程"]
    assert "李可 9月21日10:00 已签收" in str(card.card)
    answer = await like.presses("看全流程")
    assert "转办区住建局（牵头）" in answer and "农水局" not in answer
    assert "做了什么" in await like.presses("反馈")
    assert "具体" in await like.says("正在推进")
    assert "具体" in await like.says("已收到，抓紧办理中")
    assert "已转张敏" in await like.says("已排查在建工地12处，整改3处，余下9月23日完成")
    assert "在建工地12处" in zhang.last and day.rows("incoming")[0]["status"] == "已反馈"
    sent = len(like.messages)
    await zhang.says("1203号办结，已落实")
    assert len(like.messages) == sent
    assert "办结（张敏 9月21日10:00），不用再反馈" in await like.presses("反馈")
    assert card.buttons == [] or card.disabled
    assert "办结（张敏 9月21日10:00），不用签收" in await water.presses("签收")
    assert planned(day) == []


async def test_a_poor_answer_goes_back_with_the_reason(day: Day) -> None:
    await handed_over(day)
    zhang, like, water = day.phone("zhangmin"), day.phone("like"), day.phone("liaison-nongshuiju")
    await water.says("收1203号反馈：沿河12个村已排查完毕")
    assert day.rows("incoming")[0]["status"] == "承办中" and "区农水局反馈" in zhang.last
    assert "退办" in await zhang.says("1203号退办") and day.rows("incoming")[0]["status"] == "承办中"
    await like.says("收1203号反馈：已部署到12个街道社区")
    assert "退办理由" in await zhang.says("1203号退办")
    assert "已退办区住建局（第1次）" in await zhang.says("缺少整改数据")
    assert "缺少整改数据" in like.last and "9月24日17:30前补充反馈" in like.last
    assert day.rows("incoming")[0]["status"] == "承办中" and len(planned(day, "催办")) == 1
    for who in ("duheng", "like", "fengkai", "chenxi"):
        assert "未查询到" in await day.phone(who).says("1203号退办：理由")


async def test_more_time_is_asked_for_and_decided_by_card(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await handed_over(day)
    zhang, like, guo, water = (day.phone(who) for who in ("zhangmin", "like", "guoping", "liaison-nongshuiju"))
    assert "延期原因" in await like.says("1203号申请延期到9月30日")
    assert "待郭平副主任审定" in await like.says("等省厅批复")
    assert "已有延期申请待批" in await like.says("1203号申请延期到10月10日，原因：等批复")
    assert "等省厅批复" in guo.last and "时限前提出" in guo.last and "申请延期至9月30日" in zhang.last
    assert "未查询到" in await water.says("1203号申请延期到9月30日，原因：等批复")
    assert "已同意延期至9月30日17:30" in await guo.presses("同意")
    for phone in (like, zhang, water):
        assert "延期至9月30日17:30已同意（第1次）" in phone.last
    row = day.rows("incoming")[0]
    assert (row["due_at"], row["due_source"]) == ("2026-09-30T17:30:00+08:00", "延期批准")
    assert "缓急 加急→平件" in await zhang.says("1203号缓急改成平件")
    await zhang.says("1")
    assert day.rows("incoming")[0]["due_source"] == "延期批准"
    await like.says("1203号申请延期到10月20日，原因：仍在等批复")
    assert "改到哪一天" in await guo.presses("改日期")
    assert "已同意延期至10月15日17:30" in await guo.says("10月15日")
    assert "撤销" in await guo.says("撤销") and "重新审定" in like.last
    assert "不同意延期" in await guo.says("不同意1203号延期") and "仍按9月30日17:30" in like.last
    assert planned(day, "待批") == []


async def test_a_request_after_the_limit_is_recorded_as_late_and_waits_visibly(day: Day) -> None:
    day.at("2026-09-21 10:00")
    await handed_over(day, limit="，9月22日前反馈")
    like, guo = day.phone("like"), day.phone("guoping")
    await like.says("签收")
    await day.until("2026-09-23 10:00")
    assert "按逾期记录" in await like.says("1203号申请延期到9月30日，原因：等省厅批复")
    assert "超过时限后提出" in guo.last and "超过时限后提出" in day.phone("zhangmin").last
    assert [r["recipient"] for r in planned(day, "待批")] == ["guoping"]
    guo.new()
    await day.until("2026-09-28 09:05")
    assert any("同意1203号延期" in text for text in guo.new())
    assert "已同意" in await guo.says("同意")
    assert "超过时限后提出：同意（郭平 9月28日9:05）" in await like.says("1203号全流程")


async def test_chasing_is_logged_and_polite_and_not_repeated(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await handed_over(day)
    zhang, like, water = day.phone("zhangmin"), day.phone("like"), day.phone("liaison-nongshuiju")
    await like.says("签收")
    assert "已催办：收〔2026〕1203号（南委办〔2026〕89号）→区住建局、区农水局" in await zhang.says("催一下1203号")
    assert "请区住建局抓紧办理" in like.last and "9月24日（星期四）17:30" in like.last and "反馈" in like.last
    assert "请回复“签收”" in water.last
    assert "不再重复" in await zhang.says("再催一下1203号")
    await day.until("2026-09-21 15:00")
    assert "→区住建局，" in await zhang.says("1203号催一下住建局")
    assert (await zhang.says("1203号全流程")).count("催办区住建局") == 2
    assert "未查询到" in await day.phone("fengkai").says("催一下1203号")


async def test_two_papers_in_one_slot_are_one_message(day: Day) -> None:
    day.at("2026-09-18 09:00")
    zhang, like = day.phone("zhangmin"), day.phone("like")
    for n in (91, 92):
        await zhang.says(
            f"登记收文：平件，市委办，南委办〔2026〕{n}号，《关于报送第{n}项清单的通知》，办件，9月24日前反馈"
        )
        await zhang.says("住建局牵头")
        await zhang.says("1")
        await like.says("签收")
    await day.until("2026-09-23 08:59")
    like.new(), zhang.new()
    await day.until("2026-09-23 09:05")
    for phone in (like, zhang):
        papers = [text for text in phone.new() if "南委办" in text]
        assert len(papers) == 1 and "91号" in papers[0] and "92号" in papers[0] and "共2项" in papers[0]


async def test_the_same_second_counts_once(day: Day) -> None:
    await handed_over(day)
    like, guo, shen = day.phone("like"), day.phone("guoping"), day.phone("zhangmin")
    await like.says("1203号申请延期到9月30日，原因：等省厅批复")
    await asyncio.gather(guo.presses("同意"), guo.presses("不同意"), shen.says("1203号办结，已落实"))
    assert len([e for e in day.rows("audit") if e["action"] == "批复延期"]) <= 1
    assert day.rows("incoming")[0]["status"] == "办结" and planned(day) == []
