"""Lists of units and bodies behind their labels: 主送……，抄送……; 应急局、住建局会签 (domain.md 2.4)."""

import re

from handlers.said import Said

_LABELS = {
    "main": r"主\s*送|发往|发给|呈报|报送(?!时间)|致(?=[^力以])|(?<![抄呈报转])送(?=[市省区各])",
    "cc": r"抄\s*送|抄报",
    "cosign": r"(?:请|送|需要?|要)?会签(?:单位|部门)?|(?<=会签)",
    "joint": r"联合(?:行文|发文|印发|签发)(?:单位|机关)?|与(?=[^，,。]{2,24}联合)",
    "draft": r"(?:拟稿|起草|承办)(?:科室|单位|部门|人|处室)?",
}


_LABEL = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r"|(?P<stop>份数|共\d|印\d|\d+份|缓急|公开|文种|签发|印发日期|标题|备注|登记)"
)


_END = re.compile(
    r"[。；;\n]|(?=[，,]\s*(?:抄送|主送|会签|拟稿|起草|联合|\d+\s*份|份数|公开|主动|依申请|不予|缓急|特急|加急|平件|文种|标题|《|关于|请于|签发|印))"
)


_SPLIT = re.compile(r"[、，,和与及/]|以及|\s+")


_AFTER = re.compile(r"^(?:会签|拟稿|起草|联合)")


_LONGEST = 30


_BODY = re.compile(
    r"^(?!.*(?:拟稿|起草|\u2588)).{1,28}(?:[局委办部厅院会镇处所校队站府]|政府|中心|公司|集团|街道|单位|机关|部门|人大|政协)$"
)


def plain(said: Said) -> str:
    """The text with its title and numbers blotted out, at the same length."""
    text = said.text
    at = text.find(said.title) if said.title else -1
    spans = [(at, at + len(said.title or ""))] if at >= 0 else []
    for start, end in (*spans, *(doc.span for doc in said.docs)):
        text = text[:start] + "\u2588" * (end - start) + text[end:]
    return text


def segment(said: Said, name: str) -> tuple[int, int] | None:
    """Where the value behind a label stands."""
    text = plain(said)
    for label in _LABEL.finditer(text):
        if label.lastgroup != name:
            continue
        start = label.end()
        following = next((m.start() for m in _LABEL.finditer(text, start) if m.lastgroup), len(text))
        end = _END.search(text, start)
        stop = min(following, end.start() if end else len(text))
        if text[start:stop].strip(" ：:，,是为█"):
            return start, stop
    return None


def bodies(said: Said, start: int, stop: int) -> list[str]:
    """The units, groups and others named between two places, as they are kept."""
    found: list[tuple[int, str]] = []
    text, taken = plain(said), []
    for unit in said.units:
        if start <= unit.span[0] and unit.span[1] <= stop and not _AFTER.match(text[unit.span[1] :]):
            found.append((unit.span[0], unit.short or unit.group or unit.text))
            taken.append(unit.span)
    at = start
    for piece in _pieces(text, start, stop):
        at = piece[0]
        words = piece[1].strip(" ：:，,。是为给到区█")
        inside = any(a < piece[0] + len(piece[1]) and piece[0] < b for a, b in taken)
        later = re.search("[，,]", text[start : piece[0]]) is not None
        if not inside and _BODY.search(words) if later else not inside and _plausible(words):
            found.append((at, words))
    return list(dict.fromkeys(name for _, name in sorted(found)))


def _plausible(words: str) -> bool:
    """Whether this may name somebody: right behind 主送 nearly anything may."""
    return (
        2 <= len(words) <= _LONGEST and re.search(r"\u2588|\d份|拟稿|起草|公开", words) is None and not words.isdigit()
    )


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, str]]:
    pieces, at = [], start
    for gap in (*_SPLIT.finditer(text, start, stop), None):
        end = gap.start() if gap else stop
        pieces.append((at, text[at:end]))
        at = gap.end() if gap else stop
    return [piece for piece in pieces if piece[1].strip()]


def listed(said: Said, name: str) -> list[str] | None:
    span = segment(said, name)
    found = bodies(said, *span) if span else []
    return found or None


def before(said: Said, word: str) -> list[str]:
    """应急局、住建局会签: the units of the list that ends at the word."""
    text = plain(said)
    end = at = text.find(word)
    found: list[str] = []
    for unit in sorted((u for u in said.units if u.span[1] <= at), key=lambda u: -u.span[1]):
        if text[unit.span[1] : at].strip("" if at == end else " 、，,和与及"):
            break
        found.append(unit.short or unit.group or unit.text)
        at = unit.span[0]
    return found[::-1]
