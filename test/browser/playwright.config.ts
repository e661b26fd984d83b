import { defineConfig } from "@playwright/test";
import { chromium } from "./chromium";
import { isShort } from "./form";

export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  // The tests share one product and one machine. Two at once are what two cores can bear: each waits a third of its time.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  ...(isShort && { grepInvert: /@whole/ }),
  retries: 0,
  // A wait that ends well costs nothing, however long it may be: these only bound what never comes, and two
  // cores that are also judging, or building something else, are slow now and then.
  timeout: 900_000,
  expect: { timeout: 90_000 },
  reporter: [["list"], ["./closing.ts"]],
  use: {
    baseURL: process.env.CODECRAFT_TEST_URL,
    browserName: "chromium",
    launchOptions: chromium,
    actionTimeout: 90_000,
    navigationTimeout: 90_000,
  },
  projects: [
    { name: "story", testMatch: "*.spec.ts", testIgnore: "promises.spec.ts" },
    { name: "patient", testMatch: "promises.spec.ts" },
    { name: "screenshots", testMatch: "screenshots.ts" },
  ],
});
