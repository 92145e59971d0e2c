"""What leaders do with a paper, as it is spoken: 顺序, 传阅, the matrix, 批示 and its 转办 (SC09, J.2)."""

from tests.day import Day
from tests.documents.papers import NEXT, URGENT, planned

READING = "登记收文：平件，市委办，南委办〔2026〕90号，《关于国庆值守工作的通知》，阅件"


async def test_a_batch_of_papers_is_instructed_and_passed_on_the_same_day(day: Day) -> None:
    """SC09."""
    day.at("2026-09-21 09:00")
    zhang, feng, like, duheng = (day.phone(who) for who in ("zhangmin", "fengkai", "like", "duheng"))
    await zhang.says(NEXT.replace("加急", "特急"))
    await zhang.says("呈送周书记")
    await day.until("2026-09-21 15:00")
    answer = await feng.says("1203号 周书记已批示，请晓东副区长牵头研究落实，住建局抓紧办")
    assert "登记批示" in answer and "周明远 2026-09-21，由冯凯代录" in answer
    assert "是否转办 区住建局（牵头）" in answer and "办结时限" in answer and "1三个工作日 2写日期" in answer
    assert "周明远书记已批示" in zhang.last and "即批即转" in zhang.last
    assert "已转办" in await feng.says("9月24日前")
    assert "9月24日（星期四）17:30" in like.last and "区领导对来文（南委办〔2026〕89号）已作批示" in like.last
    assert "已按批示转区住建局牵头" in zhang.last and "由冯凯办理" in zhang.last
    row = day.rows("incoming")[0]
    assert (row["lead_unit"], row["due_source"], row["chaser"]) == ("区住建局", "批示要求", "张敏")
    assert row["due_at"] == "2026-09-24T17:30:00+08:00"
    assert "拟立项督办" in duheng.last and "同意立项" in duheng.last and day.rows("tasks") == []
    event = next(e for e in day.rows("audit") if e["action"] == "批示登记")
    assert (event["actor"], event["acting_for"]) == ("fengkai", "zhoumingyuan")
    kept = str([day.rows(kind) for kind in ("incoming", "submissions", "audit", "reminders")])
    assert "抓紧" not in kept and "研究落实" not in kept
    assert planned(day, "批示未转") == []
    await day.until("2026-09-21 16:01")
    assert any("尚未签收" in text for text in like.new())
    await like.says("签收")
    await day.until("2026-09-21 20:00")
    assert not any("尚未签收" in text for text in like.new())
    await duheng.presses("同意立项")
    assert day.rows("tasks")[0]["no"] == "督〔2026〕0123号"


async def test_what_a_mark_means(day: Day) -> None:
    """圈阅, 阅, 阅知, 阅研 make no task; 阅处 does; words that do not tell are asked about."""
    day.at("2026-09-21 15:00")
    zhang, feng, lin = day.phone("zhangmin"), day.phone("fengkai"), day.phone("lian-lin")
    await zhang.says(NEXT)
    await zhang.says("呈送周书记、林区长、何副区长")
    await zhang.says("暂不转办")
    assert "已圈阅，由冯凯代录" in await feng.says("周书记圈阅了")
    assert "林知行区长已阅" in await lin.says("林区长批了个阅")
    assert [s["state"] for s in day.rows("submissions")] == ["已圈阅", "已阅", "未阅"]
    assert "未查询到" in await lin.says("1203号周书记已批示")
    assert "阅知件，不转办" in await feng.says("1203号周书记批示：请住建局阅知")
    assert "阅研件，不转办" in await lin.says("1203号林区长批：阅研")
    assert day.phone("duheng").texts == [] and planned(day, "批示未转") == []
    answer = await day.phone("lian-he").says("何副区长批示：请应急局阅处，9月25日前报我")
    assert "是否转办 区应急局（牵头），9月25日（星期五）17:30前反馈" in answer
    assert "已转办" in await day.phone("lian-he").says("1")
    assert "拟立项督办" in day.phone("duheng").last and "中秋" in day.phone("duheng").last
    answer = await zhang.says("1203号谁看了")
    assert (
        answer.index("周明远书记　已批示") < answer.index("林知行区长　已批示") < answer.index("何晓东副区长　已批示")
    )
    assert "抓紧" not in answer and "未查询到" in await day.phone("liaison-yingjiju").says("1203号谁看了")
    assert "何晓东副区长　已批示" in await feng.says("1203号谁看了")


