export interface Standing {
  role: "candidate" | "interviewer" | "observer";
  /** The interview is under way. */
  isLive: boolean;
  isLocked: boolean;
}

/** Why one may do nothing in the room, such as running a program; empty when one may. */
export function whyNoActing({ role, isLive }: Standing): string {
  if (!isLive) return "The interview is not under way: what was written stays to be read";
  if (role === "observer") return "As an observer you watch, and leave the work to the others";
  return "";
}

/** Why one may not write in files; empty when one may. */
export function whyNoWriting(standing: Standing): string {
  const why = whyNoActing(standing);
  if (why || !standing.isLocked || standing.role !== "candidate") return why;
  return "An interviewer has locked files and whiteboard for a while: you can read them";
}
