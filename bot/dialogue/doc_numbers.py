"""发文字号 in free text, and the numbers of our own registers (domain.md 2.5; scenarios.md SC03)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.numerals import CN_DIGIT, CN_NUMERAL, narrow, to_int
from handlers.said import OwnNumber

_HAN = "\u4e00-\u9fff"
_OPEN = r"[〔\[(【〈「﹝{<《⟨〖]"
_CLOSE = r"[〕\])】〉」﹞}>》⟩〗]"
_YEAR = rf"[\dOoIl{CN_DIGIT}]{{4}}"
_SEQ = rf"[\dOoIl]{{1,5}}|[{CN_NUMERAL}]{{1,7}}"
_NOT_A_NUMBER = "(?![\\d]|[份件期次年月日个项条%])"

_TWO_PARTS = rf"\A[{_HAN}]{{2,8}}\n|(?<![{_HAN}])[{_HAN}]{{1,6}}\((?!试行|暂行|修[订正])[{_HAN}]{{1,3}}\)(?=[{_HAN}])"
_BRACKETED = re.compile(
    rf"(?P<code>(?:{_TWO_PARTS})?[{_HAN}]{{0,40}})[ \t]*{_OPEN}\s*(?P<year>{_YEAR}|\d{{2}})\s*年?\s*{_CLOSE}"
    rf"\s*第?\s*(?P<seq>{_SEQ})(?P<part>[-—]\d+)?\s*(?P<hao>号|{_NOT_A_NUMBER})"
)
_HALF_LOST = re.compile(
    rf"(?P<code>[{_HAN}]{{2,40}})[ \t]*(?:{_OPEN}\s*(?P<year>(?:19|20)\d\d)\s*|(?P<year2>(?:19|20)\d\d)\s*{_CLOSE}\s*)"
    r"第?(?P<seq>\d{1,4})\s*号"
)
_LOST = re.compile(
    rf"(?P<code>[{_HAN}]{{2,40}})[ \t]*(?P<year>(?:19|20)\d\d|[二一][{CN_DIGIT}]{{3}})"
    rf"[ \t]*[-—年./·]?[ \t]*第?[ \t]*(?P<seq>\d{{1,4}}|[{CN_NUMERAL}]{{1,5}})[ \t]*号"
)
_ORDER = re.compile(
    rf"(?P<code>[{_HAN}]{{2,40}}令)[ \t]*(?:(?P<year>(?:19|20)\d\d)年)?[ \t]*第?[ \t]*"
    rf"(?P<seq>\d{{1,4}}|[{CN_NUMERAL}]{{1,7}})[ \t]*号"
)
_NOTICE = re.compile(
    rf"(?P<code>(?:[{_HAN}]{{2,20}}[ 、\n]+){{0,6}}[{_HAN}]{{2,40}}公告)[ \t]*(?P<year>\d{{4}})年第(?P<seq>\d{{1,4}})号"
)

_KINDS = "通知|意见|决定|决议|报告|请示|批复|通报|通告|公报|议案|纪要|办法|规定|条例|方案|细则|复函|措施"
_LABELS = "收到|登记|收文|来文|文号|文件字号|字号|编号|文件|查询|办理|撤销|作废"
_CUT = re.compile(
    f"{_LABELS}|发文(?!字)|关于|根据|按照|依据|参照|贯彻|落实|学习|转发|印发|一份|一件|请(?!示)|(?<!国)有|份|件"
    rf"|的|是|为|叫|把|将|来|(?<![共展房划乡业源障产])和|与|及|给|{_KINDS}|办公室|办公厅|人民政府|委员会"
)
_LABEL_AT_END = re.compile(f"(?:{_LABELS}|的|是|为|叫|关于|和|与)$")
_ORGAN = re.compile("[部局院委署厅会行办府]$")
_SENDER = re.compile(r"^[省市区县](?:委办|府办|政府办|委[^办府]部|[^局厅]{1,10}?[局厅]|纪委监委|委|府)")
_CODE_END = frozenset("发办函字规秘电令任纪监府政委党通告明绩综传复议呈请报批")
_LONGEST_CODE = 16
_OWN_CODES = frozenset({"收", "督", "收文", "督办"})
_OURS = re.compile(
    "(?:[查看问询下个件份项把将请我的是到给收]|回复|转办|反馈|办结|进展|取消)(?:收|督)(?:文|办)?(?:编号|单|号)?$"
)
_OURS_PADDED = re.compile("(?:收|督)(?:文|办)?(?:编号|单|号)?$")
_PADDED = 4
_SLIPS = str.maketrans("OoIl", "0011")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A 发文字号. ``canonical`` is None when rejected (ask for the full number); ``hint`` names what was put right."""

    text: str
    span: tuple[int, int]
    canonical: str | None
    confidence: Literal["ok", "confirm", "reject"]
    code: str | None = None
    year: int | None = None
    seq: int | None = None
    hint: str | None = None


