"""What each door can do, as a table (wecom.md 5, 12): whoever answers asks here and falls back honestly."""

from dataclasses import dataclass

KIB = 1024


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One way to a person or a group. Sizes in bytes of UTF-8, rates in messages of one conversation."""

    name: str
    text_limit: int
    markdown: bool
    """Words are drawn as markdown: signs that would mean something there are replaced."""
    cards: bool
    card_updates: bool
    update_within: float
    """Seconds after a press in which the card can be changed where it stands; 0: no such limit."""
    files: bool
    streams: bool
    """An answer may grow; ours are whole when they leave, so one frame that is also the last is enough."""
    push: str
    """To whom something may be said unasked."""
    voice: str
    rows: bool
    """Whether data of the office may be shown there (domain.md 7.7: never in a group)."""
    duplicate_check: bool
    """Whether a repeated call can be recognised by WeCom itself."""
    per_minute: int
    per_hour: int
    kinds: frozenset[str]
    """Messages of the outbox (storage/messages.py) that can leave by this door; the others leave by the app."""


APP = Capabilities(
    name="自建应用",
    text_limit=2 * KIB,
    markdown=False,
    cards=True,
    card_updates=True,
    update_within=0,
    files=True,
    streams=False,
    push="应用可见范围内的成员",
    voice="录音文件，不收",
    rows=True,
    duplicate_check=True,
    per_minute=30,
    per_hour=1000,
    kinds=frozenset({"text", "card", "card_update", "file", "picture", "calendar", "chat_create"}),
)
ROBOT_PRIVATE = Capabilities(
    name="智能机器人单聊",
    text_limit=20 * KIB,
    markdown=True,
    cards=True,
    card_updates=True,
    update_within=5,
    files=False,
    streams=True,
    push="和机器人说过话的成员",
    voice="企业微信转写的文字，不收",
    rows=True,
    duplicate_check=False,
    per_minute=30,
    per_hour=1000,
    kinds=frozenset({"text", "card", "card_update"}),
)
ROBOT_GROUP = Capabilities(
    name="智能机器人群聊",
    text_limit=20 * KIB,
    markdown=True,
    cards=False,
    card_updates=False,
    update_within=0,
    files=False,
    streams=True,
    push="不用",
    voice="群里没有",
    rows=False,
    duplicate_check=False,
    per_minute=30,
    per_hour=1000,
    kinds=frozenset(),
)
DOORS = (APP, ROBOT_PRIVATE, ROBOT_GROUP)
