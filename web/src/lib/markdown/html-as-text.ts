interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** Lines are broken by it in tables, where Markdown has no other way. */
const lineBreak = /^<br\s*\/?>$/i;

/**
 * HTML is shown as it was written: dropped, it would take "vector<int>" along. A comment is for authors only and stays
 * out of sight. What is made here is text, so nothing of it can run.
 */
export function htmlAsText() {
  const visit = (node: Node, isBlock: boolean) => {
    if (!node.children) return;
    node.children = node.children
      .filter((child) => !isComment(child))
      .map((child) => shownAs(child, isBlock));
    for (const child of node.children) {
      visit(child, ["blockquote", "listItem", "footnoteDefinition"].includes(child.type));
    }
  };
  return (tree: Node) => visit(tree, true);
}

const isComment = (node: Node) => node.type === "html" && /^<!--[\s\S]*-->$/.test(node.value?.trim() ?? "");

function shownAs(node: Node, isBlock: boolean): Node {
  if (node.type !== "html") return node;
  if (lineBreak.test(node.value ?? "")) return { type: "break" };
  const text = { type: "text", value: node.value };
  return isBlock ? { type: "paragraph", children: [text] } : text;
}
