"""机关日常: 报刊征订, 月度事项, 考核编制材料时限, 借阅 (domain.md 6.6; S63, S72, S75–S78)."""

from handlers.registers.declaring import HEADS, STAFF, Closing, Field, Register, Reminds, any_of
from storage.office import Role

_LOGISTICS = (Role.LOGISTICS, Role.SECRETARY_CHIEF, Role.CLERK)
_AMOUNT = r"\d[\d.,]*\s*[万亿]?元|(?:工资|奖金|税款|社保费|绩效)\D{0,4}\d{3,}"
_NO_AMOUNT = "这里只提醒办理时间，不记金额。请删去金额后重说，如“工资数据已报”。"

SUBSCRIPTION = Register(
    name="subscription",
    title="报刊征订台账",
    noun="征订",
    said=r"(?:党报党刊|报刊|报纸|刊物|杂志|党刊)(?:征订|订阅)?(?:台账|清单)?|征订(?:台账|清单)?",
    example="征订《秘书工作》3份，《中国纪检监察报》2份",
    fields=(
        Field(
            name="title",
            heading="报刊名称",
            kind="title",
            label="报刊",
            pattern=r"(人民日报|求是|半月谈|秘书工作|光明日报|经济日报)",
            ask="征订哪种报刊？",
        ),
        Field(
            name="copies",
            heading="份数",
            kind="int",
            pattern=r"(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*[份套本]",
            ask="几份？",
        ),
        Field(name="for_year", heading="征订年度", pattern=r"(20\d\d)年"),
    ),
    writes=any_of(*STAFF),
    reads=any_of(*STAFF),
    enters=(
        (r"^\W*(?:登记|我要?|要|想|请)?(?:征订|订阅|订)(?:一?下)?(?:20\d\d年(?:的)?)?.{0,24}[份套]", 1.45),
        (r"(?:报刊|报纸|党刊|刊物)征订[，,：: ].{0,30}[份套本]", 1.5),
        (r"^\W*(?:征订|订阅).{0,6}(?:《[^》]{2,24}》|报刊|党报|党刊)", 1.42),
    ),
    lists=((r"(?:报刊|征订).{0,6}(?:清单|台账|情况|有哪些|订了|多少|汇总)", 1.5),),
    unless="会议室|收文|来文|退订|投稿|采用|日报退|发文",
    closings=(Closing(state="已订", words="已?订好|征订完成|已订|完成"), Closing(state="已取消", words="取消|不订")),
    on="",
    parts=r"《?(?P<title>[\u4e00-\u9fff]{2,20})》?\s*(?P<copies>\d{1,4})\s*[份套]",
    family="supplies",
)

MONTHLY = Register(
    name="monthly",
    title="月度事项",
    noun="月度事项",
    said=r"月度事项",
    example="本月工资数据已报送",
    fields=(
        Field(
            name="title",
            heading="事项",
            kind="enum",
            ask="办好了哪一项？（工资数据、个税申报、社保缴费、报账）",
            words={
                "工资数据": "工资",
                "个税申报": "个税|个人所得税|税款?申报|报税",
                "社保缴费": "社保|公积金",
                "报账": "报账|报销",
            },
        ),
        Field(name="year", heading="年度", default="year"),
        Field(name="month", heading="月份", pattern=r"(\d{1,2}月)份?(?!\d)", default="month"),
        Field(name="on", heading="办理日期", kind="date", past=True, default="today"),
    ),
    writes=any_of(*_LOGISTICS),
    reads=any_of(*_LOGISTICS, *HEADS),
    enters=(
        (
            r"^(?!.*(?:通知|登记收文|提醒我)).{0,10}(?:工资(?:数据|表)?|个税|个人所得税|社保|报账|报销).{0,6}(?:已|办好|报好|完成|申报了|报了|办完|报完|交了)",
            1.4,
        ),
    ),
    lists=((r"月度事项|(?:本月|这个月).{0,6}(?:工资|个税|社保).{0,6}(?:办了|报了|没有|吗)", 1.35),),
    unless="█|收文|来文|投稿|多少钱|督",
    states=("已办",),
    on="on",
    once=("year", "title", "month"),
    refuses=_AMOUNT,
    refusal=_NO_AMOUNT,
)

APPRAISAL = Register(
    name="appraisal",
    title="考核材料时限",
    noun="考核材料",
    said=r"(?:平时|年度|季度|绩效|公务员|合同制(?:职员)?|机构编制|改革)*(?:考核|考评|评估|编制)(?:材料|表格)(?:时限|台账)?",
    example="登记考核材料：公务员第三季度平时考核登记表，9月30日前交，张敏",
    fields=(
        Field(name="title", heading="材料", kind="title", ask="什么材料？"),
        Field(name="due_on", heading="提交时限", kind="date", due=True, near="前|交|报送|提交", ask="哪天前交？"),
        Field(name="person", heading="负责人", kind="person", label="负责人"),
    ),
    writes=any_of(*STAFF),
    reads=any_of(*STAFF),
    enters=(
        (r"^(?!.*档案).{0,4}(?:登记|记|新增|加)?.{0,4}(?:考核|考评|评估|编制).{0,2}材料", 1.4),
        (r"(?:登记|记)(?!.*档案)[^，,。]{0,14}(?:考核|考评)[^，,。]{0,8}(?:表|材料)", 1.42),
    ),
    lists=((r"考核材料.{0,6}(?:有哪些|清单|时限|台账)|(?:哪些)?考核(?:材料|表).{0,4}(?:没交|要交|什么时候交)", 1.45),),
    unless="█|收文|来文|投稿|档案|会议|督|提醒我",
    closings=(Closing(state="已交", words="已?(?:交|提交|报送)了?|完成"), Closing(state="已取消", words="取消")),
    reminds=(Reminds(field="due_on", before=2, to="person", text="提交"),),
    on="due_on",
    refuses=r"(?:评为|得|定为|等次|结果)\D{0,4}(?:好|较好|一般|较差|优秀|称职)|得分|\d+分",
    refusal="这里只提醒材料时限，不记考核等次和得分。请删去后重说。",
)

LOAN = Register(
    name="loan",
    title="非密文件借阅登记",
    noun="借阅",
    said=r"(?:文件)?借阅(?:登记|台账)?",
    example="借阅登记：《2026年工作要点》，张敏，9月30日前归还",
    fields=(
        Field(name="title", heading="文件", kind="title", ask="借阅哪份文件？（仅限非密文件）"),
        Field(name="person", heading="借阅人", kind="person", label="借阅人"),
        Field(name="on", heading="借阅日期", kind="date", past=True, default="today"),
        Field(name="due_on", heading="归还时限", kind="date", due=True, near="归还|还", ask="哪天前归还？"),
    ),
    writes=any_of(Role.ARCHIVIST, Role.CLERK, Role.SECRETARY_CHIEF),
    reads=any_of(Role.ARCHIVIST, Role.CLERK, *HEADS),
    enters=(
        (r"^\W*(?:登记)?(?:文件|档案)?借阅(?!室|规定|制度).{0,2}(?:[：:《，, ]|登记)", 1.5),
        (r"(?:借阅|借走|借了|借出)了?《[^》]+》", 1.4),
    ),
    lists=((r"借阅.{0,4}(?:台账|情况|有哪些|谁|没还|未还)|没还的文件", 1.52),),
    unless="收文|来文|投稿|会议室",
    lead="借阅|借走|借出|借",
    states=("借出",),
    closings=(Closing(state="已归还", words="已?归还|还了|已还"),),
    reminds=(Reminds(field="due_on", before=0, to="person", text="归还"),),
    family="",
)
