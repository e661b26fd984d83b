import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { languagesQuery, queryClient } from "@/api/query";
import { useStored } from "@/lib/stored";
import { answersQuery, tookAnswer } from "./queries";

/** What may be chosen: allowed for the problem and installed, in the problem's order; the chosen one in any case. */
function choices(answer: Item<"answers">, all: Item<"languages">[]): Item<"languages">[] {
  const { languages, language } = answer.attributes;
  const allowed =
    languages.length === 0 ? all : languages.flatMap((id) => all.find((one) => one.id === id) ?? []);
  return allowed.filter((one) => one.attributes.available || one.id === language);
}

/** The language of an answer: the candidate's choice, which the server keeps; at first the one used last. */
export function useAnswerLanguage(attemptId: string, answer: Item<"answers">) {
  const table = useQuery(languagesQuery);
  const [remembered, remember] = useStored("language", "");
  const latest = useRef("");
  const choose = useMutation({
    scope: { id: `language of ${answer.id}` },
    mutationFn: (language: string) => api.update({ type: "answers", id: answer.id }, { language }),
    onMutate: (language) => {
      latest.current = language;
      const attributes = { ...answer.attributes, language, documentId: "" };
      tookAnswer(attemptId, { ...answer, attributes });
    },
    // An answer to an earlier choice comes too late: it would put another text under the candidate's hands.
    onSuccess: (updated, language) => {
      if (language === latest.current) tookAnswer(attemptId, updated);
    },
    onError: () => queryClient.invalidateQueries(answersQuery(attemptId)),
  });
  const options = choices(answer, table.data ?? []);
  const chosen = answer.attributes.language;
  const { starters } = answer.attributes;
  const first =
    options.find((one) => one.id === remembered) ??
    options.find((one) => starters.some((starter) => starter.language === one.id)) ??
    options[0];
  const firstId = first?.id ?? "";
  const { mutate, isError, isPending } = choose;
  useEffect(() => {
    if (chosen === "" && firstId !== "" && !isError && !isPending) mutate(firstId);
  }, [chosen, firstId, isError, isPending, mutate]);
  // What was chosen shows at once: until then the next key would go into the text of the language before.
  const [wanted, setWanted] = useState("");
  const language = wanted || chosen || firstId;
  return {
    options,
    language,
    editorMode: options.find((one) => one.id === language)?.attributes.editor ?? "",
    isChosen: chosen !== "" && wanted === "" && !choose.isPending,
    choose: async (next: string) => {
      remember(next);
      // Chosen already: asking again would only keep running and submitting waiting for the answer.
      if (next === chosen && wanted === "") return;
      setWanted(next);
      try {
        await choose.mutateAsync(next);
      } finally {
        setWanted((now) => (now === next ? "" : now));
      }
    },
    failure: table.error ?? choose.error,
    retry: () => {
      if (table.error) void table.refetch();
      choose.reset();
    },
  };
}
