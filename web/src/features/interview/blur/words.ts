export const blurLabel = "Blur my background";

export const cannotBlur = "This browser cannot blur a background: Chrome and Edge can, on a computer.";

export const tooSlow =
  "Blurring takes more than this device can do: pictures come seldom, and all else is slow.";
