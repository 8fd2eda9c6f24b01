// Makes rules of data: the text of a rule with the setting that it wants, and examples of whole resources.
import type { Resource } from '../resource.ts';
import type { Example, Outcome, ResourceRule, RuleContext } from './rule.ts';
import { type Expectation, expectSetting } from './setting.ts';

type Text = Omit<ResourceRule, 'on' | 'kind' | 'check'>;

/** A rule over resources with a function of its own. */
export function resourceRule(
  rule: Text & {
    check(resource: Resource, context: RuleContext): Outcome | readonly Outcome[];
  },
): ResourceRule {
  return { kind: 'template', on: 'resource', ...rule };
}

/** A rule that wants one setting of a resource. */
export function settingRule({
  path,
  expected,
  ...text
}: Text & {
  /** Names below the resource, separated by dots. */
  readonly path: string;
  readonly expected: Expectation;
}): ResourceRule {
  return resourceRule({ ...text, check: (resource) => expectSetting(resource, path, expected) });
}

type Plain = { readonly [name: string]: unknown };

/** Examples of one resource each, or of several. */
export function exampleOf(
  passing: Plain | readonly Plain[],
  failing: Plain | readonly Plain[],
): { readonly passing: Example; readonly failing: Example } {
  const listed = (one: Plain | readonly Plain[]) => (Array.isArray(one) ? one : [one]);
  return { passing: { resources: listed(passing) }, failing: { resources: listed(failing) } };
}
