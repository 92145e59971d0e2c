"""Who is away, who is back early, and what is asked of 办公用品 in everyday words (domain.md 6.5, 6.6)."""

from tests.day import Day


async def test_away_and_back_and_supplies(day: Day) -> None:
    day.at("2026-09-22 09:00")
    aide, clerk, keeper = day.phone("fengkai"), day.phone("zhangmin"), day.phone("tangwei")
    assert "由林区长代行" in await aide.says("周书记23号到25号出差，林区长主持工作")
    assert "由林区长代行" in await clerk.says("周书记24号在不在")
    assert "外出改为9月23日（星期三）" in await aide.says("书记提前回来了，24号就在")
    assert "没有外出报备" in await clerk.says("后天谁不在")
    assert "周书记" in await clerk.says("明天谁不在")
    own = await clerk.says("我明天请假，AB角是陈曦")
    assert "由陈曦代行" in own
    assert "主要负责同志" not in own
    assert "未查询到" in await day.phone("jiangtao").says("明天谁不在")
    assert "联系行政科" in await day.phone("like").says("我调走了，接任的是王强")

    assert "签字笔库存100支" in await keeper.says("进货：签字笔100支")
    assert "签字笔100支" in await keeper.says("库存清单")
    await clerk.says("领10支签字笔")
    assert "笔记本3本" in await clerk.says("还要3本笔记本")
    assert "共2单" in await clerk.says("我领的东西批了没")
    assert "不客气" in await clerk.says("谢谢")
    assert "我只办公文" in await clerk.says("帮我写个讲话稿")


async def test_an_absence_put_right_and_taken_back(day: Day) -> None:
    day.at("2026-09-21 09:00")
    staff, first, second = day.phone("wuyang"), day.phone("duheng"), day.phone("zhangmin")
    await staff.says("外出报备 9月22日下午到24日，由杜衡代")
    assert "9月22日（星期二）下午至9月25日（星期五）外出，由杜衡代行" in await staff.says("不对，26号回来")
    assert "由张敏代行" in await staff.says("改由张敏代")
    assert "改由张敏代行" in first.last
    assert "至9月24日（星期四）12:00" in await staff.says("外出改到24号中午结束")
    assert "原来的报备恢复有效" in await staff.says("撤销")
    assert "外出恢复为9月22日（星期二）下午至9月25日（星期五）" in second.last
