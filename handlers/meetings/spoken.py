"""What a message says about a meeting or a room, besides when: the readers behind the slots (domain.md C.1).

Every reader returns JSON values; people by userid where a key says so.
"""

import re

from handlers.line import Slots
from handlers.meetings import terms
from handlers.meetings.naming import meeting_name
from handlers.meetings.seating_heard import number
from handlers.said import PersonSaid, Said

_CHAIR = re.compile(r"^(?:同志)?[来]?(?:主持|牵头召开|召集)")
_CHAIR_BEFORE = re.compile(r"主持(?:人|领导)?[改换成是为由：: ]{0,3}$")
_INSTEAD, _NO_MORE = (
    re.compile(r"^\W*那?(?:还是|换成?|改成?|改由)(?:由|让|请)?$"),
    re.compile(r"^(?:来|主持|吧|了|\W)*$"),
)
_NEED = (
    ("主要负责同志", re.compile(r"主要负责|主要领导|一把手|党政主要")),
    ("分管负责同志", re.compile(r"分管(?:负责|领导|同志|副)|班子成员")),
    ("联络员", re.compile(r"联络员")),
)
ANY_NEED = "有关负责同志"
_PLACE = re.compile(r"(?:地点|会场)(?:设?在|改?[到为在]|[：:])?\s*([^，,。；;\n：:]{2,30})")
_PLACE_WORD = re.compile(r"[室厅楼馆院堂场]|中心|大厦|基地")
_MEETING_WORD = re.compile(r"会议(?!室)|[一-龥]会(?![议场务展员计见话])$|[一-龥]会(?=\s*$)|培训班?$|全会|常委会|常务会")
_MANY = r"(\d{1,4}|[一二两三四五六七八九十百]{1,6})"
_SEATS = re.compile(
    rf"{_MANY}\s*[多来几余]?\s*[个号名]?(?:人(?![大社民事才员力防口行])|座(?!谈)|位(?!领导))|(?:容纳|坐得?下)\s*{_MANY}"
)
_EVERYONE_HERE = re.compile(r"全办|办公室全体|全体(?:人员|同志|干部)|本办|各科室|办内")
LEADERS = "区领导"
"""四套班子 and 区领导: all leaders of the profile, by name."""
_LEADERS = re.compile(
    r"四套班子|(?:各位|全体|在家|有关)?区(?:四套班子)?领导(?:同志)?(?=$|[，,、。；;及和与]|参加|出席)"
)
LONGEST_WORDS = 50
_CONTENT = re.compile(
    r"(?:会议)?(?:内容|议题)(?:主要)?"
    r"(?:(?P<more>里?再?(?:加上?|增加|补充|添上?)(?:一[条项个])?)[：:，, ]*|[是为改成：:]+|[，, ])"
    r"\s*(?P<named>[^，,。；;\n]{2,80})"
    r"|会(?:议)?[，,]?(?:主要|专题)?(?P<does>(?:研究|部署|讨论|听取|传达|通报|商议)(?!会|室|员|院|所|生)[^，,。；;\n]{2,60})"
)
_NOTE = re.compile(
    r"(?:备注|会议要求|材料准备|着装(?:要求)?)(?:[是为改成：:]+|[，, ]|(?=[请要需带自]))\s*"
    r"(?P<named>[^，,。；;\n]{2,60})"
    r"|(?P<does>(?:请|需要?|要|统一|都)*(?:自?带[上好]?|携带|准备好?|着|穿)[^，,。；;\n]{0,16}(?:材料|汇报稿?|发言稿?|数据|图纸|台账|正装|制服|证件))"
)
_VAGUE = re.compile(r"有关单位|相关单位|有关部门|相关部门")


