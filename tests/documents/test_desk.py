"""What happens on the clerk's desk: 退文, 初审, 拟办, 挂起, 作废, duplicates, a hand-over (domain.md 2.4, 2.6)."""

from sqlalchemy import Connection

from handlers.documents.succession import leavers
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage.office import Office
from tests.day import Day
from tests.documents.papers import NEXT, URGENT, planned


async def test_a_paper_goes_back_to_its_sender_with_the_reason(day: Day) -> None:
    """SC11."""
    day.at("2026-09-22 09:05")
    zhang, street, chief = day.phone("zhangmin"), day.phone("liaison-baishijiedao"), day.phone("mishukezhang")
    await zhang.says("登记收文：平件，白石街道，《关于上半年工作情况的报告》，阅件")
    answer = await zhang.says("白石街道的报告里夹着要钱的请示，退文")
    assert "收〔2026〕1203号" in answer
    reasons = "1报告夹带请示 2多头主送 3越级 4未会签 5文种格式不符 6一文多事 7送领导个人 8其他"
    assert f"退文理由： {reasons}" in answer and not street.texts
    assert "已退文：收〔2026〕1203号" in await zhang.says("1")
    assert "报告夹带请示" in street.last and "请分别行文后重新报送" in street.last
    assert "1203号不同意退文" in chief.last
    assert day.rows("incoming")[0]["status"] == "退文" and planned(day) == []
    assert "退文，不能呈送" in await zhang.says("1203号呈送周书记")
    assert "恢复为已登记" in await chief.says("1203号不同意退文")
    assert "不用重新报送" in street.last and len(planned(day, "待呈送")) == 1
    assert "退文理由" in await zhang.says("金溪镇报来的请示不属于我们，退文")
    await zhang.says("8")
    assert "金溪镇" in await zhang.says("不属本机关职责")
    rows = day.rows("incoming")
    assert (rows[1]["no"], rows[1]["status"], rows[1]["sender"]) == ("收〔2026〕1204号", "退文", "金溪镇")
    assert "径送有权处理的机关" in day.phone("liaison-jinxizhen").last
    for who in ("fengkai", "like", "wuyang", "guoping"):
        assert "未查询到" in await day.phone(who).says("1203号退文")


