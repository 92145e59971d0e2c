"""Pieces of regular expressions that several parts of the grammar share. Texts are half-width by then."""

import re
from functools import lru_cache
from typing import Final

from bot.dialogue.needles import starts
from bot.dialogue.numerals import to_int

CN: Final = "零〇○一二两三四五六七八九十廿卅"
N: Final = rf"(?:[0-9]{{1,2}}|[{CN}]{{1,4}})"
"""A number below 100 as days, months and hours are written."""
CONN: Final = r"(?:一?直?到|至|~|〜|--?|—{1,2}|–)"
WEEKDAYS: Final = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i): i - 1 for i in range(1, 8)}
WEEK: Final = r"(?:星期|礼拜|周)"
WEEKDAY_SIGN: Final = (r"星期一", r"星期二", r"星期三", r"星期四", r"星期五", r"星期六", r"星期日")

NO_COUNT: Final = (
    r"(?!\s*(?:[个件份篇项次人名位条章款届批版回支包台岁元块万亿%/家户处辆套所亩吨字题间栋笔宗桩遍级类线]|期(?!间)|[年月日号天点时分秒周])"
    r"|[0-9.:]|\s+[0-9.:]+(?![0-9.:]*(?:[:点时]|\s*[-~至到]\s*[0-9]+\s*[:点时])))"
)
"""A number is followed by nothing that makes it a count of something else."""
BEFORE_GUARD: Final = (
    r"(?!往|来|期|后|夕|半|端|台|景|述|进(?!行)|列|沿|提(?![出交供请醒前])|者|任|身|途|线|面|年|天|置"
    r"|[一二两三四五六七八九十0-9几]+(?:个|天|日|年|月|周|季))"
)
AFTER_GUARD: Final = r"(?!勤|续(?![签报办])|期|面|台|果|备(?!案)|来|天|年|半|者|方|进(?!行)|退|代(?![办理])|记)"


_OLD: Final = "號點鐘週禮個兩後幾這時間農曆陰舊來現從開過內節慶陽歲歷總裡裏當頭離陸柒捌玖貳參壹肆伍陸拾遲隔"
_NEW: Final = "号点钟周礼个两后几这时间农历阴旧来现从开过内节庆阳岁历总里里当头离六七八九二三一四五六十迟隔"
_PLAIN: Final = (
    {chr(i + 0xFEE0): chr(i) for i in range(0x21, 0x7F)} | {"\u3000": " "} | dict(zip(_OLD, _NEW, strict=True))
)
_TO_CHANGE: Final = re.compile(f"[{re.escape(''.join(_PLAIN))}]")
_WIDE_GAP: Final = re.compile(r"\s{4,}")


def plain(text: str) -> str:
    """Half-width signs and the new characters of time words, one for one, so that positions keep their meaning.

    A gap of many spaces joins nothing: only its first ones stay spaces.
    """
    if not text.isascii():
        text = _TO_CHANGE.sub(lambda m: _PLAIN[m[0]], text)
    return _WIDE_GAP.sub(lambda m: m[0][:3].ljust(len(m[0]), "\0"), text)


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def firsts(*patterns: re.Pattern[str]) -> frozenset[str]:
    """What the patterns can begin with, or a space; a look at one character saves trying them. Raises ValueError."""
    found = [starts(pattern.pattern.removeprefix(r"\s*")) for pattern in patterns]
    if None in found:
        raise ValueError("a pattern that can begin with anything")
    return frozenset(" \t\n\r\f\v").union(*(some for some in found if some))


def number(text: str | None, low: int, high: int) -> int | None:
    """The number when it lies within the bounds."""
    if text is None:
        return None
    value = _value(text)
    return value if value is not None and low <= value <= high else None


@lru_cache(maxsize=1024)
def _value(text: str) -> int | None:
    return to_int(text)
