// @ts-check
// What the booking page adds where scripts run: steps without a reload, the visitor's time, and a running total.
import { all, one } from "./dom.js";

const main = one("#main");
/** The address of the step that is shown, without its hash: a link to a part of it leads nowhere else. */
let shown = location.pathname + location.search;

/** Show the visitor's time below times whose offset differs from the visitor's. */
function showVisitorsTimes() {
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short" });
  for (const time of /** @type {HTMLTimeElement[]} */ (all("time[data-offset]", main))) {
    const moment = new Date(time.dateTime);
    if (-moment.getTimezoneOffset() === Number(time.dataset.offset)) continue;
    const isOtherDay = String(moment.getDate()).padStart(2, "0") !== time.dateTime.slice(8, 10);
    const text = `${isOtherDay ? `${day.format(moment)} ` : ""}${clock.format(moment)}`;
    const yours = document.createElement("span");
    yours.className = "yours";
    yours.textContent = (document.body.dataset.yourTime ?? "{time}").replace("{time}", text);
    time.after(" ", yours);
  }
}

/**
 * Write a duration as the page does.
 * @param {number} seconds
 * @param {DOMStringMap} texts
 */
function duration(seconds, { hours = "", minutes = "" }) {
  const [whole, rest] = [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60)];
  return [whole && hours.replace("{count}", String(whole)), rest && minutes.replace("{count}", String(rest))]
    .filter(Boolean).join(" ");
}

/**
 * Write a price as the page does: whole ones without decimals.
 * @param {number} price
 * @param {DOMStringMap} style
 */
function money(price, { decimals = "2", point = ".", comma = "", before = "", after = "" }) {
  const [whole, fraction] = price.toFixed(price % 1 ? Number(decimals) : 0).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, comma);
  return before + (fraction ? `${grouped}${point}${fraction}` : grouped) + after;
}

/** Say how many services are chosen, how long they take and what they cost. */
function showTotal() {
  const form = main.querySelector("form[data-total]");
  if (!(form instanceof HTMLFormElement)) return;
  const chosen = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=service]:checked"));
  const sum = (/** @type {"low" | "high" | "seconds"} */ what) =>
    [...chosen].reduce((total, { dataset }) => total + Number(dataset[what]), 0);
  const [low, high] = [sum("low"), sum("high")];
  const [least, most] = [money(low, form.dataset), money(high, form.dataset)];
  const price = high > low ? `${least} – ${most}` : high && most;
  const count = form.dataset.selected?.replace("{count}", String(chosen.length));
  one("output", form).textContent = chosen.length
    ? [count, duration(sum("seconds"), form.dataset), price].filter(Boolean).join(" · ") : "";
}

/** Make a step that has just been shown ready. */
function begin() {
  showVisitorsTimes();
  showTotal();
}

/**
 * Fetch another step and show it in place of this one. What can't be shown so is loaded by the browser.
 * @param {URL} url
 * @param {boolean} isBack
 */
async function go(url, isBack = false) {
  main.setAttribute("aria-busy", "true");
  document.body.classList.add("is-loading");
  try {
    const answer = await fetch(url.href.replace(/#.*/, ""), { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("#main");
    const place = page.querySelector(".place");
    if (!answer.ok || answer.redirected || !next || !place) throw new Error("This is no step.");
    main.replaceChildren(...next.childNodes);
    one(".place").replaceWith(place);
    document.title = page.title;
    if (!isBack) history.pushState(null, "", url);
    shown = url.pathname + url.search;
    begin();
    const target = url.hash ? document.getElementById(url.hash.slice(1)) : null;
    if (!target) scrollTo(0, 0);
    (target ?? one("h1", main)).focus({ preventScroll: !target });
  } catch {
    location.assign(url);
  } finally {
    main.removeAttribute("aria-busy");
    document.body.classList.remove("is-loading");
  }
}

main.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || "whole" in link.dataset) return;
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !/^\/book(ed)?\//.test(url.pathname)) return;
  event.preventDefault();
  void go(url);
});
main.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("step" in form.dataset)) return;
  event.preventDefault();
  const pairs = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  void go(new URL(`?${new URLSearchParams(pairs)}`, location.href));
});
main.addEventListener("change", showTotal);
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) void go(new URL(location.href), true);
});
// The menu of languages closes like every menu.
addEventListener("keydown", ({ key }) => {
  const menu = one(".languages");
  if (key !== "Escape" || !(menu instanceof HTMLDetailsElement) || !menu.open) return;
  menu.open = false;
  one("summary", menu).focus();
});
begin();
