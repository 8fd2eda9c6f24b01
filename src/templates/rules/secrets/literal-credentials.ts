// Credentials that stand in a template or its parameter file, found by their form.
import type { Deployment } from '../../resource.ts';
import type { Source, Span } from '../../source.ts';
import type { DeploymentRule, Example, Outcome } from '../rule.ts';
import { type Credential, credentialsIn } from './patterns.ts';

const found = new WeakMap<Source, readonly Credential[]>();

/** Looked for once in each text. */
function credentialsOf(source: Source): readonly Credential[] {
  let known = found.get(source);
  if (known === undefined) {
    known = credentialsIn(source.text);
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
      'Account keys, shared access signatures, passwords of connection strings, private keys and tokens are found by their form, in every text of the template (comments too) and of its parameter file. Whoever reads the file, or its history, can use them.',
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
      return outcomes.length === 0 ? { kind: 'pass' } : outcomes;
    },
  },
];
