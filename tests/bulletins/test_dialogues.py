"""From submission to signature, as conversations (scenarios.md SC28)."""

import asyncio

import pytest

from tests.bulletins.office import by_unit, issue, submit_two
from tests.day import Day


async def test_from_submission_to_broadcast(day: Day) -> None:
    day.at("2026-09-21 08:50")
    receipt = await day.phone("liaison-gongxinju").says("投稿：新增规上工业企业12家")
    for fact in ("已收稿", "《新增规上工业企业12家》", "区工信局", "9月21日8:50", "信〔2026〕0001号"):
        assert fact in receipt
    await day.phone("liaison-jinxizhen").says("投稿：探索“一事快办”缩短企业开办时间")

    editor, chief, signer = day.phone("zhaowan"), day.phone("sunli"), day.phone("guoping")
    edited = await editor.says("编入今日信息，可周知；金溪镇那条是内部")
    assert "第231期（总第1873期）" in edited
    assert "①区工信局：新增规上工业企业12家（可周知）" in edited
    assert "②金溪镇：探索“一事快办”缩短企业开办时间（内部）" in edited

    assert "郭副主任" in await chief.says("审核通过")
    assert "回复“签发231期”" in signer.last
    signed = await signer.says("签发231期")
    assert "第231期（总第1873期）" in signed
    assert "9月21日（星期一）17:00编发" in signed
    assert issue(day)["state"] == "已签发"

    await day.until("2026-09-21 16:59")
    reader = day.phone("liaison-jiaoyuju")
    assert reader.texts == []
    await day.until("2026-09-21 17:00")
    assert reader.texts == [
        "《云湾信息》第231期已编发（可周知）：①区工信局：新增规上工业企业12家　其余请到OA阅览。\n"
        "不需要推送可回复“退订日报”。"
    ]
    row = issue(day, 231)
    assert (row["total_no"], row["state"], row["items"], row["public_items"]) == (1873, "已编发", 2, 1)
    assert (row["edited_by"], row["reviewed_by"], row["signed_by"]) == ("赵婉", "孙立", "郭平")

    corrected = await editor.says("231期改个错别字重发")
    assert "第231期（总第1873期）" in corrected
    assert "期号不变" in corrected
    assert len(day.rows("bulletins")) == 1
    assert issue(day, 231)["state"] == "已编发"
    assert issue(day, 231)["corrections"] == 1
    blocked = await signer.says("签发233期")
    assert "232期缺号" in blocked
    assert "重复" in await signer.says("签发231期")


