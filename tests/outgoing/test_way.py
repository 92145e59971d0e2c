"""发文 from the draft to 待归档, as it is spoken."""

import asyncio
import io

import openpyxl
import pytest

from tests.day import Day
from tests.outgoing.papers import NOTICE, numbers, paper, planned


@pytest.fixture
async def registered(day: Day) -> Day:
    """张敏 has registered 45号 on a Monday morning."""
    day.at("2026-09-21 09:10")
    await day.phone("zhangmin").says(NOTICE)
    return day


@pytest.fixture
async def edited(registered: Day) -> Day:
    """45号 has passed 前置审核 and 核稿."""
    await registered.phone("zhangmin").says("45号前置审核通过")
    await registered.phone("mishukezhang").says("发文45号核稿通过")
    return registered


@pytest.fixture
async def signed(edited: Day) -> Day:
    """何副区长 has signed 45号."""
    await edited.phone("zhangmin").says("45号何副区长已签发")
    return edited


@pytest.fixture
async def delivered(signed: Day) -> Day:
    """45号 was issued and handed out to four units."""
    zhang = signed.phone("zhangmin")
    await zhang.says("45号复核通过")
    await zhang.says("45号印发，今天，60份")
    await zhang.says("1")
    return signed


async def test_registering_reserves_the_next_number(day: Day) -> None:
    zhang = day.phone("zhangmin")
    answer = await zhang.says(NOTICE)
    assert "已登记发文：云湾府办〔2026〕45号（预留" in answer and "前置审核" in answer
    row = paper(day)
    assert (row["genre"], row["status"], row["number_status"], row["secrecy"]) == ("通知", "起草", "预留", "非密")
    assert row["main_to"] == ["区应急局", "区住建局", "金溪镇"] and row["cc"] == ["区公安分局"]
    assert (row["drafting_unit"], row["drafter"], row["copies"], row["openness"]) == ("秘书科", "张敏", 60, "主动公开")
    assert len(planned(day)) == 1
    assert "已撤销：云湾府办〔2026〕45号登记作废（编号保留）" in await zhang.says("撤销")
    assert numbers(day) == {"云湾府办〔2026〕45号": "作废"} and planned(day) == []
    assert "46号" in await zhang.says("下一个文号是多少")


async def test_one_missing_thing_at_a_time(day: Day) -> None:
    zhang = day.phone("zhangmin")
    assert "标题" in await zhang.says("帮我登记一份发文")
    assert "主送" in await zhang.says("关于协助做好土地调查工作的函")
    asked = await zhang.says("市自然资源局")
    assert "代字" in asked and "1云湾府办" in asked
    assert day.rows("outgoing") == []
    assert "云湾府办〔2026〕45号" in await zhang.says("云湾府办")
    assert "未查询到" in await day.phone("like").says("登记发文：《关于节水的通知》，主送各镇街")


async def test_the_checklist_item_by_item(registered: Day) -> None:
    zhang, chief = registered.phone("zhangmin"), registered.phone("mishukezhang")
    assert "还有：协商会签、文种格式、文字" in await zhang.says("45号前置审核：1-3项通过")
    assert paper(registered)["status"] == "前置审核"
    answer = await zhang.says("第5项不通过：应用函")
    assert "第5项文种格式：应用函" in answer and paper(registered)["status"] == "起草"
    assert "由科长确认" in await zhang.says("45号核稿通过") or paper(registered)["status"] == "起草"
    await zhang.says("4、5、6通过")
    assert paper(registered)["status"] == "核稿" and "请核稿" in chief.last
    assert "科长" in await zhang.says("45号核稿通过")
    assert "原因" in await chief.says("发文45号核稿退回")
    await chief.says("标题与内容不一致")
    assert paper(registered)["status"] == "起草" and "标题与内容不一致" in zhang.last
    assert len(planned(registered)) == 1


