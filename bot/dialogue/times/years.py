"""Years as they are said: 2026年, 二〇二六年, 97年, 明年, 五年后 (before a month)."""

from typing import Final

from bot.dialogue.numerals import CN_DIGIT, to_int
from bot.dialogue.times.lexicon import CN, CONN, N, compiled
from bot.dialogue.times.placing import full_year
from bot.dialogue.times.spans import Context, Node

_YEAR: Final = compiled(
    rf"(?:([0-9]{{4}})|([0-9]{{2}})|([{CN_DIGIT}]{{4}}|[一二两]千零?[{CN}]{{0,4}})|([零〇○一二三四五六七八九]{{2}}))\s*(?:年(?!代)度?|(?=\s*{CONN}\s*[0-9]{{4}}\s*年))"
)
_YEAR_DIGITS: Final = frozenset("0123456789" + CN)
_YEAR_WORD: Final = {
    "今年": 0, "本年": 0, "当年": 0, "这一年": 0, "这年": 0, "去年": -1, "上年": -1, "上一年": -1,
    "前年": -2, "大前年": -3,
    "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "下一年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
_YEAR_REL: Final = compiled("(" + "|".join(sorted(_YEAR_WORD, key=len, reverse=True)) + r")度?(?!级|轻|纪|会)")
YEAR_WORDS: Final = frozenset(word[0] for word in _YEAR_WORD)
_YEARS_LATER: Final = compiled(rf"({N})年(?:之|以)?(后|前)(?=的?{N}月)")
_NOT_A_YEAR: Final = compiled(
    r"\s*(?:第?\s*[0-9零〇一二三四五六七八九十]{1,4}\s*(?:[号期届次](?!上午|下午|前|之前)|台风)|级)"
)
_TWO_DIGIT_CUE: Final = compiled(
    rf"\s*的?(?:{N}\s*月|元月|正月|闰|第?[一二三四1-4]季|[上下前后]半年|年?[底末初](?!期)|{N}[-/.]{N})"
)
_LAST_CENTURY: Final = 70
_NEAR_BACK, _NEAR_ON = 3, 2
"""26年 standing alone is a year when it is about now, or of the last century (97年); else it is a length."""
_COUNTS: Final = compiled(
    r"\s*(?:之|以)?(?:[前后内来间多半余]|左右|零|又|[0-9一二两三四五六七八九十]+个?月|的?(?:时间|期限|工龄|历史|经验))"
)
_APPROX_YEARS: Final = {"一二", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"}


def said_year(ctx: Context, pos: int, prior: Node | None) -> tuple[int | None, int]:
    """The year written at ``pos``, and where it stops."""
    text = ctx.text
    if text[pos : pos + 1] not in _YEAR_DIGITS:
        return _year_word(ctx, pos, prior)
    if m := _YEARS_LATER.match(text, pos):
        count = to_int(m[1]) or 0
        return ctx.today.year + (count if m[2] == "后" else -count), m.end()
    m = _YEAR.match(text, pos)
    if m is None or _NOT_A_YEAR.match(text, m.end()):
        return None, pos
    digits = m[1] or m[2] or m[3] or m[4]
    value = to_int(digits)
    if value is None or (len(digits) == 4 and not 1000 <= value <= 2999):
        return None, pos
    if len(digits) == 2 and m[3] is None:
        near = m[2] and (int(m[2]) >= _LAST_CENTURY or -_NEAR_BACK <= int(m[2]) - ctx.today.year % 100 <= _NEAR_ON)
        alone = near and (pos == 0 or not text[pos - 1].isalnum()) and not _COUNTS.match(text, m.end())
        clear = (
            alone
            or _TWO_DIGIT_CUE.match(text, m.end())
            or digits[0] in "0零〇○"
            or (m[4] and m[4] not in _APPROX_YEARS)
        )
        if not clear:
            return None, pos
    return full_year(value, len(digits)), m.end()


def _year_word(ctx: Context, pos: int, prior: Node | None) -> tuple[int | None, int]:
    m = _YEAR_REL.match(ctx.text, pos)
    if m is None:
        return None, pos
    following = m[1] in {"次年", "翌年"} and prior is not None
    base = prior.best.day.year if following and prior is not None else ctx.today.year
    return base + _YEAR_WORD[m[1]], m.end()
