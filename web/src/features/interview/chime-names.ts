const digits = "0123456789abcdefghijklmnopqrstuv";

/** 26 digits of base 32 are the 16 bytes of a UUID, and two bits of nothing. */
function uuidOf(short: string): string {
  let bits = 0n;
  for (const digit of short) bits = bits * 32n + BigInt(digits.indexOf(digit));
  const hex = (bits >> 2n).toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** An identity as the server wrote it for Amazon, which takes 64 characters (internal/engine/media/chime/name.go). */
export function identityOf(external: string): string {
  return external.replace(/^@/, "").replace(/=([0-9a-v]{26})/g, (_, short: string) => uuidOf(short));
}
