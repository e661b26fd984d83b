// Node.js writes to pipes when it finds the time, and drops what it has not written when the program ends by
// process.exit or an error. Streams that block have written when they say so, as those of other languages do.
for (const name of ['stdout', 'stderr']) {
  const own = Object.getOwnPropertyDescriptor(process, name);
  let stream; // made when it is first asked for, which takes Node.js a while
  Object.defineProperty(process, name, {
    ...own,
    get() {
      if (!stream) {
        stream = own.get.call(process);
        stream._handle?.setBlocking?.(true);
      }
      return stream;
    },
  });
}
