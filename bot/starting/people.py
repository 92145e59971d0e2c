"""Who does what: people found in WeCom's directory by name, or written as 姓名=账号 where it is out of reach."""

import re
from dataclasses import dataclass, field

from bot.doctor.profile import USERID
from bot.starting.directory import Directory
from storage.office import Role

_PAIR = re.compile(r"([^=＝]+)[=＝]([^=＝]+)")


@dataclass
class Someone:
    """A person of the profile to be."""

    userid: str
    name: str
    post: str = ""
    title: str = ""
    unit: str = ""
    rank: int | None = None
    serves: str = ""
    roles: list[Role] = field(default_factory=list)


class People:
    """Everybody so far; one person may hold several roles."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.all: dict[str, Someone] = {}

    def find(self, typed: str) -> Someone:
        """The person meant. Raises ValueError with what to type instead."""
        if pair := _PAIR.fullmatch(typed):
            name, userid = pair[1].strip(), pair[2].strip()
            if not USERID.fullmatch(userid):
                raise ValueError(f"账号“{userid}”写法不对，请照抄通讯录里的账号（字母数字）")
            if self._directory.members and not self._directory.called(userid):
                raise ValueError(f"应用的可见范围里没有账号“{userid}”")
            return self._known(userid, name)
        found = self._directory.called(typed)
        if len(found) == 1:
            return self._known(found[0].userid, found[0].name, found[0].position)
        if len(found) > 1:
            choices = "、".join(f"{m.name}={m.userid}（{self._directory.department_of(m)}）" for m in found)
            raise ValueError(f"有{len(found)}位{typed}，请写明是哪一位：{choices}")
        if self._directory.members:
            raise ValueError(f"应用的可见范围里没有“{typed}”，请核对姓名，或先在管理后台把他加入可见范围")
        raise ValueError(f"请写成 姓名=账号，例如 {typed}=zhangmin")

    def _known(self, userid: str, name: str, post: str = "") -> Someone:
        return self.all.setdefault(userid.lower(), Someone(userid, name, post))

    def several(self, typed: list[str]) -> list[Someone]:
        """Everybody meant, in order. Raises ValueError."""
        return [self.find(one) for one in typed]
