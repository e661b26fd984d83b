import type { Item } from "@codecraft/api/resources";
import type { Permission } from "@codecraft/api/types";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { transport } from "@/api/client";
import { queryClient, sessionQuery } from "./query";

/** The session of a page that is only shown signed in. */
export function useSession(): Item<"sessions"> {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error("This page is for people who are signed in.");
  return data;
}

/** Whether the signed-in role may do something; screens hide what the server would refuse. */
export function useCan(permission: Permission): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.attributes.permissions.includes(permission) ?? false;
}

export async function signOut() {
  await transport.request("/v1/sessions/current", { method: "DELETE" });
  queryClient.clear();
}
