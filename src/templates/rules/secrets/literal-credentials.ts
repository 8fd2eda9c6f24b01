// Credentials that stand in a template or its parameter file, found by their form.
import type { StringValue, Value } from '../../arm/language/value.ts';
import type { Deployment } from '../../resource.ts';
import type { Source, Span } from '../../source.ts';
import type { DeploymentRule, Example, Outcome } from '../rule.ts';
import { type Credential, credentialsInTemplate, isPlaceholder } from './patterns.ts';

const found = new WeakMap<Source, readonly Credential[]>();

/** Looked for once in each text. */
function credentialsOf(source: Source): readonly Credential[] {
  let known = found.get(source);
  if (known === undefined) {
    known = credentialsInTemplate(source.text);
    found.set(source, known);
  }
  return known;
}

/** The template's own text, and the files that gave its parameters values. */
function textsOf({ source, span, parameters, evaluation }: Deployment): readonly Span[] {
  if (evaluation !== 'root') return [span];
  const given = new Set<Source>();
  for (const { origin, value } of parameters) {
    if (origin === 'file' && value.span !== undefined) given.add(value.span.source);
  }
  given.delete(source);
  return [span, ...[...given].map((each) => ({ source: each, start: 0, end: each.text.length }))];
}

/** Values that a parameter file, or a parent, would give in clear text: what pipelines put a secret in place of is none. */
const filledIn = /^(?:GEN-|#\{|__.*__$|\$|@)/i;

/** A text of a value that somebody has to keep secret; undefined where there is none. */
function firstText(value: Value): StringValue | undefined {
  if (value.kind === 'string') {
    const isGiven = value.value.trim() !== '' && !filledIn.test(value.value);
    return isGiven && !isPlaceholder(value.value) ? value : undefined;
  }
  const inner =
    value.kind === 'array'
      ? value.items
      : value.kind === 'object'
        ? [...value.properties.values()].map((each) => each.value)
        : [];
  for (const each of inner) {
    const text = firstText(each);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Secure parameters whose values stand in the parameter file. */
function clearValues({ parameters }: Deployment): readonly Outcome[] {
  return parameters.flatMap(({ name, isSecure, origin, value, nameSpan }): Outcome[] => {
    if (!isSecure || origin !== 'file') return [];
    const text = firstText(value);
    if (text === undefined) return [];
    return [
      {
        kind: 'fail',
        at: text.span ?? nameSpan,
        message: `the value of the secure parameter '${name}' stands in the parameter file`,
        found: 'a text',
        wanted: 'a Key Vault reference, or a value that the pipeline gives',
        severity: 'high',
      },
    ];
  });
}

const settings = (value: string): Example => ({
  parameters: { connection: { type: 'secureString' } },
  resources: [
    {
      type: 'Microsoft.Web/sites/config',
      apiVersion: '2023-12-01',
      name: 'app/appsettings',
      properties: { storage: value },
    },
  ],
});

// Put together here, so that no search for credentials takes this file for a find.
const exampleKey = `${'Pc7'.repeat(28)}Qq==`;

export const literalCredentialRules: readonly DeploymentRule[] = [
  {
    id: 'SEC005',
    kind: 'secret',
    severity: 'critical',
    title: 'No credential stands in a template or parameter file',
    rationale:
      'Account keys, shared access signatures, passwords of connection strings, private keys and tokens are found by their form, in every text of the template (comments too) and of its parameter file; there every text that a secure parameter is given counts as well, as high. Whoever reads the file, or its history, can use them.',
    remedy:
      'Withdraw the credential, then refer to a Key Vault from the parameter file, or use a managed identity.',
    references: [
      'https://learn.microsoft.com/azure/azure-resource-manager/templates/key-vault-parameter',
    ],
    aliases: [],
    controls: ['MCSB:IM-8'],
    example: {
      passing: settings("[parameters('connection')]"),
      failing: settings(`DefaultEndpointsProtocol=https;AccountName=data;AccountKey=${exampleKey}`),
    },
    on: 'deployment',
    check(deployment) {
      const { evaluation } = deployment;
      if (evaluation !== 'root' && evaluation !== 'linked') {
        return { kind: 'not-applicable', reason: 'the text is looked through with its file' };
      }
      const outcomes = textsOf(deployment).flatMap(({ source, start, end }) =>
        credentialsOf(source)
          .filter((each) => each.start >= start && each.end <= end)
          .map(
            (each): Outcome => ({
              kind: 'fail',
              at: { source, start: each.start, end: each.end },
              message: `${each.what} stands in the file`,
              found: each.what,
              wanted: 'a secure parameter or a Key Vault reference',
            }),
          ),
      );
      const isCovered = ({ source, start, end }: Span) =>
        outcomes.some(
          (each) =>
            each.kind === 'fail' &&
            each.at.source === source &&
            start <= each.at.start &&
            each.at.end <= end,
        );
      for (const each of clearValues(deployment)) {
        if (each.kind === 'fail' && !isCovered(each.at)) outcomes.push(each);
      }
      return outcomes.length === 0 ? { kind: 'pass' } : outcomes;
    },
  },
];
