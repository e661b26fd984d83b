const rate = 16_000;
const seconds = 0.9;

/** Two soft notes as a WAV file: what the test of the speaker plays. */
function wav(): Blob {
  const samples = rate * seconds;
  const view = new DataView(new ArrayBuffer(44 + samples * 2));
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) view.setUint8(at + i, value.charCodeAt(i));
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + samples * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples * 2, true);
  for (let i = 0; i < samples; i++) {
    const at = i / rate;
    const inNote = at % (seconds / 2);
    const fade = Math.min(1, inNote * 50) * Math.exp(-6 * inNote);
    const note = at < seconds / 2 ? 523.25 : 659.25;
    view.setInt16(44 + i * 2, Math.sin(2 * Math.PI * note * at) * fade * 0x5000, true);
  }
  return new Blob([view], { type: "audio/wav" });
}

/** Plays two notes on a speaker, and is done when they were. */
export async function playTone(speaker: string): Promise<void> {
  const address = URL.createObjectURL(wav());
  try {
    const audio = new Audio(address);
    if (speaker && "setSinkId" in audio) await audio.setSinkId(speaker).catch(() => {});
    await new Promise<void>((resolve, reject) => {
      audio.onended = () => resolve();
      audio.onerror = () => reject(new Error("The sound could not be played."));
      audio.play().catch(reject);
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
