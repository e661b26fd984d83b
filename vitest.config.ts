import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

// Most files share what was loaded before them, which takes longer than their tests do. Those that put something in the place
// of a module must find it not loaded yet, and are by themselves.
const all = readdirSync("web/src", { recursive: true, encoding: "utf8" })
  .map((file) => `web/src/${file}`)
  .filter((file) => /\.test\.tsx?$/.test(file));
const apart = all.filter((file) => readFileSync(file, "utf8").includes("vi.mock("));
const together = all.filter((file) => !apart.includes(file));

// What draws nothing needs no document, which takes longer to make than most tests take.
const draws = (file: string) => file.endsWith(".tsx");
const plain = (file: string) => !draws(file);

const project = (name: string, include: string[], isolate: boolean, document: object = {}) => ({
  extends: "./web/vite.config.ts" as const,
  test: { name, include, isolate, ...document },
});
const document = { environment: "happy-dom", setupFiles: ["./web/src/testing/setup.ts"] };

export default defineConfig({
  test: {
    maxWorkers: "100%", // one less than there are processors, otherwise
    projects: [
      project("web", together.filter(draws), false, document),
      project("web-apart", apart.filter(draws), true, document),
      project("web-plain", together.filter(plain), false),
      project("web-plain-apart", apart.filter(plain), true),
      "packages/*",
    ],
  },
});
