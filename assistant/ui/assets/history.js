"use strict";
// One's own conversations. This browser keeps the ids of their receipts, for each key apart; the service
// keeps the text. A page that is loaded again goes on with the conversation it had.
(() => {
  const { say, me } = window.pa;
  const MOST = 100;
  const CURRENT = "pa-conversation";

  const place = async () => `pa-history/${(await me).name}`;
  const read = async () => {
    try {
      const found = JSON.parse(localStorage.getItem(await place()) ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };
  const write = async (conversations) => {
    try {
      localStorage.setItem(await place(), JSON.stringify(conversations.slice(0, MOST)));
    } catch {
      // A browser that keeps nothing: the conversation lives as long as its page.
    }
  };

  // After an answer: the conversation as it is now, the newest first.
  const keep = async (receipts, title) => {
    const id = sessionStorage.getItem(CURRENT) ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    sessionStorage.setItem(CURRENT, id);
    const others = (await read()).filter((each) => each.id !== id);
    await write([{ id, title, receipts, at: Date.now() }, ...others]);
  };

  // The page reads from this field which conversation to show again.
  const reopen = (conversation) => {
    const field = document.querySelector("#pa-wanted :is(textarea, input)");
    // The time makes it a change, even where the same conversation is opened twice.
    field.value = JSON.stringify({ receipts: conversation.receipts, at: Date.now() });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // An answer is there when its evidence is; the page takes events once it has drawn its first questions.
  let last = "";
  let begun = false;
  new MutationObserver(() => {
    const { receipts = "", title } = document.querySelector(".pa-evidence")?.dataset ?? {};
    if (receipts !== last) {
      last = receipts;
      if (receipts) keep(receipts.split(" "), title);
    }
    if (!begun && document.querySelector("#pa-chat .example")) {
      begun = true;
      const id = sessionStorage.getItem(CURRENT);
      if (id) read().then((all) => all.find((each) => each.id === id)).then((found) => found && reopen(found));
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-receipts"] });

  const when = (at) => new Date(at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const forget = async (gone) => {
    await write((await read()).filter((each) => !gone(each)));
    await show();
  };

  const row = (conversation) => {
    const line = element("li", "");
    const open = element("button", "", { type: "button", class: "pa-recalled" });
    open.append(
      element("strong", conversation.title),
      element("span", `${when(conversation.at)}，${conversation.receipts.length} 问`),
    );
    open.addEventListener("click", () => {
      sessionStorage.setItem(CURRENT, conversation.id);
      dialog().close();
      reopen(conversation);
    });
    const drop = element("button", "删除", { type: "button", "aria-label": `删除对话：${conversation.title}` });
    drop.addEventListener("click", () => forget((each) => each.id === conversation.id));
    line.append(open, drop);
    return line;
  };

  const dialog = () => {
    let box = document.getElementById("pa-history");
    if (!box) {
      box = element("dialog", "", { id: "pa-history", "aria-label": "历史对话" });
      const bar = element("div", "", { class: "pa-bar" });
      const close = element("button", "关闭", { type: "button" });
      close.addEventListener("click", () => box.close());
      bar.append(element("h2", "历史对话"), close);
      box.append(bar, element("ol", ""), element("p", ""));
      box.addEventListener("click", (event) => event.target === box && box.close());
      document.body.append(box);
    }
    return box;
  };

  const show = async () => {
    const box = dialog();
    const found = await read();
    box.querySelector("ol").replaceChildren(...found.map(row));
    const about = box.querySelector("p");
    about.textContent = found.length ? "只有这台电脑的这个浏览器里能看到。" : "还没有历史对话。";
    if (found.length) {
      const clear = element("button", "全部删除", { type: "button" });
      clear.addEventListener("click", () => forget(() => true));
      about.append(clear);
    }
    if (!box.open) box.showModal();
  };

  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("#pa-history-open")) show().catch(() => say("打不开历史对话，请稍后再试"));
    if (at?.closest("#pa-fresh")) sessionStorage.removeItem(CURRENT);
  });
})();
