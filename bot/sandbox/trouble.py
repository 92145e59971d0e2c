"""Trouble on demand: what a network, WeCom's console and a server do to a bot, and what is to be seen then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.sandbox.inspect_traces import ASLEEP, Acts
from bot.sandbox.world import Demo
from storage.tables import outbox

SLOW = 4.0
"""Real seconds that every answer of WeCom takes longer."""
LEAVER = "like"
"""Who leaves when nobody is chosen."""


@dataclass(frozen=True)
class Trouble:
    """One switch. `lasting` ones stay on until they are switched off; the others strike once. `watch`: what to see."""

    name: str
    title: str
    watch: str
    lasting: bool = False


TROUBLES = (
    Trouble(
        "token",
        "令牌过期（42001）",
        "下一条回答照常到达，看不出异样：机器人换了新令牌，把同一次调用重做一遍，只重做一遍。",
    ),
    Trouble(
        "ip",
        "服务器IP不可信（60020）",
        "机器人照样听、照样登记，回答先排队；恢复后一分钟内补发，一条不少，也不重复。",
        lasting=True,
    ),
    Trouble(
        "slow",
        "企业微信变慢（4秒）",
        "说出的话仍当即收下，回答晚4秒到手机；连说几句也不会乱了次序。",
        lasting=True,
    ),
    Trouble(
        "lost",
        "应答丢失（已送达，连接断了）",
        "下一条消息当即到达，机器人却不知道；它两秒后一字不差地重发，企业微信按查重丢弃，手机上只有一条。",
    ),
    Trouble(
        "left",
        "有人离职",
        "发给他的消息被企业微信退回，机器人不再重试，告诉发起的人（没有发起人的告诉系统管理员）谁没收到，请其打电话；别人照常收到。他自己的手机发不出话。",
        lasting=True,
    ),
    Trouble(
        "restart",
        "机器人重启",
        "说到一半的话、等着回答的提问、定好的提醒都还在，接着说就行。",
    ),
    Trouble(
        "asleep",
        "机器人停两小时",
        "停机期间到点的提醒，一恢复就补发；这期间已经没有必要的不再发。",
    ),
)


class Troubles:
    """The switches of the present world."""

    def __init__(self, demo: Demo, acts: Acts) -> None:
        self._demo, self._acts = demo, acts
        self._world = demo.fake
        self._lasting: set[str] = set()
        self.left = ""
        """Who has left."""
        self._do: dict[str, Callable[[bool, str], Awaitable[None]]] = {
            "token": self._token,
            "ip": self._ip,
            "slow": self._slow,
            "lost": self._lost,
            "left": self._left,
            "restart": self._restart,
            "asleep": self._asleep,
        }

    @property
    def on(self) -> frozenset[str]:
        """The lasting ones that are on; a new world begins without any."""
        if self._world is not self._demo.fake:
            self._world, self.left = self._demo.fake, ""
            self._lasting.clear()
        return frozenset(self._lasting)

    async def switch(self, name: str, *, on: bool = True, userid: str = "") -> None:
        """Make trouble, or end it. Raises KeyError for what there is no switch or no person for."""
        known = next((trouble for trouble in TROUBLES if trouble.name == name), None)
        if known is None:
            raise KeyError(name)
        if known.lasting and (name in self.on) is on:
            return
        await self._do[name](on, userid)
        if known.lasting:
            self._lasting.symmetric_difference_update({name})

    async def waiting(self) -> int:
        """How many messages are due and have not gone."""

        def unit(tx: Connection) -> int:
            due = (outbox.c.state.in_(("queued", "sending")), outbox.c.not_before <= self._demo.clock.now())
            return int(tx.execute(select(func.count()).select_from(outbox).where(*due)).scalar_one())

        return await self._demo.bot.db.read(unit)

    async def _token(self, _on: bool, _userid: str) -> None:
        self._demo.fake.expire_token()

    async def _ip(self, on: bool, _userid: str) -> None:
        self._demo.fake.block_ip(blocked=on)

    async def _slow(self, on: bool, _userid: str) -> None:
        self._demo.fake.slow(SLOW if on else 0)

    async def _lost(self, _on: bool, _userid: str) -> None:
        self._demo.fake.fail_next("message/send", "reset_after_delivery")

    async def _left(self, on: bool, userid: str) -> None:
        person = self._demo.office.person((userid or LEAVER) if on else self.left)
        if person is None:
            raise KeyError(userid)
        if on:
            self._demo.fake.remove_member(person.userid)
        else:
            self._demo.fake.add_member(person.userid, person.name, position=person.post)
        self.left = person.userid if on else ""

    async def _restart(self, _on: bool, _userid: str) -> None:
        self._acts.mark("restart")
        await self._demo.restart()

    async def _asleep(self, _on: bool, _userid: str) -> None:
        self._acts.mark("asleep")
        await self._demo.restart(ASLEEP)
