import "katex/dist/katex.min.css";
import { memo } from "react";
import ReactMarkdown from "react-markdown";
import rehypeKatex from "rehype-katex";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { cn } from "@/lib/cn";
import "./markdown.css";

// Cleaning comes before KaTeX, whose own output is trusted; the classes it looks for must survive the cleaning.
const schema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    code: [["className", /^language-./, "math-inline", "math-display"]] as [string, ...(string | RegExp)[]][],
  },
};

interface Node {
  type: string;
  children?: Node[];
  position?: { start: { offset?: number } };
  data?: { hProperties?: { className?: string[] } };
}

/** A paragraph that is nothing but `$$…$$` stands by itself, as writers of LaTeX expect, on one line too. */
function displayMaths() {
  const visit = (node: Node, source: string) => {
    const only = node.type === "paragraph" && node.children?.length === 1 ? node.children[0] : undefined;
    if (only?.type === "inlineMath" && source.startsWith("$$", only.position?.start.offset)) {
      only.data = { ...only.data, hProperties: { className: ["language-math", "math-display"] } };
    }
    for (const child of node.children ?? []) visit(child, source);
  };
  return (tree: Node, file: { value: unknown }) => visit(tree, String(file.value));
}

function MarkdownBody({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cn("markdown", className)}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm, remarkMath, displayMaths]}
        rehypePlugins={[
          [rehypeSanitize, schema],
          [rehypeKatex, { throwOnError: false, strict: false }],
        ]}
        components={{
          a: ({ node: _, ...props }) => <a {...props} target="_blank" rel="noreferrer noopener" />,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

export default memo(MarkdownBody);
