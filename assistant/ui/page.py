"""The chat page: questions at the left, the clauses that the answers rest on at the right."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any, Literal

from assistant.chain import Assistant
from assistant.model import Answer
from assistant.model import Turn as Exchange
from assistant.ui import recall, render
from assistant.ui.suggestions import first_questions
from assistant.writer import WriterSettings
from index import IndexFailure, Where

# Before the first import of gradio: it would report its use to its makers.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr

from assistant.api.logs import logger
from assistant.api.service import Asked, Service

log = logger(__name__)

TITLE = "政策问答助手"
HEAD = """
<meta name="viewport" content="width=device-width, initial-scale=1">
<script src="page-assets/common.js"></script>
<script src="page-assets/page.js"></script>
<script src="page-assets/history.js"></script>
<script src="page-assets/word.js"></script>
<link rel="stylesheet" href="page-assets/page.css">
"""
_LONGEST_QUESTION = 2000
#: Earlier turns that a follow-up question may refer to.
_REMEMBERED = 6

_PLACEHOLDER = "就公文提问，按 Enter 发送，Shift + Enter 换行"
_ANYTHING = "限定范围"
_BROKEN = "回答中断了：请再问一次；若总是如此，请告诉管理员。"

Turns = tuple[render.Turn, ...]


def build_page(service: Service) -> gr.Blocks:
    """Build the page.

    Everything that belongs to one person is in the session's state; the page object holds nothing.

    Args:
        service: The index and assistant, and the threads that the work is done in.
    """
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        turns = gr.State((), time_to_live=12 * 3600)
        exported = gr.Textbox(visible="hidden", elem_id="pa-exported", show_label=False)
        # The browser writes here which of its conversations to show again.
        wanted = gr.Textbox(visible="hidden", elem_id="pa-wanted", show_label=False)
        gr.Markdown(render.header_html(), sanitize_html=False, elem_id="pa-header")
        with gr.Row(elem_id="pa-columns"):
            with gr.Column(scale=6, elem_id="pa-left"):
                chat = gr.Chatbot(
                    elem_id="pa-chat",
                    show_label=False,
                    sanitize_html=False,
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                    group_consecutive_messages=False,
                    layout="bubble",
                    height="100%",
                )
                with gr.Row(elem_id="pa-ask"):
                    box = gr.Textbox(
                        elem_id="pa-box",
                        show_label=False,
                        container=False,
                        placeholder=_PLACEHOLDER,
                        lines=1,
                        max_lines=6,
                        max_length=_LONGEST_QUESTION,
                        autofocus=True,
                        scale=8,
                    )
                    send = gr.Button("发送", variant="primary", elem_id="pa-send", scale=1, min_width=88)
                with gr.Row(elem_id="pa-under"):
                    with gr.Accordion(_ANYTHING, open=False, elem_id="pa-filters") as filters, gr.Row():
                        documents = gr.Dropdown(
                            label="公文", multiselect=True, elem_id="pa-documents", scale=2
                        )
                        places = gr.Dropdown(label="地方", multiselect=True, elem_id="pa-places")
                        years = gr.Dropdown(label="年份", multiselect=True, elem_id="pa-years")
                    with gr.Row(elem_id="pa-tools"):
                        fresh = gr.Button("新对话", size="sm", elem_id="pa-fresh")
                        gr.Button("历史对话", size="sm", elem_id="pa-history-open")
                        gr.Button("导出对话", size="sm", elem_id="pa-export")
                        gr.Button("导出 Word", size="sm", elem_id="pa-export-word")
            with gr.Column(scale=4, elem_id="pa-right"):
                evidence = gr.Markdown(
                    render.evidence_html(()), sanitize_html=False, elem_id="pa-evidence", latex_delimiters=[]
                )

        async def load() -> tuple[Any, ...]:
            return await service.run(lambda: _choices(service))

        async def answer(
            question: str,
            earlier: Turns,
            chosen: list[str],
            where_places: list[str],
            where_years: list[int],
            request: gr.Request,
        ) -> AsyncIterator[tuple[Any, ...]]:
            asked = question.strip()
            if not asked:
                yield tuple(gr.skip() for _ in outputs)
                return
            where = Where(documents=tuple(chosen), places=tuple(where_places), years=tuple(where_years))
            shown = [*_messages(earlier), _message("user", render.question_html(asked))]
            sentences: list[str] = []
            place = len(earlier)
            yield [*shown, _message("assistant", render.sentences_html((), place))], "", *[gr.skip()] * 3
            history = tuple(Exchange(turn.question, turn.answer.text) for turn in earlier[-_REMEMBERED:])
            final: Answer | None = None
            try:
                async with service.streamed(_asked(asked, history, where, request)) as items:
                    async for item in items:
                        if isinstance(item, str):
                            sentences.append(item)
                            html = render.sentences_html(sentences, place)
                            yield [*shown, _message("assistant", html)], *[gr.skip()] * 4
                        else:
                            final = item
            except Exception as error:
                log.exception("an answer failed on the page")
                problem = str(error) if isinstance(error, IndexFailure) else _BROKEN
                final = None
            else:
                problem = _BROKEN
            if final is None:
                # The question goes back into its box: it may be sent again as it is.
                failure = _message("assistant", render.failure_html(problem))
                yield [*shown, failure], asked, *[gr.skip()] * 3
                return
            now = (*earlier, render.Turn(asked, final))
            yield _messages(now), gr.skip(), *_beside(now)

        async def recalled(receipts: str) -> tuple[Any, ...]:
            found = await service.run(
                lambda: recall.recall(receipts, service.assistant.receipts, service.index)
            )
            if not found:
                return tuple(gr.skip() for _ in outputs)
            return _messages(found), "", *_beside(found)

        async def scope(*chosen: list[Any]) -> Any:
            return gr.update(label=await service.run(lambda: _scope_label(service, *chosen)))

        def clear() -> tuple[Any, ...]:
            return [], "", *_beside(())

        outputs = [chat, box, turns, evidence, exported]
        inputs = [box, turns, documents, places, years]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on(
            [box.submit, send.click],
            answer,
            inputs,
            outputs,
            trigger_mode="once",
            concurrency_limit=None,
            **quiet,
        )
        chat.example_select(_chosen_example, None, box, queue=False, **quiet).then(
            answer, inputs, outputs, concurrency_limit=None, **quiet
        )
        fresh.click(clear, None, outputs, queue=False, **quiet)
        wanted.change(recalled, wanted, outputs, **quiet)
        page.load(load, None, [chat, documents, places, years], **quiet)
        narrowing = [documents, places, years]
        gr.on([each.change for each in narrowing], scope, narrowing, filters, queue=False, **quiet)
    return page


def _beside(turns: Turns) -> tuple[Any, ...]:
    """What follows from the turns of a conversation, in the order of the page's outputs."""
    return turns, render.evidence_html(turns), render.conversation_markdown(turns) if turns else ""


