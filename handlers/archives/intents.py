"""What can be said to 归档 (domain.md C.1 档案, 8.1)."""

import re

from handlers.archives import asking, filing
from handlers.line import Intent, Reply, Slot, Slots
from handlers.policy import not_found
from handlers.said import Said
from handlers.turn import Turn
from storage.office import Person, Role

_INSPECTION = re.compile(r"档案(?:工作)?(?:检查|考核|整改|督查)|检查|考核|整改|自查")
_LIST = re.compile(r"(?:待|未|没|还没|没有|尚未|要|该)(?:有)?归档(?!案)")
_HAND_OVER = re.compile(r"移交(?:清单|目录)|归档(?:文件)?目录|移交表")
_TOTALS = re.compile(r"归档了?(?:多少|几)|(?:多少|几)[件份].{0,4}归档|归档(?:情况|数量?|率)")
_NUMBER = re.compile(r"档号|归档号|-\s*WS", re.I)
_FILE = re.compile(r"归档")
_ASKED = re.compile(
    r"归档号|档号(?:是|多少|对不对|对吗|查|呢|？|\?)|查.{0,12}(?:档号|归档)"
    r"|归档(?:了|没|了没|了吗|没有)(?:$|[？?])"
)
_KEEP = re.compile(r"(?:保管|保存)?期限.{0,6}(?:改|调|定|为|换)")


def _may_file(person: Person) -> bool:
    """The archivist, and the office that has the papers."""
    return any(person.has(role) for role in (Role.ARCHIVIST, Role.CLERK, Role.SECRETARY_CHIEF))


def _may_look(person: Person) -> bool:
    return _may_file(person) or person.has(Role.DIRECTOR) or person.has(Role.DEPUTY)


def _everyone(_person: Person) -> bool:
    return True


def archive(turn: Turn, _slots: Slots) -> Reply:
    """Tell apart what is wanted of the archive."""
    text = turn.said.text
    if _INSPECTION.search(text) and not _FILE.search(text):
        return asking.inspections(turn)
    if not _may_look(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    if _HAND_OVER.search(text):
        return asking.hand_over(turn)
    if _TOTALS.search(text):
        return asking.totals(turn)
    writes = _KEEP.search(text) is not None or (_FILE.search(text) is not None and not _asks(text))
    if writes and not _may_file(turn.person):
        return Reply(not_found(turn.office.phones.secretariat))
    if _KEEP.search(text):
        return filing.keep_longer(turn)
    if _LIST.search(text):
        return asking.waiting(turn)
    return filing.file(turn) if writes else asking.number_of(turn)


def _asks(text: str) -> bool:
    """Whether it only asks for a 档号."""
    asked = re.search(
        r"归档号|档号(?:是|多少|对不对|对吗|查|呢|？|\?)|查.{0,12}(?:档号|归档)|归档(?:了|没|了没|了吗|没有)(?:$|[？?])",
        text,
    )
    return asked is not None or (_NUMBER.search(text) is not None and re.search(r"归档(?!号)", text) is None)


def _waiting(turn: Turn, _slots: Slots) -> Reply:
    return asking.waiting(turn)


def _doc_no(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((doc.canonical for doc in said.docs if doc.canonical), None)


def _unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((unit.short or unit.text for unit in said.units if not unit.group), None)


def _never(_slots: Slots) -> bool:
    return False


INTENTS = (
    Intent(
        "archive",
        "归档",
        "归档 1203号；1203号保管期限改为永久；导出移交清单",
        (
            (r"^(?:请|把|将)?[^《登转]{0,28}(?<!待)(?<!未)归档(?!案|范围|要求|的(?:发文|收文|文件))", 1.2),
            (r"^[^《]{0,20}(?:看|阅|办)(?:完|毕|好)了?(?:就|再|[以之]?后)?[，,]?(?:直接|可以)?归档[吧了。]*$", 1.8),
            (r"^[^《]{0,20}(?:保管期限|保存期限)", 1.4),
            (r"移交(?:清单|目录)|归档(?:文件)?目录", 1.3),
            (r"^(?!.*登记).{0,30}(?:档号|归档号)|^.{0,12}[A-Z0-9]{4}\s*[-—–－]\s*WS", 1.25),
            (
                r"^(?!.*登记)[^《]{0,12}档案(?:工作)?(?:检查|考核|整改|归档|移交)|归档(?:范围|要求|号)|^(?!.*登记)[^《]{0,16}档号",
                0.9,
            ),
        ),
        archive,
        _everyone,
        (Slot("doc_no", _doc_no, required=_never), Slot("unit", _unit, required=_never)),
    ),
    Intent(
        "archive_list",
        "待归档",
        "待归档有哪些",
        (
            (
                r"^[^《]{0,14}(?:待|未|还没|没有?|尚未|要)归档(?:的)?(?:有哪些|有几|有多少|清单|列表|文件|收文|发文|公文|$|[？?。])",
                1.4,
            ),
            (r"(?:哪些|多少|几件).{0,6}(?:待|未|没|还没|要|没有)归档", 1.4),
        ),
        _waiting,
        _may_look,
        family="archive",
    ),
)
