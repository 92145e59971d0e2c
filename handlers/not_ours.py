"""What a unit says when a paper or a task is not its business: 不归我们管, 请改派 (domain.md 3.4). Pure.

Both 办文 and 督查督办 hear it; whose paper or task it is stays for the office to decide.
"""

import re
from collections.abc import Sequence

from handlers.line import Slot, Slots
from handlers.said import Said

WORKDAYS = 3
"""Within which the office decides (domain.md 3.4)."""
NO_REASON = "不属本单位职责"
REASON = "不属本机关"
"""Which of the eight reasons of 退文 that is (domain.md 2.6)."""
_WE = "(?:我们?(?:局|委|办|部|镇|街道?|单位|中心|公司|集团|这边|这儿|这里)?|咱们?|本(?:单位|局|委|办|部|镇|街道))"
_DUTY = "(?:管|职责|职能|职权|业务|主管|分管|负责|牵头|承办|主办|的?事|的?活|范围|权限)"
CLAIMS = (
    (
        rf"不(?:归|属于?|该|应该?由?|由|是){_WE}(?:的)?(?:[^，,。；;]{{0,8}}{_DUTY}|\s*$|[，,。；;])"
        rf"|(?:不在|超出|不符合?){_WE}(?:的)?[^，,。；;]{{0,6}}(?:职责|职能|职权|权限|管辖|业务)"
        rf"|(?:与|和|跟){_WE}(?:的)?[^，,。；;]{{0,6}}(?:职责|职能|业务)?(?:无关|没关系|不相关)"
        rf"|{_WE}(?:这边)?(?:也|并|都)?(?:不|没有?(?:这个|这项|该)?)(?:牵头|负责|承办|主管|管(?!理)|职能|职责|该项职能)"
        r"|(?:不属(?:于)?|不归|非)(?:本|该|我)[^，,。；;]{0,4}(?:职责|职能|管辖|范围|管)",
        1.5,
    ),
    (
        rf"(?:退出|不用|不需要?|不必|不应该?|不该){_WE}?(?:再)?(?:配合|协办|牵头)"
        r"|(?:申请|请求|要求|建议|请|能不能|麻烦)?[^，,。；;]{0,4}(?:改由|转(?:给|到|由))[^，,。；;]{0,8}"
        r"(?:[局委办部镇科队]|街道|中心|集团|单位)(?:牵头|承办|办理|处理|负责|主办|来办|去办)?[吧。！!]?\s*$"
        r"|(?:改派|另派|改转|另转|重新(?:派|分派|转))(?![^，,。；;]{0,10}(?:长|主任|书记|同志|参会|参加|开会|代|替|人))"
        r"|退回给?(?:你们|督查室|秘书科|办公室|区委办|区府办)"
        r"|(?:[这那该此]件|文件|\d号)(?:我们)?(?:申请|要求)?退回[。！!]?\s*$",
        1.45,
    ),
    (
        r"^(?:(?:这|那)[个件份事]?(?:事|文件?|件)?[^，,。；;]{0,12}[，,])?(?:(?:这|那)[个件份事]?(?:事|文件?|件)?)?(?:应该?|应当)(?:是|由|给|归|转给?)"
        r"[^，,。；;]{2,8}(?:[局委办部镇队]|街道)(?:牵头|负责|承办|管|来?办|的事)?[吧。！!]*$",
        1.2,
    ),
    (r"^\s*(?:[申请要求]{1,2})?退回[。！!]?\s*$", 1.0),
)
"""What a unit says, with weights: that it is not its business, and (from the second on) that another should do it."""
NOT_NEEDED = (
    r"(?:(?:不用|不需要|不必|无需|取消)(?!我|本|咱)[^，,。；;]{1,8}"
    r"|(?<![我本])(?:[局委办部镇队]|街道)(?:就)?(?:不用|不需要|不必|无需))(?:再)?(?:配合|协办)"
)
"""就不用住建局配合了."""
DECISIONS = (
    (r"维持(?:原(?:来|定|判|安排|承办|单位)?|承办|牵头|主办|分工|不变)|^\s*维持[。！!]?\s*$", 1.5),
    (
        r"(?:不?同意|不予|准予|不批准|批准)(?:该单位|其|[^\s，,。]{2,6}[局委办部镇队所])?的?"
        r"(?:退回|改派|退出|换单位|转给|转由)(?![^，,。]{0,4}(?:\d|期|稿|信息|会议|文))",
        1.5,
    ),
    (NOT_NEEDED, 1.45),
    (r"^\s*[^，,。；;]{0,8}(?:还是|仍)(?:由|要|请|得|须|需)+[^，,。；;]{0,8}(?:配合|协办)", 1.1),
)
"""What the office says to it."""
_KEEPS = re.compile(r"维持|不同意|不予|不批准|不准|驳回|仍(?:然)?(?:由|要|请)|还是(?:由|要|请|得)")
_AGREES = re.compile(rf"同意|批准|准予|改派|改由|转(?:给|由|到)|{NOT_NEEDED}")
_HEAD = re.compile(
    r"^\s*[督收]?文?\s*(?:[〔\[(（【]?\s*20\d\d\s*[〕\])）】]?)?\s*\d{1,5}(?:-\d+)?\s*号?(?:文|件|督办)?[，,：: ]*"
)


def units(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """The units of ours that the sentence names."""
    return list(dict.fromkeys(unit.short for unit in said.units if unit.short)) or None


def other_than(own: str, named: Sequence[str] | None) -> str | None:
    """The one unit among them that is not the speaker's own."""
    found = [unit for unit in named or () if unit != own]
    return found[0] if len(found) == 1 else None


def reason(said: Said, _asked: bool, _slots: Slots) -> str:
    """Its words, without the number; those that give none are 不属本单位职责."""
    words = _HEAD.sub("", said.text).strip(" ，,。！!")
    return words if re.search(CLAIMS[0][0], words) or len(words) > len("申请退回改派") else NO_REASON


def verdict(said: Said) -> bool | None:
    """True: another unit is to do it; False: it stays; None: the words say neither."""
    if _KEEPS.search(said.text):
        return False
    return True if _AGREES.search(said.text) else None


def drops(said: Said) -> bool:
    """Whether a unit is said not to be needed any more."""
    return re.search(NOT_NEEDED, said.text) is not None


def never(_slots: Slots) -> bool:
    """For a slot that is read when it is said and never asked for."""
    return False


def _reason_enum(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return REASON if re.search(CLAIMS[0][0], said.text) else None


CLAIM_SLOTS = (
    Slot("unit", units, required=never),
    Slot("why", reason, required=never),
    Slot("reason_enum", _reason_enum, required=never),
)
DECISION_SLOTS = (
    Slot("unit", units, required=never),
    Slot("verdict", lambda said, _asked, _slots: verdict(said), required=never),
)
