import { writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** The last line: how many passed, and how many did not. What failed, and why, is told once more in CODECRAFT_TEST_CLOSING. */
export default class Closing implements Reporter {
  private readonly ended = new Map<string, boolean>();
  private readonly failures: string[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    const passed = result.status === test.expectedStatus && result.status !== "skipped";
    this.ended.set(test.id, passed);
    if (passed) return;
    const errors = result.errors.map(({ message, snippet }) => `${message ?? ""}\n${snippet ?? ""}`);
    this.failures.push(`${result.status}: ${test.titlePath().join(" › ")}\n${stripVTControlCharacters(errors.join("\n"))}`);
  }

  onEnd() {
    const passed = [...this.ended.values()].filter(Boolean).length;
    console.log(`\n${passed} passed, ${this.ended.size - passed} failed`);
    const file = process.env.CODECRAFT_TEST_CLOSING;
    if (file) writeFileSync(file, `${this.failures.join("\n")}\n`);
  }
}
