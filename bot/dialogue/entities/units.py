"""Units in a message: ours by any of their names, others as free text with their level (domain.md A.2, 2.4)."""

import re

from bot.dialogue.entities.lookup import Names, Openings, in_order, of_office
from bot.dialogue.sounds import alike
from handlers.said import UnitSaid
from storage.office import Office, Unit

_TELLING = 3
"""Shorter names sound like too many words."""
_HAN = "\u4e00-\u9fff"
_STRONG_END = re.compile(
    "(?:局|办|委|部|校|镇|街道|街|会|联|团|队|公司|办事处|政府|监委|监察|海关云湾办|机关事务|供电所|集团)$"
)
_LEFT = re.compile(
    r"(?:^|[\s\u2588、，,;；：:。（(《/｜|和与及由请让给交送转派对跟找各退查催到去赴抄在问叫帮向把将\d们]"
    "|牵头|配合|协办|主办|承办|负责|参加|单位|邀请|通知|列席|出席|[上下]午|没跟|意见|[那这][份条篇]|趟|主持)$"
)
_RIGHT = re.compile(
    r"$|[\s\u2588、，,;；：:。）)》/｜|]|和|与|及|等|牵头|配合|负责|主办|协办|承办|参加|参会|主要|分管|出席|列席|联络员|办理|签收"
    "|的同志|那[边条个份篇块里头]|收[到悉]|报[送来]|反馈|呢|也|都|来[的了文]|[送发转]来|派|上报|供稿|缺席|实到|没|还没|电话|座机|手机|联系人|档案|督办|整改|[红黄]牌|投稿|来稿|请假|替会|签到|回执|[去来][了的]"
    r"|陪|同去|一起|一块|这边|报[：: ]|督促|研究|跟进|[一二两三四五六七八九十]+(?:家|个?(?:镇|街道|单位|部门|局))"
    r"|的(?:退文|请示|报告|\d|函|整治|任务|信息|稿|$)|已?接[下了]|已[接办收签报]|推[到进]|看|汇报|定会|会签|会办|去办|[想借订拿]|[送发转报]的|来个|[直手]|抓好|落实"
    r"|[两三四五六]位|办[ ，,]|投(?=[稿《])|[“\"]|董事长|总经理|签咗|接手|分坐|自己"
    r"|还[有剩欠差]|有[几没多]|[派来]人|名下|手[上里头]|[\d一二两三四五六七八九十]{1,3}(?:天|个工作日)内?|尽快"
    r"|[今明后]天|[本这下]个?[周月]|[月年]底|国庆|中秋|节[前后]|\d{1,2}[月号日.]|[一二三四五六七八九十]{1,3}[月号]"
)
_TOWNS = re.compile(
    r"(?:各|所有|全部|全区|(?<=[、，,和与及]))(?:镇街|镇（街道）|镇\(街道\)|镇、街道|镇和街道|街镇|镇街道)|^镇街$"
    r"|(?:(?<=[四4]个)|(?<=请))镇街(?!中心|道)"
)
_ALL = re.compile("(?:各|所有|全部)(?:单位|部门)")
_VAGUE = re.compile("(?:有关|相关)(?:单位|部门|方面)")

_WORD = rf"(?:(?![的到来去在对请由把将])[{_HAN}])"
_BODY = (
    "(?:委办公[厅室]|委办|府办|政府办公[厅室]|政府办|人民政府办公[厅室]|人民政府|政府|委[组宣统][织传一战]?部|委政法委|委编办"
    "|纪委监委|纪委|人大常委会|人大|政协|委督查室"
    rf"|{_WORD}{{2,14}}?(?:局|厅|委员会|委|办公室|办|支队|集团|公司|中心|法院|检察院|妇联|工商联|残联|科协|文联|总工会|侨联|党校|红十字会|档案馆)|妇联|残联|科协|文联|侨联|党校|总工会|工商联|委)"
)
_CENTRAL = re.compile(
    "国务院办公厅|国务院|中共中央办公厅|中共中央|中办|国办|中组部|中宣部|审计署"
    rf"|中央[{_HAN}]{{1,6}}?(?:办|部|委)|国家[{_HAN}]{{2,10}}?(?:总局|局|委)"
    "|(?:教育|财政|公安|民政|司法|人社|自然资源|生态环境|住建|住房和城乡建设|交通运输|水利|农业农村|商务|文旅|文化和旅游"
    "|应急管理?)部"
)
_DISTRICT = re.compile(
    "区(?:人大常委会办公室|人大常委会|人大办|人大|政协办公室|政协办|政协|人民法院|法院|人民检察院|检察院|人武部)"
)
_CITY_ORGAN = re.compile(r"(?:委办|府办|委(?![员托派任])|府)(?!\s*[〔\[(（【])")
_NOT_A_CITY = "(?![场容区级直辖领长里]|民(?![政宗族营])|人(?!大|民|社|力)|政工程|政设施|委(?:书记|常委|领导))"
_NOT_A_VERB = "(?![由请让给交送转派对找与和把将收到])"
_OTHER_TOWN = re.compile(rf"{_NOT_A_VERB}[{_HAN}]{{2,3}}(?:镇(?:人民)?政府|镇党委|街道办事处|村委会|社区居委会)")
_OTHER_BUREAU = re.compile(rf"区(?!长){_WORD}{{2,6}}?(?:局|中心|档案馆|委员会)")
_FIRM = re.compile(rf"{_NOT_A_VERB}{_WORD}{{2,12}}?(?:有限公司|集团公司)")

