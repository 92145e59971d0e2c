"""The app's menu on the demo's phones: what is tapped is as good as said."""

import aiohttp

from bot.sandbox.world import Demo


async def test_a_tap_on_the_demo_page(demo: Demo) -> None:
    async with aiohttp.ClientSession(demo.address, headers={"Origin": demo.address}) as http:
        async with http.get("/demo/seat/1?user=zhangmin&chat=") as page:
            text = await page.text()
        assert "办文督办" in text and "我能办什么" in text
        for key, status in (("登记收文", 204), ("删除全部", 422)):
            async with http.post("/demo/tap", data={"user": "zhangmin", "key": key}) as answer:
                assert answer.status == status
    await demo.bot.sender.drain()
    assert "哪个单位来文" in demo.fake.inbox("zhangmin")[-1].text
