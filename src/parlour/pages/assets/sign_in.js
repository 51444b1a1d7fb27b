// @ts-check
// Signing in to this server from the page, and out again.
import { all, make, one } from "./dom.js";
import { authorization, session } from "./session.js";
import { message } from "./messages.js";

/** @typedef {import("./session.js").Values} Values */
/** @typedef {Record<string, string>} Fields the texts of a form by name */

/**
 * Send a request to API v1 and return `data` of its answer; throw an error with the message of a refusal.
 * @param {string} method
 * @param {string} path
 * @param {Values} [tokens]
 * @param {Fields} [body]
 */
async function call(method, path, tokens, body) {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: { Authorization: authorization("both", tokens), ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new Error(answer.meta?.message ?? response.statusText);
  return answer.data;
}

/** @type {{ id: number, title: string }[]} */
let locations = [];

async function findLocations() {
  if (!session.get("user_token")) { locations = []; return; }
  locations = await call("GET", "/companies?my=1&count=300");
  if (!locations.some(({ id }) => String(id) === session.get("location_id"))) {
    session.set({ location_id: locations.length ? String(locations[0].id) : null });
  }
}

/** @param {Fields} fields */
async function signIn({ partner_token, login, password }) {
  const user = await call("POST", "/auth", { partner_token }, { login, password });
  session.set({ partner_token, user_token: user.user_token, user_name: user.name });
  await findLocations();
}

async function signOut() {
  // Only a session that was opened on this page is closed; pasted tokens are only forgotten.
  const isOurs = Boolean(session.get("user_name"));
  if (isOurs) await call("DELETE", "/auth").catch(() => {}); // it may have been revoked already
  session.clear();
  return message(isOurs ? "signed_out" : "forgotten");
}

/**
 * Start the forms for signing in in `box`; return the function that shows the current state.
 * @param {HTMLElement} box
 */
function startForm(box) {
  const status = one(".message", box);
  /** @param {(fields: Fields) => Promise<string | void>} work */
  const report = (work) => async (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    status.className = "message";
    status.textContent = "";
    try {
      status.textContent = (await work(form ? fieldsOf(form) : {})) ?? "";
      form?.reset();
    } catch (error) {
      status.classList.add("bad");
      status.textContent = /** @type {Error} */ (error).message;
    }
    show();
  };
  one("[data-sign-in]", box).addEventListener("submit", report(signIn));
  one("[data-use-tokens]", box).addEventListener("submit", report(async (values) => {
    session.set({ ...values, user_name: null });
    await findLocations().catch((error) => { session.clear(); throw error; });
  }));
  one("[data-sign-out]", box).addEventListener("click", report(signOut));
  const place = one("select", box);
  place.addEventListener("change", () => session.set({ location_id: place.value }));

  function show() {
    const isIn = Boolean(session.get("partner_token"));
    one("[data-sign-in]", box).hidden = isIn;
    one("[data-token-given]", box).hidden = isIn;
    one("[data-signed-in]", box).hidden = !isIn;
    const name = session.get("user_name");
    one(".who", box).textContent = name ? message("signed_in", { name }) : message("tokens_kept");
    one(".place", box).hidden = !locations.length;
    place.replaceChildren(...locations.map(({ id, title }) => make("option", { value: String(id), textContent: `${title} (${id})` })));
    place.value = session.get("location_id") ?? "";
  }
  session.listen(show);
  return show;
}

/**
 * Return the texts of a form, without spaces around them; a password stays as it is.
 * @param {HTMLFormElement} form
 * @returns {Fields}
 */
function fieldsOf(form) {
  const texts = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(texts.map(([name, text]) => [name, name === "password" ? text : text.trim()]));
}

export async function startSigningIn() {
  const shows = all(".signing-in").map(startForm);
  session.listen(() => {
    for (const place of all("[data-account]")) {
      place.textContent = session.get("user_name") ?? message(session.get("partner_token") ? "your_tokens" : "sign_in");
    }
  });
  if (shows.length && session.get("user_token")) {
    await findLocations().catch(() => {}); // the tokens may have been revoked: the next request will show it
    for (const show of shows) show();
  }
}
