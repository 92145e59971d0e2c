"""The secrecy guard: Annex D exactly, what people write to get round it, and what must not be refused."""

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.guard import PAPER_ONLY, SOFT_REPLY, GuardRefused, hard_reply, refuse_unless_ok, screen
from storage.office import load_office
from tests.effort import stays_within

ANNEX_D = {
    "hard": """
机密★1年 登记一份省委来文 · 登记：省委办 粤委办发〔2026〕3号 密级：秘密 · 绝密★30年 · 秘密☆10年
· 机 密 ★ 长期 · 机密*20年 · 机密★２０年 · 帮我登记一份秘密级文件 · 收到机密文件一份，怎么登记
· 刚领了份密码电报，登记一下 · 密件3份已取回 · 明天上午有个涉密会议，订会议室 · 这份是机密的
· 【秘密】%关于……的通知 · 收到机要信函 5 件 · 文件标注为秘密级
""",
    "soft": """
这个是征求意见稿，先登记 · 内部资料 注意保存 · 此件不公开 · 常委会议题：干部任免 · 书记明天的行程发我
· 身份证 999999199001011234 · 工作秘密事项清单 · 13800138000 13900139000 13700137000 通讯录更新
""",
    "ok": """
请登记市保密局《关于开展保密检查的通知》 · 保密办下周二上午开保密培训，订会议室
· 学习《保守国家秘密法》的通知，云湾保密办〔2026〕2号 · 微信泄密专项整顿方案什么时候报 · 秘书科开会
· 企业商业秘密保护培训通知登记 · 无记名投票 · 请把国家秘密载体管理培训通知登记 · 我的手机改成13800138000
· 脱密期管理培训 · 加强涉密人员教育 · 全区经管国家秘密人员培训 · 机密性要求 · 三个秘密武器
""",
}

BEYOND = {
    "hard": """
机密 | 【机密】 | [机密] | （绝密） | 「机密」 | 【密】关于防汛的通知 | ㊙ | 机密： | 绝*密 | 绝*密文件 | 机-密
| 机.密文件 | 机/密★1年 | 机·密文件 | 机（密）文件 | 机　密文件 | 机%密%文%件 | 机蜜文件 | 機密文件一份 | 祕密級
| 絕密★30年 | 密級：機密 | 絶密文件 | 机密⭐1年 | 机密⭐️20年 | 机密🌟10年 | 机密✩长期 | 秘密＊10年 | 机密﹡10年
| 机密※5年 | 机密（10年） | 秘密十年 | 机密 20年 | 密★10年 | 密级:机密 | 密级 机密 | 密级为：绝密 | 密级是秘密
| 密级定为秘密 | 密级（秘密） | 密级标注为机密 | 密级：国家秘密 | 定为秘密 | 列为机密 | 属于机密
| 该文件属于国家秘密 | 属国家秘密的文件 | 文件右上角有“机密”字样 | 标着绝密 | 机密级 | 秘密级公文 | 国家秘密级
| 登记收文，省委办，机密，特急 | 登记收文 特急 秘密 省委办 | 机密 特急%关于防汛 | 省委办来文 机密
| 关于防汛的通知（机密） | 一份机密 | 登记机密一份 | 来了份机密 | 机密通知怎么登 | 登记机密、秘密文件各一份
| 收到国家秘密文件一份 | 秘密材料复印两份 | 密件 | 密-件三份 | 机密件 | 涉密件 | 收到密电一份 | 机要件
| 机要文件3份 | 机要5件 | 密码传真 | 涉 密 文 件 | 涉*密文件 | 涉密材料 | 涉密载体交接 | 涉密信息 | 涉密通知
| 这份文件涉密，怎么登记 | 有个涉密的会要订会议室 | 不得外传机密文件1份，登记一下 | 要不机密文件先登记
""",
    "soft": """
送审稿 | 讨论稿 | 条例草案 | 换届人选名单 | 问题线索移交 | 谈话函询 | 林区长航班CA1234到 | 领导车牌号粤A12345
| 内部文件 | 内 部 资 料 | 不得外传 | 仅供领导参阅 | 依申请公开 | 不予公开 | 人事任免 | 干部考察 | 工作 秘密
| 收到保密文件一份 | 身份证号44010119900101123X | 6222021234567890123 | 6222 0212 3456 7890 123
| 联系人13800138000、13900139000、137-0013-7000
""",
    "ok": """
保密协议 | 秘书长 | 解密 | 秘密投票 | 反窃密检查 | 密切关注 | 机构密集 | 无人机密集飞行 | 手机密码重置
| 关闭手机，密切关注天气 | 手机%密切 | 精密电子厂调研 | 保密电话坏了 | 密码锁 | 密集架采购 | 城镇密度 | 加密传输
| 密件抄送 | 计算机密码 | 投影机密封 | 密级：无 | 密级:非密 | 非涉密文件 | 这是非涉密文件，登记一下 | 不涉密，登记
| 不是涉密文件 | 文件是否涉密 | 请勿涉密 | 严禁传输涉密文件的通知 | 不得在微信发送涉密信息 | 涉密人员 | 涉密计算机
| 涉密文件管理培训 | 国家秘密分为绝密、机密、秘密三级 | 保守党的秘密 | 泄露国家秘密案例警示教育片 | 数据机密性保护
| 去机要室 | 提醒我周三上午去机要室 | 机要保密部门 | 机要交通 | 请到机要文件交换站取件 | 商业机密保护
| 三份保密承诺书 | 赴外地考察学习 | 招商线索 | 仅供参考 | 内部审计 | 金溪镇那条是内部 | 只登记内部件一件
| 林区长下午去哪 | 不公开招标 | 公开征求意见 | 会期2026-09-23 2026-09-24 | 13800138000 13800138000 13800138000
| 国办发明电〔2026〕12号 | 督〔2026〕0123号 | 登记收文
""",
}


