/** Debian's Chromium without what draws windows, which takes half of its time, told to talk to nobody. */
export const chromium = {
  executablePath: process.env.CODECRAFT_CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** The whole of it with a camera, a microphone and a screen of its own: moving pictures, and a beep a second. */
export const chromiumWithDevices = {
  ...chromium,
  executablePath: process.env.CODECRAFT_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...chromium.args,
    "--use-fake-device-for-media-stream=fps=10", // two cores draw, code and decode all of them
    "--use-fake-ui-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
  ],
};
