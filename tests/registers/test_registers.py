"""The light registers as dialogues: entered, listed, changed, taken back, reminded of, counted."""

from datetime import date
from typing import Any

from handlers.registers import figures
from handlers.registers.declaring import Window
from tests.day import Day

Q3 = Window(date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30))


def value(day: Day, figure: str, window: Window = Q3) -> int:
    return day.bot.db.read_now(lambda tx: figures.counted(tx, figure, window)).value


def rows(day: Day, register: str) -> list[dict[str, Any]]:
    return [row for row in day.rows("registers") if row["register"] == register and row["state"] != "已撤销"]


async def test_manuscripts(day: Day) -> None:
    zhang = day.phone("zhangmin")
    answer = await zhang.says("登记文稿：起草周书记在全区经济工作会议上的讲话，9月16日，9月22日前交稿")
    assert "文稿1号 周书记在全区经济工作会议上的讲话｜起草｜会议｜9月16日（星期三）" in answer
    assert "撤销" in answer
    assert value(day, "F08") == 1
    await day.phone("chenxi").says("审核了《周书记在全区经济工作会议上的讲话》文稿")
    assert (len(rows(day, "manuscript")), value(day, "F08")) == (2, 1)
    asked = await zhang.says("登记文稿：林区长在项目推进会上的讲话")
    assert "起草还是审核" in asked
    assert "文稿3号" in await zhang.says("审核")
    assert value(day, "F08") == 2
    assert "不再计入" in await zhang.says("撤销")
    assert value(day, "F08") == 1
    assert "题目" in await zhang.says("登记文稿")
    await zhang.says("取消")
    listed = await zhang.says("九月的文稿")
    assert "共2条（起草1、审核1）" in listed
    before = len(rows(day, "manuscript"))
    assert "共2条" in await zhang.says("这个季度起草审核了多少篇文稿")
    assert "没有记录" in await zhang.says("我们办三季度搞了几次改革调研")
    assert len(rows(day, "manuscript")) == before
    assert "文稿1号" in listed
    await day.until("2026-09-21 09:05")
    assert any("文稿1号" in text and "交稿" in text for text in zhang.texts)
    assert "已更新文稿1号" in await zhang.says("文稿1号已交稿")
    assert "恢复为" in await zhang.says("撤销")
    assert "已更新" in await zhang.says("文稿1号 交稿改成9月24日")
    assert any(str(row["due_on"]) == "2026-09-24" for row in rows(day, "manuscript"))
    assert "工业大会" in await zhang.says("文稿1号 题目改成周书记在全区工业大会上的讲话")
    await zhang.says("导出文稿台账")
    assert zhang.files[-1].name.startswith("文稿台账")
    assert "未查询到" in await day.phone("like").says("查文稿台账")