def _scope_label(service: Service, documents: list[str], places: list[str], years: list[int]) -> str:
    """What questions are narrowed to, so that it is seen while the filters are folded away."""
    found = (service.index.document(each) for each in documents)
    parts = (
        "、".join(f"《{each.title}》" for each in found if each is not None),
        "、".join(places),
        "、".join(f"{year}年" for year in years),
    )
    chosen = "；".join(part for part in parts if part)
    return f"{_ANYTHING}：{chosen}" if chosen else _ANYTHING


def _asked(question: str, history: tuple[Exchange, ...], where: Where, request: gr.Request) -> Asked:
    assert request.request is not None  # None only where a handler is called outside a request
    state = request.request.state
    return Asked(
        question,
        history,
        where,
        caller=state.caller.name,
        request_id=state.request_id,
        origin="page",
    )


def _choices(service: Service) -> tuple[Any, ...]:
    """What can be chosen, as the index stands when the page is opened."""
    found = service.index.documents()
    places = sorted({place for document in found for place in document.regions})
    years: set[int] = set()
    for document in found:
        if document.date:
            years.add(int(document.date[:4]))
        if document.period:
            years.update(range(document.period[0], document.period[1] + 1))
    questions = _suggestions(service, service.index.fingerprint)
    return (
        gr.update(
            examples=[{"text": question, "display_text": question} for question in questions],
            placeholder=_welcome(len(found)),
        ),
        gr.update(choices=[(document.title, document.id) for document in found]),
        gr.update(choices=places),
        gr.update(choices=sorted(years)),
    )


@lru_cache(maxsize=2)
def _suggestions(service: Service, fingerprint: str) -> tuple[str, ...]:
    """The first questions of one state of the index; trying them leaves no receipt."""
    quiet = service.settings.model_copy(update={"receipts": 0, "llm": WriterSettings()})
    trial = Assistant(service.index, quiet)
    return first_questions(
        service.index.documents(),
        service.index.clauses,
        lambda question: trial.ask(question).status == "answered",
    )


def _welcome(documents: int) -> str:
    return f'<div class="pa-welcome"><h2>想了解哪项政策？</h2><p>可以就 {documents} 份公文提问</p></div>'


def _chosen_example(event: gr.SelectData) -> str:
    return str(event.value["text"])


def _messages(turns: Turns) -> list[gr.MessageDict]:
    return [
        message
        for place, turn in enumerate(turns)
        for message in (
            _message("user", render.question_html(turn.question)),
            _message("assistant", render.answer_html(turn.answer, place)),
        )
    ]


def _message(role: Literal["user", "assistant"], html: str) -> gr.MessageDict:
    return gr.MessageDict(role=role, content=html)
