"""Names of bodies (机构) in running text: offices, committees, companies, schools, by rules of form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.places.divisions import divisions
from corpus.places.place import named_base, places


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


def bodies(text: str) -> tuple[Body, ...]:
    """Find the bodies named in a text, in reading order, none inside another.

    Names that begin with a place (福州市仓山区人民政府) or a level (市财政局, 区委组织部, 团市委), bodies of
    the state (国务院, 财政部), and the items of a list of responsible bodies (挂川工作组). 有关部门, 市直单位
    and 各县区政府 are no names.
    """
    found = [body for body in _candidates(text) if not _GENERIC.search(body.name)]
    kept: list[Body] = []
    for body in sorted(found, key=lambda body: (body.start, -body.end)):
        if not kept or body.start >= kept[-1].end:
            kept.append(body)
    return tuple(kept)


def is_body(name: str) -> bool:
    """Whether a whole text, such as the line above a date, has the form of a body's name.

    It may begin with a place that no table knows, so it must not be asked of words in running text.
    """
    return (
        bool(re.fullmatch(rf"[\u4e00-\u9fff·]{{2,40}}?(?:{_ENDING})", name))
        and not re.search(_STOP, name)
        and not _GENERIC.search(name)
    )


# What a body's name ends in; what may not follow or stand before, because it would make another word.
_ENDING = (
    "人民政府办公[厅室]|人民政府|人民代表大会常务委员会|人民代表大会|人大常委会|政协委员会|常务委员会|常委会"
    "|委员会办公室|委员会|管委会|居委会|村委会|组委会|执委会|领导小组办公室|领导小组|工作专班|工作组|工作队"
    "|指挥部|街道办事处|办事处|政府办公[厅室]|政府办"
    "|政府(?!性|主导|引导|推动|采购|购买|投资|网|工作报告|规章|信息|部门|债)"
    "|人民法院|法院|人民检察院|检察院|军分区|人武部|武装部|公安局|派出所|监狱|党校|行政学院"
    "|妇联|妇女联合会|总工会|工会(?!经费|会员)|团委|共青团|科协|残联|工商联|文联|侨联|红十字会|总会|供销社|供销合作社"
    "|联合会|协会|学会|商会|基金会|促进会|研究会|理事会|有限责任公司|股份有限公司|有限公司|集团公司|公司|集团(?![化军])"
    "|总行|分行|支行|银行(?!业|卡|账|贷)|医院|卫生院|疾控中心|大学(?!生)|学院|中学|小学|幼儿园|学校|研究院|研究所"
    "|实验室|中心(?!任务|工作|城|区|村|镇|思想|环节|小学|组|目标|内容)|总局|分局|(?<![局布大格结全僵残开破时变])局(?![面部限势中长])"
    "|厅(?![级长])|总署|署(?![名])|委(?![员托派任培以常])|(?<![干东西南北中内外全局大头底])部(?![门分署队委级位件长])"
    "|办公室|办公厅|(?<![举主承兴开创协合自停查督交申经])办(?![法理公事学医好实班展成案件结])"
    "|博物馆|图书馆|文化馆|档案馆|电视台|广播电台|报社|大队|支队|总队|站(?![点位在])"
    "|(?<![等地])处(?![理罚置级于室分以长])|人大(?!代表)|政协|监委|纪委"
)
_ENDINGS = re.compile(_ENDING)

# What no name of a body holds: particles and the verbs of a sentence.
_STOP = (
    "的|了|等|将|把|被|应(?![用急对])|要|须|可(?!再)|能(?!源)|已|由|向|到|在|从|对(?![口外台])|为|给|让|使|是|至|赴|与会"
    "|有关|相关|各|该|每|某[些个项一]|其|本|我|两|双方|任何|以上|以下|同级|上级|下级|当地|所在|负责|牵头|会同|组织(?![部人])|委托"
    "|关于|挂职|举办|主办|承办|参与|开展|加强|建立|制定|协助|支持|选派|派驻|派出(?!所)|报送|上报|呈报|成立|设立|邀请|参加"
    "|具体|及其|以及|或者|按照|根据|通过|所属|直属|直各|直有|县级|市级|省级|区级|乡级|镇级|国家机关|决策|部署|印发|定点"
    "|重点|基层|民营|公立|推进|统筹|配合|按|进行|实施|作为|帮扶|结对|选择|确定"
    "|选举|签署|判处|报请|共同|审查|鼓励|依据|发生|工作人员|主管|当选|一批|[一二三四五六七八九十]大|连着|布局|经(?=人民|国务院|[省市县])"
)
_INNER = rf"(?:(?!{_STOP})[\u4e00-\u9fff·]){{0,16}}?"
_TAIL = re.compile(rf"{_INNER}(?:{_ENDING})")
# What belongs to the name before it: 市委|组织部, 财政局|办公室; never a second body of its own level.
_MORE = re.compile(
    rf"(?![省市县区州镇乡]|国务院|全国|中央|中共)(?:(?!{_STOP}|和|与|及)[\u4e00-\u9fff]){{0,6}}?(?:{_ENDING})"
)

# The level that a name begins with, where what stands before cannot belong to it (城市 is no level).
_LEVEL = re.compile(
    r"国家(?!级)|(?<![\u4e00-\u9fff])(?:团?[省市县区州镇乡](?![里际属直级村镇土域])|中央|全国|中国|中共|最高|人民)"
    r"|(?<=[由和与及或向报经会同对将在到派任])(?:团?[省市县区州镇乡](?![里际属直级民场容域位长村镇土])|中央|全国|中共)"
)

# Words of form for many bodies at once, or for no certain one.
_GENERIC = re.compile(
    r"^(?:各|有关|相关|其他|其它|所有|全体|当地|本|该|上述|两地|双方|地方|基层|同级|上级|所属|直属|中央和国家机关|一个|每个)"
    r"|^[省市县区州镇乡街]{2,}[委级]?(?:人民政府|政府|党委|委|部门|法院|纪委|工会|医院|学校)?$"
    r"|^[省市县区州]?(?:内|外(?![侨事宣汇贸经商专办])|直|级|属|际)|^[省市县区州镇乡][一二三四五六七八九十两]级"
    r"|^(?:人民政府|政府|委员会|办公室|公司|学校|医院|协会|中心|银行|集团|大学|法院|检察院|工作组|领导小组)$"
    r"|^(?:国家(?:重点)?实验室|国家医学中心|国家技术创新中心|国家科学中心)$|(?:法治|数字|服务型|各级)政府$"
    r"|单位|部门$|企业$|机构$|常委$"
)

# Bodies of the state, which stand alone.
_STATE = re.compile(
    r"国务院(?:办公厅)?|党中央|中共中央(?:办公厅|组织部|宣传部)?|全国人民代表大会(?:常务委员会)?|全国人大(?:常委会)?|全国政协"
    r"|中央军委|中央纪委|最高人民(?:法院|检察院)|海关总署|税务总局|市场监管总局|中国人民银行|审计署|中国民航局|民航局"
    r"|(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源社会保障|人力资源和社会保障"
    r"|自然资源|生态环境|住房城乡建设|住房和城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|退役军人|应急管理"
    r"|中央组织|中央宣传|中央统战|铁道|卫生|国土资源|环境保护)部(?![门分署队委级])"
)

_LIST = re.compile(
    r"(?:责任|牵头|配合|主办|承办|主管|实施|参加|协办|负责)(?:单位|部门)[：:]\s*(?P<line>[^。；;\n）)\]】]+)"
    r"|[（(\[【](?P<bracket>[^（()）\[\]【】\n]{2,300}(?:[（(][^（()）]{1,12}[）)][^（()）\[\]【】\n]{0,300})*)[）)\]】]"
)
_ITEM = re.compile(r"[^、，,\s；;。/（）()\[\]：:]+")
_DUTY = re.compile(
    r"(?:按职责(?:分工)?)?(?:分别|共同)?(?:负责|牵头|配合|参与|承担|落实|会同|等)+(?:落实|实施|组织实施|办理)?$"
)


def _candidates(text: str) -> Iterator[Body]:
    yield from _anchored(text)
    for match in _STATE.finditer(text):
        yield Body(match[0], match.start(), match.end())
    yield from _listed(text)


def _anchored(text: str) -> Iterator[Body]:
    """Names whose left edge is a place or a level."""
    starts: dict[int, int] = {}
    chain = last_end = -1
    for place in places(text):
        chain = chain if place.start == last_end else place.start
        starts[chain] = last_end = place.end
    prefectures = divisions().short
    for match in _SEGMENT.finditer(text):
        base = named_base(match[0])
        if base in prefectures:
            starts.setdefault(match.start(), match.start() + len(base))
    firsts = frozenset(starts)
    for match in _LEVEL.finditer(text):
        starts.setdefault(match.start(), match.end())
    for start, inner in sorted(starts.items()):
        end = _end_of_name(text, inner, firsts)
        if not end:
            continue
        start -= 2 if text.startswith("中共", start - 2) else 0
        yield Body(text[start:end], start, end)
        # 省委办公厅|省政府办公厅: a level right after a name begins the next.
        while text[end : end + 1] in _LEVELS and (following := _end_of_name(text, end + 1, firsts)):
            yield Body(text[end:following], end, following)
            end = following


_SEGMENT = re.compile(r"[\u4e00-\u9fff]{4,25}")
_LEVELS = frozenset("省市县区州")


def _end_of_name(text: str, start: int, firsts: frozenset[int]) -> int:
    """End of the name that goes on from ``start``, or 0; a place begins another name."""
    match = _TAIL.match(text, start)
    if match is None or any(at in firsts and text[at - 1] != "驻" for at in range(start + 1, match.end())):
        return 0
    end = match.end()
    while end not in firsts and (more := _MORE.match(text, end)):
        end = more.end()
    return end


def _listed(text: str) -> Iterator[Body]:
    """Items of a line 责任单位：…, and of a bracket in which most items are bodies."""
    for match in _LIST.finditer(text):
        group = "line" if match["line"] else "bracket"
        items = []
        total = 0
        for item in _ITEM.finditer(match[group]):
            name = _DUTY.sub("", item[0])
            if not name:
                continue
            total += 1
            ending = [found for found in _ENDINGS.finditer(name) if found.end() == len(name)]
            named = bool(ending) and len(name) <= 25 and not re.search(_STOP, name)
            if named or _GENERIC.search(name):
                items.append((name, match.start(group) + item.start()))
        if group == "line" or 2 * len(items) > total:
            yield from (Body(name, start, start + len(name)) for name, start in items)
