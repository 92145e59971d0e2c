"""发文字号 in free text (domain.md 2.5)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.numerals import CN_DIGIT, CN_NUMERAL, narrow, to_int

HAN = "\u4e00-\u9fff"
OPEN = r"[〔\[(【〈「﹝{<《⟨〖]"
CLOSE = r"[〕\])】〉」﹞}>》⟩〗]"
_YEAR = rf"[\dOoIl{CN_DIGIT}]{{4}}"
_SEQ = rf"[\dOoIl]{{1,5}}|[{CN_NUMERAL}]{{1,7}}"
_NOT_A_NUMBER = "(?![\\d]|[份件期次年月日个项条%])"

_TWO_PARTS = rf"\A[{HAN}]{{2,8}}\n|(?<![{HAN}])[{HAN}]{{1,6}}\((?!试行|暂行|修[订正])[{HAN}]{{1,3}}\)(?=[{HAN}])"
_BRACKETED = re.compile(
    rf"(?P<code>(?:{_TWO_PARTS})?[{HAN}]{{0,40}}+)[ \t]*{OPEN}\s*(?P<year>{_YEAR}|\d{{2}})\s*年?\s*{CLOSE}"
    rf"\s*第?\s*(?P<seq>{_SEQ})(?P<part>[-—]\d+)?\s*(?P<hao>号|{_NOT_A_NUMBER})"
)
_HALF_LOST = re.compile(
    rf"(?P<code>[{HAN}]{{2,40}}+)[ \t]*(?:{OPEN}\s*(?P<year>(?:19|20)\d\d)\s*|(?P<year2>(?:19|20)\d\d)\s*{CLOSE}\s*)"
    r"第?(?P<seq>\d{1,4})\s*号"
)
_LOST = re.compile(
    rf"(?P<code>[{HAN}]{{2,40}})[ \t]*(?P<year>(?:19|20)\d\d|[二一][{CN_DIGIT}]{{3}})"
    rf"[ \t]*[-—年./·]?[ \t]*第?[ \t]*(?P<seq>\d{{1,4}}|[{CN_NUMERAL}]{{1,5}})[ \t]*号"
)
_WITH_NTH = r"(?=\s*[（(]?(?:(?:19|20)\d\d年)?[ \t]*第)"
"""人大常委会公告第12号: an organ that is no office numbers its 公告 and 通告 with 第."""
_ORDER = re.compile(
    rf"(?P<code>[{HAN}]{{2,40}}(?:令|[局部署院厅]公告|[局部署院厅会委办府][公通]告{_WITH_NTH}))"
    r"\s*[（(]?(?:(?P<year>(?:19|20)\d\d)年)?[ \t]*第?[ \t]*"
    rf"(?P<seq>\d{{1,4}}|[{CN_NUMERAL}]{{1,7}})[ \t]*号[)）]?"
)
_COURT = re.compile(
    rf"(?<![{HAN}])[（(〔\[]\s*(?P<year>(?:19|20)\d\d)\s*[)）〕\]]\s*(?P<code>[{HAN}]{{2,8}}?)第?(?P<seq>\d{{1,5}})\s*号"
)
_NOTICE = re.compile(
    rf"(?P<code>(?:[{HAN}]{{2,20}}[ 、\n]+){{0,6}}[{HAN}]{{2,40}}公告)[ \t]*(?P<year>\d{{4}})年第(?P<seq>\d{{1,4}})号"
)

_KINDS = "通知|意见|决定|决议|报告|请示|批复|通报|通告|公报|议案|纪要|办法|规定|条例|方案|细则|复函|措施"
_LABELS = "收到|登记|收文|来文|文号|文件字号|字号|编号|文件|查询|办理|撤销|作废"
_CUT = re.compile(
    f"{_LABELS}|发文(?!字)|关于|根据|按照|依据|参照|贯彻|落实|学习|转发|印发|一份|一件|请(?!示)|(?<!国)有|份|件"
    rf"|的|是|为|叫|把|将|来|(?<![共展房划乡业源障产])和|与|及|给|{_KINDS}|办公室|办公厅|人民政府|委员会"
)
_LABELS_AT_END = (*_LABELS.split("|"), "的", "是", "为", "叫", "关于", "和", "与")
_ORGAN = re.compile("[部局院委署厅会行办府]$")
_SENDER = re.compile(r"^[省市区县](?:委办|府办|政府办|委[^办府]部|[^局厅]{1,10}?[局厅]|纪委监委|委|府)")
_CODE_END = frozenset("发办函字规秘电令任纪监府政委党通告明绩综传复议呈请报批")
_KIND_OF_CODE = re.compile(f"[{''.join(sorted(_CODE_END))}]{{1,3}}")
"""登南委办函: 函 of the known 南委办."""
_LONGEST_CODE = 16
_OWN_CODES = frozenset({"收", "督", "收文", "督办"})
_OURS = re.compile(
    "(?:[查看问询下个件份项把将请我的是到给收]|回复|转办|反馈|办结|进展|取消|撤[销回]|作废|登记|更正|修改|批示|呈送|退[回文]|延期|查询"
    "|[一-龥]{2}[：:， ])(?:收|督)(?:文|办)?(?:编号|单|号)?$"
)
_OURS_PADDED = re.compile("(?:收|督)(?:文|办)?(?:编号|单|号)?$")
_PADDED = 4
_SIGN = re.compile(r"[\d年〔\[(]|二[零〇○]")
"""Without any there is no number."""
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
    if not _SIGN.search(plain):
        return []
    hao = "号" in plain  # all but the first form want it
    found: list[DocNumber] = []
    taken: set[int] = set()
    for core, pattern, read in _FORMS:
        for match in pattern.finditer(plain) if (hao or read is _bracketed) and core.search(plain) else ():
            if not taken.isdisjoint(range(match.start("seq"), match.end())):
                continue
            number = read(match, text, known_codes)
            if number:
                found.append(number)
                taken.update(range(*number.span))
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
    if known and code not in known and (start := _first_of(code, known)):
        code, skipped = code[start:], skipped + start
    groups = match.groupdict()
    year, seq = to_int(groups["year"] or groups.get("year2") or ""), to_int(match["seq"])
    if len(code) < 2 or code in _OWN_CODES or not _may_be(code, known) or not year or not seq:
        return None
    span = (match.start() + skipped, match.end())
    return _made(text[span[0] : span[1]], span, (code, year, seq), sure=False)


def _may_be(code: str, known: Collection[str]) -> bool:
    """Known, or like one: 南教 begins as those of our city do."""
    short = len(code) == 2 and any(one.startswith(code[0]) for one in known)
    return code in known or code[-1] in _CODE_END or short


def _first_of(code: str, known: Collection[str]) -> int:
    """Where in 登过南财发 a code may begin: those of one city and province begin alike. 0 at once or nowhere."""
    firsts = {one[0] for one in known}
    return next((place for place, sign in enumerate(code[:-1]) if sign in firsts), 0)


def _order(match: re.Match[str], text: str, known: Collection[str]) -> DocNumber | None:
    run = match["code"]
    kind = run[-2:] if run.endswith("告") else run[-1:]
    code, skipped = _code(f"{run.removesuffix(kind)}令", known)  # so that an organ's own name is not cut off
    code = code.removesuffix("令") + kind
    seq, year = to_int(match["seq"]), int(match["year"]) if match["year"] else None
    if len(code) < 2 or not seq:
        return None
    span = (match.start() + skipped, match.end())
    canonical = f"{code}{year}年第{seq}号" if year else f"{code}第{seq}号"
    return DocNumber(text[span[0] : span[1]], span, canonical, "ok", code, year, seq)


def _court(match: re.Match[str], text: str, _known: Collection[str]) -> DocNumber | None:
    """（2026）南法函12号: the year before the code, as courts and arbitrators write."""
    code, seq, year = match["code"], int(match["seq"]), int(match["year"])
    if code[0] in "年第" or not seq:
        return None
    return DocNumber(text[slice(*match.span())], match.span(), f"（{year}）{code}{seq}号", "ok", code, year, seq)


def _notice(match: re.Match[str], text: str, known: Collection[str]) -> DocNumber | None:
    names = list(re.finditer(r"[^ 、\n]+", match["code"]))
    first = len(names) - 1
    while first > 0 and _ORGAN.search(names[first - 1][0]):
        first -= 1
    skipped = names[first].start() + _code(names[first][0], known)[1]
    code, year, seq = re.sub(r"\s", "", match["code"][skipped:]), int(match["year"]), int(match["seq"])
    span = (match.start() + skipped, match.end())
    return DocNumber(text[span[0] : span[1]], span, f"{code}{year}年第{seq}号", "ok", code, year, seq)


_FORMS = (
    (re.compile(r"公告[ \t]*\d{4}年第"), _NOTICE, _notice),
    (re.compile(rf"{OPEN}\s*(?:{_YEAR}|\d{{2}})\s*年?\s*{CLOSE}"), _BRACKETED, _bracketed),
    (re.compile(rf"(?:令|[公通]告)\s*[（(]?[第\d{CN_NUMERAL}]"), _ORDER, _order),
    (re.compile(rf"[)）〕\]]\s*[{HAN}]{{2,8}}第?\d+\s*号"), _COURT, _court),
    (
        re.compile(rf"{OPEN}\s*(?:19|20)\d\d\s*第?\d|(?:19|20)(?<=[{HAN} \t]..)\d\d\s*{CLOSE}\s*第?\d"),
        _HALF_LOST,
        _loose,
    ),
    (
        re.compile(
            rf"(?:(?:19|20)\d\d|[二一][{CN_DIGIT}]{{3}})[ \t]*[-—年./·]?[ \t]*第?[ \t]*"
            rf"(?:\d{{1,4}}|[{CN_NUMERAL}]{{1,5}})[ \t]*号"
        ),
        _LOST,
        _loose,
    ),
)
"""What stands at the heart of each form, quickly looked for, before the whole of it is tried."""


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
    for start in range(len(run)):
        if any(run.startswith(code, start) and _KIND_OF_CODE.fullmatch(run, start + len(code)) for code in known):
            return run[start:], start
    if run.endswith(_LABELS_AT_END):
        return "", len(run)
    start = 0
    for cut in _CUT.finditer(run):
        if cut.end() <= len(run) - 2 and (cut.start() > 0 or len(cut[0]) > 1):
            start = cut.end()
    sender = _SENDER.match(run[start:])
    if sender and len(run) - start - sender.end() >= 2 and run[start + sender.end()] not in _CODE_END | {"规", "政"}:
        start += sender.end()
    return run[start:], start
