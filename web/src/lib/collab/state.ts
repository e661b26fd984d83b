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
}
