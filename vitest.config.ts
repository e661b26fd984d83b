import { defineConfig } from "vitest/config";

// What draws nothing needs no document, which takes longer to make than most tests take.
const web = { extends: "./web/vite.config.ts" } as const;

export default defineConfig({
  test: {
    maxWorkers: "100%", // one less than there are processors, otherwise
    projects: [
      {
        ...web,
        test: {
          name: "web",
          include: ["web/src/**/*.test.tsx"],
          environment: "happy-dom",
          setupFiles: ["./web/src/testing/setup.ts"],
        },
      },
      { ...web, test: { name: "web-plain", include: ["web/src/**/*.test.ts"] } },
      "packages/*",
    ],
  },
});
