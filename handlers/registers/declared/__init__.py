"""All light registers, each declared in one place (domain.md 6.6, 8.2, 8.3)."""

from handlers.registers.declared.archives import ISSUE, TARGET
from handlers.registers.declared.chores import APPRAISAL, LOAN, MONTHLY, SUBSCRIPTION
from handlers.registers.declared.drafting import ACTIVITY, MANUSCRIPT, RESEARCH
from handlers.registers.declared.reforming import PROJECT, REFORM, SITE
from handlers.registers.declared.secrecy import RECTIFICATION, SELFCHECK
from handlers.registers.declaring import Register

REGISTERS: tuple[Register, ...] = (
    *(MANUSCRIPT, RESEARCH, ACTIVITY, REFORM, SITE, PROJECT, TARGET, ISSUE, SELFCHECK, RECTIFICATION),
    *(SUBSCRIPTION, MONTHLY, APPRAISAL, LOAN),
)
BY_NAME: dict[str, Register] = {register.name: register for register in REGISTERS}
