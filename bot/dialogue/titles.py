"""Titles of documents in a message, and whole headings: number, title, issuer, kind (domain.md 2.1, 2.8)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.dialogue.doc_numbers import find_doc_numbers

KINDS = tuple(re.findall(r"\S+", "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要"))
"""The 15 statutory kinds (domain.md 2.1)."""
_KIND = f"(?:{'|'.join(KINDS)})"
_AFTER_KIND = re.compile(r"(?:[（(〔\[][^（()）]{0,24}[)）〕\]]|[\s》〉」”\"。.,，])+$")
_ENDS_IN_KIND = re.compile(f"{_KIND}$")
_WRAPPED = re.compile(r"[^\S\n]*\n\s*")
"""A title that was pasted from two lines is one; a line of its own would look like one of the bot's."""
_BOOK_MARKS = re.compile("[《》]")
_UNMARKED = re.compile(r"关于(?:《[^《》\n]{1,80}》|[^，,。；;！!？?\n《》]){2,120}")
_OF_KIND = re.compile(rf"的[\u4e00-\u9fff]{{0,4}}?{_KIND}")
_ANY_KIND = re.compile(_KIND)

_ORGAN = (
    "(?:国务院|军委|[部局委厅院署]|委员会|办公[厅室]|政府|党组|委办|府办|中心|银行|[支分]行|银保监会|证监会"
    "|协会|学会|联合会|总工会|[妇残文]联|科协|集团|公司|大学|学校|大队|支队|总队|领导小组|指挥部|联席会议"
    "|大会|次会议|街道|镇|乡|办事处|海关|[行社会办组所站馆库团])"
)
_ACTS = "关于|印发|转发|批转|发布|公布|颁布|转报|对(?!外)|就(?!业)"
_ISSUER = re.compile(rf"^(?!关于|转发|印发)(?P<issuer>(?:中共)?[\u4e00-\u9fff、 　\n]{{0,119}}?{_ORGAN})\s*(?:{_ACTS})")
_NAMELESS = re.compile(
    r"等[\d一二三四五六七八九十两几]*[ 个家]?[个家]?(?:部门|单位|委办|厅局)?$|(?:部门|单位|贯彻|落实|转发)$"
)
_OPENED = re.compile(r"[（(]\s*$")
_CLOSED = re.compile(r"^\s*[)）]")
_ANNOUNCED = re.compile(rf"(?P<issuer>[\u4e00-\u9fff]{{2,40}}?{_ORGAN})(?:公告|通告|公报|令)")
"""云湾区人民政府公告: the heading is the name and the kind."""
_LONGEST_HEADING, _SHORTEST_TITLE = 300, 8
_MAY_HEAD = re.compile("号")
_URGENT_OR_KIND = "[平急阅办]件|特急|加急|平急|特提"
_SAYS_MORE = re.compile(
    rf"[，,；;？?！!：:]|\s(?:{_URGENT_OR_KIND})(?:\s|$)"
    r"|^\s*(?:登记?|收文|来文|发文|查|呈|转办|签收|阅毕|办结|退|帮|请|把|将|找|撤|反馈|看)"
    r"|(?:登记|办结|签收|转办|呈送|阅毕|退文|收到|一下|[吗呢吧了])\s*$"
)
_COUNTRY = "中华人民共和国"


