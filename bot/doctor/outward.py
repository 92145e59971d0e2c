"""The way back: name, TLS, token, trusted IP, agent id, and each API that the bot calls (wecom.md 4, 8, 9, 13)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.doctor.finding import Finding, Situation, error, warning
from bot.doctor.reach import Unreachable, reach
from bot.wecom.errors import WeComError, WeComUnreachable
from bot.wecom.transport import Transport

NEEDED = ("corp_id", "secret", "wecom_api_base")
WHAT = "企业微信接口"
PATIENCE = 10.0
NOBODY = "zhongshu-doctor-nobody"
"""Nobody's userid: message/send to it is refused with 81013 once everything else about the call is right."""
ALL_INVALID, NO_MENU = 81013, 46003
IP_CODES, AGENT_CODES = frozenset((60020, 301042)), frozenset((301002, 40056))
FORBIDDEN = frozenset((48001, 48002, 48004, 48005, 48006, 60031))
CALENDAR_GONE = frozenset((90457, 90459))
DRIFT = 60
"""Seconds by which this machine's clock may differ from WeCom's."""


@dataclass
class Back:
    """What the walk brought home. `http` is None when the way ended; `agent` is the answer of agent/get."""

    findings: list[Finding] = field(default_factory=list)
    http: Transport | None = None
    agent: dict[str, Any] = field(default_factory=dict)


class DateHeaders:
    """Listens to the answers of one session: by how many seconds this machine is ahead of them."""

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real
        self.ahead: list[float] = []

    def tracing(self) -> aiohttp.TraceConfig:
        """For ClientSession(trace_configs=[…])."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._heard)
        return config

    async def _heard(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
    ) -> None:
        try:
            said = parsedate_to_datetime(end.response.headers["Date"])
        except (KeyError, ValueError):
            return
        self.ahead.append(self._real() - said.timestamp())


async def look_outward(
    situation: Situation, session: aiohttp.ClientSession, dates: DateHeaders, calendar: str | None
) -> Back:
    """Walk until it ends. `calendar`: the app's calendar when it has one; `dates` listens to `session`."""
    back = Back()
    if not situation.knows(*NEEDED):
        return back
    settings = situation.settings
    try:
        await reach(settings.wecom_api_base)
    except Unreachable as end:
        back.findings.append(_unreached(end, situation))
        return back
    http = Transport(
        session,
        settings.wecom_api_base,
        settings.corp_id,
        settings.secret.get_secret_value(),
        now=situation.real,
        timeout=PATIENCE,
    )
    if refused := await _asked("gettoken", http.tokens.get, situation):
        back.findings.append(refused)
    elif situation.knows("agent_id"):
        await _calls(back, http, situation, calendar)
    if dates.ahead and abs(ahead := min(dates.ahead, key=abs)) > DRIFT:
        back.findings.append(_drift(ahead))
    return back


async def _calls(back: Back, http: Transport, situation: Situation, calendar: str | None) -> None:
    """Every API, the first refusals of address and agent ending it: all others would be refused alike."""
    agent = {"agentid": situation.settings.agent_id}

    async def about_us() -> None:
        back.agent = await http.get("agent/get", agent)

    async def calendars() -> None:
        await http.post("oa/schedule/get_by_calendar", {"cal_id": calendar, "offset": 0, "limit": 1})

    async def sending() -> None:
        text = {"touser": NOBODY, "msgtype": "text", "text": {"content": "体检"}, **agent}
        await http.post("message/send", text)

    calls: list[tuple[str, Callable[[], Awaitable[Any]]]] = [
        ("agent/get", about_us),
        ("message/send", sending),
        ("menu/get", lambda: http.get("menu/get", agent)),
        ("department/list", lambda: http.get("department/list")),
        ("getcallbackip", lambda: http.get("getcallbackip")),
    ]
    if calendar is not None:
        calls.append(("oa/schedule", calendars))
    for path, call in calls:
        if refused := await _asked(path, call, situation):
            back.findings.append(refused)
            if not refused.code.startswith("wecom.permission"):
                return
    if back.agent.get("close"):
        back.findings.append(error("wecom.closed", WHAT, "应用已停用", "请在管理后台“应用管理”中启用本应用"))
        return
    back.http = http


