"""Plays a story on the demo's phones: at a reader's pace, stopped and taken over at any step."""

import asyncio
import contextlib
from enum import StrEnum

from bot.sandbox.callbacks import Delivery
from bot.sandbox.stories import STORIES
from bot.sandbox.stories.acting import Astray, act
from bot.sandbox.stories.looking import looked
from bot.sandbox.stories.model import Check, Press, Say, Step, Story
from bot.sandbox.world import Demo

PACES = {"slow": 0.6, "normal": 1.0, "fast": 2.2}
TYPING, LONGEST_TYPING = 0.05, 3.0
"""Seconds a character, and at most."""
SETTLING, PRESSING = 0.8, 1.0
READING, A_CHARACTER = 2.6, 0.095
"""Seconds to read a step's sentence: to begin with, and for every character of it."""


class Mode(StrEnum):
    """IDLE: no story; PLAYING; PAUSED by the reader; TAKEN over by a visitor's own act; ASTRAY; DONE."""

    IDLE = "idle"
    PLAYING = "playing"
    PAUSED = "paused"
    TAKEN = "taken"
    ASTRAY = "astray"
    DONE = "done"


class Player:
    """One story at a time. Everybody who has the page open sees the same."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self.mode = Mode.IDLE
        self.story: Story | None = None
        self.done = 0
        """Steps that are over."""
        self.at = 0
        """The step on show, from 0."""
        self.pace = "normal"
        self.hurry = False
        """Nobody reads: no pauses at all (tests and pictures)."""
        self.fact = ""
        """What a Check found."""
        self.cast: list[str] = []
        self._starting = asyncio.Lock()
        self._last: Delivery | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def step(self) -> Step | None:
        """The step on show."""
        return self.story.steps[self.at] if self.story is not None else None

    async def start(self, name: str, steps: int | None = None) -> None:
        """Begin a story from its beginning, in an office of its own, for so many steps. Raises KeyError."""
        story = STORIES[name]
        async with self._starting:
            await self._halt(Mode.IDLE)
            self.story, self.done, self.at, self.fact = story, 0, 0, ""
            self.cast, self._last = list(story.cast), None
            await self._demo.reset(story.instant)
            try:
                for step in story.before:
                    await act(self._demo, step)
                    await self._demo.bot.sender.drain()
            except Astray:
                self.mode = Mode.ASTRAY
                self._tell()
            else:
                self._play(steps)

    async def pause(self) -> None:
        """Stop where it is; the step that is being carried out is finished first."""
        await self._halt(Mode.PAUSED)

    async def taken_over(self) -> None:
        """A visitor does something of his own: the story waits."""
        if self.mode is Mode.PLAYING:
            await self._halt(Mode.TAKEN)

    def resume(self, steps: int | None = None) -> None:
        """Go on with the next step, to the end or for so many steps."""
        if self.story is not None and self.mode in (Mode.PAUSED, Mode.TAKEN, Mode.ASTRAY):
            self._play(steps)

    async def close(self) -> None:
        """No story any more; the phones stay as they are."""
        await self._halt(Mode.IDLE)
        self.story = None
        self._tell()

    def _play(self, steps: int | None) -> None:
        self.mode = Mode.PLAYING
        self._task = asyncio.create_task(self._run(steps))

    async def _halt(self, mode: Mode) -> None:
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self.mode is not Mode.DONE or mode is Mode.IDLE:
            self.mode = mode
        self._tell()

    async def _run(self, steps: int | None) -> None:
        story = self.story
        if story is None:
            return
        until = len(story.steps) if steps is None else min(len(story.steps), self.done + steps)
        self._tell()
        await self._wait(0 if self.done else SETTLING)
        try:
            while self.done < until:
                await self._one(story, self.done)
        except Astray:
            self.mode = Mode.ASTRAY
        else:
            self.mode = Mode.DONE if self.done == len(story.steps) else Mode.PAUSED
        self._tell()

    async def _one(self, story: Story, at: int) -> None:
        """One step. Whoever stops the story in the middle of an act waits for its end. Raises Astray."""
        step = story.steps[at]
        self.at, self.fact = at, ""
        self._bring_on(step, story.steps[at + 1 :])
        self._tell()
        await self._prepare(step)
        acting = asyncio.create_task(self._act(step))
        try:
            await asyncio.shield(acting)
        except asyncio.CancelledError:
            with contextlib.suppress(Astray):
                await acting
            raise
        self._tell()
        await self._wait(READING + A_CHARACTER * len(step.note))

    async def _act(self, step: Step) -> None:
        if isinstance(step, Check):
            self.fact = await looked(self._demo, step, self._last)
        else:
            self._last = await act(self._demo, step) or self._last
        self.done += 1

    async def _prepare(self, step: Step) -> None:
        """What a person does before the act: type, or look for the button."""
        if isinstance(step, Say):
            seconds = min(LONGEST_TYPING, TYPING * len(step.text)) / PACES[self.pace]
            self._publish("typing", user=step.who, text=step.text, ms=int(seconds * 1000))
            await self._wait(seconds)
        elif isinstance(step, Press):
            self._publish("pressing", user=step.who, button=step.button)
            await self._wait(PRESSING)

    def _bring_on(self, step: Step, ahead: tuple[Step, ...]) -> None:
        """Put those who are needed on phones, in the place of those who are needed last."""
        needed = list(dict.fromkeys([step.who, *(watch.who for watch in step.watch)]))[: len(self.cast)]
        for who in needed:
            if who not in self.cast:
                others = [slot for slot, other in enumerate(self.cast) if other not in needed]
                self.cast[max(others, key=lambda slot: _next_use(self.cast[slot], ahead))] = who

    async def _wait(self, seconds: float) -> None:
        if not self.hurry:
            await asyncio.sleep(seconds / PACES[self.pace])

    def _tell(self) -> None:
        self._publish("story")

    def _publish(self, kind: str, **values: object) -> None:
        if not (self.hurry and kind != "story"):
            self._demo.fake.feed.publish({"type": kind, **values})


def _next_use(who: str, ahead: tuple[Step, ...]) -> int:
    return next((at for at, step in enumerate(ahead) if who in (step.who, *(w.who for w in step.watch))), len(ahead))
