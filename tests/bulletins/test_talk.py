"""The bulletin in one word, and what is said of pieces beside the set phrases (domain.md 5)."""

from tests.bulletins.office import by_unit, issue
from tests.day import Day


async def test_from_a_bare_title_to_a_signature_in_one_word(day: Day) -> None:
    day.at("2026-09-21 08:50")
    unit, editor = day.phone("liaison-gongxinju"), day.phone("zhaowan")
    await unit.says("投稿")
    await unit.says("新增规上工业企业12家")
    assert "正文吗" in await unit.says("1—8月我区新增规上工业企业12家，同比增长20%，下一步持续跟踪服务。")
    assert "已补正文" in await unit.says("是")
    await day.phone("liaison-jinxizhen").says("投稿：金溪镇新增规上工业企业3家。")
    await day.phone("liaison-haibojiedao").says("投稿：海泊街道开展反诈宣传。发放传单2000份。")
    assert "确认吗" in await day.phone("liaison-haibojiedao").says("撤稿")
    assert "已撤回" in await day.phone("liaison-haibojiedao").says("1")

    assert "待编来稿2条" in await editor.says("今天收了几篇稿")
    await editor.says("工信局那条编入今日信息，可周知")
    assert "已标为内部，还没有编入" in await editor.says("金溪镇那条是内部")
    await editor.says("送审")
    assert "是否审核通过" in await day.phone("sunli").says("行")
    assert "审核通过" in await day.phone("sunli").says("1")
    assert "已签发" in await day.phone("guoping").says("签发")
    assert issue(day)["state"] == "已签发"
    assert "采用" in await unit.says("我那篇用了没")


async def test_calling_sending_back_and_adoption_hit_the_piece_that_is_meant(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = day.phone("zhaowan")
    assert "围绕“防汛”" in await editor.says("约一篇关于防汛的稿子，镇街后天中午前报")
    await editor.says("1")
    await day.phone("liaison-gongxinju").says("投稿：新增规上工业企业12家。1—8月我区新增规上工业企业12家。")
    await day.phone("liaison-nanduzhen").says("投稿：南渡镇扎实做好防汛备汛。9月以来排查隐患38处。")
    assert "退稿，原因：数据不实" in await editor.says("南渡镇那篇退了，数据不实")
    assert by_unit(day)["南渡镇"] == "退稿"
    await editor.says("工信局那篇被市委办采用了")
    assert "《新增规上工业企业12家》" in await editor.says("单篇")

    await day.phone("fengkai").says("周书记在231期上批示了，请工信局继续做好培育")
    proposed = await day.phone("fengkai").says("1")
    assert "对《云湾信息》第231期的批示”" in proposed
    assert "15天" in proposed
    await day.phone("duheng").says("同意")
    card = day.phone("liaison-gongxinju").last
    assert "责任领导：周明远" in card
    assert "10月6日17:30" in card


async def test_what_is_taken_back_is_said_to_whoever_was_told(day: Day) -> None:
    day.at("2026-09-21 08:50")
    school, editor, chief = day.phone("liaison-jiaoyuju"), day.phone("zhaowan"), day.phone("sunli")
    signer = day.phone("guoping")
    await day.phone("liaison-gongxinju").says("投稿：《新增规上工业企业12家》今年以来，新增规上工业企业12家。")
    await day.phone("liaison-jinxizhen").says("投稿：《探索“一事快办”》企业开办时间由3天压缩到1天。")
    await school.says("再投一篇")
    assert "已收稿：《秋季开学平稳有序》" in await school.says("《秋季开学平稳有序》9月1日，全区42所学校如期开学。")
    made = await editor.says("第1、2条编入今日信息，可周知；教育局那条退稿，理由：时效已过")
    assert "①区工信局" in made and "②金溪镇" in made
    await editor.says("撤销")
    assert "仍在待编" in school.last
    await editor.says("第1条和第2条编入今日信息，可周知")
    await editor.says("送审")
    await editor.says("撤销")
    assert "请暂不审核" in chief.last
    await editor.says("送审")
    await chief.says("退回：第2条数据再核实")
    assert "意见：第2条数据再核实" in editor.last
    await editor.says("送审")
    assert "审核通过" in await chief.says("第1条改成内部，通过")
    assert "已退回编辑" in await signer.says("不签发了，退回")
    await chief.says("审核通过")
    assert "已签发" in await signer.says("可以，签发")
    await signer.says("撤销")
    assert "暂不编发" in editor.last

    await editor.says("约稿：围绕“稳就业”，请人社局、工信局9月23日12点前报送")
    await editor.says("1")
    assert "9月25日（星期五）17:30截止" in await editor.says("约稿延到25号")
    assert "改为9月25日（星期五）17:30" in day.phone("liaison-rensheju").last
