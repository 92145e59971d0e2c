"""呈送, 转办, 签收, 反馈, 办结 (SC01, SC09), as they are spoken."""

from sqlalchemy import Connection

from handlers.documents.answers import pressed
from handlers.documents.cards import SignDoc
from handlers.line import Press, Reply
from handlers.said import Said
from handlers.turn import Turn
from scheduler.workdays import WorkCalendar
from tests.day import Day
from tests.documents.papers import NEXT, URGENT, planned


async def test_an_urgent_paper_goes_to_three_leaders_and_three_units_in_four_messages(day: Day) -> None:
    zhang, feng, like = day.phone("zhangmin"), day.phone("fengkai"), day.phone("like")
    answer = await zhang.says(URGENT)
    for fact in (
        "收〔2026〕1203号",
        "南委办〔2026〕88号",
        "特急",
        "办件",
        "9月19日10:00（来文要求；9月19日周六休息）",
        "呈送",
        "撤销",
    ):
        assert fact in answer
    assert "特急" in day.phone("mishukezhang").last and "9月19日（星期六）10:00" in day.phone("mishukezhang").last

    answer = await zhang.says("呈送 何副区长 林区长 周书记")
    assert "已同步呈送：周明远书记、林知行区长、何晓东副区长" in answer
    assert "牵头" in answer
    for userid, leader in (("fengkai", "周书记"), ("lian-lin", "林区长"), ("lian-he", "何副区长")):
        said = day.phone(userid).last
        assert said.startswith(f"【特急】{leader}收到来文一件（南委办〔2026〕88号）") and "今日17:30前" in said
    assert not day.phone("zhoumingyuan").texts

    draft = await zhang.says("应急局牵头，住建局、农水局配合")
    assert "发送吗" in draft and "1发送 2修改" in draft and "区应急局牵头" in draft
    assert not like.texts
    sent = await zhang.says("1")
    assert "牵头区应急局" in sent and "配合区住建局、区农水局" in sent
    for userid in ("liaison-yingjiju", "like", "liaison-nongshuiju"):
        assert "9月19日（星期六）10:00" in day.phone(userid).last and "签收" in day.phone(userid).last
    assert "南委办〔2026〕88号" in day.phone("head-yingjiju").last
    assert not day.phone("zhouzhiqiang").texts
    assert feng.texts == feng.texts[:1]

    row = day.rows("incoming")[0]
    assert row["no"] == "收〔2026〕1203号" and row["status"] == "承办中" and row["secrecy"] == "非密"
    assert row["lead_unit"] == "区应急局" and row["co_units"] == ["区住建局", "区农水局"] and row["chaser"] == "张敏"
    assert [s["leader"] for s in day.rows("submissions")] == ["周明远", "林知行", "何晓东"]
    assert {s["state"] for s in day.rows("submissions")} == {"未阅"}


