"""What goes out, when and to whom, as conversations (domain.md 5.3, 5.4)."""

from storage.office import Role
from tests.bulletins.office import issue, sign_one, submit_two
from tests.day import Day


async def test_everyone_in_the_audience_is_reached_once_and_leaders_through_their_liaisons(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await sign_one(day, 231)
    await day.until("2026-09-21 18:00")
    pushed = {person.userid: 0 for person in day.office.people}
    for userid in pushed:
        pushed[userid] = sum("第231期已编发" in text for text in day.phone(userid).texts)
    assert pushed == {person.userid: int(not person.has(Role.LEADER)) for person in day.office.people}
    assert sum("第231期已编发" in str(call.body) for call in day.fake.sent) == 1


async def test_nothing_known_to_all_names_nothing(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await day.phone("liaison-gongxinju").says("投稿：《两家企业的困难》情况如下。")
    editor = day.phone("zhaowan")
    edited = await editor.says("把工信局那条编入今日信息")
    assert "先按内部处理" in edited
    await editor.says("送审")
    assert "【请审核】" in day.phone("sunli").last
    await day.phone("sunli").says("审核通过")
    await day.phone("guoping").says("签发231期")
    await day.until("2026-09-21 17:00")
    pushed = day.phone("liaison-jiaoyuju").last
    assert pushed.startswith("今日《云湾信息》第231期已编发，请到OA阅览")
    assert "困难" not in pushed
    assert "困难" not in await day.phone("liaison-jiaoyuju").says("今日信息")


async def test_a_weekend_is_merged_into_the_next_working_day(day: Day) -> None:
    day.at("2026-09-25 10:00")  # 中秋: 25-27 off
    assert "9月28日（星期一）17:00编发" in await sign_one(day, 231)
    await day.until("2026-09-28 09:00")
    assert "9月28日（星期一）17:00编发" in await sign_one(day, 232)
    reader = day.phone("liaison-jiaoyuju")
    assert reader.texts == []
    await day.until("2026-09-28 17:00")
    assert len(reader.texts) == 1
    assert "第231期已编发" in reader.last
    assert "第232期已编发" in reader.last


async def test_signed_after_five_goes_out_on_the_next_working_day(day: Day) -> None:
    day.at("2026-09-18 17:01")
    assert "9月20日（星期日）17:00编发" in await sign_one(day, 231)  # 20 September is worked
    await day.until("2026-09-20 17:00")
    assert "第231期已编发" in day.phone("liaison-jiaoyuju").last


async def test_half_past_four_reminds_chief_and_editor_once(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    await editor.says("编入今日信息，两条都可周知")
    await day.until("2026-09-21 16:31")
    for phone in (editor, day.phone("sunli")):
        assert sum("尚未签发" in text for text in phone.texts) == 1
    assert "编完请回复“送审”" in editor.last
    await day.until("2026-09-21 17:30")
    assert day.phone("liaison-jiaoyuju").texts == []
    assert [row["state"] for row in day.rows("bulletins")] == ["编辑中"]
    await day.until("2026-09-22 16:31")
    assert sum("尚未签发" in text for text in editor.texts) == 2


async def test_no_reminder_when_signed_and_none_on_days_off(day: Day) -> None:
    day.at("2026-09-24 09:00")
    await sign_one(day, 231)
    await day.until("2026-09-28 09:00")  # 25-27 are off
    assert not any("尚未签发" in text for text in day.phone("zhaowan").texts + day.phone("sunli").texts)


async def test_editors_hear_of_submissions_once_at_the_cutoff(day: Day) -> None:
    day.at("2026-09-21 09:00")
    editor = await submit_two(day)
    await day.until("2026-09-21 15:29")
    assert editor.texts == []
    await day.until("2026-09-21 15:30")
    assert "待编来稿2条" in editor.last
    assert "区工信局：新增规上工业企业12家" in editor.last
    late = await day.phone("liaison-jiaoyuju").says("投稿：开学首日平安有序")
    assert "已收稿" in late
    await day.until("2026-09-21 15:31")
    assert "已过今日截稿时间" in await day.phone("liaison-jiaoyuju").says("投稿：食堂开放日受欢迎")


async def test_undoing_a_signature_stops_the_broadcast_and_keeps_the_number(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await sign_one(day, 231)
    signer = day.phone("guoping")
    assert "待签发" in await signer.says("撤销")
    await day.until("2026-09-21 17:30")
    assert day.phone("liaison-jiaoyuju").texts == []
    assert issue(day)["state"] == "待签发"
    assert "第231期（总第1873期）" in await signer.says("签发231期")
    assert [(row["no"], row["total_no"]) for row in day.rows("bulletins")] == [(231, 1873)]


async def test_corrected_titles_are_pushed_only_after_asking(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await sign_one(day, 231)
    await day.until("2026-09-21 17:00")
    editor, reader = day.phone("zhaowan"), day.phone("liaison-jiaoyuju")
    asked = await editor.says("231期更正：把“第231条经验”改为“第231条做法”")
    assert "1推送更正" in asked
    assert not any("更正" in text for text in reader.texts)
    assert "更正已推送" in await editor.says("1")
    assert "“第231条经验”更正为“第231条做法”" in reader.last


async def test_unsubscribe_and_back(day: Day) -> None:
    day.at("2026-09-21 09:00")
    like = day.phone("like")
    gone = await like.says("一天收到太多提醒，退订日报")
    assert "已退订" in gone
    assert "时限提醒照常" in gone
    await sign_one(day, 231)
    await day.until("2026-09-21 17:00")
    assert not any("已编发" in text for text in like.texts)
    assert "第231期已编发" in await like.says("今日信息")
    assert "已恢复" in await like.says("恢复订阅日报")
    await day.until("2026-09-22 09:00")
    await sign_one(day, 232)
    await day.until("2026-09-22 17:00")
    assert "第232期已编发" in like.last


async def test_a_server_that_was_down_at_five_sends_once_when_it_is_back(day: Day) -> None:
    day.at("2026-09-21 09:00")
    await sign_one(day, 231)
    await day.stop_bot()
    day.clock.move(day.clock.now().replace(hour=10))  # 18:00 in Beijing
    await day.start_bot()
    await day.until("2026-09-21 18:05")
    reader = day.phone("liaison-jiaoyuju")
    assert [text for text in reader.texts if "第231期已编发" in text] == reader.texts
    assert len(reader.texts) == 1
    assert not any("尚未签发" in text for text in day.phone("zhaowan").texts)


async def test_the_new_year_restarts_the_number_and_continues_the_total(day: Day) -> None:
    day.at("2026-12-31 09:00")
    assert "第231期（总第1873期）" in await sign_one(day, 231)
    await day.until("2027-01-04 09:00")
    assert "第1期（总第1874期）" in await sign_one(day, 1)
