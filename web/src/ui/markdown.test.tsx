import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { highlightCode } from "@/lib/editor/colours";
import MarkdownBody from "./markdown-body";

const shown = (text: string) => renderToStaticMarkup(<MarkdownBody text={text} />);
const words = (text: string) =>
  shown(text)
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"');

test.each(["Between $5 and $6.", "It costs $5, or $6.", "$5-$6 a day", "only $7", "a\n$5 b\n$6 c"])(
  "%j is money",
  (text) => {
    expect(shown(text)).not.toContain("katex");
    expect(words(text)).toBe(text);
  },
);

test.each(["$5$ apples", "$2n$ and $3m$", "from $1 \\le n$ on", "$n$ for $5", "costs $5 or $x$"])(
  "%j has maths",
  (text) => {
    expect(shown(text)).toContain("katex");
  },
);

test("money before maths stays money", () => {
  expect(words("costs $5 or $x$")).toMatch(/^costs \$5 or x/);
});

test("arrows are the characters that were written", () => {
  expect(words("a --> b")).toBe("a --> b");
  expect(words("`a --> b`")).toBe("a --> b");
});

test("unknown HTML is text", () => {
  expect(words("A vector<int> of numbers")).toBe("A vector<int> of numbers");
  expect(words("<input name>\nand more")).toBe("<input name>\nand more");
  expect(words("<script>alert(1)</script>")).toBe("<script>alert(1)</script>");
  expect(shown("<img src=x onerror=alert(1)>")).not.toContain("<img");
});

test("a line break breaks the line, and a comment is for authors only", () => {
  expect(shown("a<br>b")).toContain("<br");
  expect(words("seen <!-- not seen --> again")).toBe("seen  again");
});

test("pictures are those that were kept for the text", () => {
  const name = `pictures/${"0".repeat(64)}.png`;
  const kept = renderToStaticMarkup(<MarkdownBody text={`![a map](${name})`} pictures="/v1/problems/1" />);
  expect(kept).toContain(`src="/v1/problems/1/${name}"`);
  expect(shown(`![a map](${name})`)).not.toContain("<img");
  expect(shown("![a map](https://example.com/x.png)")).not.toContain("<img");
  expect(shown("![a map](https://example.com/x.png)")).toContain("a map");
});

test("addresses that run are taken out", () => {
  expect(shown("[x](javascript:alert(1))")).not.toContain("javascript");
});

test("code of a known language is in pieces with their classes", async () => {
  const pieces = await highlightCode("python", "def f():\n    return 'a'  # b\n");
  expect(pieces.map((piece) => piece.text).join("")).toBe("def f():\n    return 'a'  # b\n");
  expect(pieces).toContainEqual({ text: "def", classes: "tok-keyword" });
  expect(pieces).toContainEqual({ text: "'a'", classes: "tok-string" });
  expect(await highlightCode("klingon", "x")).toEqual([{ text: "x", classes: "" }]);
  expect((await highlightCode("ruby", "def f; end")).length).toBeGreaterThan(1);
});

test.each(["*a_", "[a](", "> ", "* a\n ", "`a``"])(
  "%j twenty thousand times over is shown as it was written",
  (part) => {
    const text = part.repeat(20_000);
    expect(shown(text)).not.toMatch(/<(em|ul|blockquote|code)/);
    expect(words(text)).toBe(text);
  },
);

test("a long statement with code and tables is shown as Markdown", () => {
  const code =
    "```cpp\nfor (auto [a, b] : edges) { graph[a].push_back(b); } // *p->next >> 1\n```\n\n".repeat(100);
  expect(shown(`# Graphs\n\n${"| *a* | `b` |\n".repeat(100)}\n${code}`)).toContain("<h1>");
});
