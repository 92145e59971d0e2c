"""Media upload and download (wecom.md 7, 14.14)."""

import io

import aiohttp
import pytest
from multidict import CIMultiDictProxy

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import Api, Json, Time

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
AMR = b"#!AMR\n" + bytes(100)


async def upload(api: Api, kind: str, data: bytes, filename: str | None = "a.bin", part: str = "media") -> Json:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field(part, io.BytesIO(data), filename=filename, content_type="application/octet-stream")
    return await api.raw("POST", "media/upload", {"access_token": await api.token(), "type": kind}, data=form)


async def fetch(api: Api, media_id: str, byte_range: str = "") -> tuple[int, bytes, CIMultiDictProxy[str]]:
    query = {"access_token": await api.token(), "media_id": media_id}
    headers = {"Range": byte_range} if byte_range else {}
    async with api.session.get(f"{api.base}/cgi-bin/media/get", params=query, headers=headers) as response:
        return response.status, await response.read(), response.headers


async def test_up_and_down(fake: FakeWeCom, api: Api, time: Time) -> None:
    answer = await upload(api, "image", PNG, "照片.png")
    assert answer["created_at"] == str(int(time.office))
    status, body, headers = await fetch(api, answer["media_id"])
    assert (status, body) == (200, PNG)
    assert headers["Content-disposition"] == 'attachment; filename="%E7%85%A7%E7%89%87.png"'
    assert (await api.send("image", {"media_id": answer["media_id"]}))["errcode"] == 0
    assert fake.inbox("zhangmin")[0].text == "[图片]"


async def test_ranges(api: Api) -> None:
    media_id = (await upload(api, "file", bytes(range(100))))["media_id"]
    status, body, headers = await fetch(api, media_id, "bytes=16-31")
    assert (status, body, headers["Content-Range"]) == (206, bytes(range(16, 32)), "bytes 16-31/100")
    assert (await fetch(api, media_id, "bytes=96-"))[1] == bytes(range(96, 100))
    assert b'"errcode": 40146' in (await fetch(api, media_id, "bytes=100-"))[1]


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("poem", PNG, 40004),
        ("image", b"", 44001),
        ("image", b"12345", 40006),
        ("image", b"GIF89a.....", 40123),
        ("voice", b"RIFF......", 301017),
        ("voice", b"#!AMR\n" + bytes(97_000), 45007),
        ("voice", AMR, 0),
        ("video", PNG, 40005),
        ("video", bytes(4) + b"ftypisom", 0),
        ("file", b"123456", 0),
    ],
)
async def test_upload_rules(api: Api, kind: str, data: bytes, code: int) -> None:
    assert (await upload(api, kind, data))["errcode"] == code


async def test_a_picture_of_more_than_ten_megabytes(api: Api) -> None:
    assert (await upload(api, "image", PNG + bytes((10 << 20) - len(PNG))))["errcode"] == 0
    assert (await upload(api, "image", PNG + bytes(10 << 20)))["errcode"] == 45001


async def test_the_part_is_called_media(api: Api) -> None:
    assert (await upload(api, "file", PNG, part="file"))["errcode"] == 44001
    query = {"access_token": await api.token(), "type": "file"}
    assert (await api.raw("POST", "media/upload", query, data=b"plain"))["errcode"] == 40063


async def test_three_days(fake: FakeWeCom, api: Api, time: Time) -> None:
    media_id = (await upload(api, "file", PNG))["media_id"]
    time.office += 3 * 86400 - 1
    assert (await api.send("file", {"media_id": media_id}))["errcode"] == 0
    assert fake.inbox("zhangmin")[0].text == "[文件] a.bin"
    time.office += 1
    assert (await api.send("file", {"media_id": media_id}))["errcode"] == 40145
    assert b"40145" in (await fetch(api, media_id))[1]
    assert fake.violations == []


async def test_kinds_do_not_mix(api: Api) -> None:
    media_id = (await upload(api, "file", PNG, "a.exe"))["media_id"]
    assert (await api.send("image", {"media_id": media_id}))["errcode"] == 40004
    assert (await api.send("file", {"media_id": media_id}, safe=1))["errcode"] == 40005
    assert (await api.get("media/get", media_id="m"))["errcode"] == 40007
    assert (await api.get("media/get"))["errcode"] == 41006


async def test_video_and_mpnews_with_media(fake: FakeWeCom, api: Api) -> None:
    video = (await upload(api, "video", bytes(4) + b"ftypisom"))["media_id"]
    picture = (await upload(api, "image", PNG))["media_id"]
    await api.send("video", {"media_id": video, "title": "标" * 43})
    assert fake.inbox("zhangmin")[0].text == "[视频]\n" + "标" * 42
    article = {"title": "快报", "content": "<p>正文</p>", "thumb_media_id": picture, "digest": "摘要"}
    assert (await api.send("mpnews", {"articles": [article]}))["errcode"] == 0
    assert (await api.send("mpnews", {"articles": [article | {"author": "甲" * 22}]}))["errcode"] == 45032
    assert (await api.send("mpnews", {"articles": [article | {"content": "x" * 681_985}]}))["errcode"] == 45002
