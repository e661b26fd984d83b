import { LinkByMail } from "./link-by-mail";

export function ForgotPage() {
  return (
    <LinkByMail
      ask="password-resets"
      title="Forgotten password"
      lead="We send you a link to choose a new one."
      sent={(email) => `If ${email} belongs to an account, a link to choose a new password is on its way.`}
    />
  );
}
