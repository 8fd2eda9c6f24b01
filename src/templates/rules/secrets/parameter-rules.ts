// Parameters that hold secrets: their defaults, their types and what outputs and nested deployments do with them.
// Source: Azure's best practices for templates' parameters, outputs and nested deployments.
import { isSecret, marksOf } from '../../arm/language/marks.ts';
import { unknownIn } from '../../arm/language/unknown.ts';
import type { Value } from '../../arm/language/value.ts';
import type { Deployment, Parameter } from '../../resource.ts';
import type { Span } from '../../source.ts';
import { resourcesIn } from '../neighbours.ts';
import type { DeploymentRule, Example, Outcome } from '../rule.ts';

const practices =
  'https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices';

function orPass(outcomes: readonly Outcome[]): Outcome | readonly Outcome[] {
  return outcomes.length === 0 ? { kind: 'pass' } : outcomes;
}

/** Whether no text stands in it: numbers and switches of a secure object are no secrets. */
function isEmptyDefault(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
      return false;
    case 'string':
      return value.value === '';
    case 'array':
      return value.items.every(isEmptyDefault);
    case 'object':
      return [...value.properties.values()].every((each) => isEmptyDefault(each.value));
    default:
      return true;
  }
}

/** Whether a default is new in each deployment, or is another secret parameter's. */
function isFreshDefault(value: Value): boolean {
  const unknown = unknownIn(value);
  if (unknown === undefined) return false;
  return marksOf(value).some(isSecret) || /newguid/i.test(unknown.form + unknown.reason.message);
}

function judgeDefault(parameter: Parameter): Outcome | undefined {
  const { defaultValue, isSecure } = parameter;
  if (!isSecure || defaultValue === undefined) return undefined;
  if (isEmptyDefault(defaultValue) || isFreshDefault(defaultValue)) return undefined;
  return {
    kind: 'fail',
    at: defaultValue.span ?? parameter.span,
    message: `the secure parameter '${parameter.name}' has a default value, which everybody who reads the template knows`,
    found: 'a default value',
    wanted: 'no default value, or newGuid()',
  };
}

const secretName =
  /password|passwd|passphrase|(?:pwd|pw|adminpass)$|secret|token|credential|connectionstring|licen[sc]ecode|(?:account|access|api|shared|primary|secondary|private|storage|master|encryption|host|function|signing)key/i;
/** What is said of a secret rather than the secret itself. */
const saidOfSecrets =
  /(?:ids?|names?|uris?|urls?|versions?|lengths?|expiry|expir(?:es|ation)|date|types?|kind|enabled|disabled|policy|policies|location|description|prefix|suffix|(?<!ac)counts?|days|hours|minutes|seconds|lifetime|format|settings?|permissions?|resourcegroup|rg|path|file|size|thumbprint|algorithm|issuer|audience|endpoint|provider|mode|option|sku|tags?|reference|authentication|vault)$/i;
const saidBefore =
  /^(?:is|has|use|enable|disable|require|allow|should|create|generate|deploy|store|rotate|public(?!Password|Secret))[A-Z_]/;

