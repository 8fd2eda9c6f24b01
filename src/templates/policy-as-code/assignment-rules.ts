// Rules over assignments of the policies that bring agents, and over Defender's choice of a scanner.
import type { Evaluation, Resource } from '../resource.ts';
import type { Outcome, ResourceRule } from '../rules/rule.ts';
import { expectSetting, isText, settingOf, undecided } from '../rules/setting.ts';
import type { Span } from '../source.ts';
import { assignmentOf } from './assignments.ts';
import { assessmentDefinition } from './built-in.ts';
import type { Definition, Given } from './definition.ts';
import { type Catalogue, catalogueOf } from './definitions.ts';

const types = ['microsoft.authorization/policyassignments'];

type Text = Omit<ResourceRule, 'on' | 'kind' | 'types' | 'check'>;

/** One definition that an assignment names itself or by an initiative. */
interface Named {
  readonly definition: Definition;
  readonly given: Given;
}

const catalogues = new WeakMap<Evaluation, Catalogue>();

function catalogueIn(evaluation: Evaluation): Catalogue {
  const known = catalogues.get(evaluation);
  if (known !== undefined) return known;
  const made = catalogueOf([evaluation]);
  catalogues.set(evaluation, made);
  return made;
}

/** The definitions behind an assignment that bring an agent. */
function agentDefinitions(resource: Resource, evaluation: Evaluation): Named[] {
  const { definitionId, given } = assignmentOf(resource, evaluation);
  if (definitionId?.kind !== 'string') return [];
  const catalogue = catalogueIn(evaluation);
  const direct = catalogue.definition(definitionId.value);
  const named: Named[] =
    direct === undefined
      ? (catalogue.initiative(definitionId.value) ?? []).map((member) => ({
          definition: member.definition,
          given: member.given(given),
        }))
      : [{ definition: direct, given }];
  return named.filter(({ definition, given: own }) => definition.deployed(own).length > 0);
}

function assignmentRule(
  text: Text,
  check: (resource: Resource, named: readonly Named[]) => Outcome | readonly Outcome[],
): ResourceRule {
  return {
    ...text,
    kind: 'agent',
    on: 'resource',
    types,
    check(resource, { evaluation }) {
      const named = agentDefinitions(resource, evaluation);
      if (named.length > 0) return check(resource, named);
      return { kind: 'not-applicable', reason: 'it assigns no policy that brings an agent' };
    },
  };
}

function powerful(resource: Resource): Outcome {
  const identity = settingOf(resource, 'identity.type');
  if (identity.kind === 'unknown') {
    return undecided(identity, `its identity is not known: ${identity.value.reason.message}`);
  }
  const wanted = 'an identity and a location';
  const isThere =
    identity.kind === 'known' && isText('SystemAssigned', 'UserAssigned')(identity.value);
  if (!isThere) {
    const message = 'this assignment has no identity, without which its policy deploys nothing';
    return { kind: 'fail', at: identity.at, message, found: 'no identity', wanted };
  }
  const location = settingOf(resource, 'location');
  if (location.kind !== 'absent') return { kind: 'pass' };
  const message = 'this assignment has an identity and no location, which Azure refuses';
  return { kind: 'fail', at: location.at, message, found: 'no location', wanted };
}

function definitionSpan(resource: Resource): Span {
  return settingOf(resource, 'properties.policyDefinitionId').at;
}

