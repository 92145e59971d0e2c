"""Who has left: his own rows go, what he did for the office stays under his account until its time (7.2; PIPL 47).

Whoever is in the profile no longer is a stranger at once (domain.md A.1). His own rows wait some days, for a slip in
the profile must not cost anybody his reminders. What he still has in hand is told to those who can hand it over.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.contacts import open_work
from handlers.retention.words import NAME
from scheduler.desk import Desk
from storage import settings
from storage.office import Role
from storage.outbox import Lane
from storage.retention import Personal, forget_person, holders

GRACE = timedelta(days=7)
_TOLD = (Role.SYSADMIN, Role.SECRETARY_CHIEF)


def forget(desk: Desk, own: Sequence[Personal]) -> int:
    """Note who is gone, delete the rows of who is gone long enough; returns how many people."""
    gone = 0
    for userid in sorted(holders(desk.tx, own)):
        noticed = _noticed(desk, userid)
        if desk.office.person(userid) is not None:
            if noticed is not None:
                settings.forget(desk.tx, _key(userid))
        elif noticed is None:
            settings.put(desk.tx, _key(userid), desk.here.date().isoformat(), by="clock", at=desk.now)
            _tell_open_work(desk, userid)
        elif (desk.here.date() - GRACE).isoformat() >= noticed:
            forget_person(desk.tx, userid, own)
            settings.forget(desk.tx, _key(userid))
            gone += 1
    return gone


def _tell_open_work(desk: Desk, userid: str) -> None:
    """不漏办: open work never lies with nobody."""
    left = [f"{source.title}{len(items)}件" for source, items in open_work.of_person(desk, userid)]
    if not left:
        return
    people = [person.userid for role in _TOLD for person in desk.office.people_with(role)]
    text = (
        f"【人员离任】账号{userid}已不在办公室配置中，名下还有{'、'.join(left)}未办结，请移交，"
        f"或请科室负责人改派。其个人资料{GRACE.days}天后删除。"
    )
    desk.tell(people, text, lane=Lane.TIMELY, key=f"{NAME}:left:{userid}:{desk.here.date()}")


def _noticed(desk: Desk, userid: str) -> str | None:
    return settings.get(desk.tx, _key(userid))


def _key(userid: str) -> str:
    return f"left:{userid}"
