"""Rules that meet: more time and another unit, a decision and its being taken back, one wish after another."""

from tests.day import Day


async def test_a_task_changes_hands_while_more_time_is_asked_for(day: Day) -> None:
    """The new lead unit begins with its 签收; what the old one asked for falls, and comes back with the task (3.7)."""
    day.at("2026-09-21 09:00")
    du, housing, traffic = day.phone("duheng"), day.phone("like"), day.phone("liaison-jiaotongju")
    await du.says("立项督办：片区道路前期工作，住建局牵头，发改局配合，9月28日前完成")
    await du.says("1")
    await housing.says("签收")
    await housing.says("0123号申请延期到10月12日，原因：等省厅批复，目前已完成方案报审")
    await housing.says("0123号不归我们管，应该是交通局的事")
    asked = await du.says("0123号改由交通局牵头，住建局配合")
    assert "区交通局牵头，区住建局、区发改局配合，时限" in asked and "延期申请一并作罢" in asked
    await du.says("1")
    assert "区住建局（协办）" in housing.last
    assert "已签收督〔2026〕0123号" in await traffic.says("签收")
    assert "没有待您审核" in await du.says("待审核")
    assert "恢复为区住建局、区发改局" in await du.says("撤销")
    row = day.rows("tasks")[0]
    assert (row["status"], row["unsigned"], row["lead_unit"]) == ("延期待批", ["发改局"], "住建局")
    assert "延期：督〔2026〕0123号 延至10月12日" in await du.says("待审核")
    assert "延期至10月10日17:30（第1次）" in await du.says("这个不能同意，最多到10月10日")
    decided = await day.phone("guoping").says("同意0123号延期")
    assert "已处理：改期同意，延至10月10日17:30（杜衡 9月21日9:00）" in decided


async def test_more_time_is_asked_for_in_pieces_and_taken_back(day: Day) -> None:
    du, market = day.phone("duheng"), day.phone("liaison-shijianju")
    await du.says("立项督办：农贸市场改造，市监局牵头，12月28日前完成3家，特急")
    assert "缓急：特急" in du.last
    await du.says("1")
    assert "哪一天" in await market.says("0123号申请延期到11月31日，原因：商户协调")
    assert "目前进展" in await market.says("12月30日")
    assert "目前进展" in await market.says("还是1月6日吧")
    assert "目前进展" in await market.says("因为摊位租约未到期")
    filed = await market.says("已签约2家")
    assert "延至1月6日17:30" in filed and "2027年放假安排" in filed
    assert "原因：摊位租约未到期" in du.last
    assert "如需改动请先回复“撤回督〔2026〕0123号延期申请”" in await market.says("0123号再延5天")
    assert "已撤回督〔2026〕0123号的延期申请" in await market.says("撤回督〔2026〕0123号延期申请")
    assert "已撤回延期申请" in du.last
    assert "没有待批的延期申请" in await market.says("延期申请撤回吧")
    assert "延至1月5日17:30" in await market.says("这个要再延5个工作日，因为商户协调，已签约2家")
    assert day.rows("tasks")[0]["status"] == "延期待批"


async def test_what_is_decided_with_more_said_and_what_is_taken_back(day: Day) -> None:
    """同意，不过… puts the proposal right first; a refusal carries its reason; both can be taken back."""
    du, wu, market = day.phone("duheng"), day.phone("wuyang"), day.phone("liaison-shijianju")
    await wu.says("立项：农贸市场改造，市监局牵头，长期坚持，每月反馈")
    assert "农贸市场改造”不予立项（与去年0088号重复）" in await du.says("不同意，与去年0088号重复")
    assert "理由：与去年0088号重复" in wu.last
    assert "恢复为待审核立项" in await du.says("撤销")
    changed = await du.says("同意，不过每月10日反馈")
    assert "每月10日前反馈进展" in changed and "同意立项" in changed
    changed = await du.says("牵头改成商务局，市监局、各镇街配合")
    assert "牵头：区商务局\n配合：区市监局、金溪镇" in changed
    assert "已立项：督〔2026〕0123号" in await day.phone("guoping").says("同意立项")
    assert "已处理：交办（郭平" in await du.says("同意立项")
    assert "没有待您审批的立项建议" in await du.says("同意立项")
    await market.says("签收")
    trade = day.phone("liaison-shangwuju")
    await trade.says("0123号申请办结：3家市场已通过验收")
    assert "申请办结：3家市场已通过验收（待审核）" in await du.says("查督办0123号")
    assert "已办结" in await du.says("通过吧")
    assert "恢复为待审核办结" in await du.says("撤销")
    assert "办结审核结果已撤回" in trade.last
    await du.says("不同意，缺验收单")
    assert day.rows("tasks")[0]["status"] == "承办"


async def test_one_wish_after_another_of_its_kind(day: Day) -> None:
    """再立一项，… with all that belongs to it is another one; the one begun before waits."""
    wu = day.phone("wuyang")
    assert "哪个单位牵头" in await wu.says("立个督办，老旧小区改造，12月底前")
    other = await wu.says("再立一项，防汛物资补充，应急局牵头，农水局配合，9月底前完成")
    assert "事项：防汛物资补充\n牵头：区应急局\n配合：区农水局\n时限：9月30日" in other and "先放下" in other
    assert "哪个单位牵头" in await wu.says("继续")
    assert "事项：老旧小区改造\n牵头：区住建局\n时限：12月31日" in await wu.says("住建局牵头")


async def test_one_of_several_is_meant_by_what_only_its_title_says(day: Day) -> None:
    du, housing = day.phone("duheng"), day.phone("like")
    for title, co in (("港区道路工程", "发改局"), ("港区绿化工程", "城管局")):
        await du.says(f"立项督办：{title}，住建局牵头，{co}配合，10月20日前完成")
        await du.says("1")
    signed = await housing.says("全部签收")
    assert "已签收督〔2026〕0123号" in signed and "已签收督〔2026〕0124号" in signed
    assert "已提交督〔2026〕0123号延期申请" in await housing.says("道路那个延期到10月23日，因为等审图，目前已完成初稿")
    assert "已转督查室核定：督〔2026〕0124号" in await housing.says("绿化这个不归我们管，应该是城管局的事")
    await du.says("0123号并入0124号")
    await du.says("1")
    assert day.rows("tasks")[1]["co_units"] == ["城管局", "发改局"]
    assert "已撤销：督〔2026〕0123号的合并" in await du.says("撤销")
    assert day.rows("tasks")[1]["co_units"] == ["城管局"]
