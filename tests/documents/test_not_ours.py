"""不归我们管, reports without a number, papers told of together: what units and the clerk say (domain.md 3.4, C.1)."""

from tests.day import Day

PAPER = "登记收文：加急，市府办，南府办〔2026〕88号，《关于做好中秋供电保障的通知》，办件，9月24日前反馈"


async def test_a_unit_says_that_a_paper_is_not_its_business(day: Day) -> None:
    """The clerk decides within three workdays; until then it is the unit's, whoever else is named."""
    zhang, power, aid = day.phone("zhangmin"), day.phone("liaison-gongdiansuo"), day.phone("liaison-yingjiju")
    industry = day.phone("liaison-gongxinju")
    await zhang.says(PAPER)
    assert "供电所牵头办理，区应急局配合" in await zhang.says("88号转供电所办，应急局配合")
    await zhang.says("1")
    said = await power.says("这个不归我们管")
    assert "核定" in said and "9月22日17:30前答复" in said and "仍由你单位办理" in said
    assert "1203号维持原承办" in zhang.last
    assert "改派申请" in await power.says("撤销") and "已撤回" in zhang.last
    assert "建议由区工信局承办" in await power.says("88号不是我们的职责，应由工信局牵头")
    assert "1203号改由工信局牵头" in zhang.last and not industry.texts
    assert "您单位已提出" in await power.says("请改派工信局")
    assert "未查询到" in await day.phone("liaison-chengguanju").says("88号不归我们管")
    assert "不属本单位职责" in await aid.says("我们不用配合吧，退回给你们")
    row = day.rows("incoming")[0]
    assert (row["lead_unit"], row["co_units"], len(day.rows("incoming"))) == ("供电所", ["区应急局"], 1)
    await day.until("2026-09-22 09:01")
    assert "今天须核定" in zhang.last
    draft = await zhang.says("同意退回，转工信局")
    assert "区工信局牵头办理，区应急局配合" in draft and not industry.texts
    await zhang.says("1")
    assert "请区工信局牵头" in industry.last and "不再承办" in power.last and "仍为配合单位" in aid.last
    assert "不属本单位职责" in await industry.says("我们不牵头")
    assert "维持原承办单位，已告知区工信局" in await zhang.says("不同意退回")
    assert "经核定仍由你单位办理" in industry.last
    assert "待核定" in await zhang.says("撤销") and "重新核定" in industry.last


async def test_what_a_unit_reports_without_a_number_is_asked_about(day: Day) -> None:
    """已通知各变电站值守 is neither a question for the duty roster nor silently a report."""
    zhang, industry, deputy = day.phone("zhangmin"), day.phone("liaison-gongxinju"), day.phone("guoping")
    await zhang.says(PAPER)
    await zhang.says("转工信局牵头")
    await zhang.says("发")
    assert "已签收" in await industry.says("已收悉，马上落实")
    assert "的反馈吗" in await industry.says("1203号文：已出动巡查42人次，转移群众0人，无险情")
    await industry.says("不是")
    assert "南府办〔2026〕88号）的反馈吗" in await industry.says("已通知各变电站值守，备用发电车6台到位")
    assert "没有记录" in await industry.says("2") and "反馈" not in zhang.last
    await industry.says("已排查居民楼2100栋，整改隐患12处")
    assert "已转张敏" in await industry.says("是")
    assert "退办" in await zhang.says("这个反馈不行，没说演练情况，退办")
    assert "没说演练情况" in industry.last
    assert "延期原因" in await industry.says("再延两天行不")
    assert "9月26日" in await industry.says("等电网公司数据")
    assert "9月26日" in await deputy.says("同意")
    assert "的反馈吗" not in await day.phone("like").says("已完成投资3亿元")


async def test_papers_that_are_told_of_together_are_all_registered(day: Day) -> None:
    zhang = day.phone("zhangmin")
    day.at("2026-09-22 08:40")
    first = await zhang.says(
        "早上好，收了两份：南府办〔2026〕110号 市府办 关于做好文明城市复检的通知 加急 办件 9月28日前；"
        "南发改函〔2026〕60号 市发改局 关于征求价格改革意见的函 平件 办件"
    )
    assert "有2件事" in first and "南府办〔2026〕110号" in first and "还有1件没办" in first
    assert "南发改函〔2026〕60号" in await zhang.says("下一件")
    both = await zhang.says("第一份呈林区长，第二份呈何区长")
    assert "已同步呈送：林知行区长（" in both and "收〔2026〕1204号呈何区长" in both
    assert "已同步呈送：何晓东副区长（" in await zhang.says("下一件")
    assert "收〔2026〕1204号" in await zhang.says("第二份到哪了")
    assert "收〔2026〕1203号：时限改为9月29日" in await zhang.says("第一份的时限改成9月29日")
    await zhang.says("1")
    assert "还没有登记" in await zhang.says("登记 收到两份 南府办〔2026〕120号、南府办〔2026〕121号 市府办 平件 阅件")
    listed = "今天来了三份文：\n1. 市教育局 关于秋季开学检查的通知\n2. 市卫健委 关于流感防控的通知\n"
    assert "有3件事" in await zhang.says(f"{listed}3. 金溪镇 关于申请经费的请示\n都是平件办件")
    await zhang.says("下一件")
    await zhang.says("下一件")
    senders = ["市府办", "市发改局", "市教育局", "市卫健委", "金溪镇"]
    assert [row["sender"] for row in day.rows("incoming")] == senders
    changed = await zhang.says("刚才那份的标题改成关于申请水利经费的请示")
    assert "收〔2026〕1207号" in changed and "关于申请水利经费的请示" in changed