async def test_a_unit_signs_by_button_and_the_card_says_who(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头")
    await zhang.says("1")
    card = like.messages[-1].card
    assert card is not None and "区住建局" in str(card.card)
    await day.until("2026-09-18 15:31")
    assert "已签收" in await like.presses("签收")
    assert "李可 9月18日15:31 已签收" in str(card.card) + "".join(like.texts)
    assert planned(day, "未签收") == []


async def test_feedback_goes_to_the_chaser_and_the_chaser_closes(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头，9月22日前反馈")
    await zhang.says("1")
    await like.says("签收")
    assert "具体" in await like.says("收1203号反馈：正在推进")
    answer = await like.says("收1203号反馈：已排查在建工地12处，整改隐患3处，余下2处9月21日前完成")
    assert "已转张敏" in answer
    assert "在建工地12处" in zhang.last and "办结" in zhang.last
    assert day.rows("incoming")[0]["status"] == "已反馈"
    answer = await zhang.says("1203号办结，已落实")
    assert "已办结：收〔2026〕1203号" in answer
    row = day.rows("incoming")[0]
    assert row["status"] == "办结" and row["result_kind"] == "已落实" and str(row["closed_on"]) == "2026-09-18"
    assert not [r for r in planned(day) if r["object"] == "incoming:1"]


async def test_closing_asks_for_the_result(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    assert "办理结果" in await zhang.says("1203号办结")
    assert "已存" in await zhang.says("4")


async def test_a_secretary_marks_for_his_leader_only(day: Day) -> None:
    zhang, feng = day.phone("zhangmin"), day.phone("fengkai")
    await zhang.says("登记收文 市委办 南委办〔2026〕90号 《关于国庆值守工作的通知》 平件 阅件")
    await zhang.says("呈送周书记、林区长")
    answer = await feng.says("1203号阅毕")
    assert "周明远书记已阅，由冯凯代录" in answer and "林知行" not in answer
    assert "未查询到" in await day.phone("lian-he").says("1203号阅毕")
    assert day.rows("incoming")[0]["status"] == "传阅"
    await day.phone("lian-lin").says("1203号阅毕")
    assert day.rows("incoming")[0]["status"] == "阅毕"
    event = next(e for e in day.rows("audit") if e["action"] == "阅毕")
    assert (event["actor"], event["acting_for"]) == ("fengkai", "zhoumingyuan")


async def test_taking_a_submission_back_tells_the_secretaries(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await zhang.says("呈送周书记")
    await zhang.says("撤销")
    assert "撤回呈送" in day.phone("fengkai").last
    assert day.rows("submissions") == [] and day.rows("incoming")[0]["status"] == "已登记"


async def test_taking_a_transfer_back_tells_the_units(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await zhang.says("撤销")
    assert "转办撤回" in day.phone("like").last
    assert day.rows("incoming")[0]["lead_unit"] is None


async def test_a_forwarded_card_gives_no_rights(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头")
    await zhang.says("1")

    def forwarded(tx: Connection) -> Reply | None:
        person = day.office.person("jiangtao")
        assert person is not None
        now = day.clock.now()
        turn = Turn(
            tx=tx,
            now=now,
            office=day.office,
            calendar=WorkCalendar(),
            request_id="test",
            actor=person.userid,
            person=person,
            said=Said(text="", now=now),
        )
        return pressed(turn, SignDoc(doc=1, unit="住建局"), Press("doc-1-2-zhujianju", "code", {}))

    reply = day.bot.db.write_now(forwarded)
    assert reply is not None and "未查询到" in reply.text
    assert len(planned(day, "未签收")) == 1


async def test_whoever_is_meant_by_units_concerned_is_asked(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    assert "有关单位具体是哪几家" in await zhang.says("住建局牵头，各镇街和有关单位配合")
    draft = await zhang.says("财政局、城管局")
    assert "金溪镇、南渡镇、白石街道、海泊街道、区财政局、区城管局配合" in draft
    assert "重新说一遍" in await zhang.says("2")
    assert "请区应急局牵头办理，区住建局配合" in await zhang.says("牵头单位：应急局；配合单位：住建局")


async def test_an_instruction_is_noted_without_its_words_and_goes_to_the_clerk(day: Day) -> None:
    day.at("2026-09-21 15:00")
    zhang, feng = day.phone("zhangmin"), day.phone("fengkai")
    await zhang.says(NEXT)
    await zhang.says("呈送周书记")
    answer = await feng.says("1203号 周书记已批示，请晓东副区长牵头研究落实，住建局抓紧办")
    assert "周明远 2026-09-21，由冯凯代录" in answer
    assert "周明远书记已批示" in zhang.last and "转办" in zhang.last
    assert not any("抓紧" in str(row) for kind in ("incoming", "submissions", "audit") for row in day.rows(kind))
    draft = await zhang.says("1203号请住建局牵头，9月24日前反馈")
    assert "区领导对来文（南委办〔2026〕89号）已作批示，请区住建局牵头办理，9月24日（星期四）17:30前反馈" in draft
