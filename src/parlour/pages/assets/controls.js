// @ts-check
// Help for readers: the language of samples, copying, opening the section of a link, theme and menus.
import { all, isWithin, make, one, remember } from "./dom.js";
import { message } from "./messages.js";

export function startSamples() {
  const root = document.documentElement;
  const choices = /** @type {HTMLInputElement[]} */ (all('input[name="sample"]'));
  if (!choices.some(({ value }) => value === root.dataset.sample)) root.dataset.sample = "curl";
  for (const choice of choices) {
    choice.checked = choice.value === root.dataset.sample;
    choice.addEventListener("change", () => {
      root.dataset.sample = choice.value;
      remember("sample", choice.value);
    });
  }
}

export function startCopying() {
  for (const button of all(".copy")) {
    button.classList.remove("needs-script");
    button.ariaLive = "polite";
    button.addEventListener("click", async () => {
      await copy(one("pre, dd code", /** @type {Element} */ (button.closest(".code, dl div"))).textContent);
      button.focus();
      button.textContent = message("copied");
      setTimeout(() => { button.textContent = message("copy"); }, 1600);
    });
  }
}

/** @param {string} text */
async function copy(text) {
  // Only pages from https or this machine may use the clipboard; elsewhere the old command still works.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = make("textarea", { value: text });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function startUnfolding() {
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target?.closest("details"); box; box = box.parentElement?.closest("details")) box.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
}

export function startTheme() {
  const button = one(".theme");
  const { dataset } = document.documentElement;
  const isDark = () => (dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.classList.remove("needs-script");
  button.addEventListener("click", () => {
    dataset.theme = isDark() ? "light" : "dark";
    remember("theme", dataset.theme);
    show();
  });
  show();
}

export function startMenus() {
  const [menu, side] = [one(".menu"), one(".side")];
  const showCurrent = () => { for (const current of all("[aria-current]", side)) current.scrollIntoView({ block: "nearest" }); };
  const toggle = (/** @type {boolean} */ isOpen) => {
    side.classList.toggle("is-open", isOpen);
    menu.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) showCurrent();
  };
  menu.addEventListener("click", () => toggle(!side.classList.contains("is-open")));
  side.addEventListener("click", (event) => { if (isWithin(event, "a")) toggle(false); });
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && side.classList.contains("is-open")) { toggle(false); menu.focus(); } });
  showCurrent();
  // Changing the language keeps the position on the page.
  for (const link of /** @type {HTMLAnchorElement[]} */ (all(".languages a"))) link.addEventListener("click", () => { link.hash = location.hash; });
  for (const button of all("[data-open]")) {
    button.classList.remove("needs-script");
    button.addEventListener("click", () => /** @type {HTMLDialogElement} */ (one(`#${button.dataset.open}`)).showModal());
  }
}
