"""我的手机改成…; 李可的B角是…; 通讯录无误: changes by the person, the unit or 行政科 (domain.md 6.4)."""

import re

from handlers.contacts import store
from handlers.contacts.rules import Number, masked, next_confirmation, number_in
from handlers.line import Answer, Reply
from handlers.policy import NOT_FOUND, Area, Right, may
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.changes import Change
from storage.office import Office, Person, Role
from storage.outbox import Lane
from storage.reminders import Reminder

NAME = "contacts"
CHANGE, HALF_YEAR = "contact_change", "half_year"
OBJECT = "contacts:half-year"
_CHANGES = re.compile(
    r"(?:改|换|更新|变更|变)(?:成|为|到|了|一下|$)|换号|(?:改|换)(?:了)?(?:一?个|新)?(?:手机|号码?|电话|座机)|更正"
    r"|新(?:的)?(?:手机|号码|电话)|(?:手机|电话|号码).{0,3}(?:换|改|变)"
)
_BACKUP = re.compile(r"[AaBb]角|AB岗|[AB]岗")
_SETS = re.compile(r"[是为由]|设|改|换|定")
_CONFIRMS = re.compile(
    r"(?:通讯录|联系方式|号码).{0,4}(?:无误|没错|没有变化|没变|正确|不变|确认)|确认(?:通讯录|联系方式)"
)


def changes(turn: Turn) -> bool:
    """Whether a number is to be written down."""
    return _CHANGES.search(turn.said.text) is not None


def ask(turn: Turn) -> Reply:
    """Read the number back and ask, for it is one's only way to be reached."""
    named = [one.person for one in turn.said.people if one.person is not None]
    person = named[0] if named else turn.person
    if not _may(turn, person):
        return Reply(NOT_FOUND)
    number = number_in(turn.said.text)
    if number is None:
        return Reply("请写上新号码，例如“我的手机改成13800138000”“我的办公电话改成0000-8128201”。")
    whose = "您" if person.userid == turn.person.userid else person.name
    return Reply(
        f"{whose}的{number.label}改为{_shown(number)}（尾号{number.value[-4:]}），确认吗？",
        options=("确认", "取消"),
        then=CHANGE,
        data={"person": person.userid, "field": number.field, "value": number.value},
    )


def changed(turn: Turn, answer: Answer) -> Reply:
    """1确认 2取消."""
    person = turn.office.person(answer.data["person"])
    if answer.index != 0 or person is None or not _may(turn, person):
        return Reply("好的，未改动。")
    number = Number(answer.data["field"], answer.data["value"])
    before = store.own_value(turn.tx, person.userid, number.field)
    store.write(turn, person.userid, **{number.field: number.value})
    turn.note("改通讯录", f"person:{person.userid}", after={number.field: _shown(number)})
    turn.undoable(
        NAME, "contact", f"person:{person.userid}", {"person": person.userid, "field": number.field, "before": before}
    )
    if person.userid != turn.person.userid:
        text = f"【通讯录】您的{number.label}已由{turn.person.name}改为{_shown(number)}，有误请回复“我的手机改成……”。"
        turn.tell(person.userid, text, lane=Lane.TIMELY, key=f"contact:{turn.request_id}")
    whose = "您" if person.userid == turn.person.userid else person.name
    return Reply(f"已更新{whose}的{number.label}：{_shown(number)}。", about=(f"contact:{person.userid}",))


def undo(turn: Turn, change: Change) -> Reply:
    """What it was before."""
    data = change.data
    store.write(turn, data["person"], **{data["field"]: data["before"]})
    turn.note("撤销改通讯录", f"person:{data['person']}")
    return Reply("已撤销：通讯录恢复为原来的内容。")


def speaks_of_backup(turn: Turn) -> bool:
    """AB角."""
    return _BACKUP.search(turn.said.text) is not None


