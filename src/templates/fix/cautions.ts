// What a setting costs or breaks besides mending its finding: such an edit is refused where the template itself relies
// on the old value, and told where whoever deploys has to know. Sources: Azure's documentation of each setting.
import type { Evaluation } from '../resource.ts';
import type { SettingFix } from '../rules/rule.ts';
import type { Source } from '../source.ts';

interface Caution {
  /** Its end, in lower case. */
  readonly path: string;
  /** Functions that fail, or return what no longer opens anything, once the setting is written. */
  readonly breaks?: RegExp;
  readonly note: string;
}

const cautions: readonly Caution[] = [
  {
    path: 'properties.adminuserenabled',
    breaks: /\blistCredentials\s*\(/i,
    note: 'adminUserEnabled is false: who signs in to the registry as its admin is turned away.',
  },
  {
    path: 'properties.pricingtier',
    note: 'A plan of Defender for Cloud is Standard, which is charged for each resource that it covers.',
  },
  {
    path: 'properties.subplan',
    note: 'Defender for Servers is plan P2, which costs more than P1.',
  },
  {
    path: 'enableencryptionathost',
    note: 'Encryption at host is refused unless the feature Microsoft.Compute/EncryptionAtHost is registered in the subscription and the size of the nodes supports it.',
  },
];

function cautionFor({ path }: SettingFix): Caution | undefined {
  const own = `.${path.toLowerCase()}`;
  return cautions.find((each) => own.endsWith(`.${each.path}`));
}

/** What whoever deploys has to know of the setting; undefined when nothing. */
export function noteOf(fix: SettingFix): string | undefined {
  return cautionFor(fix)?.note;
}

/** Why the setting is not written: the templates that are deployed together rely on the other value. */
export function breaks(fix: SettingFix, evaluations: readonly Evaluation[]): string | undefined {
  const calls = cautionFor(fix)?.breaks;
  if (calls === undefined) return undefined;
  const sources = new Set<Source>(
    evaluations.flatMap(({ deployments }) => deployments.map(({ source }) => source)),
  );
  for (const source of sources) {
    const call = calls.exec(source.text);
    if (call === null) continue;
    const { line } = source.positionAt(call.index);
    const name = call[0].replace(/\W+$/, '');
    return `${source.path}:${line} calls ${name}(), and what that returns would open nothing any more`;
  }
  return undefined;
}
