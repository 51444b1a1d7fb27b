// Sends the request of an operation's page to this server or to the mock, and shows the answer.
import { make, one, all } from "./dom.js";
import { authorization, fill, session } from "./session.js";
import { say } from "./words.js";

// v2 requires this media type; v1 accepts it, too.
const ACCEPT = "application/vnd.api.v2+json";
const SAMPLE_TOKENS = { partner_token: "partner-token", user_token: "user-token" };

export function startTrying() {
  const form = one("form[data-try]");
  if (!form) return;
  const { method, path, tokens, mock } = form.dataset;
  const isMock = () => form.elements.target.value === "mock";
  const inputs = all("[data-place]", form);

  const showState = () => {
    one(".mocked", form).hidden = !isMock();
    const warning = one("[data-warn]", form);
    if (warning) warning.hidden = isMock();
    one("[data-tokens-state]", form).textContent = stateOf(tokens, isMock());
  };
  form.addEventListener("change", showState);
  session.listen(showState);
  session.listen(() => {
    const place = inputs.find(({ name }) => name === "location_id");
    if (place && session.get("location_id")) place.value = session.get("location_id");
  });
  // Samples are updated while the address is typed.
  form.addEventListener("input", ({ target }) => {
    if (target.dataset.place === "path" && target.validity.valid) fill({ [target.name]: target.value });
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = one("button.primary", form);
    button.disabled = true;
    try {
      await send({ method, headers: headersOf(form, inputs, tokens, isMock()), body: bodyOf(form) },
        (isMock() ? mock : "") + addressOf(path, inputs));
    } finally {
      button.disabled = false;
    }
  });
}

function stateOf(tokens, isMock) {
  if (tokens === "none") return "";
  if (isMock) return say("mock_tokens");
  if (!session.get("partner_token")) return say("no_tokens");
  return tokens === "both" && !session.get("user_token") ? say("no_user") : say("with_tokens");
}

function headersOf(form, inputs, tokens, isMock) {
  const prefer = one("#try-prefer", form).value;
  const own = isMock ? Object.fromEntries(Object.entries(SAMPLE_TOKENS).map(([name, value]) => [name, session.get(name) ?? value])) : undefined;
  return [
    ["Accept", ACCEPT],
    ["Authorization", authorization(tokens, own)],
    ["Content-Type", form.elements.body ? "application/json" : ""],
    ["Prefer", isMock ? prefer : ""],
    ...inputs.filter(({ dataset }) => dataset.place === "header").map(({ name, value }) => [name, value]),
  ].filter(([, value]) => value);
}

/** Return the text of a JSON body, or the filled parts of a form; undefined if the operation takes neither. */
function bodyOf(form) {
  const parts = all("[data-part]", form);
  if (!parts.length) return form.elements.body?.value;
  const sent = new FormData();
  for (const { name, type, value, files } of parts) {
    if (type === "file" ? files.length : value) sent.append(name, type === "file" ? files[0] : value);
  }
  return sent;
}

function addressOf(path, inputs) {
  const query = new URLSearchParams();
  for (const { name, value, dataset } of inputs) {
    if (dataset.place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (dataset.place === "query" && value) {
      for (const part of "list" in dataset ? value.replace(/[[\]\s]/g, "").split(",") : [value]) query.append(name, part);
    }
  }
  return query.size ? `${path}?${query}` : path;
}

async function send(request, address) {
  const outcome = one(".outcome");
  const line = one(".line", outcome);
  const headers = one("[data-headers]", outcome);
  const body = one("[data-body]", outcome);
  outcome.hidden = false;
  line.textContent = say("sending");
  const started = performance.now();
  try {
    const response = await fetch(address, request);
    const text = await response.text();
    const ms = Math.round(performance.now() - started);
    line.replaceChildren(
      make("span", { className: response.ok ? "status" : "status bad", textContent: `${response.status} ${response.statusText}` }),
      make("span", { textContent: say("took", { ms }) }),
      make("code", { textContent: `${request.method} ${address}` }),
    );
    headers.textContent = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    body.textContent = text ? pretty(text) : say("no_body");
  } catch (error) {
    line.textContent = say("unreachable", { reason: error.message });
    headers.textContent = body.textContent = "";
  }
}

/** Return indented JSON with all digits of numbers: JSON.parse would round large ones. */
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
