// The tokens and the location that fill the samples. sessionStorage keeps them for this tab until it is closed.
import { all, recall, remember } from "./dom.js";

const NAMES = ["partner_token", "user_token", "user_name", "location_id"];
const FORM = { location_id: /^\d{1,16}$/, partner_token: /^[\w.~+/=-]+$/, user_token: /^[\w.~+/=-]+$/, user_name: /./ };
const listeners = [];
const known = Object.fromEntries(NAMES.map((name) => [name, recall(name, sessionStorage)]));

const page = document.documentElement.dataset;
// If no public URL is configured, the browser knows better than the server where it is reached.
const baseUrl = "public" in page ? page.baseUrl : location.origin;

export const session = {
  get: (name) => known[name],
  /** Store values in the right form, remove those that are null, and notify the listeners. */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      known[name] = value && FORM[name].test(value) ? value : null;
      remember(name, known[name], sessionStorage);
    }
    for (const listener of listeners) listener();
  },
  clear: () => session.set(Object.fromEntries(NAMES.map((name) => [name, null]))),
  listen(listener) { listeners.push(listener); listener(); },
};

/** Return the Authorization header of a request; empty if there is no token. */
export function authorization(tokens, { partner_token: partner, user_token: user } = known) {
  if (!partner || tokens === "none") return "";
  return user && tokens !== "partner" ? `Bearer ${partner}, User ${user}` : `Bearer ${partner}`;
}

const shown = new WeakMap(); // the original text of each placeholder

/** Put `values` into all placeholders of the page; an empty value restores the original text. */
export function fill(values) {
  for (const place of all("[data-fill]")) {
    if (!(place.dataset.fill in values)) continue;
    if (!shown.has(place)) shown.set(place, place.textContent);
    place.textContent = values[place.dataset.fill] || shown.get(place);
  }
}

export function startFilling() {
  fill({ base_url: baseUrl });
  session.listen(() => fill(known));
}
