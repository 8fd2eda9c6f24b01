import { describe, expect, it } from 'vitest';
import { expectRelated, ownersOf, relatedOf } from './related.ts';
import { judge, judgeTemplate } from './testdata/judged.ts';
import { evaluationsOf, templateText } from './testdata/outcomes.ts';

const server = {
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  name: 'sql',
  properties: {},
};
const auditing = {
  type: 'Microsoft.Sql/servers/auditingSettings',
  apiVersion: '2023-08-01',
  name: 'sql/default',
  properties: { state: 'Enabled' },
};

function nested(resources: readonly object[], members: object = {}) {
  return {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'inner',
    ...members,
    properties: {
      mode: 'Incremental',
      expressionEvaluationOptions: { scope: 'inner' },
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources,
      },
    },
  };
}

describe('children of a resource', () => {
  it('are found in nested deployments of its group, and not in those of another', () => {
    expect(judge('SQL003.auditing', server, nested([auditing]))).toStrictEqual(['pass']);
    expect(
      judge('SQL003.auditing', server, nested([auditing], { resourceGroup: 'other' })),
    ).toStrictEqual(['fail at "name": "sql"']);
  });

  it('may be those of a group that is not known', () => {
    expect(
      judgeTemplate('SQL003.auditing', {
        parameters: { group: { type: 'string' } },
        resources: [server, nested([auditing], { resourceGroup: "[parameters('group')]" })],
      }),
    ).toStrictEqual(['undecided at "name": "sql/default"']);
  });

  it('are found one by one in loops', () => {
    const loop = (count: number) => ({ copy: { name: `loop${count}`, count } });
    expect(
      judge(
        'SQL003.auditing',
        { ...server, name: "[concat('sql', copyIndex())]", ...loop(3) },
        { ...auditing, name: "[concat('sql', copyIndex(), '/default')]", ...loop(2) },
      ),
    ).toStrictEqual(['pass', 'pass', `fail at "name": "[concat('sql', copyIndex())]"`]);
  });

  it('are found by symbols, and not where they are there already', () => {
    const template = (existing: boolean) => ({
      languageVersion: '2.0',
      resources: { sql: server, audit: { ...auditing, existing } },
    });
    expect(judgeTemplate('SQL003.auditing', template(false))).toStrictEqual(['pass']);
    expect(judgeTemplate('SQL003.auditing', template(true))).toStrictEqual([
      'fail at "name": "sql"',
    ]);
  });

  it('belong to no other though both names are parameters', () => {
    const template = (parent: string) => ({
      parameters: { one: { type: 'string' }, two: { type: 'string' } },
      resources: [
        { ...server, name: "[parameters('one')]" },
        { ...auditing, name: `[concat(parameters('${parent}'), '/default')]` },
      ],
    });
    expect(judgeTemplate('SQL003.auditing', template('one'))).toStrictEqual(['pass']);
    expect(judgeTemplate('SQL003.auditing', template('two'))[0]).toMatch(/^undecided/);
    // What is written of the names tells them apart.
    expect(
      judgeTemplate('SQL003.auditing', {
        parameters: { env: { type: 'string' } },
        resources: [
          { ...server, name: "[concat('a-', parameters('env'))]" },
          { ...auditing, name: "[concat('b-', parameters('env'), '/default')]" },
        ],
      })[0],
    ).toMatch(/^fail/);
  });

  it('count under the condition that their owner has too', () => {
    const condition = "[parameters('all').sql]";
    const template = (...resources: readonly object[]) => ({
      parameters: { all: { type: 'object' } },
      resources,
    });
    expect(
      judgeTemplate(
        'SQL003.auditing',
        template({ ...server, condition }, { ...auditing, condition }),
      ),
    ).toStrictEqual(['pass']);
    expect(
      judgeTemplate('SQL003.auditing', template(server, { ...auditing, condition })),
    ).toStrictEqual(['undecided at "name": "sql/default"']);
    // One that fails under a condition may not be there; nothing else audits the server.
    const off = { ...auditing, properties: { state: 'Disabled' }, condition };
    expect(judgeTemplate('SQL003.auditing', template(server, off))).toStrictEqual([
      'fail at "name": "sql"',
    ]);
  });
});

describe('a template that could not be read', () => {
  const linked = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name: 'linked',
    properties: { mode: 'Incremental', templateLink: { relativePath: 'audit.json' } },
  };

  it('may hold what is missing', () => {
    expect(judge('SQL003.auditing', server, linked)).toStrictEqual(['undecided at "name": "sql"']);
    expect(judge('SQL003.auditing', server, auditing, linked)).toStrictEqual(['pass']);
  });

  it('says nothing of a setting of the resource itself', () => {
    expect(judge('SQL003.entra-only', server, linked)).toStrictEqual(['fail at "properties": {}']);
  });
});

describe('the index', () => {
  const [evaluation] = evaluationsOf(templateText({ resources: [server, auditing] }));
  if (evaluation === undefined) throw new Error('the template gives no evaluation');
  const [owner, child] = evaluation.resources;
  if (owner === undefined || child === undefined) throw new Error('a resource is missing');

  it('leads from owners to children and back', () => {
    const types = ['microsoft.sql/servers/auditingsettings'];
    expect(relatedOf(owner, evaluation, types).map(({ resource }) => resource)).toStrictEqual([
      child,
    ]);
    expect(relatedOf(child, evaluation, types)).toStrictEqual([]);
    expect(relatedOf(owner, evaluation, ['microsoft.sql/servers/keys'])).toStrictEqual([]);
    expect(ownersOf(child, evaluation)).toStrictEqual([owner]);
    expect(ownersOf(owner, evaluation)).toStrictEqual([]);
  });

  it('takes the first failure where none passes, and leaves out what does not apply', () => {
    const context = { evaluation, policy: { now: new Date(0) } };
    const wanted = {
      types: ['microsoft.sql/servers/auditingsettings'],
      message: 'none',
      wanted: 'one',
    };
    const reason = 'it says nothing';
    expect(
      expectRelated(owner, context, {
        ...wanted,
        judge: () => ({ kind: 'not-applicable', reason }),
      }),
    ).toMatchObject({ kind: 'fail', message: 'none', found: 'absent', wanted: 'one' });
    const at = owner.declaration.nameSpan;
    const fail = { kind: 'fail', at, message: 'wrong', found: 'a', wanted: 'b' } as const;
    // A fix of the child is none of the owner.
    const fix = { path: 'properties.state', literal: 'Enabled' };
    expect(
      expectRelated(owner, context, { ...wanted, judge: () => ({ ...fail, fix }) }),
    ).toStrictEqual(fail);
  });
});