_ELSEWHERE, _LONGEST_NAME = re.compile("公司|镇|街道办|委会"), 20
"""What the name of another town or of a firm has, quickly looked for."""
_WORD_HEAD = re.compile(f"(?<![{_HAN}])[{_HAN}]")


def find_units(text: str, office: Office) -> list[UnitSaid]:
    """Units in the order in which they stand: the longest alias wins; 市住建局 is not ours and stays free text.

    A bare word such as 应急 counts only where a unit can stand (in a list, before 牵头, alone), not in 应急演练.
    """
    index = of_office(office, "units", _Index)
    return in_order(text, index.places(text), index.at)


def says_vague_units(text: str) -> bool:
    """有关单位, 相关部门: who is meant must be asked."""
    return _VAGUE.search(text) is not None


def misspelt(unit: UnitSaid, office: Office) -> bool:
    """Whether the name is only like that of a unit: 住健局. 财政 may mean two, and is a name of both; 去 is a verb."""
    if unit.short or not unit.candidates or unit.text[0] == "去":
        return False
    return not any(unit.text in _aliases(one) for one in (office.own, *office.units) if one.short in unit.candidates)


class _Index:
    def __init__(self, office: Office) -> None:
        self._own = office.own
        self._district = office.district.removesuffix("区")
        entries = [(alias, unit) for unit in (office.own, *office.units) for alias in _aliases(unit)]
        self._names: Names[Unit] = Names(entries)
        known = {alias for alias, _ in entries}
        self._alike: Names[Unit] = Names(
            (typed, unit)
            for alias, unit in entries
            if len(alias) >= _TELLING and _STRONG_END.search(alias)
            for typed in alike(alias, far=1)
            if typed not in known
        )
        self._similar: dict[tuple[int, str], list[tuple[int, str, Unit]]] = {}
        for place, (alias, unit) in enumerate(entries):
            if alias[0] == "区" and len(alias) >= 4:
                self._similar.setdefault((len(alias), alias[-1]), []).append((place, alias, unit))
        self._lengths = sorted({length for length, _ in self._similar})
        city = f"(?:{office.city.removesuffix('市')})?(?<![城超夜股楼都门])市{_NOT_A_CITY}"
        province = f"(?:{office.province.removesuffix('省')})?省(?![级直会心力时里])"
        self._city = office.city.removesuffix("市")
        self._upper = (
            ("省", re.compile(f"(?:中共)?(?:{province}){_BODY}")),
            ("市", re.compile(f"(?:中共)?(?:{city}){_BODY}")),
        )
        self._firsts = frozenset(office.city[0] + office.province[0] + "中市省")
        others = {*self._firsts - {"中"}, "中共", "区", *_CENTRAL_OPENINGS, *_GROUP_OPENINGS}
        self._openings = Openings({*self._names.openings, *self._alike.openings, *others})

    def places(self, text: str) -> list[int]:
        """Where a unit may begin; bodies of other towns and firms only at the head of a word."""
        places = self._openings.places(text)
        if not _ELSEWHERE.search(text):
            return places
        return sorted({*places, *(head.start() for head in _WORD_HEAD.finditer(text))})

    def at(self, text: str, start: int) -> UnitSaid | None:
        char = text[start]
        if char in _GROUP_FIRSTS:
            return self._group(text, start)
        known = self._names.at(text, start)
        if known and self._stands(text, start, known[0]):
            return self._ours(text, start, *known)
        free = self._free(text, start, char)
        if free:
            level, match = free
            return UnitSaid(match[0], match.span(), level=level)
        if char != "区":
            return self._misheard(text, start) or self._like_the_city(text, start)
        other = _OTHER_BUREAU.match(text, start)
        return self._misspelt(text, start) or (UnitSaid(other[0], other.span(), level="区") if other else None)

    def _misheard(self, text: str, start: int) -> UnitSaid | None:
        """住健局: a name with one character that sounds alike is offered, never taken (domain.md C.2)."""
        found = self._alike.at(text, start) if text[start] != "去" else None
        if found is None or text.endswith(_OF_OTHERS, max(0, start - 2), start):
            return None
        said, units = found
        return UnitSaid(said, (start, start + len(said)), candidates=tuple(unit.short for unit in units))

    def _like_the_city(self, text: str, start: int) -> UnitSaid | None:
        """南海委办, where the city is 南澜: its 市委办 is offered."""
        found = _CITY_ORGAN.match(text, start + len(self._city)) if text[start] == self._city[0] else None
        said = text[start : start + len(self._city)]
        if found is None or len(said) < 2 or sum(map(str.__ne__, said, self._city)) != 1:
            return None
        return UnitSaid(said + found[0], (start, found.end()), candidates=(f"市{found[0]}",))

    def _ours(self, text: str, start: int, name: str, units: tuple[Unit, ...]) -> UnitSaid:
        if name[0] == "区" and text.endswith(self._district, 0, start):
            start -= len(self._district)
            name = self._district + name
        shorts = tuple(unit.short for unit in units)
        return UnitSaid(
            name, (start, start + len(name)), shorts[0] if len(shorts) == 1 else None, shorts if len(shorts) > 1 else ()
        )

    def _stands(self, text: str, start: int, name: str) -> bool:
        """Whether a name is one here: not part of another body's name, and a bare word only in the place of a unit."""
        before = text[max(0, start - 4) : start]
        if name[0] not in "区市" and before.endswith(_ABOVE_US):
            return False
        if _STRONG_END.search(name):
            return True
        return self._listed(text, start) or (self._begins(before) and self._ends(text, start + len(name)))

    def _listed(self, text: str, start: int) -> bool:
        """住建 in 农水、住建来人: it goes on with a list of units."""
        return (
            start > 0 and text[start - 1] == "、" and any(text[start - 1 - n : start - 1] in self._names for n in _BARE)
        )

    def _begins(self, before: str) -> bool:
        """发改商务工信: one name stands straight after another."""
        return _LEFT.search(before) is not None or any(before[-length:] in self._names for length in _BARE)

    def _ends(self, text: str, stop: int) -> bool:
        for _ in range(_MOST_TOGETHER):
            if _RIGHT.match(text, stop):
                return True
            known = self._names.at(text, stop)
            if known is None:
                return False
            stop += len(known[0])
        return False

    def _group(self, text: str, start: int) -> UnitSaid | None:
        for group, pattern in (("各镇街", _TOWNS), ("各单位", _ALL)):
            match = pattern.match(text, start)
            if match:
                return UnitSaid(match[0], match.span(), group=group)
        return None

    def _free(self, text: str, start: int, char: str) -> tuple[str, re.Match[str]] | None:
        if char == "区":
            match = _DISTRICT.match(text, start)
            return ("区", match) if match else None
        for level, pattern in self._upper if char in self._firsts else ():
            match = pattern.match(text, start)
            if match:
                return level, match
        central = _CENTRAL.match(text, start) if text[start : start + 2] in _CENTRAL_OPENINGS else None
        if central:
            return "中央", central
        at_start = start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff"
        elsewhere = at_start and _ELSEWHERE.search(text, start, start + _LONGEST_NAME)
        for level, pattern in (("镇街", _OTHER_TOWN), ("企业", _FIRM)) if elsewhere else ():
            match = pattern.match(text, start)
            if match:
                return level, match
        return None

    def _misspelt(self, text: str, start: int) -> UnitSaid | None:
        """区住见局: a name of the same length with one other character is offered, never taken (domain.md C.2)."""
        found: dict[int, tuple[str, str]] = {}
        for length in self._lengths:
            said = text[start : start + length]
            for place, alias, unit in self._similar.get((len(said), said[-1]), ()):
                if sum(map(str.__ne__, alias, said)) == 1:
                    found[place] = (unit.short, said)
        if not found:
            return None
        shorts = dict(found[place] for place in sorted(found))
        said = next(iter(shorts.values()))
        return UnitSaid(said, (start, start + len(said)), candidates=tuple(shorts))