async def test_an_instruction_nobody_passes_on_comes_back_the_same_day(day: Day) -> None:
    day.at("2026-09-21 15:00")
    zhang, feng = day.phone("zhangmin"), day.phone("fengkai")
    await zhang.says(NEXT)
    await zhang.says("呈送周书记")
    assert "是否需要转办" in await feng.says("1203号周书记已批示")
    zhang.new()
    await day.until("2026-09-21 16:59")
    assert not any("尚未转办" in text for text in zhang.new())
    await day.until("2026-09-21 17:00")
    assert any("周明远书记已批示，尚未转办" in text for text in zhang.new())
    await zhang.says("1203号住建局牵头")
    await zhang.says("1")
    assert planned(day, "批示未转") == []
    assert "恢复为呈批" in await zhang.says("撤销")
    assert len(planned(day, "批示未转")) == 1
    assert "不转办" in await zhang.says("1203号批示不用转办")
    assert planned(day, "批示未转") == []


async def test_one_copy_goes_round_by_the_clerk_and_its_holder_is_always_known(day: Day) -> None:
    day.at("2026-09-22 09:00")
    zhang, feng, lin, he = (day.phone(who) for who in ("zhangmin", "fengkai", "lian-lin", "lian-he"))
    await zhang.says(READING)
    answer = await zhang.says("1203号传阅 何副区长、林区长、周书记")
    assert "周明远书记→林知行区长→何晓东副区长" in answer
    assert feng.texts and not lin.texts and not he.texts
    assert "周明远书记处" in await zhang.says("1203号现在在谁那里")
    await feng.says("1203号阅毕")
    assert "林区长收到来文" in lin.last and "已送林知行区长" in zhang.last and not he.texts
    assert "不横传" in await zhang.says("1203号送何副区长")
    answer = await zhang.says("林区长出差了，先跳过")
    assert "先跳过" in answer and "何晓东副区长" in answer and "先收回" in lin.last
    assert "何晓东副区长处" in await zhang.says("1203号在谁手里")
    assert [r["recipient"] for r in planned(day, "未阅")] == ["lian-he"]
    await he.says("圈阅了")
    assert "林区长收到来文" in lin.last
    await zhang.says("1203号跳过林区长")
    assert planned(day, "未阅") == [] and [r["recipient"] for r in planned(day, "待送阅")] == ["zhangmin"]
    zhang.new()
    await day.until("2026-09-23 09:05")
    assert any("在您处待送阅" in text for text in zhang.new())
    assert "已送林知行区长" in await zhang.says("1203号送下一位")
    await lin.says("阅毕")
    assert "领导均已阅，待归档" in zhang.last and planned(day) == []
    assert day.rows("incoming")[0]["status"] == "阅毕"
    way = await zhang.says("1203号全流程")
    hops = way[way.index("传阅：") :].split("\n")[0]
    assert hops.count("（送阅）") == 5 and hops.count("（退回）") == 3 and hops.count("（跳过）") == 2
    assert all("张敏" in hop for hop in hops.removeprefix("传阅：").split("；"))


async def test_in_order_the_next_leader_hears_only_when_the_former_has_read(day: Day) -> None:
    zhang, feng, he = day.phone("zhangmin"), day.phone("fengkai"), day.phone("lian-he")
    await zhang.says(NEXT)
    assert "何晓东副区长→周明远书记" in await zhang.says("1203号逐级呈送周书记、何副区长")
    assert he.texts and not feng.texts
    await he.says("1203号阅毕")
    assert "周书记收到来文" in feng.last
    await he.says("撤销")
    assert "暂不送周书记" in feng.last
    assert [s["state"] for s in day.rows("submissions")] == ["待送", "未阅"]
    await zhang.says(URGENT)
    assert "何晓东副区长→林知行区长" in await zhang.says("1204号先送何副区长，再送林区长")
    assert "【特急】何副区长" in he.last


async def test_a_clerk_notes_on_paper_for_any_leader(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    assert "周明远 2026-09-18，由张敏代录" in await zhang.says("1203号周书记已批示，请住建局抓紧办")
    await zhang.says("暂不转办")
    assert [(s["leader"], s["state"]) for s in day.rows("submissions")] == [("周明远", "已批示")]
    await zhang.says("1203号呈送林区长、何副区长")
    await zhang.says("暂不转办")
    answer = await zhang.says("1203号阅毕")
    assert "是哪位领导" in answer and "1林知行区长 2何晓东副区长" in answer
    assert "何晓东副区长已阅" in await zhang.says("2")
