// @ts-check
// Runs before the first paint, so that nothing jumps or flashes: sets the reader's theme and the language of samples,
// and opens the section that a link points to, and those of the side bar that the reader left open.
{
  const root = document.documentElement;
  root.dataset.sample = "curl";
  /** @type {(string | undefined)[]} */
  let opened = [];
  try {
    const theme = localStorage.getItem("parlour.theme");
    if (theme) root.dataset.theme = theme;
    root.dataset.sample = localStorage.getItem("parlour.sample") ?? "curl";
    const stored = JSON.parse(localStorage.getItem("parlour.opened") ?? "[]");
    if (Array.isArray(stored)) opened = stored;
  } catch {
    // Storage is forbidden: the defaults are used.
  }
  if (opened.length) {
    const watch = new MutationObserver(() => {
      const closed = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".side details:not([open])"));
      for (const section of closed) section.open = opened.includes(section.dataset.tag);
      if (document.getElementById("main")) watch.disconnect();
    });
    watch.observe(document, { childList: true, subtree: true });
  }
  // Open it as soon as it is parsed, which may be some paints before the page is complete.
  if (location.hash) {
    const watch = new MutationObserver(() => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      for (let box = target?.closest("details"); box; box = box.parentElement?.closest("details")) box.open = true;
      if (target) watch.disconnect();
    });
    watch.observe(document, { childList: true, subtree: true });
    addEventListener("load", () => watch.disconnect());
  }
}