async def _asked(path: str, call: Callable[[], Awaitable[Any]], situation: Situation) -> Finding | None:
    try:
        await call()
    except WeComError as refused:
        if refused.code in {ALL_INVALID, NO_MENU} | CALENDAR_GONE:
            return None
        return _refused(path, refused)
    except WeComUnreachable as broken:
        return _broken(path, broken, situation)
    return None


def _refused(path: str, refused: WeComError) -> Finding:
    code, what = f"wecom.{refused.code}", f"{WHAT} {path}"
    cause, fix = f"{refused.cause}（错误码{refused.code}）", refused.fix
    if refused.code in IP_CODES:
        code = "wecom.ip"
    elif refused.code in AGENT_CODES:
        code = "wecom.agent"
        cause = f"ZHONGSHU_AGENT_ID 与 ZHONGSHU_SECRET 不是同一个应用的（错误码{refused.code}）"
        fix = "请到管理后台“应用管理”打开本应用，AgentId 与 Secret 一并重新复制"
    elif refused.code in FORBIDDEN:
        code = f"wecom.permission.{path.replace('/', '.')}"
    elif path == "gettoken" and refused.code in {40001, 40091}:
        code = "wecom.secret"
    elif refused.code == 40013:
        code = "wecom.corp"
    return error(code, what, cause, fix)


def _broken(path: str, broken: WeComUnreachable, situation: Situation) -> Finding:
    if broken.reason in {"HTTP 404", "HTTP 405", "返回的不是JSON"} or broken.reason.startswith("HTTP 3"):
        return error(
            "wecom.base",
            "ZHONGSHU_WECOM_API_BASE",
            f"该地址上不是企业微信接口（{broken.reason}）",
            "公有云请删去此项；政务微信请填其接口地址，不带 /cgi-bin",
        )
    return error("wecom.unstable", f"{WHAT} {path}", f"没有得到可用的回答（{broken.reason}）", _NETWORK)


_NETWORK = "请检查服务器的网络和域名解析；稍后再查一次，仍出现时查看企业微信公告"


def _unreached(end: Unreachable, situation: Situation) -> Finding:
    base = situation.settings.wecom_api_base
    proxies = [name for name in ("HTTPS_PROXY", "https_proxy") if situation.environ.get(name)]
    if proxies and end.kind in {"dns", "refused", "timeout"}:
        return error(
            "wecom.proxy",
            f"{WHAT} {base}",
            f"{end.cause}；环境里设了 {proxies[0]}，机器人不经过它",
            "请让服务器直接访问 qyapi.weixin.qq.com 的443端口（防火墙按域名放行），代理变量对机器人不起作用",
        )
    fix = end.fix if end.kind.startswith("tls") else f"{end.fix}；出口需放行 443 端口"
    return error(f"wecom.{end.kind}", f"{WHAT} {base}", end.cause, fix)


def _drift(ahead: float) -> Finding:
    way = "快" if ahead > 0 else "慢"
    return warning(
        "clock.drift",
        "服务器时间",
        f"比企业微信{way}{_length(abs(ahead))}，提醒会{'提前' if ahead > 0 else '推迟'}",
        "请开启时间同步：timedatectl set-ntp true，或安装 chrony",
    )


def _length(seconds: float) -> str:
    return f"{seconds / 60:.0f}分钟" if seconds >= 120 else f"{seconds:.0f}秒"


async def look_at_robot(situation: Situation) -> list[Finding]:
    """The address of the long connection. Nothing is subscribed: WeCom would cut the running server's link."""
    settings = situation.settings
    if settings.robot_id is None or not situation.knows("robot_id", "robot_secret", "robot_url"):
        return []
    try:
        await reach(settings.robot_url.replace("ws", "http", 1))
    except Unreachable as end:
        fix = f"{end.fix}；出口需放行该地址"
        return [error(f"robot.{end.kind}", f"智能机器人 {settings.robot_url}", end.cause, fix)]
    return []