def room(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """A room of ours, by name; after 改到 the new one."""
    return said.rooms[-1].name if said.rooms else None


def place(said: Said, asked: bool, _slots: Slots) -> str | None:
    """A place that is none of our rooms."""
    if said.rooms:
        return None
    found = _PLACE.search(said.text)
    if found:
        return found[1].strip()
    someone = (said.units or said.vague_units or said.people) and not _PLACE_WORD.search(said.text)
    return said.bare[:40] if asked and said.bare and not said.times and not someone else None


def seats(said: Said, asked: bool, _slots: Slots) -> int | None:
    """How many people."""
    found = _SEATS.search(said.text)
    if found:
        return number(found[1] or found[2])
    return said.choice if asked and said.choice else None


_EQUIPMENT = (
    ("视频", re.compile(r"视频|远程|连线")),
    ("投影", re.compile(r"投影|大屏|投屏|PPT")),
    ("桌签", re.compile(r"桌签|座签|席卡")),
    ("录音", re.compile(r"录音|录像")),
    ("话筒", re.compile(r"话筒|麦克风|音响")),
)
_WOULD_WAIT = re.compile(r"(?:没有?空|订不到|满了|占了|没了)?.{0,6}(?:候补|排队|排号)|空出来.{0,4}(?:通知|告诉|叫)我")
_WHO_USES = re.compile(r"谁(?:在|要)?(?:用|订|占|借)|被谁|谁(?:订|预订|约|占)了?|哪个单位(?:在)?用|什么人用")


def equipment(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """What a room must have: 视频, 投影 … (domain.md 4.5)."""
    return [name for name, words in _EQUIPMENT if words.search(said.text)] or None


def would_wait(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """没有空的就排队: rather a place in the line than another room."""
    return True if _WOULD_WAIT.search(said.text) else None


def who_uses(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """301明天谁在用."""
    return True if _WHO_USES.search(said.text) else None


def purpose(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """What a room is for: the name of a meeting, or what stands after 用于."""
    found = re.search(r"(?:用于|用来|用途[是：:]?)\s*([^，,。；;\n]{2,30})", said.text)
    return found[1] if found else title(said, False, {})


def chair(said: Said, asked: bool, slots: Slots) -> str | None:
    """The userid of who presides; 还是何副区长吧 names another when somebody presides already."""
    people = said.people
    if (asked or (slots.get("chair") and _instead(said))) and len(people) == 1 and people[0].person:
        return people[0].person.userid
    found = next((p for p in people if p.person and _presides(said.text, p)), None)
    return found.person.userid if found and found.person else None


def _instead(said: Said) -> bool:
    """Nothing but that it is somebody else: 还是何副区长吧."""
    if len(said.people) != 1:
        return False
    start, end = said.people[0].span
    return bool(_INSTEAD.match(said.text[:start]) and _NO_MORE.match(said.text[end:]))


def _presides(text: str, person: PersonSaid) -> bool:
    start, end = person.span
    return bool(_CHAIR.match(text[end : end + 6]) or _CHAIR_BEFORE.search(text[max(0, start - 8) : start]))


def chair_name(said: Said, asked: bool, slots: Slots) -> str | None:
    """The full name of who presides."""
    userid = chair(said, asked, slots)
    return (
        next((p.person.name for p in said.people if p.person and p.person.userid == userid), None) if userid else None
    )


def people(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    """The userids of people who are to come, besides who presides."""
    if not asked and slots.get("chair") and _instead(said):
        return None
    named = [p.person for p in said.people if p.person and (asked or not _presides(said.text, p))]
    return list(dict.fromkeys(person.userid for person in named)) or None


def leaders(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """The leaders named, in rank order."""
    return [person.name for person in said.leaders] or None


def units(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    """The units invited, one by one, by short name; those inside the title do not count."""
    title_span = _span_of(said.text, slots.get("title")) if not asked else None
    found = [
        unit.short
        for unit in said.units
        if unit.short and not unit.group and not (title_span and _inside(unit.span, title_span))
    ]
    return list(dict.fromkeys(found)) or None


def groups(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """各镇街, 各单位, and 本办 for everyone of the office itself."""
    found = [unit.group for unit in said.units if unit.group]
    if _EVERYONE_HERE.search(said.text):
        found.append("本办")
    if _LEADERS.search(said.text):
        found.append(LEADERS)
    return list(dict.fromkeys(found)) or None


def vague(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """有关单位 was said."""
    return True if said.vague_units or _VAGUE.search(said.text) else None


def need(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """Who of a unit is to come."""
    return next((name for name, words in _NEED if words.search(said.text)), None)


def content(said: Said, _asked: bool, slots: Slots) -> str | None:
    """What the meeting is about, when that is said beside its name; 议题加上…… adds to it."""
    found = _CONTENT.search(said.text)
    if found is None:
        return None
    new, old = (found["named"] or found["does"]).strip()[:LONGEST_WORDS], slots.get("content")
    return f"{old}；{new}"[: 2 * LONGEST_WORDS] if found["more"] and old and new not in old else new


def note(said: Said, _asked: bool, slots: Slots) -> str | None:
    """What to bring, to prepare, to wear; added to what was said of it before."""
    found = _NOTE.search(said.text)
    if found is None:
        return None
    new, old = (found["named"] or found["does"]).strip()[:LONGEST_WORDS], slots.get("note")
    return new if not old or old in new else old if new in old else f"{old}；{new}"[: 2 * LONGEST_WORDS]


def title(said: Said, asked: bool, _slots: Slots) -> str | None:
    """What the meeting is called: in quotes, or as far as a name goes; asked for, the answer."""
    if asked:
        first = re.split(r"[，,；;。\n]", said.bare)[0]
        return (first if _MEETING_WORD.search(first) else said.bare)[:60] or None
    quoted = re.search(r"[《“「]([^》”」，,。]{2,60}?)[》”」]", said.text)
    if quoted and _MEETING_WORD.search(quoted[1]):
        return quoted[1]
    return meeting_name(said)


def meeting_type(said: Said, asked: bool, slots: Slots) -> str | None:
    """The type of the meeting, from its title."""
    known = slots.get("title") or title(said, asked, slots)
    return terms.meeting_type(known)[0] if isinstance(known, str) else None


def _span_of(text: str, part: object) -> tuple[int, int] | None:
    if not isinstance(part, str) or part not in text:
        return None
    start = text.index(part)
    return start, start + len(part)


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
