/** Waits until a look finds something; it looks again whenever told, and gives up after a time. */
export function when<T>(
  subscribe: (listener: () => void) => () => void,
  look: () => T | undefined,
  timeoutMs: number,
  refusal: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const found = look();
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(refusal));
    }, timeoutMs);
    const unsubscribe = subscribe(check);
    const stop = () => {
      clearTimeout(timer);
      unsubscribe();
    };
    check();
  });
}
