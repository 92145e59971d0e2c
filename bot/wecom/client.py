"""The asynchronous client of WeCom's server API (wecom.md 4-9): typed in, typed out.

Every method raises WeComError when WeCom refuses, WeComUnreachable when there is no usable answer, and ValueError when
the call could not be right whatever WeCom says.
"""

from collections.abc import Callable, Sequence
from email.message import Message as MailMessage
from typing import Any, Literal
from urllib.parse import unquote

import aiohttp
import orjson

from bot.wecom.cards import Card
from bot.wecom.errors import WeComError
from bot.wecom.menu import Menu
from bot.wecom.messages import AppMessage, ChatMessage, WebhookMessage
from bot.wecom.results import Chat, Department, Media, Member, SendResult, chat, department, member, names
from bot.wecom.schedules import Schedules
from bot.wecom.token import Share
from bot.wecom.transport import Transport, handle

USERS_LIMIT = 1000
DUPLICATE_LIMIT = 14400
ALL_INVALID = 81013
UPLOAD_PACE = 1 << 17
"""Bytes a second that a slow line must bring up."""
_MEDIA_BYTES = {"image": 10, "voice": 2, "video": 10, "file": 20}  # MB


class WeComClient:
    """One app of one corp. ``base`` without ``/cgi-bin``; ``now`` in seconds, real time; ``timeout`` in seconds."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        corp_id: str,
        secret: str,
        agent_id: int,
        *,
        now: Callable[[], float],
        timeout: float = 10.0,
    ) -> None:
        self._agent_id = agent_id
        self._http = Transport(session, base, corp_id, secret, now=now, timeout=timeout)
        self.schedules = Schedules(self._http)

    def share_token(self, share: Share) -> None:
        """Use one token with the other servers of this database."""
        self._http.tokens.share(share)

    async def ready(self) -> None:
        """Returns when a token can be had."""
        await self._http.tokens.get()

    async def send(self, to: Sequence[str], message: AppMessage, *, duplicate_check: int | None = None) -> SendResult:
        """message/send to 1-1000 userids, or to ``["@all"]``. When none can be reached, all come back as invalid.

        ``duplicate_check``: seconds (1-14400) within which WeCom swallows an equal request. It compares the whole
        JSON, this number included, so different numbers keep two messages with the same words apart.
        """
        users = _users(to)
        body: dict[str, Any] = {"touser": "|".join(users), "agentid": self._agent_id, **message.body()}
        if duplicate_check is not None:
            if not 1 <= duplicate_check <= DUPLICATE_LIMIT:
                raise ValueError(f"duplicate_check is 1-{DUPLICATE_LIMIT} seconds")
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": duplicate_check}
        try:
            answer = await self._http.post("message/send", body)
        except WeComError as error:
            if error.code != ALL_INVALID:
                raise
            return SendResult("", None, names(users), frozenset())
        return SendResult(
            msgid=str(answer.get("msgid", "")),
            response_code=answer.get("response_code") or None,
            invalid_users=names(answer.get("invaliduser")),
            unlicensed=names(answer.get("unlicenseduser")),
        )

    async def update_card(
        self, response_code: str, users: Sequence[str], *, replace_name: str | None = None, card: Card | None = None
    ) -> frozenset[str]:
        """message/update_template_card: either greys the buttons under a new name or puts another card in place.

        Uses up the code (72 h). Returns the users, in lower case, who were not among those the card was sent to.
        """
        if (not replace_name) == (card is None):
            raise ValueError("either replace_name or card")
        body: dict[str, Any] = {
            "userids": _users(users),
            "agentid": self._agent_id,
            "response_code": response_code,
        }
        if card is not None:
            body["template_card"] = card.to_json()
        else:
            body["button"] = {"replace_name": replace_name}
        answer = await self._http.post("message/update_template_card", body)
        return names(answer.get("invaliduser"))

    async def recall(self, msgid: str) -> None:
        """message/recall within 24 h of sending."""
        await self._http.post("message/recall", {"msgid": msgid})

    async def create_chat(
        self, name: str, users: Sequence[str], *, owner: str | None = None, chatid: str | None = None
    ) -> str:
        """appchat/create with 2-2000 members; returns the chat id. The name holds 50 characters."""
        if not 2 <= len(users) <= 2000:
            raise ValueError("a chat has 2-2000 members")
        body = {"name": _chat_name(name), "owner": owner, "userlist": list(users), "chatid": chatid}
        answer = await self._http.post("appchat/create", _given(body))
        return handle(answer, "chatid", "appchat/create")

    async def update_chat(
        self,
        chatid: str,
        *,
        name: str | None = None,
        owner: str | None = None,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
    ) -> None:
        """appchat/update; whoever removes the owner names a new one."""
        body = {
            "chatid": chatid,
            "name": _chat_name(name) if name is not None else None,
            "owner": owner,
            "add_user_list": list(add) or None,
            "del_user_list": list(remove) or None,
        }
        await self._http.post("appchat/update", _given(body))

    async def get_chat(self, chatid: str) -> Chat:
        """appchat/get."""
        return chat((await self._http.get("appchat/get", {"chatid": chatid})).get("chat_info", {}))

    async def send_chat(self, chatid: str, message: ChatMessage) -> None:
        """appchat/send. A group message cannot be recalled."""
        await self._http.post("appchat/send", {"chatid": chatid, **message.body()})

    async def webhook(self, key: str, message: WebhookMessage) -> None:
        """webhook/send by a group robot: no token, the key is the secret; 20 a minute."""
        body = message.body()
        if "safe" in body:
            raise ValueError("a robot's message has no safe")
        data = orjson.dumps(body)
        answer = await self._http.request("POST", "webhook/send", {"key": key}, lambda: data)
        answer.json("webhook/send")

    async def user(self, userid: str) -> Member:
        """user/get."""
        return member(await self._http.get("user/get", {"userid": userid}))

    async def department_list(self, parent: int | None = None) -> list[Department]:
        """department/list: the department and all below it, or everything the app may see."""
        answer = await self._http.get("department/list", {} if parent is None else {"id": parent})
        return [department(value) for value in answer.get("department", ())]

    async def users_of(self, department: int) -> list[Member]:
        """user/list: direct members of a department."""
        answer = await self._http.get("user/list", {"department_id": department})
        return [member(value) for value in answer.get("userlist", ())]

    async def upload_media(
        self, kind: Literal["image", "voice", "video", "file"], filename: str, content: bytes
    ) -> str:
        """media/upload; returns the media_id, good for 3 days. A large one is given 8 seconds more for each MB."""
        if not filename or not filename.isprintable():
            raise ValueError("a file name of printable characters")
        if not 5 < len(content) <= _MEDIA_BYTES[kind] * 1024 * 1024:
            raise ValueError(f"{kind}: more than 5 bytes, at most {_MEDIA_BYTES[kind]} MB")

        def form() -> aiohttp.FormData:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("media", content, filename=filename, content_type="application/octet-stream")
            return data

        longer = len(content) / UPLOAD_PACE
        answer = await self._http.with_token("POST", "media/upload", {"type": kind}, form, longer=longer)
        return handle(answer.json("media/upload"), "media_id", "media/upload")

    async def download_media(self, media_id: str) -> Media:
        """media/get of up to 20 MB."""
        answer = await self._http.with_token("GET", "media/get", {"media_id": media_id})
        disposition = answer.headers.get("Content-Disposition", "")
        kind = answer.headers.get("Content-Type", "")
        if not disposition and kind.startswith(("application/json", "text/plain")):
            answer.json("media/get")
        return Media(_filename(disposition), kind, answer.content)

    async def create_menu(self, menu: Menu) -> None:
        """menu/create."""
        await self._http.post("menu/create", menu.to_json(), {"agentid": self._agent_id})

    async def menu(self) -> list[Any]:
        """menu/get: the buttons as WeCom keeps them; WeComError 46003 when there are none."""
        return list((await self._http.get("menu/get", {"agentid": self._agent_id})).get("button", ()))

    async def callback_ips(self) -> list[str]:
        """getcallbackip: the addresses that callbacks come from."""
        return [str(address) for address in (await self._http.get("getcallbackip")).get("ip_list", ())]


def _users(users: Sequence[str]) -> list[str]:
    if isinstance(users, str):
        raise TypeError("a list of userids, not one text")
    if not 1 <= len(users) <= USERS_LIMIT:
        raise ValueError(f"1-{USERS_LIMIT} recipients")
    if any(not user or "|" in user or len(user) > 64 for user in users) or ("@all" in users and len(users) > 1):
        raise ValueError("not a list of userids")
    return list(users)


def _chat_name(name: str) -> str:
    if not 1 <= len(name) <= 50:
        raise ValueError("the name of a chat holds 1-50 characters")
    return name


def _given(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


def _filename(disposition: str) -> str:
    header = MailMessage()
    header["Content-Disposition"] = disposition or "attachment"
    return unquote(header.get_filename() or "")
