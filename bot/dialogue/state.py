"""Where a conversation stands: an unfinished draft, an open question, what was last spoken of. JSON in the database."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field

EXPIRES = timedelta(minutes=30)
"""How long an unfinished draft or an open question waits in silence (domain.md C.1 e)."""
REMEMBERED = 10
PUT_ASIDE = 3
DONE = 4
SOFT = "soft"
"""The conversation's own question about a text with a SOFT marker; its others only offer something."""
READ_BACK = 300
"""Characters of a read-back that are kept."""


class Draft(BaseModel):
    """An intent whose slots are still being asked for."""

    what: Literal["draft"] = "draft"
    intent: str
    slots: dict[str, Any] = Field(default_factory=dict)
    asked: str | None = None
    said: str = ""
    """The message that began it, when it is short."""


class Question(BaseModel):
    """A question with numbered options that a line asked; the answer goes to its step.

    `intent` is what the person wanted when it came up; `wrote` whether that wrote something already: 撤销 means that.
    """

    what: Literal["question"] = "question"
    line: str
    step: str
    text: str
    options: tuple[str, ...] = ()
    data: dict[str, Any] = Field(default_factory=dict)
    free: bool = False
    intent: str = ""
    wrote: bool = False


Parked: TypeAlias = Annotated[Draft | Question, Field(discriminator="what")]


class Done(BaseModel):
    """Something that was written, and how it was read back: what 同一时间, 刚才那个会议室 and 再来一个 refer to.

    `said` is the message that began it, when that is known and short.
    """

    intent: str
    words: str
    said: str = ""


class State(BaseModel):
    """Everything that must survive between two messages of one person."""

    draft: Draft | None = None
    question: Question | None = None
    parked: list[Parked] = Field(default_factory=list)
    queue: list[str] = Field(default_factory=list)
    """Further wishes of a message, in its words, that have not been begun."""
    done: list[Done] = Field(default_factory=list)
    about: tuple[str, ...] = ()
    asked: str = ""
    """The last question, in its words: 明天呢 asks it of another day."""

    def speak_of(self, objects: tuple[str, ...]) -> None:
        """Put these objects first among what was spoken of."""
        if objects:
            self.about = tuple(dict.fromkeys((*objects, *self.about)))[:REMEMBERED]

    def waiting(self) -> bool:
        """Whether the bot waits for an answer."""
        return self.draft is not None or self.question is not None

    def unfinished(self) -> bool:
        """Whether anything is waiting, put aside or queued."""
        return self.waiting() or bool(self.parked or self.queue)

    def let_go(self) -> bool:
        """Drop all that waits to be completed; whether anything did."""
        waited = self.unfinished()
        self.draft, self.question, self.parked, self.queue = None, None, [], []
        return waited

    def put_aside(self, unfinished: Draft | Question) -> None:
        """Keep what was interrupted for 继续; the oldest of many is let go."""
        self.parked = [*self.parked, unfinished][-PUT_ASIDE:]

    def did(self, intent: str, words: str) -> None:
        """Remember what was written last, newest first."""
        self.asked = ""
        self.done = [Done(intent=intent, words=words[:READ_BACK]), *self.done][:DONE]

    def expire(self, since: datetime, now: datetime) -> tuple[str, ...] | None:
        """Drop what waited too long. The intents dropped ("" for what has none); None when nothing is worth a word."""
        if now - since <= EXPIRES:
            return None
        self.asked = ""
        if not self.unfinished():
            return None
        waiting = [one for one in (self.draft, self.question, *self.parked) if one is not None]
        begun = [one.intent for one in waiting if isinstance(one, Draft) or one.line or one.step == SOFT]
        lost = [*begun, *("" for _ in self.queue)]
        self.let_go()
        return tuple(dict.fromkeys(lost)) or None
