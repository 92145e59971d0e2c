"""The drafter gets the figures three workdays before the quarter ends, and again on the second workday after (10.4)."""

from datetime import date, datetime, time, timedelta

from handlers.reports import confirming, generating, standing, store, wording
from handlers.reports import period as periods
from handlers.reports.editions import as_it_stands
from handlers.reports.period import Period
from handlers.reports.words import LINE_NAME
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from storage.outbox import Lane
from storage.reminders import Reminder

KIND = "report"
_AT = time(9)
_BEFORE, _AFTER = 3, 2


def moments(desk: Desk, quarter: Period) -> tuple[datetime, datetime]:
    """When the draft and the final figures of a quarter go out."""
    after_end = quarter.end + timedelta(days=1)
    draft = desk.calendar.add_workdays(after_end, -_BEFORE)
    final = desk.calendar.add_workdays(quarter.end, _AFTER)
    return _at(draft), _at(final)


def _at(day: date) -> datetime:
    return datetime.combine(day, _AT, SHANGHAI)


def plan(desk: Desk) -> None:
    """The next of them: one reminder at a time."""
    quarter = periods.whole("季度", desk.here.year, (desk.here.month - 1) // 3 + 1)
    following = periods.whole("季度", quarter.year + quarter.n // 4, quarter.n % 4 + 1)
    for about in (quarter.before, quarter, following):
        for due in moments(desk, about):
            if due > desk.now:
                desk.plan(LINE_NAME, KIND, "report", "drafter", due, {"period": about.key})
                return


def due(desk: Desk, reminder: Reminder) -> None:
    """Send the drafter the files and what to look at; once the quarter is over, ask the owners to confirm."""
    about = periods.until_now(periods.parse(str(reminder.data["period"])), desk.here.date())
    state = store.state(desk.tx, about.key)
    if state is None or not state.final:
        _send(desk, about)
    plan(desk)


def _send(desk: Desk, about: Period) -> None:
    drafters = standing.drafters(desk.office)
    if not drafters:
        return
    store.begin(desk, about)
    report = as_it_stands(desk.tx, desk.office, about, desk.now)
    over = about.end < desk.here.date()
    key = f"report:{about.key}:{'终' if over else '初'}"
    found = wording.hints(report)
    text = (
        f"【提醒】{about.name}总结数据{'已出' if over else '初稿'}：{report.ready}项已核对，"
        f"{len(found)}处提示。回复“生成{about.name}工作总结”查看。"
    )
    desk.tell(drafters, text, lane=Lane.TIMELY, key=key, subject=f"report:{about.key}")
    for userid in drafters:
        generating.files(desk, userid, report, key=key)
    if over:
        confirming.ask_once(desk, report)
