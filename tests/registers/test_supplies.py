"""SC35: supplies with stock, approval, and a number that is not a choice."""

from typing import Any

from tests.day import Day


def row(day: Day, no: int = 1) -> dict[str, Any]:
    return next(one for one in day.rows("supplies") if one["no"] == f"领用〔2026〕{no}号")


def stock(day: Day, item: str) -> int:
    return int(next(one["stock"] for one in day.rows("supply_item") if one["title"] == item))


async def test_request_approval_alert_and_issue(day: Day) -> None:
    day.at("2026-09-22 10:00")
    chen, tang, chief = day.phone("chenxi"), day.phone("tangwei"), day.phone("mishukezhang")
    assert "A4纸库存8包，最低10包" in await tang.says("A4纸库存8包，最低10包")
    await tang.says("签字笔库存50支，最低20支")
    answer = await chen.says("领10支签字笔 2包A4纸")
    assert "领用1号：签字笔10支、A4纸2包" in answer
    assert row(day)["state"] == "待审批"
    assert "陈曦申领签字笔10支、A4纸2包" in "".join(chief.texts)
    assert "未查询到" in await chen.says("同意领用1号")
    assert "已同意领用1号" in await chief.presses("同意")
    assert row(day)["state"] == "待发放"
    assert "已同意" in chen.last
    alert = next(text for text in tang.texts if "库存提醒" in text)
    assert "A4纸可用6包，低于最低库存10包" in alert
    assert "签字笔" not in alert
    assert "现为“待发放”" in await chief.says("同意领用1号")
    done = await tang.says("领用1号已发放")
    assert "A4纸余6包" in done
    assert (row(day)["state"], stock(day, "A4纸"), stock(day, "签字笔")) == ("已发放", 6, 40)
    assert "库存已加回" in await tang.says("撤销")
    assert (row(day)["state"], stock(day, "A4纸")) == ("待发放", 8)
    await tang.says("已经给陈曦发放签字笔10支")
    assert (row(day)["state"], stock(day, "签字笔")) == ("已发放", 40)
    assert "签字笔10支，A4纸2包" in await tang.says("本月用品领用情况")
    assert "陈曦" not in tang.last


async def test_ten_is_not_one_of_three(day: Day) -> None:
    day.at("2026-09-22 10:00")
    chen, tang = day.phone("chenxi"), day.phone("tangwei")
    for item in ("签字笔", "记号笔", "铅笔"):
        await tang.says(f"{item}入库30支")
    asked = await chen.says("领笔")
    assert "1签字笔 2记号笔 3铅笔" in asked
    refused = await chen.says("10")
    assert "请选1–3；如是数量请写‘10支’" in refused
    assert day.rows("supplies") == []
    assert "1签字笔 2记号笔 3铅笔" in await chen.says("10支")
    assert "签字笔10支" in await chen.says("1")
    assert "已撤销" in await chen.says("撤销")
    assert day.rows("supplies") == []
    assert "领多少" in await chen.says("领铅笔")
    assert "铅笔10支" in await chen.says("10")


async def test_not_enough_refused_and_reminded(day: Day) -> None:
    day.at("2026-09-22 10:00")
    chen, tang, chief = day.phone("chenxi"), day.phone("tangwei"), day.phone("mishukezhang")
    await tang.says("硒鼓入库1个")
    assert "硒鼓库存1个，需3个" in await chen.says("领用：硒鼓3个，会议用")
    await day.until("2026-09-23 09:10")
    assert any("领用提醒" in text for text in chief.texts)
    await chief.says("同意")
    assert "不够发放" in await tang.says("领用1号已发放")
    await tang.says("硒鼓到货5个")
    assert "硒鼓余3个" in await tang.says("已发放")
    assert "未获同意" not in chen.last
    assert "硒鼓3个" in await chen.says("还有多少硒鼓")
    await chen.says("领2个订书机")
    assert "不同意领用2号" in await chief.presses("不同意")
    assert "未获同意" in chen.last
    assert "未查询到" in await day.phone("like").says("领10支签字笔")
    assert "领多少" in await chen.says("想领几个文件夹")
    await chen.says("5个")
    assert "已取消领用3号" in await chen.says("取消领用3号")
    assert row(day, 3)["state"] == "已取消"
