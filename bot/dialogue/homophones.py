"""Words of the office misspelt by their sound: 首文 for 收文, 会意室 for 会议室, 参家 for 参加 (domain.md C.2).

The phone's keyboard and the voice input offer characters that sound alike. One such character in a word of the office
is put right where the word stands by itself; what is a word of its own (会意, 近日, 登机) is left alone, and so is the
body of a text.
"""

import re
from collections.abc import Iterator
from functools import cache
from operator import add
from typing import NamedTuple

_SOUNDS = (
    "局具句居举据聚巨拒剧矩 应英营迎影硬映 城成程诚承 管馆官关观 农浓 审身省 计纪技 税睡水谁 财材裁才 证政正整 "
    "健建件简 卫为位 "
    "安案按暗岸氨昂俺 半办般邦板帮班版伴颁棒搬榜斑 报保包宝抱爆暴胞薄堡饱豹孢 北被备背杯辈贝倍悲碑卑陂備 "
    "比必笔毕币闭避壁臂鼻逼彼碧 便边编遍辩辨鞭扁匾贬卞辫 表标彪镖 察查差茶插擦叉诧杈岔姹茬 "
    "才采财材菜彩裁柴拆猜蔡踩犲 产常场参藏昌厂唱残肠餐惨偿尝畅 车策测侧撤彻册扯厕澈 "
    "成城称程曾承层陈沉臣乘呈诚尘晨 此次持吃词刺池磁辞赤尺迟慈齿驰 出处除初楚础促触储粗畜厨醋簇 "
    "代带待戴袋呆贷逮岱歹怠傣黛 当但党单弹担丹蛋淡胆荡旦档挡诞 到道导倒岛刀盗稻蹈捣悼祷 等登灯邓瞪凳 "
    "点电典殿店颠奠甸垫淀滇佃 调掉雕吊钓 定顶丁订钉 度独读毒督杜肚赌堵睹笃妒 多夺躲朵舵垜 发法罚乏伐阀 "
    "方放反防房范饭犯翻繁访凡泛纺番 改该概盖丐钙溉 高告搞稿糕膏皋诰 个各革格哥歌阁隔割葛戈搁胳鸽 "
    "工公共功宫供攻贡拱恭弓巩躬汞 规贵归鬼桂跪轨柜硅龟圭瑰诡闺 好号毫豪耗 和合河何核喝荷赫贺鹤盒呵 "
    "红洪宏鸿轰哄虹烘弘闂 后候厚侯猴喉吼 化话华花划画滑哗 黄皇环欢换缓患荒慌唤晃幻煌 "
    "会回挥汇灰毁恢绘辉惠徽慧悔贿讳 机级及己基计几济技记集即际积极纪急 家加价架假甲嘉佳驾贾夹嫁颊钾 "
    "建将间见江件检降监剑讲简坚渐减 解结接界节阶街介届姐借截皆戒杰 经进金今京近精境仅尽紧景竟惊荆 "
    "就究九酒久救旧纠舅揪鸠灸 看抗康刊堪砍勘炕坎慷亢扛槛瞰 快块筷 亏溃愧魁逵盔窥奎葵馈 "
    "里理力立利历李离例礼丽黎隶厉 两量联连脸良练亮粮梁莲辆凉炼链 领林令另临陵灵岭零龄邻凌磷淋霖 "
    "路陆录露鲁鹿卢炉芦禄虏麓庐卤胪 落罗络洛逻螺锣骆 律率旅绿虑吕履屡 民明名命敏鸣铭闽 那拿哪纳娜钠呐 能嫩 "
    "你尼泥拟逆腻倪妮匿 派排牌拍 配培陪佩赔 批皮匹披辟疲脾屁劈僻啤譬 平品评频贫凭聘瓶屏拼苹萍坪乒 "
    "其起期气器企七奇齐旗汽骑妻启弃 前强千钱枪墙潜签抢迁浅牵乾遣腔 情清亲青轻请庆侵秦倾勤琴顷殑钦 "
    "区去取曲趣趋屈驱渠娶躯 全权泉圈券拳劝 人任认仍忍仁刃 如入乳辱汝 上三山商伤善尚散闪赏陕丧扇 "
    "生身省声什神深甚胜审升盛圣伸森 是时市事实十使石世四司师式斯史室示 送宋松讼颂诵耸嵩 "
    "手首受收守授售搜寿艘兽瘦嗽 数书术属速素苏树输述诉熟束俗署 太台态泰抬胎汰苔 体提题替梯踢蹄惕剃 天田添甜填 "
    "听停庭廷厅艇亭 同通统痛童铜筒桐桶 头投透偷 推退腿褪 外歪 为位委未维围卫微味威危韦谓尾唯 文问闻温稳纹吻 "
    "无物武务五吴午屋误舞乌伍污吾雾 西溪系息席细习喜希吸戏析洗袭稀悉 下夏辖峡吓瞎侠狭霞虾暇匣 "
    "现相想向先县线像象项响显乡限香 小笑校消效销孝晓萧肖啸硝 些协写谢械斜胁歇鞋携邪泄谐卸 "
    "行心新性形信型兴星姓刑幸醒辛薪 训寻迅讯询巡循逊勋旬驯 样眼阳言研央严杨演验养洋沿岩烟延 要药摇腰咬邀妖耀遥瑶 "
    "一以已意义议易依医艺亿益宜衣异 用永拥勇涌庸佣泳雍 于与育鱼语余域玉预遇雨御予欲誉逾 "
    "员院原元远源园愿圆袁缘援怨 月约越曰岳跃阅悦瀹 长战展张站占章掌咱障丈赞涨仗暂账 "
    "政正真增争整怎证镇征阵针震珍振 子自之只制治知资直至指职质字值执 中种重总众终宗钟纵忠综肿踪仲衷 "
    "州走周洲奏轴舟宙皱骤昼粥咒邹肘 主族组住足注助著筑朱祖逐诸驻竹 专转装状庄壮撞钻砖撰赚妆桩 "
    "作做左坐座桌昨捉卓佐琢"
)
"""Characters that sound alike, tones and zh/z, sh/s, ch/c, -ng/-n not told apart; those that office words need."""
_WORDS = (
    "收文 发文 来文 登记 督办 督查 立项 反馈 进展 会议 会议室 会议通知 签到 签收 请假 参加 替会 呈送 转办 办结 "
    "退文 延期 纪要 座次 座位 投稿 来稿 供稿 编发 签发 编入 审核 采用 采纳 批示 日报 今日 快报 专报 简报 通报 "
    "值班 带班 换班 调班 通讯录 电话 手机 报备 外出 领用 改革 档案 归档 整改 统计 总结 帮助 建议 投诉 退订 订阅 "
    "撤销 撤回 取消 人工 阅件 办件 特急 加急 平急 平件 急件 多功能厅 今天 明天 后天 下周 上午 下午 查询 牵头 配合 "
    "协办 主办 议定 回执 改期 推迟 提前 红牌 黄牌 督办单 阅毕 已阅 圈阅 呈批 呈阅 拟办 会签 核稿 例会 日程 安排 "
    "台账 进度 逾期 信息 座签 桌签 绿灯 红灯 黄灯 缓急 标题 文号 用品 报刊 征订 研究 落实 整理 联络员"
)
_SOUND_ALIKE = (
    "已约 一定 上屋 主板 予期 以定 会前 会意 体会 几件 前头 加计 半件 即要 发问 取笑 台站 台长 回签 墙头 增订 已定 "
    "帮主 平江 平级 平降 幻灯 快包 快抱 急要 急降 惊天 成批 手技 手记 抢到 抢发 抢收 推辞 撤消 政改 整粒 文豪 "
    "景天 机件 机要 板结 查寻 查讯 桌前 正理 法文 测回 特技 特集 理会 电化 登基 登机 登极 真理 督察 立像 立现 "
    "竟日 精度 组办 终结 经度 编法 落市 落石 见报 计件 订约 记要 讲议 财用 转报 迁到 近日 进占 进站 进账 通宝 "
    "问号 零用 潜到 换灯 投书 汇签 会审 议程 发稿 高级 特寄 提钱 落时 立向 今夕 新西 专包 表题 标提 先到 主半 "
    "就到 新系 时间 心系 机构 一订 已订 下州 登陆 前期 政府 整个 全体 发放 收问 同报 通告 通知 快到 到期 进去 "
    "进入 来问 反对 方案 建筑 建设 工人 人公 回之 回直 看到 查到 收到 送到 前到期 签名 座机 作为 做为 做位 做此 "
    "特级 你办 会议是 加级 加机 情假 清假 手文 延起 阅至 预期 任工 千头 下走 下雾 改起 "
    "提枪 作次 纪律 换办 待办 代办 带办 半结 办节 半截 班级 转班 专班 主班 提办 协班"
)
"""Sound like a word of the office and mean something else, or are read with care elsewhere (spelling.py)."""
_OWN_WORDS = frozenset(_SOUND_ALIKE.split(" "))
_UNIT_WORDS = (
    "住建 发改 教育 卫健 城管 交通 农水 文旅 工信 经信 人社 民政 司法 商务 审计 统计 税务 消防 公安 海关 财政 应急"
)
_LIGHT = frozenset("请帮我要想个次查看下了的把将再嗯就先去到在吧呢哈啊吗呀份件条张一二三四五六七八九十两表情给是没")
"""Characters beside which a word still stands by itself."""
_SEARCHED = 60
"""How far into a message one is looked for: commands stand at its head."""
_BODY = re.compile("[：:《“]|关于")
_SHORT = 40
_HAN = re.compile("[\u4e00-\u9fff]")


