"""Who may not do what he clearly wants does nothing else by it; a verdict and 撤销 never fall upon another matter."""

from tests.day import Day

PAPER = "登记收文：加急，市委办，南委办〔2026〕89号，《关于开展安全检查的通知》，办件"


async def test_a_lesser_write_does_not_stand_in_for_the_one_not_allowed(day: Day) -> None:
    day.at("2026-09-21 09:10")
    zhang, feng = day.phone("zhangmin"), day.phone("fengkai")
    await zhang.says(PAPER)
    await zhang.says("呈送周书记")
    await zhang.says("暂不转办")
    for words in ("1203号书记批示转办住建局", "书记批的那份安全检查的转应急局办，应急局牵头", "1203号送周书记圈阅"):
        assert "未查询到相关信息" in await feng.says(words), words
    assert (row := day.rows("incoming")[0])["instructions"] == [] and row["submissions"] == ["周明远（未阅）"]
    told = await feng.says("1203号周书记已批示，请应急局牵头，住建局配合，23号中午12点前报结果")
    assert "登记批示" in told and "由冯凯代录" in told
    assert "未查询到相关信息" in await zhang.says("登记采用：市府办，综合采用，《营商环境八条措施》")
    assert len(day.rows("incoming")) == 1


async def test_a_verdict_that_two_lines_wait_for_is_asked_about(day: Day) -> None:
    day.at("2026-09-18 10:00")
    du, like, guo, wu = (day.phone(name) for name in ("duheng", "like", "guoping", "wuyang"))
    await day.phone("tangwei").says("20号夜班值班张敏，带班郭主任")
    await day.phone("zhangmin").says("换班 20号 找吴洋替")
    assert "报郭副主任或沈主任批准" in await wu.says("同意")
    await du.says("立项督办：云湾港片区道路前期工作，住建局牵头，9月24日前")
    await du.says("1")
    await like.says("签收")
    await like.says("0123延期到10月16日，原因等电力迁改批复，目前已完成管网1.2公里")
    asked = await guo.says("同意")
    assert "有2件等您答复" in asked and "1 值班：吴洋替张敏值" in asked and "2 督查督办：督〔2026〕0123号" in asked
    assert day.rows("tasks")[0]["due_at"].startswith("2026-09-24")
    assert "值班表已更新" in await guo.says("1")
    assert "“换班”不能用“撤销”收回，更早的也未作改动" in await guo.says("撤销")
    assert "延期至10月16日17:30" in await guo.says("同意")
    assert "已撤销" in await guo.says("撤销")


async def test_undo_passes_over_nothing(day: Day) -> None:
    """办结 cannot be taken back in words: 撤销 after it must not take back what was done before it."""
    day.at("2026-09-21 09:10")
    du, like = day.phone("duheng"), day.phone("like")
    await du.says("立项督办：云湾港片区道路前期工作，住建局牵头，10月20日前")
    await du.says("1")
    await like.says("签收")
    await like.says("0123号申请办结：已取得审图合格书")
    assert "理由" in await du.says("不同意")
    assert "已办结" in await du.says("同意办结")  # no reason of a refusal
    await du.says("立项督办：金溪镇农村公路建设，金溪镇牵头，9月30日前")
    await du.says("1")
    await du.says("催一下督办0124号")
    assert "最近一步操作“催办”不能用“撤销”收回" in await du.says("撤销")
    assert [row["status"] for row in day.rows("tasks")] == ["办结", "交办"]


async def test_nothing_overdue_is_said_so(day: Day) -> None:
    day.at("2026-09-21 09:10")
    du, like, he = day.phone("duheng"), day.phone("like"), day.phone("hexiaodong")
    assert await du.says("逾期的督办有哪些") == "没有逾期的督办事项。"
    assert await like.says("哪些快到期了") == "没有快到期的督办事项。"
    assert "拟立项督办：\n事项：云湾港片区管网改造\n牵头：区住建局" in await du.says(
        "立项：住建局牵头云湾港片区管网改造，9月23日前"
    )
    await du.says("是")
    assert "督〔2026〕0123号" in await du.says("哪些快到期了")
    assert "督〔2026〕0123号" in await he.says("我牵头的督办")
    assert await like.says("发改局有没有逾期的") == "未查询到相关信息。"
    await du.says("立项：老旧小区改造由城管局牵头，10月20日前")
    await du.says("1")
    assert day.rows("tasks")[1]["title"] == "老旧小区改造"
    assert "并入督〔2026〕0123号" in await du.says("0124并入0123")


async def test_how_often_the_guard_stopped_something(day: Day) -> None:
    """For the 保密员 and the 安全管理员 alone, and only how often (domain.md 7.4, A.1)."""
    day.at("2026-09-21 11:00")
    zhang, qian = day.phone("zhangmin"), day.phone("qianjin")
    assert "没有保密拦截" in await qian.says("本月拦截多少次")
    await zhang.says("密件3份已取回")
    told = await qian.says("本月拦截多少次")
    assert "9月1日至9月21日保密拦截1次" in told and "9月21日11时1次" in told and "张敏" not in told
    assert "拦截1次" not in await zhang.says("本月拦截多少次")
