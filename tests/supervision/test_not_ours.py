"""不归我们管, of a task: 督查室 decides within three workdays, and never the units among themselves (domain.md 3.4)."""

from tests.day import Day


async def test_a_task_that_is_not_the_units_business(day: Day) -> None:
    day.at("2026-09-21 09:00")
    du, market, trade = day.phone("duheng"), day.phone("liaison-shijianju"), day.phone("liaison-shangwuju")
    await du.says("立个项：农贸市场整治，市监局牵头，商务局配合，10月15日前")
    await du.says("1")
    assert "未查询到" in await day.phone("liaison-caizhengju").says("0123不归我们管")
    said = await market.says("0123不归我们管，这是商务局的职责")
    assert "建议由区商务局承办" in said and "9月24日17:30前答复" in said and "仍由你单位办理" in said
    assert "督〔2026〕0123号改由商务局牵头" in du.last and "职责" not in trade.last
    assert "您单位已提出" in await market.says("请改派")
    assert "职责：督〔2026〕0123号 区市监局" in await du.says("待审核")
    await du.says("1")
    assert day.rows("tasks")[0]["lead_unit"] == "市监局"
    await day.until("2026-09-24 09:01")
    assert "今天须核定" in du.last
    assert "督查室主任或分管副主任核定" in await day.phone("wuyang").says("0123改由商务局牵头")
    assert "由区商务局牵头，区市监局不再承办" in await du.says("同意")
    await du.says("1")
    assert "不再承办" in market.last and "区商务局（主办）" in trade.last
    assert [day.rows("tasks")[0][name] for name in ("lead_unit", "co_units")] == ["商务局", []]
    assert "未查询到" in await market.says("查督办0123")
    assert "恢复为区市监局、区商务局" in await du.says("撤销")
    assert "维持原承办单位" in await du.says("0123维持原承办")
    assert "经核定仍由你单位办理" in market.last
    assert "没有施工内容" in await _asked(day, "0123号我们没有施工内容，申请退出配合")
    assert "区市监局牵头，区商务局不再承办" in await du.says("0123号同意退出")


async def _asked(day: Day, text: str) -> str:
    """What 督查室 hears when the unit that takes part says this."""
    await day.phone("liaison-shangwuju").says(text)
    return day.phone("duheng").last


async def test_what_is_said_of_a_task_without_its_number(day: Day) -> None:
    """The progress of the one task in hand is offered; a limit that is granted in part is granted in part."""
    du, market = day.phone("duheng"), day.phone("liaison-shijianju")
    await du.says("立项：农贸市场整治，市监局牵头，10月15日前")
    await du.says("1")
    await market.says("签收")
    assert "农贸市场整治”的进展吗" in await market.says("已摸底摊位614个，关停35个")
    assert "已记录督〔2026〕0123号进展" in await market.says("1")
    assert "延期原因" in await market.says("延期到10月20号")
    await market.says("消防通道要供电所迁杆")
    await market.says("通道已打通3条")
    assert "申请延期：" in await du.says("看下延期的") or "待您审定1项" in du.last
    assert "改到哪一天" in await du.says("改日期")
    await du.says("取消")
    assert "延期至10月16日17:30" in await du.says("最多到16号")
    assert day.rows("tasks")[0]["due_at"].startswith("2026-10-16")


async def test_what_was_proposed_is_approved_in_the_words_of_the_office(day: Day) -> None:
    day.at("2026-09-21 15:00")
    du, wu = day.phone("duheng"), day.phone("wuyang")
    await wu.says("立项督办：自建房安全排查整治，住建局牵头，9月30日前完成")
    changed = await du.says("不同意，牵头改成城管局，时限改成10月10日")
    assert "牵头：区城管局" in changed and "时限：10月10日17:30" in changed
    assert "未作改动" in await du.says("算了")
    assert "已立项：督〔2026〕0123号" in await du.says("立项吧")
    assert day.rows("tasks")[0]["status"] == "交办"
    assert "什么事项" in await du.says("立项吧")  # nothing waits: a new one
    draft = await du.says("城管局牵头，10月20日前")
    assert "什么事项" in draft and "放下" not in draft
    assert "牵头：区城管局" in await du.says("占道经营整治")


async def test_an_item_of_the_minutes_is_put_right_before_it_is_approved(day: Day) -> None:
    day.at("2026-09-21 17:10")
    chen, du = day.phone("chenxi"), day.phone("duheng")
    await chen.says(
        "会议议定：（一）由区发改局牵头，于10月20日前完成云湾港项目前期手续。"
        "（二）由区应急局负责，9月底前完成防汛物资补充。（三）由区商务局负责，10月底前完成市场摸底。"
    )
    await chen.says("1")
    await chen.says("1")
    assert "防汛物资补充（牵头：区应急局；9月28日17:30" in await du.says("第2项时限改9月28日")
    await du.says("第3项不立")
    await du.says("同意")
    shown = [(row["lead_unit"], row["due_at"][:10]) for row in day.rows("tasks")]
    assert shown == [("发改局", "2026-10-20"), ("应急局", "2026-09-28")]
