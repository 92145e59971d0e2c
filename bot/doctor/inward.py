"""The way in, as WeCom walks it: address, name, TLS, path, signature, keys, corp id, exact echo, and a push."""

import ipaddress
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.doctor.counters import Counters, read_counters
from bot.doctor.finding import Finding, Situation, error, note, warning
from bot.doctor.probe import PATH, PUSH_LIMIT, VERIFY_LIMIT, Answer, Probe
from bot.doctor.reach import Reached, Unreachable, reach
from bot.metrics import DOCTOR

NEEDED = ("corp_id", "token", "encoding_aes_key", "host", "port", "public_url")
SOON = 21
"""Days before its end at which a certificate is spoken of."""
DAY = 86400
GATEWAY = frozenset((502, 503, 504))
DENIED = frozenset((401, 403, 407, 429))
NOWHERE = frozenset((404, 405, 410))
WHAT = "回调地址"
NGINX = "可参照 ops/nginx 中的配置"


async def look_inward(situation: Situation, session: aiohttp.ClientSession) -> list[Finding]:
    """Walk until it ends. Without ZHONGSHU_PUBLIC_URL the walk goes to this machine's own port, and says so."""
    if not situation.knows(*NEEDED):
        return []
    public, local = situation.settings.public_url, situation.local_address
    probe, found = Probe(session, situation), []
    if public is None:
        if situation.settings.port == 0:
            return [note("inward.local", WHAT, "端口设为0，不知道服务在哪个端口，没有检查")]
        found.append(
            note(
                "inward.local",
                WHAT,
                f"没有设置 ZHONGSHU_PUBLIC_URL，只检查了本机的 {local}",
                "设为企业微信访问的外网地址后，可以从域名、证书一路查到底",
            )
        )
    base = public or local
    try:
        reached = await reach(base)
    except Unreachable as end:
        return [*found, _unreached(end, base, public)]
    found += _certificate(reached, base, situation)
    before = await read_counters(probe, local)
    answer = await probe.verify(base)
    if not answer.exact:
        return [*found, await _spoiled(answer, probe, base, local, before)]
    found += _slow(answer, VERIFY_LIMIT)
    pushed = await probe.push(base)
    found += [_push(pushed)] if pushed.status != 200 or pushed.body else _slow(pushed, PUSH_LIMIT)
    return [*found, *_from_wecom(before)]


def _unreached(end: Unreachable, base: str, public: str | None) -> Finding:
    if end.kind == "refused" and public is None:
        return error(
            "inward.down",
            "机器人服务",
            f"{base} 没有程序在监听，服务没有运行",
            "请启动服务（systemctl start zhongshu 或 zhongshu serve），并核对 ZHONGSHU_HOST、ZHONGSHU_PORT",
        )
    return error(f"inward.{end.kind}", f"{WHAT} {base}", end.cause, end.fix)


