"""From a frame to what was said, typed as the first door types it (wecom.md 12.2, 12.3, 12.7).

Media are refused as at the first door, voices too: their transcripts are not made in this house (domain.md 7.3). What
comes with them is words all the same, and the guard sees it: a HARD text is refused as such, whatever it came with.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from bot.plain import straight
from bot.wecom import inbound as i
from storage import guard

Json = dict[str, Any]
Sort = Literal["message", "press", "enter", "gone", "other"]

HANDLE = "robot:"
"""How the handle of an answer begins, in the outbox and where a card's code stands at the first door."""

HELP = "帮助"
"""What a bare @ asks for."""

_KEY_LIMIT = 64
_MENTION = re.compile(r"^\s*@\S{1,64}(?:\s+|$)")
_ANY_MENTION = re.compile(r"(?:^|\s)@\S{1,64}(?=\s|$)")
_GAPS = str.maketrans("\u2005\u2006\u00a0\u200b", "    ")


@dataclass(frozen=True, slots=True)
class Heard:
    """One callback frame. `inbound` is what the flow is to handle, None when there is nothing."""

    sort: Sort
    req_id: str
    userid: str = ""
    chatid: str = ""
    task_id: str = ""
    inbound: i.Inbound | None = field(default=None, repr=False)

    @property
    def handle(self) -> str:
        """Names the answer in the outbox."""
        return f"{HANDLE}{self.req_id}"

    @property
    def chat(self) -> str:
        """The conversation whose quota an answer counts against."""
        return self.chatid or self.userid


def hear(frame: Json) -> Heard:
    """What a callback frame says. Never raises: what is missing or of another type is read as empty."""
    body = _object(frame.get("body"))
    req_id = _text(_object(frame.get("headers")), "req_id")
    userid, chatid = _text(_object(body.get("from")), "userid"), _text(body, "chatid")
    key = _text(body, "msgid") or req_id
    head = {
        "sender": userid,
        "created": _integer(body.get("create_time")),
        "agent_id": 0,
        "dedupe_key": f"r:{key if len(key) <= _KEY_LIMIT else sha256(key.encode()).hexdigest()}",
    }
    if _text(body, "msgtype") == "event":
        return _event(body, head, req_id, userid, chatid)
    if not userid or not req_id:
        return Heard("other", req_id)
    return Heard("message", req_id, userid, chatid, inbound=_message(body, head, in_group=bool(chatid)))


def _message(body: Json, head: Json, *, in_group: bool) -> i.Inbound:
    kind = _text(body, "msgtype")
    head["msg_id"] = head["dedupe_key"]
    said, pictures = _said(body, kind)
    quoted = _object(body.get("quote"))
    beside = _said(quoted, _text(quoted, "msgtype"))[0]
    plain = kind in ("text", "mixed") and not pictures
    if (beside or not plain) and guard.screen(whole := f"{said}\n{beside}".strip()).level == "hard":
        return i.TextMessage(content=whole, **head)  # the flow refuses it
    if plain:
        return i.TextMessage(content=straight((without_mention(said) or HELP) if in_group else said), **head)
    media = {"mixed": "image", "image": "image", "voice": "voice", "video": "video", "file": "file"}.get(kind)
    if media is None:
        return i.UnknownMessage(kind=kind, **head)
    return i.MediaMessage(kind=media, **head)  # type: ignore[arg-type]


def _said(part: Json, kind: str) -> tuple[str, bool]:
    """All words of a message, and whether pictures stand among them."""
    if kind != "mixed":
        return _text(_object(part.get(kind)), "content"), False
    items = [_object(item) for item in _list(_object(part.get("mixed")).get("msg_item"))]
    words = [_text(_object(item.get("text")), "content") for item in items if item.get("msgtype") == "text"]
    return "\n".join(words), any(item.get("msgtype") != "text" for item in items)


def without_mention(text: str) -> str:
    """A group's words without the @ that called the robot: the leading one, else the only one."""
    text = text.translate(_GAPS)
    if (leading := _MENTION.match(text)) is not None:
        return text[leading.end() :].strip()
    mentions = list(_ANY_MENTION.finditer(text))
    if len(mentions) == 1:
        return f"{text[: mentions[0].start()]}{text[mentions[0].end() :]}".strip()
    return text.strip()


def _event(body: Json, head: Json, req_id: str, userid: str, chatid: str) -> Heard:
    event = _object(body.get("event"))
    name = _loose(event, "eventtype", str) or ""
    if name == "disconnected_event":
        return Heard("gone", req_id)
    if name == "enter_chat" and userid:
        return Heard("enter", req_id, userid, chatid)
    if name == "template_card_event" and userid:
        pressed = _loose(event, "template_card_event", dict) or event
        task_id = _loose(pressed, "task_id", str) or ""
        press = i.CardPress(
            key=_loose(pressed, "event_key", str) or "",
            task_id=task_id,
            card_type=_loose(pressed, "card_type", str) or "",
            response_code=f"{HANDLE}{req_id}",
            selected=_selected(pressed),
            **head,
        )
        return Heard("press", req_id, userid, chatid, task_id, press)
    return Heard("other", req_id, userid, chatid)


def _selected(pressed: Json) -> dict[str, tuple[str, ...]]:
    chosen = {}
    for item in _several(_loose(pressed, "selected_items", object), "selected_item"):
        options = _several(_loose(item, "option_ids", object), "option_id", of=str)
        chosen[_loose(item, "question_key", str) or ""] = tuple(options)
    return chosen


def _several(value: object, name: str, of: type = dict) -> list[Any]:
    """A list, whether it stands bare or inside an object of that name, or a single one."""
    if isinstance(value, dict):
        inner = _loose(value, name, object)
        value = value if inner is None else inner
    found = value if isinstance(value, list) else [value]
    return [item for item in found if isinstance(item, of)]


def _loose(part: Json, name: str, kind: type) -> Any:
    """The value under this name however it is written: event_key, eventkey, EventKey (wecom.md 12.3)."""
    wanted = _bare(name)
    for key, value in part.items():
        if _bare(key) == wanted and isinstance(value, kind):
            return value
    return None


_bare: Callable[[str], str] = lambda name: name.replace("_", "").lower()  # noqa: E731


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(part: Json, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _integer(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
