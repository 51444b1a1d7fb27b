// @ts-check
// Shorthands for finding and making elements.

/**
 * @template {string} S
 * @typedef {S extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[S] : HTMLElement} Found
 * The type of element that a selector finds: known for names of tags.
 */

/**
 * Return the first element that matches; throw an error if there is none.
 * @template {string} S
 * @param {S} selector
 * @param {ParentNode} within
 */
export function one(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return /** @type {Found<S>} */ (found);
}

/**
 * Return all elements that match, in the order of the page.
 * @template {string} S
 * @param {S} selector
 * @param {ParentNode} within
 */
export const all = (selector, within = document) => /** @type {Found<S>[]} */ ([...within.querySelectorAll(selector)]);

/**
 * Return a new element with properties and children; texts are never parsed as HTML.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Partial<HTMLElementTagNameMap[K]>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/**
 * Tell whether an event happened inside an element that matches.
 * @param {Event} event
 * @param {string} selector
 */
export const isWithin = ({ target }, selector) => target instanceof Element && target.closest(selector) !== null;

/** @typedef {"localStorage" | "sessionStorage"} Store Where it is forbidden, its name alone throws an error. */

/**
 * Return a stored setting; null if there is none or storage is forbidden.
 * @param {string} key
 * @param {Store} store
 */
export function recall(key, store = "localStorage") {
  try { return window[store].getItem(`parlour.${key}`); } catch { return null; }
}

/**
 * Store a setting; null removes it.
 * @param {string} key
 * @param {string | null} value
 * @param {Store} store
 */
export function remember(key, value, store = "localStorage") {
  try {
    if (value === null) window[store].removeItem(`parlour.${key}`);
    else window[store].setItem(`parlour.${key}`, value);
  } catch { /* then it lasts as long as the page */ }
}
