import type { ChangeSet, Transaction } from "@codemirror/state";
import { isPaste, ownPaste } from "./paste";
import type { LocalUpdate } from "./protocol";

/** A change of this tab that the server has not acknowledged, and the transaction it began as. */
interface Waiting {
  changes: ChangeSet;
  origin: Transaction;
}

/** The first of the waiting changes, as many as one push may hold; always one, whatever its size. */
export function firstOf(waiting: readonly Waiting[], most: number, mostInserted: number): LocalUpdate[] {
  const batch: LocalUpdate[] = [];
  let inserted = 0;
  for (const update of waiting) {
    update.changes.iterChanges((_from, _to, _fromB, _toB, text) => {
      inserted += text.length;
    });
    if (batch.length >= most || (batch.length > 0 && inserted > mostInserted)) break;
    batch.push(asLocal(update));
  }
  return batch;
}

/** As it is sent and kept. */
export function asLocal({ changes, origin }: Waiting): LocalUpdate {
  if (!isPaste(origin)) return { changes: changes.toJSON() };
  return { changes: changes.toJSON(), kind: "paste", data: { own: origin.annotation(ownPaste) ?? false } };
}
