"""Registering, correcting, finding (SC02, SC03, SC05), as it is spoken."""

import pytest

from tests.day import Day
from tests.documents.papers import NEXT, URGENT, planned


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
    assert "1 收〔2026〕1204号" in answer and "2 收〔2026〕1203号" in answer
    assert "南委办〔2026〕88号" in await zhang.says("2")


async def test_only_clerks_register(day: Day) -> None:
    for userid in ("like", "fengkai", "wuyang", "zhoumingyuan", "qianjin"):
        assert "未查询到相关信息" in await day.phone(userid).says(URGENT)
    assert day.rows("incoming") == []


async def test_two_readings_of_a_limit_are_a_choice_and_a_new_limit_is_an_answer(day: Day) -> None:
    zhang = day.phone("zhangmin")
    start = "登记收文：平件，市委办，《关于报送材料的通知》，办件，"
    answer = await zhang.says(f"{start}9月28日（星期五）前反馈")
    assert "9月28日是星期一" in answer and "9月25日（星期五）17:30" in answer
    assert "9月28日17:30（来文要求）" in await zhang.says("9月28日（星期一）17:30")
    await zhang.says(f"{start.replace('材料', '清单')}9月17日前反馈")
    assert "9月29日17:30（来文要求）" in await zhang.says("9月29日")


async def test_a_paper_named_by_its_topic_is_that_paper_and_not_the_last_one(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(URGENT)
    await zhang.says(NEXT)
    assert "收〔2026〕1203号：缓急 特急→加急" in await zhang.says("台风那份改成加急")
