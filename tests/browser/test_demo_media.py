"""The demo shows a picture in its place and offers a file to be saved."""

import aiohttp
from sqlalchemy import Connection

from bot.sandbox.world import Demo
from scheduler.desk import Desk
from storage import files
from storage.outbox import Lane

PNG = files.PNG + bytes(64)


async def test_a_picture_to_look_at_and_a_file_to_save(demo: Demo) -> None:
    def unit(tx: Connection) -> None:
        desk = Desk(tx=tx, now=demo.clock.now(), office=demo.office, calendar=demo.bot.calendar, request_id="t")
        desk.send_picture("zhangmin", PNG, title="座次<b>图", lane=Lane.ANSWER)
        desk.send_file("zhangmin", "会议通知.docx", b"PK1234567")

    demo.bot.db.write_now(unit)
    await demo.bot.sender.drain()
    picture, paper = (message.medium for message in demo.fake.inbox("zhangmin"))
    assert picture is not None
    assert paper is not None
    async with aiohttp.ClientSession(demo.address) as http:
        page = await (await http.get("/")).text()
        assert f'<img class="picture" src="/demo/media/{picture.id}" alt="座次_b_图.png">' in page
        assert f'href="/demo/media/{paper.id}" download="会议通知.docx"' in page
        shown = await http.get(f"/demo/media/{picture.id}")
        assert (shown.content_type, await shown.read()) == ("image/png", PNG)
        saved = await http.get(f"/demo/media/{paper.id}")
        assert (saved.content_type, await saved.read()) == ("application/octet-stream", b"PK1234567")
        assert saved.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E4%BC%9A")
        assert (await http.get("/demo/media/unknown")).status == 404
