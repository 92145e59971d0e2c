"""Words of the office misspelt by their sound: 首文 for 收文, 会意室 for 会议室, 参家 for 参加 (domain.md C.2).

The phone's keyboard and the voice input offer characters that sound alike. One such character in a word of the office
is put right, where good sentences may have the two as well only when the word stands by itself; what is a word of its
own (会意, 近日, 登机) is left alone, and so is the body of a text.
"""

import re
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.dialogue.office_words import SELDOM, SOUND_ALIKE, WORDS
from bot.dialogue.sounds import FARTHEST, alike

_WORDS = tuple(WORDS.split(" "))
_OWN_WORDS, _IN_PASSING = frozenset(SOUND_ALIKE.split(" ")), frozenset(SELDOM.split(" "))
_ENDINGS = frozenset("会办班报件文")
"""End the names of many things: 安置办 is no 转办 misspelt."""
_UNIT_WORDS = (
    "住建 发改 教育 卫健 城管 交通 农水 文旅 工信 经信 人社 民政 司法 商务 审计 统计 税务 消防 公安 海关 财政 应急 "
    "排名 排序 排队 门诊 改造 限载"
)
_LIGHT = frozenset("请帮我要想个次查看下了的把将再嗯就先去到在吧呢哈啊吗呀份件条张一二三四五六七八九十两表情给是没各第")
"""Characters beside which a word still stands by itself."""
_NAMES_END, _NAMES_OPEN = frozenset("局镇街"), frozenset("小老")
"""给住建局, 和小李: a name stands before it."""
_BEFORE_CLAUSES = frozenset((*" 　，,0123456789", ""))
_COUNTED = re.compile("[0-9][年月日号点时分期件份]")
"""26日陈曦: what counts belongs to its number."""
_SEARCHED = 60
"""How far into a message one is looked for: commands stand at its head."""
_BODY = re.compile("[：:《“]|关于")
_SHORT = 40
_HAN = re.compile("[\u4e00-\u9fff]")


class Misheard(NamedTuple):
    """What was typed, what was meant, and where it stands."""

    said: str
    meant: str
    span: tuple[int, int]


@cache
def _variants() -> dict[str, str]:
    """Each misspelling and its word, the closest one."""
    typed_for = {
        typed: word for far in range(FARTHEST, -1, -1) for word in reversed(_WORDS) for typed in alike(word, far)
    }
    known = _OWN_WORDS | set(_WORDS)
    return {typed: word for typed, word in typed_for.items() if typed not in known}


@cache
def _finder() -> tuple[AhoCorasick, tuple[str, ...]]:
    typed = tuple(_variants())
    return AhoCorasick(typed), typed


def misheard(text: str) -> list[Misheard]:
    """The misspelt words of the office in the head of the text, in order. The text consists of whole signs."""
    body = _BODY.search(text) if len(text) > _SHORT else None
    head = text[: min(body.start() if body else _SEARCHED, _SEARCHED)]
    finder, variants = _finder()
    found: list[Misheard] = []
    hits = finder.find_matches_as_indexes(head, overlapping=True)
    for which, start, end in sorted(hits, key=lambda hit: (hit[1] - hit[2], hit[1])):  # the longest first
        if any(a < end and start < b for _, _, (a, b) in found):
            continue
        typed = variants[which]
        if _COUNTED.match(head, start - 1) and start:
            continue
        if len(typed) > 2 or (_apart(head, start) and (_sure(typed) or _alone(head, start, typed))):
            found.append(Misheard(typed, _variants()[typed], (start, end)))
    return sorted(found, key=lambda one: one.span)


def _apart(head: str, start: int) -> bool:
    """Whether neither of the two characters belongs to the word beside it, as it stands or once they are put right."""
    meant = _variants()[head[start : start + 2]]
    before, after = head[max(0, start - 1) : start], head[start + 2 : start + 3]
    words = (before + head[start], head[start + 1] + after)
    slips = (before + meant[0], meant[1] + after, meant + after)
    return _whole().isdisjoint(words) and _variants().keys().isdisjoint(slips)


def _sure(typed: str) -> bool:
    """Whether no good sentence has the two beside each other."""
    meant = _variants()[typed]
    return typed not in _IN_PASSING and (typed[0] == meant[0] or meant[1] not in _ENDINGS)


def _alone(head: str, start: int, typed: str) -> bool:
    """Whether the two characters are a word here: at the head of a clause, or between light words and office words."""
    before, after = head[max(0, start - 2) : start], head[start + 2 : start + 4]
    if not before or not _HAN.match(before[-1]):
        leads = typed not in _IN_PASSING and before[-1:] in _BEFORE_CLAUSES
        return leads or not after or _fits(after, after[0])
    named = before[-1] in _NAMES_END or before[0] in _NAMES_OPEN
    return (named or _fits(before, before[-1])) and (not after or _fits(after, after[0]))


def _fits(neighbours: str, nearest: str) -> bool:
    return not _HAN.match(nearest) or nearest in _LIGHT or neighbours in _known()


@cache
def _whole() -> frozenset[str]:
    """Words that no neighbour takes a character of: 帮住建局 is not 帮助."""
    return _pairs() | frozenset(_UNIT_WORDS.split(" "))


@cache
def _known() -> frozenset[str]:
    return _pairs() | {"工作", "办理", "单位", "季度", "年度", "事项", "任务", "收文", "督查", "清单", "刚才", "发我"}


@cache
def _pairs() -> frozenset[str]:
    return frozenset(word[at : at + 2] for word in _WORDS for at in range(len(word) - 1))
