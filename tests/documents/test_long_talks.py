"""Long talks about several papers at once: what the first words name stays meant, and nothing that was said is lost."""

from tests.day import Day

PENSION = "登记收文：市民政局，南民〔2026〕41号，《关于做好养老服务补贴发放工作的通知》，加急，办件"
TRIAL = "登记收文：市民政局，南民〔2026〕42号，《关于开展社区治理试点的通知》，平件，办件"
REPORT = "登记收文：市发改局，南发改函〔2026〕57号，《关于报送重点项目进度的函》，平件，办件"


async def test_the_paper_that_the_first_words_name_stays_meant(day: Day) -> None:
    """1203号办结 while 1204号 was spoken of last: the answers to what is asked next are about 1203号."""
    day.at("2026-09-21 10:00")
    zhang, unit = day.phone("zhangmin"), day.phone("liaison-minzhengju")
    await zhang.says(PENSION)
    await zhang.says(TRIAL)
    drafted = await zhang.says("两件都转民政局")
    assert "南民〔2026〕41号" in drafted and "还有1件" in drafted
    await zhang.says("1")
    assert "南民〔2026〕42号" in await zhang.says("下一件")
    await zhang.says("1")
    signed = await unit.says("全部签收")
    assert "41号" in signed and "42号" in signed
    assert "呈送哪几位领导" in await zhang.says("1203号呈送")
    await zhang.says("林区长")
    assert "南民〔2026〕41号" in day.phone("lian-lin").last

    await zhang.says(REPORT)
    assert "办理结果" in await zhang.says("1203号办结")
    assert "已办结：收〔2026〕1203号" in await zhang.says("已复文 云湾府办〔2026〕45号")
    assert "云湾府办〔2026〕45号→云湾府办〔2026〕46号" in await zhang.says("不对，复文号是46号")
    assert "办理结果" in await zhang.says("市发改局那个办结")
    assert "已办结：收〔2026〕1205号" in await zhang.says("2")
    assert "撤销" in await zhang.says("1204号办结撤回")
    row = {row["no"][-5:]: row for row in day.rows("incoming")}
    assert row["1203号"]["reply_no"] == "云湾府办〔2026〕46号" and row["1204号"]["status"] == "承办中"


async def test_one_wish_for_leaders_and_units_and_units_that_come_and_go(day: Day) -> None:
    day.at("2026-09-21 09:00")
    zhang, li, he = day.phone("zhangmin"), day.phone("like"), day.phone("hexiaodong")
    await zhang.says("登记，市燃气办来的，关于瓶装液化气整治的通知，平，办")
    asked = await zhang.says("登记：市燃气办，关于瓶装液化气整治的通知，南燃〔2026〕3号，平件办件")
    assert "疑似重复" in asked and "南燃〔2026〕3号已补上" in await zhang.says("1")
    assert "初审通过" in await zhang.says("初审通过")
    assert "已登记拟办" in await zhang.says("拟办：请住建局牵头，市监局配合，拟呈何区长阅示")
    draft = await zhang.says("呈何区长，住建局牵头，市监局配合，10月10日前")
    assert "已同步呈送：何晓东" in draft and "转办稿" in draft and "区市监局" in draft
    draft = await zhang.says("城管局也配合")
    assert "区市监局、区城管局配合" in draft
    await zhang.says("发")
    draft = await zhang.says("城管局不用配合了")
    assert "区城管局" not in draft and "区市监局配合" in draft
    await zhang.says("发")
    left = day.phone("liaison-chengguanju").last
    assert "不再承办" in left and "改由" not in left

    await he.says("阅")
    assert "正在牵头办理，已转告抓紧" in await he.says("同意，请住建局抓紧")
    assert "请区住建局抓紧办理" in li.last
    assert "延期原因" in await li.says("时间太紧了，能不能给到10月20日")
    assert "已提交延期申请" in await li.says("气瓶站没查完")
    assert "作废，理由" in await zhang.says("登错了，重复了，作废")


async def test_what_was_half_said_is_let_go_when_it_turns_out_to_be_classified(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文 市委办 关于召开座谈会的通知")
    assert "机要渠道" in await zhang.says("密级是机密，标注一下")
    await zhang.says("平件")
    await zhang.says("阅件")
    assert day.rows("incoming") == []
    await zhang.says("登记收文 关于召开座谈会的通知")
    assert "哪个单位来文" in await zhang.says("平件")
