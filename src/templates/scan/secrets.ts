// The last line of defence against showing a secret: whatever the values of secure parameters are, no text of a result
// holds them. Rules and messages mask what is marked as secret; this catches what a name, an error or a link made of it.
import type { CoverageRow } from '../../model/coverage.ts';
import type { Finding } from '../../model/finding.ts';
import type { MachineCoverage } from '../../model/machine-coverage.ts';
import type { Value } from '../arm/language/value.ts';
import type { Evaluation } from '../resource.ts';

/** A shorter text is in too many words to be taken out of them. */
const leastUnits = 6;
/** Secrets of a run that are looked for. */
const mostSecrets = 2000;
/** Values looked through below one parameter. */
const mostValues = 1000;
const mask = '…';

/** Texts of the run that must not be shown. */
export class Secrets {
  readonly #texts = new Set<string>();
  #pattern: RegExp | undefined;

  /** Takes the values of the evaluation's secure parameters. */
  add({ deployments }: Evaluation): void {
    for (const { parameters } of deployments) {
      for (const { isSecure, value, defaultValue, span } of parameters) {
        if (!isSecure) continue;
        this.#take(value);
        if (defaultValue !== undefined) this.#take(defaultValue);
        // A password that begins and ends as an expression does has no value, and its error quotes it.
        const written = span.source.text.slice(span.start, Math.min(span.end, span.start + 4096));
        const [, text] = /"defaultValue"\s*:\s*"\[([^"\\]*)\]"/i.exec(written) ?? [];
        if (text !== undefined && !text.includes('(')) this.#keep(text);
      }
    }
  }

  #take(value: Value): void {
    const pending = [value];
    for (let visited = 0; visited < mostValues; visited++) {
      const next = pending.pop();
      if (next === undefined) return;
      if (next.kind === 'string') this.#keep(next.value);
      if (next.kind === 'int') this.#keep(String(next.value));
      if (next.kind === 'array') pending.push(...next.items);
      if (next.kind === 'object') {
        for (const each of next.properties.values()) pending.push(each.value);
      }
    }
  }

  #keep(text: string): void {
    // Several lines, such as a key: each line is told apart where lines are joined for a report.
    for (const part of text.split(/\r\n|\r|\n/).map((line) => line.trim())) {
      if (part.length < leastUnits || this.#texts.size >= mostSecrets) continue;
      this.#texts.add(part);
      this.#pattern = undefined;
    }
  }

  /** The text without the secrets, whatever their letter case. */
  hide(text: string): string {
    if (this.#texts.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#texts]
        .sort((left, right) => right.length - left.length)
        .map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('|'),
      'gi',
    );
    return text.replace(this.#pattern, mask);
  }

  finding(finding: Finding): Finding {
    if (this.#texts.size === 0) return finding;
    const { location, fix } = finding;
    return {
      ...finding,
      message: this.hide(finding.message),
      ...(location === undefined
        ? {}
        : {
            location: {
              ...location,
              ...(location.resource === undefined
                ? {}
                : { resource: this.hide(location.resource) }),
              ...(location.instances === undefined
                ? {}
                : { instances: location.instances.map((each) => this.hide(each)) }),
            },
          }),
      ...(fix === undefined ? {} : { fix: { ...fix, text: this.hide(fix.text) } }),
    };
  }

  row(row: CoverageRow): CoverageRow {
    const { what, reason } = row;
    const shown = this.hide(what);
    return { ...row, what: shown, ...(reason === undefined ? {} : { reason: this.hide(reason) }) };
  }

  machine(machine: MachineCoverage): MachineCoverage {
    const { name, evaluation, names, cells } = machine;
    return {
      ...machine,
      name: this.hide(name),
      ...(evaluation === undefined ? {} : { evaluation: this.hide(evaluation) }),
      ...(names === undefined ? {} : { names: names.map((each) => this.hide(each)) }),
      cells: cells.map((cell) => ({
        ...cell,
        by: cell.by.map((one) => ({ ...one, what: this.hide(one.what) })),
        ...(cell.reason === undefined ? {} : { reason: this.hide(cell.reason) }),
      })),
    };
  }
}
