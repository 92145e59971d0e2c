"""WeCom's side of the installation: do the three values fit, who is there, which departments."""

from dataclasses import dataclass, field

import aiohttp

from bot.doctor.reach import trusted
from bot.settings import Settings
from bot.wecom.client import WeComClient
from bot.wecom.errors import WeComError, WeComUnreachable
from bot.wecom.results import Department, Member
from bot.wecom.transport import Transport
from scheduler.clock import SystemClock

SECRET_CODES = frozenset((40001, 40013, 40091))
ROOT = 1


@dataclass
class Directory:
    """Who the app sees. `trouble`: why nobody is known, in Chinese; `wrong_secret`: corp id or Secret are wrong."""

    members: list[Member] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    trouble: str = ""
    wrong_secret: bool = False

    def called(self, name: str) -> list[Member]:
        """Members of that name or userid."""
        return [m for m in self.members if name in (m.name, m.userid) or name.lower() == m.userid.lower()]

    def department_of(self, member: Member) -> str:
        """The name of the member's first department, to tell two of one name apart."""
        names = {department.id: department.name for department in self.departments}
        return names.get(member.departments[0], "") if member.departments else ""

    def units(self) -> list[Department]:
        """Every department but the root."""
        return [department for department in self.departments if department.parent != 0]


async def fetch(settings: Settings) -> Directory:
    """Ask WeCom; what goes wrong is told in the result."""
    connector = aiohttp.TCPConnector(ssl=trusted())
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), connector=connector) as session:
        secret, now = settings.secret.get_secret_value(), SystemClock().real
        client = WeComClient(
            session, settings.wecom_api_base, settings.corp_id, secret, settings.agent_id, now=now, timeout=8
        )
        http = Transport(session, settings.wecom_api_base, settings.corp_id, secret, now=now, timeout=8)
        try:
            await client.ready()
            agent = await http.get("agent/get", {"agentid": settings.agent_id})
            departments = await client.department_list()
            members = {m.userid.lower(): m for d in departments for m in await client.users_of(d.id)}
            for user in agent.get("allow_userinfos", {}).get("user", ()):
                if (userid := str(user["userid"])).lower() not in members:
                    members[userid.lower()] = await client.user(userid)
        except WeComError as refused:
            line = f"{refused.cause}（错误码{refused.code}）。{refused.fix}"
            return Directory(trouble=line, wrong_secret=refused.code in SECRET_CODES)
        except WeComUnreachable as broken:
            return Directory(trouble=f"连不上企业微信（{broken.reason}）")
    return Directory(sorted(members.values(), key=lambda m: m.userid), departments)
