"""What a single line looks like: a date, a body's name, a title, a line that ends a sentence."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\s\u3000]+")
_TERMINAL = re.compile("[。！？!?；;：:…](?:[”’」』）)\\]］】〉》*]*)$")
_BRACKETED_END = re.compile("[。！？；][”’]?\\s*[（(\\[［][^（(\\[［]*[）)\\]］][。；]?$")
_GOES_ON = re.compile("[，,、（(《“‘〈【\\[［]$")
#: Words that no paragraph and no heading ends with: they want a figure, a date or a name behind them.
_WANTS_MORE = re.compile(
    r"(?:给予|不低于|不少于|不超过|不高于|超过|达到|提高到|增加到|降低到|(?<![一-鿿])第|按照?|依照|根据|于|至|自|或者?|(?<!共)和|(?<!参)与|以及"
    r"|(?<![行作人有成认])为)$"
)
_STARTS_MIDDLE = re.compile("[，。、；：！？）)》”’〉】\\]］…％%]")
_DATE = (
    r"(?:[12]\d{3}|[二一][〇○零ＯOo0０一二三四五六七八九]{3})\s*年\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十元]{1,3})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})\s*日"
)
_DATE_LINE = re.compile(rf"[（(]?\s*{_DATE}\s*[）)]?")
_DATE_END = re.compile(rf"{_DATE}\s*$")
_BODY_END = (
    r"(?:人民政府|政府|办公厅|办公室|委员会|委|局|厅|部|署|院|会|办|处|中心|公司|集团|大学|学院|银行|联合会|总社"
    r"|指挥部|领导小组|联席会议|管委会|总队|支队|大队|法院|检察院|常委会|站|所|社|室|司令部|军区|海关|总局)"
)
_BODY = re.compile(
    rf"(?:中共|中国共产党|中华人民共和国)?[一-鿿·、（）()×XＸ○*]{{1,40}}{_BODY_END}(?:[（(][^（）()]*[）)])?"
    r"|国务院|中共中央|全国人大常委会"
)
_BODY_START = re.compile(
    rf"(?!关于|印发)[一-鿿·]{{2,24}}?{_BODY_END}(?=$|\s|关于|印发|转发|批转|发布|公布|对|同意)"
)
_PERSON = re.compile(
    r"(?:签发人|主\s*席|总\s*理|省\s*长|市\s*长|县\s*长|区\s*长|州\s*长|部\s*长|主\s*任|局\s*长|厅\s*长|署\s*长|院\s*长|检察长|旗\s*长)"
    r"\s*[：:]?\s*[一-鿿·\s]{2,12}"
)
_NOT_BODY = re.compile(r"[。；：，！？《》“”]|^(?:附件|抄送|责任|关于|各)")
_TITLE_KIND = (
    r"(?:通知|意见|方案|规划|纲要|计划|决定|决议|办法|规定|条例|细则|报告|批复|复函|函|纪要|公告|通告|公报|命令|令|议案|请示|通报|措施"
    r"|法|法典|答复|解释|制度|规程|规则|规范|准则|标准|指南|要点|清单|协议|协定|章程|简章|须知|说明|要求|任务书|责任书|目录"
    r"|政策|举措|任务分工|分工|预案|导则|总则|安排|部署|修正案|条款|指引|建议|讲话|倡议书|公约|合同|备忘录|白皮书)"
)
_TITLE_NOTE = (
    r"(?:\s*[（(〔\[][^（）()〔〕\[\]]{1,30}[）)〕\]]"
    r"|\s*[一二三四五六七八九十]|之[一二三四五六七八九十]){0,2}"
)
_TITLE_END = re.compile(rf"{_TITLE_KIND}{_TITLE_NOTE}$")
#: What a title says of itself in a bracket below it; how it was enacted is no part of it.
_BRACKET_ONLY = re.compile(r"[（(〔\[](?!.*(?:通过|公布|发布|批准|修正|施行|会议|起草|签发)).{1,30}[）)〕\]]")
_NUMBER = re.compile(
    r".{0,40}?[〔\[［(（【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*(?:第\s*)?\d{1,5}\s*号|[（(]?\d{4}\s*年?\s*第\s*\d+\s*号[）)]?|第\s*[\d一二三四五六七八九十百]+\s*号"
)
_SIGNED_OFF = re.compile(r"\s*签\s*发\s*人\s*[：:].*$")
_CITES_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,7}条(?:之[一二三四五六七八九十]+)?(?:第[一二三四五六七八九十\d]+[款项]|规定|的|、第|和第|或者?第|至第)"
)
_CITED_END = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,7}[条款项]$")
_RULED = ("规定", "的", "所列", "所称", "之规定", "情形", "和第", "或者第", "至第")
_LETTERHEAD = re.compile(r"文件|.{2,60}(?:文件|公报|信函|明传电报)(?:[（(].*[）)])?")
_META = re.compile(
    r"(?:索\s*引\s*号|主题分类|分\s*类|发文机关|发文机构|发布机构|发布机关|发布部门|成文日期|发文日期|生成日期|标\s*题|政策标题|名\s*称|发文字号|文\s*号"
    r"|统一编号|政策文号|发布日期|发布时间|公开日期|主\s*题\s*词|公文种类|来\s*源|信息来源|文章来源|日\s*期|链\s*接|详情页链接|原文链接|部\s*门|牵头单位"
    r"|实施日期|失效日期|文件状态|政策状态|效力状态|时\s*效\s*性|有\s*效\s*性|生效时间|生效日期|到期时间|签发人|签\s*发|密\s*级|紧急程度|字\s*号|体\s*裁|责任编辑|作者|浏览次数|点击数|打印|备注/文号|组配分类)"
    r"\s*[：:]"
)
#: 【发布部门】…, as databases of law set it; the colon may be missing.
_BRACKETED_META = re.compile(
    r"【\s*(?:法规|文件|公文|政策|发布|颁布|发文|制定|批准|实施|施行|生效|失效|公布|成文|时效|效力|标题|名称|文号|类别|主题|索引|来源)"
    r"[一-鿿]{0,4}\s*】"
)
#: 甲方：某市人民政府（盖章）, 代表（签字）：, 签订日期：…: the end of an agreement.
_PARTY = re.compile(
    r"[甲乙丙丁]\s*方.{0,60}[（(]?(?:盖\s*章|公\s*章|签\s*[字章名])[）)]?.{0,80}"
    r"|(?:(?:[甲乙丙丁]方)?(?:法定|授权|委托)?代\s*表\s*人?(?:[（(]签[字章名][）)])?\s*[：:]\s*[一-鿿]{0,4}\s*){1,3}"
    r"|签\s*[订署约](?:日期|时间|地点)\s*[：:].{0,40}"
)
_SIGNED_ON = re.compile(r"签\s*[订署约](?:日期|时间)\s*[：:]\s*")
_FIELD = re.compile(r"[\[［【（(]?[一-鿿、/（）()]{2,14}[】］\]）)]?\s*[：:]\s*\S")
_RESPONSIBLE = re.compile(
    r"[\[［【（(]?(?:主要|第一|总)?(?:责任|牵头|主办|承办|配合|协办|协助|协同|实施|组织|落实|参与|参加|负责|执行|指导|主管|主责|支持|完成|督办|督导|监督|包抓|帮扶|时间|进度|资金|政策|目标)"
    r"(?:单位|部门|机构|科室|处室|领导|人员?|主体|时限|时间|机关|期限|节点|要求|来源|依据)(?:[及和与、]\S{2,8})?\s*[】］\]]?\s*[：:]"
)
_RESPONSIBLE_BRACKET = re.compile(
    r"[（(\[［【][^。；（(\[［【]*(?:[（(\[［][^）)\]］]*[）)\]］][^。；（(\[［【]*)*(?:负责|牵头|配合|参加|参与|单位|部门|分工|落实|局|委|办|厅|部|政府|街道|院|署|组|会|区）|社)"
    r".{0,60}[）)\]］】][。；]?"
)
_DISTRIBUTION = re.compile(r"(?:[抄主报]\s*送|抄\s*报|分\s*[送发]|发\s*送|印\s*发|[送发报])\s*[：:]")
_PRINTED = re.compile(rf".{{0,60}}{_DATE}\s*(?:印\s*发|印制|翻印|印)\s*")
_CLOSING_MARK = re.compile(
    r"[（(]?(?:此件|本文|该件|此文).{0,30}(?:公开|删减|发布|印发|登报).{0,10}[）)]?|公开方式\s*[：:].*|信息公开(?:选项|属性|形式)\s*[：:].*|主动公开|依申请公开"
    r"|扫一扫.*|(?:原文)?链接\s*[：:]\s*https?:.*|[（(]联系人.*[）)]|[（(]?共印\s*\d+\s*份.*|\(?（?此页无正文）?\)?"
)
_BACK_MATTER = re.compile(r"(?:有关|相关|部分)?(?:名词|术语|用语|词语|概念)(?:解释|注释|释义|说明)|注释|附注")
_FORMULA = re.compile(
    r"(?:特此|专此|此复|此致|敬礼|以上(?:报告|请示|意见|建议|方案|计划|通知|事项|情况|要求|措施|函).{0,12}(?:请|妥否|当否)|妥否|当否|请予?(?:审议|审示|函复|复函)|现予(?:公布|公告|发布)).{0,16}[。！]?"
)


def compact(text: str) -> str:
    """The text without white space, in NFKC."""
    return unicodedata.normalize("NFKC", _SPACES.sub("", text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends a sentence, a stem or a list item, or closes one with a bracket."""
    text = text.rstrip()
    return bool(
        _TERMINAL.search(text[-12:]) or (text[-1:] in "）)]］】" and _BRACKETED_END.search(text[-200:]))
    )