/** Whether a parameter of that name holds a secret, as far as a name tells. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !saidOfSecrets.test(name) && !saidBefore.test(name);
}

function judgeType(parameter: Parameter): Outcome | undefined {
  const { name, type, isSecure } = parameter;
  if (isSecure || (type !== 'string' && type !== 'object') || !isSecretName(name)) return undefined;
  const wanted = type === 'object' ? 'secureObject' : 'secureString';
  return {
    kind: 'fail',
    at: parameter.nameSpan,
    message: `parameter '${name}' is named like a secret and of type ${type}; it must be ${wanted}`,
    found: type,
    wanted,
  };
}

const parameter = (type: string, defaultValue?: string): Example => ({
  parameters: { adminPassword: defaultValue === undefined ? { type } : { type, defaultValue } },
  resources: [],
});

const sec001: DeploymentRule = {
  id: 'SEC001',
  kind: 'secret',
  severity: 'critical',
  title: 'A secure parameter has no default value',
  rationale:
    'A default stands in the template, in its repository and in the history of deployments, and is used wherever nobody gives another. Empty ones and newGuid() are allowed.',
  remedy: 'Take the defaultValue out; let the parameter file refer to a Key Vault.',
  references: [
    `${practices}#security-recommendations-for-parameters`,
    'https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter',
  ],
  aliases: ['CKV_AZURE_131', '4d2cf896-c053-4be5-9c95-8b4771112f29'],
  controls: ['MCSB:IM-8'],
  example: {
    passing: parameter('secureString', '[newGuid()]'),
    failing: parameter('secureString', 'Sommer-2026!'),
  },
  on: 'deployment',
  check: ({ parameters }) => orPass(parameters.flatMap((each) => judgeDefault(each) ?? [])),
};

const sec002: DeploymentRule = {
  id: 'SEC002',
  kind: 'secret',
  severity: 'high',
  title: 'A parameter that is named like a secret is secure',
  rationale:
    'Values of plain parameters stand in the history of deployments and in logs, where everybody with the right to read sees them.',
  remedy: 'Give it the type secureString or secureObject.',
  references: [`${practices}#security-recommendations-for-parameters`],
  aliases: ['AZR-000408'],
  controls: ['MCSB:IM-8'],
  example: { passing: parameter('secureString'), failing: parameter('string') },
  on: 'deployment',
  check: ({ parameters }) => orPass(parameters.flatMap((each) => judgeType(each) ?? [])),
};

/** Values looked through for secrets below one. */
const maxVisited = 20_000;

