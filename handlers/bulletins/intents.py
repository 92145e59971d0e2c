"""What people can want of the bulletin (domain.md C.1)."""

import re

from handlers.bulletins import correcting, desks, items, making, reading, review, signing
from handlers.bulletins.more_intents import MORE
from handlers.bulletins.rules import NUMBER, issue_number, read_submission
from handlers.line import Intent, Slot, Slots
from handlers.said import Said

_SUPPLEMENT = re.compile(r"补(?:稿|正文)[：:，,\s]*(.+)", re.DOTALL)


def _title(said: Said, asked: bool, slots: Slots) -> str | None:
    piece = read_submission(said.text)
    return said.bare.strip("《》“”") or None if asked and not piece.text else piece.title


def _text(said: Said, asked: bool, slots: Slots) -> str | None:
    return None if asked else read_submission(said.text).text or None


def _unit(said: Said, asked: bool, slots: Slots) -> str | None:
    """For an editor: the unit named before the piece, or at its head."""
    submission = read_submission(said.text)
    title = submission.title or submission.text
    start = said.text.find(title)
    named = (unit.short for unit in said.units if unit.short and unit.span[0] <= max(start, 0))
    return next(named, None)


def _supplement(said: Said, asked: bool, slots: Slots) -> str | None:
    found = _SUPPLEMENT.search(said.text)
    if found:
        return found[1].strip()
    return said.text.strip() if asked else None


def _issue_no(said: Said, asked: bool, slots: Slots) -> int | None:
    return issue_number(said.text)


def _no(_slots: Slots) -> bool:
    return False


_NUMBERED = (Slot("issue_no", _issue_no, required=_no),)

