"""Messages as an office writes them, and texts that nobody writes: the corpus of `bench explain`."""

import random

SHORTEST, LONGEST = 15, 80
_SENTENCES = """
登记收文：{urgency}，{sender}，{code}〔2026〕{n}号，《关于{matter}的通知》，{kind}，{due}反馈
收文登记 {sender} {code}〔2026〕{n}号 关于报送{matter}情况的函 {urgency} {kind} {due}报
{n}号呈送{leader}、林区长，请于{due}批示，批示后转{unit}办理
订{room}会议室，{day}{clock}到{later}，{matter}例会，{few}人左右
{day}{clock}全区{matter}工作会议，3楼{room}，{leader}主持，各镇街和{unit}主要负责人参加，{due}回执
督0{n}申请延期到{day}，因为施工单位设备没有到场，现场还要再协调一次
督办那个{matter}的到哪了，{unit}上次说{due}完成，现在有没有反馈
进展：已完成{matter}前期手续，正在开展现场施工，预计{day}完成，存在资金拨付慢的问题
立项督办：{matter}，{unit}牵头，区财政局、区发改局配合，{due}完成，{every}反馈进展
投稿：《{unit}扎实推进{matter}》今年1至8月，全区规模以上工业增加值同比增长{few}.8%，新增企业{few}家
会议议定：由{unit}牵头，区财政局、区住建局配合，于{due}完成{matter}
麻烦帮我查一下上个月{sender}发来的关于{matter}的通知现在办到哪一步了
请假，{day}到外地参加{matter}培训，工作由吴副局长代理，{due}回来
领{few}支签字笔 {few}包A4纸，{day}{clock}过来拿可以吗
以后{every}开{matter}调度例会，遇节假日顺延到前一工作日，{room}会议室
{day}谁值班？带班领导电话多少，{clock}以后打哪个电话
请各镇街于{every}将上月{matter}进展情况报送区委督查室，逾期不报的将予以通报
{code}〔2026〕{n}号转办{unit}牵头，区城管局配合，{due}反馈，{urgency}
收到，参加，派吴副局长和{few}名工作人员，晚到{few}分钟左右
不对，是{day}{clock}，不是周二，标题也错了，应该是关于{matter}的通知
本办法自印发之日起{few}个工作日内报{sender}备案，{every}前更新一次
{day}的会改到{due}，地点不变，通知{unit}和各镇街
"""
_WORDS = {
    "urgency": "特急 加急 平件 平急",
    "kind": "办件 阅件",
    "sender": "市委办 市政府办 市发改局 省应急厅 市督查室",
    "code": "南委办 南府办函 南发改函 云湾府办 粤应急",
    "matter": "安全生产大检查 防汛备汛 重点项目前期工作 档案移交 三季度重点工作 森林防火 营商环境优化",
    "leader": "周书记 何副区长 何晓东",
    "unit": "住建局 应急局 区发改局 金溪镇 白石街道",
    "room": "201 301 302",
    "clock": "上午9点 下午2点半 15:30 下午三点 上午10时",
    "later": "11点半 下午5点 17:30 12:00",
    "due": "9月25日前 明天上午10点前 三个工作日内 月底前 下周三下班前 国庆前 10月20日前 五日内 年底前",
    "day": "9月24日 明天 下周三 后天 10月9日 本周五 二十八号 9.28 国庆后第一个工作日",
    "every": "每周五上午9点 每月5日前 每季度末 每两周周三 每月最后一个工作日",
}
_PIECES = (
    "一 1 上 下 每 1到 今天 3点到 每年1月1日、 大约 农历 《 9月10日、 最后 自 登记收文， 不对，是 〔2026〕12号 请假",
    "《关于 督 住建局、 关于 的通知 区委 区政府 王副区长最近 301 〔2026 ) 零 半 每周一、 10月8日- 8:00-1到 节后 会前",
    "机密 绝★密 不是A是 1380013800 查一下 会议室 改成 派王 1203、 😀",
    "应急 财政 统计农水 --- > 书记 10:00-11:00周明远 函成为到3点到 点上午分",
)
HOSTILE = (*" ".join(_PIECES).split(" "), " ", "\t", "\u3000", "\n", "1203 ", "查1203 ")
"""Repeated to fill a message, each of these was or could have been slow once."""


def sayings(count: int, seed: int = 20260918) -> list[str]:
    """So many messages, the same for the same seed."""
    rng = random.Random(seed)
    sentences = [line for line in _SENTENCES.splitlines() if line]
    words = {name: choices.split(" ") for name, choices in _WORDS.items()}
    made: list[str] = []
    while len(made) < count:
        values: dict[str, object] = {name: rng.choice(choices) for name, choices in words.items()}
        values["n"], values["few"] = rng.randint(1, 400), rng.randint(2, 30)
        said = rng.choice(sentences).format(**values)[:LONGEST]
        if len(said) >= SHORTEST:
            made.append(said)
    return made


def hostile(length: int, seed: int = 1) -> list[str]:
    """Texts of that length: each piece over and over, and mixtures of all the words that the grammars know."""
    rng = random.Random(seed)
    pieces = [*HOSTILE, *(word for choices in _WORDS.values() for word in choices.split(" "))]
    whole = [(piece * length)[:length] for piece in HOSTILE]
    return whole + ["".join(rng.choices(pieces, k=length))[:length] for _ in range(20)]
