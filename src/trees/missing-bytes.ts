// The rejection of `open` where the bytes are not at hand: it voids an attempt, and is no failure.

/** Rejects `open` on a stream; the bytes come with the next round. Never caught by a plugin. */
export class MissingBytes extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`the bytes of ${path} are not at hand yet`);
    this.name = 'MissingBytes';
    this.path = path;
  }
}
