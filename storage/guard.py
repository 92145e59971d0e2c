"""The secrecy guard (domain.md 7.3): every text passes it before anything else sees it, inbound, imported or outgoing.

A HARD text leaves nothing but a count by rule; nothing here keeps, logs or returns any part of it.
"""

from bisect import bisect_left
from typing import Literal, NamedTuple

from storage import guard_rules as rules
from storage.guard_text import Plain, plain
from storage.office import Office

BULK_PHONES = 3
_OUT = "□"


class Verdict(NamedTuple):
    """``rule``: H1–H9 for hard, S1–S10 for soft, H10 and S11 for the office's own words, None for ok. No text."""

    level: Literal["ok", "soft", "hard"]
    rule: str | None = None


class GuardRefused(Exception):
    """A text may not be stored or sent. Carries the rule only, never the text (domain.md 7.3)."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


_OK = Verdict("ok")


class _Own(NamedTuple):
    hard: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()


_own = _Own()


def heed(office: Office) -> None:
    """From now on this process also refuses the words that the profile adds (domain.md 7.3).

    Of the process and not an argument: whoever stores or sends a text must not be able to forget them.
    """
    global _own  # noqa: PLW0603 - see above
    words = office.limits.guard
    _own = _Own(tuple(plain(word).flat for word in words.hard), tuple(plain(word).flat for word in words.soft))


SOFT_REPLY = (
    "这段内容可能含有不宜在企业微信出现的内部或个人信息，尚未保存。请选择：\n"
    "1 删去敏感部分后重发\n2 只登记“内部件一件”\n3 取消"
)
"""For SOFT. One of the bot's own texts, as HARD_REPLY and PAPER_ONLY: trusted, not screened on its way out."""

PAPER_ONLY = "涉密文件的名称、文号也不能在企业微信出现，请用纸质登记簿/涉密系统。"
"""When somebody asks for a way round after a HARD refusal (scenarios.md SC06)."""


def hard_reply(office: Office) -> str:
    """The reply to a HARD text, with the room and phone of the 保密局 in this office."""
    phones = office.phones
    return (
        "⚠ 您发来的内容可能涉及国家秘密，已停止处理且未保存。请立即撤回该消息并删除手机缓存；"
        "涉密文电请通过机要渠道和涉密网络办理，如已发出请即报告本单位保密员和区保密局"
        f"（{phones.secrecy_room}，电话{phones.secrecy}）。"
    )


def screen(text: str) -> Verdict:
    """Judge a text. Linear in its length: 20,000 characters take about 10 ms, of nothing but 机密 about 20."""
    seen = plain(text)
    rule = _hard(seen) if "密" in seen.flat or "机要" in seen.flat else None
    if rule or any(word in seen.flat for word in _own.hard):
        return Verdict("hard", rule or "H10")
    rule = (_first(rules.SOFT, seen.flat) if rules.SOFT_WORDS.search(seen.flat) else None) or _personal(seen.spaced)
    if rule or any(word in seen.flat for word in _own.soft):
        return Verdict("soft", rule or "S11")
    return _OK


def refuse_unless_ok(text: str) -> None:
    """Raise GuardRefused for a text that may not be stored or sent as it is."""
    verdict = screen(text)
    if verdict.rule:
        raise GuardRefused(verdict.rule)


def _first(table: tuple[rules.Rule, ...], text: str) -> str | None:
    return next((rule.id for rule in table if rule.hits(text)), None)


def _hard(seen: Plain) -> str | None:
    found = _first(rules.BEFORE, seen.flat)
    if found:
        return found
    if rules.ALONE.search(seen.spaced) and rules.ALONE.search(rules.ALLOWED.sub(_OUT, seen.spaced)):
        return "H4"
    rest = rules.ALLOWED.sub(_OUT, seen.flat)
    return _first(rules.AFTER, rest) or ("H9" if _registered(rest) else None)


def _registered(rest: str) -> bool:
    """Whether 绝密 or 机密 stands within reach of a word of the registry."""
    registry = [hit.start() for hit in rules.REGISTRY.finditer(rest)] if rules.BARE.search(rest) else []
    for hit in rules.BARE.finditer(rest) if registry else ():
        after = bisect_left(registry, hit.start() - rules.REACH)
        if after < len(registry) and registry[after] <= hit.end() + rules.REACH:
            return True
    return False


def _personal(text: str) -> str | None:
    if not rules.LONG_NUMBER.search(text):
        return None
    if rules.IDENTITY.search(text):
        return "S7"
    if rules.BANK_CARD.search(text):
        return "S8"
    mobiles = {number.group().replace(" ", "").replace("-", "") for number in rules.MOBILE.finditer(text)}
    return "S9" if len(mobiles) >= BULK_PHONES else None