_ABOVE_US, _OF_OTHERS = ("市", "省", "国家", "中央", "全国"), ("市", "省", "区", "国家", "全国")
_MOST_TOGETHER = 6
"""Names that stand straight one after another."""
_BARE = (2, 3, 4)
"""Characters of a name without 局 or 镇."""
_STEM = re.compile("(?P<stem>[^区市]{2,4})(?:局|镇|街道)$")
_GROUP_FIRSTS = frozenset("各所全有镇")
_GROUPS = "各镇 各街 各单 各部 所有 全部 全区 镇街 镇（ 镇( 镇、 镇和"
_GROUP_OPENINGS = frozenset(_GROUPS.split(" "))
_CENTRAL_ORGANS = (
    "国务 国办 国家 中共 中办 中组 中宣 中央 审计 教育 财政 公安 民政 司法 人社 自然 生态 住建 住房 交通 水利 农业 "
    "商务 文旅 文化 应急"
)
_CENTRAL_OPENINGS = frozenset(_CENTRAL_ORGANS.split(" "))


def _aliases(unit: Unit) -> set[str]:
    names = {unit.name, unit.short, unit.label, *unit.aliases}
    stem = _STEM.fullmatch(unit.short)
    names |= {stem["stem"]} if stem else set()
    return names | {f"区{name}" for name in names if name[0] not in "区市各" and len(name) <= 3}
