"""议定事项 → 督办: pasted decisions become proposals, and tasks when somebody entitled says so (4.7, SC16)."""

from pathlib import Path

from handlers.decisions import deciding, flow
from handlers.decisions.retention import KEEPS
from handlers.decisions.words import LINE_NAME
from handlers.line import Intent, Line
from handlers.supervision import rights
from storage.office import Person, Role

_STAFF = (Role.CONFERENCE, Role.CLERK, Role.SECRETARY_CHIEF, Role.SUPERVISOR, Role.LEADER_LIAISON)


def may_paste(person: Person) -> bool:
    """The office's own staff: whoever keeps minutes, papers or tasks. Who decides is another matter (domain.md 3.1)."""
    return rights.may_run(person) or any(person.has(role) for role in _STAFF)


DECISIONS = Intent(
    "decisions",
    "会议议定事项立项",
    "会议议定：由区发改局牵头，区财政局配合，于10月20日前完成云湾港项目前期手续。",
    (
        (r"会议(?:议定|决定|明确|确定|研究决定)(?:事项|如下|以下)?[：:，,]|议定事项|^.{0,24}会议?议定", 1.35),
        (r"^\s*(?:会议)?议定", 1.3),
        (r"会议强调|会议指出|会议要求[：:，,]", 1.2),
        (
            r"(?:由|责成).{2,20}(?:牵头|负责).{0,60}(?:前|内|配合|协办|参与).{0,80}[。；;\n].{0,12}(?:由|责成|请).{2,20}(?:牵头|负责|于|在)",
            1.25,
        ),
    ),
    flow.run,
    may_paste,
)
LINE = Line(
    name=LINE_NAME,
    title="会议议定事项",
    intents=(
        DECISIONS,
        Intent(
            "pending_decisions",
            "待审批的议定事项",
            "待审批的议定事项",
            ((r"待(?:审批|审核|审|批|定)的?议定事项|议定事项.{0,4}(?:待审|审批|审核)", 1.5),),
            lambda turn, _slots: deciding.show(turn),
            rights.may_decide,
            family="decisions",
        ),
    ),
    steps={
        flow.PASTE: flow.pasted,
        flow.OPEN: flow.open_point,
        flow.MEETING: flow.which_meeting,
        flow.CONFIRM: flow.confirm,
        deciding.CHOOSE: deciding.choose,
        deciding.WHICH: deciding.which,
    },
    drafts=dict.fromkeys((flow.PASTE, flow.OPEN, flow.MEETING, flow.CONFIRM, deciding.CHOOSE), "decisions"),
    presses={deciding.Decide: deciding.press},
    undo={"proposed": deciding.take_back, "established": deciding.take_back},
    claims=(deciding.claim, deciding.claim_item),
    migrations=Path(__file__).with_name("migrations"),
    keeps=KEEPS,
)
