"""The reading half of the directory API; writing is not for self-built apps (wecom.md 8, 14.15)."""

from bot.sandbox.core import Answer, ApiError, Call, Json, Route, ok
from bot.sandbox.directory import Department, Directory, Member


class DirectoryApi:
    """user/* and department/*."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {
            "user/get": Route("GET", self.user_get),
            "user/simplelist": Route("GET", self.user_simplelist),
            "user/list": Route("GET", self.user_list),
            "department/list": Route("GET", self.department_list),
            "department/simplelist": Route("GET", self.department_simplelist),
            "department/get": Route("GET", self.department_get),
        }

    def user_get(self, call: Call) -> Answer:
        """One member, without the fields that new apps never get (avatar, mobile, e-mail …)."""
        userid = call.query.get("userid", "")
        if not userid:
            raise ApiError(41009, "userid missing")
        return ok(**self._full(self._directory.readable(userid)))

    def user_simplelist(self, call: Call) -> Answer:
        """Direct members of a department, short."""
        return ok(userlist=[self._short(member) for member in self._direct(call)])

    def user_list(self, call: Call) -> Answer:
        """Direct members of a department, full."""
        return ok(userlist=[self._full(member) for member in self._direct(call)])

    def department_list(self, call: Call) -> Answer:
        """A department and all below it; without `id` all that the app may see."""
        return ok(department=[self._unit(unit) for unit in self._asked(call)])

    def department_simplelist(self, call: Call) -> Answer:
        """As department/list, ids only."""
        units = [{"id": unit.id, "parentid": unit.parent, "order": unit.order} for unit in self._asked(call)]
        return ok(department_id=units)

    def department_get(self, call: Call) -> Answer:
        """One department."""
        return ok(department=self._unit(self._department(call, "id")))

    def _department(self, call: Call, parameter: str) -> Department:
        value = call.query.get(parameter, "")
        if not value.isdecimal():
            raise ApiError(40066, "invalid party id")
        unit = self._directory.departments.get(int(value))
        if unit is None:
            raise ApiError(60003, "department not found")
        if not self._directory.sees_department(unit.id):
            raise ApiError(60011, "no privilege to access/modify contact/party/agent")
        return unit

    def _asked(self, call: Call) -> list[Department]:
        directory = self._directory
        if call.query.get("id"):
            wanted = directory.subtree([self._department(call, "id").id])
        else:
            wanted = directory.subtree(directory.visible_departments)
        return [unit for unit in directory.departments.values() if unit.id in wanted]

    def _direct(self, call: Call) -> list[Member]:
        unit = self._department(call, "department_id")
        return [m for m in self._directory.members() if unit.id in m.departments and self._directory.sees(m)]

    @staticmethod
    def _unit(unit: Department) -> Json:
        return {
            "id": unit.id,
            "name": unit.name,
            "name_en": "",
            "department_leader": [],
            "parentid": unit.parent,
            "order": unit.order,
        }

    @staticmethod
    def _short(member: Member) -> Json:
        return {"userid": member.userid, "name": member.name, "department": list(member.departments)}

    def _full(self, member: Member) -> Json:
        return {
            **self._short(member),
            "order": [0] * len(member.departments),
            "position": member.position,
            "is_leader_in_dept": [0] * len(member.departments),
            "direct_leader": [],
            "telephone": "",
            "alias": "",
            "status": member.status,
            "main_department": member.departments[0],
            "extattr": {"attrs": []},
        }
