// docs/rules/: one page for each rule over templates, and a table of them all. Everything comes from the rules.

import { templateRules } from '../../src/templates/rules/list.ts';
import type { Example, TemplateRule } from '../../src/templates/rules/rule.ts';
import { typeNames } from './type-names.ts';

/** Families in the order of the list, by the letters of their ids. */
const families: Readonly<Record<string, string>> = {
  AGT: 'Agents on machines',
  POL: 'Policy as code and Defender for Cloud',
  VMH: 'Machines',
  NET: 'Networks',
  STO: 'Storage',
  KVT: 'Key Vault',
  ACR: 'Container registries',
  AKS: 'Kubernetes',
  SQL: 'SQL',
  WEB: 'App Service',
  SEC: 'Secrets in templates',
};

/** Names of settings and values, as the rules write them in their texts. */
const word =
  /'[^'\s]+'|\b[a-z]+[A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*(?:\(\))?|\b[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]+)+/g;

/** Text as Markdown: what stands between backticks stays, settings and values outside become code. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((piece) => {
      if (piece.startsWith('`')) return piece;
      let at = 0;
      let result = '';
      for (const match of piece.matchAll(word)) {
        result += plain(piece.slice(at, match.index)) + code(match[0].replaceAll("'", ''));
        at = match.index + match[0].length;
      }
      return result + plain(piece.slice(at));
    })
    .join('');
}

const plain = (text: string) => text.replaceAll(/[\\*<>]/g, '\\$&');
const code = (text: string) => `\`${text}\``;
const cell = (text: string) => text.replaceAll('|', '\\|');

/** The tool that an alias belongs to. */
function aliasText(alias: string): string {
  if (alias.startsWith('CKV')) return `${code(alias)} (checkov)`;
  if (alias.startsWith('AZR-')) return `${code(alias)} (PSRule for Azure)`;
  if (alias.startsWith('TA-')) return `${code(alias)} (Template Analyzer)`;
  if (alias.startsWith('AZU-')) return `${code(alias)} (Trivy)`;
  return `${code(alias)} (KICS)`;
}

function controlText(control: string): string {
  const [standard, number] = control.split(':');
  const name =
    standard === 'CIS'
      ? 'CIS Microsoft Azure Foundations 2.0'
      : 'Microsoft cloud security benchmark';
  return `${name}, ${number ?? ''}`;
}

/** Types that are deployed to a subscription, but for assignments of policies, which go beside machines as well. */
const ofSubscription = /"type":"Microsoft\.(?:Security\/|Authorization\/roleDefinitions")/;

/** An example as a whole template, which can be saved and scanned. */
export function wholeTemplate(example: Example): Example {
  const kind = ofSubscription.test(JSON.stringify(example))
    ? '2018-05-01/subscriptionDeploymentTemplate'
    : '2019-04-01/deploymentTemplate';
  return {
    $schema: `https://schema.management.azure.com/schemas/${kind}.json#`,
    contentVersion: '1.0.0.0',
    ...example,
  };
}

function exampleText(example: Example): string {
  return ['```json', JSON.stringify(wholeTemplate(example), null, 2), '```'].join('\n');
}

/** What a policy has to say for the examples to be judged as the page says. */
const policies: Readonly<Record<string, string>> = {
  AGT010: 'requireAgents: [{ agent: mde }]',
  AGT011: 'requireAgents: [{ agent: ama }]',
  AGT013: 'requireAgents: [{ agent: guest-configuration }]',
  AGT020: "approved: { publishers: ['Microsoft.Azure.Monitor'] }",
  VMH011: "approved: { images: ['Canonical:ubuntu-24_04-lts:*'] }",
};

function policyText({ id }: TemplateRule): string[] {
  const policy = policies[id];
  if (policy === undefined) return [];
  return [
    'The rule applies only where the policy asks for it. The examples are judged with this one:',
    `\`\`\`yaml\n${policy}\n\`\`\``,
  ];
}

function list(heading: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`## ${heading}`, items.map((item) => `- ${item}`).join('\n')];
}

/** Types as Azure spells them, by their text in lower case. */
function spelledTypes(): ReadonlyMap<string, string> {
  const spelled = new Map(typeNames.map((name) => [name.toLowerCase(), name]));
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'type' && typeof inner === 'string') spelled.set(inner.toLowerCase(), inner);
      else look(inner);
    }
  };
  for (const { example } of templateRules) look(example);
  return spelled;
}

const spelled = spelledTypes();

function typesOf(rule: TemplateRule): string {
  if (rule.on === 'deployment') return 'templates as a whole';
  return rule.types.map((type) => code(spelled.get(type) ?? type)).join(', ');
}

function page(rule: TemplateRule): string {
  return `${[
    `# ${rule.id}: ${prose(rule.title)}`,
    `Severity: **${rule.severity}** · Looks at ${typesOf(rule)}`,
    '## Why',
    prose(rule.rationale),
    '## What to do',
    prose(rule.remedy),
    ...policyText(rule),
    '## Passes',
    exampleText(rule.example.passing),
    '## Fails',
    exampleText(rule.example.failing),
    ...list('The same setting in other tools', rule.aliases.map(aliasText)),
    ...list('Controls', rule.controls.map(controlText)),
    ...list(
      'Read more',
      rule.references.map((address) => `<${address}>`),
    ),
    '[All rules](README.md)',
  ].join('\n\n')}\n`;
}

function index(): string {
  const parts = [
    '# Rules over templates',
    'Made from the rules by `npm run generate`. Each page says why the rule is there, what Azure does when the setting is absent, and shows a template that passes and one that fails; tests run both. An exception, a suppression in a template and a policy name a rule by its id or by the id of another tool that reads the same setting.',
  ];
  for (const [letters, title] of Object.entries(families)) {
    const rules = templateRules.filter((rule) => rule.id.startsWith(letters));
    if (rules.length === 0) continue;
    const rows = rules.map(
      ({ id, severity, title: what }) =>
        `| [${id}](${id}.md) | ${severity} | ${cell(prose(what))} |`,
    );
    parts.push(`## ${title}`, ['| rule | severity | |', '|---|---|---|', ...rows].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** Path and text of every page. */
export function rulePages(): readonly [string, () => string][] {
  return [
    ['docs/rules/README.md', index],
    ...templateRules.map((rule): [string, () => string] => [
      `docs/rules/${rule.id}.md`,
      () => page(rule),
    ]),
  ];
}
