"""What still lies with a person, line by line, and how it goes to a successor (domain.md 6.4, A.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update

from handlers.documents import plans as paper_plans
from handlers.documents import store as papers
from handlers.documents import succession
from handlers.meetings.tables import booking, meeting
from handlers.meetings.terms import BookingState, MeetingState
from handlers.policy import Area, Right, may
from handlers.supervision import plan as task_plans
from handlers.supervision import store as tasks
from handlers.supervision.tables import task
from handlers.supervision.terms import ACTIVE
from scheduler.desk import Desk
from scheduler.wording import moment
from storage import reminders
from storage.office import Person


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is open: its key (incoming:12) and how it is named to both."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """A line's open work of a person: what it is, who may take it, and how one thing changes hands."""

    title: str
    right: tuple[Right, Area]
    find: Callable[[Desk, str], list[Item]]
    give: Callable[[Desk, Item, str, str], None]

    def fits(self, person: Person) -> bool:
        """Whether the successor has the right to do this work."""
        return may(person, *self.right)


def _papers(desk: Desk, userid: str) -> list[Item]:
    return [Item(doc.key, doc.no) for doc in succession.chased_by(desk, userid)]


def _give_paper(desk: Desk, item: Item, _giver: str, taker: str) -> None:
    doc = papers.hold(desk.tx, _id(item))
    paper_plans.everything(desk, papers.change(desk.tx, doc, desk.now, {"chaser": taker}))


def _tasks(desk: Desk, userid: str) -> list[Item]:
    found = tasks.find(desk.tx, task.c.supervisor == userid, task.c.status.in_([str(status) for status in ACTIVE]))
    return [Item(one.key, one.no or one.title[:20]) for one in found]


def _give_task(desk: Desk, item: Item, _giver: str, taker: str) -> None:
    tasks.change(desk.tx, tasks.hold(desk.tx, _id(item)), desk.now, supervisor=taker)
    task_plans.plan_next(desk, tasks.get(desk.tx, _id(item)))


def _meetings(desk: Desk, userid: str) -> list[Item]:
    open_ = (meeting.c.state == MeetingState.PLANNED.value, meeting.c.ends_at > desk.now)
    query = select(meeting).where(meeting.c.organiser == userid, *open_).order_by(meeting.c.starts_at)
    return [Item(f"meeting:{row.id}", f"{moment(row.starts_at)}{row.title}") for row in desk.tx.execute(query)]


def _give_meeting(desk: Desk, item: Item, giver: str, taker: str) -> None:
    row = {"organiser": taker, "updated_at": desk.now}
    of_it = (booking.c.meeting == _id(item), booking.c.state != BookingState.CANCELLED.value)
    desk.tx.execute(update(meeting).where(meeting.c.id == _id(item)).values(**row, version=meeting.c.version + 1))
    desk.tx.execute(update(booking).where(*of_it).values(**row, version=booking.c.version + 1))
    for one in reminders.planned_for(desk.tx, "meetings", item.key):
        if one.recipient == giver:
            desk.unplan("meetings", item.key, one.kind, giver)
            desk.plan("meetings", one.kind, item.key, taker, one.due_at, one.data)


def _id(item: Item) -> int:
    return int(item.key.rpartition(":")[2])


SOURCES = (
    Source("经手文件", (Right.WRITE, Area.DOCUMENTS), _papers, _give_paper),
    Source("督查督办事项", (Right.WRITE, Area.SUPERVISION), _tasks, _give_task),
    Source("承办会议", (Right.WRITE, Area.MEETINGS), _meetings, _give_meeting),
)


def of_person(desk: Desk, userid: str) -> list[tuple[Source, list[Item]]]:
    """Everything open that lies with a person, by line; lines without any are left out."""
    found = [(source, source.find(desk, userid)) for source in SOURCES]
    return [(source, items) for source, items in found if items]
