import type { ApiError } from "@codecraft/api/errors";

type Fault = ApiError["problems"][number];

/** Where in the package a fault is ("problem.yaml:3", or nothing when no file of it is at fault), and what it is. */
export function placeOf({ detail, title, source }: Fault): { place: string; words: string } {
  const file = source?.pointer?.slice(1) ?? "";
  const text = detail || title;
  if (!file || !text.startsWith(`${file}: `)) return { place: "", words: text };
  const words = text.slice(file.length + 2);
  // YAML's reader writes line and column before what it says, XML's the line within its sentence.
  const yaml = /\[(\d+):(\d+)\] /.exec(words);
  if (yaml) return { place: `${file}:${yaml[1]}:${yaml[2]}`, words: words.replace(yaml[0], "") };
  const xml = /\bline (\d+)\b/.exec(words);
  return { place: xml ? `${file}:${xml[1]}` : file, words };
}
