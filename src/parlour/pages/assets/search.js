// @ts-check
// Search while typing, with the keyboard: `/` opens it, arrows move through the results, Enter opens one.
import { all, isWithin, make, one } from "./dom.js";
import { message } from "./messages.js";

const PAUSE_MS = 60;
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** @typedef {{ kind: string, method: string, title: string, detail: string, url: string }} Hit */

export function startSearch() {
  const dialog = /** @type {HTMLDialogElement} */ (one("#search"));
  const open = () => { if (!dialog.open) dialog.showModal(); one("input", dialog).select(); };
  one(".search-open").addEventListener("click", (event) => { event.preventDefault(); open(); });
  one(".close", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
  // By default, Escape would only clear the field first.
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); dialog.close(); } });
  // A link into the current page does not load it again.
  dialog.addEventListener("click", (event) => { if (isWithin(event, ".hits a")) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    const isTyping = isWithin(event, "input, textarea, select");
    const isShortcut = (event.key === "/" && !isTyping) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (isShortcut && !document.querySelector("dialog[open]:not(#search)")) { event.preventDefault(); open(); }
  });
  for (const form of all("form.search")) startForm(form, form.closest("dialog") ?? one("main"));
}

/**
 * @param {HTMLElement} form
 * @param {HTMLElement} box the element that contains the form and its results
 */
function startForm(form, box) {
  const input = one("input", form);
  const hits = one(".hits", box);
  const status = one(".message", box);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let running = Promise.resolve();
  let latest = 0;

  async function search() {
    const turn = ++latest;
    const query = input.value.trim();
    /** @type {Hit[]} */
    const found = query ? await (await fetch(`/docs/search.json?q=${encodeURIComponent(query)}`)).json() : [];
    if (turn !== latest) return; // a later search has started
    hits.replaceChildren(...found.map(item));
    status.textContent = !query ? "" : found.length ? message("found_many", { count: found.length }) : message("nothing_found");
  }
  function start() {
    clearTimeout(waiting);
    waiting = undefined;
    running = search();
  }
  // Wait for the results of the last query: Enter must not open a result of an earlier one.
  async function settled() {
    if (waiting !== undefined) start();
    await running;
  }

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(start, PAUSE_MS); });
  box.addEventListener("keydown", async (event) => {
    const step = STEPS[event.key];
    if (!step || !isWithin(event, "form.search, .hits")) return;
    event.preventDefault();
    await settled();
    /** @type {(Element | null)[]} */
    const stops = [input, ...all("a", hits)];
    const next = stops.at((stops.indexOf(document.activeElement) + step) % stops.length);
    if (next instanceof HTMLElement) next.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await settled();
    all("a", hits)[0]?.click();
  });
}

/** @param {Hit} hit */
function item({ kind, method, title, detail, url }) {
  return make("li", {}, make("a", { href: url },
    make("span", { className: `method ${method.toLowerCase()}`, textContent: method }),
    make("span", {}, make("b", { className: kind, textContent: title }), make("small", {}, ...breakable(detail)))));
}

/**
 * Allow line breaks before the slashes of an address.
 * @param {string} text
 */
function breakable(text) {
  return text.split(/(?=\/)/).flatMap((part) => [make("wbr"), part]);
}
