import type { MemberRole, Role } from "@codecraft/api/types";

/** The roles of members, the mightiest first. */
const roles: MemberRole[] = ["owner", "admin", "author", "recruiter", "interviewer"];

/** The roles that somebody may give: owners are made by owners only. */
export function rolesToGive(own: Role): MemberRole[] {
  return own === "owner" ? roles : roles.filter((role) => role !== "owner");
}

export const roleNames: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  author: "Author",
  recruiter: "Recruiter",
  interviewer: "Interviewer",
  candidate: "Candidate",
  guest: "Guest",
};

export const roleDuties: Record<Role, string> = {
  owner: "Everything, including the organization itself.",
  admin: "Everything, including members.",
  author: "Writes, verifies and publishes problems.",
  recruiter: "Builds assessments, schedules interviews, invites candidates and reads their results.",
  interviewer: "Holds interviews, and reads assessments and candidates' work, but no hidden tests.",
  candidate: "Takes one attempt.",
  guest: "Takes part in one interview.",
};
