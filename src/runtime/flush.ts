// Before process.exit(): what was written must have left the process.

/** Settles when stdout and stderr have taken everything; a reader that has gone away is waited for no longer. */
export async function flush(): Promise<void> {
  const streams = [process.stdout, process.stderr];
  await Promise.all(
    streams.map(
      (stream) =>
        new Promise<void>((resolve) => {
          if (stream.destroyed || stream.writableLength === 0) resolve();
          else stream.write('', () => resolve());
        }),
    ),
  );
}
