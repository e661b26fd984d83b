import { explain } from "@codecraft/api/errors";
import { useState } from "react";
import { upload } from "@/api/upload";
import { formatBytes } from "@/lib/format";

export const pictureTypes = "image/png,image/jpeg,image/gif,image/webp,image/svg+xml";
const largest = 5 * 1024 * 1024;

/** Keeps pictures for the texts of a problem; answers the Markdown that shows one. */
export function usePictures(problemId: string) {
  const [failure, setFailure] = useState<string>();
  const [underWay, setUnderWay] = useState(0);
  const keep = async (file: File): Promise<string | undefined> => {
    setFailure(undefined);
    if (file.size > largest) {
      setFailure(`${file.name} holds ${formatBytes(file.size)}: a picture has at most 5 MiB.`);
      return;
    }
    setUnderWay((n) => n + 1);
    try {
      const { data } = await upload<{ data: { id: string } }>(`/v1/problems/${problemId}/pictures`, file, {
        contentType: "application/octet-stream",
        onProgress: () => {},
        signal: new AbortController().signal,
      });
      const what = file.name.replace(/\.[^.]*$/, "").replace(/[[\]\\]/g, " ");
      return `![${what}](pictures/${data.id})`;
    } catch (error) {
      setFailure(explain(error));
      return undefined;
    } finally {
      setUnderWay((n) => n - 1);
    }
  };
  return { keep, failure, isKeeping: underWay > 0 };
}
