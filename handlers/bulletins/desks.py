"""Who edits, reviews and signs, and what the next issue will be called."""

from handlers import policy
from handlers.bulletins import queries, series, wording
from handlers.bulletins.queries import Issue
from handlers.policy import Area, Right
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.office import Person, Role

LINE = "bulletins"


def is_editor(person: Person) -> bool:
    """Whoever works on the bulletin: editor, section chief, director and deputies (domain.md A.1)."""
    return policy.may(person, Right.WRITE, Area.BULLETIN)


def is_signer(person: Person) -> bool:
    """The director and the deputies sign (domain.md 5.2)."""
    return person.has(Role.DIRECTOR) or person.has(Role.DEPUTY)


def is_chief(person: Person) -> bool:
    """The chief of the information section reviews."""
    return person.has(Role.INFO_CHIEF)


def may_send_back(person: Person) -> bool:
    return is_signer(person) or is_chief(person)


def may_submit(person: Person) -> bool:
    """A unit's 联络员 (the 信息员) for the unit, an editor for any unit."""
    return person.has(Role.UNIT_LIAISON) or is_editor(person)


def may_read(_person: Person) -> bool:
    """What may be known to all is for everyone in the profile (domain.md 5.3, 7.2 P3)."""
    return True


def signers(desk: Desk) -> tuple[Person, ...]:
    """Who signs, the deputy in charge of 信息 first, then the other deputies and the director."""
    deputies = sorted(desk.office.people_with(Role.DEPUTY), key=lambda person: "信息" not in person.in_charge)
    return (*deputies, *desk.office.people_with(Role.DIRECTOR))


def chiefs(desk: Desk) -> tuple[Person, ...]:
    """Who reviews; an office without such a chief leaves it to the signers."""
    return desk.office.people_with(Role.INFO_CHIEF) or signers(desk)


def editors(desk: Desk) -> tuple[Person, ...]:
    return desk.office.people_with(Role.INFO_EDITOR) or chiefs(desk)


def expected_no(desk: Desk, issue: Issue | None = None, name: str | None = None) -> int:
    """The number of that issue: it keeps one once given, else the next of the year (which restarts at 1)."""
    if issue is not None and issue.no is not None:
        return issue.no
    name = issue.series if issue is not None else name or desk.office.bulletin
    return queries.upcoming(desk.tx, desk.office, name, desk.here.year)


def provisional(desk: Desk, issue: Issue) -> str:
    """The masthead with the numbers that the issue has, or will get when it is the next to be signed."""
    total = issue.total_no
    if total is None and series.has_total(desk.office, issue.series):
        total = queries.upcoming(desk.tx, desk.office, *queries.total_series(desk.office))
    return wording.masthead(issue.series, expected_no(desk, issue), total)


def named(turn: Turn) -> str:
    """The series that was named, else the daily bulletin."""
    return series.said(turn.said.text, turn.office) or turn.office.bulletin


def meant(turn: Turn) -> Issue | None:
    """The open issue that is meant: of the series named, else spoken of last, else of the daily bulletin, else any."""
    opened = queries.open_issues(turn.tx)
    if named := series.said(turn.said.text, turn.office):
        return next((issue for issue in opened if issue.series == named), None)
    spoken = turn.lately("issue")
    found = [issue for issue in opened if str(issue.id) == spoken]
    found += [issue for issue in opened if issue.series == turn.office.bulletin]
    return next(iter([*found, *opened]), None)
