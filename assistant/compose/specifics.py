"""What a question wants exactly: a proper name, a day, an address, what really happened.

A plan says that one hospital is paired, not which; that a fair is held in August, not on which day. Such a
statement speaks of all that the question speaks of and yet does not answer it.
"""

from __future__ import annotations

import re

from assistant.figures import figures
from corpus.citation import find_numbers
from corpus.places import places, short_name

_SORT = "公司|医院|学校|银行|协会|高校|大学|集团|酒店|宾馆|饭店|园区|基地|企业|工厂|超市|小区|车站|机场|码头"
#: 哪家医院, 哪两所学校, 学校都叫什么: a proper name of such a one is wanted.
_WHICH = re.compile(
    rf"哪(?:些|[一两二三几])?(?:个|家|所|座|处|间)?({_SORT})|({_SORT})(?:都|分别)?(?:叫|名称|名字)(?:是)?(?:什么|啥|哪)"
)
#: What stands before such a word without naming one: 1家医院, 对口学校, 职业技术学校.
_GENERIC = re.compile(
    r"(?:[\d一二两三四五六七八九十百几多各每某该本][个家所座处间批些]?|有关|相关|对口|结对|当地|本地|各级|各类|国内|知名|重点|贫困|"
    r"公立|民办|职业|技术|中等|高等|中职|职教|院校|帮扶|龙头|优秀|中小微?|合作|扶贫|示范|劳务|农业|现代|产业|"
    r"等|的|与|和|及|或|、|"
    r"地区|市本级)$"
)
#: 叫什么名字, 姓名: a person is to be named.
_PERSON = re.compile(
    r"姓名|(?:领导|干部|人员|专家|医生|教师|老师|同志|处长?|副处|科长|局长|县长|市长|区长|镇长|书记|主任|组长|负责人|联系人|专员)"
    r"(?:都|分别)?(?:叫|是)(?:什么|啥)名?|(?:什么|啥)名字|是哪位"
)
_NAMED = re.compile(
    r"(?:长|书记|主任|委员|秘书|先生|女士|同志)[：:\s　]*[一-鿿]{2,3}(?=[，,。；;、\s　）)]|同志|$)"
    r"|[一-鿿]{2,3}同志"
)
_DAY = re.compile(r"几号|几月几[号日]|具体(?:是)?哪(?:一)?[天日]")
_ADDRESS = re.compile(
    r"(?:哪|什么)(?:一)?条?(?:路|街|大道|巷)|住(?:在)?哪|地址|门牌|几楼|哪(?:一)?(?:栋|幢|层)"
)
_ADDRESSED = re.compile(r"[路街巷道]\d|\d+号|大厦|大楼|大道|酒店|宾馆|会议中心|路(?=[，。；、]|$)|地址")
#: What happened, where a plan says only what is to happen.
_REALLY = re.compile(r"实际(?:上)?(?!情况|需要|购|工作|问题|出发|应用|缴)|真正(?:完成|到位|落实)")
_HAPPENED = re.compile(r"已|实际|截[止至]|了|达到|完成了|实现了|增长|上年")

#: 罚多少, 扣多少: what is taken, where another clause says what is given.
_PENALTY = re.compile(
    r"(?:罚(?:款|钱)?|扣(?:款|钱|分))(?:是|了|到|个|的)?(?:多少|几)|扣多少(?:钱|款|分)|怎么罚"
)
#: 要交哪些材料: papers are wanted, where another clause says who may apply.
_PAPERS = re.compile(r"(?:什么|啥|哪些|哪几[样种份]?)(?:申请|申报|证明)?(?:材料|资料|证件|手续|证明)")
_PAPER = re.compile(r"材料|资料|证[明件书]|[登记申请审批][表书]|复印件|原件|合同|手续|凭证|票据|文件|报告")
#: 每个学位补助多少: what is given for each of these, where another clause says it for each of those.
_PER = re.compile(
    r"每(?:一)?[个名张家位所座项台辆套]([一-鿿]{1,4}?)"
    r"(?=能|可|补|奖|给|资助|支持|多少|最高|最多|一次|[要是有])"
)
_PER_OTHER = re.compile(r"每(?![年月日天周季次批人名位户])|每[新增]")
_SORT_OF_UNIT = re.compile(r"[县区市镇乡村户人员亩吨]$")
#: A 文号 (document number) is wanted.
_NUMBER = re.compile(r"文号|发文字号|[几哪]号文|多少号文?$|文件号")
#: A telephone number, an address of mail or of the net.
CONTACT = re.compile(r"电话|手机号|座机|联系方式|号码")
_CONTACTED = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－ ]?)?\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)|(?<!\d)1[02]\d{3}(?!\d)"
)
_ONLINE = re.compile(r"网址|网站(?:地址|是)|邮箱|邮件地址")
_ONLINE_AT = re.compile(r"(?:https?://|www\.)\S|[\w.-]+@[\w-]+\.\w|\w\.(?:gov|com|org|net|edu)\b", re.A)
_PENALISED = re.compile(r"罚|扣|没收|滞纳|加处|处[^，。；]{1,12}元")


def specific_enough(text: str, asked: str) -> bool:
    """Return whether a statement is as exact as a question wants it.

    Args:
        text: The statement.
        asked: The question.
    """
    if which := _WHICH.search(asked):
        return _names_one(text, which.group(1) or which.group(2), asked)
    if _PERSON.search(asked):
        return bool(_NAMED.search(text))
    if _DAY.search(asked):
        return any(
            (figure.kind == "date" and "日" in figure.text) or "号" in figure.text for figure in figures(text)
        )
    if _ADDRESS.search(asked):
        return bool(_ADDRESSED.search(text))
    if per := _PER.search(asked):
        unit = per.group(1)
        same = unit in text or bool(_SORT_OF_UNIT.search(unit) and unit[-1] in text)
        if not same and _PER_OTHER.search(text):
            return False
    if _NUMBER.search(asked):
        return bool(find_numbers(text))
    if _PAPERS.search(asked):
        return bool(_PAPER.search(text))
    if CONTACT.search(asked):
        return bool(_CONTACTED.search(text))
    if _ONLINE.search(asked):
        return bool(_ONLINE_AT.search(text))
    if _PENALTY.search(asked) and not _PENALISED.search(text):
        return False
    if _REALLY.search(asked):
        return bool(_HAPPENED.search(text))
    return True


def _names_one(text: str, sort: str, asked: str) -> bool:
    """Whether a text names a hospital, a school, …, that the question does not name itself."""
    for match in re.finditer(sort, text):
        before = re.split(r"[，,。；;：:（()）“”\s]", text[: match.start()])[-1][-12:]
        if not before or _GENERIC.search(before):
            continue
        named = [place for place in places(before) if short_name(place.full) not in asked]
        # 临洮县人民医院 names one; 仓山区医院 in answer to a question about 仓山 does not say which.
        if named or re.search(r"人民|中心|第[一二三四五六七八九十]|中医|附属|师范|实验", before[-4:]):
            return True
    return False
