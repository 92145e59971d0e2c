"""What a message names beside what its line asks for: every slot type of domain.md C.1, and never a default."""

from typing import Any

import pytest

from bot.dialogue.explain import explain, shown
from bot.dialogue.heard_words import count, level, meeting_type
from bot.dialogue.recognise import all_intents
from bot.dialogue.speech import speech
from storage.office import load_office
from tests.dialogue.utterance_eval import NOW

OFFICE = load_office(None)


def of(text: str, user: str | None = None) -> dict[str, Any]:
    return explain(text, NOW, OFFICE, user=user)


def slots(text: str) -> dict[str, Any]:
    found: dict[str, Any] = of(text)["slots"]
    return found


def days(first: str, after: str) -> dict[str, str]:
    return {"start": f"2026-{first}T00:00:00+08:00", "end": f"2026-{after}T00:00:00+08:00"}


MORNING = {"start": "2026-09-17T09:00:00+08:00", "end": "2026-09-17T12:00:00+08:00"}


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("收文1187、1190转应急局牵头", "doc_no", ["收〔2026〕1187号", "收〔2026〕1190号"]),
        ("把南委办88号文送何副区长阅示", "doc_no", "南委办〔2026〕88号"),
        ("登南委办函〔2026〕52号 市委办 平件", "doc_no", "南委办函〔2026〕52号"),
        ("周书记对1223批：请林区长阅处", "doc_no", "收〔2026〕1223号"),
        ("78号反馈：在孵企业已有216家", "task_no", "督〔2026〕0078号"),
        ("127延一下 到10月14号", "task_no", "督〔2026〕0127号"),
        ("0111财政反馈 专项债资金已拨付到位8000万", "task_no", "督〔2026〕0111号"),
        ("林区长明天上午九点主持招商调度会，发改商务工信国资参加", "unit", ["发改局", "商务局", "工信局", "国资局"]),
        ("通知各镇街下周三下午3点在301开调度会", "unit", ["金溪镇", "南渡镇", "白石街道", "海泊街道"]),
        ("1212号先送书记区长何区看", "leader_list", ["周明远", "林知行", "何晓东"]),
        ("1215号何区圈阅了", "person", "何晓东"),
        ("1188退回南渡镇，没走会签", "reason_enum", "未会签"),
        ("1203不是我们局职责，退回", "reason_enum", "不属本机关"),
        ("301周三上午空不空", "room", "301"),
        ("今天收了多少件文", "datetime", "2026-09-18T00:00:00+08:00"),
        ("今晚谁值班", "datetime", "2026-09-18T00:00:00+08:00"),
        ("28号全天301有没有人订", "date_range", days("09-28", "09-29")),
        ("财政局想借201，明天上午", "unit", "财政局"),
        ("人社局报名两个人", "count", 2),
        ("替会，派副局长黄敏参加", "person", "黄敏"),
        ("先别给书记，1219只送区长", "leader_list", ["林知行"]),
        ("市府办采纳了文旅局的信息", "unit", "文旅局"),
        ("1174那个文国庆后再报可以不", "doc_no", "收〔2026〕1174号"),
        ("有没有收过南财发二零二六十二号", "doc_no", "南财发〔2026〕12号"),
        ("查南委办八十八号", "doc_no", "南委办〔2026〕88号"),
        ("0121做不完，往后推到十月十六号", "task_no", "督〔2026〕0121号"),
        ("幺二零三转住建局办", "doc_no", "收〔2026〕1203号"),
        ("收个文，金溪镇的请示，修桥，平件，要办", "kind", "办件"),
        ("昨天去金溪镇现场督查，看了4个村", "count", 4),
        ("17号上午暗访政务大厅，登记现场督查", "date_range", MORNING),
        ("省委办采用了我们的《云湾区推行一窗办》", "level", "省"),
        ("28号的常委会改到多功能厅", "meeting_type", "常委会"),
        ("来个文，宣传部的，国庆宣传方案，平急", "title", "国庆宣传方案"),
        ("我科明天下午两点半开个工作例会，201", "title", "工作例会"),
        ("立个督办 把滨海大道照明改造列进去 城投负责", "title", "滨海大道照明改造"),
        ("常务会定的公办幼儿园扩建，教育局牵头，建一条督办", "title", "公办幼儿园扩建"),
        ("请立项：让城管局把路口花坛清走，9月30日前", "title", "路口花坛清走"),
        ("登一个 市教育局 南教2026 45号 核定学位的通知", "doc_no", "南教〔2026〕45号"),
        ("司法局送来法治建设总结 传阅一下就行 登个收文", "kind", "阅件"),
        ("1203转住建局办 三个工作日反馈", "datetime", "2026-09-22T17:30:00+08:00"),
        ("周局长周一周二出差 报备", "date_range", days("09-21", "09-23")),
        ("周局28号不在区里 先报备", "person", "周志强"),
        ("231期第二条书记有批示", "person", "周明远"),
        ("1204住建收到，签收", "unit", "住建局"),
        ("1212转农水、住建三天内拿方案", "unit", ["农水局", "住建局"]),
        ("昨天省里用了教育局那篇夜校", "unit", "教育局"),
        ("市里采了两条 登个采用", "count", 2),
        ("节前安全会改到28号上午十点", "title", "节前安全会"),
        ("投一篇稿子，题目叫桥洞下的阅读角", "title", "桥洞下的阅读角"),
    ],
)  # fmt: skip
def test_what_is_named(text: str, slot: str, value: object) -> None:
    assert slots(text).get(slot) == value


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("李局长准时参加23号的会", "reason_enum"),
        ("加个会议，周四上午，区长主持", "title"),
        ("签发今日信息", "date_range"),
        ("下周一的常务会议推迟半小时", "datetime"),
        ("301现在有人用吗", "datetime"),
        ("我27号值班跟赵婉换到29号", "datetime"),
        ("办文登记一份，市府办的函", "count"),
        ("0112", "datetime"),
        ("吴副局长替会", "person"),
        ("李可和江涛换班，十月三号跟十月四号", "date_range"),
        ("下周三下午3点在301开会，通知各单位", "unit"),
        ("书记去不了，镇长参加", "leader_list"),
        ("0101用了三个工作日办结", "datetime"),
        ("1195呈送一下周书记", "date_range"),
    ],
)
def test_what_is_not_named_is_not_shown(text: str, slot: str) -> None:
    assert slot not in slots(text)


