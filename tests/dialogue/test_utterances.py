"""What staff really write: sentences written before anyone tuned on them (issue 3), one half of them never looked at.

`python -m tests.dialogue.utterance_eval FILE` prints the figures and the confusion table.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.explain import explain
from bot.dialogue.recognise import intent_named
from storage.office import load_office
from tests.dialogue.utterance_eval import NOW, Score, score

HERE = Path(__file__).parent
OFFICE = load_office(None)
WRITES = frozenset(
    {
        *("log_incoming", "log_outgoing", "submit", "record_instruction", "transfer", "sign", "mark_read", "close"),
        *("return", "extend", "create_task", "feedback", "propose_card", "log_inspection", "log_publication"),
        *("create_meeting", "book_room", "reschedule", "cancel", "submit_info", "edit", "issue", "adoption"),
        *("info_comment", "amend"),
    }
)
"""Intents that leave something behind; 回执, 签到 and 撤销 are a person's own and taken back by a word."""


@cache
def half(name: str) -> Score:
    return score(HERE / f"utterances_{name}.jsonl", OFFICE)


@pytest.mark.parametrize(("name", "intents", "slots"), [("dev", 0.97, 0.95), ("test", 0.97, 0.95)])
def test_figures(name: str, intents: float, slots: float) -> None:
    found = half(name)
    assert found.accuracy >= intents and found.f1 >= slots, (found.accuracy, found.f1)


@pytest.mark.parametrize("name", ["dev", "test"])
def test_nothing_is_written_that_nobody_wanted(name: str) -> None:
    wrong = []
    for line in (HERE / f"utterances_{name}.jsonl").read_text("utf-8").splitlines():
        case: dict[str, Any] = json.loads(line)
        wanted = {_family(one) for one in case.get("intent_any", [case.get("intent")])}
        if wanted & (WRITES | {"reply_meeting", "check_in", "undo", "decisions", "supplies", "swap", "away"}):
            continue
        now = datetime.fromisoformat(case["now"]) if "now" in case else NOW
        answer = explain(case["text"], now, OFFICE, user=case["user"])
        if answer["intent"] in WRITES and answer["ask"] is None:
            wrong.append(case["id"])
    assert wrong == [], wrong


def _family(intent: str | None) -> str | None:
    try:
        return intent_named(intent)[0].family or intent if intent else None
    except KeyError:
        return intent


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        ("1203号办结了吗", "close"),
        ("1203号签收了没有", "sign"),
        ("明天的会取消了吗", "cancel"),
        ("231期签发了没", "sign"),
        ("0123号延期了吗", "extend"),
        ("周书记批示了没", "record_instruction"),
        ("那份文退了吗", "return"),
    ],
)
def test_a_question_wants_nothing_written(text: str, not_this: str) -> None:
    assert explain(text, NOW, OFFICE)["intent"] != not_this
