"""The embedding, the search and the clause parser as LlamaIndex knows them, for use in any of its pipelines.

Importing LlamaIndex takes one to two seconds: nothing on the way from a question to an answer imports this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser.interface import NodeParser
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    BaseNode,
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)
from pydantic import PrivateAttr

from corpus import CITABLE, Clause, Document
from index.embedding import Embedder, load_embedder
from index.model import Where
from index.opened import Index


class ClauseEmbedding(BaseEmbedding):
    """An embedding model of this package as a LlamaIndex embedding.

    Args:
        embedder: The model; None for the bundled one.
    """

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder | None = None, **options: Any) -> None:
        embedder = embedder or load_embedder()
        super().__init__(model_name=embedder.name, **options)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex stores the class."""
        return "ClauseEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._embedder.embed_query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return vectors


class ClauseRetriever(BaseRetriever):
    """The search of an index as a LlamaIndex retriever; each node is a whole clause with its citation.

    Args:
        index: An open index.
        k: At most so many clauses.
        where: Filters.
    """

    def __init__(self, index: Index, k: int = 10, where: Where | None = None) -> None:
        self._index = index
        self._k = k
        self._where = where or Where()
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        documents = {document.id: document for document in self._index.documents()}
        return [
            NodeWithScore(node=node_of(documents[hit.clause.document_id], hit.clause), score=hit.score)
            for hit in self._index.search(query_bundle.query_str, self._k, self._where)
        ]


class ClauseNodeParser(NodeParser):
    """The clause parser as a LlamaIndex node parser: one node for every clause that can be cited.

    A document's ``file_name`` (or ``title``) in its metadata names it; without one its id does.
    """

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex stores the class."""
        return "ClauseNodeParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **options: Any
    ) -> list[BaseNode]:
        from corpus.parse import parse
        from corpus.readers import read_bytes

        parsed_nodes: list[BaseNode] = []
        for node in nodes:
            name = str(node.metadata.get("file_name") or node.metadata.get("title") or node.node_id)
            stem = name.rsplit(".", 1)[0]
            parsed = parse(read_bytes(node.get_content().encode(), f"{stem}.txt"), document_id=stem)
            for clause in parsed.clauses:
                if clause.kind in CITABLE:
                    made = node_of(parsed.document, clause)
                    made.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=node.node_id)
                    parsed_nodes.append(made)
        return parsed_nodes


def node_of(document: Document, clause: Clause) -> TextNode:
    """Write a clause as a node: its text, its id, and its citation as metadata."""
    return TextNode(
        id_=clause.id,
        text=clause.text,
        metadata={
            "label": clause.label,
            "path": " / ".join(clause.path),
            "document_id": document.id,
            "title": document.title,
            "number": document.number,
            "kind": clause.kind,
        },
        excluded_embed_metadata_keys=["label", "document_id", "number", "kind"],
        excluded_llm_metadata_keys=["document_id", "title", "number", "kind"],
        start_char_idx=clause.start,
        end_char_idx=clause.end,
    )
