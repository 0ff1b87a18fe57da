// The switch between a light and a dark page; without it the page follows what its reader prefers.
addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement, button = document.getElementById("theme");
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : preferred.matches);
  const tell = () => { button.textContent = dark() ? "Light page" : "Dark page"; };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    tell();
  });
  preferred.addEventListener("change", tell);
  tell();
});