function currentScanner(resource: Resource, named: readonly Named[]): Outcome {
  const assessing = named.flatMap(({ definition, given }) =>
    definition.deployed(given).filter(({ deploys }) => deploys === 'mdvm'),
  );
  if (assessing.length === 0) {
    return { kind: 'not-applicable', reason: 'it assigns no vulnerability assessment' };
  }
  const retired = assessing.find(({ not }) => not !== undefined);
  // What depends on the machine that a policy judges says nothing of the assignment.
  const open = assessing.find(
    ({ unknown }) => unknown !== undefined && !/\bfield\(/.test(unknown.form),
  )?.unknown;
  const isDirect = named.some(({ definition }) => definition.name === assessmentDefinition);
  const setting = settingOf(resource, 'properties.parameters.vaType.value');
  const at = isDirect && named.length === 1 ? setting.at : definitionSpan(resource);
  if (retired === undefined) {
    if (open === undefined) return { kind: 'pass' };
    return undecided({ value: open, at }, `its vaType is not known: ${open.reason.message}`);
  }
  return {
    kind: 'fail',
    at,
    message:
      'this assignment brings the scanner that was retired in May 2024, since its vaType is not mdeTvm',
    found: setting.kind === 'absent' ? "absent, which means 'default'" : 'another vaType',
    wanted: `'mdeTvm'`,
  };
}

/** The place of the parameter of the assignment that gives this value; else that of the definition's identifier. */
function parameterSpan(resource: Resource, value: unknown): Span {
  const parameters = settingOf(resource, 'properties.parameters');
  if (parameters.kind === 'known' && parameters.value.kind === 'object') {
    for (const name of parameters.value.properties.keys()) {
      if (name.includes('.')) continue;
      const setting = settingOf(resource, `properties.parameters.${name}.value`);
      if (setting.kind === 'known' && setting.value === value) return setting.at;
    }
  }
  return definitionSpan(resource);
}

function effective(resource: Resource, named: readonly Named[]): readonly Outcome[] {
  const mode = expectSetting(resource, 'properties.enforcementMode', {
    what: 'enforcementMode',
    wanted: "'Default'",
    holds: isText('Default'),
    absent: 'pass',
  });
  const off = named
    .map(({ definition, given }) => definition.effect(given))
    .find((effect) => effect?.kind === 'string' && effect.value.toLowerCase() === 'disabled');
  if (off === undefined) return [mode];
  const effect: Outcome = {
    kind: 'fail',
    at: parameterSpan(resource, off),
    message: 'the effect of this assignment is Disabled: no machine gets its agent',
    found: `'Disabled'`,
    wanted: `'DeployIfNotExists'`,
  };
  return mode.kind === 'pass' ? [effect] : [mode, effect];
}

const documentation = [
  'https://learn.microsoft.com/azure/governance/policy/concepts/assignment-structure',
];

function assignment(
  properties: object,
  members: object = { identity: { type: 'SystemAssigned' } },
) {
  const definition = `/providers/Microsoft.Authorization/policyDefinitions/${assessmentDefinition}`;
  return {
    resources: [
      {
        type: 'Microsoft.Authorization/policyAssignments',
        apiVersion: '2022-06-01',
        name: 'assess-machines',
        location: 'westeurope',
        ...members,
        properties: { policyDefinitionId: definition, ...properties },
      },
    ],
  };
}

const current = { parameters: { vaType: { value: 'mdeTvm' } } };
const settingsType = 'Microsoft.Security/serverVulnerabilityAssessmentsSettings';

function settings(properties: object) {
  const name = 'azureServersSetting';
  const kind = 'AzureServersSetting';
  return {
    resources: [{ type: settingsType, apiVersion: '2023-05-01', name, kind, properties }],
  };
}

export const assignmentRules: readonly ResourceRule[] = [
  assignmentRule(
    {
      id: 'POL001',
      severity: 'medium',
      title: 'Assignments of policies that bring agents have an identity and a location',
      rationale:
        'A DeployIfNotExists policy deploys with the identity of its assignment. Without one it only reports, and an identity needs a location. The identity must also hold the roles that the definition names: portal and command line grant them, templates need a role assignment.',
      remedy:
        'Add `"identity": { "type": "SystemAssigned" }` and a `location`, and grant the roles of the definition.',
      references: [
        ...documentation,
        'https://learn.microsoft.com/azure/governance/policy/how-to/remediate-resources',
      ],
      aliases: [],
      controls: ['MCSB:PV-5'],
      example: { passing: assignment(current), failing: assignment(current, {}) },
    },
    powerful,
  ),
  assignmentRule(
    {
      id: 'POL002',
      severity: 'medium',
      title:
        'The assignment for vulnerability assessment selects Defender Vulnerability Management',
      rationale:
        'The built-in definition `Configure machines to receive a vulnerability assessment provider` has the parameter vaType, whose default (`default`) is the Qualys scanner that was retired in May 2024: such an assignment brings nothing.',
      remedy: 'Give the parameter vaType the value `mdeTvm`.',
      references: [
        'https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-defender-vulnerability-management',
        ...documentation,
      ],
      aliases: [],
      controls: ['MCSB:PV-5'],
      example: { passing: assignment(current), failing: assignment({}) },
    },
    currentScanner,
  ),
  assignmentRule(
    {
      id: 'POL003',
      severity: 'medium',
      title: 'Assignments of policies that bring agents are in force',
      rationale:
        'With enforcementMode DoNotEnforce or the effect Disabled a policy deploys nothing, although it is assigned. Without enforcementMode it is enforced; without the parameter the built-in definitions deploy.',
      remedy: 'Set enforcementMode to Default and the effect to DeployIfNotExists.',
      references: documentation,
      aliases: [],
      controls: ['MCSB:PV-5'],
      example: {
        passing: assignment(current),
        failing: assignment({ ...current, enforcementMode: 'DoNotEnforce' }),
      },
    },
    effective,
  ),
  {
    id: 'POL004',
    kind: 'agent',
    on: 'resource',
    severity: 'low',
    types: [settingsType.toLowerCase()],
    title:
      "The subscription's setting for vulnerability assessment selects Defender Vulnerability Management",
    rationale:
      'serverVulnerabilityAssessmentsSettings says which scanner the machines of a subscription get. Without a selectedProvider it selects none.',
    remedy: 'Set properties.selectedProvider to `MdeTvm`.',
    references: [
      'https://learn.microsoft.com/azure/templates/microsoft.security/servervulnerabilityassessmentssettings',
    ],
    aliases: [],
    controls: ['MCSB:PV-5'],
    example: { passing: settings({ selectedProvider: 'MdeTvm' }), failing: settings({}) },
    check: (resource) =>
      expectSetting(resource, 'properties.selectedProvider', {
        what: 'selectedProvider',
        wanted: "'MdeTvm'",
        holds: isText('MdeTvm'),
        absent: 'fail',
        absentMeans: 'none',
      }),
  },
];
