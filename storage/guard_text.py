"""How the guard reads a text: one plain form in which spacing, look-alikes and old spellings no longer hide a word."""

import re
import unicodedata
from typing import NamedTuple

_SELECTORS = 0xE0000
"""Tags and variation selectors, up to 0xE01EF."""
_INVISIBLE = (
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x300, 0x370),
    *range(0x180B, 0x180F),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0x20D0, 0x2100),
    *range(0xFE00, 0xFE10),
    *range(0xFFF9, 0xFFFC),
    *range(_SELECTORS, 0xE01F0),
)
_LINE_ENDS = "\x0b\x0c\r\x85\u2028\u2029"
_STARS = "☆✩✪✫✬✭✮✯✰⋆✦✧✱✲✳✴✵✶✷✸✹❇❈❉❊❋*﹡⁎∗※⭐🌟🌠⚝"
_OLD = "機絕絶祕宻級電報會議資訊載體標註為屬於內個這檔碼號國發關書圖傳閱閲領處參條幹選線審討論開訂項務總單張"
_NEW = "机绝绝秘密级电报会议资讯载体标注为属于内个这档码号国发关书图传阅阅领处参条干选线审讨论开订项务总单张"
_FOLD: dict[int, str | None] = (
    dict.fromkeys(_INVISIBLE)
    | dict.fromkeys(map(ord, _LINE_ENDS), "\n")
    | dict.fromkeys(map(ord, _STARS), "★")
    | dict(zip(map(ord, _OLD), _NEW, strict=True))
)
_FOLDED = re.compile(
    f"[{re.escape(''.join(map(chr, (code for code in _FOLD if code < _SELECTORS))))}\U000e0000-\U000e01ef]"
)
"""One of the characters that are folded, so that a text without any is left alone."""
_ORDINARY = re.compile("[ -~\n、。《》〔〕“”，：；！？（）\u4e00-\u9fff]*")
_WIDE = tuple(zip("，：；！？（）", ",:;!?()", strict=True))
"""All that width folding does to an ordinary text."""
_FILLING = " \t.·・•-_‐‑‒–—―~|/\\+=^#@&'\"`“”‘’"
_DROP = re.compile(f"[{re.escape(_FILLING)}]+")
_BETWEEN = rf"[{re.escape(_FILLING)}\n★,，()\[\]{{}}<>【】「」『』〈〉《》〔〕]"
_SPLIT_LEVEL = re.compile(rf"([绝机秘])(?:{_BETWEEN}{{1,6}}[密蜜宓]|[蜜宓])")
_SPLIT_WORD = re.compile("([涉密机要])★{1,3}([密件级电码要])")
_COLUMN = re.compile(r"(?<=\n[^\n])\n(?=[^\n](?:\n|$))")


def _half_width(text: str) -> str:
    if _ORDINARY.fullmatch(text) is None:
        return unicodedata.normalize("NFKC", text.replace("㊙", " 秘密 "))
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return text


class Plain(NamedTuple):
    """``spaced`` keeps spaces and punctuation (what stands alone?), ``flat`` keeps neither spaces nor filling marks."""

    spaced: str
    flat: str


def plain(text: str) -> Plain:
    """Fold width and old characters, stars of any kind to ★, take out the invisible, join what was pulled apart."""
    spaced = _half_width(text)
    if _FOLDED.search(spaced):
        spaced = spaced.translate(_FOLD)
    if "\n" in spaced:
        spaced = _COLUMN.sub("", f"\n{spaced}")
    spaced = _SPLIT_LEVEL.sub(r"\1密", spaced)
    flat = _DROP.sub("", spaced)
    return Plain(spaced, _SPLIT_WORD.sub(r"\1\2", flat) if "★" in flat else flat)
