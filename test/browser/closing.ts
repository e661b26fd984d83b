import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** The last line: how many passed, and how many did not. */
export default class Closing implements Reporter {
  private readonly ended = new Map<string, boolean>();

  onTestEnd(test: TestCase, result: TestResult) {
    this.ended.set(test.id, result.status === test.expectedStatus && result.status !== "skipped");
  }

  onEnd() {
    const passed = [...this.ended.values()].filter(Boolean).length;
    console.log(`\n${passed} passed, ${this.ended.size - passed} failed`);
  }
}
