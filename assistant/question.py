"""What a question asks for: its kinds, its constraints, its words, and whether it is a question at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "amount",
    "percent",
    "count",
    "date",
    "duration",
    "frequency",
    "who",
    "person",
    "location",
    "where",
    "metadata",
    "yesno",
    "list",
    "how",
    "fact",
]

#: Interrogatives by kind, most specific first; the first that matches at a place decides that place.
_PATTERNS: tuple[tuple[Kind, str], ...] = (
        (
            "where",
            r"第(?:几|多少)(?:条|款|章|节|项)|(?:出自|见于|写在|规定在|依据是?|根据是?)(?:哪|什么)|哪(?:一|个|份|些|几)?(?:条|款|章|节|项|文件|地方)"
            r"(?:里|中)?(?:规定|写|提到|提出|讲|说|有)|(?:在|是)哪(?:一)?(?:条|款|章|节|项|份?文件)(?:规定|写|提)?|哪里(?:规定|写|提)",
        ),
        (
            "person",
            r"叫(?:什么|啥)(?:名字)?$|姓名|(?:什么|啥)名字|(?:[市县区镇乡局处科]长|书记|主任|组长|主席|部长|领导|负责人|专员|代表)(?:是|为|叫)(?:谁|哪)|"
            r"谁(?:是|任|当|担任|做)[一-鿿]{0,8}(?:长|书记|主任|主席|负责人)|(?:由谁|谁来?|哪(?:个|位)(?:区|市|县)?领导)(?:任|当|担任|做|分管|挂帅)",
        ),
        (
            "who",
            r"哪(?:些|个|几个|几家|家|几)?(?:市直|县级|区级|责任|牵头|配合)?(?:部门|单位|机构|机关|处室|科室|[委局办]|家(?=负责|牵头|管))|"
            r"什么(?:部门|单位|机构)|(?:责任|牵头|主管|配合|负责|承办|主办)(?:单位|部门|人)(?:是|有|包括)?|"
            r"[归由](?:谁|哪)|谁(?:来)?(?:负责|牵头|管|主管|组织|承办|落实|配合|统筹|实施|制定|考核|督查|监督)|归口",
        ),
        (
            "location",
            r"什么(?:地点|地方)|(?:在|到|去)哪(?:里|儿)(?:举办|举行|召开|开展|办|开|培训|学习|挂职|建|设)?|哪(?:里|儿)(?:举办|举行|召开)|地点(?:是|在)",
        ),
        (
            "percent",
            r"百分之(?:几|多少)|多少(?:比例|百分比)|(?:比例|占比|比率|发生率|覆盖率)(?:是|为|要|达到?)?多少|多大比例",
        ),
        (
            "amount",
            r"多少(?:万|亿)?(?:元|块)?(?:[一-鿿]{0,6}?)(?:钱|资金|经费|款|费用?|补贴|补助|奖金|投入|预算|元|奖励)|"
            r"(?:金额|额度|数额|标准|资金|经费|补贴|补助|奖励|费用|预算|投入)[一-鿿]{0,4}?(?:是|为|有|达到?|要)?多少(?!名|个|家|人|次|批|所|年|天)|"
            r"(?:多少|几)(?:万|亿|千|百)?(?:元|块)|(?:给|补|奖|拨|出|投)(?:了)?多少$",
        ),
        ("frequency", r"(?:多久|多长时间|几年|几个月|隔多久)[^，。]{0,8}一次|什么频率|频次"),
        (
            "duration",
            r"多久|多长时间|(?:几|多少)(?:年|个?月|天|个?学期|周|小时|个工作日)(?!底|前|初|份|开始|之前)|期限(?:是|为)?(?:多|几)|为期",
        ),
        (
            "date",
            r"什么时候|啥时候|什么时间|何时|哪(?:一)?(?:天|年|月)|哪个(?:月|季度|年度)|几月|几号|"
            r"(?:截止|截至|完成|结束|开始|印发|成文|发布|施行|实施|拨付|到位)(?:时间|日期|时限)|时间(?:节点|要求)|到哪年|(?:几|哪)年(?:底|前|初|开始)",
        ),
        ("list", r"哪几(?!个?(?:部门|单位|市|县|区))(?:个|项|种|条|方面|类|点|部分|家)?|分(?:为|成)?(?:几|哪些)(?:部分|方面)"),
        ("count", r"多少(?!钱|资金|经费)|(?<!哪)几(?!乎|何|经)[一-鿿]|数量|人数|总数"),
        (
            "how",
            r"怎么|如何|怎样|咋|什么(?:措施|办法|方式|做法|途径|要求|后果|影响)|哪些(?:措施|办法|方式|做法|途径|要求)",
        ),
        ("list", r"哪(?:些|几)|有什么|包括什么|列出|列举|都有(?:啥|什么)|分别(?:是|有)"),
        (
            "yesno",
            r"吗|是不是|是否|有没有|能不能|可不可以|会不会|要不要|需不需要|对不对|对吧|吧$|行不行",
        ),
        ("fact", r"什么|哪(?:个|里|儿)?|为何|原因|啥|谁"),
)  # fmt: skip
_ASKS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)

_METADATA = {
    "number": re.compile(r"文号|发文字号|(?:多少|几|什么)号(?:文|$)|哪号文"),
    "date": re.compile(
        r"(?:什么时候|何时|哪(?:一)?(?:天|年|月)|什么时间|几月几?号?|时间|日期)[^，。]{0,4}?(?:印发|出台|发布|下发|公布|成文|发文|制定|颁布|签发|通过|发的|发$)|"
        r"(?:印发|出台|发布|下发|公布|成文|发文|制定|颁布|签发)(?:的)?(?:时间|日期|年份)|"
        r"(?:印发|出台|发布|下发|公布|成文|颁布|签发|发)(?:的)?(?:是)?(?:在)?(?:什么时候|何时|哪(?:一)?(?:天|年)|几月)"
    ),
    "issuer": re.compile(
        r"(?:谁|哪(?:个|些|几个)?(?:部门|单位|机关|机构|政府|地方)|什么(?:部门|单位|机关))[^，。]{0,6}?(?:印发|出台|发布|下发|公布|发文|制定|颁布|签发|编制|发)(?:的|了|文|$)|"
        r"发文(?:机关|单位|部门)|(?:印发|发布|制定|编制|出台)(?:机关|单位|部门|主体)|是(?:谁|哪(?:个|些)(?:部门|单位))(?:印发|出台|发布|下发|制定|编制)"
    ),
    "addressee": re.compile(r"主送|发给(?:了)?(?:谁|哪)|印发(?:给|到)(?:了)?(?:谁|哪)"),
    "copies": re.compile(r"抄送"),
    "effective": re.compile(r"(?:什么时候|何时|哪天|几号|几月)[^，。]{0,4}?(?:施行|生效|起效|实施)|(?:施行|生效)(?:日期|时间)|(?:施行|生效)[^，。]{0,3}(?:什么时候|何时)"),
    "expires": re.compile(r"有效期|(?:什么时候|何时|哪天)[^，。]{0,3}?(?:失效|到期|废止)|(?:失效|到期)(?:日期|时间)|有效(?:到|至)"),
    "title": re.compile(r"(?:文件|方案|计划|规划|意见|通知)[^，。]{0,3}(?:全称|标题|题目|名称|叫什么)|(?:全称|标题|题目)(?:是|叫)什么"),
}  # fmt: skip

_BASIS = re.compile(r"依据|根据|按照|遵照|精神|引用|提到")
_COMPARE = re.compile(
    r"相比|比较|对比|区别|不同|差别|差异|哪个更|谁更|更多|更少|分别|各(?:自|是|为|有|培训|安排|选派|要|给)?[一-鿿]{0,4}(?:多少|几|什么)|(?:和|与|跟).{1,20}一样"
)
_TOTAL = re.compile(r"一共|总共|合起来|加在一起|加上|合计|共计|总计|加起来|累计|总额|总数|全部加|共(?:有|要|需|多少|几|投|安排|选派|培训)|三年下来|(?:相)?差(?:多少|几)|比.{1,16}多(?:多少|几)|比.{1,16}少(?:多少|几)")  # fmt: skip
_SMALL_TALK = {
    "greeting": re.compile(r"^(?:你好|您好|嗨|哈喽|hello|hi|早上好|上午好|下午好|晚上好|在吗|在不在)[呀啊吗,，!！。.？?\s]*$", re.I),
    "thanks": re.compile(r"^(?:好的|好|行|嗯)?[,，]?(?:谢谢|多谢|感谢|辛苦了|再见|拜拜|明白了|知道了|收到)(?:你|您|了|啦)?[!！。.~\s]*$"),
    "capabilities": re.compile(r"^(?:你|您)(?:是谁|是什么|叫什么|能做什么|会什么|可以做什么|能干什么|能帮我(?:做)?什么|有什么功能|怎么用)|^(?:怎么使用|使用说明|帮助)[?？。]*$"),
}  # fmt: skip
_OUT_OF_SCOPE = re.compile(
    r"^(?:请|帮我|帮忙|给我|替我)*(?:写|拟|起草|草拟|生成|润色|改写|翻译|画|做)(?:一)?[个份篇首段张]|"
    r"天气|笑话|讲个故事|写(?:一)?(?:首|篇|个|段)(?:诗|歌|作文|小说|代码|程序|请假条|情书|检讨)|翻译(?:成|一下|这)|股票|彩票|星座|"
    r"(?:今天|现在)(?:是)?(?:几点|几号|星期几|周几)|菜谱|做饭|电影|唱歌|陪我聊|忽略(?:以上|之前|前面|上述)|系统提示词"
)

#: Words that carry the question and not its subject.
_BOILERPLATE = re.compile(
    r"请问一?下?|麻烦(?:问|查)?一?下?|我(?:想|要)?(?:问|查|了解|知道)一?下?|想(?:问|了解|知道)一?下?|帮(?:我|忙)(?:查|看|找)?一?下?|"
    r"能(?:不能)?告诉我|告诉我|查一下|问一下|说一下|说说|介绍一?下|具体|到底|究竟|大概|大约是"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a question asks; 由哪个部门负责，什么时候完成 asks two.

    Attributes:
        text: The part of the question that asks it.
        kinds: What is asked for, in order; hardly ever more than one.
    """

    text: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    Attributes:
        text: As asked, spelling corrected against the names of the corpus.
        full: With what a follow-up leaves out filled in from the history; equal to ``text`` otherwise.
        asks: What is asked, in order; at least one.
        metadata: Fields of a document that are asked for, such as ``number`` or ``date``.
        compare: Whether two or more things are to be set side by side.
        total: Whether a total or a difference is asked for.
        follow_up: Whether it leans on an earlier turn.
    """

    text: str
    full: str
    asks: tuple[Ask, ...]
    metadata: tuple[str, ...]
    compare: bool
    total: bool
    follow_up: bool

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """All kinds asked for, in order, each once."""
        return tuple(dict.fromkeys(kind for ask in self.asks for kind in ask.kinds))


def asks_of(text: str) -> tuple[Ask, ...]:
    """Return what a question asks, part by part; a part that asks nothing belongs to the one after it."""
    asks: list[Ask] = []
    waiting = ""
    for part in re.split(r"(?<=[，,；;。？?])", text):
        waiting += part
        if part.strip() and _asked(part):
            asks.append(Ask(waiting, kinds_of(waiting)))
            waiting = ""
    if waiting and asks:
        asks[-1] = Ask(asks[-1].text + waiting, asks[-1].kinds)
    return tuple(asks) if len(asks) > 1 else (Ask(text, kinds_of(text)),)


def _asked(part: str) -> bool:
    bare = part.rstrip("，,；;。？?！! ")
    # 对吧, 是吗 and 多不多 alone confirm what was asked before.
    return len(bare) > 3 and any(pattern.search(bare) for kind, pattern in _ASKS if kind != "fact")


def kinds_of(text: str) -> tuple[Kind, ...]:
    """Return what a question asks for, in order, without repetition; ``("fact",)`` where nothing shows.

    Every place of the text is decided once, by the most specific interrogative there.
    """
    text = text.rstrip("？?。！! ")
    taken: list[tuple[int, int, Kind]] = []
    for kind, pattern in _ASKS:
        for match in pattern.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                taken.append((match.start(), match.end(), kind))
    ordered: list[Kind] = []
    for _, _, kind in sorted(taken):
        if kind not in ordered:
            ordered.append(kind)
    if len(ordered) > 1:
        # 吗/吧 at the end of a question that asks something else adds no second question, and a bare
        # 什么 adds nothing to a specific interrogative.
        ordered = [kind for kind in ordered if kind not in ("yesno", "fact")] or ordered[:1]
    return tuple(ordered) or ("fact",)


def metadata_of(text: str) -> tuple[str, ...]:
    """Return the document fields (文号, 成文日期, 发文机关, …) that a question asks for.

    A question about what a document is based on asks for another document's 文号, which stands in the text.
    """
    if _BASIS.search(text):
        return ()
    return tuple(name for name, pattern in _METADATA.items() if pattern.search(text))


def small_talk_of(text: str) -> str:
    """Return the name of the fixed text that answers a greeting or a task outside the corpus, or ""."""
    stripped = text.strip()
    for name, pattern in _SMALL_TALK.items():
        if pattern.search(stripped):
            return name
    return "out_of_scope" if _OUT_OF_SCOPE.search(stripped) else ""


def strip_boilerplate(text: str) -> str:
    """Return the question without its polite wrapping (请问, 帮我查一下, …)."""
    return _BOILERPLATE.sub("", text)


def analyse(text: str, full: str, *, follow_up: bool) -> Question:
    """Understand a question.

    Args:
        text: The question, spelling corrected.
        full: The question with its history filled in.
        follow_up: Whether ``full`` took anything from the history.
    """
    bare = strip_boilerplate(text)
    asks = asks_of(bare)
    if follow_up and asks[0].kinds == ("fact",):
        asks = (Ask(bare, kinds_of(strip_boilerplate(full))),)
    return Question(
        text=text,
        full=full,
        asks=asks,
        metadata=metadata_of(bare),
        compare=bool(_COMPARE.search(bare)),
        total=bool(_TOTAL.search(bare)),
        follow_up=follow_up,
    )


_FOLLOW_UP_OPENING = re.compile(r"^(?:那么?|那|还有|另外|其中|这个|这些|那个|它|他们|该|上述|此外|再问|然后)")
_FOLLOW_UP_ENDING = re.compile(r"呢[？?。]?$")
_REFERRING = re.compile(
    r"它|这(?:个|些|项|笔|份|里)|那(?:个|些|项|笔|份|里)|该(?:文件|方案|计划|县|市|区|项)|上(?:述|面)|其(?:中|他|它)|另(?:外)?(?:一|几)?个|前者|后者"
)


def leans_on_history(text: str, *, names_place: bool, words: Sequence[str]) -> bool:
    """Return whether a question needs an earlier turn to be understood.

    Args:
        text: The question.
        names_place: Whether it names a place, title or document number itself.
        words: Its content words.
    """
    if _FOLLOW_UP_OPENING.search(text) or _FOLLOW_UP_ENDING.search(text) or _REFERRING.search(text):
        return True
    return not names_place and len(words) <= 2
