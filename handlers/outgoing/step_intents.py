"""What can be said of the steps of one paper, from 前置审核 to 转归档 (domain.md 2.3, A.1)."""

from handlers.line import Intent, Slot
from handlers.outgoing import answering, cosign, issuing
from handlers.outgoing import slots as read
from handlers.outgoing.checking import check
from handlers.outgoing.editing import edit, review, send_back
from handlers.outgoing.saying import AT, HEAD, OFFICE, WITH, OnOne, anyone, never
from handlers.outgoing.signing import sign
from handlers.outgoing.terms import Who

STEPS = (
    Intent(
        "check_outgoing",
        "前置审核",
        "发文45号前置审核通过（逐项：发文45号第3项不通过：缺合法性审查意见）",
        (
            (rf"{AT}.{{0,4}}前置审[核查]", 1.4),
            (rf"{WITH}.{{0,4}}第?[1-6一二三四五六][项条].{{0,8}}(?:通过|合格|符合|缺)", 1.35),
            (r"^第?[1-6一二三四五六][项条].{0,10}(?:通过|合格|符合|没问题)", 1.05),
            (r"^(?:第?[1-6]项?[、,，和及\-至到]?){1,6}(?:都|均)?(?:通过|合格|不适用)", 1.0),
            (r"^(?:必要性|政策依据|合法性(?:意见|审查)|协商会签|文种格式)[^。]{0,12}(?:通过|合格|符合|没问题|缺)", 1.1),
            (r"^.{0,6}(?:送|报)前置审核", 1.3),
        ),
        OnOne(check, "check"),
        OFFICE,
    ),
    Intent(
        "edit_outgoing",
        "核稿",
        "发文45号核稿通过",
        ((rf"{AT}.{{0,6}}(?:核稿|核改)(?!人)", 1.4), (rf"{HEAD}核稿", 1.2)),
        OnOne(edit, "edit"),
        OFFICE,
    ),
    Intent(
        "cosign",
        "送会签",
        "发文45号送应急局、住建局会签，9月24日前",
        (
            (rf"{AT}(?:送|请|转|发给|报|需要?|再送|重新送|重送|另送)[^。；;《]{{1,40}}会签", 1.45),
            (
                rf"{WITH}.{{0,4}}会签(?:单位)?(?!同意|完|通过|情况|了|没|不同意|不通过|到)"
                r"[^。；;《]{0,3}[：:，, ]?[\u4e00-\u9fff]{2}",
                1.42,
            ),
            (rf"{AT}.{{0,4}}(?:不用|取消|撤回|不需要|无需).{{0,16}}会签", 1.45),
            (r"^(?:送|请)[^。；;《，,]{2,30}会签", 1.3),
            (r"^(?:已?(?:改好|修改好?|改完)了?[，,]?)?(?:再|重新|重)送[^。；;《，,]{2,30}会签", 1.5),
            (r"^[^。；;《，,已]{2,30}[局委办镇道部院队]会签(?=$|[，,、 ])", 1.1),
        ),
        OnOne(cosign.ask, "cosign"),
        OFFICE,
        (Slot("cosign", read.cosign, required=never),),
    ),
    Intent(
        "cosign_answer",
        "会签答复",
        "同意会签",
        (
            (r"^(?:我(?:局|办|单位|们)?)?(?:不)?同意会签|会签(?:不)?同意|^会签(?:无意见|没意见|完成|完了|意见)", 1.4),
            (rf"{AT}[^。；;《]{{0,30}}(?:已|不同意|同意)会签", 1.5),
            (rf"{AT}[^。；;《]{{0,16}}会签(?:不同意|同意|完了|完成|已?通过|了(?=$|[，,。]))", 1.5),
        ),
        answering.answer,
        anyone(Who.UNIT, Who.CLERK, Who.CHIEF),
    ),
    Intent(
        "sign_outgoing",
        "发文签发",
        "发文45号何副区长已签发",
        (
            (rf"{WITH}[^。；;《期]{{0,16}}(?:签发|送签|报签|签批了)", 1.45),
            (r"^(?:送|呈|报|请)[^。；;《期]{1,12}签发(?!.{0,4}(?:期|信息|日报))", 1.3),
            (r"^.{0,4}[^。；;《期\d]{1,10}(?:书记|长|主任)[^。；;《期]{0,14}签发(?:了|$|[，,。])", 1.2),
            (r"^(?:同意|已)签发(?:了)?$|^签发同意$", 0.8),
            (rf"{HEAD}(?:这|那|该|此)[件份][^。；;《期]{{0,10}}签发", 1.2),
            (rf"{WITH}[^。；;《]{{0,6}}(?:不予签发|暂不签发|不签发)", 1.5),
        ),
        OnOne(sign, "sign"),
        anyone(Who.SIGNER, Who.PROXY, Who.CLERK, Who.CHIEF, Who.UNIT),
        family="sign",
    ),
    Intent(
        "return_draft",
        "退回修改",
        "",
        (
            (rf"{WITH}.{{0,6}}(?:退回修改|退回重改|退改|退回起草|退回拟稿|不予签发|暂不签发)", 1.55),
            (rf"{AT}(?:退回修改|退改|退回起草)", 1.1),
        ),
        OnOne(send_back, "send_back"),
        anyone(Who.SIGNER, Who.PROXY, Who.CLERK, Who.CHIEF),
    ),
    Intent(
        "review_outgoing",
        "复核编号",
        "发文45号复核通过",
        (
            (rf"{AT}.{{0,4}}复核(?!印|人)", 1.4),
            (rf"{WITH}.{{0,2}}(?:编号|启用(?:文号|编号)|正式编号)(?:$|[，,。])", 1.3),
        ),
        OnOne(review, "review"),
        OFFICE,
    ),
    Intent(
        "issue_outgoing",
        "印发",
        "发文45号印发，9月20日，60份",
        (
            (rf"{WITH}(?:已|今天|昨天|于|[\d月日]|[，, ]){{0,12}}(?:印发|印制|送印|付印|交印|印好|印了)(?!的)", 1.4),
            (rf"{HEAD}(?:这|那|该|此)?[件份]?(?:已)?(?:印发(?:了|$|[，,]\s*\d)|送印|付印)", 1.1),
        ),
        OnOne(issuing.issue, "issue"),
        OFFICE,
        (Slot("copies", read.copies, required=never), Slot("count", read.copies, required=never)),
    ),
    Intent(
        "deliver_outgoing",
        "分发",
        "发文45号分发",
        (
            (rf"{WITH}.{{0,4}}(?:分发|下发|发放|发给|发到)", 1.4),
            (rf"{HEAD}(?:这|那|该|此)?[件份]?分发(?:$|[给到：:，, ])", 1.1),
        ),
        OnOne(issuing.deliver, "deliver"),
        OFFICE,
    ),
    Intent(
        "receive_outgoing",
        "发文签收",
        "",
        (
            (r"发文(?:第)?\d{1,4}号?[^。；;]{0,14}签收(?!情况|了没|没|了吗)|签收[^。；;]{0,4}发文", 1.5),
            (rf"{WITH}[^。；;《没未哪]{{2,14}}已签收", 1.3),
        ),
        issuing.receive_named,
        anyone(Who.UNIT, Who.CLERK, Who.CHIEF),
        family="sign",
    ),
    Intent(
        "close_outgoing",
        "发文转归档",
        "",
        ((rf"{AT}(?:转(?:入)?(?:待)?归档|办结归档)", 1.55),),
        OnOne(issuing.close, "close"),
        OFFICE,
        family="close",
    ),
)
