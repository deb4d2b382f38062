"use strict";
// The library: what there is to ask about, and, for editors, how it is kept. All through the interface.
(() => {
  const { say } = window.pa;
  const $ = (selector) => document.querySelector(selector);
  let documents = [];

  const request = async (path, options) => {
    const response = await fetch(path, options).catch(() => null);
    if (!response) throw new Error("连不上服务，请稍后再试");
    if (response.status === 204) return null;
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(body.error?.message ?? "没有完成，请稍后再试");
    return body;
  };
  const url = (id) => `v1/documents/${encodeURIComponent(id)}`;

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const button = (text, act, attributes) => {
    const made = element("button", text, { type: "button", ...attributes });
    made.addEventListener("click", () => act().catch((error) => say(error.message)));
    return made;
  };

  const row = (item) => {
    const made = element("tr");
    const title = element("td");
    title.append(button(item.title, () => showClauses(item.id), { class: "link" }));
    const state = element("td");
    state.append(element("span", item.status === "ready" ? "可以提问" : "正在建立索引", { class: item.status }));
    const tools = element("td", null, { class: "tools for-editors" });
    tools.append(
      button("更正", () => correct(item)),
      button("替换", () => replace(item)),
      button("删除", () => remove(item)),
    );
    const about = [item.number, item.issuer, item.date, `${item.clauses} 条`].map((value) =>
      element("td", value ?? "—", value ? {} : { class: "none" }));
    made.append(title, ...about, state, tools);
    return made;
  };

  const show = () => {
    const wanted = $("#filter").value.trim();
    const found = documents.filter((item) =>
      [item.title, item.number, item.issuer, item.source].some((value) => value?.includes(wanted)));
    $("#documents").replaceChildren(...found.map(row));
    $("#count").textContent = `${documents.length} 份`;
    $("#nothing").hidden = found.length > 0;
  };

  // While something is being indexed the list is looked at again.
  let timer;
  const load = async () => {
    clearTimeout(timer);
    const body = await request("v1/documents");
    documents = body.documents;
    const stages = { wait: "等待", read: "读取公文", embed: "计算向量", words: "学习词语", write: "写入索引", check: "核对" };
    const at = body.indexing;
    $("#indexing").textContent = at ? `正在建立索引：${stages[at.stage] ?? at.stage} ${at.done}/${at.total}` : "";
    show();
    if (at || documents.some((item) => item.status !== "ready")) timer = setTimeout(() => load().catch(() => {}), 1000);
  };

  const showClauses = async (id) => {
    const whole = await request(url(id));
    const box = $("#clauses");
    box.querySelector("h2").textContent = whole.title;
    const items = whole.outline.map((clause) => {
      const item = element("li", null, { class: clause.kind });
      item.style.paddingInlineStart = `${Math.max(clause.path.length - 1, 0)}em`;
      const start = clause.text.replace(/\s+/g, " ");
      const link = element("a", start.length > 90 ? `${start.slice(0, 90)}…` : start, {
        href: `original/${encodeURIComponent(clause.id)}`,
        "data-original": "",
        title: clause.label,
      });
      item.append(link);
      return item;
    });
    for (const note of whole.notes) items.unshift(element("li", note, { class: "note" }));
    box.querySelector("ol").replaceChildren(...items);
    box.showModal();
  };

  // A dialog gives what was decided: true where it was confirmed.
  const decide = (box) => new Promise((resolve) => {
    const form = box.querySelector("form");
    let confirmed = false;
    form.onsubmit = () => { confirmed = true; };
    box.onclose = () => resolve(confirmed);
    box.showModal();
  });

  // The metadata that can be corrected: how each is shown in its field, and read back from it.
  const plain = { show: (value) => value ?? "", read: (text) => text || null };
  const FIELDS = {
    title: plain, number: plain, issuer: plain, date: plain, validity: plain,
    regions: { show: (names) => names.join("、"), read: (text) => text.split(/[、，,;；\s]+/).filter(Boolean) },
    period: {
      show: (years) => (years ? [...new Set(years)].join("-") : ""),
      read: (text) => {
        const years = text.match(/\d{4}/g)?.map(Number);
        return years ? [years[0], years.at(-1)] : null;
      },
    },
  };

  const correct = async (item) => {
    const box = $("#correct");
    const fields = box.querySelector("form").elements;
    for (const [name, { show: shown }] of Object.entries(FIELDS)) fields[name].value = shown(item[name]);
    if (!(await decide(box))) return;
    const changes = {};
    for (const [name, { read }] of Object.entries(FIELDS)) {
      const value = read(fields[name].value.trim());
      if (JSON.stringify(value) !== JSON.stringify(item[name])) changes[name] = value;
    }
    if (!Object.keys(changes).length) return;
    await request(url(item.id), {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(changes),
    });
    say("已更正");
    await load();
  };

  const remove = async (item) => {
    const box = $("#delete");
    box.querySelector("p").textContent = item.title;
    if (!(await decide(box))) return;
    await request(url(item.id), { method: "DELETE" });
    say("已删除");
    await load();
  };

  const pick = () => new Promise((resolve) => {
    const input = element("input", null, { type: "file" });
    input.addEventListener("change", () => resolve(input.files[0]));
    input.click();
  });

  const replace = async (item) => {
    const file = await pick();
    if (file) await send(file, "PUT", url(item.id));
  };

  // XMLHttpRequest tells how much has been sent; fetch does not.
  const send = (file, method, path) => new Promise((resolve) => {
    const line = element("li");
    const bar = element("progress", null, { max: "1", value: "0" });
    const word = element("span", "正在上传");
    line.append(element("strong", file.name), bar, word);
    $("#uploads").prepend(line);
    const sending = new XMLHttpRequest();
    sending.open(method, path);
    sending.upload.onprogress = (event) => {
      bar.value = event.loaded / event.total;
      if (event.loaded === event.total) word.textContent = "正在解析";
    };
    sending.onloadend = () => {
      bar.remove();
      let body = {};
      try { body = JSON.parse(sending.responseText); } catch { /* no answer: said below */ }
      if (sending.status >= 200 && sending.status < 300) {
        word.textContent = `《${body.title}》，${body.clauses} 条条款`;
        word.append(" ", button("查看条款", () => showClauses(body.id), { class: "link" }));
      } else {
        line.className = "failed";
        word.textContent = body.error?.message ?? "没有上传成功，请稍后再试。";
      }
      load().catch(() => {}).finally(resolve);
    };
    const form = new FormData();
    form.append("file", file);
    sending.send(form);
  });

  const sendAll = async (files) => {
    for (const file of files) await send(file, "POST", "v1/documents");
  };

  const drop = $(".drop");
  drop.querySelector("input").addEventListener("change", (event) => {
    sendAll([...event.target.files]).then(() => { event.target.value = ""; });
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") sendAll([...event.dataTransfer.files]);
    });
  }
  $("#filter").addEventListener("input", show);
  for (const box of document.querySelectorAll("dialog")) {
    box.querySelector("[data-close]").addEventListener("click", () => box.close());
  }
  load().catch((error) => say(error.message));
})();
