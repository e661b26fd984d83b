/** Reads an activity's data, whose shape its kind alone knows. */
export const word = (value: unknown) => (typeof value === "string" ? value : "");
export const amount = (value: unknown) => (typeof value === "number" ? value : 0);
