// Plans of Microsoft Defender for Cloud as templates set them: Microsoft.Security/pricings, a resource for each plan.
import type { Severity } from '../../../model/severity.ts';
import type { Resource } from '../../resource.ts';
import type { Outcome, ResourceRule } from '../rule.ts';
import { expectSetting, isText, undecided } from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

const types = ['microsoft.security/pricings'];
const references = [
  'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction',
  'https://learn.microsoft.com/azure/templates/microsoft.security/pricings',
];

function pricing(name: string, properties: object) {
  return { type: 'Microsoft.Security/pricings', apiVersion: '2024-01-01', name, properties };
}

interface Plan {
  readonly id: string;
  readonly severity: Severity;
  /** As in `Microsoft Defender for Servers`. */
  readonly title: string;
  /** What the plan watches, and what it would miss: one sentence. */
  readonly rationale: string;
  /** Names of the resource, the one for new templates first. */
  readonly names: readonly [string, ...string[]];
  readonly aliases: readonly string[];
  readonly controls: readonly string[];
  /** Judges more than the tier. */
  readonly also?: (resource: Resource) => Outcome;
}

/** A rule that wants a plan in the tier Standard where a template sets it; that it is set at all is not asked. */
export function planRule({ names, also, title, rationale, ...text }: Plan): ResourceRule {
  const [name] = names;
  const isNamed = isText(...names);
  return resourceRule({
    ...text,
    title: `${title} is on where a template sets its plan`,
    rationale: `${rationale} The tier Free turns the plan off.`,
    remedy: `Set properties.pricingTier of the plan '${name}' to 'Standard'.`,
    references,
    types,
    example: exampleOf(
      pricing(name, { pricingTier: 'Standard' }),
      pricing(name, { pricingTier: 'Free' }),
    ),
    check(resource) {
      if (resource.name.kind !== 'unknown' && !isNamed(resource.name)) {
        return { kind: 'not-applicable', reason: 'it is another plan' };
      }
      const tier = expectSetting(resource, 'properties.pricingTier', {
        holds: isText('Standard'),
        wanted: "'Standard'",
        what: `the tier of ${title} (pricingTier)`,
        absent: 'fail',
        fix: 'Standard',
      });
      const outcome = tier.kind === 'pass' ? (also?.(resource) ?? tier) : tier;
      if (resource.name.kind !== 'unknown' || outcome.kind !== 'fail') return outcome;
      const { name: value, declaration } = resource;
      return undecided({ value, at: declaration.nameSpan }, 'which plan this is is not known');
    },
  });
}