async def test_research_and_activities(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记调研报告：《云湾区低空经济发展研究》，收入《2026年深调研》，9月10日定稿")
    assert value(day, "F02") == 1
    await zhang.says("登记调研报告：《云湾区物流业研究》，收入《2026年深调研》")
    await zhang.says("调研报告2号 9月12日定稿")
    assert (value(day, "F01"), value(day, "F02")) == (1, 2)
    answer = await zhang.says("登记改革调研：9月16日至17日到金溪镇，主题：放管服改革")
    assert "9月16日（星期三）至9月17日（星期四）" in answer
    assert "活动主题" in await zhang.says("昨天去白石街道搞了改革调研")
    aside = await zhang.says("登记活动：9月25日皮划艇团建竞速比赛，地点云湾湖")
    assert "活动2号 皮划艇团建竞速比赛｜团建｜9月25日" in aside and "先放下" in aside
    assert "活动主题" in await zhang.says("继续")
    assert "活动3号 低空经济｜改革调研｜9月17日（星期四）｜白石街道" in await zhang.says("低空经济")
    assert (value(day, "F09"), value(day, "F40")) == (2, 2)
    assert "改革调研" in await zhang.says("九月的调研")
    await zhang.says("活动3号取消")
    assert value(day, "F09") == 1


async def test_reform(day: Day) -> None:
    zhang, jiang = day.phone("zhangmin"), day.phone("jiangtao")
    first = (
        "登记改革事项：一网通办，板块：放管服改革，领域：政务服务，专项小组：放管服专项小组，牵头政数局，9月25日前完成"
    )
    assert "改革事项1号 一网通办" in await zhang.says(first)
    await zhang.says(
        "登记改革事项：信用承诺，板块：放管服改革，领域：信用，专项小组：放管服专项小组，牵头发改局，12月底前完成"
    )
    asked = await zhang.says("登记改革事项：乡村治理，板块：民生改革，牵头农水局")
    assert "领域" in asked
    await zhang.says("乡村")
    assert [value(day, one) for one in ("F10", "F11", "F12", "F13")] == [2, 3, 3, 1]
    await zhang.says(first)
    assert value(day, "F12") == 3
    listed = await jiang.says("改革事项 我们局的")
    assert "信用承诺" in listed
    assert "一网通办" not in listed
    assert "第三季度进展：已出台方案" in await jiang.says("报送改革事项第三季度进展：已出台方案")
    assert "信用承诺" in zhang.last
    assert "未查询到" in await jiang.says("改革事项1号进展：已完成系统对接")
    await day.until("2026-09-18 17:00")
    assert "改革事项3号" in await zhang.says("改革事项3号经批准取消")
    assert [value(day, one) for one in ("F10", "F11", "F12", "F13")] == [1, 2, 2, 1]
    assert len(day.bot.db.read_now(lambda tx: figures.cancelled_items(tx, 2026, Q3.cut_off))) == 1
    await day.phone("duheng").says("改革清单发我")
    assert day.phone("duheng").files[-1].name.startswith("改革责任清单")


async def test_sites_projects(day: Day) -> None:
    du = day.phone("duheng")
    await du.says("登记试点：5G政务晓屋，金溪镇政务服务中心，9月10日建成")
    await du.says("登记试点：5G政务晓屋，白石街道党群服务中心")
    assert value(day, "F23") == 1
    await du.says("试点2号已建成")
    assert value(day, "F23") == 2
    answer = await du.says("登记项目：云湾智造产业园，2026年1月6日开工，9月10日建成投产")
    assert "用时247天" in answer
    found = day.bot.db.read_now(lambda tx: figures.project_days(tx, Q3))
    assert [(one.title, one.days) for one in found] == [("云湾智造产业园", 247)]
    assert "用时247天" in await du.says("云湾智造产业园用了多少天建成投产")


async def test_archive_inspection(day: Day) -> None:
    you, li = day.phone("youhong"), day.phone("like")
    assert "2条" in await you.says("档案检查：9月29日检查区教育局、区住建局，现场检查")
    assert "未重复登记" in await you.says("档案检查：9月29日检查区教育局、区住建局，现场检查")
    assert value(day, "F31") == 2
    assert day.bot.db.read_now(lambda tx: figures.first_inspection(tx, 2026)) == date(2026, 9, 29)
    await day.until("2026-09-24 09:05")
    assert "迎接档案检查" in "".join(li.texts)
    assert "住建局" in await you.says("档案检查计划")
    found = await you.says("档案检查，住建局发现归档不齐全，限10月15日前整改")
    assert "档案整改1号 归档不齐全" in found
    claim = day.bot.db.read_now(lambda tx: figures.rectification(tx, Q3))
    assert (claim.holds, len(claim.done)) == (True, 0)
    assert "归档不齐全" in await li.says("我局档案整改情况")
    assert "已更新档案整改1号" in await li.says("整改完了 档案那个")
    assert "李可报" in you.last
    assert "复核通过" in await you.says("住建局整改已复核通过")
    assert len(day.bot.db.read_now(lambda tx: figures.rectification(tx, Q3)).done) == 1
    assert "不在这里登记" in await you.says("登记档案检查：住建局得分95分")
    assert "未查询到" in await day.phone("jiangtao").says("档案整改1号")


async def test_secrecy_flags(day: Day) -> None:
    qian = day.phone("qianjin")
    answer = await qian.says("保密自查自评：各镇街、区住建局，10月20日前报送")
    assert "5条" in answer
    assert value(day, "F32") == 5
    await qian.says("住建局保密自查已报送")
    coverage = day.bot.db.read_now(lambda tx: figures.coverage(tx, Q3))
    assert (len(coverage.required), coverage.submitted, coverage.holds) == (5, ("住建局",), False)
    assert "共4条" in await qian.says("保密自查还差哪些单位")
    await qian.says("金溪镇、南渡镇保密自查已经报了")
    assert len(day.bot.db.read_now(lambda tx: figures.coverage(tx, Q3)).submitted) == 3
    assert "没有区教育局" in await qian.says("教育局保密自查已报送")
    before = day.rows("registers")
    assert "纸质材料" in await qian.says("保密自查发现3个问题")
    assert "纸质材料" in await qian.says("保密检查发现区住建局存在隐患2处")
    assert day.rows("registers") == before


async def test_chores(day: Day) -> None:
    tang, zhang = day.phone("tangwei"), day.phone("zhangmin")
    assert "不记金额" in await tang.says("工资数据已报，共35万元")
    assert "社保缴费" in await tang.says("本月社保已办好")
    await day.until("2026-09-25 09:05")
    assert not any("社保" in text for text in tang.texts if "月度事项】" in text)
    assert "征订1号 秘书工作" in await zhang.says("征订《秘书工作》3份")
    both = await zhang.says("征订《半月谈》5份，《中国纪检监察报》2份")
    assert "征订2条：半月谈、中国纪检监察报" in both
    listed = await tang.says("报刊征订清单")
    assert "共3条" in listed
    assert "份数2" in listed
    assert "考核材料1号" in await zhang.says("登记考核材料：公务员第三季度平时考核登记表，9月29日前交，张敏")
    assert "不记考核等次" in await zhang.says("登记考核材料：张三平时考核结果好")
    assert "整改事项1号" in await zhang.says("登记整改事项：完善公文办理制度，第二阶段，责任单位区委办，10月31日前完成")
    assert "借阅1号" in await zhang.says("借阅登记：《2026年工作要点》，张敏，9月30日前归还")
    assert "已归还" in await zhang.says("借阅1号已归还")
    await day.until("2026-10-15 09:05")
    assert any("个人所得税" in text for text in tang.texts)
    assert any("报刊征订】" in text for text in tang.texts)
    assert any("考核材料1号" in text for text in zhang.texts)
    assert not any("借阅1号" in text and "到期" in text for text in zhang.texts)
