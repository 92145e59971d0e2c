"""A day at the office, for tests that read as dialogues: real callbacks, the strict fake WeCom, a steerable clock.

async def test_log(day: Day) -> None:
    zhang = day.phone("zhangmin")
    assert "收〔2026〕1203号" in await zhang.says("登记收文：特急，…")
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from aiohttp import web

from bot import exports
from bot.app import Bot
from bot.sandbox.callbacks import Delivery
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.schedules import Event
from bot.sandbox.server import FakeWeCom
from bot.server import make_app
from bot.settings import Settings
from scheduler.clock import SHANGHAI, SteerableClock
from storage.office import Office, load_office
from storage.tables import reminder

CORP, SECRET, AGENT = "wwsim0000000000001", "secret-of-the-sample-app", 1000002
TOKEN, AES_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
START = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)


def settings_for(base: str, database_url: str, **more: Any) -> Settings:
    """Settings of a bot that talks to the fake WeCom at `base`."""
    return Settings(
        corp_id=CORP,
        agent_id=AGENT,
        secret=SECRET,
        token=TOKEN,
        encoding_aes_key=AES_KEY,
        wecom_api_base=base,
        database_url=database_url,
        **more,
    )


def new_fake(clock: SteerableClock, office: Office) -> FakeWeCom:
    """A fake WeCom with every person of the office in it."""
    fake = FakeWeCom(CORP, SECRET, AGENT, TOKEN, AES_KEY, clock=lambda: clock.now().timestamp())
    for person in office.people:
        fake.add_member(person.userid, person.name)
    fake.callbacks.be_patient()
    return fake


@dataclass(frozen=True)
class SentFile:
    """A file or a picture on a phone."""

    name: str
    content: bytes

    @property
    def title(self) -> str:
        """The name without its ending."""
        return self.name.rpartition(".")[0]


@dataclass
class Phone:
    """One person's phone."""

    day: "Day"
    userid: str
    _seen: int = 0

    @property
    def messages(self) -> list[PhoneMessage]:
        """Everything from the bot and its groups on this phone, oldest first."""
        return [message for message in self.day.fake.inbox(self.userid) if not message.mine]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    @property
    def last(self) -> str:
        """The newest text on the phone. AssertionError when there is none."""
        assert self.messages, f"{self.userid} has no message"
        return self.texts[-1]

    def new(self) -> list[str]:
        """Texts that arrived since this was last asked."""
        texts = self.texts
        fresh, self._seen = texts[self._seen :], len(texts)
        return fresh

    @property
    def files(self) -> list[SentFile]:
        """The files on this phone, oldest first."""
        return self._sent("file")

    @property
    def pictures(self) -> list[SentFile]:
        """The pictures on this phone, oldest first."""
        return self._sent("image")

    @property
    def calendar(self) -> list[Event]:
        """What the bot has put into this person's WeCom calendar, in the order of time."""
        return self.day.fake.calendar(self.userid)

    def _sent(self, kind: str) -> list[SentFile]:
        media = [message.medium for message in self.messages if message.kind == kind and message.medium]
        return [SentFile(medium.filename, medium.data) for medium in media]

    async def says(self, text: str) -> str:
        """Say something; returns the bot's new words on this phone, joined by line ends."""
        self.new()
        self.delivery: Delivery = await self.day.fake.say(self.userid, text)
        assert self.delivery.accepted, self.delivery.statuses
        await self.day.settle()
        return "\n".join(self.new())

    async def presses(self, button: str, selected: dict[str, str] | None = None) -> str:
        """Press a button of the newest card that has it; returns the new words on this phone."""
        self.new()
        for message in reversed(self.messages):
            if message.card is None or message.card.disabled:
                continue
            for found in message.card.buttons:
                if found.text == button:
                    self.delivery = await self.day.fake.press(self.userid, message.card.task_id, found.key, selected)
                    assert self.delivery.accepted, self.delivery.statuses
                    await self.day.settle()
                    return "\n".join(self.new())
        raise AssertionError(f"no card with {button} on the phone of {self.userid}")


@cache
def sample_office() -> Office:
    """The fictional office, read once: it is frozen."""
    return load_office(None)


@dataclass
class Day:
    """A running bot, its WeCom and its clock."""

    database_url: str
    office: Office = field(default_factory=sample_office)
    clock: SteerableClock = field(default_factory=lambda: SteerableClock(START))

    def __post_init__(self) -> None:
        self.fake = new_fake(self.clock, self.office)
        self._phones: dict[str, Phone] = {}

    async def start(self) -> None:
        """Start the fake and the bot, and let the fake verify the callback address."""
        self.base = await self.fake.start()
        await self.start_bot()

    async def start_bot(self) -> None:
        self.bot = Bot(settings_for(self.base, self.database_url), self.office, clock=self.clock)
        self.app = make_app(self.bot)
        self._runner = web.AppRunner(self.app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = "http://{}:{}".format(*self._runner.addresses[0][:2])
        await self.bot.menu_kept
        await self.fake.set_callback(f"{self.address}/wecom/callback")

    async def stop_bot(self) -> None:
        await self._runner.cleanup()

    async def restart_bot(self) -> None:
        """The server goes down and comes up again on the same database."""
        await self.stop_bot()
        await self.start_bot()

    async def stop(self) -> None:
        await self.stop_bot()
        await self.fake.stop()

    def at(self, when: str) -> None:
        """Set the clock before anything happens; use `until` once something may fall due."""
        self.bot.db.write_now(lambda tx: tx.execute(reminder.delete()))  # first: a tick would find them due
        self.clock.__init__(datetime.fromisoformat(when).replace(tzinfo=SHANGHAI))  # type: ignore[misc]
        self.bot.db.write_now(self.bot.day.begin)

    def phone(self, userid: str) -> Phone:
        return self._phones.setdefault(userid, Phone(self, userid))

    async def settle(self) -> None:
        """Wait until everything that may go has gone."""
        await self.bot.flow.presses.settle()
        await self.bot.sender.drain()

    async def until(self, when: str) -> None:
        """Let time pass to then, doing what falls due on the way."""
        await self.bot.flow.presses.settle()
        await self.bot.day.advance(self.clock, datetime.fromisoformat(when).replace(tzinfo=SHANGHAI))

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """What `zhongshu export KIND --format json` prints."""
        return self.bot.db.read_now(lambda tx: exports.rows_of(kind, tx, self.office, self.clock.now()))