def test_counts() -> None:
    assert count("应到62人实到57人", "check_in") == [62, 57]
    assert count("二十来号人", "book_room") == 20 and count("就七八个人", "book_room") is None


def test_levels_and_types() -> None:
    assert level("上半年上报了几篇 省市分开") == ["省", "市"] and level("市场监管的稿子") is None
    assert meeting_type("后天十点 座谈 201") == "座谈会" and meeting_type("区政府党组会") == "政府党组会议"


@pytest.mark.parametrize("text", ["👍", "こんにちは", "what's your name", "滚", "嗯嗯好滴", "asdfghjkl"])
def test_what_names_nothing_is_small_talk(text: str) -> None:
    assert of(text)["intent"] == "smalltalk"


@pytest.mark.parametrize("text", ["2", "③"])
def test_an_answer_is_no_small_talk(text: str) -> None:
    assert of(text)["intent"] is None


def test_what_one_may_not_do_is_understood() -> None:
    """联络员 transfers nothing, but that is what was said (domain.md A.1 decides later)."""
    assert of("1234依何区批示分给应急、住建", "lian-he")["intent"] == "transfer"


def test_names_shown_are_of_intents_that_exist() -> None:
    names = {intent.name for intent in all_intents()}
    assert speech().shown.keys() <= names
    assert {shown(intent) for intent in all_intents() if intent.name in speech().shown} <= names | {
        "edit",
        "sign",
        "issue",
    }
