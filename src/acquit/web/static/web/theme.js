// Before the first paint: light, dark, or what the machine prefers. Loaded without defer, on purpose.
(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("theme") || "auto";
  const apply = () => {
    const theme = chosen() === "auto" ? (dark.matches ? "dark" : "light") : chosen();
    document.documentElement.dataset.bsTheme = theme;
    document.documentElement.dataset.theme = chosen();
    document.dispatchEvent(new CustomEvent("acquit:theme"));
  };
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    localStorage.setItem("theme", button.dataset.setTheme);
    apply();
  });
})();
