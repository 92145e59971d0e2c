"""Names that are said without marks: 一事快办那篇, 河道清淤的函, 三季度经济形势分析会 (domain.md C.1 `title`). Pure."""

import re
from collections.abc import Iterable

from handlers.said import Said

EDGE = "\x00"
"""Stands where no name goes on: punctuation, numbers, times of their own, people."""
_OF_NAME = re.compile(
    r"(?:第?[一二三四上下前1-4]季度|夜间|午间|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份|[上下]半年|[春夏秋冬]{1,2}季?"
    r"|国庆|中秋|重阳|春节|元旦|清明|五一|端午|年度|年终|年中)(?:期间|假期|节)?"
)
"""Times that things are named after when the name goes on behind them."""
_BESIDE_FEASTS, _MEETS = frozenset({"节前", "节后"}), re.compile("[\u4e00-\u9fff]{2,6}会(?!议?室)")
"""节前安全会; but 节前完成清淤."""
_NO_SIGN = re.compile(r"[^\u4e00-\u9fff\w“”]")
_LONGEST = 24
_SAID_OF_IT = re.compile(
    r"那[个场次份件篇条则]|这[个场次份件篇条则]|的|[一几][个份件篇条]|[把将被在成进]|(?<![供补])给|(?<![应针])对(?![接外口象])|(?<![方面])向"
    r"|从(?!业|严)|咱们?|[我俺你您他她]们?|关于|采用了?|用了|批了|了个?|送来|报来|转来|夹着?|刚|又|叫|是|登记?"
    r"|一下|提到|讲到|涉及|[找查看催]下|[看翻]过|那|这|上次|之前|帮(?![扶教困])|说(?![明法])|(?<![慰询访学])问(?!题)"
    r"|(?<!申)请|(?<=[个份])讲|就叫|题目叫|(?<![审检督调核排巡普])[查察]|找|看|(?<![征税验秋回])收到?|(?<![重主纪需])要|(?<![国私])有|(?<=份)报(?!告)|(?<=[年季中下上]旬)报上?去?"
)
_PIECE = re.compile(rf"(?:那|这)(?:[篇条则]|个(?=$|{EDGE}))")
_PIECE_BEHIND = re.compile(
    r"那[条篇]([\u4e00-\u9fff]{2,10})的(?:标题|稿子?|信息|(?=[，, ]|$|被))"
    r"|那[条篇](?P<bare>(?:(?![第标题用采改删拿换挪登批发录收退放排看不很可])[\u4e00-\u9fff]){2,8})(?=[，,。 ]"
    r"|$)"
)
_KINDS = "通知|通报|通告|公告|公报|函|请示|报告|批复|意见|方案|纪要|决定|办法|总结|规定|简报|计划"
_PAPER = re.compile(rf"的(?P<kind>{_KINDS}|来?文件?|材料)(?![\u4e00-\u9fff]{{0,2}}(?:室|科|单))")
_PAPER_NAMED = re.compile(rf"(?:那|这)[个份件](?P<name>[\u4e00-\u9fff]{{1,10}}(?:{_KINDS}))")
_SHOWN = re.compile(rf"(?<![的{EDGE}])(?:那|这)(?:[份件]|个(?={_KINDS}|来?文(?!号)))(?P<kind>{_KINDS}|文件?)?")
"""台风那份文件, 夜市油烟那件, 国土空间规划那个通知."""
_ABOUT = re.compile(
    rf"(?P<kind>{_KINDS})(?:一?[份件个])?[，,：: ]+(?:是|讲"
    rf"|说)?(?P<title>关于[^，,。；;！!？?《》\n]{{3,60}}?)"
    r"(?:的|事宜)?(?=$|[，,。；;！!？?\n])"
)
_IS_PAPER = re.compile(rf"(?:{_KINDS})$")
_ANY_PAPER = frozenset({"文", "来文", "文件", "材料", "来文件"})
_NOBODY = re.compile(
    r"(?:上|这|那|本)?(?:今|明|昨)?天?|区里|市里|省里|领导|书记|[区市]长|主任|他们|人家|新|旧|急|重要|相关|有关|所有|全部|办过?|签过?|上?报[的来省市]?|待[阅批办签]"
    r"|[局镇]|列?办结|意见|多头|多家|写成.*|几份.*|专栏|来|头条|局里|刚才|刚刚|方才|[上前]面|批示|麻烦.*|转来.*"
)


