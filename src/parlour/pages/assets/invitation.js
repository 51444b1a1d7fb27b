// @ts-check
// Shows the typed password while the switch is on.
const button = document.querySelector("[data-show-password]");
const field = document.getElementById("password");
if (button instanceof HTMLElement && field instanceof HTMLInputElement) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
}