def _cases(table: dict[str, str], separator: str) -> list[tuple[str, str]]:
    texts = {level: block.replace("\n", " ").split(separator) for level, block in table.items()}
    return [(text.strip().replace("%", "\n"), level) for level, many in texts.items() for text in many]


@pytest.mark.parametrize(("text", "level"), _cases(ANNEX_D, " · "))
def test_annex_d(text: str, level: str) -> None:
    verdict = screen(text)
    assert verdict.level == level
    assert (verdict.rule is None) == (level == "ok")


@pytest.mark.parametrize(("text", "level"), _cases(BEYOND, " | "))
def test_beyond_annex_d(text: str, level: str) -> None:
    assert screen(text).level == level


def test_the_rule_of_sc06_is_h1() -> None:
    assert screen("登记：省委办文件，机密★1年，粤委办发〔2026〕3号，关于……") == ("hard", "H1")
    assert screen("那我只登记标题行吗？").level == "ok"


HARD = [text for text, level in _cases(ANNEX_D, " · ") if level == "hard"]
FILLING = st.text("\u200b\u200c\u2060\ufeff\xad\ufe0f\u0336", max_size=3)
HARMLESS = st.text("登记请把的了明天上午开会关于做好工作，。\n 0123456789", max_size=40)


@given(st.sampled_from(HARD), st.lists(FILLING, min_size=60, max_size=60), HARMLESS, HARMLESS)
def test_hidden_characters_and_surroundings_do_not_help(text: str, filling: list[str], before: str, after: str) -> None:
    hidden = "".join(char + extra for char, extra in zip(text, filling, strict=False))
    assert screen(f"{before}\n{hidden}\n{after}").level == "hard"


@given(
    st.sampled_from(["绝密", "机密", "秘密"]), st.text(" \t\u3000.·-_*★|/'\"“”()（）【】[]", max_size=6), st.booleans()
)
def test_a_level_pulled_apart_is_still_a_level(level: str, between: str, spaced: bool) -> None:
    assert screen(f"{level[0]}{between}{level[1]}{' ' * spaced}文件一份").level == "hard"


ASCII = string.ascii_letters + string.digits + string.punctuation
WIDE = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in ASCII})


@given(st.sampled_from(_cases(ANNEX_D, " · ")))
def test_width_makes_no_difference(case: tuple[str, str]) -> None:
    text, level = case
    assert screen(text.translate(WIDE)).level == level


@given(st.text(max_size=400))
@example("\x00㊙\ud800")
def test_any_text_gets_a_verdict_that_carries_nothing_of_it(text: str) -> None:
    verdict = screen(text)
    assert verdict.level in ("ok", "soft", "hard")
    assert verdict.rule is None or verdict.rule[0] in "HS"
    assert screen(text) == verdict


UNITS = re.findall(
    r"\S+",
    "密 机密 秘密 涉密 密级 密级为 登记 国家秘密 机★ 不得涉 保守 件是 书记 1 绝密、 机( 文件 ★ 机要 机密集 严禁"
    " 非机密 13800138000,",
)


@pytest.mark.parametrize("unit", [*UNITS, "\n密\n"])
def test_long_hostile_texts_take_linear_time(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    # About 20 ms is usual; a rule that looks back and forth takes seconds.
    assert stays_within(0.25, lambda: screen(text))


def test_refusal_carries_the_rule_only() -> None:
    refuse_unless_ok("登记收文")
    with pytest.raises(GuardRefused) as caught:
        refuse_unless_ok("机密★1年 防汛")
    assert (caught.value.rule, str(caught.value), caught.value.args) == ("H1", "H1", ("H1",))
    with pytest.raises(GuardRefused, match="S4"):
        refuse_unless_ok("送审稿")


def test_replies_name_the_office() -> None:
    office = load_office(None)
    reply = hard_reply(office)
    assert reply.startswith("⚠ 您发来的内容可能涉及国家秘密，已停止处理且未保存。请立即撤回该消息并删除手机缓存；")
    assert f"区保密局（{office.phones.secrecy_room}，电话{office.phones.secrecy}）" in reply
    assert "3 取消" in SOFT_REPLY and "纸质登记簿" in PAPER_ONLY
