// @ts-check
// The tokens and the location that fill the samples. sessionStorage keeps them for this tab until it is closed.
import { all, recall, remember } from "./dom.js";

/** @typedef {"partner_token" | "user_token" | "user_name" | "location_id"} Name */
/** @typedef {Partial<Record<Name, string | null>>} Values */

/** @type {Name[]} */
const NAMES = ["partner_token", "user_token", "user_name", "location_id"];
/** @type {Record<Name, RegExp>} */
const FORM = { location_id: /^\d{1,16}$/, partner_token: /^[\w.~+/=-]+$/, user_token: /^[\w.~+/=-]+$/, user_name: /./ };
/** @type {(() => void)[]} */
const listeners = [];
/** @type {Values} */
const known = Object.fromEntries(NAMES.map((name) => [name, recall(name, "sessionStorage")]));

const page = document.documentElement.dataset;
// If no public URL is configured, the browser knows better than the server where it is reached.
const baseUrl = ("public" in page && page.baseUrl) || location.origin;

export const session = {
  /** @param {Name} name */
  get: (name) => known[name] ?? null,
  /**
   * Store values in the right form, remove those that are null, and notify the listeners.
   * @param {Values} values
   */
  set(values) {
    for (const name of NAMES.filter((name) => name in values)) {
      const value = values[name];
      const stored = value && FORM[name].test(value) ? value : null;
      known[name] = stored;
      remember(name, stored, "sessionStorage");
    }
    for (const listener of listeners) listener();
  },
  clear: () => session.set(Object.fromEntries(NAMES.map((name) => [name, null]))),
  /**
   * Call a listener now and after each change.
   * @param {() => void} listener
   */
  listen(listener) { listeners.push(listener); listener(); },
};

/**
 * Return the Authorization header of a request; empty if there is no token.
 * @param {string | undefined} tokens which tokens the operation takes: `none`, `partner`, `either` or `both`
 * @param {Values} values
 */
export function authorization(tokens, { partner_token: partner, user_token: user } = known) {
  if (!partner || tokens === "none") return "";
  return user && tokens !== "partner" ? `Bearer ${partner}, User ${user}` : `Bearer ${partner}`;
}

/**
 * The original text of each placeholder.
 * @type {WeakMap<HTMLElement, string | null>}
 */
const shown = new WeakMap();

/**
 * Put `values` into all placeholders of the page; an empty value restores the original text.
 * @param {Record<string, string | null>} values
 */
export function fill(values) {
  for (const place of all("[data-fill]")) {
    const name = place.dataset.fill ?? "";
    if (!(name in values)) continue;
    if (!shown.has(place)) shown.set(place, place.textContent);
    place.textContent = values[name] || (shown.get(place) ?? null);
  }
}

export function startFilling() {
  fill({ base_url: baseUrl });
  session.listen(() => fill(known));
}