def find_doc_numbers(text: str, known_codes: Collection[str] = ()) -> list[DocNumber]:
    """Every 发文字号 in the text, in order. ``known_codes`` decide where a code begins when words stand before it."""
    plain = narrow(text)
    if not any(c.isdigit() or c in "年〔[(" for c in plain):
        return []
    found: list[DocNumber] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(plain):
            if any(match.start("seq") < n.span[1] and n.span[0] < match.end() for n in found):
                continue
            number = read(match, text, known_codes)
            if number:
                found.append(number)
    return sorted(found, key=lambda n: n.span)


def _bracketed(match: re.Match[str], text: str, known: Collection[str]) -> DocNumber | None:
    run, offset = match["code"], 0
    if "\n" in run:
        first, _, second = run.partition("\n")
        joined = len(second) <= 2 and first[-1] not in "院厅局部委会办室府"
        run, offset = (first + second, 0) if joined else (second, len(first) + 1)
    code, skipped = (run.replace("(", "（").replace(")", "）"), 0) if "(" in run else _code(run, known)
    year_said, seq_said = match["year"], match["seq"]
    if code in _OWN_CODES or (code not in known and _is_ours(run, seq_said)):
        return None
    year, seq = to_int(year_said.translate(_SLIPS)), to_int(seq_said.translate(_SLIPS))
    span = (match.start() + offset + skipped, match.end())
    if not code or len(year_said) < 4 or not year or not seq or not 1949 <= year <= 2099:
        return DocNumber(text[span[0] : span[1]], span, None, "reject", code or None)
    sure = (
        match["hao"] == "号"
        and not match["part"]
        and not re.search("[OoIl]", year_said + seq_said)
        and len(code) <= _LONGEST_CODE
    )
    between = match[0][match.end("year") - match.start() :]
    untidy = seq_said.startswith("0") or "第" in between
    hint = "序号前不写“第”和“0”" if untidy else None
    return _made(text[span[0] : span[1]], span, (code, year, seq), sure=sure, hint=hint)


def _is_ours(run: str, seq: str) -> bool:
    """查一下督〔2026〕0101号 is a number of our own series with words before it, not a 文号 of 查一下督."""
    padded = seq.startswith("0") and len(seq) == _PADDED
    return _OURS.search(run) is not None or (padded and _OURS_PADDED.search(run) is not None)


def _loose(match: re.Match[str], text: str, known: Collection[str]) -> DocNumber | None:
    """Brackets lost in copying or speaking: plausible, never sure (domain.md 2.5: confirm)."""
    code, skipped = _code(match["code"], known)
    groups = match.groupdict()
    year, seq = to_int(groups["year"] or groups.get("year2") or ""), to_int(match["seq"])
    if len(code) < 2 or code in _OWN_CODES or not (code in known or code[-1] in _CODE_END) or not year or not seq:
        return None
    span = (match.start() + skipped, match.end())
    return _made(text[span[0] : span[1]], span, (code, year, seq), sure=False)


def _order(match: re.Match[str], text: str, known: Collection[str]) -> DocNumber | None:
    code, skipped = _code(match["code"], known)
    seq, year = to_int(match["seq"]), int(match["year"]) if match["year"] else None
    if len(code) < 2 or not seq:
        return None
    span = (match.start() + skipped, match.end())
    canonical = f"{code}{year}年第{seq}号" if year else f"{code}第{seq}号"
    return DocNumber(text[span[0] : span[1]], span, canonical, "ok", code, year, seq)


