"""发我住建局李可电话: desk phone and masked mobile, three people at most (6.4, SC30)."""

import re
from collections.abc import Iterable

from handlers.contacts import changing, store
from handlers.contacts.rules import masked
from handlers.contacts.store import Entry
from handlers.line import Answer, Reply, Slots
from handlers.policy import NOT_FOUND, not_found
from handlers.said import Said
from handlers.turn import Turn
from scheduler.wording import deadline
from storage.office import Person, Role

FULL, NEEDS = "contact_need", ("会议通知", "公文催办", "应急联络", "不看了")
_BULK = re.compile(
    r"镇街|(?:[两三四五六七八九十]|\d+)[个家].{0,4}(?:局|镇|街|单位|部门)|所有|全部|全体|全区|各(?!自|位)|每个|批量|整[个本份]|一览|花名册|通讯录(?:表|给我|发我|导出|下载|全|$)|导出|名册|都发"
)
_FULL = re.compile(r"完整(?:的)?(?:手机)?(?:号码?|电话)|全号|号码?(?:显示)?全|不(?:要)?打?码|看完整|明码")
_OWN_DESKS = (
    ("值班", "duty", "区值班室"),
    ("督查", "supervision", "督查室"),
    ("会务", "conference", "会务"),
    ("保密", "secrecy", "保密员"),
)
_SECRETARIAT = re.compile(r"秘书科|办公室|文书")
_HEAD = re.compile(r"局长|主要负责人|一把手|负责人|镇长|主任|书记|部长|领导")


def contact(turn: Turn, _slots: Slots) -> Reply:
    """Tell apart what is wanted of the address book."""
    text = turn.said.text
    if changing.confirms(turn):
        return changing.confirm(turn)
    if changing.speaks_of_backup(turn):
        return changing.backup(turn)
    if changing.changes(turn):
        return changing.ask(turn)
    if _FULL.search(text):
        return _need(turn)
    if _BULK.search(text) or any(unit.group for unit in turn.said.units):
        return _refused(turn)
    return _look_up(turn)


def _look_up(turn: Turn) -> Reply:
    people = _people(turn)
    if not people:
        return _desks(turn)
    if len(people) > turn.office.limits.privacy.bulk_contact_limit:
        return _refused(turn)
    entries = [store.entry(turn.tx, turn.office, person) for person in people]
    lines = [_line(turn, one) for one in entries]
    if _in_office(turn.person) and any(one.mobile and not one.person.has(Role.LEADER) for one in entries):
        lines.append("工作确需完整号码，请回复“看完整号码”（注明用途并留痕）。")
    turn.looked("查通讯录", f"person:{people[0].userid}", after={"people": [person.userid for person in people]})
    return Reply("\n".join(lines), about=tuple(f"contact:{person.userid}" for person in people))


def _line(turn: Turn, one: Entry) -> str:
    person = one.person
    if person.has(Role.LEADER) and turn.person.userid != person.userid:
        aide = turn.office.liaison_of(person.userid)
        desk = store.entry(turn.tx, turn.office, aide).desk if aide else None
        return (
            f"{person.address}请通过联络员{aide.name if aide else ''}（{desk or turn.office.phones.secretariat}）联系。"
        )
    unit = turn.office.unit(person.unit) if person.unit else None
    label = unit.label if unit and unit is not turn.office.own else (person.section or "")
    post = "" if person.post in person.name else person.post.removeprefix(label)
    named = person.name if label and person.name.startswith(label) else f"{person.name}（{label}{post}）"
    phones = [f"办公电话{one.desk}" if one.desk else "办公电话未登记"]
    phones += [f"手机{masked(one.mobile)}"] if one.mobile else []
    text = f"{named}：{'；'.join(phones)}"
    away, acting = store.away_at(turn.tx, person.userid, turn.now), None
    if away is not None:
        acting = store.acting_for(turn.tx, turn.office, person.userid, turn.now)
    if away is not None and acting is not None:
        number = store.entry(turn.tx, turn.office, acting).desk
        way = f"（办公电话{number}）" if number else ""
        text += f"。{deadline(away.ends_at)}前由{acting.name}代{way}，有事请找{acting.name}"
    return text


