// @ts-check
// Puts a booking page on another site: behind a button, or in the place of the script. The server calls it with a form.

/**
 * @typedef {object} BookingForm
 * @property {string} address Where the booking page is.
 * @property {Record<string, string>} labels The text of the button, by language.
 * @property {Record<string, string>} close The name of the button that closes the panel, by language.
 * @property {boolean} has_button Without a button the page is shown at once, where the script is.
 * @property {string} color The button's, as #rrggbb.
 * @property {string} ink The color of the text on it.
 * @property {boolean} is_top Where on the screen the button is.
 * @property {boolean} is_left
 * @property {boolean} is_panel_left On which side the panel opens.
 * @property {boolean} is_animated
 */

/** @param {BookingForm} form */
// biome-ignore lint/correctness/noUnusedVariables: the server adds the call
function embed(form) {
  const [language = "en"] = (document.documentElement.lang || navigator.language).toLowerCase().split("-");
  const label = form.labels[language] ?? form.labels.en ?? "";

  /** Make the frame with the page. */
  function frame() {
    const made = document.createElement("iframe");
    made.src = language in form.labels ? `${form.address}?lang=${language}` : form.address;
    made.title = label;
    Object.assign(made.style, { display: "block", width: "100%", height: "100%", border: "0" });
    return made;
  }

  /** Open the page in a panel beside the site. */
  function open() {
    const panel = document.createElement("dialog");
    const side = form.is_panel_left ? "0 auto 0 0" : "0 0 0 auto";
    Object.assign(panel.style, {
      position: "fixed", inset: "0", margin: side, padding: "0", border: "0", width: "min(100vw, 30rem)",
      height: "100dvh", maxWidth: "100vw", maxHeight: "100dvh", boxShadow: "0 0 3rem #0008", background: "Canvas",
    });
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", form.close[language] ?? form.close.en ?? "");
    Object.assign(close.style, {
      width: "100%", height: "2.75rem", padding: "0 1rem", border: "0", font: "1.75rem/1 sans-serif", textAlign: "end",
      background: form.color, color: form.ink, cursor: "pointer",
    });
    const page = frame();
    page.style.height = "calc(100% - 2.75rem)";
    close.addEventListener("click", () => panel.close());
    panel.addEventListener("close", () => panel.remove());
    panel.append(close, page);
    document.body.append(panel);
    panel.showModal();
  }

  /** Show the button that opens the page. */
  function showButton() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    Object.assign(button.style, {
      position: "fixed", zIndex: "2147483000", [form.is_top ? "top" : "bottom"]: "1.25rem",
      [form.is_left ? "left" : "right"]: "1.25rem", minHeight: "3.25rem", padding: "0 1.75rem", border: "0",
      borderRadius: "2rem", font: "600 1.05rem/1 system-ui, sans-serif", background: form.color, color: form.ink,
      boxShadow: "0 .35rem 1.25rem #0005", cursor: "pointer",
    });
    button.addEventListener("click", open);
    document.body.append(button);
    if (form.is_animated && matchMedia("(prefers-reduced-motion: no-preference)").matches) {
      button.animate([{ transform: "scale(1)" }, { transform: "scale(1.06)" }, { transform: "scale(1)" }], {
        duration: 900, delay: 600, iterations: 2,
      });
    }
  }

  if (form.has_button) {
    if (document.body) showButton();
    else addEventListener("DOMContentLoaded", showButton);
  } else {
    const page = frame();
    page.style.height = "46rem";
    document.currentScript?.after(page);
  }
}
