"""What an office does in an afternoon: papers, tasks, rooms, pieces of news, reminders, questions, receipts.

All words and times come from the seed. Each act has words of its own: by them its effect and answer are found.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chaos.world import BEFORE, END, START, World
from bot.sandbox.callbacks import CallbackFaults, Delivery
from bot.sandbox.core import Refused

CLERKS = ("zhangmin", "mishukezhang")
MEETING = (
    "9月23日上午9点到10点全区安全生产工作会议，多功能厅，何副区长主持，"
    "各镇街和应急局、住建局、交通局、城管局主要负责人，9月22日12点前回执"
)
BULLETIN = (
    ("liaison-gongxinju", "投稿：《新增规上工业企业12家》今年以来，我区新增规上工业企业12家。", "已收稿"),
    ("zhaowan", "把工信局那条编入今日信息，可周知", "已编入"),
    ("sunli", "审核通过", "郭"),
    ("guoping", "签发231期", "231"),
)
SLOTS = [(day, hour) for day in (21, 22, 24, 28, 29, 30) for hour in (9, 11, 15)]
KINDS = ("paper", "remind", "room", "submit", "help", "task", "press")
WEIGHTS = (6, 4, 2, 2, 3, 1, 2)
MOST = {"paper": 40, "room": 18, "task": 6, "submit": 20}
"""What a person's thirty messages a minute allow."""
WAIT = 40.0


@dataclass
class Act:
    """One thing that one person does. `marker` stands in its effect and in its answer."""

    at: float
    kind: str
    who: str
    text: str
    marker: str
    faults: CallbackFaults = field(default_factory=CallbackFaults)
    due: datetime | None = None
    accepted: bool = False
    told: bool = False
    """Whether WeCom delivered anything of it at all."""


def plan(seed: int, seconds: float, rate: float, liaisons: list[str], invited: list[str]) -> list[Act]:
    """The afternoon's acts in the order of their times."""
    chance = random.Random(f"life-{seed}")
    acts, done, pressing = [], Counter[str](), list(invited)
    for n in range(1, int(seconds * rate) + 1):
        at = seconds * n / (seconds * rate)
        kind = chance.choices(KINDS, WEIGHTS)[0]
        if done[kind] >= MOST.get(kind, 1000) or (kind == "press" and not pressing):
            kind = "help"
        done[kind] += 1
        who = chance.choice(liaisons)
        moment = START + (END - START) * (at / seconds)
        act = Act(at, kind, who, "帮助", "")
        match kind:
            case "paper":
                act.who, act.marker = chance.choice(CLERKS), f"南委办〔2026〕{300 + n}号"
                act.text = f"登记收文：平件，市委办，{act.marker}，《关于第{n}项工作的通知》，办件"
            case "remind":
                act.due = (moment + timedelta(minutes=chance.randint(30, 90))).replace(second=0, microsecond=0)
                act.marker = f"办第{n}件事"
                act.text = f"提醒我今天下午{act.due.hour - 12}点{act.due.minute:02d}分{act.marker}"
            case "room":
                day, hour = SLOTS[done[kind] - 1]
                act.who, act.marker = "chenxi", f"9月{day}日（星期{'一二三四五六日'[(day - 21) % 7]}）{hour}:00"
                act.text = f"订{'201' if n % 2 else '301'}，9月{day}日{hour}点到{hour + 1}点"
            case "submit":
                act.marker = f"第{n}号来稿"
                act.text = f"投稿：《{act.marker}》已完成{n}项工作。"
            case "task":
                act.who, act.marker = "duheng", f"第{n}项隐患整改"
                act.text = f"立项督办：{act.marker}，应急局牵头，9月28日前完成"
            case "press":
                act.who = pressing.pop(chance.randrange(len(pressing)))
        act.faults = _faults(chance)
        acts.append(act)
    return acts


def _faults(chance: random.Random) -> CallbackFaults:
    """Every fifth callback is repeated, late, or loses its answer on the way back."""
    match chance.randrange(15):
        case 0:
            return CallbackFaults(duplicates=chance.randint(1, 2))
        case 1:
            return CallbackFaults(lose_answers=chance.randint(1, 2))
        case 2:
            return CallbackFaults(delay=chance.uniform(0.2, 2.0))
        case _:
            return CallbackFaults()


async def prepare(world: World) -> list[str]:
    """Before the first fault: a meeting is called and an issue signed, to go out at five; returns who got a card."""
    for who, text, answer in (("chenxi", MEETING, "草稿"), ("chenxi", "发", "已发送"), *BULLETIN):
        await world.fake.say(who, text)
        await world.fake.wait_for(who, lambda m, words=answer: not m.mine and words in m.text, BEFORE)  # type: ignore[misc]
    async with asyncio.timeout(BEFORE):
        while len(found := [p.userid for p in world.office.people if _card(world, p.userid)]) < 8:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return found


def _card(world: World, userid: str) -> tuple[str, str] | None:
    for message in world.fake.inbox(userid):
        if message.card and not message.card.disabled and "全区安全生产工作会议" in message.text:
            for button in message.card.buttons:
                if button.text == "参加":
                    return message.card.task_id, button.key
    return None


async def live(world: World, acts: list[Act]) -> None:
    """Do them, each at its time, whatever becomes of the others; one supervisor talks one sentence after another."""
    talking = asyncio.Lock()

    async def one(act: Act) -> None:
        await asyncio.sleep(act.at)
        if act.kind == "press":
            await _press(world, act)
        elif act.kind == "task":
            async with talking:
                await _task(world, act)
        else:
            _note(act, await world.fake.say(act.who, act.text, act.faults))

    await asyncio.gather(*(one(act) for act in acts))


def _note(act: Act, delivery: Delivery) -> None:
    act.told = True
    act.accepted = delivery.accepted or any(copy.accepted for copy in delivery.copies)


async def _press(world: World, act: Act) -> None:
    card = _card(world, act.who)
    if card is None:
        return
    try:
        _note(act, await world.fake.press(act.who, *card, None, act.faults))
    except Refused:
        return


async def _task(world: World, act: Act) -> None:
    """Two sentences: the wish, and yes to what is read back. Clocks that jump in between may make the draft lapse."""
    began = world.one_time
    asked = await world.fake.say(act.who, act.text, act.faults)
    if not asked.accepted:
        return
    try:
        await world.fake.wait_for(act.who, lambda m: not m.mine and act.marker in m.text, WAIT)
    except TimeoutError:
        return
    _note(act, await world.fake.say(act.who, "1", act.faults))
    act.accepted = act.accepted and began is not None and world.one_time == began
