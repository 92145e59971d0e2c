"""Who has got messages since a moment: the pages and the terminal phone say it after the clock has moved."""

from bot.sandbox.server import FakeWeCom
from storage.office import Office, Person


def newest(fake: FakeWeCom, office: Office) -> int:
    """The id of the newest message on any phone, 0 when there is none."""
    return max((box[-1].id for person in office.people if (box := fake.inbox(person.userid))), default=0)


def reached(fake: FakeWeCom, office: Office, since: int) -> tuple[tuple[Person, int], ...]:
    """Everybody with messages above that id, and how many."""
    counts = [
        (person, sum(message.id > since and not message.mine for message in fake.inbox(person.userid)))
        for person in office.people
    ]
    return tuple((person, count) for person, count in counts if count)
