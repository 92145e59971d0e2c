"""What a person does on the phone, turned into callbacks (wecom.md 3, 14)."""

import asyncio
import random
import secrets
from collections.abc import Iterator, Sequence

from bot.sandbox import xml
from bot.sandbox.callbacks import NO_FAULTS, CallbackFaults, Callbacks, Delivery
from bot.sandbox.card_state import Choice
from bot.sandbox.core import Refused, Upload
from bot.sandbox.media import MediaStore
from bot.sandbox.menu import Menu
from bot.sandbox.messages import Office
from bot.sandbox.replies import Replies, Trigger

SAMPLES = {
    "image": Upload("photo.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(24)),
    "voice": Upload("voice.amr", "voice/amr", b"#!AMR\n" + bytes(320)),
    "video": Upload("video.mp4", "video/mp4", bytes(4) + b"ftypisom" + bytes(32)),
}
LABELS = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "location": "[位置]", "link": "[链接]"}


class Gestures:
    """Every gesture shows on the phone first, is delivered, and then has its passive reply applied."""

    def __init__(
        self,
        office: Office,
        callbacks: Callbacks,
        *,
        replies: Replies,
        menu: Menu,
        media: MediaStore,
        rng: random.Random,
    ) -> None:
        self._office = office
        self._callbacks = callbacks
        self._replies = replies
        self._menu = menu
        self._media = media
        self._rng = rng
        self._ids = _message_ids()

    def _person(self, userid: str) -> str:
        member = self._office.directory.reachable(userid)
        if member is None:
            raise Refused(f"{userid} is no member who can use this app")
        return member.userid

    def _show(self, userid: str, kind: str, text: str) -> int:
        """Put it on the person's own phone; returns the MsgId under which the bot gets it."""
        member, number = self._office.directory.find(userid), next(self._ids)
        name = member.name if member else userid
        self._office.phones.show(userid, kind, text, name, msgid=str(number), mine=True)
        return number

    def _plaintext(self, userid: str, kind: str, extra: xml.Fields) -> bytes:
        header: xml.Fields = [
            ("ToUserName", self._callbacks.corp_id),
            ("FromUserName", userid),
            ("CreateTime", int(self._office.clock())),
            ("MsgType", kind),
            ("AgentID", self._callbacks.agent_id),
        ]
        return xml.plaintext([*header, *extra], self._rng)

    async def push(self, plaintext: bytes, trigger: Trigger, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Deliver a finished plaintext and apply the replies."""
        delivery = await self._callbacks.deliver(plaintext, faults)
        for one in (delivery, *delivery.copies):
            if one.reply is not None:
                self._replies.apply(trigger, one.reply)
        self._office.journal.feed.publish(
            {
                "type": "delivery",
                "userid": trigger.userid.lower(),
                "attempts": delivery.attempts,
                "statuses": delivery.statuses,
                "elapsed": delivery.elapsed,
            }
        )
        return delivery

    def _words(self, userid: str, text: str) -> tuple[bytes, Trigger]:
        person = self._person(userid)
        number = self._show(person, "text", text)
        plaintext = self._plaintext(person, "text", [("Content", text), ("MsgId", number)])
        return plaintext, Trigger(person, "text")

    async def say(self, userid: str, text: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Send a text message. Raises Refused for somebody who cannot use the app."""
        return await self.push(*self._words(userid, text), faults)

    async def burst(
        self, said: Sequence[tuple[str, str]], order: Sequence[int] | None = None, *, parallel: bool = False
    ) -> list[Delivery]:
        """Several texts spoken in this order but delivered in `order` (indexes into `said`), or all at once.

        The deliveries come back in the order spoken.
        """
        spoken = [self._words(userid, text) for userid, text in said]
        sequence = list(order) if order is not None else list(range(len(spoken)))
        if sorted(sequence) != list(range(len(spoken))):
            raise ValueError("order must name every message once")
        if parallel:
            done = await asyncio.gather(*(self.push(*spoken[index]) for index in sequence))
        else:
            done = [await self.push(*spoken[index]) for index in sequence]
        found = dict(zip(sequence, done, strict=True))
        return [found[index] for index in range(len(spoken))]

    async def press(
        self, userid: str, task_id: str, key: str, selected: Choice | None = None, faults: CallbackFaults = NO_FAULTS
    ) -> Delivery:
        """Press a button or menu entry of a card. Raises Refused when a person could not."""
        person = self._person(userid)
        message = self._office.phones.card(person, task_id)
        if message.card is None:
            raise Refused("not a card")
        event, answers = message.card.press(key, selected)
        extra: xml.Fields = [
            ("TaskId", task_id),
            ("CardType", message.card.kind),
            ("ResponseCode", self._office.ledger.issue_code(message.msgid)),
        ]
        if answers:
            extra.append(("SelectedItems", [("SelectedItem", _answer(*answer)) for answer in answers.items()]))
        return await self._event(Trigger(person, event, message), key, extra, faults)

    async def _event(self, trigger: Trigger, key: str, extra: xml.Fields, faults: CallbackFaults) -> Delivery:
        fields: xml.Fields = [("Event", trigger.event), ("EventKey", key), *extra]
        return await self.push(self._plaintext(trigger.userid, "event", fields), trigger, faults)

    async def event(
        self,
        userid: str,
        event: str,
        key: str = "",
        extra: xml.Fields | None = None,
        faults: CallbackFaults = NO_FAULTS,
    ) -> Delivery:
        """Any event of wecom.md 3.2, `sys` as userid included."""
        return await self._event(Trigger(userid, event), key, extra or [], faults)

    async def enter(self, userid: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Open the app's chat."""
        return await self.event(self._person(userid), "enter_agent", faults=faults)

    async def click_menu(self, userid: str, key: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Tap a menu entry, by its key or url. Raises Refused when the menu has none."""
        entry = self._menu.find(key)
        return await self.event(self._person(userid), entry["type"], key, faults=faults)

    async def send_media(self, userid: str, kind: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Send a picture, voice, video, location or link. Raises Refused for kinds that no callback exists for."""
        person = self._person(userid)
        extra = self._media_fields(kind)
        extra.append(("MsgId", self._show(person, kind, LABELS[kind])))
        return await self.push(self._plaintext(person, kind, extra), Trigger(person, kind), faults)

    def _media_fields(self, kind: str) -> xml.Fields:
        place = {
            "Location_X": "22.5431",
            "Location_Y": "113.9423",
            "Scale": "16",
            "Label": "云湾区",
            "AppType": "wxwork",
        }
        link = {
            "Title": "链接",
            "Description": "",
            "Url": "https://example.com/",
            "PicUrl": "https://example.com/p.png",
        }
        if kind in ("location", "link"):
            return list((place if kind == "location" else link).items())
        if kind not in SAMPLES:
            raise Refused(f"WeCom has no callback for {kind}")
        fields: xml.Fields = [("MediaId", self._media.add(kind, SAMPLES[kind]).id)]
        if kind == "image":
            fields.append(("PicUrl", "https://example.com/photo.png"))
        if kind == "voice":
            fields.append(("Format", "amr"))
        if kind == "video":
            fields.append(("ThumbMediaId", self._media.add("image", SAMPLES["image"]).id))
        return fields


def _answer(question: str, options: Sequence[str]) -> list[tuple[str, object]]:
    return [("QuestionKey", question), ("OptionIds", [("OptionId", option) for option in options])]


def _message_ids() -> Iterator[int]:
    """64-bit MsgIds that do not come again after a restart of the fake."""
    start = 7_000_000_000_000_000_000 + secrets.randbelow(2 * 10**18) // 10**6 * 10**6
    while True:
        start += 1
        yield start
