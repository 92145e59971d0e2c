"""The way of one callback: guard → inbox → dialogue → handler → rows, reminders and outbox in one transaction."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from sqlalchemy import Connection

from bot.dialogue import engine, own
from bot.dialogue.state import State
from bot.dialogue.understand import again
from bot.known_codes import KnownCodes
from bot.logs import place
from bot.metrics import METRICS
from bot.press_queue import PressQueue, press_of
from bot.pressed import button_of
from bot.wecom.inbound import (
    CardPress,
    EnterAgent,
    Inbound,
    MediaMessage,
    MenuClick,
    TextMessage,
    UnknownEvent,
    UnknownMessage,
)
from handlers.line import Press, Reply
from handlers.policy import not_found
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import Clock, local
from scheduler.workdays import WorkCalendar
from storage import conversations, counters, guard, inbox, outbox
from storage.db import Database, Unit, Unreachable
from storage.guard import GuardRefused, Verdict
from storage.messages import Text
from storage.office import Office, Person
from storage.outbox import Lane
from storage.trouble import trouble_of

log = structlog.get_logger("flow")

NO_MEDIA = "为落实保密要求，请勿发送文件照片或扫描件，直接用文字告诉我来文单位、文号、标题即可。"
NO_VOICE = "本办未开通语音识别，请直接打字告诉我。"
NOT_KEPT = "系统暂时无法保存数据，您刚才的内容没有处理，也没有保存，请稍后再发一次；急事请致电秘书科{phone}。"
"""Travels in the callback's response: nothing else can be written down."""
NOTHING_KEPT = "not_kept"
TOO_LONG = "这条消息太长了，请分几条说，每条不超过2000字。"
LONGEST = 6000
"""Characters; WeCom itself cuts text at 2048 bytes, pasted minutes included."""
REMEMBERED_REFUSALS = 10_000
PRESSED_BEFORE = "pressed_before"
"""Something that the person pressed waits to be done: it comes first."""
OUTGOING_REFUSED, FAULTY = "outgoing_refused", "fault"
_LOGGED = frozenset({OUTGOING_REFUSED, FAULTY})
"""Outcomes that have a line in the log already: one line a message."""
UNFIT = "其中有不宜在企业微信出现的内容，未作处理，请删去后重发。"
FAULT = "系统出了点问题，未作任何改动（编号{id}），请稍后再发一次，或致电秘书科{phone}。"

