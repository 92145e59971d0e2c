"""办文 as it is spoken: the scenarios SC01, SC02, SC03, SC05, SC09, SC37 and what lies between them."""

from typing import Any

import pytest
from sqlalchemy import Connection

from handlers.documents.answers import pressed
from handlers.documents.cards import SignDoc
from handlers.line import Press, Reply
from handlers.said import Said
from handlers.turn import Turn
from scheduler.workdays import WorkCalendar
from tests.day import Day

URGENT = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
NEXT = "登记收文：加急，市委办，南委办〔2026〕89号，《关于做好中秋值守工作的通知》，办件"


def planned(day: Day, kind: str = "") -> list[dict[str, Any]]:
    """The reminders of 办文 that are yet to come."""
    rows = [r for r in day.rows("reminders") if r["line"] == "documents" and r["state"] == "待提醒"]
    return [r for r in rows if r["kind"] == kind or not kind]


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


async def test_the_chaser_of_an_urgent_paper_is_reminded_in_the_night(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(URGENT)
    await zhang.says("应急局牵头，住建局、农水局配合")
    await zhang.says("1")
    for userid in ("liaison-yingjiju", "like", "liaison-nongshuiju"):
        assert "已签收" in await day.phone(userid).says("签收")
    seen = {}
    zhang.new()
    for moment in ("05:59", "06:00", "07:59", "08:00", "08:59", "09:00", "09:59", "10:00", "11:00"):
        await day.until(f"2026-09-19 {moment}")
        seen[moment] = [text for text in zhang.new() if "距时限" in text or "时限" in text]
    assert [moment for moment, texts in seen.items() if texts] == ["06:00", "08:00", "09:00", "10:00", "11:00"]
    assert "距时限还有4小时" in seen["06:00"][0] and "南委办〔2026〕88号" in seen["06:00"][0]
    assert "已超过时限1小时" in seen["11:00"][0]
    await zhang.says("1203号办结，已落实")
    zhang.new()
    await day.until("2026-09-19 14:00")
    assert zhang.new() == []


async def test_one_missing_thing_is_asked_at_a_time(day: Day) -> None:
    day.at("2026-09-21 09:10")
    zhang = day.phone("zhangmin")
    assert "哪个单位来文" in await zhang.says("收到一份文件，登记一下")
    assert "标题或文号" in await zhang.says("市发改局")
    asked = await zhang.says("关于报送重点项目进度的函")
    assert "缓急" in asked and "1特急 2加急 3平件" in asked
    assert "阅件还是办件" in await zhang.says("3")
    assert day.rows("incoming") == []
    answer = await zhang.says("办件")
    assert "收〔2026〕1203号" in answer and "10月19日17:30（默认时限，15个工作日）" in answer
    row = day.rows("incoming")[0]
    assert (row["sender"], row["sender_level"], row["urgency"], row["genre"]) == ("市发改局", "市", "平件", "函")


async def test_an_unfinished_draft_expires(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("收到一份文件，登记一下")
    await day.until("2026-09-18 15:51")
    answer = await zhang.says("市发改局")
    assert "未保存" in answer and day.rows("incoming") == []


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("手文登记 南发改函２０２６ ５７号 市发改局 关于报送重点項目进度的函 平件 办件", "南发改函〔2026〕57号"),
        ("收文登记 南发改函202657号 市发改局 关于报送重点项目进度的函 平件 办件", "南发改函〔2026〕57号"),
    ],
)
async def test_a_loose_number_is_confirmed(day: Day, said: str, canonical: str) -> None:
    zhang = day.phone("zhangmin")
    answer = await zhang.says(said)
    assert f"文号是 {canonical} 吗" in answer and "1是 2否" in answer
    assert "收〔2026〕1203号" in await zhang.says("是")
    assert day.rows("incoming")[0]["doc_no"] == canonical


