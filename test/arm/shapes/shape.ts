// A shape of templates with the outcome of each machine in it.
import type { Body } from './build.ts';

export interface Shape {
  readonly title: string;
  /** By name; `main.json` is the template. */
  readonly files: Readonly<Record<string, Body>>;
  /** By name of the machine, `*` where it cannot be known: its outcomes, one for each row of the coverage. */
  readonly outcomes: Readonly<Record<string, readonly string[]>>;
  readonly policy?: Body;
  readonly parameters?: readonly string[];
}

export const string = { type: 'string' };
export const bool = { type: 'bool' };

/** `main` becomes main.json; one outcome may stand for a list of one. */
export const shape = (
  title: string,
  main: Body,
  outcomes: Readonly<Record<string, string | readonly string[]>>,
  rest: Omit<Partial<Shape>, 'outcomes'> & { readonly more?: Shape['files'] } = {},
): Shape => {
  const { more = {}, ...others } = rest;
  const listed = Object.entries(outcomes).map(
    ([name, outcome]) => [name, typeof outcome === 'string' ? [outcome] : outcome] as const,
  );
  return {
    title,
    files: { 'main.json': main, ...more },
    outcomes: Object.fromEntries(listed),
    ...others,
  };
};