def backup(turn: Turn) -> Reply:
    """李可的B角是谁; 我的B角是周志强."""
    named = [one.person for one in turn.said.people if one.person is not None]
    text = turn.said.text
    asks = re.search(r"谁|哪[个位]|[?？吗]|查", text) is not None
    mine = re.search(r"我的|本人", text) is not None
    if not asks and _SETS.search(text) and (len(named) > 1 or (named and mine)):
        return _set_backup(turn, turn.person if mine else named[0], named[-1])
    if named or mine:
        return Reply("；".join(_pair(turn, person) for person in (named or [turn.person])[:3]) + "。")
    units = [unit.short for unit in turn.said.units if unit.short]
    people = [liaison for unit in units for liaison in turn.office.liaisons(unit)[:1]][:3]
    if people:
        return Reply("；".join(_pair(turn, person) for person in people) + "。")
    return Reply("请说明是谁的AB角，例如“李可的B角是谁”“我的B角是周志强”。")


def _set_backup(turn: Turn, person: Person, other: Person) -> Reply:
    if not _may(turn, person):
        return Reply(NOT_FOUND)
    if person.userid == other.userid:
        return Reply("A角和B角不能是同一人。")
    before = store.own_value(turn.tx, person.userid, "backup")
    store.write(turn, person.userid, backup=other.userid)
    turn.note("设B角", f"person:{person.userid}", after={"backup": other.userid})
    turn.undoable(
        NAME, "contact", f"person:{person.userid}", {"person": person.userid, "field": "backup", "before": before}
    )
    turn.tell(other.userid, f"【AB角】您被设为{person.name}的B角，其外出时由您代。", lane=Lane.TIMELY)
    return Reply(f"已设：{person.name}（A角）的B角是{other.name}。{person.name}外出时由B角代，并告知来人。")


def _pair(turn: Turn, person: Person) -> str:
    other = store.entry(turn.tx, turn.office, person).backup
    return f"{person.name}（A角）的B角{f'是{other.name}' if other else '还没有设'}"


def _may(turn: Turn, person: Person) -> bool:
    """The person himself, the unit for its own people, 行政科 for everybody."""
    if person.userid == turn.person.userid or may(turn.person, Right.WRITE, Area.DUTY):
        return True
    return (
        may(turn.person, Right.WRITE_OWN, Area.DUTY)
        and turn.person.unit is not None
        and person.unit == turn.person.unit
    )


def _shown(number: Number) -> str:
    return masked(number.value) if number.field == "mobile" else number.value


def start(desk: Desk) -> None:
    """Plan the next half-yearly confirmation."""
    desk.plan(NAME, HALF_YEAR, OBJECT, "office", next_confirmation(desk.now, desk.calendar))


def half_year(desk: Desk, reminder: Reminder) -> None:
    """Every 联络员 is shown what is on record for his unit (6.4)."""
    for unit in desk.office.units:
        for person in desk.office.liaisons(unit.short)[:1]:
            text = (
                f"【通讯录核对】每半年一次，请核对{unit.label}的联系方式，"
                f"供公文转办和会议通知联系之用：{_listed(desk, desk.office, person)}"
                "无误请回复“通讯录无误”；有变动请回复“我的手机改成……”“我的办公电话改成……”“我的B角是……”。"
            )
            key = f"{OBJECT}:{reminder.due_at:%Y%m}:{person.userid}"
            desk.tell(person.userid, text, lane=Lane.ROUTINE, key=key, subject=OBJECT)
    start(desk)


def _listed(desk: Desk, office: Office, person: Person) -> str:
    people = [person, *filter(None, [office.head(person.unit)] if person.unit else [])]
    lines = []
    for one in people:
        found = store.entry(desk.tx, office, one)
        mobile = masked(found.mobile) if found.mobile else "未登记"
        lines.append(f"{one.name}，办公电话{found.desk or '未登记'}，手机{mobile}")
    return "；".join(lines) + "。"


def confirms(turn: Turn) -> bool:
    """通讯录无误."""
    return _CONFIRMS.search(turn.said.text) is not None


def confirm(turn: Turn) -> Reply:
    """The 联络员 or anybody for himself."""
    store.write(turn, turn.person.userid, confirmed_at=turn.now)
    turn.note("核对通讯录", f"person:{turn.person.userid}")
    unit = turn.office.unit(turn.person.unit) if turn.person.unit and turn.person.has(Role.UNIT_LIAISON) else None
    return Reply(f"已记：{unit.label if unit else '您的'}联系方式核对无误，谢谢。")