class Misheard(NamedTuple):
    """What was typed, what was meant, and where it stands."""

    said: str
    meant: str
    span: tuple[int, int]


@cache
def _sounding() -> dict[str, str]:
    """What each character sounds like."""
    found: dict[str, str] = {}
    for sounds in _SOUNDS.split(" "):
        for char in sounds:
            found[char] = found.get(char, "") + sounds
    return found


def alike(word: str) -> Iterator[str]:
    """The word with one character replaced by one that sounds alike."""
    for place, char in enumerate(word):
        for other in _sounding().get(char, ""):
            if other != char:
                yield word[:place] + other + word[place + 1 :]


@cache
def _variants() -> dict[str, str]:
    """Each misspelling and its word."""
    words = _WORDS.split(" ")
    found: dict[str, str] = {}
    for word in words:
        for typed in alike(word):
            if typed not in _OWN_WORDS and typed not in words:
                found.setdefault(typed, word)
    return found


@cache
def _slips() -> frozenset[str]:
    """Two neighbours in each misspelling that its word does not have."""
    found = set()
    for typed, word in _variants().items():
        place = max(0, next(at for at, char in enumerate(word) if typed[at] != char) - 1)
        found.add(typed[place : place + 2])
    return frozenset(found)


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in _variants()} - {2}, reverse=True))


