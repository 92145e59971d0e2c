"""通讯录, AB角, 外出报备 and 岗位移交 as they are spoken (domain.md 6.4, 6.5; SC30)."""

from datetime import datetime

import pytest
from sqlalchemy import select

from handlers.contacts import acting_for
from handlers.contacts.rules import masked, next_confirmation, number_in
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.tables import conversation
from tests.day import Day


@pytest.mark.parametrize(
    ("text", "field", "value"),
    (
        ("我的手机改成13800138000", "mobile", "13800138000"),
        ("我的手机改成138 0013-8000", "mobile", "13800138000"),
        ("办公电话改为0000-8128201", "desk", "0000-8128201"),
        ("我的座机换成8128201", "desk", "8128201"),
        ("分机改成8056", "desk", "8056"),
    ),
)
def test_numbers(text: str, field: str, value: str) -> None:
    found = number_in(text)
    assert found is not None and (found.field, found.value) == (field, value)


def test_masks_and_half_years() -> None:
    assert masked("13800138000") == "138****8000"
    calendar = WorkCalendar()
    july = next_confirmation(datetime(2026, 3, 1, tzinfo=SHANGHAI), calendar)
    assert f"{july:%m-%d %H:%M}" == "07-10 09:30"
    assert f"{next_confirmation(july, calendar):%Y-%m-%d}" == "2027-01-11"


async def test_what_is_shown_to_whom(day: Day) -> None:
    day.at("2026-09-22 10:00")
    jiang, zhang, li = day.phone("jiangtao"), day.phone("zhangmin"), day.phone("like")
    shown = await jiang.says("发我住建局李可电话")
    assert "0000-8128201" in shown and "138****8000" in shown and "13800138000" not in shown
    assert "完整" not in shown
    assert "138****8000" in await jiang.says("住建局电话多少")
    assert "一次最多查3人" in await jiang.says("把所有镇街领导电话发我")
    assert "一次最多查3人" in await jiang.says("通讯录发我")
    assert "一次最多查3人" in await jiang.says("四个镇街联络员电话")
    assert "13800138000" not in await jiang.says("看李可完整号码")
    assert "看完整号码" in await zhang.says("李可的手机号")
    assert "用途" in await zhang.says("看完整号码")
    assert "13800138000" in await zhang.says("2")
    assert "请通过联络员" in await jiang.says("林区长电话")
    audit = [row for row in day.rows("audit") if row["action"] == "查看完整号码"]
    assert [row["actor"] for row in audit] == ["zhangmin"] and "公文催办" in str(audit[0])
    assert "确认吗" in await li.says("我的手机改成13900139000")
    assert "已更新" in await li.says("确认")
    assert "139****9000" in await jiang.says("李可电话")
    assert "已撤销" in await li.says("撤销")
    assert "138****8000" in await jiang.says("李可电话")
    assert "139****9000）" not in await li.says("我换手机号了，13900139000")
    assert "好的" in await li.says("取消")
    assert "未查询到" in await jiang.says("李可的手机改成13700137000")
    assert "未查询到相关信息" in await jiang.says("查一下王小明的联系方式")


async def test_a_stranger_learns_nothing(day: Day) -> None:
    day.fake.add_member("stranger", "路人")
    assert (await day.phone("stranger").says("发我住建局李可电话")).startswith("未查询到相关信息")


async def test_away_and_who_acts(day: Day) -> None:
    day.at("2026-09-21 09:00")
    li, zhou, jiang = day.phone("like"), day.phone("zhouzhiqiang"), day.phone("jiangtao")
    assert "还没有设" in await jiang.says("李可的B角是谁")
    assert "的B角是周志强" in await li.says("我的B角是周志强")
    said = await li.says("外出报备 9月23日下午到25日，去省人民医院复查")
    assert "由周志强代行" in said and "9月23日（星期三）下午" in said and "去向和事由不记录" in said
    assert any("由您代行" in text for text in zhou.new())
    kept = day.bot.db.read_now(lambda tx: str(tx.execute(select(conversation)).all()))
    assert "like" in kept and "医院" not in kept, "不记录 holds for what the conversation remembers too"
    await day.until("2026-09-24 09:00")
    assert "由周志强代" in await jiang.says("住建局李可电话")
    person = day.bot.db.read_now(lambda tx: acting_for(tx, day.office, "like", day.clock.now()))
    assert person is not None and person.userid == "zhouzhiqiang"
    assert "李可" in await day.phone("mishukezhang").says("今天谁外出")
    assert "李可" not in await jiang.says("今天谁外出")
    assert "已销假" in await li.says("销假")
    assert day.bot.db.read_now(lambda tx: acting_for(tx, day.office, "like", day.clock.now())) is None


async def test_a_leaders_report_through_his_own_liaison(day: Day) -> None:
    day.at("2026-09-18 09:00")
    kai, lin, li = day.phone("fengkai"), day.phone("lian-lin"), day.phone("like")
    assert "由谁主持" in await kai.says("周书记9月23日到24日外出报备")
    assert "冯凯代报" in await kai.says("林知行")
    assert "也已报备外出" in await lin.says("林区长9月24日外出报备，由周书记主持工作")
    assert "不同时外出" in await lin.says("林区长9月24日外出报备，由何副区长主持工作")
    assert "未查询到" in await li.says("林区长9月28日外出报备，由何副区长主持工作")
    assert "林知行" not in await day.phone("tangwei").says("9月24日谁外出")


async def test_a_post_goes_with_its_open_work(day: Day) -> None:
    day.at("2026-09-18 09:00")
    zhang, chief = day.phone("zhangmin"), day.phone("mishukezhang")
    assert "不用移交" in await zhang.says("我的岗位移交给吴洋")
    await zhang.says("登记收文：市委办，南委办〔2026〕88号，《关于做好防汛工作的通知》，加急，办件")
    assert "没有办理这些事项的权限" in await zhang.says("我的岗位移交给吴洋")
    asked = await zhang.says("我的岗位移交给秘书科科长")
    assert "经手文件1项：收〔2026〕1203号" in asked
    await zhang.says("1")
    assert any("收〔2026〕1203号" in text for text in chief.new())
    assert "已接收1项" in await chief.presses("接收")
    assert any("已接收1项" in text for text in zhang.new())
    moved = [row for row in day.rows("audit") if row["action"] == "岗位移交" and row["object"].startswith("incoming:")]
    assert len(moved) == 1
    assert "不用移交" in await zhang.says("我的岗位移交给秘书科科长")


async def test_twice_a_year_the_book_is_confirmed(day: Day) -> None:
    day.at("2026-07-09 09:00")
    li = day.phone("like")
    await day.until("2026-07-10 10:00")
    assert "138****8000" in li.last and "通讯录无误" in li.last and "周志强" in li.last
    assert "核对无误" in await li.says("通讯录无误")
