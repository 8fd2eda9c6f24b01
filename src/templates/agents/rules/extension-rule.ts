// What rules over extensions share: they see those of a machine's children and those in a scale set's profile alike.
import type { Resource } from '../../resource.ts';
import type { Outcome, ResourceRule, RuleContext } from '../../rules/rule.ts';
import { textOf } from '../../rules/setting.ts';
import { type Agent, type AgentExtension, agentOfExtension } from '../agents.ts';
import { type Extension, extensionOf, extensionTypes, profileExtensions } from '../extensions.ts';
import { machineKindOf } from '../machines.ts';

type Text = Omit<ResourceRule, 'on' | 'kind' | 'types' | 'check'> & {
  readonly kind?: ResourceRule['kind'];
};

/** Types on which extensions are declared, in lower case. */
export const declaringTypes: readonly string[] = [
  ...extensionTypes,
  'microsoft.compute/virtualmachinescalesets',
];

/** The extensions that a resource declares. */
export function declaredBy(resource: Resource, { evaluation }: RuleContext): Extension[] {
  if (machineKindOf(resource) === 'vmss') return profileExtensions(resource, evaluation);
  const extension = extensionOf(resource, evaluation);
  return extension === undefined ? [] : [extension];
}

/** A rule that is asked for each extension; undefined or an empty list says nothing of it. */
export function extensionRule(
  text: Text,
  check: (extension: Extension, context: RuleContext) => Outcome | readonly Outcome[] | undefined,
): ResourceRule {
  return {
    kind: 'agent',
    ...text,
    on: 'resource',
    types: declaringTypes,
    check: (resource, context) =>
      declaredBy(resource, context).flatMap((extension) => check(extension, context) ?? []),
  };
}

/** The agent that an extension is of; undefined for others and where publisher or type is unknown. */
export function agentOf({
  publisher,
  type,
}: Extension): { readonly agent: Agent; readonly extension: AgentExtension } | undefined {
  const publisherText = textOf(publisher);
  const typeText = textOf(type);
  if (publisherText === undefined || typeText === undefined) return undefined;
  return agentOfExtension(publisherText, typeText);
}
