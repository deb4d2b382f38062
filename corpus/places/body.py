"""Names of bodies (机构) in running text: offices, committees, companies, schools, by rules of form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.places.place import places

_HAN = r"\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Body:
    """The name of a body that stands in a text.

    Attributes:
        name: As written, such as 市财政局 or 福州市仓山区人民政府.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    name: str
    start: int
    end: int


# What a body's name ends in; what may not follow, because it would make another word.
# fmt: off
_ENDING = (
    "人民政府办公[厅室]|人民政府|人民代表大会常务委员会|人民代表大会|人大常委会|政协委员会|常务委员会|常委会"
    "|委员会办公室|委员会|管委会|居委会|村委会|组委会|纪律检查委员会|领导小组办公室|领导小组|工作专班|工作组|工作队"
    "|指挥部|街道办事处|办事处|政府办公[厅室]|政府办|政府(?!性|主导|引导|推动|采购|购买|投资|网|工作报告|规章|信息)"
    "|人民法院|法院|人民检察院|检察院|军分区|人武部|武装部|公安局|派出所|监狱"
    "|妇联|妇女联合会|总工会|工会(?!经费|会员)|团委|共青团|科协|残联|工商联|文联|侨联|红十字会|慈善总会|总会|供销社|供销合作社"
    "|联合会|协会|学会|商会|基金会|促进会|研究会|理事会|有限责任公司|股份有限公司|有限公司|集团公司|公司|集团"
    "|总行|分行|支行|银行(?!业|卡|账|贷)|医院|卫生院|疾控中心|大学(?!生)|学院|中学|小学|幼儿园|学校|研究院|研究所|实验室"
    "|中心(?!任务|工作|城|区|村|镇|思想|环节|小学|组|目标|内容)|总局|分局|(?<!局)局(?![面部限势中长])|厅(?![级])|总署|署(?![名])"
    "|委(?![员托派任培以])|(?<![干东西南北中内外全局大头底])(?<!决策)部(?![门分署队委级位件])|办公室|办公厅|(?<![举主承兴开创协合自停查督交申])办(?![法理公事学医好实班展成案件结])"
    "|博物馆|图书馆|文化馆|档案馆|电视台|广播电台|报社|大队|支队|总队|站(?![点位在])|处(?![理罚置级于室分以])|人大|政协|监委|纪委"
)
_ENDINGS = re.compile(rf"(?:{_ENDING})")

# Characters that no name of a body holds: particles, verbs of a sentence, punctuation.
_STOP = (
    r"的|了|等|将|把|被|应(?![用急对])|要|须|可(?!再)|能(?!源)|已|由|向|到|在|从|对(?![口外台])|为|给|让|使|是|有关|相关|各|该|每|某|其|本|我|两|双方|任何|以上|以下|"
    r"同级|上级|下级|当地|所在|负责|牵头|会同|组织(?![部人])|委托|关于|挂职|举办|主办|承办|参与|开展|加强|建立|制定|协助|支持|选派|派驻|派出(?!所)|"
    r"报送|上报|呈报|成立|设立|邀请|参加|具体|及其|以及|或者|按照|根据|通过|所属|直属|直各|直有|县级|市级|省级|区级|乡级|镇级|国家机关|决策|部署|印发"
)
# fmt: on
_INNER = rf"(?:(?!{_STOP})[{_HAN}·]){{0,16}}?"

# A name that begins with its level, where what stands before cannot belong to it.
_LEVEL = re.compile(
    rf"(?<![{_HAN}])(?:团?[省市县区州镇乡]|国家|中央|全国|中国|中共|国务院|最高|人民)"
    rf"|(?<=[由和与及或向报经会同对将在到派任、])(?:团?[省市县区州镇乡]|国家|中央|全国|中共|国务院)(?![民场容域位级长])"
)

# Bodies of the state, which stand alone.
_STATE = re.compile(
    r"国务院(?:办公厅)?|党中央|中共中央(?:办公厅)?|全国人民代表大会(?:常务委员会)?|全国人大(?:常委会)?|全国政协|中央军委|中央纪委"
    r"|最高人民(?:法院|检察院)|海关总署|国家税务总局|税务总局|市场监管总局|国家[\u4e00-\u9fff]{2,12}?(?:总局|局|委员会|委|署|中心)"
    r"|(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源社会保障|人力资源和社会保障|自然资源"
    r"|生态环境|住房城乡建设|住房和城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|退役军人事务|应急管理|中央组织|中央宣传"
    r"|中央统战|铁道|卫生|国土资源|环境保护)部(?![门分署队委级])|中国人民银行|审计署|中国民航局|民航局|国家卫生健康委|全国总工会"
)


def bodies(text: str) -> tuple[Body, ...]:
    """Find the bodies named in a text, in reading order, none inside another.

    Names that begin with a place (福州市仓山区人民政府) or a level (市财政局, 区委组织部, 团市委), bodies of
    the state (国务院, 财政部), and the items of a list of 责任单位. 有关部门, 各县区政府, 市直单位 and the like
    are no names.
    """
    found = [*_anchored(text), *_matches(_STATE, text), *_listed(text)]
    kept: list[Body] = []
    for body in sorted(found, key=lambda body: (body.start, -body.end)):
        if not kept or body.start >= kept[-1].end:
            kept.append(body)
    return tuple(kept)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Body]:
    for match in pattern.finditer(text):
        yield Body(match[0], match.start(), match.end())


def _anchored(text: str) -> Iterator[Body]:
    """Names whose left edge is a place or a level."""
    starts: dict[int, int] = {}
    chain = last_end = -1
    for place in places(text):
        first = chain if place.start == last_end else place.start
        starts[first] = place.end
        chain, last_end = first, place.end
    for match in _LEVEL.finditer(text):
        starts.setdefault(match.start(), match.end())
    for start, inner in sorted(starts.items()):
        prefix = "中共" if text.startswith("中共", start - 2) else ""
        name = _longest_name(text, inner)
        if name:
            yield Body(text[start - len(prefix) : name], start - len(prefix), name)


_TAIL = re.compile(rf"(?:{_INNER}(?:{_ENDING}))+")
_TAIL_ONE = re.compile(rf"{_INNER}(?:{_ENDING})")


def _longest_name(text: str, start: int) -> int:
    """End of the name that goes on from ``start``, or 0."""
    match = _TAIL_ONE.match(text, start)
    end = 0
    while match and match.end() > match.start():
        end = match.end()
        match = _TAIL_ONE.match(text, end)
        if match and match.end() - end > 10:
            break
    return end


_LIST_LEAD = re.compile(
    r"(?:责任单位|牵头单位|配合单位|主办单位|承办单位|责任部门|牵头部门)[：:]\s*(?P<items>[^。；;\n）)\]]+)"
)
_ITEM = re.compile(r"[^、，,\s；;。/（）()\[\]]+")


def _listed(text: str) -> Iterator[Body]:
    for match in _LIST_LEAD.finditer(text):
        for item in _ITEM.finditer(match["items"]):
            if _ENDINGS.search(item[0]) and not re.search(_STOP, item[0]):
                start = match.start("items") + item.start()
                yield Body(item[0], start, start + len(item[0]))
