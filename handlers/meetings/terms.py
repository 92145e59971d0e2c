"""The words of 会务: states, types of meetings, reasons for leave (domain.md 4.1, 4.4), stored as they read."""

import re
from enum import StrEnum


class MeetingState(StrEnum):
    PLANNED = "待召开"
    HELD = "已召开"
    CANCELLED = "已取消"


class BookingState(StrEnum):
    HELD = "暂留"
    """Kept while a notice is being drafted, until `hold_until`."""
    BOOKED = "已订"
    CANCELLED = "已取消"


class WaitState(StrEnum):
    """Somebody's place in the line for a room (domain.md 4.5)."""

    WAITING = "等候"
    OFFERED = "已通知"
    """The room is kept for him, until he answers or the time for it is over."""
    BOOKED = "已订"
    DROPPED = "已放弃"
    MISSED = "逾期未应"


class SeriesState(StrEnum):
    RUNNING = "有效"
    STOPPED = "已停"


class Receipt(StrEnum):
    """The state of one invitation (domain.md 4.4)."""

    SILENT = "未回执"
    COMING = "参加"
    LEAVE_ASKED = "请假待批"
    LEAVE = "请假已批"
    LEAVE_REFUSED = "请假不批"
    SUBSTITUTE_ASKED = "替会待批"
    SUBSTITUTE = "替会已批"
    SUBSTITUTE_REFUSED = "替会不批"
    LATE = "迟到报备"
    CHECKED_IN = "已签到"
    ABSENT = "缺席"
    RECONFIRM = "待重新确认"


OPEN = frozenset({Receipt.SILENT, Receipt.RECONFIRM})
"""Still owes an answer."""
PENDING = frozenset({Receipt.LEAVE_ASKED, Receipt.SUBSTITUTE_ASKED})
"""Waits for the chair's decision."""
CONFIRMED = frozenset({Receipt.COMING, Receipt.SUBSTITUTE, Receipt.LATE, Receipt.CHECKED_IN})
"""Will come: is reminded."""
EXCUSED = frozenset({Receipt.LEAVE_ASKED, Receipt.LEAVE})

REASONS = ("公务", "出差", "休假", "病假", "会议冲突", "值班", "其他")
"""All that is kept of why somebody does not come (domain.md 7.6)."""

_REASON_WORDS = (
    ("病假", re.compile(r"病(?!房|院|虫)|住院|手术|就医|不(?:太|大|是很)?舒服|不适|发烧|感冒")),
    ("出差", re.compile(r"出[差叉]|外地|外出(?!报备)|在外")),
    ("休假", re.compile(r"休假|年假|年休|探亲|婚假|产假|陪产")),
    (
        "会议冲突",
        re.compile(
            r"冲突|撞[了上车]|撞$|(?:另有|还有|有个|同时有?|(?:正?在|要?去)[省市区外].{0,6}).{0,6}(?:会(?![务员])|开会)|(?:省|市)里?.{0,4}开会"
            r"|(?:书记|长|主任|领导)(?:要|去|在)?开会|开会[去来]不了|[开有]别的会|另一个会"
        ),
    ),
    ("值班", re.compile(r"值班|带班|备勤")),
    ("公务", re.compile(r"公务|公干|因公|[省市][里局厅]|[上下]乡|调研|陪同|接待|见企业|去.{0,4}学习|学习去")),
    ("其他", re.compile(r"家里|私事|事假|有事")),
)

