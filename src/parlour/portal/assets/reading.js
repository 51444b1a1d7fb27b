// What makes reading easier: the language of samples, copying, unfolding what a link leads to, theme and menus.
import { all, make, one, recall, remember } from "./dom.js";
import { say } from "./words.js";

export function startSamples() {
  const root = document.documentElement;
  for (const choice of all('input[name="sample"]')) {
    choice.checked = choice.value === root.dataset.sample;
    choice.addEventListener("change", () => {
      root.dataset.sample = choice.value;
      remember("sample", choice.value);
    });
  }
}

export function startCopying() {
  for (const code of all("[data-copyable]")) {
    code.after(make("button", { type: "button", className: "copy", textContent: say("copy") }));
  }
  for (const button of all(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = button.closest(".code")?.querySelector("pre") ?? button.previousElementSibling;
      await copy(source.textContent);
      button.textContent = say("copied");
      setTimeout(() => { button.textContent = say("copy"); }, 1600);
    });
  }
}

async function copy(text) {
  // Only pages from https or this machine may use the clipboard; elsewhere the old way still works.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = make("textarea", { value: text });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function startUnfolding() {
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
}

export function startTheme() {
  const button = one(".theme");
  const isDark = () => (recall("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", isDark());
  button.hidden = false;
  button.addEventListener("click", () => {
    remember("theme", isDark() ? "light" : "dark");
    document.documentElement.dataset.theme = recall("theme");
    show();
  });
  show();
}

export function startMenus() {
  const [menu, side] = [one(".menu"), one(".side")];
  const toggle = (isOpen) => {
    side.classList.toggle("is-open", isOpen);
    menu.setAttribute("aria-expanded", isOpen);
  };
  menu.addEventListener("click", () => toggle(!side.classList.contains("is-open")));
  side.addEventListener("click", ({ target }) => { if (target.closest("a")) toggle(false); });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && side.classList.contains("is-open")) { toggle(false); menu.focus(); } });
  for (const current of all("[aria-current]", side)) current.scrollIntoView({ block: "nearest" });
  one("#language").addEventListener("change", ({ target }) => target.form.requestSubmit());
  for (const button of all("[data-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => one(`#${button.dataset.open}`).showModal());
  }
}
