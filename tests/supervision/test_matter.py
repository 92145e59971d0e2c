"""What a task is about when it is not said straight after 立项 (domain.md 3.3)."""

from datetime import datetime

import pytest

from bot.dialogue.understand import understand
from handlers.supervision import reading
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.office import load_office

OFFICE = load_office(None)
NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("加一项督办：政数局，“一件事”集成办理上线，10月15日", "“一件事”集成办理上线", "2026-10-15T17:30:00+08:00"),
        ("新建一条督办，民政局，养老院消防改造，12月31日前", "养老院消防改造", "2026-12-31T17:30:00+08:00"),
        ("书记口头交代的那个河涌整治，立个督办，农水局牵头，十月底前", "河涌整治", "2026-10-31T17:30:00+08:00"),
        ("何区长口头交办的 旧改围挡要整治 城管局办 月底前 先立个项", "旧改围挡要整治", "2026-09-30T17:30:00+08:00"),
        ("能不能把我们镇反映的桥梁隐患立项督办，请交通局解决", "桥梁隐患", None),
        ("把校门口拥堵列为督办，公安分局牵头", "校门口拥堵", None),
        ("督办 应急局 国庆景区安全 9.28", "国庆景区安全", "2026-09-28T17:30:00+08:00"),
        ("这件转成督办", None, None),
        ("1203立督办 应急局", None, None),
        ("立项吧", None, None),
    ],
)
def test_what_it_is_about_and_until_when(text: str, title: str | None, due: str | None) -> None:
    said = understand(text, NOW, OFFICE, WorkCalendar())
    assert (reading.title(said, False, {}), reading.due(said, False, {})) == (title, due)
