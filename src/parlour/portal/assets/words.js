// The portal's own words in the reader's language, as the page brought them.
const words = JSON.parse(document.getElementById("words").innerHTML);

/** The words under `key`, with `{name}` replaced by `values.name`. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
