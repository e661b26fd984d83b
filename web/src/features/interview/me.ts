const keyOf = (interviewId: string) => `codecraft.interview.${interviewId}.me`;

/** As whom this tab came in by a link, over reloads. */
export function rememberMe(interviewId: string, participantId: string) {
  sessionStorage.setItem(keyOf(interviewId), participantId);
}

export function rememberedMe(interviewId: string): string | null {
  return sessionStorage.getItem(keyOf(interviewId));
}