def _people(turn: Turn) -> list[Person]:
    """Those who are named; else the 联络员 of the units that are named, and the head when he is asked for."""
    named = [one.person for one in turn.said.people if one.person is not None]
    if re.search(r"我(?:的|自己的)?(?:手机|电话|号码|办公)", turn.said.text) and not named:
        return [turn.person]
    if named or any(one.person is None for one in turn.said.people):
        several = [person for one in turn.said.people for person in one.candidates]
        return list(dict.fromkeys([*named, *several]))
    found: list[Person] = []
    for unit in turn.said.units:
        if unit.short is None or unit.short == turn.office.own.short:
            continue
        head = turn.office.head(unit.short)
        liaisons = turn.office.liaisons(unit.short)[:1]
        if _HEAD.search(turn.said.text) and "联络员" not in turn.said.text:
            found += [head] if head else liaisons
        else:
            found += liaisons
    return found


def _desks(turn: Turn) -> Reply:
    phones = turn.office.phones
    named = next(((label, key) for word, key, label in _OWN_DESKS if word in turn.said.text), None)
    if named is not None:
        return Reply(f"{named[0]}电话：{getattr(phones, named[1])}。")
    if _SECRETARIAT.search(turn.said.text):
        return Reply(
            f"秘书科电话：{phones.secretariat}；会务{phones.conference}；督查室{phones.supervision}；值班室{phones.duty}。"
        )
    logistics = "行政科" in turn.said.text
    if logistics:
        people: Iterable[Person] = turn.office.people_with(Role.LOGISTICS)
        return Reply("\n".join(_line(turn, store.entry(turn.tx, turn.office, one)) for one in people))
    if turn.said.people or turn.said.units or len(turn.said.bare) > 8:
        return Reply(not_found(phones.secretariat))
    return Reply("请说明单位或姓名，例如“住建局李可电话”。")


def _refused(turn: Turn) -> Reply:
    most = turn.office.limits.privacy.bulk_contact_limit
    turn.looked("批量查通讯录", "contacts", result="refused")
    return Reply(
        f"为保护个人信息，一次最多查{most}人，不提供成批号码。请说明单位和姓名，例如“住建局李可电话”；"
        f"要通知多个单位，可直接发会议通知或转办，由我逐一送达。"
    )


def _need(turn: Turn) -> Reply:
    """The whole number: only for people of the office, for a named need, one at a time."""
    named = [one.person for one in turn.said.people if one.person is not None]
    lately = turn.lately("contact")
    person = named[0] if named else (turn.office.person(lately) if lately else None)
    own = person is not None and person.userid == turn.person.userid
    if person is None or (person.has(Role.LEADER) and not own) or not (own or _in_office(turn.person)):
        return Reply(NOT_FOUND if not _in_office(turn.person) else "要看谁的号码？例如“看李可完整号码”。")
    if store.entry(turn.tx, turn.office, person).mobile is None:
        return Reply(f"{person.name}没有登记手机，请打办公电话。")
    return Reply(
        f"查看{person.name}完整号码，用途是？查询会留痕。", options=NEEDS, then=FULL, data={"person": person.userid}
    )


def full(turn: Turn, answer: Answer) -> Reply:
    """The number with the need on record."""
    person = turn.office.person(answer.data["person"])
    if person is None or answer.index is None or NEEDS[answer.index] == NEEDS[-1]:
        return Reply("好的，未显示。")
    one = store.entry(turn.tx, turn.office, person)
    turn.looked("查看完整号码", f"person:{person.userid}", after={"need": NEEDS[answer.index]})
    return Reply(f"{person.name}：{one.mobile}（用途：{NEEDS[answer.index]}，已留痕，请勿转发）。")


def _in_office(person: Person) -> bool:
    """办公室 staff: those whom the need may concern (domain.md 6.4)."""
    return person.unit is not None and not person.has(Role.UNIT_LIAISON) and not person.has(Role.UNIT_HEAD)


def person_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """For explain: the person who is named."""
    return next((one.person.name for one in said.people if one.person), None)


def unit_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """For explain: the unit that is named."""
    return next((one.short for one in said.units if one.short), None)