def bounded(said: Said, *, units: bool = True) -> str:
    """The text with a mark in place of all that no name has in it."""
    signs = list(_NO_SIGN.sub(EDGE, said.text))
    spans: list[tuple[int, int]] = [when.span for when in said.times if not names(when.span, said.text)]
    spans += [one.span for one in said.people]
    spans += [unit.span for unit in said.units if units or unit.group]
    spans += [doc.span for doc in said.docs] + [own.span for own in said.own]
    for start, end in spans:
        signs[start:end] = EDGE * (end - start)
    return "".join(signs)


def about(text: str) -> tuple[str, str] | None:
    """一个通知，关于做好防汛工作的: the words, and the title that they mean; None when a kind stands in it already."""
    found = _ABOUT.search(text)
    if found is None or re.search(_KINDS, found["title"]):
        return None
    return found[0], f"{found['title']}的{found['kind']}"


def before(plain: str, end: int, cuts: re.Pattern[str]) -> int:
    """Where the name that ends there begins: behind the last of the words that stand before a name."""
    start = max(0, end - _LONGEST)
    for cut in cuts.finditer(plain, start, end):
        if cut.end() < end - 1:
            start = cut.end()
    return max(start, plain.rfind(EDGE, 0, end) + 1)


def piece(said: Said) -> str | None:
    """A piece of the bulletin: 省里把我们一事快办那篇用了."""
    if behind := _PIECE_BEHIND.search(said.text):
        return behind[1] or behind["bare"]
    plain = bounded(said)
    return _first(said, ((match.start(), match.start()) for match in _PIECE.finditer(plain)), plain)


def paper(said: Said) -> str | None:
    """A paper: 河道清淤的函, 那个值班通知."""
    plain = bounded(said)
    kinds = [match for match in _PAPER.finditer(plain) if match["kind"] not in _ANY_PAPER]
    found = _first(said, ((match.start(), match.end()) for match in kinds), plain)
    named = None if found else _PAPER_NAMED.search(plain)
    if named or found:
        return named["name"] if named else found
    shown = _first(said, ((match.start(), match.start()) for match in _SHOWN.finditer(plain)), plain)
    return shown if shown and _IS_PAPER.search(shown) else None


def topic(said: Said) -> str | None:
    """What a paper that is looked for is about: 四月份那个校车的文."""
    plain = bounded(said)
    places = [match.start() for shape in (_PAPER, _SHOWN) for match in shape.finditer(plain)]
    return _first(said, ((place, place) for place in places), plain)


def _first(said: Said, places: Iterable[tuple[int, int]], plain: str) -> str | None:
    """The first name of some length that ends at one of the places, up to where it is to be shown."""
    for end, shown in places:
        start = before(plain, end, _SAID_OF_IT)
        name = said.text[start:end].strip("“”")
        if len(name) > 1 and not _NOBODY.fullmatch(name):
            return said.text[start:shown].strip("“”")
    return None


def names(span: tuple[int, int], text: str) -> bool:
    """Whether the time there is part of a name: 三季度 in 三季度经济形势分析会."""
    if text[span[0] : span[1]] in _BESIDE_FEASTS:
        return _MEETS.match(text, span[1]) is not None
    goes_on = re.match(r"[\u4e00-\u9fff“]", text[span[1] : span[1] + 1])
    return goes_on is not None and text[span[1]] not in "的那这前后期里要开在" and bool(_OF_NAME.fullmatch(text, *span))
