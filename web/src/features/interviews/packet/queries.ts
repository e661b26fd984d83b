import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";

/** All that a packet is made of, as it is when the packet is opened. */
export function packetQuery(interviewId: string) {
  return queryOptions({
    queryKey: keys.interviews.packet(interviewId),
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const of = { "filter[interview]": interviewId };
      const [interview, people, cards, notes, problems, files] = await Promise.all([
        api.get("interviews", interviewId, { signal }),
        api.all("interview-participants", of, { signal }),
        api.all("scorecards", of, { signal }),
        api.all("notes", of, { signal }),
        api.all("interview-problems", of, { signal }),
        api.all("interview-files", of, { signal }),
      ]);
      return {
        ...{ interview, people, notes, files },
        cards: cards.filter(({ attributes }) => attributes.state === "submitted"),
        // What nobody was shown was no part of it.
        problems: problems.filter(({ attributes }) => attributes.versionId !== ""),
      };
    },
  });
}

export type Packet = Awaited<ReturnType<NonNullable<ReturnType<typeof packetQuery>["queryFn"]>>>;
