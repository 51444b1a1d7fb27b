// The portal's own texts in the reader's language, from a template element of the page.
const words = JSON.parse(document.getElementById("words").innerHTML);

/** Return the text under `key`, with `{name}` replaced by `values.name`. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
