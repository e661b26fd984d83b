import { describe, expect, it } from "vitest";
import { readPeople } from "./people";

describe("readPeople", () => {
  it.each([
    ["an address alone", "ada@example.org", [{ number: 1, email: "ada@example.org", name: undefined }]],
    [
      "a name and an address",
      "Ada L <ada@example.org>",
      [{ number: 1, email: "ada@example.org", name: "Ada L" }],
    ],
    [
      "columns under heads",
      "email,name\nada@example.org,Ada",
      [{ number: 2, email: "ada@example.org", name: "Ada" }],
    ],
    [
      "columns by tabs, quoted",
      '"Ada L"\tada@example.org',
      [{ number: 1, email: "ada@example.org", name: "Ada L" }],
    ],
    ["empty lines not at all", "\n\r\n  \n", []],
    [
      "a line without an address, to be shown",
      "ada@example.org\nnobody",
      [{ number: 1 }, { number: 2, email: undefined }],
    ],
  ])("reads %s", (_, text, expected) => {
    const lines = readPeople(text);
    expect(lines).toHaveLength(expected.length);
    for (const [i, line] of expected.entries()) expect(lines[i]).toMatchObject(line);
  });
});
