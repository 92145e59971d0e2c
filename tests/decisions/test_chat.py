"""SC16 and what else happens to pasted decisions, as dialogues."""

import json

import pytest
from sqlalchemy import Connection, text

from tests.day import Day

PASTED = (
    "会议议定：（一）由区发改局牵头，区财政局、区住建局配合，于10月20日前完成云湾港项目前期手续。"
    "（二）由区应急局负责，9月底前完成防汛物资补充。（三）由各镇街长期坚持网格巡查。"
)


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-21 17:10")
    return day


async def proposed(office: Day) -> None:
    chen = office.phone("chenxi")
    await chen.says(PASTED)
    await chen.says("拆成4项；3改为每月反馈")
    await chen.says("区政府常务会议")
    await chen.says("1")


async def test_from_pasted_text_to_six_tasks(office: Day) -> None:
    """SC16: the table, the question, the split, the approval by P7, consecutive numbers."""
    chen, du = office.phone("chenxi"), office.phone("duheng")
    shown = await chen.says(PASTED)
    for fact in (
        "区发改局｜区财政局、区住建局｜2026-10-20 17:30",
        "区应急局｜–｜2026-09-30 17:30",
        "“各镇街”是4个单位：拆成4项还是1项",
        "每月反馈",
    ):
        assert fact in shown
    shown = await chen.says("拆成4项；3改为每月反馈")
    assert "议定事项6项" in shown and "6 网格巡查｜海泊街道｜–｜无时限，每月反馈" in shown
    assert "哪次会议" in shown
    assert "提交督查室主任杜衡审批立项" in await chen.says("区政府常务会议")
    assert office.rows("tasks") == [] and du.texts == []
    assert "6项" in await chen.says("1")
    assert office.rows("tasks") == [] and "拟立项督办6项" in du.last and "海泊街道：网格巡查" in du.last
    assert "现在没有待您" in await chen.says("同意")  # she may not decide
    assert office.rows("tasks") == []
    told = await du.says("同意")
    assert "督〔2026〕0123–0128号" in told
    rows = office.rows("tasks")
    assert [row["lead_unit"] for row in rows] == ["发改局", "应急局", "金溪镇", "南渡镇", "白石街道", "海泊街道"]
    assert [row["no"][7:11] for row in rows] == [f"{number:04d}" for number in range(123, 129)]
    assert {row["basis"] for row in rows} == {"2026年9月21日区政府常务会议"}
    assert [row["period"] for row in rows] == ["无", "无", *["每月"] * 4]
    assert rows[0]["co_units"] == ["财政局", "住建局"] and rows[0]["due_source"] == "会议要求"
    assert "0123–0128号" in chen.last and "督〔2026〕0123号" in office.phone("jiangtao").last
    kept = office.bot.db.read_now(_everything)
    assert "于10月20日前完成" not in kept and "由区应急局负责" not in kept