Ended: TypeAlias = Callable[[Connection], None]
"""Called at the end of a turn, inside its transaction: another door than the app takes its answers there."""
Apology: TypeAlias = Callable[[Connection, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a callback. `passive` is an answer that travels in the callback's own response."""

    word: str
    passive: str | None = None


class Flow:
    """Handles inbound messages and events; one per process."""

    def __init__(self, db: Database, clock: Clock, office: Office, calendar: WorkCalendar) -> None:
        self._db, self._clock, self._office, self._calendar = db, clock, office, calendar
        self._refused: OrderedDict[str, None] = OrderedDict()
        self._codes = KnownCodes(office.codes)
        self.presses = PressQueue(db, clock, secrets.token_hex(8), self.finish)

    async def handle(self, inbound: Inbound, ended: Ended | None = None) -> Outcome:
        """Do what the callback asks, once. Never raises for what a person wrote.

        A database that can be reached and keeps nothing (disk full, read-only) is no reason for WeCom to ask again: a
        retry of seconds mends nothing, and a message that is dropped after three of them is lost without a word. The
        sender is told in the response itself that nothing was kept (不漏办: it is his again). A pressed card has no
        such response (wecom.md 3.3): it is refused, so that WeCom repeats it and the button stays.
        """
        try:
            return await self._handle(inbound, ended)
        except Exception as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            log.error("not_kept", kind=type(inbound).__name__, trouble=trouble.value)
            spoken = isinstance(inbound, TextMessage | MediaMessage | MenuClick)
            return Outcome(NOTHING_KEPT, NOT_KEPT.format(phone=self._office.phones.secretariat) if spoken else None)

    async def _handle(self, inbound: Inbound, ended: Ended | None) -> Outcome:
        if isinstance(inbound, UnknownMessage | UnknownEvent):
            log.info("handled", kind=type(inbound).__name__, outcome="unknown")
            return Outcome("unknown")
        if isinstance(inbound, TextMessage):
            verdict = guard.screen(inbound.content)
            if verdict.level == "hard":
                return await self._refuse(inbound, verdict)
            if verdict.level == "soft":
                return await self._in_transaction(inbound, verdict, ended)
        if isinstance(inbound, CardPress) and ended is None:
            known = self._office.person(inbound.sender) is not None and button_of(inbound.key) is not None
            if known and self.presses.crowded():
                return Outcome("put_off" if await self.presses.put_off(inbound) else "repeated")
            with self.presses.in_hand():
                return await self._in_transaction(inbound, None, None)
        return await self._in_transaction(inbound, None, ended)

    async def _refuse(self, inbound: TextMessage, verdict: Verdict) -> Outcome:
        """A HARD text leaves a count and nothing else: the answer goes back in the response, no row is written.

        What was half said before may be the very paper, so it is let go and no later answer completes it. Whoever sent
        it must be warned even when the count cannot be kept.
        """
        key, rule, sender = inbound.dedupe_key, verdict.rule or "", inbound.sender.lower()
        if key not in self._refused:
            self._refused[key] = None
            if len(self._refused) > REMEMBERED_REFUSALS:
                self._refused.popitem(last=False)
            METRICS.guard.labels(rule).inc()
            at = local(self._clock.now())

            def unit(tx: Connection) -> None:
                counters.count_refusal(tx, rule, at)
                if (stored := conversations.load(tx, sender)) and (state := State.model_validate(stored[0])).let_go():
                    conversations.save(tx, sender, state.model_dump(mode="json"), stored[1])  # its time tells nothing

            try:
                await self._db.write(unit, holding=f"talk:{sender}")
            except Exception as error:
                if trouble_of(error) is None and not isinstance(error, Unreachable):
                    raise
        return Outcome("refused", guard.hard_reply(self._office))

    async def _in_transaction(self, inbound: Inbound, soft: Verdict | None, ended: Ended | None) -> Outcome:
        request_id, sender = secrets.token_hex(6), inbound.sender.lower()

        def unit(tx: Connection) -> str:
            if inbox.waits(tx, sender):
                return PRESSED_BEFORE
            word = self._act(tx, inbound, soft, request_id)
            if ended is not None:
                ended(tx)
            return word

        def instead(tx: Connection, text: str) -> None:
            if inbox.accept(tx, inbound.dedupe_key, self._clock.now(), request_id):
                self._answer(tx, sender, Reply(text))
                if ended is not None:
                    ended(tx)

        kind = type(inbound).__name__
        while (word := await self._try(unit, instead, sender, kind, request_id)) == PRESSED_BEFORE:
            await self.finish(sender)
        if word not in _LOGGED:
            log.info("handled", request=request_id, kind=kind, outcome=word)
        return Outcome(word)

    async def finish(self, sender: str) -> None:
        """Do, in order, what this person pressed and what was only written down so far."""
        request_id = secrets.token_hex(6)

        def unit(tx: Connection) -> str:
            person, word = self._office.person(sender), ""
            while (row := inbox.take(tx, sender)) is not None:
                if person is not None:
                    word = self._press(self._turn(tx, person, request_id), *press_of(row))
            return word

        def instead(tx: Connection, text: str) -> None:
            while inbox.take(tx, sender) is not None:
                self._answer(tx, sender, Reply(text))

        if word := await self._try(unit, instead, sender, CardPress.__name__, request_id, later=True):
            log.info("handled", request=request_id, kind=CardPress.__name__, outcome=word, put_off=True)

    async def _try(
        self, unit: Unit[str], instead: Apology, sender: str, kind: str, request_id: str, *, later: bool = False
    ) -> str:
        """The unit's word. A bug, or words that the guard does not let out, end in an apology and nothing else."""
        holding = f"talk:{sender}"
        try:
            return await self._db.write(unit, holding=holding, later=later)
        except GuardRefused as refused:
            METRICS.guard.labels(refused.rule).inc()
            log.warning("outgoing_refused", request=request_id, rule=refused.rule)
            await self._db.write(lambda tx: instead(tx, UNFIT), holding=holding)
            return OUTGOING_REFUSED
        except Unreachable:
            raise  # not acknowledged, so WeCom says it again
        except Exception as error:
            if trouble_of(error) is not None:
                raise  # no bug: the sender is told by handle
            # A bug: rolled back, logged with an id, answered politely
            METRICS.faults.inc()
            log.error("fault", request=request_id, kind=kind, at_code=place(error))
            sorry = FAULT.format(id=request_id, phone=self._office.phones.secretariat)
            await self._db.write(lambda tx: instead(tx, sorry), holding=holding)
            return FAULTY

    def _act(self, tx: Connection, inbound: Inbound, soft: Verdict | None, request_id: str) -> str:
        now = self._clock.now()
        sender = inbound.sender.lower()
        if not inbox.accept(tx, inbound.dedupe_key, now, request_id):
            return "repeated"
        if isinstance(inbound, MediaMessage):
            self._answer(tx, sender, Reply(NO_VOICE if inbound.kind == "voice" else NO_MEDIA))
            return "media"
        person = self._office.person(sender)
        if person is None:
            if isinstance(inbound, TextMessage):
                self._answer(tx, sender, Reply(not_found(self._office.phones.secretariat)))
            return "stranger"
        turn = self._turn(tx, person, request_id)
        match inbound:
            case TextMessage():
                return self._talk(turn, inbound.content, soft)
            case MenuClick():
                return self._talk(turn, inbound.key, None, tapped=True)
            case CardPress():
                return self._press(turn, inbound.key, Press(inbound.task_id, inbound.response_code, inbound.selected))
            case EnterAgent() | _:
                return "noted"

    def _talk(self, turn: Turn, text: str, soft: Verdict | None, *, tapped: bool = False) -> str:
        stored = conversations.load(turn.tx, turn.person.userid)
        state = State.model_validate(stored[0]) if stored else State()
        before = stored[0] if stored else None
        dropped = state.expire(stored[1], turn.now) if stored else None
        if soft is not None:
            METRICS.guard.labels(soft.rule or "").inc()
            reply = engine.soft_question(state)
        elif len(text) > LONGEST:
            reply = Reply(TOO_LONG)
        else:
            turn.codes = self._codes.refresh(turn.tx)
            turn.said = again(turn, text)
            reply = engine.converse(turn, state, text, tapped=tapped)
            if reply.about and not turn.noted:
                turn.looked("查询", reply.about[0])
        after = state.model_dump(mode="json")
        if after != before or state.unfinished():
            conversations.save(turn.tx, turn.person.userid, after, turn.now)
        if dropped is not None:
            reply = engine.after_expiry(reply, dropped)
        self._answer(turn.tx, turn.person.userid, reply)
        return "soft" if soft is not None else "answered"

    def _press(self, turn: Turn, key: str, press: Press) -> str:
        button = button_of(key)
        if button is None:
            return "foreign_key"
        reply = button.handler(turn, button.payload, press)
        own.bar(turn)
        self._keep_question(turn, reply, button.line)
        return "pressed"

    def _keep_question(self, turn: Turn, reply: Reply | None, line_name: str) -> None:
        if reply is None:
            return
        stored = conversations.load(turn.tx, turn.person.userid)
        state = State.model_validate(stored[0]) if stored else State()
        answer = engine.ask_line(turn, state, reply, line_name)
        state.speak_of(reply.about)
        conversations.save(turn.tx, turn.person.userid, state.model_dump(mode="json"), turn.now)
        self._answer(turn.tx, turn.person.userid, answer)

    def _turn(self, tx: Connection, person: Person, request_id: str) -> Turn:
        now = self._clock.now()
        return Turn(
            tx=tx,
            now=now,
            office=self._office,
            calendar=self._calendar,
            request_id=request_id,
            actor=person.userid,
            person=person,
            said=Said(text="", now=local(now)),
        )

    def _answer(self, tx: Connection, userid: str, reply: Reply) -> None:
        now, to = self._clock.now(), outbox.user(userid)
        text = reply.text or own.NOT_UNDERSTOOD
        outbox.enqueue(tx, to, Text(text=text), lane=Lane.ANSWER, now=now, trusted=reply.trusted)
        if reply.card is not None:
            outbox.enqueue(tx, to, reply.card, lane=Lane.ANSWER, now=now)