def is_stem(text: str) -> bool:
    """Whether a list is to follow."""
    return text.rstrip("”）)*").endswith(("：", ":"))


def goes_on(text: str) -> bool:
    """Whether the sentence plainly goes on after this line."""
    return bool(_GOES_ON.search(text)) or unclosed(text[-400:])


def wants_more(text: str) -> bool:
    """Whether the line ends with a word that a figure, a date or a name has to follow: 给予, 不超过, 自."""
    return bool(_WANTS_MORE.search(text[-12:]))


def starts_in_the_middle(text: str) -> bool:
    """Whether the line begins with a character that no line of its own begins with."""
    return bool(_STARTS_MIDDLE.match(text))


def unclosed(text: str) -> bool:
    """Whether a bracket or title mark is still open at the end."""
    text = text.replace("(", "（").replace(")", "）")
    return any(
        text.rfind(opening) > text.rfind(closing)
        for opening, closing in (("（", "）"), ("《", "》"), ("〔", "〕"), ("【", "】"), ("“", "”"))
    )


def is_date(text: str) -> bool:
    """Whether the line is a date and nothing else, or says when an agreement was signed."""
    return bool(_DATE_LINE.fullmatch(_SIGNED_ON.sub("", text.strip())))


def ends_with_date(text: str) -> bool:
    """Whether the line ends with a date."""
    return bool(_DATE_END.search(text[-40:]))