INTENTS = (
    Intent(
        name="submit_info",
        label="投稿",
        example="投稿：《新增规上工业企业12家》今年以来……",
        patterns=(
            (r"^(?:登记)?(?:投稿|来稿)[：:，,\s《“\"]", 1.0),
            (r"^.{1,12}?(?:投稿|来稿)[：:《“\"]", 1.0),
            (r"^(?:登记)?投稿", 0.9),
            (r"报送?信息(?:一[条篇])?[：:，,\s《“]", 0.9),
            (r"投稿", 0.6),
        ),
        run=items.submit,
        allowed=desks.may_submit,
        slots=(
            Slot("title", _title, ask="请给这条信息拟个标题（20字以内，含动词和数据为好）。"),
            Slot("text", _text, required=_no),
            Slot("unit", _unit, required=_no),
        ),
    ),
    Intent(
        name="supplement_info",
        label="补稿",
        example="补稿：今年以来……",
        patterns=((r"^补(?:稿|正文)", 1.0),),
        run=items.supplement,
        allowed=desks.may_submit,
        slots=(Slot("text", _supplement, ask="请发正文（500字以内）。"),),
        family="submit_info",
    ),
    Intent(
        name="withdraw_info",
        label="撤回投稿",
        example="撤稿",
        patterns=(
            (r"^\W*(?:我要?|申请|请)?(?:把?.{0,12})?撤回?(?:投稿|来稿|稿子?)|稿子?.{0,4}(?:不投了|先?撤)", 1.42),
        ),
        run=items.withdraw,
        allowed=desks.may_submit,
        family="submit_info",
    ),
    Intent(
        name="list_items",
        label="查来稿",
        example="今日来稿",
        patterns=(
            (r"^(?:今[日天]的?|待编的?|所有|全部)?来稿(?:情况|列表|清单|有哪些|有几条)?[？?。]?$", 1.0),
            (r"^\W*(?:我|我们|我局|本单位|我单位)(?:局|镇|单位)?的?(?:投稿|稿件|来稿|稿子)(?![：:])", 1.45),
            (r"有(?:哪些|几[条篇]|什么)(?:来稿|投稿|稿)|收[了到](?:几|哪些|多少)[条篇]?(?:来|投)?稿", 1.45),
            (
                r"^\W*(?:我|我们|我局|本单位|我单位)(?:局|镇|单位|街道)?(?:报的|投的|的)?那?[篇条](?:信息|稿子?)?.{0,6}(?:[用编发选]上?了?[没吗]|没有|怎么样)",
                1.45,
            ),
            (
                r"^\W*(?:我|本|咱)[们局镇办单位街道]*.{0,8}(?:投稿|信息|稿子?|来稿).{0,6}(?:采用|刊用|用)[了上]?(?:几|多少|哪|没|吗|情况|的)",
                1.45,
            ),
        ),
        run=items.list_items,
        allowed=desks.may_submit,
    ),
    Intent(
        name="edit_issue",
        label="编辑信息",
        example="把工信局那条编入今日信息，可周知；金溪镇那条是内部",
        patterns=(
            (r"编入.{0,8}(?:信息|日报|本期|期)", 1.0),
            (r"[条篇](?:是|改成|改为|为|标为)?(?:不?可周知|内部)", 1.0),
            (r"[条篇稿](?:退稿|备用|撤下|移出|不采用)|^退稿", 1.0),
            (r"[条篇稿](?:子|件)?(?:先|就|给我?|请)?(?:退[了回掉给]|打回)(?!.{0,6}期)", 1.42),
            (r"编入|退稿", 0.8),
            (r"可周知", 0.6),
        ),
        run=making.edit,
        allowed=desks.is_editor,
        family="edit",
    ),
    Intent(
        name="send_review",
        label="送审",
        example="送审",
        patterns=(
            (r"^送(?:孙?科长)?审(?:核)?[。！]?$", 1.0),
            (rf"(?:信息|日报|{NUMBER})送审", 1.0),
            (rf"(?:信息|日报|这期|{NUMBER}).{{0,6}}(?:送审|[报请]孙?科长|成稿)", 1.42),
        ),
        run=review.send_review,
        allowed=desks.is_editor,
    ),
    Intent(
        name="review_issue",
        label="审核信息",
        example="审核通过",
        patterns=((rf"(?:信息|日报|{NUMBER}).{{0,4}}审核通过", 1.0), (r"^审核(?:通过|同意)", 0.9), (r"审核通过", 0.6)),
        run=review.review,
        allowed=desks.is_chief,
        slots=_NUMBERED,
    ),
    Intent(
        name="return_issue",
        label="退回信息",
        example="退回231期：第2条数据再核实",
        patterns=(
            (rf"退回.{{0,4}}(?:{NUMBER}|信息|日报|编辑)", 1.0),
            (r"审核不通过|^退回修改", 0.9),
            (r"^\W*退回\W*第.{1,2}条", 0.9),
            (rf"(?:信息|日报|这期|{NUMBER})[^第条篇]{{0,3}}(?:打回|退回)", 1.42),
        ),
        run=review.send_back,
        allowed=desks.may_send_back,
        slots=_NUMBERED,
    ),
    Intent(
        name="sign_issue",
        label="签发信息",
        example="签发231期",
        patterns=(
            (rf"签发.{{0,10}}{NUMBER}", 1.0),
            (rf"{NUMBER}.{{0,4}}签发", 1.0),
            (r"签发.{0,6}(?:信息|日报)", 0.9),
        ),
        run=signing.sign,
        allowed=desks.is_signer,
        slots=_NUMBERED,
        family="sign",
    ),
    Intent(
        name="correct_issue",
        label="更正信息",
        example="231期改个错别字重发",
        patterns=(
            (rf"{NUMBER}.{{0,12}}(?:更正|勘误|错别字|重发|改成|改为)", 1.0),
            (rf"(?:更正|勘误).{{0,8}}{NUMBER}", 1.0),
            (rf"(?:信息|日报|那期|{NUMBER}).{{0,8}}(?:错别?字|写错|弄错|有错|错了|要更正)", 1.42),
        ),
        run=correcting.correct,
        allowed=desks.is_editor,
        slots=_NUMBERED,
    ),
    Intent(
        name="read_bulletin",
        label="今日信息",
        example="今日信息",
        patterns=(
            (r"^(?:看(?:一下|看)?|查(?:一下)?|读)?(?:今[日天]|昨[日天])的?(?:信息|日报)[？?。]?$", 1.0),
            (r"^(?:看(?:一下|看)?|查(?:一下)?)?(?:每日信息|信息日报|日报)[？?。]?$", 1.0),
            (rf"(?:看|查|读).{{0,10}}(?:日报|信息).{{0,3}}(?:{NUMBER})?", 0.8),
            (rf"信息》?{NUMBER}|^(?:看|查|读).{{0,4}}{NUMBER}", 0.8),
            (r"(?<!编入)(?:今[日天]|昨[日天])的?(?:信息|日报)(?!.{0,12}(?:错|更正|送审|打回|退回|[编排]))", 0.7),
            (r"《[^《》]{2,8}信息》", 0.4),
        ),
        run=reading.read,
        allowed=desks.may_read,
        slots=_NUMBERED,
    ),
    Intent(
        name="unsubscribe",
        label="退订日报",
        example="退订日报",
        patterns=(
            (r"退订", 1.0),
            (r"(?:恢复|重新)订阅|订阅.{0,4}(?:日报|信息)", 1.0),
            (r"(?:不要|别)再?.{0,4}(?:发|推送?).{0,4}(?:日报|信息)", 0.8),
        ),
        run=reading.unsubscribe,
        allowed=desks.may_read,
    ),
    *MORE,
)
