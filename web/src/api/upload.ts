import { ApiError, type Problem, unreachable } from "@codecraft/api/errors";
import { csrfToken, transport } from "@/api/client";

interface Upload {
  contentType: string;
  /** Told how much of the file has left, from 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/** Sends a file as the body of a POST, telling how far it is, and reads the JSON that is answered. */
export async function upload<T>(path: string, file: Blob, options: Upload): Promise<T> {
  let answer = await post(path, file, options);
  if (answer.status === 401 && (await transport.refreshSession())) answer = await post(path, file, options);
  const body = parsed(answer.text);
  if (answer.status >= 200 && answer.status < 300) return body as T;
  const problems = (body as { errors?: Problem[] } | undefined)?.errors ?? [];
  const detail = `The server answered ${answer.status}.`;
  throw new ApiError(
    answer.status,
    problems.length > 0
      ? problems
      : [{ status: String(answer.status), code: "unknown", title: "Not taken", detail }],
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's answer in between
  }
}

/** fetch cannot tell how much has been sent, so this is the older way. */
function post(path: string, file: Blob, { contentType, onProgress, signal }: Upload) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/vnd.api+json");
    request.setRequestHeader("Content-Type", contentType);
    const csrf = csrfToken();
    if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(unreachable(!navigator.onLine));
    request.onabort = () => reject(new DOMException("The upload was ended.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
