import { type Browser, type BrowserContext, type Page, test as base, expect } from "@playwright/test";

function wanted(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the tests with ./run`);
  return value;
}

export const origin = wanted("CODECRAFT_TEST_URL");
export const password = wanted("CODECRAFT_DEMO_PASSWORD");
export type Staff = "owner" | "author" | "recruiter" | "interviewer";

/**
 * Asking who is signed in is how the app learns that nobody is; and saving over what it has not read yet is how it
 * learns of that: it reads it, and saves once more.
 */
const ordinaryRefusals = /^401 \S+ \/v1\/(sessions\/current|session-refreshes)$|^412 PATCH /;

interface Look {
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  reducedMotion?: "reduce";
}

/** What ./run --slow asks for: a processor a sixth as fast, and answers in an order of their own. */
const slow = process.env.CODECRAFT_TEST_SLOW === "1";

async function slowDown(context: BrowserContext) {
  context.on("page", async (page) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  });
  await context.route("**/v1/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500 * Math.random()));
    await route.continue().catch(() => {}); // the page was left meanwhile
  });
}

/** One person in a browser of their own. Whatever goes wrong in it is kept, and fails the test at its end. */
export class Person {
  readonly faults: string[] = [];
  private readonly tolerated: RegExp[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async arrive(browser: Browser, look: Look = {}): Promise<Person> {
    const context = await browser.newContext({
      baseURL: origin,
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      timezoneId: "UTC",
      reducedMotion: "reduce", // what fades is waited for, and drawn, by nobody
      ...look,
    });
    if (slow) await slowDown(context);
    const person = new Person(context, await context.newPage());
    context.on("page", (page) => person.watch(page));
    person.watch(person.page);
    return person;
  }

  /** Lets pass what a test provokes: "403 POST /v1/attempts", or a line of the console. */
  tolerate(fault: RegExp) {
    this.tolerated.push(fault);
  }

  /** What went wrong, but for what was provoked. */
  unexpected(): string[] {
    return this.faults.filter((fault) => !this.tolerated.some((pattern) => pattern.test(fault)));
  }

  async signIn(who: Staff, at = "/") {
    await this.page.goto(`/signin?return=${encodeURIComponent(at)}`);
    await this.page.getByLabel("E-mail").fill(`${who}@demo.example`);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await expect(this.page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }

  private watch(page: Page) {
    page.on("pageerror", (error) => this.faults.push(`an uncaught error: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      // The browser's own notices of refused requests carry no address; the answers below do.
      if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
      this.faults.push(`the console says: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      const isOwn = url.origin === origin || url.origin === origin.replace("http", "ws");
      if (!isOwn && !["data:", "blob:", "about:"].includes(url.protocol)) {
        this.faults.push(`a request left for ${request.url()}`);
      }
    });
    page.on("response", (response) => {
      if (response.status() < 400) return;
      const refusal = `${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`;
      if (!ordinaryRefusals.test(refusal)) this.faults.push(refusal);
    });
  }
}

interface Fixtures {
  /** Opens a browser window of one's own; every call is another person. */
  arrive: (look?: Look) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
  arrive: async ({ browser }, use, info) => {
    const people: Person[] = [];
    await use(async (look) => {
      const person = await Person.arrive(browser, look);
      people.push(person);
      return person;
    });
    for (const [i, person] of people.entries()) {
      if (info.status !== info.expectedStatus) {
        await info.attach(`person ${i + 1}`, { body: await person.page.screenshot(), contentType: "image/png" });
        await person.page.screenshot({ path: info.outputPath(`person-${i + 1}.png`) });
      }
      await person.context.close();
    }
    expect(people.flatMap((person) => person.unexpected())).toEqual([]);
  },
});

export { expect };