async def test_a_known_number_is_told_before_anything_else_is_asked(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(PAPER)
    again = await zhang.says("登记 南府办〔2026〕88号")
    assert "疑似重复：与收〔2026〕1203号相同" in again and "哪个单位" not in again
    assert "哪个单位来文" in await zhang.says("2")
    assert "缓急" in await zhang.says("市府办")
    await zhang.says("取消")
    assert "已登记" in await zhang.says("收到一份文，区人大常委会，市人大常委会公告 第12号，平件，阅件")
    assert [row["doc_no"] for row in day.rows("incoming")] == ["南府办〔2026〕88号", "市人大常委会公告第12号"]


async def test_passing_on_is_no_return(day: Day) -> None:
    """同意退回，转城管局, when nobody asked, once registered a paper of 城管局 only to return it."""
    zhang = day.phone("zhangmin")
    assert "没有待您核定" in await zhang.says("同意退回，转城管局")
    assert "退文理由" not in await zhang.says("退文，转给城管局")
    assert day.rows("incoming") == []


async def test_a_mark_that_is_none_and_two_who_lead(day: Day) -> None:
    """加急 is no title, 看了没批 is no 批示, and two units joined by 、 do not both lead (domain.md 2.1, 2.6)."""
    day.at("2026-09-21 09:05")
    zhang, feng, lin = day.phone("zhangmin"), day.phone("fengkai"), day.phone("lian-lin")
    assert "标题或文号" in await zhang.says("登记收文 市委办来文")
    assert "标题或文号" in await zhang.says("加急")
    await zhang.says("南委办〔2026〕101号")
    assert "标题：关于做好国庆值班的通知" in await zhang.says("关于做好国庆值班的通知，办件")
    again = await zhang.says("等一下，标题是关于做好国庆假期值班值守工作的通知")
    assert "标题 关于做好国庆值班的通知→关于做好国庆假期值班值守工作的通知" in again
    assert "时限改为9月28日17:30" in await zhang.says("9月28号前报")
    await zhang.says("呈书记、区长")
    assert "周明远书记已阅" in await feng.says("101号书记看了，没批")
    assert "请回复牵头单位" in await lin.says("区长批示：请应急局、公安牵头落实")
    assert "转办 区应急局（牵头）" in await lin.says("应急局牵头")
    await lin.says("1")
    aid = day.phone("liaison-yingjiju")
    assert "已签收" in await aid.says("签")
    assert "延至9月30日" in await aid.says("101那个我们要延到30号，值班表没报齐")
    assert "的反馈吗" in await aid.says("101号办完了，值班表已报送，共报42家")
    await aid.says("1")
    assert "101号" in await day.phone("shenlan").says("101号现在什么情况")
    assert "1203号区应急局已反馈" in await day.phone("mishukezhang").says("催一下应急局那件")
    await zhang.says("办结吧，已落实")
    assert "已办结：已落实" in day.phone("mishukezhang").last


async def test_one_copy_in_the_order_of_rank_and_a_bare_reading(day: Day) -> None:
    """按次序 is a round of one copy, and 阅 alone is a reading (domain.md J.2, 2.6)."""
    zhang, feng, lin = day.phone("zhangmin"), day.phone("fengkai"), day.phone("lian-lin")
    await zhang.says("登记收文：平件，省委办，粤办字〔2026〕33号，《关于做好秋冬季疫苗接种工作的通知》，阅件")
    assert "粤办字〔2026〕33号" not in "".join(lin.texts)
    await zhang.says("按次序呈周书记、林区长")
    assert "粤办字〔2026〕33号" in feng.last and not lin.texts
    assert "周明远书记已阅" in await feng.says("阅")
    assert "粤办字〔2026〕33号" in lin.last
    assert "林知行区长已阅" in await lin.says("阅")
    assert day.rows("incoming")[0]["status"] == "阅毕"
