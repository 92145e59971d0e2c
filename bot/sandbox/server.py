"""`FakeWeCom`: a strict WeCom for one corp with one app; test double and demo are this same object (design.md 5)."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from aiohttp import web

from bot.sandbox.api import MAX_BODY, Api
from bot.sandbox.callbacks import NO_FAULTS, CallbackFaults, Callbacks, Delivery
from bot.sandbox.card_state import Choice
from bot.sandbox.cards import SentLedger
from bot.sandbox.chats import AppChats, Group, Groups
from bot.sandbox.core import Answer, Call, Journal, Json, Quirks, Route, SentCall, ok
from bot.sandbox.crypto import Codec
from bot.sandbox.directory import ROOT, Directory, Member
from bot.sandbox.directory_api import DirectoryApi
from bot.sandbox.faults import Faults, Kind
from bot.sandbox.feed import Feed, Subscription
from bot.sandbox.gestures import Gestures
from bot.sandbox.lookups import Lookups
from bot.sandbox.media import MediaStore
from bot.sandbox.menu import Menu
from bot.sandbox.messages import Office, Sending
from bot.sandbox.phones import PhoneMessage, Phones
from bot.sandbox.quotas import Quotas
from bot.sandbox.replies import Replies, Trigger
from bot.sandbox.schedules import Event, Schedules
from bot.sandbox.tokens import Tokens
from bot.sandbox.updates import Updates
from bot.sandbox.webhooks import Webhooks


class FakeWeCom:
    """`clock` gives office seconds (tokens, 24 h, 72 h, media, days); `real` real seconds (rate windows, elapsed).

    Parts a test may reach into: `directory`, `quotas`, `quirks`, `callbacks`, `journal`, `media`, `phones`, `menu`,
    `schedules`.
    """

    def __init__(
        self,
        corp_id: str,
        secret: str,
        agent_id: int,
        token: str,
        aes_key: str,
        *,
        clock: Callable[[], float],
        real: Callable[[], float] = time.monotonic,
        app_name: str = "中枢",
        seed: int = 0,
    ) -> None:
        rng = random.Random(seed)
        self.feed = Feed()
        self.quirks = Quirks()
        self.directory = Directory()
        self.quotas = Quotas(clock, real)
        self.media = MediaStore(clock)
        self.phones = Phones(self.feed, clock)
        self.journal = Journal(self.feed, clock)
        self.faults = Faults()
        self.callbacks = Callbacks(
            corp_id, agent_id, Codec(token, aes_key, corp_id), clock, real, self.journal, self.quirks, rng
        )
        self.office = Office(
            agent_id=agent_id,
            app_name=app_name,
            clock=clock,
            directory=self.directory,
            quotas=self.quotas,
            phones=self.phones,
            ledger=SentLedger(clock),
            journal=self.journal,
            lookups=Lookups(self.media, self.directory),
            quirks=self.quirks,
            has_callback=lambda: bool(self.callbacks.url),
        )
        self.sending = Sending(self.office)
        self.menu = Menu(self.office)
        self.schedules = Schedules(self.office)
        self.webhooks = Webhooks(self.office, groups := Groups(self.office), self.media)
        self._groups = groups
        self._tokens = Tokens(corp_id, secret, clock)
        replies = Replies(self.office, corp_id)
        self._gestures = Gestures(
            self.office, self.callbacks, replies=replies, menu=self.menu, media=self.media, rng=rng
        )
        self._api = Api(
            self._routes(),
            tokens=self._tokens,
            quotas=self.quotas,
            faults=self.faults,
            journal=self.journal,
            clock=clock,
        )
        self._runner: web.AppRunner | None = None

    def _routes(self) -> dict[str, Route]:
        parts = (
            self._tokens,
            self.sending,
            Updates(self.office),
            AppChats(self.office, self._groups),
            self.webhooks,
            self.media,
            DirectoryApi(self.directory),
            self.menu,
            self.schedules,
        )
        routes = {path: route for part in parts for path, route in part.routes().items()}
        return routes | dict.fromkeys(("getcallbackip", "get_api_domain_ip"), Route("GET", _addresses))

    def app(self) -> web.Application:
        """The application with every API under /cgi-bin/."""
        app = web.Application(client_max_size=MAX_BODY)
        self._api.install(app)
        app.on_shutdown.append(self._on_shutdown)
        app.on_cleanup.append(self._on_cleanup)
        return app

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One API call, for an application of somebody else's with a route `/cgi-bin/{path:.+}`."""
        return await self._api.handle(request)

    async def _on_shutdown(self, _: web.Application) -> None:
        self.faults.release()

    async def _on_cleanup(self, _: web.Application) -> None:
        await self.callbacks.close()

    async def start(self, host: str = "127.0.0.1", port: int = 0, app: web.Application | None = None) -> str:
        """Serve and return the base address (without /cgi-bin). `app` may be `app()` with more routes on it."""
        self._runner = web.AppRunner(app or self.app(), handler_cancellation=True, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        return f"http://{bound[0]}:{bound[1]}"

    async def stop(self) -> None:
        """Stop serving; phones and everything else stay as they are, and `start` may follow."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self.callbacks.close()

    def add_member(
        self, userid: str, name: str, department: int | Sequence[int] = ROOT, status: int = 1, *, position: str = ""
    ) -> Member:
        """Add a member. `status`: 1 active, 2 disabled, 4 not activated, 5 left. Raises ValueError for a bad userid."""
        return self.directory.add_member(userid, name, department, status, position=position)

    def remove_member(self, userid: str) -> None:
        """The member leaves. Raises KeyError when there is none."""
        self.directory.remove_member(userid)

    def add_webhook(self, name: str, members: Sequence[str]) -> str:
        """A group with a robot in it; returns the robot's key."""
        return self.webhooks.add(name, members)

    async def set_callback(self, url: str, *, verify: bool = True) -> None:
        """Save the callback URL as the admin page does. Raises CallbackRefused when verification fails."""
        await self.callbacks.configure(url, verify=verify)

    async def say(self, userid: str, text: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """A member sends words to the app. Raises Refused for somebody who cannot use it."""
        return await self._gestures.say(userid, text, faults)

    async def burst(
        self, said: Sequence[tuple[str, str]], order: Sequence[int] | None = None, *, parallel: bool = False
    ) -> list[Delivery]:
        """(userid, text) pairs spoken in this order, delivered in `order` or all at once."""
        return await self._gestures.burst(said, order, parallel=parallel)

    async def press(
        self, userid: str, task_id: str, key: str, selected: Choice | None = None, faults: CallbackFaults = NO_FAULTS
    ) -> Delivery:
        """A member presses a card. Raises Refused when the card does not offer that or its buttons are grey."""
        return await self._gestures.press(userid, task_id, key, selected, faults)

    async def send_media(self, userid: str, kind: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """A member sends an image, voice, video, location or link."""
        return await self._gestures.send_media(userid, kind, faults)

    async def enter(self, userid: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """A member opens the app."""
        return await self._gestures.enter(userid, faults)

    async def click_menu(self, userid: str, key: str, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """A member taps a menu entry. Raises Refused when the menu has none."""
        return await self._gestures.click_menu(userid, key, faults)

    async def event(self, userid: str, name: str, key: str = "", faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Any other event by name (subscribe, LOCATION, inactive_alert …)."""
        return await self._gestures.event(userid, name, key, faults=faults)

    async def send_raw(self, plaintext_xml: bytes, userid: str = "sys", faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Encrypt and push any plaintext as it is; a reply goes to `userid`."""
        return await self._gestures.push(plaintext_xml, Trigger(userid, "raw"), faults)

    def fail_next(self, path: str, kind: Kind, times: int = 1) -> None:
        """The next calls of `path` fail: "timeout", "500", "reset", "reset_after_delivery" or an errcode."""
        self.faults.add(path, kind, times)

    def invalidate_token(self) -> None:
        """WeCom drops the token early: 40014 until a new one is fetched."""
        self._tokens.invalidate()

    def expire_token(self) -> None:
        """The token's two hours are over: 42001 until a new one is fetched."""
        self._tokens.expire()

    def block_ip(self, *, blocked: bool = True) -> None:
        """The caller's IP is no trusted one: 60020 for every call with a token."""
        self.faults.ip_blocked = blocked

    def slow(self, seconds: float) -> None:
        """Every API answer takes this many real seconds longer; 0 ends it."""
        self.faults.delay = seconds

    def inbox(self, userid: str) -> list[PhoneMessage]:
        """What stands on the member's phone, oldest first, their own words included."""
        return self.phones.inbox(userid)

    def calendar(self, userid: str) -> list[Event]:
        """What stands in the member's calendar, in the order of time."""
        return self.schedules.of(userid)

    async def wait_for(
        self, userid: str, predicate: Callable[[PhoneMessage], bool], timeout: float = 30.0, *, after: int = 0
    ) -> PhoneMessage:
        """The first message (with an id above `after`) that satisfies the predicate. Raises TimeoutError."""
        return await self.phones.wait_for(userid, predicate, timeout, after=after)

    def subscribe(self) -> AbstractContextManager[Subscription]:
        """`with fake.subscribe() as events: async for event in events`; see feed.py for the events."""
        return self.feed.subscribe()

    @property
    def groups(self) -> dict[str, Group]:
        """Groups by chatid: app groups and those with robots."""
        return self._groups.all

    @property
    def violations(self) -> list[str]:
        """Everything that the real service would have cut, dropped or refused. Empty in a good test."""
        return self.journal.violations

    @property
    def suppressed(self) -> list[Json]:
        """Bodies that the duplicate check swallowed (no violation)."""
        return self.journal.suppressed

    @property
    def sent(self) -> list[SentCall]:
        """Every accepted JSON call, as received."""
        return self.journal.sent


def _addresses(_: Call) -> Answer:
    return ok(ip_list=["127.0.0.1"])
