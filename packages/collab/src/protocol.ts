import type { ChangeSet } from "@codemirror/state";
import type { Place } from "./presence";

/** The messages of a document's WebSocket; package engine/collab of the server describes them. */
export type Changes = ReturnType<ChangeSet["toJSON"]>;

/** A change of this tab; kind says how it came about, absent for plain edits. */
export interface LocalUpdate {
  changes: Changes;
  kind?: "paste";
  /** Of a paste: whether its text was copied on this page. */
  data?: { own: boolean };
}

export interface RemoteUpdate {
  client?: string;
  seq?: number;
  actor: string;
  at: number;
  kind?: string;
  data?: unknown;
  changes: Changes;
}

export interface Limits {
  document: number;
  push: number;
  changes: number;
}

export interface Refusal {
  type: "error";
  code: string;
  detail: string;
  fatal?: boolean;
  seq?: number;
  retryAfter?: number;
}

export interface Init {
  type: "init";
  version: number;
  client: string;
  doc?: string;
  readOnly: boolean;
  limits: Limits;
  now: number;
}

export type Incoming =
  | Init
  | { type: "updates"; version: number; updates: RemoteUpdate[] }
  | { type: "ack"; version: number; seq: number }
  | { type: "ping"; now: number }
  | { type: "aware"; client: string; actor: string; version: number; data: Place | null }
  | { type: "gone"; client: string }
  | Refusal;

export type Outgoing =
  | { type: "hello"; version?: number; client?: string }
  | { type: "push"; version: number; seq: number; updates: LocalUpdate[] }
  | { type: "aware"; version: number; data: Place | null }
  | { type: "pong" };

/** Errors that say that this tab and the log do not agree. Met twice without progress, the tab begins anew. */
export const disagreements = new Set([
  "push_out_of_order",
  "version_unknown",
  "changes_do_not_fit",
  "changes_malformed",
  "range_invalid",
  "push_invalid",
  "kind_invalid",
  "message_malformed",
]);
