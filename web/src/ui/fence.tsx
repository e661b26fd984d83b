import { useEffect, useState } from "react";
import type { Piece } from "@/lib/editor/colours";

/** Code of a known language in its colours, which come once they are there: the text does not move. */
export function Fence({ mode, text }: { mode: string; text: string }) {
  const [pieces, setPieces] = useState<Piece[]>();
  useEffect(() => {
    let isWanted = true;
    setPieces(undefined);
    import("@/lib/editor/colours")
      .then(({ highlightCode }) => highlightCode(mode, text))
      .then((found) => isWanted && setPieces(found))
      .catch(() => {}); // without its colours code is still code
    return () => {
      isWanted = false;
    };
  }, [mode, text]);
  return (
    <code className={`language-${mode}`}>
      {pieces
        ? pieces.map((piece, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
            <span key={i} className={piece.classes || undefined}>
              {piece.text}
            </span>
          ))
        : text}
    </code>
  );
}
