// Shorthands for finding and making elements.

export const one = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Return a new element with properties and children; texts are never parsed as HTML. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Return a stored setting; null if there is none or storage is forbidden. */
export function recall(key, storage = localStorage) {
  try { return storage.getItem(`parlour.${key}`); } catch { return null; }
}

export function remember(key, value, storage = localStorage) {
  try {
    if (value === null) storage.removeItem(`parlour.${key}`);
    else storage.setItem(`parlour.${key}`, value);
  } catch { /* then it lasts as long as the page */ }
}
