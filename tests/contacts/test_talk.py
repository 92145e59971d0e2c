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
