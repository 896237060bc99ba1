"use strict";
// Light or dark, dialogs, keys, and the fields a result asks for. Everything here also works without it, but slower.
(() => {
  const root = document.documentElement, kept = localStorage.getItem("duly-theme");
  if (kept) root.dataset.theme = kept;
  const typing = (at) => at && (/^(TEXTAREA|SELECT)$/.test(at.tagName) || (at.tagName === "INPUT" && at.type !== "radio"));

  document.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-open]");
    if (opens) document.getElementById(opens.dataset.open).showModal();
    if (event.target.closest("[data-theme-switch]")) {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      localStorage.setItem("duly-theme", root.dataset.theme);
    }
  });

  // The fields that the chosen result asks for; without a choice none.
  const asked = (form) => {
    const chosen = form.querySelector("input[name=code]:checked");
    const wanted = new Set(chosen ? chosen.dataset.asks.split(" ") : []);
    form.querySelectorAll("[data-asked]").forEach((part) => { part.hidden = !wanted.has(part.dataset.asked); });
  };
  const letters = "asdfghjklqwertyuiozxvbm";
  const ready = () => {
    const form = document.getElementById("result");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    form.querySelectorAll(".code").forEach((code, at) => { code.querySelector("kbd").textContent = letters[at] || ""; });
    form.addEventListener("change", () => asked(form));
    asked(form);
  };
  document.addEventListener("htmx:afterSwap", ready);
  document.addEventListener("DOMContentLoaded", ready);
  ready();

  const choose = (key) => {
    const form = document.getElementById("result");
    const code = form && [...form.querySelectorAll(".code")].find((one) => one.querySelector("kbd").textContent === key);
    if (!code) return false;
    const input = code.querySelector("input");
    input.checked = true;
    asked(form);
    const first = [...form.querySelectorAll("[data-asked]:not([hidden]) input, [data-asked]:not([hidden]) select")].find((one) => !one.value);
    (first || form.querySelector("button.main")).focus();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(document.activeElement) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") { event.preventDefault(); document.getElementById("palette")?.showModal(); return; }
    if (event.key === "?") { document.getElementById("shortcuts")?.showModal(); return; }
    if (choose(event.key)) { event.preventDefault(); return; }
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
    if (button) { event.preventDefault(); button.click(); }
  });

  const palette = document.querySelector("[data-palette]");
  if (palette) {
    const options = [...palette.closest("dialog").querySelectorAll(".commands li")];
    const shown = () => options.filter((one) => !one.hidden);
    const mark = (at) => options.forEach((one) => one.toggleAttribute("data-marked", one === shown()[at]));
    let at = 0;
    palette.addEventListener("input", () => {
      options.forEach((one) => { one.hidden = !one.textContent.toLowerCase().includes(palette.value.trim().toLowerCase()); });
      mark(at = 0);
    });
    palette.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(at = Math.max(0, Math.min(shown().length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
      } else if (event.key === "Escape") {
        event.preventDefault();  // a search field would only be emptied by the first one
        palette.closest("dialog").close();
      } else if (event.key === "Enter") {
        const chosen = shown()[at];
        if (chosen && document.activeElement === palette) { event.preventDefault(); chosen.querySelector("a, button").click(); }  // else: find it
      }
    });
    mark(0);
  }
  // An address may name a part that is folded: open it, once htmx listens for that.
  addEventListener("load", () => {
    const named = location.hash && document.getElementById(location.hash.slice(1));
    if (named instanceof HTMLDetailsElement) named.open = true;
  });

  const said = document.getElementById("said");
  const tell = () => { said.textContent = said.dataset.fault; };
  document.addEventListener("htmx:responseError", tell);
  document.addEventListener("htmx:sendError", tell);

  // The hash of a file that stays where it is: only the hash goes into the form.
  document.addEventListener("change", async (event) => {
    const chosen = event.target.closest("input[type=file][data-hashes]"), file = chosen && chosen.files[0];
    if (!file) return;
    const form = chosen.form, told = form.querySelector("[data-hashing]"), into = form.elements[chosen.dataset.hashes];
    told.hidden = false;
    try {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      into.value = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    } finally { told.hidden = true; }
  });
})();
