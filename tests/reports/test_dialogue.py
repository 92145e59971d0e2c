"""SC33 as dialogues: the third quarter with a false claim, an override, a gap; 定稿, and what came in too late."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import insert, update

from handlers.documents.tables import incoming_doc
from handlers.reports.tables import report_text
from tests.day import Day
from tests.reports.golden import Quarter
from tests.reports.golden_answers import recount
from tests.reports.golden_rows import store

NOW = "2026-10-09 10:00"


@pytest.fixture
async def third(day: Day) -> tuple[Day, dict[str, int]]:
    """9 October, 10:00: a quarter has passed, and three papers are overdue."""
    day.at(NOW)
    quarter = Quarter(7)
    day.bot.db.write_now(lambda tx: store(tx, quarter))
    late = update(incoming_doc).where(incoming_doc.c.id.in_([1, 2, 3]))
    at = datetime(2026, 8, 3, tzinfo=UTC)
    values = {"due_at": at, "received_at": datetime(2026, 7, 20, tzinfo=UTC), "status": "承办中"}
    before = [row for row in day.rows("incoming")[:3] if row["status"] != "作废" and _inside(row["received_at"])]
    day.bot.db.write_now(lambda tx: tx.execute(late.values(**values)))
    answers = recount(quarter)
    answers["F26"] += 3 - len(before)
    return day, answers


def _inside(at: str) -> bool:
    return "2026-07-01" <= at[:10] <= "2026-09-30"


async def test_the_report_of_the_third_quarter(third: tuple[Day, dict[str, int]]) -> None:
    day, answers = third
    guo, sun, du, zhang, shen = (day.phone(who) for who in ("guoping", "sunli", "duheng", "zhangmin", "shenlan"))
    made = await guo.says("生成三季度工作总结")
    assert "2026年第三季度总结草稿已生成，36项数据已核对，7项待机要部门线下填报" in made
    assert "逾期未结3件" in made
    assert "未使用“均及时办理”" in made
    assert "均及时办理、流转" not in made.replace("未使用“均及时办理”", "")
    assert f"收文{answers['F26']}份" in made
    assert "截至9月底，跟踪督办重大事项任务" in made
    assert "缺号" in made
    assert [file.name for file in guo.files] == [
        "2026年第三季度工作总结（草稿）.docx",
        "2026年第三季度工作总结数据来源表.xlsx",
    ]
    text = "\n".join(p.text for p in Document(io.BytesIO(guo.files[0].content)).paragraphs)
    assert text.count("【由机要保密部门线下填报】") == 7
    assert f"收文{answers['F26']}份" in text

    why = await guo.says("收文这个数怎么来的")
    assert f"{answers['F26']}份" in why
    assert "收〔2026〕" in why
    assert "1下一页" in why
    assert "16. 收〔2026〕" in await guo.says("1")
    tasks = await du.says("F14怎么来的")
    assert f"{answers['F14']}项" in tasks
    assert "上年结转" in tasks
    assert "本年立项" in tasks
    assert "未查询到" in await zhang.says("F14怎么来的")

    assert "环比增长" in why
    rate = re.search(r"办结率(\d+\.\d%)", made)
    assert rate is not None
    assert rate[1] in await du.says("三季度办结率")
    assert f"办结率{rate[1]}" in await du.says("督办环比")
    assert "收文：上季度" in await guo.says("收文比上季度增长多少")

    assert "理由" in await guo.says("收文数改成1256")
    changed = await guo.says("补录2件")
    assert f"收文份数采用1256（系统计算{answers['F26']}，郭平调整：补录2件）" in changed
    assert "收文1256份" in await guo.says("生成三季度工作总结")
    sheet = load_workbook(io.BytesIO(guo.files[-1].content))["数据来源表"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "F26")
    assert (row[2], row[3], row[13]) == (1256, answers["F26"], "补录2件")
    assert str(row[9]).startswith("收〔2026〕")

    assert "已确认2026年第三季度信息数据5项" in await sun.presses("确认")
    confirmed = await guo.says("哪些数据还没确认")
    assert "信息：孙立已确认" in confirmed
    assert "督查：未确认" in confirmed
    doubted = await zhang.says("均及时办理为什么没写")
    assert "不成立" in doubted
    assert "逾期未结3件" in doubted
    assert doubted.count("收〔2026〕") == 3
    assert "未查询到" in await du.says("均及时办理为什么没写")
    assert "未查询到" in await zhang.says("生成三季度工作总结")
    assert "孙立" in {row["confirmed_by"] for row in day.rows("figures")}

    assert "未查询到" in await day.phone("linzhixing").says("生成三季度工作总结")
    assert "定稿由主任决定，请报沈主任" in await guo.says("三季度总结定稿")
    assert "文秘、改革" in await guo.says("发给各科室确认")
    final = await shen.says("三季度总结定稿")
    assert "已定稿（第1版）" in final
    assert shen.files[-2].name == "2026年第三季度工作总结（定稿第1版）.docx"
    assert "已定稿，不能再改" in await guo.says("收文数改成1300，原因：再补")
    leader = day.phone("linzhixing")
    read = await leader.says("生成三季度工作总结")
    assert "收文1256份" in read
    assert "提示" not in read
    assert "数据来源表" not in read
    assert len(leader.files) == 1
    _late_paper(day)
    locked = await guo.says("生成三季度工作总结")
    assert "定稿后数据有变动：收文+1" in locked
    assert f"收文份数采用1256（系统计算{answers['F26']}" in locked
    assert f"1256份（系统计算{answers['F26']}）" in await guo.says("F26怎么来的")
    following = await guo.says("生成四季度工作总结")
    assert "上季度更正：收文+1" in following
    assert "不能" not in await shen.says("重新打开三季度总结")
    assert "第2版" in await shen.says("三季度总结定稿")


def _late_paper(day: Day) -> None:
    def copy(tx: object) -> None:
        values = dict(tx.execute(incoming_doc.select().limit(1)).mappings().one())  # type: ignore[attr-defined]
        values |= {"id": 9999, "no": "收〔2026〕9999号", "seq": 9999, "doc_no": None, "status": "已登记"}
        values["received_at"] = datetime(2026, 9, 30, 15, 0, tzinfo=UTC)
        tx.execute(insert(incoming_doc).values(**values))  # type: ignore[attr-defined]

    day.bot.db.write_now(copy)


async def test_words_of_people_stay(day: Day) -> None:
    day.at(NOW)
    guo = day.phone("guoping")
    first = await guo.says("生成三季度工作总结")
    assert "36项数据已核对" in first
    answer = await guo.says("总结督查部分改成：紧盯重点任务，截止9月底开展督查。")
    assert "一（三）持续强化督查督办" in answer
    assert "截至" in answer
    again = await guo.says("重新生成总结")
    assert "紧盯重点任务，截止9月底开展督查。" in again
    assert "日期前应写“截至”" in again
    assert "一（三）持续强化督查督办：“点任务，截止9月底开" in await guo.says("总结校对一下")
    styles = {p.text: p.style.name for p in Document(io.BytesIO(guo.files[-2].content)).paragraphs if p.style}
    assert styles["紧盯重点任务，截止9月底开展督查。"] == "人工撰写"
    assert "紧盯重点任务" in await guo.says("生成四季度工作总结")
    assert "紧盯重点任务" not in await guo.says("生成二季度工作总结")
    kept = day.bot.db.read_now(lambda tx: tx.execute(report_text.select()).all())
    assert [(row.section, row.period, row.from_day) for row in kept] == [("一（三）", "2026Q3", date(2026, 7, 1))]
    await guo.says("总结开头改成：今年以来，各项工作平稳。")
    assert "恢复原文" in await guo.says("撤销")
    slips = await guo.says("校对：开展疫情防控开展实地督查，共120余篇、约30余次")
    assert "“开展”重复" in slips
    assert "概数重复" in slips


async def test_statistics_in_chat(third: tuple[Day, dict[str, int]]) -> None:
    day, answers = third
    zhang, guo, chen, li = (day.phone(who) for who in ("zhangmin", "guoping", "chenxi", "like"))
    assert f"收文{answers['F26']}份" in await zhang.says("三季度收文多少")
    assert "印发文件" in await guo.says("今年发了多少文")
    assert f"{answers['F27']}次" in await chen.says("三季度开了几次常委会")
    september = await chen.says("统计9月会议")
    assert "召开会议" in september
    assert "口径（区" in september
    assert "编发" in await day.phone("zhaowan").says("三季度信息编发了多少期")
    assert "未查询到" in await zhang.says("三季度采用了多少篇信息")
    assert "未查询到" in await li.says("今年收了多少文")
    assert "排名" in await guo.says("统计各单位收文多少排个名")
    assert "办结率" in await day.phone("duheng").says("三季度办结率多少")


async def test_the_drafter_is_reminded(day: Day) -> None:
    day.at("2026-09-25 08:00")
    await day.restart_bot()
    await day.until("2026-09-29 08:00")
    chief = day.phone("mishukezhang")
    assert any("总结数据初稿" in text for text in chief.texts)
    await day.until("2026-10-09 12:00")
    assert any("总结数据已出" in text for text in chief.texts)
    assert len(chief.files) == 4