def is_body(text: str) -> bool:
    """Whether the line is the name of one body, or of several side by side."""
    text = text.strip()
    if not 2 <= len(text) <= 80 or _NOT_BODY.search(text):
        return False
    return all(_BODY.fullmatch(name) for name in _SPACES.split(text))


def is_person(text: str) -> bool:
    """Whether the line is an office with the name of who signs: 省长 某某."""
    return bool(_PERSON.fullmatch(text.strip()))


def is_party(text: str) -> bool:
    """Whether the line is where the parties of an agreement sign."""
    return bool(_PARTY.fullmatch(text.strip()))


def begins_with_body(text: str) -> bool:
    """Whether the line begins with the name of a body: …办公室关于…."""
    return bool(_BODY_START.match(text))


def ends_title(text: str) -> bool:
    """Whether the line ends as the title of a document ends: …的通知, …实施方案（试行）."""
    return bool(_TITLE_END.search(text.rstrip()[-60:]))


def is_bracket(text: str) -> bool:
    """Whether the line is one short bracket, such as （2017年—2020年）."""
    return bool(_BRACKET_ONLY.fullmatch(text.strip()))


def is_document_number(text: str) -> bool:
    """Whether the line is a 文号 (document number), with or without 签发人 (who signs it off) beside it."""
    text = _SIGNED_OFF.sub("", text.strip())
    return len(text) < 60 and bool(_NUMBER.fullmatch(text))


