"""F01 F02 F08–F13 F23 F24 F31 F32, the registers' part of F40, C2, C3, T5 (domain.md 1.3). Reads only."""

from sqlalchemy import Connection

from handlers.registers import declaring
from handlers.registers import figures as theirs
from handlers.reports.counted import Counted, keyed
from handlers.reports.period import Window

COUNTED = ("F01", "F02", "F08", "F09", "F10", "F11", "F12", "F13", "F23", "F31", "F32")


def their_window(window: Window) -> declaring.Window:
    """The same time in the registers' shape."""
    return declaring.Window(window.start, window.end, window.cut_off)


def one(tx: Connection, figure: str, window: Window, note: str = "") -> Counted:
    """One figure that a register feeds."""
    found = theirs.counted(tx, figure, their_window(window))
    return Counted(found.value, keyed(theirs.FIGURES[figure][0].name, list(found.rows)), note)


def figures(tx: Connection, window: Window) -> dict[str, Counted]:
    """All of them; F24 is the days of the project that came into production last."""
    found = {figure: one(tx, figure, window) for figure in COUNTED}
    gone = theirs.cancelled_items(tx, window.end.year, window.cut_off)
    if gone:
        found["F12"] = one(tx, "F12", window, f"经批准取消{len(gone)}项，未计入")
    projects = sorted(theirs.project_days(tx, their_window(window)), key=lambda project: project.done_on)
    if projects:
        others = "；".join(f"{p.title}{p.days}天" for p in projects[:-1])
        found["F24"] = Counted(projects[-1].days, keyed("project", [p.row for p in projects]), others)
    return found
