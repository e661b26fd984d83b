import { Annotation, EditorState, type Transaction } from "@codemirror/state";

/** Text that came by the clipboard, or was dropped, from outside of the editor. */
export function isPaste(transaction: Transaction): boolean {
  return transaction.isUserEvent("input.paste") || transaction.isUserEvent("input.drop");
}

/** Whether a paste brings what was copied or cut on this page. */
export const ownPaste = Annotation.define<boolean>();

/** Says so of every paste as it is made: later the same text may have been copied out of the editor. */
export const markOwnPastes = (isOwnText: (text: string) => boolean) =>
  EditorState.transactionExtender.of((transaction) =>
    isPaste(transaction) && transaction.annotation(ownPaste) === undefined
      ? { annotations: ownPaste.of(insertedTexts(transaction).every(isOwnText)) }
      : null,
  );

function insertedTexts({ changes }: Transaction): string[] {
  const texts: string[] = [];
  changes.iterChanges((_from, _to, _fromB, _toB, text) => texts.push(text.toString()));
  return texts;
}