def misheard(text: str) -> list[Misheard]:
    """The misspelt words of the office in the head of the text, in order."""
    body = _BODY.search(text) if len(text) > _SHORT else None
    head = text[: min(body.start() if body else _SEARCHED, _SEARCHED)]
    if _slips().isdisjoint(map(add, head, head[1:])):
        return []
    variants = _variants()
    found: list[Misheard] = []
    for length in _lengths():
        for start in range(len(head) - length + 1):
            if head[start : start + length] in variants:
                _note(found, head, start, head[start : start + length])
    for start in range(len(head) - 1):
        typed = head[start : start + 2]
        if typed in variants and _alone(head, start):
            _note(found, head, start, typed)
    return sorted(found, key=lambda one: one.span)


def _note(found: list[Misheard], head: str, start: int, typed: str) -> None:
    meant = _variants().get(typed)
    end = start + len(typed)
    if meant is not None and not any(a < end and start < b for _, _, (a, b) in found):
        found.append(Misheard(typed, meant, (start, end)))


def _alone(head: str, start: int) -> bool:
    """Whether the two characters are a word here: at the head of a clause, or between light words and office words."""
    before, after = head[max(0, start - 2) : start], head[start + 2 : start + 4]
    if head[start + 1 : start + 3] in _whole() or head[max(0, start - 1) : start + 1] in _whole():
        return False
    if not before or not _HAN.match(before[-1]):
        return not after or _fits(after, after[0]) or start == 0 or head[start - 1] in " 　，,"
    return _fits(before, before[-1]) and (not after or _fits(after, after[0]))


def _fits(neighbours: str, nearest: str) -> bool:
    return not _HAN.match(nearest) or nearest in _LIGHT or neighbours in _known()


@cache
def _whole() -> frozenset[str]:
    """Words that no neighbour takes a character of: 帮住建局 is not 帮助."""
    return frozenset((*_WORDS.split(" "), *_UNIT_WORDS.split(" ")))


@cache
def _known() -> frozenset[str]:
    pairs = (word[at : at + 2] for word in _WORDS.split(" ") for at in range(len(word) - 1))
    return frozenset({*pairs, "工作", "季度", "年度", "事项", "任务", "收文", "督查", "清单", "刚才", "发我"})
