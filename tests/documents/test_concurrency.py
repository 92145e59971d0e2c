"""Many at once: numbers without gaps, one paper registered once, one signature counted once."""

import asyncio

from tests.day import Day

CLERKS = ("zhangmin", "mishukezhang")


async def say(day: Day, userid: str, text: str) -> None:
    delivery = await day.fake.say(userid, text)
    assert delivery.accepted


async def test_two_hundred_registrations_get_two_hundred_numbers_in_a_row(day: Day) -> None:
    texts = [
        (CLERKS[n % 2], f"登记收文：平件，市委办，南委办〔2026〕{300 + n}号，《关于第{n}项工作的通知》，办件")
        for n in range(200)
    ]
    await asyncio.gather(*(say(day, userid, text) for userid, text in texts))
    rows = day.rows("incoming")
    assert [row["no"] for row in rows] == [f"收〔2026〕{n}号" for n in range(1203, 1403)]
    assert len({row["doc_no"] for row in rows}) == 200


async def test_two_clerks_typing_one_paper_at_once_register_it_once(day: Day) -> None:
    text = "登记收文：平件，市委办，南委办〔2026〕88号，《关于做好值守工作的通知》，办件"
    await asyncio.gather(*(say(day, userid, text) for userid in CLERKS))
    await day.settle()
    assert len(day.rows("incoming")) == 1
    answers = [day.phone(userid).last for userid in CLERKS]
    assert sum("疑似重复" in answer for answer in answers) == 1


async def test_pressing_and_writing_at_once_sign_once(day: Day) -> None:
    zhang, like = day.phone("zhangmin"), day.phone("like")
    await zhang.says("登记收文：平件，市委办，南委办〔2026〕88号，《关于做好值守工作的通知》，办件")
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await asyncio.gather(like.says("签收"), like.presses("签收"))
    assert len([event for event in day.rows("audit") if event["action"] == "签收"]) == 1
