"""复制为测试: what was said, pressed and waited for in the demo, as the source of a test in the manner of tests/day.py.

A test begins where the demo began: what came before the chosen stretch is said again, and only the stretch is asserted.
What the guard stopped is left out, and so are troubles of the network, which a test puts in place itself.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.calls import CHECK_SPREAD
from bot.sandbox.card_state import CardState
from bot.sandbox.inspect_traces import Act, Acts
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.world import Demo
from bot.wecom.inbound import CardPress, MenuClick
from scheduler import wording
from scheduler.clock import SHANGHAI, local

LINE = 120
"""Columns of a line; a Chinese sign takes two."""
QUOTED = 28
"""Characters of an answer that are asserted: as many as fit a line."""
PART = 52
"""Characters of one line of what is said at length."""
OTHERS = 3
"""Other phones looked at after one step; those who take part in the talk always are."""
MARKS = {
    "restart": ("await day.restart_bot()",),
    "asleep": (
        "await day.stop_bot()",
        "day.clock.move(day.clock.now() + timedelta(hours=2))",
        "await day.start_bot()",
        "await day.bot.day.tick()",
        "await day.settle()",
    ),
}


@dataclass(frozen=True)
class Step:
    """Something that was done: by a person, to the bot, or by letting time pass until `at`."""

    number: int
    at: datetime
    act: Act | None
    words: str


class Copier:
    """Writes tests."""

    def __init__(self, demo: Demo, acts: Acts) -> None:
        self._demo, self._acts = demo, acts

    def steps(self, newest: int | None = None) -> list[Step]:
        """What can be copied, oldest first, or what there is of it in the newest acts.

        A text that the guard stopped is no step.
        """
        found = []
        for act in self._acts.callbacks()[-newest if newest else 0 :]:
            words = self._words(act)
            if words:
                found.append(Step(act.number, act.at, act, words))
        return found

    def _words(self, act: Act) -> str:
        person = self._demo.office.person(act.sender)
        name = person.name if person else act.sender
        if act.mark:
            return {"restart": "机器人重启", "asleep": "机器人停了两小时"}.get(act.mark, "")
        if act.text is not None:
            return f"{name}：{act.text}"
        if isinstance(act.event, MenuClick):
            return f"{name}点菜单“{act.event.key}”"
        if isinstance(act.event, CardPress) and (button := self._button(act)):
            return f"{name}按“{button}”"
        return ""

    def _button(self, act: Act) -> str:
        event = act.event
        if not isinstance(event, CardPress):
            return ""
        for message in reversed(self._demo.fake.inbox(act.sender)):
            if message.card is not None and message.card.task_id == event.task_id:
                cards = (message.card, CardState(message.payload))
                return next((b.text for card in cards for b in card.buttons if b.key == event.key), "")
        return ""

    def source(self, first: int = 0, last: int | None = None) -> str:
        """The test of the steps from number `first` to `last`, and of what came after the last one's hour, if it is
        the newest. Raises LookupError when there is nothing to copy.
        """
        steps = [step for step in self.steps() if last is None or step.number <= last]
        if not steps:
            raise LookupError("还没有可以复制的对话")
        steps += self._waited(steps[-1]) if last is None else []
        body = list(self._body(steps, first))
        return "\n".join((*self._head(steps, first, body), "", "", *body, ""))

    def _waited(self, last: Step) -> list[Step]:
        """Time that passed after the last step, as far as something came of it."""
        ended = last.act.until if last.act is not None else last.at
        times = {message.at for message in self._heard() if message.at > ended.timestamp()}
        return [Step(last.number + 1, datetime.fromtimestamp(max(times), SHANGHAI), None, "")] if times else []

    def _heard(self) -> list[PhoneMessage]:
        return [m for m in self._demo.fake.phones.since(0) if not m.mine and not m.recalled and not m.passive]

    def _head(self, steps: list[Step], first: int, body: list[str]) -> Iterator[str]:
        began = next(step for step in steps if step.number >= first or step is steps[-1])
        yield f'"""从演示复制，{wording.moment(local(began.at))}起。"""'
        yield ""
        if any("timedelta" in line for line in body):
            yield "from datetime import timedelta"
            yield ""
        yield "from bot.sandbox.world import seed_tasks"
        yield "from tests.day import Day"

    def _body(self, steps: list[Step], first: int) -> Iterator[str]:
        yield "async def test_copied(day: Day) -> None:"
        yield f'    day.at("{local(self._acts.began):%Y-%m-%d %H:%M}")'
        yield "    day.bot.db.write_now(lambda tx: seed_tasks(tx, day.clock, day.office))"
        if self._acts.dropped:
            yield f"    # 最早的{self._acts.dropped}步已不在保留的范围内，编号可能与演示不同"
        speakers = list(dict.fromkeys(step.act.sender for step in steps if step.act is not None and step.act.sender))
        now = self._acts.began
        for step, following in zip(steps, [*steps[1:], None], strict=True):
            if step.at > now:
                yield f'    await day.until("{local(step.at):%Y-%m-%d %H:%M:%S}")'
                yield from self._others(self._meanwhile(now, step) if step.number >= first else (), "", speakers)
                now = step.at
            if step.act is not None:
                answers = self._answers(step.act, following) if step.number >= first else []
                yield from self._step(step.act, answers, speakers)
                now = step.act.until

    def _meanwhile(self, since: datetime, step: Step) -> list[PhoneMessage]:
        """What arrived while time passed, before the step itself."""
        times = since.timestamp(), step.at.timestamp()
        newest = step.act.first if step.act is not None else self._demo.fake.phones.newest
        return [message for message in self._heard() if times[0] < message.at <= times[1] and message.id <= newest]

    def _answers(self, act: Act, following: Step | None) -> list[PhoneMessage]:
        """What the step brought about at once: by its own rows, or, where the wire does not tell, before the next."""
        own = {int(row.id) % CHECK_SPREAD for row in act.new_rows("outbox")}
        until = following.act.first if following is not None and following.act is not None else None
        found = []
        for message in self._heard():
            if message.at == act.until.timestamp() and message.id > act.first:
                cause = self._acts.row_of(message.msgid)
                known = own and cause is not None
                if cause in own if known else until is None or message.id <= until:
                    found.append(message)
        return found

    def _step(self, act: Act, answers: list[PhoneMessage], speakers: list[str]) -> Iterator[str]:
        if act.mark:
            yield from (f"    {line}" for line in MARKS[act.mark])
            yield from self._others(answers, "", speakers)
            return
        own = [message for message in answers if message.userid == act.sender]
        if isinstance(act.event, MenuClick):
            yield f"    await day.fake.click_menu({literal(act.sender)}, {literal(act.event.key)})"
            yield "    await day.settle()"
            yield from self._others(answers, "", speakers)
            return
        yield from self._said(act, f"{'answer = ' if own else ''}await day.phone({literal(act.sender)}).")
        yield from (f"    assert {_quoted(message)} in answer" for message in own)
        yield from self._others(answers, act.sender, speakers)

    def _said(self, act: Act, before: str) -> Iterator[str]:
        if not isinstance(act.event, CardPress):
            return _statement(before, "says", act.text or "")
        chosen = {name: ids[0] for name, ids in act.event.selected.items() if ids}
        more = f", {json.dumps(chosen, ensure_ascii=False)}" if chosen else ""
        return _statement(before, f"presses({literal(self._button(act))}{more})")

    def _others(self, answers: Iterable[PhoneMessage], speaker: str, speakers: list[str]) -> Iterator[str]:
        """What arrived on the phones of others: of those who take part, and of a few more."""
        boxes: dict[str, list[PhoneMessage]] = {}
        for message in answers:
            if message.userid != speaker:
                boxes.setdefault(message.userid, []).append(message)
        rest = [userid for userid in boxes if userid not in speakers][:OTHERS]
        for userid, box in boxes.items():
            if userid in speakers or userid in rest:
                heard = f'"\\n".join(day.phone({literal(userid)}).texts)'
                quoted = dict.fromkeys(_quoted(message) for message in box)
                yield from (f"    assert {words} in {heard}" for words in quoted)


def _quoted(message: PhoneMessage) -> str:
    """The first line of a message as it arrived; a card may have changed since."""
    text = CardState(message.payload).text() if message.card is not None else message.text
    return literal(text.strip().partition("\n")[0][:QUOTED])


def literal(text: str) -> str:
    """A Python string in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _statement(before: str, call: str, text: str = "", after: str = "") -> Iterator[str]:
    """A statement in the test's body: `before call("text") after`; a text that is too long stands in several lines."""
    whole = f"    {before}{call}{f'({literal(text)})' if text else ''}{after}"
    if _width(whole) <= LINE or not text:
        yield whole
        return
    yield f"    {before}{call}("
    yield from (f"        {literal(text[start : start + PART])}" for start in range(0, len(text), PART))
    yield f"    ){after}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
