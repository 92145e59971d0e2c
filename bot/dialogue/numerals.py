"""Numbers as people write them: 235, ２３５, 二百三十五, 一百二, 三千五, 廿三, 两百, 二〇二六, 1.5万 (domain.md C.2).

Everything here is pure and total: a text that is no number gives ``None``, never an exception.
"""

import re
from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_BIG: Final = {"万": 10**4, "亿": 10**8}
_TENS: Final = {"廿": "二十", "卅": "三十", "卌": "四十"}
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳兩", "一二三四五六七八九十百千万亿二两")
_MAX_LENGTH: Final = 24

CN_DIGIT: Final = "零〇○一二两三四五六七八九"
"""Characters of Chinese digit strings, for use inside a character class."""
CN_NUMERAL: Final = CN_DIGIT + "十百千万亿廿卅"
"""Characters of Chinese numerals, for use inside a character class."""

_HALF: Final = {chr(i + 0xFEE0): chr(i) for i in range(0x21, 0x7F)} | {"\u3000": " "}
_WIDE: Final = re.compile("[\uff01-\uff5e\u3000]")
_ASCII: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_DECIMAL: Final = re.compile(rf"([{CN_NUMERAL}]+|\d+)点([{CN_DIGIT}]+)", re.ASCII)
_SCALED: Final = re.compile(r"(\d+(?:\.\d+)?)([千万亿])(\d*)", re.ASCII)


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, one character for one character (positions keep their meaning)."""
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, _HALF[wide])
    return text


def to_int(text: str) -> int | None:
    """The whole number that the whole text writes, or None.

    >>> to_int("二百三十五"), to_int("一百二"), to_int("三千五"), to_int("二〇二六"), to_int("廿三")
    (235, 120, 3500, 2026, 23)
    """
    value = to_number(text)
    return int(value) if value is not None and value == int(value) else None


def to_number(text: str) -> float | None:
    """The number that the whole text writes (also 半, 1.5万, 三点五), or None."""
    text = narrow(text).strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    text = text if text.isascii() else text.translate(_FORMAL)
    if text == "半":
        return 0.5
    if _ASCII.fullmatch(text):
        return float(text) if "." in text else int(text)
    if match := _SCALED.fullmatch(text):
        return _scaled(match)
    if match := _DECIMAL.fullmatch(text):
        whole = to_number(match[1])
        return None if whole is None else whole + float("0." + "".join(str(DIGITS[c]) for c in match[2]))
    for short, full in _TENS.items():
        text = text.replace(short, full)
    return _chinese(text)


def _scaled(match: re.Match[str]) -> float | None:
    scale = (_UNITS | _BIG)[match[2]]
    if not match[3]:
        value = float(match[1]) * scale
        return int(value) if value == int(value) else value
    if len(match[3]) == 1:  # 1万2 is 12,000 as 一万二 is
        return float(match[1]) * scale + int(match[3]) * scale // 10
    return float(match[1]) * scale + int(match[3]) if int(match[3]) < scale else None


def _chinese(text: str) -> int | None:
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last_unit = 1
    for c in text:
        if c in DIGITS:
            if digit:
                return None  # two digits side by side inside a numeral with units
            digit = DIGITS[c]
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit, last_unit = None, _UNITS[c]
        elif c in _BIG:
            section += digit or (0 if section or total else 1)
            total = total + section * _BIG[c] if total > _BIG[c] else (total + section) * _BIG[c]
            section, digit, last_unit = 0, None, _BIG[c]
        else:
            return None
    if digit:  # 一百二 is 120, 一百零二 is 102
        section += digit * (last_unit // 10 if last_unit >= 100 and text[-2] not in "零〇○" else 1)
    return total + section
