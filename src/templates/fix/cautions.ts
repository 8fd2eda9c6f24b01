// What a setting costs or breaks besides mending its finding: such an edit is refused where the template itself relies
// on the old value, and told where whoever deploys has to know. Sources: Azure's documentation of each setting.
import type { Evaluation } from '../resource.ts';
import type { SettingFix } from '../rules/rule.ts';
import type { Source } from '../source.ts';

interface Caution {
  /** Below the resource, in lower case. */
  readonly path: string;
  /** Only for this literal. */
  readonly literal?: SettingFix['literal'];
  /** Functions that fail, or return what no longer opens anything, once the setting is written. */
  readonly breaks?: RegExp;
  readonly note: string;
}

const cautions: readonly Caution[] = [
  {
    path: 'properties.allowsharedkeyaccess',
    breaks: /\blist(?:Keys|AccountSas|ServiceSas)\s*\(/i,
    note: 'allowSharedKeyAccess is false: who comes with a key or a shared access signature is turned away; give clients a role in Microsoft Entra ID first.',
  },
  {
    path: 'properties.adminuserenabled',
    breaks: /\blistCredentials\s*\(/i,
    note: 'adminUserEnabled is false: who signs in to the registry as its admin is turned away.',
  },
  {
    path: 'properties.disablelocalaccounts',
    breaks: /\blistCluster(?:Admin|User)Credential\s*\(/i,
    note: 'disableLocalAccounts is true: nobody signs in to the cluster but by Microsoft Entra ID.',
  },
  {
    path: 'sku.name',
    literal: 'Premium',
    note: 'The SKU is Premium, which costs several times as much as Basic or Standard.',
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
    path: 'properties.securityprofile.encryptionathost',
    note: 'encryptionAtHost is refused unless the feature Microsoft.Compute/EncryptionAtHost is registered in the subscription and the size of the machine supports it.',
  },
  {
    path: 'properties.virtualmachineprofile.securityprofile.encryptionathost',
    note: 'encryptionAtHost is refused unless the feature Microsoft.Compute/EncryptionAtHost is registered in the subscription and the size of the machine supports it.',
  },
];

function cautionFor({ path, literal }: SettingFix): Caution | undefined {
  return cautions.find(
    (each) =>
      each.path === path.toLowerCase() && (each.literal === undefined || each.literal === literal),
  );
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
