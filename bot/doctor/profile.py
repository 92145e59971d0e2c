"""The office profile as an office: who is missing, who is twice, what two things are called alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.doctor.finding import Finding, error, warning
from bot.role_names import TITLES
from storage.office import Office, Person, Role

WHAT = "办公室配置文件"
NAMED = 10
USERID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_\-@.]{0,63}")
ADMINS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
NEEDED = (Role.DIRECTOR, Role.CLERK, Role.SYSADMIN)
"""Without these the office cannot work with the bot; the other roles may be empty in a small office."""


def look_at_profile(office: Office) -> list[Finding]:
    """Everything that loads and yet will not do (domain.md 7.7, A.1, A.2)."""
    return [*_units(office), *_names(office), *_people(office), *_leaders(office), *_roles(office), *_hours(office)]


def _units(office: Office) -> Iterator[Finding]:
    alone = [unit.label for unit in office.units if not office.liaisons(unit.short)]
    if alone:
        cause = f"{len(alone)}个单位没有联络员：{_some(alone)}，转办、督办和会议通知发不到"
        yield error("profile.no_liaison", WHAT, cause, "请在 units 中写 liaison（企业微信账号）")
    headless = [unit.label for unit in office.units if office.head(unit.short) is None]
    if headless:
        cause = f"{len(headless)}个单位没有主要负责人：{_some(headless)}，催办升级时没有人可发"
        yield warning("profile.no_head", WHAT, cause, "请在 units 中写 head（企业微信账号）")
    for unit in office.units:
        for key, userid, role in (("liaison", unit.liaison, Role.UNIT_LIAISON), ("head", unit.head, Role.UNIT_HEAD)):
            person = office.person(userid) if userid else None
            if person and (not person.has(role) or person.unit != unit.short):
                cause = f"{unit.label}的 {key} 写的是{person.name}，但 people 中{person.name}不是该单位的{TITLES[role]}"
                yield error("profile.mismatch", WHAT, cause, f"请改正其 unit（{unit.short}）和 roles（{role.value}）")


def _names(office: Office) -> Iterator[Finding]:
    """Names that two units or two rooms answer to: the bot would have to ask each time, or guess."""
    units = [(u.label, {u.id, u.name, u.short, u.label, *u.aliases}) for u in (office.own, *office.units)]
    for name, owners in _shared(units):
        fix = "请从其中一个的 aliases 中删去，或写得更全"
        yield error("profile.unit_alias", WHAT, f"“{name}”既指{'又指'.join(owners)}", fix)
    rooms = [(r.label, {r.id, r.name, r.label, *r.aliases}) for r in office.rooms]
    for name, owners in _shared(rooms):
        fix = "请从其中一间的 aliases 中删去，否则会订错会议室"
        yield error("profile.room_alias", WHAT, f"会议室“{name}”既指{'又指'.join(owners)}", fix)


def _shared(things: Iterable[tuple[str, set[str]]]) -> Iterator[tuple[str, list[str]]]:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for label, names in things:
        for name in names:
            owners[name].append(label)
    return ((name, found) for name, found in sorted(owners.items()) if len(found) > 1)


def _people(office: Office) -> Iterator[Finding]:
    bad = [person.userid for person in office.people if not USERID.fullmatch(person.userid)]
    if bad:
        fix = "账号请照抄管理后台“通讯录”成员详情中的“账号”，不是姓名、也不是手机号"
        yield error("profile.userid", WHAT, f"账号写法不对：{_some(bad)}", fix)
    homeless = [p.name for p in office.people if p.unit is None and not p.has(Role.LEADER)]
    if homeless:
        cause = f"{len(homeless)}人没有写单位：{_some(homeless)}"
        yield error("profile.no_unit", WHAT, cause, "请写 unit；本办的人写 own 的 short")
    fix = "请确认是不是同一个人写了两次；确是同名的，请在 name 中加以区分"
    for name, people in _same_name(office):
        if len({person.unit for person in people}) < len(people):
            yield warning(
                "profile.same_name", WHAT, f"{people[0].unit or ''}有{len(people)}位{name}，听不出是哪一位", fix
            )
    alone = [p.name for p in office.people if p.backup and p.backup.lower() == p.userid.lower()]
    if alone:
        yield error("profile.backup", WHAT, f"B角写成了本人：{_some(alone)}", "请把 backup 改成另一位同志的账号")


def _same_name(office: Office) -> Iterator[tuple[str, list[Person]]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in office.people:
        found[person.name].append(person)
    return ((name, people) for name, people in found.items() if len(people) > 1)


def _leaders(office: Office) -> Iterator[Finding]:
    alone = [leader.listed for leader in office.leaders if office.liaison_of(leader.userid) is None]
    if alone:
        cause = f"{len(alone)}位区领导没有联络员：{_some(alone)}，呈送和批示没有人代办"
        yield error("profile.no_secretary", WHAT, cause, "请给联络员写 roles: [leader_liaison] 和 serves: 领导的账号")
    for person in office.people_with(Role.LEADER_LIAISON):
        if not person.serves:
            cause = f"领导联络员{person.name}没有写服务哪位领导"
            yield error("profile.serves", WHAT, cause, "请写 serves: 领导的账号")
        elif not office.is_leader(person.serves):
            cause = f"{person.name}的 serves 写的“{person.serves}”不是区领导"
            yield error("profile.serves", WHAT, cause, "请改成区领导的账号")
    ranks = defaultdict[int | None, list[str]](list)
    for person in office.people:
        if person.rank is not None:
            ranks[person.rank].append(person.name)
    for rank, names in ranks.items():
        if len(names) > 1:
            cause = f"{'、'.join(names)}的排名都是{rank}，名单里谁先谁后不确定"
            yield warning("profile.rank", WHAT, cause, "请给每位不同的 rank")


def _roles(office: Office) -> Iterator[Finding]:
    empty = [role for role in Role if not office.people_with(role)]
    badly = [TITLES[role] for role in empty if role in NEEDED]
    if badly:
        cause = f"没有人担任：{'、'.join(badly)}"
        yield error("profile.role", WHAT, cause, "请在 people 中给相应人员写上 roles，用 zhongshu roles 核对")
    elif empty:
        cause = f"没有人担任：{'、'.join(TITLES[role] for role in empty)}，相应的业务没有人能办"
        yield warning("profile.role", WHAT, cause, "确实不用的可以不管；要用的请在 people 中写上 roles")
    for person in office.people:
        if sum(person.has(role) for role in ADMINS) > 1:
            cause = f"{person.name}一人兼任了两个以上的管理员（系统、安全、审计）"
            yield warning("profile.admins", WHAT, cause, "三员分立：系统、安全、审计管理员请由三个人分别担任")


def _hours(office: Office) -> Iterator[Finding]:
    windows = office.hours
    if any(w.start >= w.end for w in windows) or any(a.end > b.start for a, b in pairwise(windows)):
        yield error(
            "profile.hours", WHAT, "office.hours 的时段前后颠倒或互相重叠", '请写成 ["08:30-12:00", "14:30-17:30"]'
        )


def _some(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