async def test_units_countersign_by_card_and_by_word(registered: Day) -> None:
    zhang, chief = registered.phone("zhangmin"), registered.phone("mishukezhang")
    li, ying = registered.phone("like"), registered.phone("liaison-yingjiju")
    assert "核稿通过后自动送会签" in await zhang.says("45号送应急局、住建局会签")
    await zhang.says("45号前置审核通过")
    await chief.says("45号核稿通过")
    assert paper(registered)["status"] == "会签" and "9月24日（星期四）17:30" in li.last
    assert "意见" in await li.presses("不同意")
    await li.says("第三条与部门职责不符")
    assert "区住建局不同意会签（第三条与部门职责不符）" in zhang.last
    assert "已答复" in await ying.says("同意会签")
    late = await ying.presses("不同意")
    assert "liaison-yingjiju" not in late and "已会签" in late
    assert paper(registered)["status"] == "会签"
    assert "已送区住建局会签" in await zhang.says("45号重新送住建局会签，9月25日前")
    await li.presses("同意会签")
    assert paper(registered)["cosign"] == ["区应急局（已会签）", "区住建局（已会签）"]
    assert paper(registered)["status"] == "待签发" and "会签已齐" in zhang.last
    assert "待会签" in await li.says("撤销") or paper(registered)["status"] == "会签"


async def test_countersigning_is_reminded_and_can_be_noted_from_paper(edited: Day) -> None:
    zhang, li = edited.phone("zhangmin"), edited.phone("like")
    await zhang.says("45号送住建局会签，9月23日前")
    assert "没有待您会签" in await edited.phone("jiangtao").says("发文45号同意会签")
    await edited.until("2026-09-22 09:30")
    assert "请区住建局会签" in li.last and "9月23日（星期三）17:30" in li.last
    await edited.until("2026-09-24 08:00")
    assert any("会签已到时限" in text for text in zhang.texts)
    await zhang.says("45号住建局已会签")
    assert paper(edited)["status"] == "待签发"
    told = len(li.texts)
    await edited.until("2026-09-25 18:00")
    assert len(li.texts) == told


async def test_signed_by_proxy_and_sent_back_by_the_signer(edited: Day) -> None:
    zhang, he = edited.phone("zhangmin"), edited.phone("lian-he")
    assert "已送何晓东副区长" in await zhang.says("45号送何副区长签发")
    assert "请何副区长签发" in he.last
    assert "未查询到" in await edited.phone("lian-lin").says("发文45号已签发")
    await he.says("发文45号退回修改：值班电话要核实")
    assert paper(edited)["status"] == "起草" and "值班电话要核实" in zhang.last
    await zhang.says("45号前置审核通过")
    await edited.phone("mishukezhang").says("45号核稿通过")
    assert "代登记" in await he.says("发文45号已签发")
    row = paper(edited)
    assert (row["signer"], row["sign_recorder"], row["written_on"]) == ("何晓东", "何副区长联络员", "2026-09-21")
    signing = next(one for one in edited.rows("audit") if one["action"] == "签发")
    assert signing["acting_for"] == "hexiaodong"


async def test_the_number_comes_into_use_and_substance_goes_back(signed: Day) -> None:
    zhang = signed.phone("zhangmin")
    assert numbers(signed)["云湾府办〔2026〕45号"] == "预留"
    assert "退何晓东重新签发" in await zhang.says("45号复核不通过：第二条口径有误")
    assert paper(signed)["status"] == "待签发" and "第二条口径有误" in signed.phone("lian-he").last
    await zhang.says("45号何副区长已签发")
    await zhang.says("45号复核通过")
    assert numbers(signed)["云湾府办〔2026〕45号"] == "已用" and paper(signed)["status"] == "已编号"
    assert "重新签发" in await zhang.says("发文45号标题改为《关于做好国庆中秋假期值班工作的通知》")
    assert numbers(signed)["云湾府办〔2026〕45号"] == "预留" and paper(signed)["status"] == "待签发"


async def test_handed_out_and_signed_for(delivered: Day) -> None:
    zhang, li = delivered.phone("zhangmin"), delivered.phone("like")
    assert "请区住建局" not in li.last and "云湾府办〔2026〕45号" in li.last
    assert "未签收：区应急局、区住建局、金溪镇、区公安分局" in await zhang.says("发文45号哪些没签收")
    assert "已签收" in await li.presses("签收")
    assert "李可 9月21日（星期一）9:10 已签收" in await li.says("发文45号签收")
    assert "已签收" in await delivered.phone("liaison-jinxizhen").says("收到")
    assert "未查询到" in await delivered.phone("jiangtao").says("发文45号签收")
    assert "共4家，已签收3家" in await zhang.says("45号区应急局已签收")
    gong = delivered.phone("liaison-gonganfenju")
    await delivered.until("2026-09-22 09:30")
    assert "尚未签收" in gong.last and "尚未签收" not in li.last
    await gong.says("发文45号签收")
    assert paper(delivered)["status"] == "待归档" and "全部签收" in zhang.last
    assert planned(delivered) == []


