"""Carrying out one step of a story on the fake WeCom's phones, and seeing that it brought what it should."""

import asyncio

from bot.sandbox.callbacks import NO_FAULTS, CallbackFaults, Delivery
from bot.sandbox.core import Refused
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.stories.model import Clock, Press, Say, Step, Watch
from bot.sandbox.world import Demo

PATIENCE = 15.0
"""Real seconds within which the bot must have answered."""


class Astray(Exception):
    """The story does not go as it is written: somebody has done something else meanwhile."""


async def act(demo: Demo, step: Step) -> Delivery | None:
    """Do the step and wait for what it brings; returns how its callback fared. Raises Astray."""
    state = {watch.who: _texts(demo, watch.who) for watch in step.watch}
    try:
        async with asyncio.timeout(PATIENCE):
            delivery = await _do(demo, step)
            for watch in step.watch:
                await _seen(demo, watch, state[watch.who])
    except (Refused, ValueError) as error:
        raise Astray(str(error)) from None
    except TimeoutError:
        raise Astray("没有等到应有的回应") from None
    return delivery


async def _do(demo: Demo, step: Step) -> Delivery | None:
    match step:
        case Say():
            faults = CallbackFaults(lose_answers=step.lost) if step.lost else NO_FAULTS
            return await demo.fake.say(step.who, step.text, faults)
        case Press():
            message = card_with(demo, step.who, step.button)
            if message.card is None:
                raise Refused(step.button)
            key = next(button.key for button in message.card.buttons if button.text == step.button)
            return await demo.fake.press(step.who, message.card.task_id, key, _chosen(message, step))
        case Clock():
            await demo.move(max(step.instant, demo.clock.now()))
    return None


def card_with(demo: Demo, who: str, button: str) -> PhoneMessage:
    """The newest card on the phone whose button can be pressed. Raises Refused."""
    for message in reversed(demo.fake.inbox(who)):
        card = None if message.recalled else message.card
        if card and not card.disabled and any(found.text == button for found in card.buttons):
            return message
    raise Refused(f"{who} 的手机上没有可按的“{button}”")


def _chosen(message: PhoneMessage, step: Press) -> dict[str, str]:
    questions = message.card.questions if message.card else []
    return {
        question.key: id
        for question in questions
        for id, text in question.options
        if step.chosen.get(question.title) == text
    }


def _texts(demo: Demo, who: str) -> dict[int, str]:
    return {message.id: message.text for message in demo.fake.inbox(who)}


async def _seen(demo: Demo, watch: Watch, before: dict[int, str]) -> None:
    await demo.fake.wait_for(
        watch.who,
        lambda found: not found.mine and watch.words in found.text and before.get(found.id) != found.text,
        PATIENCE,
    )
