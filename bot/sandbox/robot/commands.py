"""What the robot may say and when: answers, welcomes, updates of cards, pushes (wecom.md 12.7)."""

import secrets
from collections.abc import Callable

from bot.sandbox import strict
from bot.sandbox.card_state import CardState
from bot.sandbox.core import ApiError, Journal, Json, ok
from bot.sandbox.lookups import Lookups
from bot.sandbox.phones import PhoneMessage, Phones
from bot.sandbox.quotas import HOUR, MINUTE, Window, allow
from bot.sandbox.robot.asked import STREAM_LIFE, Asked, Asking
from bot.sandbox.robot.rules import Rules, drawn, one_of
from bot.sandbox.strict import Kind

PER_MINUTE, PER_HOUR = 30, 1000
UPDATE = {"response_type": Kind.STR, "userids": Kind.LIST, "template_card": Kind.OBJ}
SEND = {"chatid": Kind.STR, "chat_type": Kind.INT, "msgtype": Kind.STR, "markdown": Kind.OBJ, "template_card": Kind.OBJ}
ANSWER = {"msgtype": Kind.STR, "stream": Kind.OBJ, "markdown": Kind.OBJ, "template_card": Kind.OBJ}
WELCOME = {"msgtype": Kind.STR, "text": Kind.OBJ, "template_card": Kind.OBJ}
SINGLE, GROUP = 1, 2


class Commands:
    """Carries out what a subscribed connection sends. Each raises ApiError or returns the acknowledgement."""

    def __init__(
        self,
        name: str,
        phones: Phones,
        journal: Journal,
        asking: Asking,
        groups: dict[str, tuple[str, ...]],
        lookups: Lookups,
        clock: Callable[[], float],
        real: Callable[[], float],
    ) -> None:
        self._name, self._phones, self._asking, self._groups = name, phones, asking, groups
        self._journal, self._clock, self._real = journal, clock, real
        self._rules = Rules(journal.violation, lookups)
        self._quotas: dict[str, list[Window]] = {}
        self._task_ids: set[str] = set()
        self.met: set[str] = set()
        """Conversations in which somebody has spoken to the robot."""
        self.all = {
            "aibot_respond_msg": self.answer,
            "aibot_respond_welcome_msg": self.welcome,
            "aibot_respond_update_msg": self.update,
            "aibot_send_msg": self.send,
        }

    def answer(self, body: Json, req_id: str, link: int) -> Json:
        """An answer to a message: a stream that grows, or one other message."""
        asked = self._asking.answerable(req_id, "message", self._clock(), link)
        strict.fields(body, ANSWER, "body", self._journal.violation)

        def other(show: Callable[[], None]) -> Callable[[], None]:
            def act() -> None:
                if asked.answered:
                    raise ApiError(846606, "duplicate reply")
                show()

            return act

        one_of(
            body,
            {
                "stream": lambda: self._stream(asked, body),
                "markdown": other(lambda: self._words(asked.chat, self._rules.markdown(body))),
                "template_card": other(lambda: self._card(asked.chat, body)),
            },
        )
        asked.answered = True
        return ok()

    def _stream(self, asked: Asked, body: Json) -> None:
        stream = self._rules.stream(body)
        if asked.answered and asked.stream_id != stream["id"]:
            raise ApiError(846606, "duplicate reply: another stream")
        if asked.answered and self._clock() > asked.stream_at + STREAM_LIFE:
            raise ApiError(846608, "stream too old")
        content = stream.get("content", "")
        if asked.answered:
            self._count(asked.chat)
            for copy in self._phones.by_msgid(asked.req_id):
                copy.text = drawn(content)
                self._phones.changed(copy)
        else:
            self._words(asked.chat, content, msgid=asked.req_id)
            asked.stream_id, asked.stream_at = stream["id"], self._clock()
        asked.finished = bool(stream.get("finish"))

    def welcome(self, body: Json, req_id: str, link: int) -> Json:
        """A welcome within five seconds of the entry."""
        asked = self._asking.answerable(req_id, "enter", self._clock(), link)
        strict.fields(body, WELCOME, "body", self._journal.violation)
        one_of(
            body,
            {
                "text": lambda: self._words(asked.chat, self._rules.welcome(body)),
                "template_card": lambda: self._card(asked.chat, body),
            },
        )
        asked.answered = True
        return ok()

    def update(self, body: Json, req_id: str, link: int) -> Json:
        """A changed card within five seconds of the press, with the same task_id."""
        asked = self._asking.answerable(req_id, "press", self._clock(), link)
        strict.fields(body, UPDATE, "body", self._journal.violation)
        if body.get("response_type") != "update_template_card":
            raise ApiError(40008, "invalid response_type")
        card = self._rules.card(body, update=True)
        if card.get("task_id") != asked.task_id:
            raise ApiError(846625, "task_id differs from the pressed card's")
        for userid in strict.strings(body, "userids", "body") or [asked.userid]:
            message = self._phones.card(userid, asked.task_id)
            if message.card is not None:
                message.card.replace_card(card)
                self._phones.changed(message)
        asked.answered = True
        return ok()

    def send(self, body: Json, _req_id: str, _link: int) -> Json:
        """A push into a conversation in which somebody has spoken to the robot."""
        strict.fields(body, SEND, "body", self._journal.violation)
        chat, sort = strict.required(body, "chatid", "body", 40058), body.get("chat_type", 0)
        if sort not in (0, SINGLE, GROUP):
            raise ApiError(40058, "invalid chat_type")
        group = sort == GROUP or (sort == 0 and chat in self._groups)
        if not group:
            chat = chat.lower()
        if chat not in self.met or group != (chat in self._groups):
            raise ApiError(846607, "nobody has spoken to the robot there", excused=True)
        if group and body.get("msgtype") == "template_card":
            raise ApiError(40008, "template_card is for single chats")
        one_of(
            body,
            {
                "markdown": lambda: self._words(chat, self._rules.markdown(body)),
                "template_card": lambda: self._card(chat, body),
            },
        )
        return ok()

    def _count(self, chat: str) -> None:
        windows = self._quotas.setdefault(chat, [Window(PER_MINUTE, MINUTE), Window(PER_HOUR, HOUR)])
        if not allow(windows, self._real()):
            raise ApiError(846607, "more than 30 a minute or 1000 an hour", excused=False)

    def _words(self, chat: str, content: str, msgid: str = "") -> None:
        self._count(chat)
        self._show(chat, "markdown", drawn(content), msgid=msgid)

    def _card(self, chat: str, body: Json) -> None:
        card = self._rules.card(body)
        if chat in self._groups and card["card_type"] in ("button_interaction", "vote_interaction"):
            self._journal.violation("a card with buttons in a group")
        task_id = card.get("task_id", "")
        if task_id and task_id in self._task_ids:
            raise ApiError(846625, f"task_id {task_id} is used already")
        self._count(chat)
        self._task_ids.add(task_id)
        state = CardState(card)
        self._show(chat, "template_card", state.text(), card=state)

    def _show(self, chat: str, kind: str, text: str, *, msgid: str = "", card: CardState | None = None) -> None:
        group = chat in self._groups
        for userid in self._groups.get(chat, (chat,)):
            self._phones.show(
                userid,
                kind,
                text,
                self._name,
                msgid=msgid or secrets.token_hex(8),
                chatid=chat if group else "",
                card=card.copy() if card else None,
            )


def shown_by(messages: list[PhoneMessage]) -> list[str]:
    """The words of the robot among them."""
    return [message.text for message in messages if not message.mine]
