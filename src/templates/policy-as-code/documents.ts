// Policy documents that stand alone in a file: definitions, initiatives and assignments, as Azure exports them.
import type { ObjectValue } from '../arm/language/value.ts';
import type { Source, Span } from '../source.ts';

export interface PolicyDocument {
  readonly kind: 'definition' | 'initiative' | 'assignment';
  /** The whole document; its expressions are texts, for nothing but Azure Policy evaluates them. */
  readonly body: ObjectValue;
  readonly source: Source;
  /** Where its name stands, or the whole of it. */
  readonly at: Span;
}