async def test_first_review_then_a_proposal_in_the_usual_pattern(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(URGENT)
    answer = await zhang.says("1203号初审")
    assert all(mark in answer for mark in "①②③④⑤") and "1全部通过 2有问题，退文" in answer
    await zhang.says("1")
    assert day.rows("incoming")[0]["status"] == "初审"
    answer = await zhang.says("1203号拟办")
    assert "拟同步呈明远书记、知行区长阅示" in answer and "9月19日10:00前将情况报我办汇总" in answer
    assert "200字" in await zhang.says("2")
    assert "现201字" in await zhang.says("拟" * 201)
    text = "拟呈知行区长阅示；建议由区应急局牵头，区住建局配合，9月19日9:00前将情况报我办汇总。"
    assert "呈送" in await zhang.says(text)
    assert day.rows("incoming")[0]["status"] == "拟办" and text in await zhang.says("1203号全流程")
    assert len(planned(day, "待呈送")) == 1
    await zhang.says("1203号呈送林区长")
    assert day.rows("incoming")[0]["status"] == "呈批" and planned(day, "待呈送") == []


async def test_a_paper_on_hold_is_quiet_and_comes_back(day: Day) -> None:
    day.at("2026-09-21 09:00")
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头，9月22日前反馈")
    await zhang.says("1")
    assert "挂起原因" in await zhang.says("1203号挂起")
    assert "已挂起" in await zhang.says("1")
    assert "等待上级暂缓办理" in like.last and [r["kind"] for r in planned(day)] == ["挂起"]
    assert "请先回复“1203号恢复办理”" in await zhang.says("催一下1203号")
    like.new()
    await day.until("2026-09-23 10:00")
    assert not any("89号" in text for text in like.new())
    answer = await zhang.says("1203号恢复办理")
    assert "承办中" in answer and "时限9月22日17:30已过" in answer.replace("时限9月22日17:30，", "")
    assert "恢复办理" in like.last and len(planned(day, "催办")) == 1 and len(planned(day, "未签收")) == 1


async def test_an_entry_made_by_mistake_keeps_its_number(day: Day) -> None:
    day.at("2026-12-30 09:00")
    zhang, chief, like = day.phone("zhangmin"), day.phone("mishukezhang"), day.phone("like")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头")
    await zhang.says("1")
    assert "编号保留" in await zhang.says("1203号作废，登错了")
    assert "1203号" in await zhang.says("1") and "登记作废" in like.last and planned(day) == []
    assert "恢复为承办中" in await zhang.says("撤销") and len(planned(day, "催办")) == 1
    await day.until("2026-12-30 09:11")
    assert "须秘书科长同意" in await zhang.says("1203号作废，误登")
    await zhang.says("1")
    assert day.rows("incoming")[0]["status"] == "承办中" and "同意作废1203号" in chief.last
    assert "已作废（编号保留）" in await chief.says("同意作废1203号")
    assert day.rows("incoming")[0]["status"] == "作废" and "已同意作废" in zhang.last
    await zhang.says("登记收文：平件，市委办，《关于总结的通知》，办件")
    await day.until("2027-01-04 09:30")
    assert "跨年不能作废" in await zhang.says("收〔2026〕1204号作废，误登")
    assert "1204" not in await like.says("收〔2026〕1204号作废，误登")
    assert day.rows("incoming")[1]["status"] == "已登记"


async def test_one_paper_by_two_doors_is_one_row(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市委办，南委办〔2026〕95号，《关于报送材料的通知》，主送区委办，办件")
    again = "登记收文：平件，市委办，南委办〔2026〕95号，《关于报送材料的通知》，主送区府办，办件"
    assert "疑似重复" in await zhang.says(again)
    await zhang.says("1")
    assert [row["identities"] for row in day.rows("incoming")] == [["区委办", "区府办"]]
    assert "疑似重复" in await zhang.says("登记收文：平件，市委办，《关于报送材料的通知》，主送开发区党政办，办件")
    assert "收〔2026〕1204号" in await zhang.says("2")
    assert "并入收〔2026〕1203号" in await zhang.says("1204号和1203号是同一件，合并")
    await zhang.says("1")
    rows = day.rows("incoming")
    assert (rows[1]["status"], rows[1]["remark"]) == ("作废", "并入收〔2026〕1203号")
    assert not [r for r in planned(day) if r["object"] == "incoming:2"]


async def test_a_post_is_handed_over_with_everything_open(day: Day) -> None:
    zhang, chief = day.phone("zhangmin"), day.phone("mishukezhang")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await zhang.says(URGENT)
    await zhang.says("登记收文：平件，市委办，《关于学习的通知》，阅件")
    await zhang.says("1205号办结，已存")
    assert "没有办文权限" in await zhang.says("把我经手的移交给陈曦")
    assert "共2件" in await zhang.says("把我经手的移交给秘书科长")
    assert "已移交2件" in await zhang.says("1")
    assert "1203号" in chief.last and "1204号" in chief.last
    assert {r["recipient"] for r in planned(day) if r["kind"] in ("催办", "待呈送")} == {"mishukezhang"}
    assert "由秘书科科长 8056催办" in await zhang.says("1203号办结，已落实")
    assert "只能移交本人经手的" in await zhang.says("把秘书科科长经手的移交给张敏")
    assert "共2件" in await chief.says("把我经手的移交给张敏")
    await chief.says("1")

    def without_zhang(tx: Connection) -> None:
        people = tuple(p for p in day.office.people if p.userid not in ("zhangmin", "like"))
        left = Office(**{**dict(day.office), "people": people})
        leavers(Desk(tx=tx, now=day.clock.now(), office=left, calendar=WorkCalendar(), request_id="test"))

    day.bot.db.write_now(without_zhang)
    assert {r["recipient"] for r in planned(day)} == {"mishukezhang", "住建局"}
