// @ts-check
// The side bar: sections that a reader opened stay open on other pages (`first.js` opens them), and the filter shows
// the operations whose title, address, id or section contains all words.
import { all, one, recall, remember } from "./dom.js";
import { message } from "./messages.js";

export function startSide() {
  const sections = all("details", one(".side"));
  for (const section of sections) one("summary", section).addEventListener("click", () => keep(section, !section.open));
  startFilter(sections);
}

/**
 * Remember whether a section is open. While the list is filtered, sections open for another reason.
 * @param {HTMLDetailsElement} section
 * @param {boolean} isOpen
 */
function keep(section, isOpen) {
  if (one("input", one(".side form")).value.trim()) return;
  const others = opened().filter((url) => url !== section.dataset.tag);
  remember("opened", JSON.stringify(isOpen ? [...others, section.dataset.tag] : others));
}

/** @returns {string[]} */
function opened() {
  try {
    const stored = JSON.parse(recall("opened") ?? "[]");
    return Array.isArray(stored) ? stored : [];
  } catch { return []; }
}

/** @param {HTMLDetailsElement[]} sections */
function startFilter(sections) {
  const form = one(".side form");
  const input = one("input", form);
  const status = one(".message", form);
  const links = sections.flatMap((section) => all("li a", section).map((link) => ({ section, link, text: textOf(section, link) })));
  /** @type {Set<HTMLDetailsElement> | undefined} the sections that were open before the first letter */
  let before;

  function filter() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    before ??= new Set(sections.filter(({ open }) => open));
    const found = links.filter(({ link, text }) => {
      const fits = words.every((word) => text.includes(word));
      /** @type {HTMLElement} */ (link.parentElement).hidden = !fits;
      return fits;
    });
    const filled = new Set(found.map(({ section }) => section));
    for (const section of sections) {
      section.hidden = !filled.has(section);
      section.open = words.length ? filled.has(section) : before.has(section);
    }
    if (!words.length) before = undefined;
    status.textContent = !words.length ? "" : found.length ? message("found_many", { count: found.length }) : message("nothing_found");
  }

  input.addEventListener("input", filter);
  // By default, Escape would close the menu of a phone as well.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.value) return;
    event.preventDefault();
    event.stopPropagation();
    input.value = "";
    filter();
  });
  // Without scripts, the form searches; here Enter opens the first operation.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) links.find(({ link }) => !link.parentElement?.hidden)?.link.click();
  });
  if (input.value) filter(); // a browser may fill it in again
}

/**
 * Return what the filter looks through.
 * @param {HTMLDetailsElement} section
 * @param {HTMLElement} link
 */
function textOf(section, link) {
  const href = link.getAttribute("href") ?? "";
  return [one("summary", section).textContent, link.textContent, link.dataset.path, href.slice(href.lastIndexOf("/") + 1)]
    .join(" ").toLowerCase();
}