TYPES = (
    ("全会", re.compile(r"次全会|全体会议（扩大|区委.{0,8}全会"), "高"),
    ("党代会", re.compile(r"党代会|党(?:员)?代表大会"), "高"),
    ("人代会", re.compile(r"人代会|人民代表大会|人大.{0,6}次会议"), "高"),
    ("政协会", re.compile(r"政协.{0,8}会(?:议|$)"), "高"),
    ("常委会", re.compile(r"常委会"), "高"),
    ("书记专题会", re.compile(r"书记专题会"), "高"),
    ("政府党组会议", re.compile(r"政府党组(?:\S{0,4})会"), "高"),
    ("常务会议", re.compile(r"常务会|主任办公会"), "中"),
    ("区长办公会", re.compile(r"区长办公会"), "低"),
    ("办班子会议", re.compile(r"(?:办领导|办)?班子(?:成员)?会"), "低"),
    ("工作例会", re.compile(r"例会"), "低"),
    ("视频会", re.compile(r"视频会|电视电话会"), "低"),
    ("座谈会", re.compile(r"座谈会"), "低"),
    ("调度会", re.compile(r"调度会"), "低"),
    ("推进会", re.compile(r"推进会"), "低"),
    ("动员会", re.compile(r"动员(?:部署)?(?:大)?会"), "低"),
    ("部署会", re.compile(r"部署会"), "低"),
    ("培训班", re.compile(r"培训"), "低"),
    ("观摩会", re.compile(r"观摩会|现场会"), "低"),
    ("专题会议", re.compile(r"专题会|协调会|碰头会|研究会|论证会"), "低"),
)
OTHER_TYPE = "工作会议"

SENSITIVE = re.compile(
    r"人事|干部(?!职工)|任免|考察组|考核谈话|纪律审查|审查调查|监察对象|处分|信访(?!局)|维稳|巡察反馈"
)
"""Words of a title that never leaves the circle of those invited, whatever the type (domain.md 4.1, 7.6)."""
LADDER = ("全会", "常委会", "常务会", "书记专题会", "区领导会", "本办", "借用")
"""Who goes before whom over a room (domain.md 4.5)."""
_LEVEL_WORDS = (
    ("全会", re.compile(r"全会|党代会|人代会|政协会")),
    ("常委会", re.compile(r"常委会")),
    ("常务会", re.compile(r"常务会|党组会")),
    ("书记专题会", re.compile(r"(?:书记|区长)专题会")),
    ("区领导会", re.compile(r"区领导")),
)

_TOP = frozenset({"全会", "党代会", "人代会", "政协会", "常委会"})
_GOVERNMENT = frozenset({"常务会议", "政府党组会议"})


def meeting_type(title: str) -> tuple[str, list[str], str]:
    """The type, those held together with it (A 暨 B counts once: domain.md 1.1), and the sensitivity 高 中 低."""
    parts = re.split(r"暨", title)
    found = [next(((name, grade) for name, words, grade in TYPES if words.search(part)), None) for part in parts]
    kinds = [kind for kind in found if kind is not None]
    if not kinds:
        return OTHER_TYPE, [], "高" if SENSITIVE.search(title) else "低"
    grade = "高" if SENSITIVE.search(title) else max((g for _, g in kinds), key="低中高".index)
    rest = [name for name, _ in kinds[1:] if name != kinds[0][0]]
    return kinds[0][0], list(dict.fromkeys(rest)), grade


def level(type_: str, chaired_by_leader: bool) -> str:
    """The place in the ladder of priorities over rooms (domain.md 4.5, Annex F `level_order`)."""
    if type_ in {"全会", "党代会", "人代会", "政协会"}:
        return "全会"
    if type_ == "常委会":
        return "常委会"
    if type_ in _GOVERNMENT:
        return "常务会"
    if type_ == "书记专题会":
        return "书记专题会"
    return "区领导会" if chaired_by_leader else "本办"


def level_said(text: str) -> str | None:
    """The level that the words name: 常委会用, 周书记专题会."""
    return next((name for name, words in _LEVEL_WORDS if words.search(text)), None)


def place_in_ladder(name: str) -> int:
    """1 goes before 2; an unknown level comes last."""
    return LADDER.index(name) + 1 if name in LADDER else len(LADDER)


def is_top(type_: str) -> bool:
    """Whether 书记 decides on leave (domain.md 4.4)."""
    return type_ in _TOP


def is_government(type_: str) -> bool:
    """Whether 区长 decides on leave (domain.md 4.4)."""
    return type_ in _GOVERNMENT


def reason_in(text: str) -> str | None:
    """The reason that the words name, as one of REASONS; nothing else of them is kept."""
    return next((name for name, words in _REASON_WORDS if words.search(text)), None)
