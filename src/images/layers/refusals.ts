// Entries that could not be taken. A layer made to annoy has a million of them: the first ones are named, the rest counted.

/** As many are named. */
const namedLimit = 100;

export class Refusals {
  readonly named: { readonly path: string; readonly reason: string }[] = [];
  /** Those beyond the limit. */
  unnamed = 0;

  /** The path is only made when it is named. */
  add(path: () => string, reason: string): void {
    if (this.named.length < namedLimit) this.named.push({ path: path(), reason });
    else this.unnamed++;
  }
}
