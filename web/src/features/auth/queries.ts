import { queryOptions } from "@tanstack/react-query";
import { api, transport } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient, sessionQuery } from "@/api/query";

/** How people come in here: the first owner is still to be made, anybody may register (with an address they prove), or people are invited. */
export const setupQuery = queryOptions({
  queryKey: keys.setup.all,
  queryFn: async ({ signal }) => {
    const response = await transport.request("/v1/setup", { signal, anonymous: true });
    const { meta } = (await response.json()) as { meta?: Record<string, unknown> };
    return {
      required: meta?.required === true,
      openRegistration: meta?.openRegistration === true,
      provenAddresses: meta?.provenAddresses === true,
    };
  },
});

export const membershipsQuery = queryOptions({
  queryKey: keys.memberships.all,
  queryFn: ({ signal }) => api.all("memberships", {}, { signal }),
});

export const memberInvitationsQuery = queryOptions({
  queryKey: keys.memberInvitations.all,
  queryFn: ({ signal }) => api.all("member-invitations", {}, { signal }),
});

type Read<T> = (
  attributes: { token: string },
  relations: undefined,
  options: { signal: AbortSignal; anonymous: true; idempotencyKey: undefined },
) => Promise<T>;

/** A mail's link, read by who holds it. A dead one is refused for good: no second try helps. */
function linkQuery<T>(noun: typeof keys.users, read: Read<T>) {
  return (token: string) =>
    queryOptions({
      queryKey: noun.one(token),
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: ({ signal }) =>
        read({ token }, undefined, { signal, anonymous: true, idempotencyKey: undefined }),
    });
}

/** What an invitation says. */
export const invitationQuery = linkQuery(keys.memberInvitationPreviews, (...of) =>
  api.create("member-invitation-previews", ...of),
);

/** Whose password a link changes. */
export const resetQuery = linkQuery(keys.passwordResetPreviews, (...of) =>
  api.create("password-reset-previews", ...of),
);

/** Who may register with a link. */
export const registrationQuery = linkQuery(keys.registrationPreviews, (...of) =>
  api.create("registration-previews", ...of),
);

export const ownUserQuery = (id: string) =>
  queryOptions({ queryKey: keys.users.one(id), queryFn: ({ signal }) => api.get("users", id, { signal }) });

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.organizations.one(id),
    queryFn: ({ signal }) => api.get("organizations", id, { signal }),
  });

export const usagesQuery = queryOptions({
  queryKey: keys.usages.all,
  queryFn: ({ signal }) => api.all("usages", {}, { signal }),
});

/** Where one is signed in: this device first, then those used last. */
export const ownSessionsQuery = queryOptions({
  queryKey: keys.sessions.all,
  queryFn: async ({ signal }) => {
    const all = await api.all("sessions", {}, { signal });
    return all.sort(
      (a, b) =>
        Number(b.attributes.isCurrent) - Number(a.attributes.isCurrent) ||
        Date.parse(b.attributes.usedAt) - Date.parse(a.attributes.usedAt),
    );
  },
});

/** Signs in with cookies and reads who that is. */
export async function signIn(email: string, password: string) {
  await api.create("sessions", { email, password, useCookies: true }, undefined, { anonymous: true });
  queryClient.clear();
  await queryClient.fetchQuery(sessionQuery);
}
