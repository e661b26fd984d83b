import { queryOptions } from "@tanstack/react-query";
import { api, request } from "@/api/client";
import { queryClient, sessionQuery } from "@/api/query";

/** Whether nobody has registered yet, so that the first owner is to be made. */
export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: async ({ signal }) => {
    const response = await request("/v1/setup", { signal, anonymous: true });
    const document = (await response.json()) as { meta?: { required?: boolean } };
    return document.meta?.required === true;
  },
});

export const membershipsQuery = queryOptions({
  queryKey: ["memberships"],
  queryFn: ({ signal }) => api.all("memberships", {}, { signal }),
});

export const memberInvitationsQuery = queryOptions({
  queryKey: ["member-invitations"],
  queryFn: ({ signal }) => api.all("member-invitations", {}, { signal }),
});

/** Signs in with cookies and reads who that is. */
export async function signIn(email: string, password: string) {
  await api.create("sessions", { email, password, useCookies: true }, undefined, { anonymous: true });
  queryClient.clear();
  await queryClient.fetchQuery(sessionQuery);
}