def _certificate(reached: Reached, base: str, situation: Situation) -> Iterator[Finding]:
    if reached.expires is not None and (days := int((reached.expires - situation.real()) // DAY)) < SOON:
        yield warning("inward.tls_soon", f"{WHAT}的证书", f"还有{days}天到期", "请尽快续期，并让代理服务器重新加载证书")
    api = urlsplit(situation.settings.wecom_api_base).hostname or ""
    if situation.settings.public_url and api.endswith(".qq.com") and all(_private(a) for a in reached.addresses):
        yield error(
            "inward.private",
            f"{WHAT} {base}",
            f"域名解析到内网地址 {'、'.join(sorted(reached.addresses))}，企业微信访问不到",
            "请把域名的公网解析指向单位的出口地址，并在出口作端口映射；本机若另用内网解析，请以公网解析为准",
        )


def _private(address: str) -> bool:
    return not ipaddress.ip_address(address.partition("%")[0]).is_global


def _slow(answer: Answer, limit: float) -> list[Finding]:
    if answer.seconds <= limit:
        return []
    return [
        error(
            "inward.slow",
            WHAT,
            f"用了{answer.seconds:.1f}秒才回答，企业微信只等{limit:.0f}秒",
            "请检查代理服务器与本机之间的网络、服务器负载和磁盘",
        )
    ]


async def _spoiled(answer: Answer, probe: Probe, base: str, local: str, before: Counters) -> Finding:
    """Why the echo did not come back as it should."""
    status = answer.status
    if status is None:
        return error("inward.broken", WHAT, "连上以后没有得到回答", "请查看代理服务器和机器人的日志")
    if 300 <= status < 400:
        cause = f"被重定向到 {answer.location[:80] or '别处'}，企业微信不跟随重定向"
        return error("inward.redirect", WHAT, cause, f"请让 {PATH} 直接转给机器人，不作跳转；地址请用跳转之后的")
    if status in DENIED:
        cause = f"代理或防火墙要求认证或拒绝访问（HTTP {status}）"
        return error("inward.denied", WHAT, cause, f"请对 {PATH} 免认证放行；按来源放行的，请放行企业微信的回调IP段")
    if status in GATEWAY:
        cause = f"代理服务器连不上机器人（HTTP {status}）"
        return error("inward.upstream", WHAT, cause, f"请确认服务已启动，代理转发到 {local}；{NGINX}")
    if status == 200:
        return error("inward.echo", WHAT, _difference(answer), "请关闭代理对回答内容的改写、压缩和缓存，原样返回")
    after = await read_counters(probe, local)
    if after.rejected == before.rejected and not await _ours(probe, base):
        if status in NOWHERE or status == 400:
            cause = f"{base} 上回答的不是机器人（HTTP {status}）"
            return error("inward.other", WHAT, cause, f"请核对端口和代理的转发目标，机器人在 {local}；{NGINX}")
        return error("inward.status", WHAT, f"回答了 HTTP {status}", "请查看代理服务器和机器人的日志")
    if status in NOWHERE:
        cause = f"代理改写了路径，{PATH} 没有到达机器人（HTTP {status}）"
        return error("inward.path", WHAT, cause, f"请让代理原样转发路径 {PATH}，不加也不去前缀；{NGINX}")
    if status != 400:
        return error("inward.status", WHAT, f"机器人回答了 HTTP {status}", "请查看机器人的日志，必要时重启服务")
    return await _refused(probe, base, local, after.rejected - before.rejected)


async def _ours(probe: Probe, base: str) -> bool:
    page = await probe.page(base, "/healthz")
    try:
        return page.status == 200 and orjson.loads(page.body) == {"ok": True}
    except orjson.JSONDecodeError:
        return False


async def _refused(probe: Probe, base: str, local: str, grown: Counter[str]) -> Finding:
    """The bot itself said no: what arrived was altered on the way, or the running process has other settings."""
    if base != local and (await probe.verify(local)).exact:
        if (await probe.verify(base, plain=True)).exact:
            cause = "代理改动了网址参数中的加号或斜杠（+、/），验签不过"
            return error("inward.plus", WHAT, cause, f"请让代理原样转发网址参数，不要解码再编码；{NGINX}")
        return error(
            "inward.query", WHAT, "代理丢掉或改动了网址参数，验签不过", f"请让代理原样转发 ? 后面的全部参数；{NGINX}"
        )
    wrong = next((reason.removeprefix(f"{DOCTOR}_") for reason in grown if reason.startswith(DOCTOR)), "")
    name = _SETTING.get(wrong, "Token、EncodingAESKey 或企业ID")
    return error(
        f"inward.{_CODE.get(wrong, 'stale')}",
        WHAT,
        f"正在运行的服务用的{name}与当前设置不同",
        "设置改过以后请重启服务；若用 systemd，请确认 EnvironmentFile 是同一个文件",
    )


_KEY = ("base64", "cipher", "padding", "length")
_SETTING = {"signature": " Token ", "receiver": "企业ID", **dict.fromkeys(_KEY, " EncodingAESKey ")}
_CODE = {"signature": "token", "receiver": "corp", **dict.fromkeys(_KEY, "key")}


def _difference(answer: Answer) -> str:
    got, wanted = answer.body, answer.wanted
    if wanted not in got:
        return "返回的不是机器人的回答（可能是登录页、错误页或缓存）"
    if got.startswith(b"\xef\xbb\xbf"):
        return "返回内容前多了 BOM，应与明文逐字节相同"
    if got.strip() == wanted:
        return "返回内容前后多了换行或空格，应与明文逐字节相同"
    return f"返回内容多了{len(got) - len(wanted)}字节（引号或别的文字），应与明文逐字节相同"


def _push(answer: Answer) -> Finding:
    if answer.status == 413:
        return error("inward.body", WHAT, "代理限制了请求大小（HTTP 413）", "请把 client_max_body_size 设为 128k 以上")
    cause = f"验证（GET）能通过，推送消息（POST）得到 HTTP {answer.status or '无回答'}"
    if answer.status == 200:
        cause = "推送消息（POST）的回答被加上了别的内容"
    return error("inward.post", WHAT, cause, f"请让代理对 {PATH} 原样放行 POST 和请求正文；{NGINX}")


def _from_wecom(seen: Counters) -> Iterator[Finding]:
    """What the running server has refused since it started, as long as that is most of what it was sent."""
    console = "请核对管理后台“接收消息”与本机设置，重新保存；改正并重启服务后这一条消失"
    for code, name, reasons in (
        ("token", "Token", ("signature",)),
        ("key", "EncodingAESKey", ("padding", "length", "cipher")),
        ("corp", "企业ID", ("receiver",)),
    ):
        refused = sum(seen.rejected[reason] for reason in reasons)
        if refused and refused >= seen.accepted:
            cause = f"启动以来有{refused}次推送因 {name} 不一致被拒收"
            yield error(f"callbacks.{code}", "企业微信的推送", cause, console)


async def look_ready(situation: Situation, session: aiohttp.ClientSession) -> list[Finding]:
    """What the running server says of itself; asked when nothing else is wrong, for then only it knows."""
    if not situation.knows(*NEEDED) or situation.settings.port == 0:
        return []
    page = await Probe(session, situation).page(situation.local_address, "/readyz")
    try:
        said = orjson.loads(page.body)
    except orjson.JSONDecodeError:
        return []
    if page.status == 200 or not isinstance(said, dict):
        return []
    missing = [words for key, words in _PARTS.items() if said.get(key) is False]
    cause = str(said.get("reason") or f"正在运行的服务用不了{'、'.join(missing)}，而按当前设置是通的")
    return [error("service.not_ready", "机器人服务", cause, "设置改过以后请重启服务；仍不行请看日志里 not_ready 一行")]


_PARTS = {"database": "数据库", "schema": "数据库结构", "wecom": "企业微信"}
