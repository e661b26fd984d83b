import { expect, it } from "vitest";
import { styleSheet } from "./css";

it("keeps the style sheet as the tokens say", async () => {
  await expect(styleSheet()).toMatchFileSnapshot("tokens.css");
});
