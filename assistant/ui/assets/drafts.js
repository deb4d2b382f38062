"use strict";
// 写作核对: a draft is sent to the interface and shown sentence by sentence beside the clauses.
// Everything from a draft or a document is set as text, never as HTML; nothing is kept beyond this page.
(() => {
  const { say, save, copy } = window.pa;
  const $ = (selector) => document.querySelector(selector);
  const NAMES = { contradicted: "与公文不符", unsupported: "库中无依据", supported: "有依据", not_checked: "无需核对" };
  const KINDS = {
    number: "数字", date: "日期", place: "地名", body: "单位", quote: "引文", title: "文件名称",
    number_of_document: "文号", clause: "条款", relation: "对应关系", condition: "限定条件",
  };
  const LARGEST_DIFFERENCE = 400;

  // What is on the page: the draft as it was sent, its report, and which suggestions are inserted.
  let sent = null;
  let report = null;
  let inserted = new Set();
  let only = "";
  let stopping = null;

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const button = (text, act, attributes = {}) => {
    const made = element("button", text, { type: "button", ...attributes });
    made.addEventListener("click", act);
    return made;
  };

  // ---- sending ----
  const body = ({ file, text }) => {
    if (!file) return { headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text }) };
    const form = new FormData();
    form.append("file", file);
    return { body: form };
  };
  const post = async (path, draft, signal) => {
    const response = await fetch(path, { method: "POST", signal, ...body(draft) }).catch((error) => {
      throw error.name === "AbortError" ? error : new Error("连不上服务，请稍后再试");
    });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.error?.message ?? "没有完成，请稍后再试");
  };

  const events = async function* (response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const lines = block.split("\n");
        const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = field("data");
        if (data) yield [field("event"), JSON.parse(data)];
      }
    }
  };

  const show = (place) => {
    for (const each of ["give", "wait", "result"]) $(`#${each}`).hidden = each !== place;
  };
  const progress = (done, total) => {
    $("#wait p").textContent = total ? `已核对 ${done} / ${total} 句` : "正在读取，请稍候…";
    const bar = $("#wait progress");
    if (total) bar.value = done / total;
    else bar.removeAttribute("value");
  };

  const check = async (draft) => {
    $("#problem").textContent = "";
    stopping = new AbortController();
    progress(0, 0);
    show("wait");
    try {
      let found = null;
      for await (const [name, value] of events(await post("v1/drafts/check/stream", draft, stopping.signal))) {
        if (name === "progress") progress(value.done, value.total);
        else if (name === "report") found = value;
        else throw new Error(value.error.message);
      }
      if (!found) throw new Error("核对中断了，请再试一次");
      [sent, report, inserted] = [draft, found, new Set()];
      const { contradicted, unsupported } = report.summary;
      only = contradicted + unsupported ? "problems" : "";
      $("#draft h2").textContent = draft.file ? draft.file.name : "草稿全文";
      show("result");
      drawAll();
    } catch (error) {
      show("give");
      if (error.name !== "AbortError") $("#problem").textContent = error.message;
    }
  };

  // ---- the draft ----
  const drawDraft = () => {
    const characters = [...report.text];
    const cut = (start, end) => characters.slice(start, end).join("");
    const parts = [];
    let at = 0;
    report.statements.forEach((statement, place) => {
      parts.push(cut(at, statement.start));
      if (inserted.has(place)) parts.push(element("ins", statement.suggestion));
      const said = element("span", null, { class: `said ${statement.verdict}`, id: `said-${place}` });
      said.append(...marked(statement));
      if (statement.verdict !== "not_checked") said.addEventListener("click", () => select(place, "card"));
      parts.push(said);
      at = statement.end;
    });
    parts.push(cut(at));
    $(".paper").replaceChildren(...parts);
  };

  // The words that do not hold, where they stand literally in the sentence.
  const marked = (statement) => {
    const spans = statement.reasons
      .map(({ found }) => (found ? [statement.text.indexOf(found), found.length] : [-1, 0]))
      .filter(([start]) => start >= 0)
      .sort((one, other) => one[0] - other[0]);
    const parts = [];
    let at = 0;
    for (const [start, length] of spans) {
      if (start < at) continue;
      parts.push(statement.text.slice(at, start), element("b", statement.text.slice(start, start + length)));
      at = start + length;
    }
    return [...parts, statement.text.slice(at)];
  };

  const select = (place, target) => {
    for (const shown of document.querySelectorAll(".shown")) shown.classList.remove("shown");
    if (!$(`#card-${place}`)) {
      only = report.statements[place].verdict;
      drawCards();
    }
    const [card, said] = [$(`#card-${place}`), $(`#said-${place}`)];
    card?.classList.add("shown");
    said.classList.add("shown");
    const aim = target === "card" ? card : said;
    aim?.scrollIntoView({ block: target === "card" ? "nearest" : "center", behavior: "smooth" });
    if (target === "card") card?.focus({ preventScroll: true });
  };

  // ---- what was found ----
  const inView = ({ verdict, suggestion }) => {
    if (verdict === "not_checked") return false;
    if (only === "problems") return verdict === "contradicted" || verdict === "unsupported";
    return only === "suggestion" ? suggestion !== "" : !only || verdict === only;
  };
  const order = ["contradicted", "unsupported", "supported"];

  const drawCounts = () => {
    const { contradicted, unsupported, supported, not_checked: rest } = report.summary;
    const suggested = report.statements.filter(({ suggestion }) => suggestion).length;
    const choices = [
      ["problems", `需要处理 ${contradicted + unsupported}`, "problems"],
      ["contradicted", `${NAMES.contradicted} ${contradicted}`],
      ["unsupported", `${NAMES.unsupported} ${unsupported}`],
      ["supported", `${NAMES.supported} ${supported}`],
      ["suggestion", `可加注出处 ${suggested}`, "supported"],
      ["", "全部"],
    ];
    $("#counts").replaceChildren(
      ...choices.map(([key, text, look = key]) => button(text, () => {
        only = key;
        drawCards();
      }, { class: look, "aria-pressed": String(only === key) })),
    );
    $("#counts").title = `另有 ${rest} 句没有可核对的内容`;
    $("#insert-all").hidden = !suggested;
    $("#insert-all").textContent = inserted.size ? "撤销插入" : "插入全部引用建议";
  };

  const drawCards = () => {
    drawCounts();
    const shown = report.statements
      .map((statement, place) => [statement, place])
      .filter(([statement]) => inView(statement))
      .sort(([one, a], [other, b]) => order.indexOf(one.verdict) - order.indexOf(other.verdict) || a - b);
    const cards = shown.map(([statement, place]) => card(statement, place));
    $("#found ol").replaceChildren(...(cards.length ? cards : [element("li", "没有这样的句子。", { class: "none" })]));
    $("#found ol").scrollTop = 0;
  };

  const card = (statement, place) => {
    const made = element("li", null, { class: statement.verdict, id: `card-${place}`, tabindex: "-1" });
    const heading = element("h3");
    heading.append(
      element("span", NAMES[statement.verdict], { class: "tag" }),
      button(statement.text, () => select(place, "said"), { class: "statement", title: "在草稿中找到这一句" }),
    );
    made.append(heading);
    for (const reason of statement.reasons) made.append(why(reason));
    if (statement.verdict === "unsupported" && !statement.reasons.length) {
      made.append(element("p", "公文库里没有查到这样的内容，请核对原件。", { class: "suggestion" }));
    }
    made.append(...statement.citations.map(clause));
    if (statement.suggestion) {
      const line = element("p", null, { class: "suggestion" });
      const there = inserted.has(place);
      line.append(
        element("q", statement.suggestion),
        button(there ? "撤销" : "插入", () => {
          if (!inserted.delete(place)) inserted.add(place);
          redraw(place);
        }, { "aria-label": there ? "撤销插入" : "插入到句首" }),
      );
      made.append(line);
    }
    return made;
  };

  const redraw = (place) => {
    drawDraft();
    drawCounts();
    $(`#card-${place}`)?.replaceWith(card(report.statements[place], place));
    select(place, "said");
    $(`#card-${place} .suggestion button`)?.focus({ preventScroll: true });
  };

  const why = ({ kind, found, expected }) => {
    const list = element("dl", null, { class: "why" });
    // A figure is another one as a whole, not by a digit.
    const apart = kind !== "number" && found && expected;
    const [said, stands] = apart ? differences(found, expected) : [[element("b", found)], [element("b", expected)]];
    const pair = (term, parts, look) => {
      const stated = element("dd", null, { class: look });
      stated.append(...parts);
      list.append(element("dt", term), stated);
    };
    const name = KINDS[kind] ?? kind;
    if (!expected) pair(name, [element("b", found), " 库中查不到"], "said-so");
    else {
      pair("问题", [name], "kind");
      if (found) pair("草稿", said, "said-so");
      pair("公文", stands, "stands");
    }
    return list;
  };

  // Both wordings with what only one of them has set off, by their longest common subsequence.
  const differences = (found, expected) => {
    const [a, b] = [[...found], [...expected]];
    if (a.length > LARGEST_DIFFERENCE || b.length > LARGEST_DIFFERENCE) return [[found], [expected]];
    const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    if (length[0][0] * 4 < a.length + b.length) return [[found], [expected]];
    const [one, other] = [[], []];
    const put = (parts, text, alone) => parts.push(alone ? element("b", text) : text);
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        put(one, a[i++]);
        put(other, b[j++]);
      } else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) put(one, a[i++], true);
      else put(other, b[j++], true);
    }
    return [one, other];
  };

  const clause = ({ clause_id: id, label, quote, text, start, end }) => {
    const made = element("div", null, { class: "clause" });
    const at = text.indexOf(quote);
    const link = element("a", "查看原文", {
      href: `original/${encodeURIComponent(id)}?start=${start}&end=${end}`, "data-original": "",
    });
    const whole = element("details");
    whole.append(element("summary", "条款全文"), text.slice(0, at), element("mark", quote), text.slice(at + quote.length));
    made.append(element("strong", label), element("mark", quote), " ", link);
    if (quote !== text) made.append(whole);
    return made;
  };

  const drawAll = () => {
    drawDraft();
    drawCards();
    $(".paper").scrollTop = 0;
  };

  // ---- giving it back ----
  const withInsertions = () => {
    const characters = [...report.text];
    let text = "";
    let at = 0;
    for (const place of [...inserted].sort((one, other) => one - other)) {
      const { start, suggestion } = report.statements[place];
      text += characters.slice(at, start).join("") + suggestion;
      at = start;
    }
    return text + characters.slice(at).join("");
  };

  const download = async () => {
    const wanted = [...inserted].map((place) => `&insert=${place}`).join("");
    $("#word").disabled = true;
    try {
      const response = await post(`v1/drafts/check?format=docx${wanted}`, sent);
      const name = sent.file ? sent.file.name.replace(/\.[^.]*$/, "") : "草稿";
      save(await response.blob(), `${name}（核对）`, "docx");
    } catch (error) {
      say(error.message);
    } finally {
      $("#word").disabled = false;
    }
  };

  // Sentences in a row that rest on the same clause need its citation once.
  const insertAll = () => {
    if (inserted.size) inserted = new Set();
    else {
      const characters = [...report.text];
      let [at, last] = [0, ""];
      report.statements.forEach(({ start, end, suggestion, citations }, place) => {
        const clauses = citations.map(({ label }) => label).join("\n");
        if (characters.slice(at, start).includes("\n")) last = "";
        if (suggestion && clauses !== last) inserted.add(place);
        if (clauses) last = clauses;
        at = end;
      });
    }
    drawDraft();
    const before = $("#found ol").scrollTop;
    drawCards();
    $("#found ol").scrollTop = before;
  };

  const take = (file) => {
    if (file) check({ file });
    $("#file").value = "";
  };
  $("#check").addEventListener("click", () => {
    const text = $("#text").value;
    if (text.trim()) check({ text });
    else $("#problem").textContent = "还没有草稿：请粘贴文字，或选择一个文件。";
  });
  $("#file").addEventListener("change", (event) => take(event.target.files[0]));
  const drop = $(".drop");
  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    $("#give").addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", over);
      if (name === "drop") take(event.dataTransfer.files[0]);
    });
  }
  $("#stop").addEventListener("click", () => stopping.abort());
  $("#again").addEventListener("click", () => {
    // A text goes back to its box with what was inserted, to be written on; a file stays with its author.
    $("#text").value = sent.file ? "" : withInsertions();
    show("give");
    $("#text").focus();
  });
  $("#word").addEventListener("click", download);
  $("#insert-all").addEventListener("click", insertAll);
  $("#copy").addEventListener("click", async () => {
    say((await copy(withInsertions())) ? "已复制全文" : "复制不了，请手动选取文字");
  });
})();
