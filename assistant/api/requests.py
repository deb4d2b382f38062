"""What the interface takes, with the descriptions that ``/docs`` shows."""

from __future__ import annotations

from datetime import date as _date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assistant.model import Mode, Turn
from corpus import ClauseKind
from corpus.word import LONGEST_DRAFT
from index import Where as SearchWhere


def sound(text: str) -> str:
    """Refuse lone surrogates, which no store and no encoder takes."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("有不成对的代理字符")
    return text


def _clean(text: str) -> str:
    """Refuse lone surrogates and blank text."""
    if not sound(text).strip():
        raise ValueError("不能为空")
    return text.strip()


def _some(text: str) -> str:
    """Refuse lone surrogates and blank text; keep every character, offsets point to them."""
    _clean(text)
    return text


#: Characters of a question; a longer one is a pasted document, and no question.
LONGEST_LINE = 2000

Line = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE), AfterValidator(_clean)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_clean)]
Names = Annotated[list[Name], Field(max_length=100)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Validity = Literal["in_force", "expired", "repealed", "unknown"]


class Received(BaseModel):
    """A body that names a field we do not know is refused: a mistyped filter must not be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(Received):
    """筛选条件：不写的不限制，写了几项就须同时满足。"""

    documents: Names = Field(default=[], description="公文编号", examples=[["lishui-2018"]])
    places: Names = Field(default=[], description="公文所涉及的地方，全称或简称", examples=[["丽水"]])
    years: Annotated[list[Year], Field(max_length=100)] = Field(
        default=[], description="成文日期所在或任务涵盖的年份", examples=[[2018]]
    )
    kinds: Annotated[list[ClauseKind], Field(max_length=20)] = Field(
        default=[], description="条款种类，如 clause（条款）、table_row（表格行）", examples=[["clause"]]
    )
    date_from: _date | None = Field(default=None, description="成文日期不早于", examples=["2018-01-01"])
    date_to: _date | None = Field(default=None, description="成文日期不晚于", examples=["2018-12-31"])

    def to_search(self) -> SearchWhere:
        """Return the filters as a search takes them."""
        return SearchWhere(
            documents=tuple(self.documents),
            places=tuple(self.places),
            years=tuple(self.years),
            kinds=tuple(self.kinds),
            date_from=self.date_from.isoformat() if self.date_from else None,
            date_to=self.date_to.isoformat() if self.date_to else None,
        )


class Exchange(Received):
    """前面的一轮问答。"""

    question: Line = Field(description="当时的问题", examples=["丽水每年给每个县多少资金？"])
    answer: Annotated[str, Field(max_length=20000)] | None = Field(
        default=None, description="当时的回答，可以没有", examples=["每个受援县（区）3000万元。"]
    )

    def to_turn(self) -> Turn:
        """Return the exchange as the assistant takes it; an answer of blanks is none."""
        return Turn(self.question, (self.answer or "").strip() or None)


class Question(Received):
    """一个问题。"""

    question: Line = Field(description="要问的话", examples=["丽水每年给每个县多少资金？"])
    history: Annotated[list[Exchange], Field(max_length=50)] = Field(
        default=[], description="前几轮问答，由早到晚", examples=[[]]
    )
    where: Where = Field(default=Where(), description="筛选条件", examples=[{}])
    mode: Mode = Field(
        default="auto",
        description="回答方式：auto（自动）、extractive（只用原文组织）、llm（由大模型撰写再核对）",
        examples=["auto"],
    )


class Search(Received):
    """一次检索。"""

    query: Line = Field(description="要查的词或句子", examples=["财政帮扶资金"])
    k: Annotated[int, Field(ge=1, le=100)] = Field(default=10, description="返回几条", examples=[10])
    where: Where = Field(default=Where(), description="筛选条件", examples=[{}])


class Correction(Received):
    """对公文信息的更正；没有写的项不变，写 null 表示没有这一项。"""

    title: Name | None = Field(default=None, description="标题，不带书名号")
    number: Name | None = Field(default=None, description="文号", examples=["安政办发〔2017〕65号"])
    issuer: Name | None = Field(default=None, description="发文机关")
    date: _date | None = Field(default=None, description="成文日期", examples=["2018-08-16"])
    regions: Names = Field(default=[], description="涉及的地方，全称", examples=[["丽水市"]])
    period: Annotated[list[Year], Field(min_length=2, max_length=2)] | None = Field(
        default=None, description="任务涵盖的首尾年份", examples=[[2018, 2020]]
    )
    validity: Validity = Field(default="unknown", description="效力", examples=["in_force"])

    @model_validator(mode="after")
    def _fits(self) -> Correction:
        if "title" in self.model_fields_set and self.title is None:
            raise ValueError("title 不能为空")
        if self.period is not None and self.period[0] > self.period[1]:
            raise ValueError("period 的首年不能晚于末年")
        return self

    def values(self) -> dict[str, object]:
        """Return what was sent, by ``Document`` field name."""
        sent = self.model_dump(mode="json")
        return {
            {"validity": "status"}.get(name, name): tuple(value) if isinstance(value, list) else value
            for name, value in sent.items()
            if name in self.model_fields_set
        }


class Feedback(Received):
    """对一个回答的评价。"""

    receipt: Name = Field(description="回执编号")
    rating: Literal["up", "down"] = Field(description="up（有用）或 down（没用）", examples=["up"])
    comment: Annotated[str, Field(max_length=2000), AfterValidator(sound)] = Field(
        default="", description="说明，可以不写"
    )


class Export(Received):
    """要导出的回答。"""

    receipts: Annotated[list[Name], Field(min_length=1, max_length=100)] = Field(
        description="各个回答的回执编号，按提问的先后"
    )


class DraftText(Received):
    """一份草稿的文字。"""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_DRAFT), AfterValidator(_some)] = Field(
        description="草稿全文；结果里的 start、end 是它的字符位置",
        examples=["2018年的财政帮扶资金应于2018年6月底前拨付到位。"],
    )
