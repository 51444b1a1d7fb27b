// @ts-check
// Sends the request of an operation's page to this server or to the mock, and shows the answer.
import { make, one, all } from "./dom.js";
import { authorization, fill, session } from "./session.js";
import { message } from "./messages.js";

// v2 requires this media type; v1 accepts it, too.
const ACCEPT = "application/vnd.api.v2+json";
const SAMPLE_TOKENS = { partner_token: "partner-token", user_token: "user-token" };

export function startTrying() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-try]"));
  if (!form) return;
  const { method, path = "", tokens, mock = "" } = form.dataset;
  const isMock = () => /** @type {HTMLInputElement} */ (one('[name="target"]:checked', form)).value === "mock";
  const inputs = /** @type {HTMLInputElement[]} */ (all("[data-place]", form));

  const showState = () => {
    one(".mocked", form).hidden = !isMock();
    for (const warning of all("[data-warn]", form)) warning.hidden = isMock();
    one("[data-tokens-state]", form).textContent = stateOf(tokens, isMock());
  };
  form.addEventListener("change", showState);
  session.listen(showState);
  session.listen(() => {
    const place = inputs.find(({ name }) => name === "location_id");
    if (place) place.value = session.get("location_id") ?? place.value;
  });
  // Samples are updated while the address is typed.
  form.addEventListener("input", ({ target }) => {
    const input = inputs.find((input) => input === target);
    if (input?.dataset.place === "path" && input.validity.valid) fill({ [input.name]: input.value });
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement} */ (one("button.primary", form));
    button.disabled = true;
    try {
      await send({ method, headers: headersOf(form, inputs, tokens, isMock()), body: bodyOf(form) },
        (isMock() ? mock : "") + addressOf(path, inputs));
    } finally {
      button.disabled = false;
    }
  });
}

/**
 * Describe with which tokens the request is sent.
 * @param {string | undefined} tokens
 * @param {boolean} isMock
 */
function stateOf(tokens, isMock) {
  if (tokens === "none") return "";
  if (isMock) return message("mock_tokens");
  if (!session.get("partner_token")) return message("no_tokens");
  return tokens === "both" && !session.get("user_token") ? message("no_user") : message("with_tokens");
}

/**
 * Return the headers of the request, without empty ones.
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement[]} inputs
 * @param {string | undefined} tokens
 * @param {boolean} isMock
 * @returns {[string, string][]}
 */
function headersOf(form, inputs, tokens, isMock) {
  const prefer = /** @type {HTMLSelectElement} */ (one("#try-prefer", form)).value;
  const own = isMock ? {
    partner_token: session.get("partner_token") ?? SAMPLE_TOKENS.partner_token,
    user_token: session.get("user_token") ?? SAMPLE_TOKENS.user_token,
  } : undefined;
  /** @type {[string, string][]} */
  const headers = [
    ["Accept", ACCEPT],
    ["Authorization", authorization(tokens, own)],
    ["Content-Type", textOf(form) === undefined ? "" : "application/json"],
    ["Prefer", isMock ? prefer : ""],
  ];
  for (const { name, value, dataset } of inputs) if (dataset.place === "header") headers.push([name, value]);
  return headers.filter(([, value]) => value);
}

/**
 * Return the text of a JSON body; undefined if the operation takes none.
 * @param {HTMLFormElement} form
 */
function textOf(form) {
  return all("textarea", form)[0]?.value;
}

/**
 * Return the text of a JSON body, or the filled parts of a form; undefined if the operation takes neither.
 * @param {HTMLFormElement} form
 */
function bodyOf(form) {
  const parts = /** @type {HTMLInputElement[]} */ (all("[data-part]", form));
  if (!parts.length) return textOf(form);
  const sent = new FormData();
  for (const { name, value, files } of parts) {
    const part = files ? files[0] : value;
    if (part) sent.append(name, part);
  }
  return sent;
}

/**
 * Return the address of the request, with the values of the path and the query.
 * @param {string} path
 * @param {HTMLInputElement[]} inputs
 */
function addressOf(path, inputs) {
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, value, dataset } of inputs) {
    if (dataset.place === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(value));
    if (dataset.place === "query" && value) {
      for (const part of "list" in dataset ? value.replace(/[[\]\s]/g, "").split(",") : [value]) query.append(name, part);
    }
  }
  return query.size ? `${filled}?${query}` : filled;
}

/**
 * Send the request, and show the answer or why there is none.
 * @param {RequestInit} request
 * @param {string} address
 */
async function send(request, address) {
  const outcome = one(".outcome");
  const line = one(".line", outcome);
  const headers = one("[data-headers]", outcome);
  const body = one("[data-body]", outcome);
  outcome.hidden = false;
  line.textContent = message("sending");
  const started = performance.now();
  try {
    const response = await fetch(address, request);
    const text = await response.text();
    const ms = Math.round(performance.now() - started);
    line.replaceChildren(
      make("span", { className: response.ok ? "status" : "status bad", textContent: `${response.status} ${response.statusText}` }),
      make("span", { textContent: message("took", { ms }) }),
      make("code", { textContent: `${request.method} ${address}` }),
    );
    headers.textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    body.textContent = text ? pretty(text) : message("no_body");
  } catch (error) {
    line.textContent = message("unreachable", { reason: /** @type {Error} */ (error).message });
    headers.textContent = body.textContent = "";
  }
}

/**
 * Return indented JSON with all digits of numbers: JSON.parse would round large ones. Other text stays as it is.
 * @param {string} text
 */
export function pretty(text) {
  try { JSON.parse(text); } catch { return text; }
  let depth = 0;
  const pad = () => `\n${"  ".repeat(depth)}`;
  return text.replace(/"(?:\\.|[^"\\])*"|[[{]\s*[\]}]|[[\]{},:]|\s+/g, (part) => {
    if (part === "," ) return `,${pad()}`;
    if (part === ":") return ": ";
    if (part === "{" || part === "[") { depth += 1; return part + pad(); }
    if (part === "}" || part === "]") { depth -= 1; return pad() + part; }
    return part.trim() ? part.replace(/^([[{])\s*/, "$1") : "";
  });
}
