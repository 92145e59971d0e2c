"""What went wrong at WeCom, what to do about it, and how to say it to an administrator (wecom.md 13).

Neither exception ever carries a request, a token, a secret or a message.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

from bot.wecom.error_reaction import Line, Reaction
from bot.wecom.error_table import GENERAL
from bot.wecom.error_table_messages import MESSAGES
from bot.wecom.error_table_office import OFFICE

__all__ = ["TABLE", "TOKEN_CODES", "Entry", "Reaction", "WeComError", "WeComUnreachable", "error_of", "lookup"]

TOKEN_CODES = frozenset((40001, 40014, 42001))
"""A business call that ends so is repeated once with a fresh token (wecom.md 4)."""

_CALLER = re.compile(r"from ip: ([0-9A-Fa-f.:]{2,45})")
_QUERY = "https://open.work.weixin.qq.com/devtool/query?e="


class Entry(NamedTuple):
    """One code of the table, in Chinese for administrators."""

    reaction: Reaction
    cause: str
    fix: str


class WeComError(Exception):
    """WeCom refused. ``path`` is the call without its query."""

    def __init__(self, code: int, reaction: Reaction, cause: str, fix: str, path: str = "") -> None:
        super().__init__(f"企业微信返回错误 {code}（{cause}）。{fix}")
        self.code = code
        self.reaction = reaction
        self.cause = cause
        self.fix = fix
        self.path = path


class WeComUnreachable(Exception):
    """No usable answer: network, timeout, HTTP status. ``maybe_done``: the request may still have had its effect."""

    def __init__(self, path: str, reason: str, *, maybe_done: bool) -> None:
        super().__init__(f"企业微信暂时无法访问（{reason}）。程序将自动重试；持续出现时请检查服务器的网络和域名解析")
        self.path = path
        self.reason = reason
        self.maybe_done = maybe_done


def _expand(lines: tuple[Line, ...]) -> Iterator[tuple[int, Entry]]:
    for codes, reaction, cause, fix in lines:
        for part in codes.split():
            first, dash, last = part.partition("-") if not part.startswith("-") else (part, "", "")
            for code in range(int(first), int(last if dash else first) + 1):
                yield code, Entry(reaction, cause, fix)


TABLE: dict[int, Entry] = dict(_expand((*GENERAL, *MESSAGES, *OFFICE)))
"""Every code of wecom.md 13."""


def lookup(code: int) -> Entry:
    """What a code means; an unknown one is taken as FIX and sends the reader to WeCom's own page."""
    known = TABLE.get(code)
    return known or Entry(Reaction.FIX, "未收录的错误码", f"请打开 {_QUERY}{code} 查询原因，并交开发人员处理")


def error_of(code: int, errmsg: str, path: str) -> WeComError:
    """The error of an answer. Of ``errmsg`` only the caller's address is used, and only for 60020 and 301042."""
    entry = lookup(code)
    reaction, cause, fix = entry
    if code == 40001 and path == "gettoken":  # no token can mend a wrong secret
        reaction = Reaction.ALERT
        fix = "请核对 ZHONGSHU_CORP_ID 与 ZHONGSHU_SECRET 是否配套，并确认应用未停用、Secret 未重置"
    if code in (60020, 301042) and (address := _caller(errmsg)):
        cause = f"服务器IP {address} 不在企业可信IP中"
    return WeComError(code, reaction, cause, fix, path)


def _caller(errmsg: str) -> str:
    match = _CALLER.search(errmsg)
    try:
        return str(ip_address(match.group(1))) if match else ""
    except ValueError:
        return ""