class TitleSaid(NamedTuple):
    """A title without its book marks, where it stands (book marks included), and its kind when it ends in one."""

    text: str
    span: tuple[int, int]
    kind: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of a document says. ``doc_no`` is canonical; a field that is not there is None."""

    doc_no: str | None
    title: str
    issuer: str | None
    kind: str | None


def kind_of(title: str) -> str | None:
    """The statutory kind that a title ends in: 指导意见 → 意见, 复函 → 函; None for 方案, 办法 and the like."""
    found = _ENDS_IN_KIND.search(_AFTER_KIND.sub("", title))
    return found[0] if found else None


def find_titles(text: str) -> list[TitleSaid]:
    """Titles in book marks (the outermost ones), and 关于…的通知 and its like written without them; in order."""
    found = []
    for match in _UNMARKED.finditer(text) if "关于" in text else ():
        end = _end_of_title(match[0])
        if end and text[: match.start()].count("《") == text[: match.start()].count("》"):
            found.append(TitleSaid(match[0][:end], (match.start(), match.start() + end), kind_of(match[0][:end])))
    taken = [title.span for title in found]
    marked = [t for t in _in_book_marks(text) if not any(a < t.span[1] and t.span[0] < b for a, b in taken)]
    return sorted([*found, *marked], key=lambda title: title.span)


def find_title(text: str) -> TitleSaid | None:
    """The title of the document that a message speaks of: the one with a kind before one without."""
    return main_title(find_titles(text))


def main_title(titles: Sequence[TitleSaid]) -> TitleSaid | None:
    """The one with a kind before one without."""
    return next((t for t in titles if t.kind), titles[0] if titles else None)


def _in_book_marks(text: str) -> list[TitleSaid]:
    if "《" not in text:
        return []
    found, depth, start = [], 0, 0
    for mark in _BOOK_MARKS.finditer(text):
        if mark[0] == "《":
            start = mark.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            title = _WRAPPED.sub("", text[start + 1 : mark.start()])
            if depth == 0 and title:
                found.append(TitleSaid(title, (start, mark.end()), kind_of(title)))
    return found


def _end_of_title(run: str) -> int | None:
    """Where a title that begins the run ends: after the last 的…通知 of its first word group that has one."""
    for pattern in (_OF_KIND, _ANY_KIND):
        end = None
        for group in re.finditer(r"\S+", run):
            for hit in pattern.finditer(run, group.start(), group.end()):
                end = hit.end()
            if end:
                return end
    return None


def parse_heading(text: str, known_codes: Collection[str] = ()) -> Heading:
    """Number, title, issuer and kind of a heading, one or several lines, in either order."""
    numbers = [n for n in find_doc_numbers(text, known_codes) if n.canonical]
    number = numbers[0] if numbers else None
    rest = text
    if number:
        before, after = text[: number.span[0]], text[number.span[1] :]
        if _OPENED.search(before) and _CLOSED.match(after):
            before, after = _OPENED.sub("", before), _CLOSED.sub("", after)
        rest = before if len(before.strip()) > len(after.strip()) else after
        if before.strip() and after.strip() and "关于" not in rest:
            rest = f"{before}{after}"
    rest = rest.strip().strip("，,;；。：:﹕")
    title = re.sub(r"\s+", "", rest).replace("<", "〈").replace(">", "〉")
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    kind = kind_of(title)
    issuer = _issuer(rest)
    if number and number.code and number.code.endswith("令") and kind is None:
        kind, issuer = "命令", number.code.removeprefix(_COUNTRY).removesuffix("令") or issuer
    elif number and number.code and number.code.endswith("公告") and kind is None:
        kind, issuer = "公告", issuer or number.code.removesuffix("公告")
    if issuer is None and number and number.code and number.code.endswith("公告"):
        issuer = number.code.removesuffix("公告")
    if issuer is None:
        named = _ANNOUNCED.fullmatch(title)
        issuer = named["issuer"] if named else None
    return Heading(number.canonical if number else None, title, issuer, kind)


def whole_heading(text: str, known_codes: Collection[str] = ()) -> Heading | None:
    """The heading that the text is and nothing else, as pasted from a paper; None when it says anything besides."""
    if len(text) > _LONGEST_HEADING or not _MAY_HEAD.search(text) or _SAYS_MORE.search(text):
        return None
    heading = parse_heading(text, known_codes)
    least = 1 if heading.kind == "命令" else _SHORTEST_TITLE
    if heading.doc_no is None or heading.kind is None or len(heading.title) < least:
        return None
    return heading


def _issuer(rest: str) -> str | None:
    match = _ISSUER.match(rest.removeprefix("《").lstrip())
    if not match:
        return None
    issuer = re.sub(r"\s*\n\s*", "", match["issuer"]).strip()
    return None if _NAMELESS.search(issuer) else issuer
