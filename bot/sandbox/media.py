"""Temporary media: upload rules, three days of life, ranged download (wecom.md 7, 14.14)."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.core import Answer, ApiError, Call, Route, Upload

LIFETIME = 3 * 86400
MIB = 1 << 20
LIMITS = {"image": 10 * MIB, "voice": 2 * MIB, "video": 10 * MIB, "file": 20 * MIB}
MAX_WHOLE = 20 * MIB
AMR_SECOND = 1600
"""Bytes of the densest AMR narrow-band second; 60 s cannot be longer than 60 of them plus the header."""


@dataclass(frozen=True)
class Medium:
    """One stored file; `at` in clock seconds. `owner` is a webhook key, or empty for the corp."""

    id: str
    kind: str
    filename: str
    content_type: str
    data: bytes
    at: float
    owner: str = ""

    @property
    def shape(self) -> str:
        """The media type of a picture, by its first bytes."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"

    @property
    def size(self) -> str:
        """As a phone writes it: 35KB, 1.2MB."""
        amount = len(self.data)
        return f"{amount / MIB:.1f}MB" if amount >= MIB else f"{max(1, amount // 1024)}KB"


def _check_format(kind: str, data: bytes) -> None:
    if kind == "image" and not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise ApiError(40123, "invalid image")
    if kind == "voice" and not data.startswith(b"#!AMR"):
        raise ApiError(301017, "voice must be AMR")
    if kind == "voice" and len(data) > 60 * AMR_SECOND + 9:
        raise ApiError(45007, "voice longer than 60 seconds")
    if kind == "video" and data[4:8] != b"ftyp":
        raise ApiError(40005, "video must be MP4")


class MediaStore:
    """The media of one corp."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._media: dict[str, Medium] = {}

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {
            "media/upload": Route("POST", self.upload, body="file"),
            "media/get": Route("GET", self.download),
        }

    def add(self, kind: str, upload: Upload, owner: str = "") -> Medium:
        """Keep a file for three days."""
        name = secrets.token_urlsafe(32)
        medium = Medium(name, kind, upload.filename, upload.content_type, upload.data, self._clock(), owner)
        self._media[name] = medium
        return medium

    def find(self, media_id: str, owner: str = "") -> Medium:
        """The file. Raises ApiError 40007 (unknown, or another owner's), 40145 (expired)."""
        medium = self._media.get(media_id)
        if medium is None or medium.owner not in ("", owner):
            raise ApiError(40007, "invalid media_id")
        if self._clock() >= medium.at + LIFETIME:
            raise ApiError(40145, "media_id expired")
        return medium

    def kept(self, media_id: str) -> Medium:
        """The file as the phones that got it have it, expired or not. Raises KeyError."""
        return self._media[media_id]

    def accept(self, call: Call, kinds: tuple[str, ...], owner: str = "") -> Answer:
        """Check and keep an uploaded file, and answer as WeCom does."""
        kind = call.query.get("type", "")
        if kind not in kinds:
            raise ApiError(40004, "invalid media type")
        upload = call.upload
        if upload is None:
            raise ApiError(44001, "empty media data: the multipart part must be named media")
        if not upload.filename:
            raise ApiError(40058, "media part has no filename")
        if len(upload.data) <= 5:
            raise ApiError(40006 if upload.data else 44001, "invalid media size: more than 5 bytes are needed")
        if len(upload.data) > LIMITS[kind]:
            raise ApiError(45001, f"media size out of limit: {kind} at most {LIMITS[kind]} bytes")
        _check_format(kind, upload.data)
        medium = self.add(kind, upload, owner)
        return {"errcode": 0, "errmsg": "", "type": kind, "media_id": medium.id, "created_at": str(int(medium.at))}

    def upload(self, call: Call) -> Answer:
        """POST media/upload."""
        return self.accept(call, ("image", "voice", "video", "file"))

    def download(self, call: Call) -> Answer:
        """GET media/get, whole or by a range."""
        media_id = call.query.get("media_id", "")
        if not media_id:
            raise ApiError(41006, "media_id missing")
        medium = self.find(media_id)
        size = len(medium.data)
        headers = {
            "Content-Type": medium.content_type,
            "Content-disposition": f'attachment; filename="{quote(medium.filename)}"',
            "Accept-Ranges": "bytes",
        }
        if not call.byte_range:
            if size > MAX_WHOLE:
                raise ApiError(830002, "file larger than 20 MB needs a Range")
            return web.Response(body=medium.data, headers=headers)
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", call.byte_range)
        if match is None or int(match[1]) >= size:
            raise ApiError(40146, "invalid Range")
        first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        return web.Response(status=206, body=medium.data[first : last + 1], headers=headers)
