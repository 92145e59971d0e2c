"""The texts of notices about a meeting (domain.md 4.3, 9.6 templates 7–11, J.3)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.meetings.queries import Invite
from handlers.meetings.terms import Receipt
from handlers.meetings.wording import clock12, contact, hours, long_moment, name_of, short_moment, where
from scheduler.clock import local
from scheduler.wording import WEEKDAYS, deadline, moment
from storage.office import Office

MANNERS = "请提前10分钟入场，手机静音。"
_NOT_IN_GROUPS = re.compile(r"区委|信访|纪检|纪委|监委|巡察")
PRINCIPAL = "主要负责同志"


def public_title(meeting: Mapping[str, Any]) -> str:
    """What a group may read of the name: nothing of a sensitive meeting (domain.md 7.6, G7)."""
    hidden = meeting["sensitivity"] == "高" or _NOT_IN_GROUPS.search(meeting["title"])
    return "会议" if hidden else str(meeting["title"])


def group_audience(groups: list[str], units: list[str], people: list[str], need: str) -> str:
    """Who is invited, without naming a unit: 各镇街、区直有关单位主要负责同志."""
    bodies = [group for group in groups if group not in {"本办", "区领导"}]
    if units:
        bodies.append("区直有关单位" if "各单位" not in bodies else "")
    named = "、".join(body for body in bodies if body)
    parts = [f"{named}{need}"] if named else []
    if "区领导" in groups:
        parts.insert(0, "区领导")
    if "本办" in groups:
        parts.append("办公室全体同志")
    if people:
        parts.append("有关同志")
    return "，".join(parts)


def group_notice(office: Office, meeting: Mapping[str, Any]) -> str:
    """Template 7, for the group: no unit, no row (domain.md 7.5, 7.6)."""
    return (
        f"【会议通知】定于{long_moment(meeting['starts_at'])}在{where(office, meeting['room'])}"
        f"召开{public_title(meeting)}。"
        f"参会：{meeting['audience']}。请于{deadline(meeting['reply_by'])}前私信我回复“参加/请假/替会+姓名职务”。"
        f"{meeting['note'] + '。' if meeting['note'] else ''}请提前10分钟入场。"
        f"联系人：{contact(office, meeting['organiser'])}。"
    )


def chair_notice(office: Office, meeting: Mapping[str, Any], invited: str) -> str:
    """To the 联络员 of who presides."""
    chair = office.person(meeting["chair"])
    return (
        f"【会议】{chair.address if chair else ''}主持：{meeting['title']}，{long_moment(meeting['starts_at'])}，"
        f"{where(office, meeting['room'])}。通知已发（{invited}），回执截止{deadline(meeting['reply_by'])}；"
        f"请假、替会请示将报您处。联系人：{contact(office, meeting['organiser'])}。"
    )


def change_notice(office: Office, old: Mapping[str, Any], new: Mapping[str, Any], with_title: bool) -> str:
    """Template 8: the original and what changed, and the request to confirm again (domain.md 4.3)."""
    name = f"“{new['title']}”" if with_title else "会议"
    changes = []
    if (old["starts_at"], old["ends_at"]) != (new["starts_at"], new["ends_at"]):
        same = old["starts_at"] == new["starts_at"]
        changes.append(
            f"时间改为{hours(new['starts_at'], new['ends_at'])}"
            if same
            else f"改为{_from(old['starts_at'], new['starts_at'])}"
        )
    if old["room"] != new["room"]:
        changes.append(f"地点改到{where(office, new['room'])}")
    return (
        f"【变更】原定{short_moment(old['starts_at'])}的{name}{'，'.join(changes)}，其他不变。"
        f"原回执需重新确认，请于{deadline(new['reply_by'])}前{'' if with_title else '私信我'}回复“参加”或“请假”。"
        f"联系人：{contact(office, new['organiser'])}。"
    )


def _from(old: datetime, new: datetime) -> str:
    return long_moment(new) if local(old).date() != local(new).date() else f"当日{clock12(new)}"


def cancel_notice(meeting: Mapping[str, Any], with_title: bool) -> str:
    """Template 9."""
    name = f"“{meeting['title']}”" if with_title else "会议"
    return f"【取消】原定{short_moment(meeting['starts_at'])}的{name}取消，另行通知。"


def reply_until(office: Office, one: Invite) -> str:
    """The limit for answers has changed."""
    of = one.meeting
    return (
        f"【变更】{of['title']}（{long_moment(of['starts_at'])}）的回执截止改为{deadline(of['reply_by'])}，"
        f"请在此前回复“参加”“请假+事由”或“替会+姓名职务”。联系人：{contact(office, of['organiser'])}。"
    )


def silent_reminder(office: Office, one: Invite) -> str:
    """To those who have not answered yet, once (domain.md 4.8)."""
    of = one.meeting
    again = "时间地点有变更，原回执需重新确认" if one.state is Receipt.RECONFIRM else "尚未收到回执"
    return (
        f"【提醒】{of['title']}（{long_moment(of['starts_at'])}，{where(office, of['room'])}）{again}，"
        f"请于{deadline(of['reply_by'])}前回复“参加”“请假+事由”或“替会+姓名职务”。"
        f"联系人：{contact(office, of['organiser'])}。"
    )


def eve_reminder(office: Office, meeting: Mapping[str, Any], now: datetime) -> str:
    """Template 11, on the workday before."""
    start = local(meeting["starts_at"])
    weekday = f"星期{WEEKDAYS[start.weekday()]}"
    day = f"{start.month}月{start.day}日"
    tomorrow = (start.date() - local(now).date()).days == 1
    return "　".join(
        (
            f"明天（{day} {weekday}）{clock12(start)}" if tomorrow else f"{day}（{weekday}）{clock12(start)}",
            where(office, meeting["room"]),
            str(meeting["title"]),
            MANNERS,
        )
    )


def hour_reminder(office: Office, meeting: Mapping[str, Any]) -> str:
    """An hour before, to who comes for whom."""
    return (
        f"【提醒】今天{clock12(meeting['starts_at'])}在{where(office, meeting['room'])}召开{meeting['title']}，"
        f"请提醒参会同志提前10分钟入场，手机静音。联系人：{contact(office, meeting['organiser'])}。"
    )


def chair_reminder(office: Office, meeting: Mapping[str, Any]) -> str:
    """An hour before, to the 联络员 of who presides."""
    chair = office.person(meeting["chair"])
    return (
        f"【提醒】今天{clock12(meeting['starts_at'])}{chair.address if chair else ''}主持{meeting['title']}，"
        f"地点：{where(office, meeting['room'])}，请提醒领导届时到会。联系人：{contact(office, meeting['organiser'])}。"
    )


def draft(office: Office, meeting: Mapping[str, Any], listed: str, invited: str, held: str) -> str:
    """The notice with all its elements (domain.md 4.3), as the organiser sees it before it goes out."""
    lines = [
        "【会议通知】（草稿，未发送）",
        f"名称：{meeting['title']}",
        f"时间：{long_moment(meeting['starts_at'])}（预计{hours(meeting['starts_at'], meeting['ends_at'])}）",
        f"地点：{where(office, meeting['room'])}{held}",
    ]
    if meeting["chair"]:
        chair = office.person(meeting["chair"])
        lines.append(f"主持：{chair.listed if chair else name_of(office, meeting['chair'])}")
    lines += [
        f"参会：{listed}（共{invited}）",
        f"内容：{meeting['content'] or '另行通知'}",
        *([f"准备：{meeting['note']}"] if meeting["note"] else []),
        f"回执：{moment(meeting['reply_by'])}前回复“参加/请假/替会+姓名职务”",
        f"请假：须经会议主持人同意{'；替会须为班子成员（分管负责同志）' if '家' in invited else ''}",
        "要求：提前10分钟入场，手机静音，不得擅自离场",
        f"联系人：{contact(office, meeting['organiser'])}",
        f"发出后建群“{meeting['group_name']}”，并分别通知到人（{invited}）。",
    ]
    return "\n".join(lines)
