import "katex/dist/katex.min.css";
import { memo } from "react";
import ReactMarkdown, { defaultUrlTransform } from "react-markdown";
import rehypeKatex from "rehype-katex";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { cn } from "@/lib/cn";
import { htmlAsText } from "@/lib/markdown/html-as-text";
import { isIntricate } from "@/lib/markdown/intricate";
import { money } from "@/lib/markdown/money";
import { Fence } from "./fence";
import type { MarkdownProps } from "./markdown";
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

/** Pictures are those that were kept for this text: another server's would tell it who reads. */
const addressIn = (pictures: string | undefined) => (address: string, attribute: string) => {
  if (attribute !== "src") return defaultUrlTransform(address);
  return pictures && /^pictures\/[0-9a-f]{64}\.[a-z]+$/.test(address) ? `${pictures}/${address}` : "";
};

function MarkdownBody({ text, pictures, className }: MarkdownProps) {
  if (isIntricate(text))
    return <div className={cn("wrap-anywhere whitespace-pre-wrap", className)}>{text}</div>;
  return (
    <div className={cn("markdown", className)}>
      <ReactMarkdown
        urlTransform={addressIn(pictures)}
        remarkPlugins={[remarkGfm, remarkMath, money, htmlAsText, displayMaths]}
        rehypePlugins={[
          [rehypeSanitize, schema],
          [rehypeKatex, { throwOnError: false, strict: false }],
        ]}
        components={{
          code: ({ node: _, className: classes, children, ...props }) => {
            const mode = /(?:^|\s)language-(\S+)/.exec(classes ?? "")?.[1];
            return mode && typeof children === "string" ? (
              <Fence mode={mode} text={children} />
            ) : (
              <code {...props} className={classes}>
                {children}
              </code>
            );
          },
          img: ({ node: _, src, alt, ...props }) =>
            src ? <img {...props} src={src} alt={alt ?? ""} loading="lazy" /> : <em>{alt || "A picture"}</em>,
          a: ({ node: _, ...props }) => <a {...props} target="_blank" rel="noreferrer noopener" />,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

export default memo(MarkdownBody);