async def test_odd_digits_are_read_and_a_short_year_is_asked(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("收文登记 南发改函〔２０２６〕０５７号 市发改局 关于报送重点项目进度的函 平件 办件")
    assert day.rows("incoming")[0]["doc_no"] == "南发改函〔2026〕57号"
    answer = await zhang.says("收文登记 南发改函〔26〕58号 市发改局 关于报送招商项目进度的函 平件 办件")
    assert "年份" in answer and len(day.rows("incoming")) == 1
    assert "收〔2026〕1204号" in await zhang.says("南发改函〔2026〕58号")


async def test_a_number_denied_can_be_sent_again_or_left_out(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("收文登记 南发改函202657号 市发改局 关于报送重点项目进度的函 平件 办件")
    assert "重发文号" in await zhang.says("否")
    assert "收〔2026〕1203号" in await zhang.says("无文号")
    assert day.rows("incoming")[0]["doc_no"] is None


async def test_correction_then_undo(day: Day) -> None:
    day.at("2026-09-21 10:15")
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await day.until("2026-09-21 10:30")
    answer = await zhang.says("那个89号改成特急")
    assert "收〔2026〕1203号" in answer and "缓急 加急→特急" in answer
    assert "默认自收文起24小时" in answer and "9月22日10:15" in answer and "1确认 2取消" in answer
    assert day.rows("incoming")[0]["urgency"] == "加急"
    await zhang.says("1")
    assert day.rows("incoming")[0]["urgency"] == "特急"
    answer = await zhang.says("不对，还是加急")
    assert "特急→加急" in answer and "3个工作日" in answer and "9月24日17:30" in answer
    answer = await zhang.says("撤销")
    assert "加急→特急" in answer
    row = day.rows("incoming")[0]
    assert row["urgency"] == "特急" and row["due_at"] == "2026-09-22T10:15:00+08:00"
    changes = [e for e in day.rows("audit") if e["object"] == "incoming:1" and "更正" in e["action"]]
    assert len(changes) == 3
    await day.until("2026-09-21 10:42")
    assert "已超过10分钟，请说明要改什么" in await zhang.says("撤销")


async def test_the_limit_is_put_right_by_a_plain_sentence(day: Day) -> None:
    day.at("2026-09-21 10:15")
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    answer = await zhang.says("把时限改成9月25日")
    assert "9月25日17:30（来文要求；9月25日中秋节放假）" in answer
    assert [r["due_at"][:16] for r in planned(day, "催办")] == ["2026-09-23T09:00"]


async def test_a_registration_can_be_taken_back_and_keeps_its_number(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    assert await zhang.says("撤销") == "已撤销：收〔2026〕1203号登记作废（编号保留）。"
    assert "收〔2026〕1204号" in await zhang.says(NEXT)
    assert [row["status"] for row in day.rows("incoming")] == ["作废", "已登记"]
    assert not [r for r in planned(day) if r["object"] == "incoming:1"]


async def test_one_paper_typed_twice_is_asked_about(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    answer = await zhang.says(NEXT)
    assert "疑似重复：与收〔2026〕1203号相同" in answer and "1合并 2仍登记（另一份） 3取消" in answer
    assert "不另编号" in await zhang.says("1")
    assert len(day.rows("incoming")) == 1
    await zhang.says(NEXT)
    assert "收〔2026〕1204号" in await zhang.says("2")
    await zhang.says(NEXT)
    assert "未登记" in await zhang.says("取消")
    assert len(day.rows("incoming")) == 2


async def test_the_same_title_from_the_same_sender_is_asked_about(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文 市发改局 关于报送重点项目进度的函 平件 办件")
    assert "疑似重复" in await zhang.says("登记收文 市发改局 关于报送重点项目建设进度的函 平件 办件")
    await zhang.says("3")
    assert "收〔2026〕1204号" in await zhang.says("登记收文 市发改局 关于召开招商工作会议的通知 平件 办件")


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


async def test_who_has_not_signed_is_reminded_and_signing_ends_it(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says(URGENT)
    await zhang.says("住建局牵头")
    await zhang.says("1")
    like.new()
    await day.until("2026-09-18 16:20")
    assert any("尚未签收" in text for text in like.new())
    await like.says("签收")
    await day.until("2026-09-18 20:00")
    assert not any("尚未签收" in text for text in like.new())


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


async def test_where_a_paper_is_can_be_asked_by_who_may(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says(URGENT)
    await zhang.says("呈送林区长")
    assert "林知行区长处待阅" in await zhang.says("台风那个文件在谁手里")
    assert "收〔2026〕1203号" in await zhang.says("查文 南委办2026 88号")
    for userid in ("like", "jiangtao", "fengkai", "chenxi"):
        answer = await day.phone(userid).says("查文 1203号")
        assert "未查询到相关信息" in answer and "台风" not in answer
    await zhang.says("1203号住建局牵头")
    await zhang.says("1")
    answer = await like.says("查文 1203号")
    assert "台风" in answer and "林知行" not in answer
    assert "台风" in await day.phone("lian-lin").says("查文 台风")


async def test_several_hits_are_a_choice(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(URGENT)
    await zhang.says("登记收文：平件，市应急局，《关于台风灾后恢复工作的通知》，办件")
    answer = await zhang.says("查文 台风")
    assert "1收〔2026〕1204号" in answer and "2收〔2026〕1203号" in answer
    assert "南委办〔2026〕88号" in await zhang.says("2")


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


async def test_workdays_into_an_unpublished_year_say_so(day: Day) -> None:
    day.at("2026-12-30 16:00")
    zhang = day.phone("zhangmin")
    answer = await zhang.says(
        "登记收文：特急，市委办，南委办〔2026〕120号，《关于报送年度总结的通知》，办件，三个工作日内反馈"
    )
    assert (
        "2027年放假安排尚未导入，按周末和元旦当日推算：2027年1月5日17:30（12-31、1-4、1-5），公布后自动重算" in answer
    )
    await day.until("2027-01-01 09:00")
    answer = await zhang.says("登记收文：平件，市委办，《关于春节值守的通知》，阅件")
    assert "收〔2027〕0001号" in answer


async def test_only_clerks_register(day: Day) -> None:
    for userid in ("like", "fengkai", "wuyang", "zhoumingyuan", "qianjin"):
        assert "未查询到相关信息" in await day.phone(userid).says(URGENT)
    assert day.rows("incoming") == []


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
