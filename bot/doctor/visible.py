"""The visible range: may the app reach everybody whom the profile names, and are they whom it takes them for?"""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.doctor.finding import Finding, Situation, error, warning
from bot.doctor.outward import Back
from bot.wecom.errors import WeComError, WeComUnreachable
from bot.wecom.transport import Transport
from storage.office import Office, Person

WHAT = "可见范围与人员"
NAMED = 8
"""How many are named in one finding."""
ASKED = 60
"""How many who are in no visible department are asked for one by one: a range by member or by tag shows no list."""
ABSENT = {2: "已禁用", 4: "未激活企业微信", 5: "已退出企业"}
NOT_SEEN = frozenset((60111, 60011, 40003, 46004))


async def look_at_people(situation: Situation, back: Back) -> list[Finding]:
    """Compare the profile with WeCom's directory. Nothing when either is not to be had."""
    office, http = situation.office, back.http
    if office is None or http is None:
        return []
    if not _anybody(back.agent):
        fix = "请在管理后台本应用的“可见范围”中加入办公室和各单位有关人员"
        return [error("range.empty", WHAT, "应用的可见范围是空的，谁也收不到消息", fix)]
    try:
        listed = back.agent.get("allow_userinfos", {}).get("user", ())
        members = {str(user["userid"]).lower(): dict[str, Any]() for user in listed} | await _directory(http)
        missing = [person for person in office.people if person.userid.lower() not in members]
        if len(missing) <= ASKED:
            for person in missing:
                if record := await _member(http, person.userid):
                    members[person.userid.lower()] = record
    except (WeComError, WeComUnreachable):
        return []  # the way back has told of it
    return list(_compared(office, members))


def _anybody(agent: dict[str, Any]) -> bool:
    lists = (("allow_userinfos", "user"), ("allow_partys", "partyid"), ("allow_tags", "tagid"))
    return any(agent.get(outer, {}).get(inner) for outer, inner in lists)


async def _directory(http: Transport) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for unit in (await http.get("department/list")).get("department", ()):
        listed = await http.get("user/list", {"department_id": unit["id"]})
        found |= {str(record["userid"]).lower(): record for record in listed.get("userlist", ())}
    return found


async def _member(http: Transport, userid: str) -> dict[str, Any] | None:
    try:
        return await http.get("user/get", {"userid": userid})
    except WeComError as refused:
        if refused.code in NOT_SEEN:
            return None
        raise


def _compared(office: Office, members: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    missing = [person for person in office.people if person.userid.lower() not in members]
    if missing:
        yield error(
            "range.missing",
            WHAT,
            f"{len(missing)}人不在应用的可见范围内或账号不对：{_names(missing)}",
            "请在管理后台本应用的“可见范围”中加入，或改正配置文件中的账号；已离职的请从配置文件中删去",
        )
    for status, word in ABSENT.items():
        if gone := [p for p in office.people if members.get(p.userid.lower(), {}).get("status") == status]:
            fix = "请本人登录一次企业微信" if status == 4 else "请在配置文件中换人，并移交其手头事项"
            yield warning("range.absent", WHAT, f"{len(gone)}人{word}，收不到消息：{_names(gone)}", fix)
    swapped = [person for person in office.people if _somebody_else(person, members, office)]
    if swapped:
        yield error(
            "range.swapped",
            WHAT,
            f"{len(swapped)}人的账号在企业微信里是另一位同事：{_names(swapped)}",
            "请核对配置文件中的姓名与账号，账号错了会把消息发给别人",
        )


def _somebody_else(person: Person, members: dict[str, dict[str, Any]], office: Office) -> bool:
    name = str(members.get(person.userid.lower(), {}).get("name") or person.name)
    return name != person.name and any(other.name == name for other in office.people)


def _names(people: Iterable[Person]) -> str:
    listed = [f"{person.name}（{person.userid}）" for person in people]
    return "、".join(listed[:NAMED]) + ("等" if len(listed) > NAMED else "")
