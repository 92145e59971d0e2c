"""Side exits, sub-items, sources and who may 立项, as tables and dialogues (domain.md 3.2)."""

from typing import Any

import pytest

from handlers.policy import NOT_FOUND
from handlers.said import Said
from handlers.supervision import exits, sources
from handlers.supervision.terms import OPEN, Status
from tests.day import START, Day
from tests.supervision.ledger import take_over

ROAD = {
    "编号": "督〔2026〕0123号",
    "事项": "云湾港片区道路前期工作",
    "主办": "住建局",
    "协办": "发改局",
    "时限": "2026-10-24",
}
LAMPS = {"编号": "督〔2026〕0124号", "事项": "云湾港道路照明", "主办": "城管局", "时限": "2026-11-24"}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("act", list(exits.WAYS))
@pytest.mark.parametrize("decides", [True, False])
def test_the_whole_table(act: str, status: Status, decides: bool) -> None:
    working = status in (*OPEN, Status.EXTENDING)
    expected = {
        exits.MERGE: working,
        exits.SUSPEND: working,
        exits.MOVE: working,
        exits.RESUME: status is Status.SUSPENDED,
        exits.END: decides and (working or status in (Status.CLOSING, Status.SUSPENDED)),
    }
    assert exits.allowed(act, status, decides=decides) is expected[act]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("依据：省政府防汛部署文件", "上级决策部署"),
        ("依据：9月21日区政府常务会议", "会议议定事项"),
        ("周书记批示要求抓紧办理", "领导批示"),
        ("林区长口头交办", "领导交办"),
        ("列入政府工作报告的重点工作", "年度重点工作"),
        ("民生实事项目", "民生实事"),
        ("人大代表建议第35号", "建议提案"),
        ("巡察整改事项", "巡察督查整改"),
        ("12345热线反映", "信访网络热线"),
        ("突发事件善后", "突发事件后续"),
        ("老旧小区加装电梯", None),
    ],
)
def test_ten_sources(text: str, source: str | None) -> None:
    assert sources.source_kind(Said(text=text, now=START), False, {}) == source


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-18 15:20")
    take_over(day, [ROAD, LAMPS])
    return day


def rows(office: Day) -> dict[str, dict[str, Any]]:
    return {row["no"].rpartition("〕")[2]: row for row in office.rows("tasks")}


async def test_merged_keeps_the_survivor_and_a_pointer(office: Day) -> None:
    wu, cheng = office.phone("wuyang"), office.phone("liaison-chengguanju")
    assert "保留督〔2026〕0123号" in await wu.says("0124号并入0123号")
    assert "已合并" in await wu.says("1")
    assert "后续请按督〔2026〕0123号" in cheng.last
    assert (rows(office)["0124号"]["status"], rows(office)["0124号"]["light"]) == ("合并", "灰")
    assert "已并入：督〔2026〕0123号" in await cheng.says("督0124号")
    assert "牵头单位区住建局汇总" in await cheng.says("0123号 进展：照明方案已完成初审")
    assert not [r for r in office.rows("reminders") if r["state"] == "待提醒" and r["object"] == "task:2"]


async def test_undone_and_merged_the_other_way(office: Day) -> None:
    wu = office.phone("wuyang")
    assert "保留哪一项" in await wu.says("合并0123号和0124号")
    await wu.says("2")
    await wu.says("1")
    assert rows(office)["0123号"]["status"] == "合并"
    assert "已撤销" in await wu.says("撤销")
    assert rows(office)["0123号"]["status"] == "承办"


