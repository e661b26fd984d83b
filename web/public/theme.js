// Runs before the first paint, so that a dark screen never flashes white. Keep in step with src/lib/theme.ts.
(() => {
  let choice = "system";
  try {
    choice = localStorage.getItem("codecraft.theme") || "system";
  } catch {}
  const dark = choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
})();
