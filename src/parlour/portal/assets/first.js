// Runs before the first paint, so that nothing jumps or flashes: the reader's theme and language of samples.
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
}
