"""How people say what they want of the day of a meeting and of a leader, and who may (domain.md C.1, A.1)."""

from handlers.line import Intent, Slot
from handlers.meetings import attendance, diary, groups
from handlers.meetings.intent_slots import everyone, unit
from handlers.policy import Area, Right, can

_TIME = (
    r"(?:今天|今日|明天|明日|大?后天|(?:本|这|下{1,2})?(?:周|星期|礼拜)[一二三四五六日末天]|(?:本|这|下{1,2})(?:周|星期|个?月)"
    r"|\d{1,2}月\d{1,2}[日号]|\d{1,2}[.-]\d{1,2}|\d{1,2}[日号]|上午|下午|晚上|现在|这会儿?|最近)"
)
_WHEN = rf"(?:{_TIME}|的|在|，|,| ){{0,5}}"
_TIMED = rf"(?:的|在|，|,| )?{_TIME}{_WHEN}"
_LEADER = r"(?:[一-龥]{1,3}(?:副?书记|副?区长|常委|部长|主任)|(?:书记|区长|领导)(?![一-龥]{0,2}(?:专题|办公)))"

DAY_INTENTS = (
    Intent(
        "check_in",
        "会议签到",
        "签到",
        (
            (r"(?:会议)?(?:补签|签到)(?!表|情况|统计|汇总|率|簿|了吗|没有)", 1.1),
            (r"^[^？?吗]{2,30}(?:来的是|派来的是)[一-龥]{2,12}", 1.0),
            (
                r"^[一-龥、，, ]{2,40}(?:局|镇|街道|办|委|部|队|所|会|集团|校)(?:的?同志)?"
                r"(?:已到会?|到会?了|没来|未到会?|没到|缺席)[。！!]?$",
                1.0,
            ),
            (r"(?:到|来)(?:会场|会议室)了$", 0.7),
        ),
        attendance.check_in,
        everyone,
        (Slot("unit", unit),),
    ),
    Intent(
        "my_meetings",
        "查我的会议",
        "我明天有什么会",
        (
            (
                rf"^我?{_WHEN}(?:我)?(?:还)?(?:有|要开|参加|开)(?:几个|哪些|什么|没有|多少|啥)(?:会(?!议室)|会议(?!室))",
                1.4,
            ),
            (rf"^我{_WHEN}(?:的)?(?:会议?|日程|会议安排|日程安排|安排)(?:吗|呢|有哪些|是什么)?[？?]?$", 1.4),
            (rf"^我?{_WHEN}(?:我)?有(?:没有)?会(?:议)?(?:要开)?吗[？?]?$", 1.4),
            (r"我的(?:会议|日程)(?:安排|表)?$", 1.4),
        ),
        diary.my_meetings,
        everyone,
        (Slot("date_range", diary.days),),
    ),
    Intent(
        "leader_diary",
        "领导日程",
        "",
        (
            (
                rf"{_LEADER}{_WHEN}(?:去哪|在哪|在不在|在吗|有空|有没有空|有会|有没有会|出差|回来|去了|忙|行程|到哪)",
                1.25,
            ),
            (rf"{_LEADER}{_WHEN}在不在", 1.5),
            (rf"{_LEADER}{_WHEN}(?:有|还有|要|参加|开)(?:些|几个|哪些|什么|没有|啥).{{0,4}}(?:会|安排|活动|事)", 1.3),
            (rf"^{_WHEN}{_LEADER}{_WHEN}(?:日程|安排|会议安排|的会|会议)(?:呢|吗|怎么样)?[？?]?$", 1.2),
            (rf"^(?:{_TIMED}{_LEADER}|{_LEADER}{_TIMED})(?:呢|吗|有会吗?|有没有会|怎么样)?[？?]?$", 1.2),
            (rf"{_LEADER}{_WHEN}(?:的)?(?:日程|行程|工作安排|会议安排|日程安排)", 1.25),
            (rf"^{_WHEN}(?:领导|书记|区长)(?:有|的).{{0,4}}(?:会|安排|日程)", 1.2),
        ),
        diary.leader_diary,
        everyone,
        (Slot("person", diary.leader), Slot("date_range", diary.days)),
    ),
    Intent(
        "group_dissolved",
        "登记会议群解散",
        "会务-0923A已解散",
        ((r"(?:会务-?\d{4}[A-Za-z]+|会议群|群).{0,6}(?:已经?|都)?解散(?:了|完)?", 1.42),),
        groups.dissolved,
        can(Right.WRITE, Area.MEETINGS),
    ),
)
