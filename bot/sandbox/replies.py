"""Applies passive replies to the phone of whoever caused them (wecom.md 3.3, 14.5)."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox import render, strict
from bot.sandbox.card_rules import CardRules
from bot.sandbox.core import ApiError, Json, Refused
from bot.sandbox.messages import Office
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.reply_xml import articles, card, leaf

SILENT = frozenset(
    {"unsubscribe", "scancode_push", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"}
)
"""Events that WeCom does not let the bot answer in the response."""


@dataclass(frozen=True)
class Trigger:
    """What the bot replies to: who, the event's name (or the msgtype), and the pressed card if any."""

    userid: str
    event: str
    pressed: PhoneMessage | None = None


class Replies:
    """Puts passive replies on phones; every wrong one is a violation, since the user would see nothing."""

    def __init__(self, office: Office, corp_id: str) -> None:
        self._office = office
        self._corp_id = corp_id
        self._note = office.journal.violation

    def apply(self, trigger: Trigger, reply: dict[str, Any]) -> None:
        """Carry out one decrypted reply."""
        kind = leaf(reply, "MsgType")
        if leaf(reply, "ToUserName").lower() != trigger.userid.lower():
            self._note(f"passive reply to {leaf(reply, 'ToUserName')!r} instead of {trigger.userid!r}")
        if leaf(reply, "FromUserName").lower() != self._corp_id.lower():
            self._note("passive reply whose FromUserName is not the corpid")
        if not leaf(reply, "CreateTime").isdecimal():
            self._note("passive reply without CreateTime")
        try:
            self._dispatch(trigger, kind, reply)
        except (ApiError, Refused) as error:
            self._note(f"passive reply {kind!r} has no effect: {error}")

    def _dispatch(self, trigger: Trigger, kind: str, reply: dict[str, Any]) -> None:
        if kind in ("update_button", "update_template_card"):
            self._update(trigger, kind, reply)
            return
        if trigger.event in SILENT or trigger.event == "template_card_event":
            raise Refused(f"{trigger.event} cannot be answered with {kind}")
        payload = self._payload(kind, reply)
        text = render.message(kind, payload)
        self._office.phones.show(trigger.userid, kind, text, self._office.app_name, payload=payload, passive=True)

    def _payload(self, kind: str, reply: dict[str, Any]) -> Json:
        match kind:
            case "text":
                payload: Json = {"content": leaf(reply, "Content")}
                if not payload["content"].strip():
                    raise Refused("empty content")
                strict.shorten(payload, "content", 2048, "passive text", self._note)
                return payload
            case "image" | "voice" | "video":
                part = reply.get(kind.capitalize()) or {}
                self._office.lookups.medium(leaf(part, "MediaId"), kind)
                payload = {"media_id": leaf(part, "MediaId")}
                if kind == "video":
                    payload |= {"title": leaf(part, "Title"), "description": leaf(part, "Description")}
                    self._cut(payload)
                return payload
            case "news":
                found = articles(reply)
                for item in found:
                    self._cut(item)
                return {"articles": found}
            case _:
                raise Refused("no such passive reply")

    def _cut(self, item: Json) -> None:
        strict.shorten(item, "title", 128, "passive reply", self._note)
        strict.shorten(item, "description", 512, "passive reply", self._note)

    def _update(self, trigger: Trigger, kind: str, reply: dict[str, Any]) -> None:
        pressed = trigger.pressed
        if pressed is None or pressed.card is None:
            raise Refused("there was no card to update")
        if trigger.event == "template_card_event" and self._office.quirks.ignore_passive_card_update:
            raise Refused("passive updates after template_card_event are ignored; use message/update_template_card")
        if kind == "update_button":
            pressed.card.replace_buttons(leaf(reply.get("Button") or {}, "ReplaceName"))
        else:
            new = card(reply.get("TemplateCard") or {})
            CardRules(self._note, self._office.lookups, update=True, max_actions=10).check(new)
            pressed.card.replace_card(new)
        self._office.phones.changed(pressed)
