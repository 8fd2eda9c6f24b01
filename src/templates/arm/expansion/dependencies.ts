// Which parameters a value came from, also where its text did not: `equals(parameters('os'), 'Linux')` is a bool.
import { joinMarks, type Mark } from '../language/marks.ts';

/** Notes the parameters that are read while something is evaluated. */
export class Dependencies {
  private read: readonly Mark[] = [];

  note(marks: readonly Mark[]): void {
    this.read = joinMarks(this.read, marks);
  }

  /** Runs and gives what was read meanwhile, which counts as read by what is around it too. */
  during<T>(run: () => T): { readonly result: T; readonly marks: readonly Mark[] } {
    const before = this.read;
    this.read = [];
    try {
      const result = run();
      return { result, marks: this.read };
    } finally {
      this.read = joinMarks(before, this.read);
    }
  }
}
