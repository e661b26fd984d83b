import type { Extension } from "@codemirror/state";
import type { Surroundings } from "./surroundings";

export interface DocumentOptions {
  id: string;
  /** Of its WebSocket, where that is not the one of a candidate's document. */
  path?: string;
  /** Several people edit it: each sees where the others are. */
  isShared?: boolean;
  extensions: Extension;
  surroundings: Surroundings;
  /** Renews a spent session. */
  renew?: () => Promise<unknown>;
}

/**
 *   connecting → saved ⇄ saving → saved
 *              → offline → saved            edits are kept in this browser and sent when the line is back
 *              → readOnly                   the time is over, or the visitor only looks
 *              → failed                     this tab cannot go on; detail says why
 */
export type DocumentState = "connecting" | "saved" | "saving" | "offline" | "readOnly" | "failed";

export interface DocumentView {
  state: DocumentState;
  version: number;
  detail: string;
  /** A text of this browser that could not be handed in; its author decides what becomes of it. */
  rescued?: string;
  /** The text that was not chosen then; it can still be had. */
  aside?: string;
}

/** What a document's state is made of. */
interface Standing {
  failure: string;
  isReadOnly: boolean;
  /** The server has answered on this line; or ever. */
  isGreeted: boolean;
  wasGreeted: boolean;
  isWaiting: boolean;
  /** This machine has no network. */
  hasNoNetwork: boolean;
}

export function stateOf({
  failure,
  isReadOnly,
  isGreeted,
  wasGreeted,
  isWaiting,
  hasNoNetwork,
}: Standing): DocumentState {
  if (failure) return "failed";
  if (isReadOnly) return "readOnly";
  if (!isGreeted) return wasGreeted || hasNoNetwork ? "offline" : "connecting";
  return isWaiting ? "saving" : "saved";
}

/** Whether two readings say the same, so that nobody need look again. */
export function sameView(a: DocumentView, b: DocumentView): boolean {
  const names = ["state", "version", "detail", "rescued", "aside"] as const;
  return names.every((name) => a[name] === b[name]);
}
