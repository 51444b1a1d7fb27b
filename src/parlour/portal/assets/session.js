// The tokens and the location that fill the samples. They live in sessionStorage: this tab, until it is closed.
import { all, recall, remember } from "./dom.js";

const NAMES = ["partner_token", "user_token", "user_name", "location_id"];
const FORM = { location_id: /^\d{1,16}$/, partner_token: /^[\w.~+/=-]+$/, user_token: /^[\w.~+/=-]+$/, user_name: /./ };
const listeners = [];
const known = Object.fromEntries(NAMES.map((name) => [name, recall(name, sessionStorage)]));

const page = document.documentElement.dataset;
// Behind a proxy that nobody told the server about, the browser knows better where the server is.
const baseUrl = "public" in page ? page.baseUrl : location.origin;

export const session = {
  get: (name) => known[name],
  /** Keeps what has the right form and forgets what is null; then everybody who listens is told. */
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

/** The header that goes with a request; empty when there is no token. */
export function authorization(tokens, { partner_token: partner, user_token: user } = known) {
  if (!partner || tokens === "none") return "";
  return user && tokens !== "partner" ? `Bearer ${partner}, User ${user}` : `Bearer ${partner}`;
}

const shown = new WeakMap(); // what stood in a place before it was filled in

/** Puts `values` into all places of the page that wait for them, and back what stood there where one is empty. */
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
