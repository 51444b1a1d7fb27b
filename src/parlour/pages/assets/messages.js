// @ts-check
// The portal's own texts in the reader's language, from a template element of the page.
import { one } from "./dom.js";

/** @type {Record<string, string>} */
const messages = JSON.parse(one("#messages").innerHTML);

/**
 * Return the text under `key`, with `{name}` replaced by `values.name`.
 * @param {string} key
 * @param {Record<string, unknown>} values
 */
export function message(key, values = {}) {
  return messages[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
