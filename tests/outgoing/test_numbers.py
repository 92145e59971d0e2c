"""Numbers of the series, wrong directions, joint papers, the end of the year (domain.md 2.3, 2.5; SC37)."""

import asyncio

from tests.day import Day
from tests.outgoing.papers import numbers, paper

REQUEST = "登记发文：云湾府，《关于设立应急物资仓库的请示》，主送市政府，20份"


async def test_a_typed_number_is_checked(day: Day) -> None:
    zhang = day.phone("zhangmin")
    text = "登记发文 云湾府办〔2026〕{}号 《关于加强{}检查的通知》 主送各镇街"
    await zhang.says(text.format(45, "节前"))
    used = await zhang.says(text.format(45, "消防"))
    assert "已用于《关于加强节前检查的通知》" in used and "下一个是云湾府办〔2026〕46号" in used
    assert "云湾府办〔2026〕46号" in await zhang.says("1")
    gap = await zhang.says(text.format(49, "工地"))
    assert "会跳号" in gap and "47—48号留作预留" in gap
    assert "已登记发文：云湾府办〔2026〕49号" in await zhang.says("2")
    assert numbers(day)["云湾府办〔2026〕47号"] == "预留"
    assert "已登记发文：云湾府办〔2026〕47号" in await zhang.says(text.format(47, "加油站"))
    assert "已作废" in await zhang.says("云湾府办〔2026〕48号作废，跳号未使用")
    assert "已作废，不能再用" in await zhang.says(text.format(48, "学校"))
    await zhang.says("3")
    assert "会跳过" in await zhang.says(text.format(500, "学校"))
    assert "已登记发文：云湾府办〔2026〕50号" in await zhang.says("自动编号")


async def test_numbers_are_reserved_and_given_up_with_a_reason(day: Day) -> None:
    zhang = day.phone("zhangmin")
    assert "云湾府办〔2026〕45号、云湾府办〔2026〕46号" in await zhang.says("预留2个云湾府办文号")
    assert "预留未用45号、46号" in await zhang.says("下一个文号是多少")
    assert "原因" in await zhang.says("作废 云湾府办〔2026〕46号")
    assert "（文件停发）" in await zhang.says("文件停发")
    assert numbers(day) == {"云湾府办〔2026〕45号": "预留", "云湾府办〔2026〕46号": "作废"}
    assert "恢复为预留" in await zhang.says("撤销")
    assert numbers(day)["云湾府办〔2026〕46号"] == "预留"


async def test_wrong_directions_are_shown_and_asked_about(day: Day) -> None:
    zhang = day.phone("zhangmin")
    asked = await zhang.says("登记发文：云湾府，《关于设立应急物资仓库的请示》，主送林区长，20份")
    assert "不得以机关名义向领导个人报送" in asked and "1仍按此登记 2修改 3取消" in asked
    assert day.rows("outgoing") == []
    await zhang.says("2")
    answer = await zhang.says("主送改为市政府")
    assert "云湾府〔2026〕1号" in answer and "⚠" not in answer
    soft = await zhang.says("登记发文：云湾府，《关于防汛工作情况的报告》，主送市政府，抄送各镇街，10份")
    assert "⚠ 报告不得抄送下级机关" in soft and "云湾府〔2026〕2号" in soft


async def test_the_principal_signs_upward_papers(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(REQUEST)
    await zhang.says("发文1号前置审核通过")
    await day.phone("mishukezhang").says("发文1号核稿通过")
    assert "上行文由主要负责人签发（林知行区长）" in await zhang.says("发文1号何副区长已签发")
    assert "林知行区长" in await zhang.says("发文1号林区长已签发")
    assert paper(day, "云湾府〔2026〕1号")["status"] == "已签发"
    asked = await zhang.says("发文1号复核通过")
    assert "公开属性" in asked and "2依申请" in asked
    await zhang.says("2")
    assert paper(day, "云湾府〔2026〕1号")["openness"] == "依申请公开"


async def test_a_joint_paper_is_signed_by_all(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记发文：云湾府办，《关于节前联查的通知》，主送各镇街，与区应急局、区住建局联合发文，主动公开")
    await zhang.says("45号前置审核通过")
    await day.phone("mishukezhang").says("45号核稿通过")
    answer = await zhang.says("45号何副区长已签发")
    assert "还待签发：区应急局、区住建局" in answer and paper(day)["status"] == "待签发"
    assert paper(day)["written_on"] is None
    await zhang.says("45号区应急局、区住建局已签发")
    assert (paper(day)["status"], paper(day)["written_on"]) == ("已签发", "2026-09-18")


async def test_the_last_workday_asks_about_unused_numbers_and_the_year_begins_anew(day: Day) -> None:
    day.at("2026-12-30 16:00")
    zhang = day.phone("zhangmin")
    await zhang.says("预留一个云湾府办文号")
    await day.until("2026-12-31 09:01")
    assert "云湾府办〔2026〕45号" in zhang.last and "作废" in zhang.last and "未使用" in zhang.last
    assert "已作废" in await zhang.says("云湾府办〔2026〕45号作废，未使用")
    await day.until("2027-01-04 10:00")
    assert not any("预留未用" in text for text in zhang.new())
    await zhang.says("预留一个云湾府办文号")
    assert numbers(day)["云湾府办〔2027〕1号"] == "预留"


async def test_many_at_once_leave_no_gap(day: Day) -> None:
    zhang, chief = day.phone("zhangmin"), day.phone("mishukezhang")
    said = [
        day.fake.say(one.userid, f"登记发文：云湾府办，《关于第{n}号事项检查工作的通知》，主送各镇街")
        for n in range(10, 20)
        for one in (zhang, chief)
    ]
    await asyncio.gather(*said)
    await day.settle()
    assert sorted(row["seq"] for row in day.rows("outgoing")) == list(range(45, 65))


async def test_nothing_classified_gets_into_the_register(day: Day) -> None:
    zhang = day.phone("zhangmin")
    assert "可能涉及国家秘密" in await zhang.says("登记发文：《关于机要的通知》，密级：秘密，主送各镇街")
    assert day.rows("outgoing") == [] and day.rows("doc_numbers") == []
