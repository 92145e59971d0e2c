"""Where a conversation stands: an unfinished draft, an open question, what was last spoken of. JSON in the database."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field

EXPIRES = timedelta(minutes=30)
"""How long an unfinished draft or an open question waits (domain.md C.1 e)."""
REMEMBERED = 10
PUT_ASIDE = 3


class Draft(BaseModel):
    """An intent whose slots are still being asked for."""

    what: Literal["draft"] = "draft"
    intent: str
    slots: dict[str, Any] = Field(default_factory=dict)
    asked: str | None = None


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


class State(BaseModel):
    """Everything that must survive between two messages of one person."""

    draft: Draft | None = None
    question: Question | None = None
    parked: list[Parked] = Field(default_factory=list)
    about: tuple[str, ...] = ()

    def speak_of(self, objects: tuple[str, ...]) -> None:
        """Put these objects first among what was spoken of."""
        if objects:
            self.about = tuple(dict.fromkeys((*objects, *self.about)))[:REMEMBERED]

    def waiting(self) -> bool:
        """Whether the bot waits for an answer."""
        return self.draft is not None or self.question is not None

    def put_aside(self, unfinished: Draft | Question) -> None:
        """Keep what was interrupted for 继续; the oldest of many is let go."""
        self.parked = [*self.parked, unfinished][-PUT_ASIDE:]

    def expire(self, since: datetime, now: datetime) -> bool:
        """Drop what waited too long; True when something was dropped."""
        if now - since <= EXPIRES or not (self.waiting() or self.parked):
            return False
        self.draft, self.question, self.parked = None, None, []
        return True
