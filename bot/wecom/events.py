"""From the plaintext of a callback to a typed event (wecom.md 2 and 3)."""

from functools import partial
from hashlib import sha256
from typing import Any

from bot.plain import straight
from bot.wecom import inbound as i
from bot.wecom.notices import LAST_SECOND, NOTICES, Head, Reader
from bot.wecom.xml import Element, child, children, decimal, integer, parse_xml, text, texts

_KEY_LIMIT = 64
_LONGEST_ID = 64
"""Of a userid (wecom.md 0): whoever has a longer one is nobody."""


def parse(plaintext: bytes) -> i.Inbound:
    """The typed message or event. Raises Rejected("xml") for what is not a callback's XML, and for nothing else.

    Missing fields are read as empty, unknown elements ignored, unknown kinds become UnknownMessage or UnknownEvent.
    """
    root = parse_xml(plaintext)
    kind = text(root, "MsgType")
    sender, created = text(root, "FromUserName"), integer(root, "CreateTime", LAST_SECOND)
    sender = sender if len(sender) <= _LONGEST_ID else ""
    head: Head = {"sender": sender, "created": created, "agent_id": integer(root, "AgentID")}
    if kind == "event":
        name = text(root, "Event")
        head["dedupe_key"] = f"e:{_short(sender)}:{created}:{sha256(plaintext).hexdigest()}"
        reader = _EVENTS.get(name)
        return reader(root, head) if reader else i.UnknownEvent(name=name, **head)
    msg_id = text(root, "MsgId")
    # Never from the content: the key is stored, and no hash of a classified text may be (domain.md 7.3).
    head["dedupe_key"] = f"m:{_short(msg_id)}" if msg_id else f"m:{_short(sender)}:{created}:{_short(kind)}"
    head["msg_id"] = msg_id
    if kind == "text":
        return i.TextMessage(content=straight(text(root, "Content")), **head)
    reader = _MESSAGES.get(kind)
    return reader(root, head) if reader else i.UnknownMessage(kind=kind, **head)


def _short(value: str) -> str:
    return value if len(value) <= _KEY_LIMIT else sha256(value.encode()).hexdigest()


def _media(_root: Element, head: Head, *, kind: Any) -> i.Inbound:
    return i.MediaMessage(kind=kind, **head)


def _location(root: Element, head: Head) -> i.Inbound:
    return i.LocationMessage(
        latitude=decimal(root, "Location_X"),
        longitude=decimal(root, "Location_Y"),
        scale=integer(root, "Scale"),
        label=text(root, "Label"),
        **head,
    )


def _link(root: Element, head: Head) -> i.Inbound:
    return i.LinkMessage(
        title=text(root, "Title"), description=text(root, "Description"), url=text(root, "Url"), **head
    )


def _card_press(root: Element, head: Head) -> i.Inbound:
    items = children(child(root, "SelectedItems"), "SelectedItem")
    return i.CardPress(
        key=text(root, "EventKey"),
        task_id=text(root, "TaskId"),
        card_type=text(root, "CardType"),
        response_code=text(root, "ResponseCode"),
        selected={text(item, "QuestionKey"): texts(child(item, "OptionIds"), "OptionId") for item in items},
        **head,
    )


def _card_menu(root: Element, head: Head) -> i.Inbound:
    return i.CardMenuPress(
        key=text(root, "EventKey"),
        task_id=text(root, "TaskId"),
        card_type=text(root, "CardType"),
        response_code=text(root, "ResponseCode"),
        **head,
    )


def _task_card(root: Element, head: Head) -> i.Inbound:
    head["agent_id"] = head["agent_id"] or integer(root, "AgentId")  # the old event writes a lower-case d
    return i.TaskCardPress(key=text(root, "EventKey"), task_id=text(root, "TaskId"), **head)


def _click(root: Element, head: Head) -> i.Inbound:
    return i.MenuClick(key=text(root, "EventKey"), **head)


def _view(root: Element, head: Head, *, mini_program: bool) -> i.Inbound:
    return i.MenuView(target=text(root, "EventKey"), mini_program=mini_program, **head)


def _bare(_root: Element, head: Head, *, model: type[i.Inbound]) -> i.Inbound:
    return model(**head)


def _location_report(root: Element, head: Head) -> i.Inbound:
    return i.LocationReport(
        latitude=decimal(root, "Latitude"),
        longitude=decimal(root, "Longitude"),
        precision=decimal(root, "Precision"),
        **head,
    )


def _scan(root: Element, head: Head, *, waiting: bool) -> i.Inbound:
    info = child(root, "ScanCodeInfo")
    return i.ScanCode(
        key=text(root, "EventKey"),
        scan_type=text(info, "ScanType"),
        result=text(info, "ScanResult"),
        waiting=waiting,
        **head,
    )


def _pictures(root: Element, head: Head) -> i.Inbound:
    count = integer(child(root, "SendPicsInfo"), "Count")
    return i.PicturesChosen(key=text(root, "EventKey"), source=text(root, "Event"), count=count, **head)


def _location_chosen(root: Element, head: Head) -> i.Inbound:
    info = child(root, "SendLocationInfo")
    return i.LocationChosen(
        key=text(root, "EventKey"),
        latitude=decimal(info, "Location_X"),
        longitude=decimal(info, "Location_Y"),
        scale=integer(info, "Scale"),
        label=text(info, "Label"),
        poi=text(info, "Poiname"),
        **head,
    )


_MESSAGES: dict[str, Reader] = {
    **{kind: partial(_media, kind=kind) for kind in ("image", "voice", "video", "file")},
    "location": _location,
    "link": _link,
}

_EVENTS: dict[str, Reader] = {
    "template_card_event": _card_press,
    "template_card_menu_event": _card_menu,
    "taskcard_click": _task_card,
    "click": _click,
    "view": partial(_view, mini_program=False),
    "view_miniprogram": partial(_view, mini_program=True),
    "subscribe": partial(_bare, model=i.Subscribe),
    "unsubscribe": partial(_bare, model=i.Unsubscribe),
    "enter_agent": partial(_bare, model=i.EnterAgent),
    "LOCATION": _location_report,
    "scancode_push": partial(_scan, waiting=False),
    "scancode_waitmsg": partial(_scan, waiting=True),
    **dict.fromkeys(("pic_sysphoto", "pic_photo_or_album", "pic_weixin"), _pictures),
    "location_select": _location_chosen,
    **NOTICES,
}