def is_letterhead(text: str) -> bool:
    """Whether the line is the red letterhead: …文件."""
    return bool(_LETTERHEAD.fullmatch(text.strip()))


def cites_article(before: str, text: str) -> bool:
    """Whether the line goes on with a sentence that cites an article: 第三十条规定…, 第七条 / 规定，…."""
    goes_on = _CITED_END.search(before[-12:]) and text.startswith(_RULED)
    return bool(goes_on or _CITES_ARTICLE.match(text))


def is_meta(text: str) -> bool:
    """Whether the line is a field that a web site sets before the text: 索引号：…."""
    return bool(_META.match(text) or _BRACKETED_META.match(text)) or text in {"正文", "正文：", "【正文】"}


def is_field(text: str) -> bool:
    """Whether the line is a short name with its value: 电话：…."""
    return len(text) <= 60 and bool(_FIELD.match(text)) and "。" not in text[:-1]


def is_responsible(text: str) -> bool:
    """Whether the line names who answers for the text before it: 责任单位：…, （市教育局负责）."""
    return bool(_RESPONSIBLE.match(text)) or (
        len(text) <= 200
        and text.startswith(("（", "(", "[", "［", "【"))
        and bool(_RESPONSIBLE_BRACKET.fullmatch(text))
    )


def ends_with_responsible(text: str) -> bool:
    """Whether the paragraph ends with a bracket that names who answers for it."""
    bracket = re.search(
        r"[。；）)](?P<bracket>[（(\[［【](?:[^（(）)]|[（(][^（(）)]*[）)])*[）)\]］】])[。；]?$",
        text[-240:],
    )
    return bool(bracket and _RESPONSIBLE_BRACKET.fullmatch(bracket["bracket"]))


def is_footnote(text: str) -> bool:
    """Whether the paragraph is a footnote that a reader set behind the paragraph it belongs to."""
    return text.startswith("［注")


def is_distribution(text: str) -> bool:
    """Whether the line begins the 版记: 抄送：…."""
    return bool(_DISTRIBUTION.match(text))


def is_printed(text: str) -> bool:
    """Whether the line is …2017年6月2日印发."""
    return len(text) <= 100 and bool(_PRINTED.fullmatch(text.strip()))


def is_back_matter(text: str) -> bool:
    """Whether the line heads what is set behind the text, such as 名词解释, whatever list stood before it."""
    return bool(_BACK_MATTER.fullmatch(compact(text)))


def is_closing_mark(text: str) -> bool:
    """Whether the line is a remark under the signature, such as （此件公开发布）."""
    return len(text) <= 120 and bool(_CLOSING_MARK.fullmatch(text.strip()))


def is_formula(text: str) -> bool:
    """Whether the line is a closing formula, such as 特此通知."""
    return len(text) <= 30 and bool(_FORMULA.fullmatch(text.strip()))


def width(text: str) -> int:
    """Columns the text takes in print: two for a Chinese character, one for a Latin one."""
    return len(text) + sum(1 for c in text if c > "\u2e7f" or c in "“”‘’—…·")