def _everything(tx: Connection) -> str:
    """What is stored of conversations, audit and batches."""
    found = [
        [list(map(str, row)) for row in tx.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608
        for name in ("conversation", "audit_event", "decision_batch", "decision_item")
    ]
    return json.dumps(found, ensure_ascii=False)


async def test_singly_by_card_and_taken_back(office: Day) -> None:
    await proposed(office)
    du, chen = office.phone("duheng"), office.phone("chenxi")
    assert "1 完成云湾港项目前期手续（牵头：区发改局" in await du.presses("逐项看")
    assert "已立项2项：督〔2026〕0123–0124号" in await du.says("同意1、3")
    assert "不予立项" in await du.says("不同意6") and "未予立项" in chen.last
    assert "已立项3项：督〔2026〕0125–0127号" in await du.says("同意")
    taken = await du.says("撤销")
    assert taken.count("立项作废") == 3
    assert [row["status"] for row in office.rows("tasks")] == ["交办"] * 2 + ["终止"] * 3


async def test_all_by_one_press(office: Day) -> None:
    await proposed(office)
    du, guo = office.phone("duheng"), office.phone("guoping")
    assert "督〔2026〕0123–0128号" in await du.presses("全部立项（6项）")
    assert len(office.rows("tasks")) == 6
    assert "没有待" in await guo.says("待审批的议定事项")


async def test_questions_one_at_a_time_and_changes(office: Day) -> None:
    chen = office.phone("chenxi")
    asked = await chen.says(
        "今天上午区委常委会会议议定：责成城管局会同海泊街道于10月底前完成背街小巷整治，有关单位参与；"
        "由发改局、住建局负责，制定项目清单。"
    )
    assert "2026年9月21日区委常委会会议" in asked and "“有关单位”是哪些" in asked
    assert "第2项由谁牵头" in await chen.says("无")
    asked = await chen.says("2")
    assert "区住建局｜区发改局" in asked and "本办设定20天" in asked
    assert "2026-10-15 17:30" in await chen.says("10月15日前")
    shown = await chen.says("第1项配合加教育局，删掉第2项")
    assert "议定事项1项" in shown and "海泊街道、区教育局" in shown
    assert "没有第7项" in await chen.says("第7项时限改为10月20日")
    assert "2026-10-20 17:30" in await chen.says("第1项时限改为10月20日")
    await chen.says("提交")
    assert "撤销" in await chen.says("撤销")
    assert "没有待" in await office.phone("duheng").says("同意")
    assert office.rows("tasks") == []


async def test_one_item_for_a_group_and_a_meeting_of_ours(office: Day) -> None:
    """The last meeting of that day is the basis; 1项 means one item, led by one of the units."""
    chen = office.phone("chenxi")
    office.at("2026-09-21 09:00")
    await chen.says("登记会议：今天下午14:30区政府常务会议，301会议室，林区长主持，住建局参加，开两个半小时")
    await chen.says("1")
    await office.until("2026-09-21 17:10")
    assert "（依据：2026年9月21日区政府常务会议）" in await chen.says(PASTED)
    assert "第3项由谁牵头" in await chen.says("1项")
    assert "3 网格巡查｜南渡镇｜金溪镇、白石街道、海泊街道｜" in await chen.says("2")
    assert "无时限，每周五反馈" in await chen.says("第3项改为每周五反馈")
    await chen.says("1")
    assert "0123–0125号" in await office.phone("duheng").says("全部同意")
    assert {row["basis"] for row in office.rows("tasks")} == {"2026年9月21日区政府常务会议"}


async def test_no_item_and_nobody_else(office: Day) -> None:
    chen = office.phone("chenxi")
    assert "没有找到可以立项" in await chen.says("会议强调要高度重视，各单位要压实责任。")
    assert "请把议定的句子发给我" in await chen.says("录入会议议定事项")
    assert "区教育局" in await chen.says("由区教育局负责，国庆前完成校园安全排查")
    assert "未立项" in await chen.says("取消") or "未作改动" in chen.last
    assert "哪次会议" not in await office.phone("like").says(PASTED)
    assert "涉" in await chen.says("会议议定：由区发改局牵头，10月20日前完成机密级项目前期手续。")
    assert office.rows("tasks") == []


async def test_whoever_decides_needs_nobody(office: Day) -> None:
    du = office.phone("duheng")
    asked = await du.says("9月18日区政府常务会议决定，由区教育局负责，国庆前完成校园安全排查")
    assert "依据：2026年9月18日区政府常务会议" in asked and "确认立项并交办" in asked
    assert "已立项1项：督〔2026〕0123号" in await du.says("1")


async def test_a_date_names_no_row_and_nothing_decided_is_lost(office: Day) -> None:
    chen, du = office.phone("chenxi"), office.phone("duheng")
    shown = await chen.says(
        "会议议定：（一）由区发改局牵头，于10月20日前完成云湾港项目前期手续；（二）由区应急局负责，9月底前完成防汛物资补充；"
        "（三）由有关单位抓好秋冬季森林防火，长期坚持。"
    )
    assert "3 抓好秋冬季森林防火｜牵头？｜–｜无时限，每月反馈" in shown
    assert "依据：2026年9月18日区政府常务会议" in await chen.says("是9月18日区政府常务会议")
    assert "抓好秋冬季森林防火｜区农水局｜区应急局" in await chen.says("农水局、应急局")
    changed = await chen.says("第二项牵头改成农水局，时限改到国庆后第一个工作日")
    assert "手续｜区发改局｜–｜2026-10-20" in changed and "补充｜区农水局｜–｜2026-10-08" in changed
    assert "4 完成养老机构走访｜区民政局" in await chen.says("再加一项：由区民政局负责，重阳节前完成养老机构走访")
    await chen.says("1")
    await du.says("第4项先不立，因为已有督办")
    assert "理由：已有督办" in chen.last
    assert "已立项3项" in await du.says("其余同意")
