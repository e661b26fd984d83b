/** One problem of a refused request, as the server located it. */
export interface Problem {
  status: string;
  code: string;
  title: string;
  detail?: string;
  source?: { pointer?: string; parameter?: string; header?: string };
  meta?: Record<string, unknown>;
}

/** A request that did not succeed. Its message is a sentence made to be shown to people. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly problems: Problem[],
    readonly retryAfterSeconds?: number,
  ) {
    super(problems[0]?.detail || problems[0]?.title || "Something went wrong.");
  }

  get code(): string {
    return this.problems[0]?.code ?? "";
  }

  /** The server was not reached: no network, or it is being restarted. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  /** Somebody else changed the resource since it was read. */
  get conflict(): boolean {
    return this.status === 412;
  }
}

/** Messages by attribute: "title" for /data/attributes/title, "tests/0/input" for what lies deeper. */
export function fieldMessages(error: unknown): Record<string, string> {
  const messages: Record<string, string> = {};
  if (!(error instanceof ApiError)) return messages;
  for (const problem of error.problems) {
    const match = /^\/data\/(?:attributes|relationships)\/(.+?)(?:\/data(?:\/id)?)?$/.exec(
      problem.source?.pointer ?? "",
    );
    if (match?.[1]) messages[match[1]] ??= sentence(problem.detail || problem.title);
  }
  return messages;
}

/** What to tell people about any failure. */
export function explain(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.unreachable) return error.message;
    const details = error.problems.map((p) => sentence(p.detail || p.title));
    return [...new Set(details)].join(" ");
  }
  return error instanceof Error ? error.message : String(error);
}

/**
 * The server writes its details in lower case without a full stop, to be joined; screens show sentences. What begins with
 * no word (a mail address, a name of a file) stays as it is written.
 */
function sentence(text: string): string {
  const beginsWithWord = /^[\p{Ll}'’-]+[,:;]?(?=\s|$)/u.test(text);
  const upper = beginsWithWord ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`;
}

/** No answer came; this machine has no network, or the server is at fault. */
export function unreachable(isOffline: boolean): ApiError {
  const detail = isOffline
    ? "You are offline. Everything continues once the connection is back."
    : "The server did not answer. It may be restarting: try again in a moment.";
  return new ApiError(0, [{ status: "0", code: "unreachable", title: "No answer", detail }]);
}
