// Runs before the first paint, so that nothing jumps or flashes: the reader's theme, the language of samples, and
// what a link into the page leads to.
{
  const root = document.documentElement;
  root.dataset.sample = "curl";
  try {
    const theme = localStorage.getItem("parlour.theme");
    if (theme) root.dataset.theme = theme;
    root.dataset.sample = localStorage.getItem("parlour.sample") ?? "curl";
  } catch {
    // Storage is forbidden here: the defaults do.
  }
  addEventListener("readystatechange", () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target?.closest?.("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }, { once: true, capture: true });
}
