"""What the interface gives, with the descriptions that ``/docs`` shows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.drafts import DraftReasonKind, DraftVerdict
from assistant.model import Status
from corpus import ClauseKind


class AboutDocument(BaseModel):
    """条款所在的公文。"""

    id: str = Field(description="公文编号", examples=["lishui-2018"])
    title: str = Field(description="标题，不带书名号")
    number: str | None = Field(description="文号", examples=["安政办发〔2017〕65号"])
    issuer: str | None = Field(description="发文机关")
    date: str | None = Field(description="成文日期", examples=["2018-08-16"])


class Citation(BaseModel):
    """回答里一个角标所指的条款。"""

    mark: int = Field(description="角标 [n] 的 n", examples=[1])
    clause_id: str = Field(description="条款编号", examples=["lishui-2018:2.2.1"])
    label: str = Field(description="可直接用于行文的出处，细到引文所在的款、项")
    document: AboutDocument
    path: list[str] = Field(description="条款上方的各级标题")
    quote: str = Field(description="引文，条款原文中的一段")
    start: int = Field(description="引文在公文全文中的起点（字符）")
    end: int = Field(description="引文在公文全文中的终点（字符）")
    text: str = Field(description="条款全文")


class DraftReason(BaseModel):
    """一处问题。"""

    kind: DraftReasonKind = Field(
        description="种类：number（数字）、date（日期）、place（地名）、body（单位）、quote（引文）、"
        "title（文件名称）、number_of_document（文号）、clause（条款）、relation（对应关系）、"
        "condition（限定条件）"
    )
    found: str = Field(description="草稿怎样写", examples=["2018年6月"])
    expected: str = Field(description="公文怎样写，库中没有时为空", examples=["2018年5月"])


class DraftStatement(BaseModel):
    """草稿里的一句。"""

    text: str = Field(description="原句")
    start: int = Field(description="在草稿文字中的起点（字符）")
    end: int = Field(description="在草稿文字中的终点（字符）")
    verdict: DraftVerdict = Field(
        description="supported（有依据）、contradicted（与公文不符）、unsupported（库中无依据）、"
        "not_checked（无需核对）"
    )
    reasons: list[DraftReason] = Field(description="问题，没有问题时为空")
    citations: list[Citation] = Field(description="所依据的、或与之不符的条款")
    suggestion: str = Field(description="可插在句首的引用，没有时为空")


class DraftSummary(BaseModel):
    """各种结论的句数。"""

    supported: int
    contradicted: int
    unsupported: int
    not_checked: int


class DraftReport(BaseModel):
    """核对结果。"""

    statements: list[DraftStatement] = Field(description="逐句结果，按原文次序")
    summary: DraftSummary


class FoundClause(BaseModel):
    """为这个问题检索到的条款。"""

    clause_id: str = Field(description="条款编号")
    label: str = Field(description="出处")
    score: float = Field(description="相关程度，只在同一次检索内可比")
    ranks: dict[str, int] = Field(description="在各检索器中的名次", examples=[{"dense": 1, "lexical": 2}])


class Usage(BaseModel):
    """大模型所用的词元。"""

    prompt_tokens: int = Field(description="输入")
    completion_tokens: int = Field(description="输出")
    estimated: bool = Field(description="大模型服务没有给出词元数，按文字估计")


class Answer(BaseModel):
    """回答：每句话都有角标，角标对应条款。"""

    answer: str = Field(description="回答，带角标 [n]")
    status: Status = Field(description="answered（已答）、partial（部分有据）、refused（没有依据，不答）")
    mode: Literal["extractive", "llm"] = Field(description="实际的回答方式")
    model: str | None = Field(description="大模型的名称，没有用到时为空")
    citations: list[Citation] = Field(description="各角标所指的条款")
    hits: list[FoundClause] = Field(description="检索到的条款；不答时为最接近的条款")
    notes: list[str] = Field(description="提示，如略去了哪句话、文件是否过期")
    receipt: str = Field(description="回执编号，没有留存时为空")
    timings_ms: dict[str, float] = Field(description="各步用时（毫秒）")
    usage: Usage | None = Field(description="大模型所用的词元，没有用到时为空")


class Hit(FoundClause):
    """检索到的一条条款，带全文。"""

    document: AboutDocument
    path: list[str] = Field(description="条款上方的各级标题")
    text: str = Field(description="条款全文")


class Hits(BaseModel):
    """检索结果，由最相关起。"""

    hits: list[Hit]


class DocumentSummary(AboutDocument):
    """一份公文。"""

    regions: list[str] = Field(description="涉及的地方")
    period: list[int] | None = Field(description="任务涵盖的首尾年份", examples=[[2018, 2020]])
    validity: str = Field(description="效力：in_force、expired、repealed 或 unknown")
    source: str = Field(description="原文件名")
    clauses: int = Field(description="条款数")
    status: Literal["indexing", "ready"] = Field(description="indexing（正在建立索引）或 ready（可以提问）")


class Indexing(BaseModel):
    """后台建立索引的进度。"""

    stage: str = Field(description="wait、read、embed、words、write 或 check")
    done: int
    total: int


class Documents(BaseModel):
    """全部公文。"""

    documents: list[DocumentSummary]
    indexing: Indexing | None = Field(description="正在建立索引时的进度")


class Taken(BaseModel):
    """收下的公文。"""

    id: str = Field(description="公文编号")
    title: str = Field(description="标题")
    status: Literal["indexing", "ready"] = Field(description="indexing（正在建立索引）或 ready（可以提问）")
    clauses: int = Field(description="条款数")


class Clause(BaseModel):
    """一条条款。"""

    id: str = Field(description="条款编号", examples=["lishui-2018:2.2.1"])
    document_id: str = Field(description="公文编号")
    kind: ClauseKind = Field(description="种类")
    path: list[str] = Field(description="上方的各级标题")
    label: str = Field(description="出处")
    text: str = Field(description="全文")
    start: int = Field(description="在公文全文中的起点（字符）")
    end: int = Field(description="在公文全文中的终点（字符）")


class DocumentDetail(DocumentSummary):
    """一份公文，带全文和条款。"""

    text: str = Field(description="全文")
    notes: list[str] = Field(description="解析时发现的问题")
    outline: list[Clause] = Field(description="按阅读顺序排列的条款和标题")


class ClauseDetail(Clause):
    """一条条款及其公文。"""

    document: AboutDocument


class Change(BaseModel):
    """当时引用、其后有变动的条款。"""

    clause_id: str = Field(description="条款编号")
    label: str = Field(description="当时的出处")
    what: Literal["changed", "gone"] = Field(description="changed（文字已变）或 gone（已不存在）")


class Receipt(BaseModel):
    """回执：当时的回答，和其后有变动的条款。"""

    id: str = Field(description="回执编号")
    created: str = Field(description="回答的时间（UTC）")
    question: str = Field(description="问题")
    answer: Answer
    fingerprint: str = Field(description="当时的索引指纹")
    program: str = Field(description="当时的程序版本")
    settings: dict[str, Any] = Field(description="当时影响回答的设置")
    changes: list[Change] = Field(description="其后有变动的条款，没有变动时为空")


class Problem(BaseModel):
    """出错的代号和说明。"""

    code: str = Field(description="代号，供程序判断", examples=["invalid_request"])
    message: str = Field(description="说明和下一步该怎么做", examples=["question 不能为空：请改正后重试。"])


class ErrorBody(BaseModel):
    """出错时的返回。"""

    error: Problem


class Me(BaseModel):
    """所用的密钥。"""

    name: str = Field(description="发给谁的")
    role: Literal["reader", "editor", "admin"] = Field(description="角色")
    local: bool = Field(description="是否没有使用密钥（本机）")


class Health(BaseModel):
    """进程是否活着。"""

    status: Literal["ok"]


class Readiness(BaseModel):
    """是否可以提问。"""

    status: Literal["ready"]
    documents: int = Field(description="公文数")
    fingerprint: str = Field(description="索引指纹")
