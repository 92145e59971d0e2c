"""What comes back by itself: the chase ladder, 未签收, 待呈送, a new calendar (SC01, SC37)."""

from sqlalchemy import Connection

from handlers.documents.recount import recount
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from tests.day import Day
from tests.documents.papers import URGENT


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


async def test_what_is_registered_and_forgotten_comes_back_to_the_clerk(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市委办，《关于学习材料的通知》，阅件")
    zhang.new()
    await day.until("2026-09-20 12:30")
    assert any("收〔2026〕1203号" in text and "尚未呈送" in text for text in zhang.new())
    await zhang.says("1203号呈送何副区长")
    he = day.phone("lian-he")
    he.new()
    await day.until("2026-09-22 18:00")
    assert any("何副区长有一件待阅" in text for text in he.new())
    assert not any("尚未呈送" in text for text in zhang.new())
    assert not any("学习材料" in text for text in day.phone("hexiaodong").texts)


async def test_an_overdue_paper_climbs_by_the_workday_and_rests_on_holidays(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：平件，市委办，南委办〔2026〕91号，《关于报送清单的通知》，办件，9月24日前反馈")
    await zhang.says("住建局牵头")
    await zhang.says("1")
    like, head, deputy = day.phone("like"), day.phone("zhouzhiqiang"), day.phone("guoping")
    await like.says("签收")
    await day.until("2026-09-24 18:00")
    assert not head.texts
    like.new()
    await day.until("2026-09-27 23:00")
    assert like.new() == head.new() == []
    await day.until("2026-09-28 09:30")
    for phone in (like, head, deputy):
        assert any("已超过时限1个工作日" in text and "南委办〔2026〕91号" in text for text in phone.new())
    assert not any("督查通报" in text for text in day.phone("shenlan").texts)
    await day.until("2026-09-30 09:30")
    assert any("是否列入督查通报" in text for text in day.phone("shenlan").texts)
    head.new()
    await day.until("2026-10-07 20:00")
    assert head.new() == []


async def test_limits_are_reckoned_again_when_the_calendar_is_published(day: Day) -> None:
    day.at("2026-12-30 16:00")
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕120号，《关于报送年度总结的通知》，办件，三个工作日内反馈")
    zhang.new()
    published = WorkCalendar().with_notice([{"date": "2027-01-04", "isOffDay": True, "name": "元旦"}])

    def restart(tx: Connection) -> None:
        recount(Desk(tx=tx, now=day.clock.now(), office=day.office, calendar=published, request_id="test"))

    for _ in range(2):
        day.bot.db.write_now(restart)
        await day.settle()
    assert day.rows("incoming")[0]["due_at"] == "2027-01-06T17:30:00+08:00"
    assert [text for text in zhang.new() if "调整为2027年1月6日17:30" in text] == zhang.texts[-1:]
