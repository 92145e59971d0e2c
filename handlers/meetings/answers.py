"""What people answer to an invitation, and who may stand in for whom. Pure rules (domain.md 4.4)."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    COMING = "参加"
    LEAVE = "请假"
    SUBSTITUTE = "替会"
    LATE = "迟到"
    RETURN = "取消请假"
    MYSELF = "我去"
    UNCLEAR = "收到"


_NAME = r"[\u4e00-\u9fff]{1,12}?"
_WHO = (
    re.compile(rf"(?:改?派|委派|安排|指派|请)({_NAME})(?:同志)?(?:去|来|参会|参加|替会|代为?|代替|出席|到会)"),
    re.compile(rf"(?:由|让|换)({_NAME})(?:同志)?(?:去|来|代|替|参会|参加|出席)"),
    re.compile(rf"(?:替会|代会|代替|替(?!会))[+＋:：,， ]*({_NAME})(?:同志)?(?:去|参加|参会)?$"),
    re.compile(r"(?:改?派|委派|安排|指派)([\u4e00-\u9fff]{2,12})$"),
    re.compile(rf"({_NAME})(?:同志)?(?:代会|替会|代为参加|代替参加|代参加)$"),
    re.compile(
        r"([\u4e00-\u9fff]{0,4}副[书区镇局主部校会大队总][\u4e00-\u9fff]{0,5}?)(?:同志)?(?:去|来|参加|参会|出席)"
    ),
)
_BESIDES = re.compile(
    r"^(?:[我本]们?(?:局|单位|办|镇|街道)?的?|一下|还是|仍是?|那就?|就|改成?|换成?|分管的)+|(?:都|也|一起|一同|同志)+$"
)
_LATE = re.compile(
    r"(?:晚到|(?<!推)迟到|晚一?点?到|晚\s*[\d一二两三四五六七八九十半]+\s*个?(?:分钟|小时|刻钟)|晚来|堵车)"
)
_MINUTES = re.compile(r"(\d+|[一二两三四五六七八九十半]+)\s*(?:个)?(分钟|分|刻钟|小时)")
_RETURN = re.compile(
    r"取消请假|不请假了|销假|(?:又|还是|现在)?可以参加了|能参加了|还是我?去|还是参加"
    r"|又(?:能|可以)(?:去|来|参加|到会)|不用请假|(?:能|可以)(?:去|来)了$"
)
_NOT = re.compile(
    r"去不了|不能(?:去|来|到|参加|参会)|参加不了|来不了|无法(?:参加|参会|到会)|不(?:参加|去了|来了)|请.{0,2}假|告假|缺席"
)
_SUBSTITUTE = re.compile(
    r"替会|代会|改?派|委派|由.{1,12}(?:代|替)|我代|(?:让|叫|换)[\u4e00-\u9fff]{1,8}(?:去|来|参加|参会|替|代)|代(?:为)?参加|代替|副[书区镇局主部校会大队总].{0,6}(?:去|来|参加|参会|出席)"
)
_MYSELF = re.compile(r"^我(?:本人)?(?:会|要|可以|能)?(?:去|来|参加)(?:吧|的)?$")
_COMING = re.compile(
    r"(?:准时|按时|按要求|一定|确认|可以|会|能)?(?:参加|参会|到会|出席|前往)|^\s*(?:我们?|我[局镇办]|本人|领导|[一-龥]{0,3}(?:局长|镇长|书记|主任))?(?:一定|准时|按时|肯定|会|能|可以|要)*"
    r"(?:去|来|到)(?:的|得了|会的?|场|开会)*[呀啊哦吧]?\s*$|^\+1$|列席"
)
_UNCLEAR = frozenset(
    {
        "收到",
        "好的",
        "好",
        "知道了",
        "明白",
        "1",
        "+1",
        "ok",
        "OK",
        "收到谢谢",
        "收到了",
        "已收到",
        "行",
        "嗯",
        "嗯嗯",
        "知悉",
        "已知悉",
    }
)
_HIMSELF = re.compile(
    r"(?:本人|自己|亲自)(?:去|来|参加|参会|到会|出席)(?!不)|(?:局长|镇长|主任|书记|部长)(?:和|跟|与|、)[^，,]{0,4}副[^，,]{0,6}(?:都|一起|一同)"
)
_AWAY = re.compile(r"^(?:在)?(?:出差|外地|休假|住院|外出)(?:在外|中|了)?$|出差在外")


def understand(text: str) -> Kind | None:
    """What the words mean as an answer; None when they are none. 收到 and 好的 are no confirmation: ask."""
    bare = text.strip(" \t\r\n，。,.！!？?；;：:、~～")
    if bare in _UNCLEAR:
        return Kind.COMING if bare in {"+1", "1"} else Kind.UNCLEAR
    if _RETURN.search(bare):
        return Kind.RETURN
    if _LATE.search(bare):
        return Kind.LATE
    if _HIMSELF.search(bare):
        return Kind.COMING
    if _SUBSTITUTE.search(bare):
        return Kind.SUBSTITUTE
    if _NOT.search(bare) or _AWAY.search(bare):
        return Kind.LEAVE
    if _MYSELF.match(bare):
        return Kind.MYSELF
    if _COMING.search(bare):
        return Kind.COMING
    return None


def who(text: str) -> str | None:
    """The substitute in the words: 吴副局长, 办公室小王, 李明."""
    for part in re.split(r"[，,。；;]+", text.strip()):
        for pattern in _WHO:
            if found := pattern.search(part):
                return _BESIDES.sub("", found[1]) or None
    return None


_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def minutes_late(text: str) -> int | None:
    """The minutes of 晚到10分钟, 晚一刻钟, 晚半小时."""
    found = _MINUTES.search(text)
    if found is None:
        return None
    amount, unit = found[1], found[2]
    if "半" in amount:
        return 30 if unit == "小时" else None
    number = int(amount) if amount.isdigit() else _small(amount)
    return number * {"分钟": 1, "分": 1, "刻钟": 15, "小时": 60}[unit]


def _small(text: str) -> int:
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _DIGITS[text[-1]]
    return (_DIGITS[tens[-1]] if tens else 1) * 10 + (_DIGITS[ones[-1]] if ones else 0)


class Fitness(StrEnum):
    FIT = "fit"
    TOO_LOW = "too_low"
    UNKNOWN = "unknown"
    """Only a name: ask for the post."""


_FIT = re.compile(
    r"副(?:书记|区长|镇长|局长|主任|部长|校长|主席|会长|理事长|大队长|队长|教导员|总经理|总裁|董事长|总|关长|政委|秘书长)"
    r"|常务副|党组(?:成员|副书记)|党委(?:委员|副书记)|党工委委员|班子成员|分管(?:负责|领导|同志)|纪检(?:监察)?组长|教导员"
    r"|武装部长|人大主席|总(?:工程师|工|会计师|经济师|规划师)|[组宣统][织传战]委员|二级调研员"
)
_LOW = re.compile(
    r"办公室|综合科|科(?![创技学协])|股|中心|窗口|站|所|[小老阿][\u4e00-\u9fff]$|联络员|干事|办事员|主任科员|实习"
)


def fitness(substitute: str, unit: str = "") -> Fitness:
    """Whether the substitute is a 班子成员 (分管副职) of the unit: never lower, be it 办公室副主任 (domain.md 4.4)."""
    if unit and f"副{unit[-1]}长" in substitute:
        return Fitness.FIT
    if _LOW.search(substitute):
        return Fitness.TOO_LOW
    return Fitness.FIT if _FIT.search(substitute) else Fitness.UNKNOWN


@dataclass(frozen=True, slots=True)
class Principal:
    """Who was invited in person: 周志强, 周局长."""

    name: str
    address: str
    title: str


def is_same(substitute: str, principal: Principal) -> bool:
    """Whether the named substitute is the invitee himself (domain.md G11)."""
    given = substitute.removesuffix("同志").removesuffix("本人")
    names = {principal.name, principal.address} | ({principal.title} if principal.title else set())
    return given in names or (bool(principal.title) and given == principal.name + principal.title)
