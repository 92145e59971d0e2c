"""Rules of filing without any I/O (domain.md 8.1; DA/T 22-2015; 国家档案局令第8号): years, retention, 档号."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

FONDS, CATEGORY, SECTION = "0101", "WS", "BGS"
"""全宗号, 档案门类 (文书) and 机构代码 of the office."""
FOREVER, THIRTY, TEN = "Y", "D30", "D10"
RETENTION_NAMES = {FOREVER: "永久", THIRTY: "30年", TEN: "10年"}
NUMBER = re.compile(r"^[A-Z0-9]{4}-WS·\d{4}-(Y|D30|D10)-[A-Z]{3}-\d{4}$")
_LAID_DOWN = frozenset({"决议", "决定", "命令", "公报", "议案"})
_LASTING = re.compile(
    r"总结|规划|计划|要点|机构设置|三定|编制方案|任免|表彰|常委会|常务会|全委会|党代会|章程|年鉴|区划"
)
_PASSING = re.compile(
    r"会议通知|召开.{0,20}会议|放假|值班|值守|征求|报送.{0,10}(?:材料|名单)|参加.{0,10}(?:会议|培训)|转发|停水|停电"
)
_UPPER = frozenset({"中央", "省", "市"})
_DASHES, _DOTS = re.compile(r"[—–－‐‑_﹣~]"), re.compile(r"[•・‧∙．.。﹒●]")


@dataclass(frozen=True, slots=True)
class Source:
    """What a proposal rests on. `own`: issued by the office; `level`: of the sender (domain.md 2.4)."""

    own: bool
    genre: str | None
    title: str
    level: str = "区"
    acted: bool = False
    """The office did something about it: 办件."""
    important: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A retention and why; `file` is False for what is not filed at all. The archivist decides."""

    retention: str
    why: str
    file: bool = True


def propose(source: Source) -> Proposal:
    """The retention by kind and origin. What others sent to everybody and nobody acted on is not filed."""
    return _own(source) if source.own else _received(source)


def _own(source: Source) -> Proposal:
    if source.genre in _LAID_DOWN or source.genre == "纪要" or _LASTING.search(source.title):
        return Proposal(FOREVER, "本机关决定、纪要、计划总结类")
    if source.important:
        return Proposal(FOREVER, "本机关重要文件")
    if _PASSING.search(source.title):
        return Proposal(TEN, "本机关一般事务性文件")
    if source.genre in ("请示", "报告", "批复", "意见", "通报", "公告", "通告", "通知"):
        return Proposal(THIRTY, f"本机关{source.genre}")
    return Proposal(TEN, "本机关一般往来文件")


def _received(source: Source) -> Proposal:
    if source.genre == "批复" and source.level in _UPPER:
        return Proposal(FOREVER, "上级对本机关的批复")
    if source.level in _UPPER:
        if not source.acted and not source.important:
            return Proposal(TEN, "上级普发性文件，本机关未承办，可不归档", file=False)
        if source.important and source.acted:
            return Proposal(FOREVER if _LASTING.search(source.title) else THIRTY, "上级要件，本机关承办")
        return Proposal(TEN if _PASSING.search(source.title) else THIRTY, "上级来文，本机关承办")
    if source.genre == "请示":
        return Proposal(THIRTY, "下级请示")
    if source.important:
        return Proposal(THIRTY, "重要来文")
    if not source.acted:
        return Proposal(TEN, "同级、下级抄送阅知件，可不归档", file=False)
    return Proposal(TEN, "同级、下级一般来文")


def filing_year(signed: date, closed: date | None) -> int:
    """The year of the signature; papers handled across years go to the year in which they were closed."""
    return max(signed.year, closed.year) if closed is not None else signed.year


def box(year: int, retention: str) -> str:
    """The class in which 件号 counts: 0101-WS·2026-D30-BGS."""
    return f"{FONDS}-{CATEGORY}·{year}-{retention}-{SECTION}"


def number(year: int, retention: str, seq: int) -> str:
    """0101-WS·2026-D30-BGS-0001."""
    return f"{box(year, retention)}-{seq:04d}"


def next_free(taken: Collection[int]) -> int:
    """The smallest 件号 that nothing has: no gap stays."""
    return next(seq for seq in range(1, len(taken) + 2) if seq not in taken)


@dataclass(frozen=True, slots=True)
class Parts:
    """A valid 档号 taken apart."""

    fonds: str
    year: int
    retention: str
    section: str
    seq: int


def parse(text: str) -> Parts | None:
    """The parts of a valid 档号; None for any other text."""
    if not NUMBER.match(text) or text.endswith("-0000"):
        return None
    fonds, kind, retention, section, seq = text.split("-")
    return Parts(fonds, int(kind.partition("·")[2]), retention, section, int(seq))


def causes(text: str) -> list[str]:
    """What is wrong with a typed 档号, in the order of its parts; empty when it is right."""
    if NUMBER.match(text) and not text.endswith("-0000"):
        return []
    found, plain = [], text.strip()
    if _DASHES.search(plain) or " " in plain:
        found.append("各级之间用半角“-”，不留空格")
    plain = _DASHES.sub("-", plain).replace(" ", "")
    parts = plain.split("-")
    if len(parts) != 5:
        return [*found, f"应为五段“全宗号-门类·年度-保管期限-机构代码-件号”，现有{len(parts)}段"]
    fonds, kind, retention, section, seq = parts
    if not re.fullmatch(r"[A-Z0-9]{4}", fonds):
        found.append("全宗号为4位数字或大写字母")
    if _DOTS.search(kind):
        found.append("门类与年度之间用间隔号“·”")
    if not re.fullmatch(r"WS·\d{4}", _DOTS.sub("·", kind)):
        found.append("门类代码和年度写作“WS·2026”，年度四位")
    if retention not in RETENTION_NAMES:
        found.append("保管期限只有Y（永久）、D30、D10")
    if not re.fullmatch(r"[A-Z]{3}", section):
        found.append("机构代码为3位大写字母，如BGS")
    if not re.fullmatch(r"\d{4}", seq) or seq == "0000":
        found.append("件号为4位数字，从0001起")
    return found


def repaired(text: str) -> str | None:
    """The 档号 that was surely meant, when only its signs, its case or the zeros are wrong."""
    plain = _DOTS.sub("·", _DASHES.sub("-", text.strip().replace(" ", ""))).upper()
    parts = plain.split("-")
    if len(parts) == 5 and parts[4].isdigit():
        parts[4] = parts[4][-4:].zfill(4)
        parts[2] = {"永久": FOREVER, "30": THIRTY, "10": TEN, "30年": THIRTY, "10年": TEN}.get(parts[2], parts[2])
        plain = "-".join(parts)
    return plain if NUMBER.match(plain) and not plain.endswith("-0000") else None