async def test_suspended_with_a_reason_and_resumed(office: Day) -> None:
    wu, like = office.phone("wuyang"), office.phone("like")
    assert "理由" in await wu.says("0123号中止")
    assert "等规划批复" in await wu.says("等规划批复")
    assert "已中止" in await wu.says("1")
    assert "不计时限" in like.last and rows(office)["0123号"]["light"] == "灰"
    before = len(like.texts)
    await office.until("2026-10-30 10:00")
    assert like.texts[before:] == []
    assert "时限到哪一天" in await wu.says("0123号恢复办理")
    assert "11月20日17:30" in await wu.says("11月20日")
    await wu.says("1")
    found = rows(office)["0123号"]
    assert (found["status"], found["due_at"][:10], found["original_due_at"][:10]) == (
        "承办",
        "2026-11-20",
        "2026-10-24",
    )
    assert len([r for r in office.rows("reminders") if r["state"] == "待提醒" and r["object"] == "task:1"]) == 1


async def test_ended_by_a_decider_only_and_moved_away(office: Day) -> None:
    wu, du, like = office.phone("wuyang"), office.phone("duheng"), office.phone("like")
    assert NOT_FOUND in await like.says("0123号终止，理由：不做了")
    assert "须由督查室主任" in await wu.says("0123号终止，理由：任务取消")
    await du.says("0123号终止，理由：任务取消")
    assert "已终止" in await du.says("1")
    assert "无需再办" in like.last and "任务取消" in await like.says("督0123号")
    assert "转出给市住建局办理" in await du.says("0124号转出给市住建局，理由：属市级事权")
    await du.says("1")
    assert (rows(office)["0124号"]["status"], rows(office)["0123号"]["status"]) == ("转出", "终止")


async def test_a_sub_item_is_no_item_and_comes_first(office: Day) -> None:
    du, like, jiang = office.phone("duheng"), office.phone("like"), office.phone("jiangtao")
    assert "不另计一项" in await du.says("0123号加分项：管线迁改，发改局负责，10月10日前完成")
    assert "督〔2026〕0123-1号" in await du.says("1")
    assert "管线迁改" in jiang.last
    assert "还有1个分项未办结" in await like.says("0123号申请办结：已完成全部工程")
    assert "待督查室审核" in await jiang.says("督〔2026〕0123-1号申请办结：已完成迁改300米")
    assert "0123-1号已办结" in await du.says("同意")
    assert "待督查室审核" in await like.says("0123号申请办结：已完成全部工程")


async def test_anybody_proposes_and_a_leader_decides_for_himself(office: Day) -> None:
    like, du, lin = office.phone("like"), office.phone("duheng"), office.phone("linzhixing")
    words = "立项督办：燃气管网安全整治，住建局牵头，11月20日前完成，信访件反映"
    assert "审批" in await like.says(words)
    assert "信访网络热线" in await du.says("待审核") or "燃气管网安全整治" in du.last
    await du.says("1")
    assert "督〔2026〕0125号" in await du.says("1")
    asked = await lin.says("立项督办：港口环保整改，发改局牵头，9月30日前完成，巡察整改")
    assert "确认立项" in asked and len(rows(office)) == 3
    assert "督〔2026〕0126号" in await lin.says("1")
    shown = await like.says("0125号通知单")
    for fact in (
        "督办通知单",
        "承办单位：区住建局（主办）",
        "立项依据：信访网络热线",
        "11月20日17:30",
        "反馈要求",
        "8031",
        "签收",
    ):
        assert fact in shown


async def test_a_day_of_its_own_and_the_default_limit(office: Day) -> None:
    du = office.phone("duheng")
    asked = await du.says("立项：老旧小区加装电梯20台，住建局主办，每周二前反馈，按默认时限")
    assert "10月18日17:30" in asked and "每周二" in asked
    await du.says("1")
    await office.until("2026-09-22 09:00")
    assert any("今日12:00前反馈" in text for text in office.phone("like").texts)


async def test_chased_by_hand_once_in_a_half_day(office: Day) -> None:
    wu, like = office.phone("wuyang"), office.phone("like")
    assert "已催办" in await wu.says("催一下0123号")
    assert "【催办】督〔2026〕0123号" in like.last
    assert "不再重复" in await wu.says("催一下0123号")
    assert "人工催办" in await wu.says("0123号全过程")
