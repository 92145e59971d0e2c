"""The rules of the bulletin (domain.md 5.2-5.4, 5.6). No I/O."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar
from storage.limits import InfoRules

MAX_TEXT = 500
"""Characters of a piece (domain.md 5.6)."""
GOOD_TITLE = 20
MAX_TITLE = 60
DEFAULT_AUDIENCE = "L2,L3,L4,L5"
DAY = timedelta(days=1)


class IssueState(StrEnum):
    EDITING = "编辑中"
    IN_REVIEW = "待审核"
    TO_SIGN = "待签发"
    SIGNED = "已签发"
    ISSUED = "已编发"
    VOID = "作废"
    WITHDRAWN = "撤回"


OPEN_STATES = (IssueState.EDITING, IssueState.IN_REVIEW, IssueState.TO_SIGN)
NUMBERED_STATES = (IssueState.SIGNED, IssueState.ISSUED)


class ItemState(StrEnum):
    RECEIVED = "来稿"
    ADOPTED = "采用"
    SPARE = "备用"
    REJECTED = "退稿"
    WITHDRAWN = "撤稿"
    MERGED = "已并"


class Openness(StrEnum):
    PUBLIC = "可周知"
    INTERNAL = "内部"


@dataclass(frozen=True, slots=True)
class Submission:
    """What stands in a submission; the title is None when none can be told from the text."""

    title: str | None
    text: str


_TRIGGER = re.compile(
    r"(?:登记)?(?:写了一?[篇条个]稿?子?[：:]|交[一个篇]{1,2}稿子?|信息一[条篇]|[投来供报]一?[个篇份条]?(?:信息)?[稿搞][件子]?|提交信息稿|[报投发]送?一?[条篇个则份]?(?:经验|紧急)?(?:类)?(?:信息|动态)"
    r"|信息(?:报送|投稿|[：:])|[报投]一?[条篇][：:]|请(?:收稿|刊登|报|采编)[：:])一?[条篇则份]?"
)
_NO_PIECE = re.compile(
    r"(?:[^，,。：:\s]{2,8}[局镇办道委部])?[我们局这边给你有想要上发报投一两条篇个份信息稿子件科了吧啊哈请，,。！!\s]{0,16}"
)
"""Only that there is one: 我局有条信息要报."""
_CLASS = re.compile(
    r"^[（(]?(?:动态|经验|问题建议|问题|建议|社情民意|社情|紧急)类?(?:信息)?[）)]?[：:，,\s]*(?=[《：:])"
)
_TAKE_IT = re.compile(
    "[，,。 ]+(?:请|麻烦|烦请|[\u4e00-\u9fff]{0,3}(?:编辑|老师|主任))?[请看]{0,2}(?:查?收|收一?下|刊登"
    "|采编|能不能用|[能可]否(?:刊?用|采用))[。！!？?]?$"
    "|[，,。 ]+(?:稿子|正文|内容)?(?:如下|附后|见附件|随后发)[。…]*$"
)
_AROUND = " \t\r\n：:，,"
_LABELLED = re.compile(
    r"(?:[^，,。：:\n]{2,16}[，,：:]\s*)?(?:标题|题目)[是为叫：:]*\s*(?P<title>[^\n，,。；;]+?)(?:(?:[\s，,。；;]+(?:(?:正文|内容)[：:])?|(?=正文|内容))\s*(?P<text>.+)|$)",
    re.DOTALL,
)
_MARKED = re.compile(
    r"(?:[^，,。：:《\n]{0,10}[投报稿送发][来上]?)?《(?P<title>[^《》]{2,60})》[：:，,。\s]*(?P<text>.*)", re.DOTALL
)
_FIRST_SENTENCE = re.compile(r"(?P<title>[^。！\n]{2,40})[。！\n]\s*(?P<text>.*)", re.DOTALL)


def read_submission(text: str) -> Submission:
    """Title and text of a piece: 《题》正文, 标题：…正文：…, a first line, or a short first sentence."""
    trigger = _TRIGGER.search(text)
    body = (text[trigger.end() :] if trigger else text).strip(_AROUND)
    if trigger is not None and _NO_PIECE.fullmatch(body):
        body = text[: trigger.start()].strip(_AROUND)
    if _NO_PIECE.fullmatch(body):
        return Submission(None, "")
    body = _CLASS.sub("", body, count=1).strip(_AROUND)
    for shape in (_LABELLED, _MARKED, _FIRST_SENTENCE):
        if found := shape.match(body):
            return Submission(_unquoted(found["title"]), (found["text"] or "").strip())
    body = _TAKE_IT.sub("", body)
    if 2 <= len(body) <= MAX_TITLE:
        return Submission(_unquoted(body.rstrip("。.！!")), "")
    return Submission(None, body)


def _unquoted(title: str) -> str:
    """The title without a pair of quotes around it: “小饭桌”里的大幸福 keeps its own."""
    plain = title.strip(_AROUND)
    pair = len(plain) > 1 and plain[0] in "“\"「'‘" and plain[-1] in "”\"」'’"
    return plain[1:-1] if pair and not set(plain[1:-1]) & set('“”"「」') else plain


def push_time(signed: datetime, calendar: WorkCalendar, rules: InfoRules) -> datetime:
    """When an issue signed at that instant goes out: 17:00 of the day, else of the next one on which issues go out.

    With `merge_weekend` these are the working days, so what is signed on days off goes out together on the next one.
    """
    return next_slot(signed, rules.push, calendar, rules)


def next_slot(instant: datetime, at: time, calendar: WorkCalendar, rules: InfoRules) -> datetime:
    """The first `at` o'clock (Beijing) after the instant, on a day on which issues go out."""
    here = local(instant)
    day = here.date() if here.time() < at else here.date() + DAY
    if rules.merge_weekend and not calendar.is_workday(day):
        day = calendar.next_workday(day)
    return datetime.combine(day, at, SHANGHAI)


def number_problem(said: int, expected: int) -> str | None:
    """Why an issue cannot have this number: a gap or a duplicate blocks (domain.md 5.2)."""
    if said == expected:
        return None
    if said < expected:
        return f"第{said}期期号重复"
    last = said - 1
    return f"{expected}期缺号" if last == expected else f"{expected}—{last}期缺号"


_DIGITS = {d: n for n, d in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "廿": 20}
NUMBER = r"第?([0-9]{1,4}|[零〇一二两三四五六七八九十百廿]{1,7})期"
_NUMBER = re.compile(NUMBER)


def issue_number(text: str) -> int | None:
    """231 in 签发231期, 第二百三十一期, 二三一期."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    return int(found[1]) if found[1].isdecimal() else _chinese(found[1])


def _chinese(word: str) -> int:
    if not set(word) & set("十百廿"):
        return int("".join(str(_DIGITS[d]) for d in word))
    total = digit = 0
    for char in word:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        elif char == "廿":
            total += 20
        else:
            digit = _DIGITS[char]
    colloquial = re.fullmatch(r".百[一二三四五六七八九]", word) is not None
    return total + digit * (10 if colloquial else 1)


_AUDIENCES = (("L1", "区主要领导"), ("L2", "区领导"), ("L3", "主要负责人"), ("L4", "信息员"), ("L5", "全办"))


def audience_said(text: str) -> str | None:
    """The audiences of domain.md 5.3 that are named in 签发231期，发区领导和各单位主要负责人; None for the default."""
    if "发" not in text.replace("签发", "").replace("编发", ""):
        return None
    found = [level for level, word in _AUDIENCES if word in text]
    return ",".join(found) or None