/** Calls that say nothing of a secret: whether it is there, how long it is, a digest of it. */
const harmless = /^(?:empty|length|not|equals|contains|bool|uniqueString|guid)\s*\(/i;

/** Whether a value made from a secret does not give it away. */
function isHarmless(value: Value): boolean {
  if (value.kind === 'null' || value.kind === 'bool') return true;
  if (value.kind === 'string' && value.value === '') return true;
  if (value.kind === 'unknown' && (value.type === 'bool' || harmless.test(value.form))) return true;
  const { span } = value;
  return span !== undefined && harmless.test(span.source.text.slice(span.start, span.start + 20));
}

/** Texts and unknowns that are secret, with their places, in the order of the text. */
function secretsIn(root: Value, at: Span): readonly { readonly value: Value; readonly at: Span }[] {
  const found: { readonly value: Value; readonly at: Span }[] = [];
  const pending = [{ value: root, at }];
  for (let visited = 0; visited < maxVisited; visited++) {
    const next = pending.pop();
    if (next === undefined) break;
    const { value } = next;
    const isWhole = value.kind !== 'array' && value.kind !== 'object';
    if (isWhole && value.marks.some(isSecret) && !isHarmless(value)) found.push(next);
    if (value.kind === 'array') {
      for (const item of value.items.toReversed()) {
        pending.push({ value: item, at: item.span ?? next.at });
      }
    } else if (value.kind === 'object') {
      for (const each of [...value.properties.values()].toReversed()) {
        pending.push({ value: each.value, at: each.at ?? next.at });
      }
    }
  }
  return found;
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.source === outer.source && outer.start <= inner.start && inner.end <= outer.end;
}

const output = (value: string): Example => ({
  parameters: { key: { type: 'secureString' }, name: { type: 'string' } },
  resources: [],
  outputs: { result: { type: 'string', value } },
});

const sec003: DeploymentRule = {
  id: 'SEC003',
  kind: 'secret',
  severity: 'high',
  title: 'No output gives a secret away',
  rationale:
    'Outputs stand in the history of deployments in clear. What list functions and secure parameters give must not go into one, unless it is of a secure type itself.',
  remedy: 'Take the output out; let who needs the secret read it from a Key Vault.',
  references: [
    'https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-outputs-should-not-contain-secrets',
  ],
  aliases: ['AZR-000279'],
  controls: ['MCSB:IM-8'],
  example: { passing: output("[parameters('name')]"), failing: output("[parameters('key')]") },
  on: 'deployment',
  check({ outputs }, { evaluation }) {
    const isOfResource = (at: Span) =>
      evaluation.resources.some(({ declaration: { span } }) => isInside(at, span));
    return orPass(
      outputs.flatMap(({ name, type, value, valueSpan: at }): Outcome[] => {
        if (type.toLowerCase().startsWith('secure')) return [];
        const secrets = secretsIn(value, value.span ?? at);
        // What reference() gives of a resource here is what the template gives it; Azure leaves its secrets out.
        const secret = secrets.find((each) => each.value === value || !isOfResource(each.at));
        const mark = secret?.value.marks.find(isSecret);
        if (mark === undefined) return [];
        const source =
          mark.kind === 'parameter' ? `secure parameter '${mark.name}'` : `${mark.name}()`;
        const message = `output '${name}' gives away what ${source} holds`;
        return [{ kind: 'fail', at, message, found: 'a secret', wanted: 'no secret' }];
      }),
    );
  },
};

const nested = (scope: 'inner' | 'outer'): Example => ({
  parameters: { password: { type: 'secureString' } },
  resources: [
    {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: 'server',
      properties: {
        mode: 'Incremental',
        expressionEvaluationOptions: { scope },
        ...(scope === 'inner'
          ? { parameters: { password: { value: "[parameters('password')]" } } }
          : {}),
        template: {
          $schema:
            'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
          contentVersion: '1.0.0.0',
          ...(scope === 'inner' ? { parameters: { password: { type: 'secureString' } } } : {}),
          resources: [
            {
              type: 'Microsoft.KeyVault/vaults/secrets',
              apiVersion: '2023-07-01',
              name: 'vault/password',
              properties: { value: "[parameters('password')]" },
            },
          ],
        },
      },
    },
  ],
});

/** Secrets that a deployment's plain parameters are given: its history keeps their values. */
function handedInClear({ parameters }: Deployment): readonly Outcome[] {
  return parameters.flatMap(({ name, type, isSecure, origin, value, nameSpan }): Outcome[] => {
    if (isSecure || origin !== 'parent' || secretsIn(value, nameSpan).length === 0) return [];
    const message = `parameter '${name}' of a nested deployment is given a secret, and is no secure one: the value is stored in clear`;
    const wanted = type === 'string' ? 'secureString' : 'secureObject';
    return [{ kind: 'fail', at: nameSpan, message, found: type, wanted }];
  });
}

const sec004: DeploymentRule = {
  id: 'SEC004',
  kind: 'secret',
  severity: 'high',
  title: 'A nested deployment gets its secrets as secure parameters of its own',
  rationale:
    "A nested template without a scope of its own (outer, which is Azure's default) is stored with the values put in: secrets of its parent stand in the history of deployments in clear. So do values of parameters that are not secure.",
  remedy:
    "Set expressionEvaluationOptions.scope to 'inner' and hand the secret to a secure parameter of the nested template.",
  references: [
    'https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates',
    'https://learn.microsoft.com/azure/azure-resource-manager/templates/template-test-cases#secure-parameters-in-nested-deployments',
  ],
  aliases: ['AZR-000331'],
  controls: ['MCSB:IM-8'],
  example: { passing: nested('inner'), failing: nested('outer') },
  on: 'deployment',
  check(deployment, { evaluation }) {
    if (deployment.evaluation === 'root') {
      return { kind: 'not-applicable', reason: 'the template is nested in no other' };
    }
    if (deployment.evaluation !== 'outer') return orPass(handedInClear(deployment));
    const message =
      'a nested deployment without a scope of its own uses a secret of its parent, which is stored in clear';
    const fail = (at: Span): Outcome => {
      return { kind: 'fail', at, message, found: 'scope outer', wanted: 'scope inner' };
    };
    const ofResources = resourcesIn(evaluation, deployment).flatMap((resource): Outcome[] => {
      if (resource.isExisting || !marksOf(resource.body).some(isSecret)) return [];
      const { declaration, body } = resource;
      return [fail(secretsIn(body, declaration.span)[0]?.at ?? declaration.span)];
    });
    const ofOutputs = deployment.outputs.flatMap(({ value, valueSpan }): Outcome[] =>
      secretsIn(value, valueSpan).length === 0 ? [] : [fail(valueSpan)],
    );
    return orPass([...ofResources, ...ofOutputs]);
  },
};

export const parameterRules = [sec001, sec002, sec003, sec004];