def _notice(match: re.Match[str], text: str, known: Collection[str]) -> DocNumber | None:
    names = list(re.finditer(r"[^ 、\n]+", match["code"]))
    first = len(names) - 1
    while first > 0 and _ORGAN.search(names[first - 1][0]):
        first -= 1
    skipped = names[first].start() + _code(names[first][0], known)[1]
    code, year, seq = re.sub(r"\s", "", match["code"][skipped:]), int(match["year"]), int(match["seq"])
    span = (match.start() + skipped, match.end())
    return DocNumber(text[span[0] : span[1]], span, f"{code}{year}年第{seq}号", "ok", code, year, seq)


_FORMS = ((_NOTICE, _notice), (_BRACKETED, _bracketed), (_ORDER, _order), (_HALF_LOST, _loose), (_LOST, _loose))


def _made(
    said: str, span: tuple[int, int], number: tuple[str, int, int], *, sure: bool, hint: str | None = None
) -> DocNumber:
    code, year, seq = number
    confidence: Literal["ok", "confirm"] = "ok" if sure else "confirm"
    return DocNumber(said, span, f"{code}〔{year}〕{seq}号", confidence, code, year, seq, hint)


def _code(run: str, known: Collection[str]) -> tuple[str, int]:
    """The code at the end of a run of characters, and how many characters stand before it."""
    for start in range(len(run)):
        if run[start:] in known:
            return run[start:], start
    if _LABEL_AT_END.search(run):
        return "", len(run)
    start = 0
    for cut in _CUT.finditer(run):
        if cut.end() <= len(run) - 2 and (cut.start() > 0 or len(cut[0]) > 1):
            start = cut.end()
    sender = _SENDER.match(run[start:])
    if sender and len(run) - start - sender.end() >= 2 and run[start + sender.end()] not in _CODE_END | {"规", "政"}:
        start += sender.end()
    return run[start:], start


_OWN_SERIES = re.compile(
    rf"(?P<series>收|督)(?:文|办)?(?:编号|单)?[ \t]*"
    rf"(?:{_OPEN}[ \t]*(?P<year>\d{{4}}|[{CN_DIGIT}]{{4}})[ \t]*{_CLOSE})?[ \t]*第?"
    rf"(?:(?P<seq>\d{{1,5}})(?:[ \t]*号|(?!\d|[ \t]*[份件期次年月日个项条%点:：.]))|(?P<han>[{CN_NUMERAL}]{{2,7}})号)"
)
_OWN_BARE = re.compile(
    r"(?P<that>那个|这个|那份|这份|那件|这件|该|把|将)?[ \t]*(?<![\d月第楼-])(?P<seq>\d{1,5})号(?P<what>文件?|件|来文)?"
    r"(?!楼|房|会议室|台风|线|院|桌|令|馆|厅|门)"
)
_BARE_DIGITS = 3


def find_own_numbers(text: str, docs: Collection[DocNumber] = ()) -> list[OwnNumber]:
    """Numbers of our registers: 收〔2026〕1203号, 收1203, 督0123 …; 1203号 and 那个89号 without a series.

    ``docs`` are the document numbers found in the text: their digits are not ours.
    One or two bare digits with 号 are a day of the month unless 那个, 文 or the like says otherwise.
    """
    plain = narrow(text)
    taken = [doc.span for doc in docs]
    found: list[OwnNumber] = []
    for match in _OWN_SERIES.finditer(plain):
        if not _inside(match, taken):
            series: Literal["收", "督"] = "收" if match["series"] == "收" else "督"
            year = to_int(match["year"]) if match["year"] else None
            seq = int(match["seq"]) if match["seq"] else to_int(match["han"])
            if seq:
                found.append(OwnNumber(series, seq, year, match.span()))
    taken += [own.span for own in found]
    for match in _OWN_BARE.finditer(plain):
        telling = len(match["seq"]) >= _BARE_DIGITS or match["that"] or match["what"]
        if telling and not _inside(match, taken):
            found.append(OwnNumber(None, int(match["seq"]), None, (match.start("seq"), match.end())))
    return sorted(found, key=lambda own: own.span)


def _inside(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    place = match.start("seq") if match["seq"] else match.start()
    return any(start < match.end() and place < end for start, end in taken)