async def test_unreviewed_issues_are_not_signed_and_changes_need_a_new_review(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    signer = day.phone("guoping")
    assert "没有待签发" in await signer.says("签发231期")
    await editor.says("把工信局那条编入今日信息，可周知")
    assert "尚未审核" in await signer.says("签发231期")
    await day.phone("sunli").says("审核通过")
    await editor.says("把金溪镇那条编入今日信息，内部")
    assert "尚未审核" in await signer.says("签发231期")


async def test_sent_back_with_an_opinion(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    await editor.says("编入今日信息，两条都可周知")
    await day.phone("sunli").says("审核通过")
    assert "已退回编辑" in await day.phone("guoping").says("退回231期：第2条数据再核实")
    assert "意见：第2条数据再核实" in editor.last
    assert issue(day)["state"] == "编辑中"


async def test_which_piece_is_asked_when_the_words_fit_several(day: Day) -> None:
    day.at("2026-09-21 09:00")
    unit = day.phone("liaison-gongxinju")
    await unit.says("投稿：新增规上工业企业12家")
    await unit.says("投稿：工业技改投资增长一成")
    editor = day.phone("zhaowan")
    asked = await editor.says("把工信局那条编入今日信息，可周知")
    assert "1 区工信局：新增规上工业企业12家" in asked
    assert "②" not in await editor.says("2")
    states = {row["title"]: (row["state"], row["openness"]) for row in day.rows("items")}
    assert states == {"新增规上工业企业12家": ("来稿", "内部"), "工业技改投资增长一成": ("采用", "可周知")}


async def test_rejected_spare_and_undone(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    await editor.says("金溪镇那条备用")
    assert by_unit(day) == {"工信局": "来稿", "金溪镇": "备用"}
    await editor.says("工信局那条退稿")
    assert by_unit(day) == {"工信局": "退稿", "金溪镇": "备用"}
    assert "本次未采用" in day.phone("liaison-gongxinju").last
    await editor.says("撤销")
    assert by_unit(day) == {"工信局": "来稿", "金溪镇": "备用"}


async def test_a_unit_sees_its_own_pieces_and_may_take_one_back(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await submit_two(day)
    unit = day.phone("liaison-gongxinju")
    own = await unit.says("我的投稿")
    assert "新增规上工业企业12家" in own
    assert "一事快办" not in own
    assert "信〔2026〕0001号" in await unit.says("撤销")
    assert by_unit(day)["工信局"] == "撤稿"


async def test_too_long_and_text_added_later(day: Day) -> None:
    day.at("2026-09-21 09:00")
    unit = day.phone("liaison-gongxinju")
    assert "超过500字" in await unit.says("投稿：《长稿》" + "做法具体，" * 101)
    assert day.rows("items") == []
    await unit.says("投稿：新增规上工业企业12家")
    assert "已补正文" in await unit.says("补稿：今年以来，全区新增12家。")
    assert day.rows("items")[0]["text"] == "今年以来，全区新增12家。"


async def test_an_editor_registers_a_piece_for_a_unit(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = day.phone("zhaowan")
    assert "区住建局" in await editor.says("登记来稿：住建局，《老旧小区改造开工8个》")
    assert "哪个单位" in await editor.says("登记来稿：《学位新增两千个》")
    assert "区教育局" in await editor.says("教育局")
    assert by_unit(day) == {"住建局": "来稿", "教育局": "来稿"}


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("like", "签发231期"),
        ("zhaowan", "签发231期"),
        ("sunli", "签发231期"),
        ("zhaowan", "审核通过"),
        ("like", "编入今日信息，可周知"),
    ],
)
async def test_only_the_right_person(day: Day, who: str, words: str) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    await editor.says("编入今日信息，两条都可周知")
    before = day.rows("bulletins"), day.rows("items")
    assert "未查询到相关信息" in await day.phone(who).says(words)
    assert (day.rows("bulletins"), day.rows("items")) == before


async def test_two_signatures_in_the_same_second_make_one_issue(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await day.phone("liaison-gongxinju").says("投稿：新增规上工业企业12家")
    await day.phone("zhaowan").says("把工信局那条编入今日信息，可周知")
    await day.phone("sunli").says("审核通过")
    both = [day.phone("guoping"), day.phone("shenlan")]
    await asyncio.gather(*(day.fake.say(phone.userid, "签发231期") for phone in both))
    await day.settle()
    answers = sorted(phone.last[:3] for phone in both)
    assert answers == ["不能签", "已签发"]
    assert [(row["no"], row["state"]) for row in day.rows("bulletins")] == [(231, "已签发")]


async def test_many_units_at_once_get_numbers_without_gap_or_double(day: Day) -> None:
    day.at("2026-09-21 09:00")
    units = [unit.liaison for unit in day.office.units if unit.liaison][:12]
    await asyncio.gather(*(day.fake.say(userid, "投稿：本周重点工作进展") for userid in units))
    numbers = sorted(row["item_no"] for row in day.rows("items"))
    assert numbers == [f"信〔2026〕{n:04d}号" for n in range(1, 13)]


async def test_a_unit_that_sent_nothing_is_named_and_the_rest_is_done(day: Day) -> None:
    day.at("2026-09-21 08:50")
    await day.phone("liaison-gongxinju").says("投稿：新增规上工业企业12家")
    edited = await day.phone("zhaowan").says("编入今日信息，可周知；金溪镇那条是内部")
    assert "没有找到金溪镇的来稿" in edited
    assert "①区工信局：新增规上工业企业12家（可周知）" in edited
    assert "没有找到区教育局的来稿" in await day.phone("zhaowan").says("把教育局那条编入今日信息")