async def test_all_units_sign_at_the_same_moment(delivered: Day) -> None:
    people = ("like", "liaison-yingjiju", "liaison-jinxizhen", "liaison-gonganfenju")
    await asyncio.gather(*(delivered.fake.say(userid, "发文45号签收") for userid in people))
    await delivered.settle()
    assert (paper(delivered)["received"], paper(delivered)["status"]) == ("4/4", "待归档")


async def test_a_day_of_the_month_is_no_paper(signed: Day) -> None:
    zhang = signed.phone("zhangmin")
    await zhang.says("发文45号复核通过")
    assert "9月21日（星期一），30份" in await zhang.says("21号印发了，30份")


async def test_everybody_sees_only_his_own(delivered: Day) -> None:
    assert "区住建局分发：待签收" in await delivered.phone("like").says("发文45号到哪了")
    assert "未查询到" in await delivered.phone("jiangtao").says("发文45号到哪了")
    assert "何晓东" in await delivered.phone("lian-he").says("发文45号到哪了")
    assert "未查询到" in await delivered.phone("lian-lin").says("发文45号到哪了")
    assert "45号" in await delivered.phone("zhangmin").says("在办发文有哪些")
    assert "未查询到" in await delivered.phone("like").says("导出发文登记簿")


async def test_the_register_is_sent_to_the_phone(signed: Day) -> None:
    chief = signed.phone("mishukezhang")
    assert "共1件" in await chief.says("导出9月发文登记簿")
    (file,) = chief.files
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][:4] == ["发文字号", "文种", "标题", "主送"]
    assert rows[1][0] == "云湾府办〔2026〕45号" and rows[1][9] == "何晓东" and rows[1][10] == "2026年9月21日"


async def test_steps_are_taken_back(signed: Day) -> None:
    zhang = signed.phone("zhangmin")
    await zhang.says("45号复核通过")
    assert "文号转为预留" in await zhang.says("撤销")
    assert paper(signed)["status"] == "已签发" and numbers(signed)["云湾府办〔2026〕45号"] == "预留"
    assert "科长" in await zhang.says("发文45号作废，不发了")
    assert "编号保留" in await signed.phone("mishukezhang").says("发文45号作废，不发了")
    assert paper(signed)["status"] == "作废" and planned(signed) == []


async def test_in_the_words_of_a_busy_day(day: Day) -> None:
    """No number is said where only one paper can be meant, and what a name says is no other wish."""
    day.at("2026-09-21 09:30")
    zhang, li = day.phone("zhangmin"), day.phone("like")
    told = await zhang.says("拟个通知，关于做好国庆假期安全生产工作的，主送各镇街，云湾府办的号")
    assert "标题：关于做好国庆假期安全生产工作的通知" in told and "文种：通知" in told
    assert "→区纪委监委" in await zhang.says("抄送区纪委")
    await zhang.says("前置审核通过")
    assert "核稿通过，待签发" in await day.phone("mishukezhang").says("核稿通过")
    await zhang.says("送住建局会签")
    assert "不同意会签（第三条要改成逐项排查）" in await li.says("不同意，第三条要改成逐项排查")
    assert "已送区住建局会签" in await zhang.says("改好了，重新送住建局会签")
    assert "同意会签。" in await li.says("没意见了")
    assert "云湾府办〔2026〕46号" in await zhang.says("预留一个云湾府办的号，给政数局用")
    assert "云湾府办〔2026〕46号" in await zhang.says("那个号不用了")
    assert "已作废：云湾府办〔2026〕46号" in await zhang.says("没用上")
    assert paper(day)["status"] == "待签发"
    assert "主送哪些单位" in await zhang.says("登记发文：云湾府办，《关于报送重点项目进度的复函》")
    assert "已登记发文：云湾府办〔2026〕47号" in await zhang.says("主送应急局")
