import type { ChangeSet } from "@codemirror/state";

/** The messages of a document's WebSocket; package engine/collab of the server describes them. */
export type Changes = ReturnType<ChangeSet["toJSON"]>;

export interface RemoteUpdate {
  client?: string;
  seq?: number;
  actor: string;
  at: number;
  kind?: string;
  changes: Changes;
}

export type Incoming =
  | { type: "init"; version: number; client: string; doc?: string; readOnly: boolean; now: number }
  | { type: "updates"; version: number; updates: RemoteUpdate[] }
  | { type: "ack"; version: number; seq: number }
  | { type: "ping"; now: number }
  | { type: "aware" | "gone" }
  | {
      type: "error";
      code: string;
      detail: string;
      fatal?: boolean;
      seq?: number;
      retryAfter?: number;
    };

export type Outgoing =
  | { type: "hello"; version?: number; client?: string }
  | { type: "push"; version: number; seq: number; updates: { changes: Changes; kind?: string }[] }
  | { type: "pong" };
