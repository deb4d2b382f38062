"""What a question asks for: its kinds, its constraints, its words, and whether it is a question at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.patterns import (
    ASKS,
    BASIS,
    BOILERPLATE,
    COMPARE,
    METADATA,
    OUT_OF_SCOPE,
    SMALL_TALK,
    TOTAL,
    Kind,
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


#: 都列出来, 分别说一下 tell how the answer is wanted and ask nothing of their own.
_COMMAND = re.compile(
    r"(?:请|麻烦|帮我|给我)*(?:都|全部|全|分别|逐一|一一)*(?:列|说|讲|写|介绍)(?:举|明)?(?:一下|出来|出|清楚|全|下)*"
)


def _asked(part: str) -> bool:
    bare = plain_interrogatives(part.rstrip("，,；;。？?！! "))
    if _COMMAND.fullmatch(bare):
        return False
    # 对吧, 是吗 and 多不多 alone confirm what was asked before.
    return len(bare) > 3 and any(pattern.search(bare) for kind, pattern in ASKS if kind != "fact")


#: What everyday speech says for the interrogatives that the patterns know; longer ones first.
_COLLOQUIAL = (
    ("啥时候", "什么时候"), ("啥时", "什么时候"), ("几时", "什么时候"), ("多会儿", "什么时候"),
    ("咋样", "怎么样"), ("咋个", "怎么"), ("咋", "怎么"), ("啥", "什么"), ("哪儿", "哪里"), ("多长", "多久"),
    ("多久时间", "多久"),
)  # fmt: skip


def plain_interrogatives(text: str) -> str:
    """Write the interrogatives of everyday speech (啥时候, 咋) as the patterns know them."""
    for spoken, written in _COLLOQUIAL:
        text = text.replace(spoken, written)
    return text


def kinds_of(text: str) -> tuple[Kind, ...]:
    """Return what a question asks for, in order, without repetition; ``("fact",)`` where nothing shows.

    Every place of the text is decided once, by the most specific interrogative there.
    """
    text = plain_interrogatives(text.rstrip("？?。！! "))
    taken: list[tuple[int, int, Kind]] = []
    for kind, pattern in ASKS:
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
    if "list" in ordered and _EACH_OF_THEM.search(text):
        # 有哪些，各多少: the list with its figures answers both, whatever their unit.
        ordered = [kind for kind in ordered if kind not in ("count", "amount", "percent")]
    return tuple(ordered) or ("fact",)


_EACH_OF_THEM = re.compile(r"各(?:自|是|为|有|要)?(?:多少|几)|分别(?:是|为|有)?(?:多少|几)")


def interrogatives(text: str) -> list[str]:
    """Return the interrogatives of a question as it writes them, in order: 归谁, 什么时候."""
    plain = plain_interrogatives(text)
    found = {
        match.start(): match.group() + _DUTY.match(plain, match.end())[0]  # type: ignore[index]
        for kind, pattern in ASKS
        if kind != "fact"
        for match in pattern.finditer(plain)
    }
    return [found[start] for start in sorted(found) if found[start]]


#: What a body is asked for: 哪个局管.
_DUTY = re.compile(r"(?:负责|牵头|主管|管|承办|落实|配合)?")


def metadata_of(text: str) -> tuple[str, ...]:
    """Return the document fields (文号, 成文日期, 发文机关, …) that a question asks for.

    A question about what a document is based on asks for another document's 文号, which stands in the text.
    """
    text = plain_interrogatives(text)
    if BASIS.search(text):
        return ()
    return tuple(name for name, pattern in METADATA.items() if pattern.search(text))


def beside_metadata(question: Question) -> Question | None:
    """Return what a question asks beside the fields of a document (文号？还有它废止了哪个文件), or None."""
    rest = tuple(ask for ask in question.asks if not metadata_of(ask.text))
    if not question.metadata or len(question.asks) < 2 or not rest:
        return None
    return replace(question, asks=rest, metadata=())


def small_talk_of(text: str) -> str:
    """Return the name of the fixed text that answers a greeting or a task outside the corpus, or ""."""
    stripped = text.strip()
    for name, pattern in SMALL_TALK.items():
        if pattern.search(stripped):
            return name
    return "out_of_scope" if OUT_OF_SCOPE.search(stripped) else ""


def strip_boilerplate(text: str) -> str:
    """Return the question without its polite wrapping (请问, 帮我查一下, …)."""
    return BOILERPLATE.sub("", text)


def analyse(text: str, full: str, *, follow_up: bool) -> Question:
    """Understand a question.

    Args:
        text: The question, spelling corrected.
        full: The question with its history filled in.
        follow_up: Whether ``full`` took anything from the history.
    """
    bare = strip_boilerplate(text)
    asks = asks_of(bare)
    metadata = metadata_of(bare)
    if follow_up and asks[0].kinds == ("fact",):
        whole = strip_boilerplate(full)
        kinds = _kinds_carried(whole)
        # 教育呢 after 科技帮扶哪个局管 asks who is responsible, which only the words of that turn say.
        asking = "，".join(interrogatives(whole)[-1:]) if "who" in kinds else ""
        asks = (Ask(f"{bare}{asking}", kinds),)
        metadata = metadata or _metadata_carried(full)
    return Question(
        text=text,
        full=full,
        asks=asks,
        metadata=metadata,
        compare=bool(COMPARE.search(bare)),
        total=bool(TOTAL.search(bare)),
        follow_up=follow_up,
    )


def _kinds_carried(full: str) -> tuple[Kind, ...]:
    """What an elliptical follow-up (那2019年的呢) asks: what the last turn before it asked."""
    for part in reversed(re.split(r"[，,；;。？?]", full)):
        if part and (kinds := kinds_of(part)) != ("fact",):
            return kinds
    return ("fact",)


def _metadata_carried(full: str) -> tuple[str, ...]:
    """The fields of a document that the last turn before an elliptical follow-up (那安康的呢) asked for."""
    for part in reversed(re.split(r"[，,；;。？?]", full)):
        if fields := metadata_of(part):
            return fields
        if part and kinds_of(part) != ("fact",):
            return ()
    return ()


_FOLLOW_UP_OPENING = re.compile(r"^(?:那么?|那|还有|另外|其中|这个|这些|那个|它|他们|该|上述|此外|再问|然后)")
_FOLLOW_UP_ENDING = re.compile(r"呢[？?。]?$")
_REFERRING = re.compile(
    r"它|[他她]们?|这(?:个|些|项|笔|份|里)|那(?:个|些|项|笔|份|里)|该(?:文件|方案|计划|县|市|区|项)|上(?:述|面)|其(?:中|他|它)|另(?:外)?(?:一|几)?个|前者|后者"
)


def refers_back(text: str) -> bool:
    """Return whether a question points to something said before (这笔钱, 其中, 它)."""
    return bool(_REFERRING.search(text))


def leans_on_history(text: str, *, names_place: bool, words: Sequence[str]) -> bool:
    """Return whether a question needs an earlier turn to be understood.

    Args:
        text: The question.
        names_place: Whether it names a place, title or document number itself.
        words: Its content words.
    """
    if _FOLLOW_UP_OPENING.search(text) or _FOLLOW_UP_ENDING.search(text):
        return True
    # 丽水那个意见 names what 那个 points to.
    if refers_back(text.replace("那个", "") if names_place else text):
        return True
    return not names_place and len(words) <= 2
