"use strict";
// Everything the page does beyond asking: marks, copying, the whole document, export, the keyboard.
// No library, no other host.
(() => {
  // The framework's own words follow the browser's language; this page is Chinese throughout.
  for (const [name, value] of [["language", "zh-CN"], ["languages", ["zh-CN", "zh"]]]) {
    Object.defineProperty(navigator, name, { get: () => value });
  }
  document.documentElement.lang = "zh-CN";

  // The conversation gets lower when the filters are unfolded: who was at its end stays there.
  const keepEnd = new ResizeObserver(([{ target }]) => {
    const lost = (target.paHeight || target.clientHeight) - target.clientHeight;
    const below = target.scrollHeight - target.scrollTop - target.clientHeight;
    if (lost > 0 && below <= lost + 40) target.scrollTop = target.scrollHeight;
    target.paHeight = target.clientHeight;
  });

  // The framework labels each message with its own HTML, which a screen reader would read out.
  new MutationObserver(() => {
    for (const message of document.querySelectorAll("#pa-chat [data-testid][aria-label]")) {
      message.setAttribute("aria-label", message.dataset.testid === "user" ? "提问" : "回答");
    }
    for (const example of document.querySelectorAll("#pa-chat .example")) {
      example.setAttribute("aria-label", example.textContent.trim());
    }
    const log = document.querySelector("#pa-chat [role=log]");
    if (log && log.getAttribute("aria-label") !== "对话") {
      log.setAttribute("aria-label", "对话");
      keepEnd.observe(log);
    }
    // What the framework says by itself, it says in English.
    for (const word of document.querySelectorAll("[data-testid=toast-text], .toast-title-row > span")) {
      const said = word.textContent.trim();
      if (!said || /[\u4e00-\u9fff]/.test(said)) continue;
      const lost = /connection|reconnect/i.test(said);
      const title = word.matches(".toast-title-row > span");
      word.textContent = title ? "提示" : lost ? "与服务的连接断了，正在重新连接……" : "没有完成，请稍后再试。";
    }
    // A phone has no Shift key to tell of, and no room.
    const box = document.querySelector("#pa-box textarea");
    if (box && window.matchMedia("(max-width: 860px)").matches) box.placeholder = "就公文提问";
  }).observe(document.documentElement, { childList: true, subtree: true });

  const { say, copy } = window.pa;

  const showGroup = (group) => {
    for (const other of document.querySelectorAll(".pa-group")) other.hidden = other !== group;
  };

  const showEvidence = (turn) => {
    const group = document.querySelector(`.pa-group[data-turn="${turn}"]`);
    if (!group) return;
    showGroup(group);
    group.scrollIntoView({ block: "start", behavior: "smooth" });
  };

  const showCard = (id) => {
    const card = document.getElementById(id);
    if (!card) return;
    showGroup(card.closest(".pa-group"));
    for (const other of document.querySelectorAll(".pa-card.pa-shown")) other.classList.remove("pa-shown");
    card.classList.add("pa-shown");
    card.scrollIntoView({ block: "nearest", behavior: "smooth" });
    card.focus({ preventScroll: true });
  };

  // What a person says of an answer goes to the interface, with the session that the page has.
  const sendFeedback = async (box, rating, comment) => {
    const response = await fetch("v1/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ receipt: box.dataset.receipt, rating, comment }),
    }).catch(() => null);
    if (!response || !response.ok) return say("没有记下，请稍后再试");
    for (const button of box.querySelectorAll("[data-rating]")) {
      button.setAttribute("aria-pressed", String(button.dataset.rating === rating));
    }
    say("已记下，谢谢");
  };

  const askWhy = (box) => {
    if (box.querySelector("form")) return;
    const form = document.createElement("form");
    const line = document.createElement("input");
    line.maxLength = 2000;
    line.placeholder = "哪里不对？（可以不写）";
    line.setAttribute("aria-label", "哪里不对");
    const submit = document.createElement("button");
    submit.textContent = "提交";
    form.append(line, submit);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await sendFeedback(box, "down", line.value);
      form.remove();
    });
    box.append(form);
    line.focus();
  };

  const exportConversation = () => {
    const text = document.querySelector("#pa-exported textarea, #pa-exported input")?.value;
    if (!text) return say("还没有可以导出的对话");
    window.pa.save(new Blob([text], { type: "text/markdown;charset=utf-8" }), "政策问答记录", "md");
  };

  document.addEventListener("click", async (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at) return;
    const mark = at.closest("[data-card]");
    if (mark) return showCard(mark.dataset.card);
    const see = at.closest("[data-group]");
    if (see) return showEvidence(see.dataset.group);
    const copied = at.closest("[data-copy]");
    if (copied) return say((await copy(copied.dataset.copy)) ? "已复制引用" : "复制不了，请手动选取文字");
    const rating = at.closest("[data-rating]");
    if (rating) {
      const box = rating.closest(".pa-feedback");
      box.querySelector("form")?.remove();
      return rating.dataset.rating === "down" ? askWhy(box) : sendFeedback(box, "up", "");
    }
    if (at.closest("#pa-export")) exportConversation();
    if (at.closest("#pa-send, #pa-fresh")) document.querySelector("#pa-box textarea")?.focus();
  });

  // An Enter that ends an input-method composition is no Enter: Safari and older Chromium say so by 229 only.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
  }, true);
})();
