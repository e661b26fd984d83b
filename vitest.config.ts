import { defineConfig } from "vitest/config";

// What draws nothing needs no document, which takes longer to make than most tests take.
const web = { extends: "./web/vite.config.ts", root: "./web" } as const;

export default defineConfig({
  test: {
    projects: [
      {
        ...web,
        test: {
          name: "web",
          include: ["src/**/*.test.tsx"],
          environment: "happy-dom",
          setupFiles: ["src/testing/setup.ts"],
        },
      },
      { ...web, test: { name: "web-plain", include: ["src/**/*.test.ts"] } },
      "packages/*",
    ],
  },
});
