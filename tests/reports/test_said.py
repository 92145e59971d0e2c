"""What is said back to a report: figures put right and back, confirmed or doubted, claims (domain.md 10.2, 1.4)."""

from tests.day import Day


async def test_figures_and_claims_in_the_words_of_the_office(day: Day) -> None:
    day.at("2026-10-09 10:00")
    guo, sun, du = day.phone("guoping"), day.phone("sunli"), day.phone("duheng")
    await day.phone("zhangmin").says("补登 9月30日收的，市府办，关于做好秋季防火工作的通知，平件，阅件")
    assert "收文1份" in await guo.says("生成三季度工作总结")
    await guo.says("收文数改成1256，原因：补录2件")
    assert "恢复为系统计算的1" in await guo.says("去掉那个改数")
    assert "仍按调整后的数" in await guo.says("撤销")
    assert "恢复为系统计算的1" in await guo.says("收文数恢复系统数")
    assert "没有调整过" in await guo.says("去掉那个改数")
    assert "纸质稿上填报" in await guo.says("F33填5件")
    assert "概数重复" in await guo.says("起草审核文稿123篇 写约120余篇")
    claims = await guo.says("加一句全部文件无丢失无泄密")
    assert "保密办书面确认" in claims and "无泄密" not in await guo.says("生成三季度工作总结")

    assert "一并确认" in await sun.says("确认F03")
    assert "信息数据5项" in await sun.says("确认F03到F07")
    assert "信息：孙立已确认" in await guo.says("还有哪些数没人确认")
    assert "您反映应为12" in await du.says("F14不对，应该是12")
    assert "杜衡反映跟踪督办项数应为12（系统计算0）" in day.phone("mishukezhang").last
    assert "未查询到" in await du.says("F26不对，应该是12")
    assert all(row["value"] == row["computed"] for row in day.rows("figures") if "computed" in row)

    written = await guo.says("督查部分改成：三季度紧盯重点任务，推动落实。")
    assert "一（三）持续强化督查督办（15字）" in written
    assert "督查：未确认" in await guo.says("谁还没确认")
    assert "已定稿（第1版）" in await day.phone("shenlan").says("可以，定稿吧")
    assert "沿用上期，仍提到“三季度”" in await guo.says("生成10月份月报")
