// POL010: roles of one's own that may do everything. Shape: the template reference of
// Microsoft.Authorization/roleDefinitions.
import type { UnknownValue } from '../../arm/language/unknown.ts';
import type { Value } from '../../arm/language/value.ts';
import type { Resource } from '../../resource.ts';
import type { Outcome, TemplateRule } from '../rule.ts';
import { itemsIn, type Place, placeIn, placeOf, undecided } from '../setting.ts';
import { exampleOf, resourceRule } from '../setting-rule.ts';

/** Actions that give all others, or the right to give them. */
const allActions = new Set([
  '*',
  '*/write',
  'microsoft.authorization/*',
  'microsoft.authorization/*/write',
  'microsoft.authorization/roledefinitions/*',
  'microsoft.authorization/roledefinitions/write',
]);

/** A subscription, a management group or the tenant. */
const wideScope =
  /^(\/|\/subscriptions\/[^/]+\/?|\/providers\/microsoft\.management\/managementgroups\/[^/]+\/?)$/i;

type Answer = 'yes' | 'no' | UnknownValue;

function anyOf(values: readonly Value[], isIt: (text: string) => boolean): Answer {
  if (values.some((value) => value.kind === 'string' && isIt(value.value))) return 'yes';
  return values.find((value): value is UnknownValue => value.kind === 'unknown') ?? 'no';
}

/** Whether it may be given in a whole subscription or above; a role without scopes is taken as one of those. */
function isWide(resource: Resource): Answer {
  const scopes = itemsIn(placeOf(resource), 'properties.assignableScopes');
  if (!('kind' in scopes)) {
    return anyOf(
      scopes.map(({ value }) => value),
      (scope) => wideScope.test(scope),
    );
  }
  return scopes.kind === 'unknown' ? scopes.value : 'yes';
}

function expectActions(permission: Place, wide: Answer): Outcome {
  const place = placeIn(permission, 'actions');
  if ('kind' in place) {
    return place.kind === 'unknown' && wide !== 'no'
      ? undecided(place, 'the actions of this role are not known')
      : { kind: 'pass' };
  }
  const { value, at } = place;
  const items = value.kind === 'array' ? value.items : [value];
  const all = anyOf(items, (action) => allActions.has(action.toLowerCase()));
  if (all === 'no' || wide === 'no') return { kind: 'pass' };
  if (all !== 'yes') {
    return undecided({ value: all, at }, `an action is not known: ${all.reason.message}`);
  }
  if (wide !== 'yes') {
    return undecided({ value: wide, at }, `where it holds is not known: ${wide.reason.message}`);
  }
  return {
    kind: 'fail',
    at,
    message: 'this role may do everything, or give that right, in a whole subscription',
    found: items.flatMap((item) => (item.kind === 'string' ? [`'${item.value}'`] : [])).join(', '),
    wanted: 'the actions that it needs',
  };
}

function role(actions: readonly string[]) {
  return {
    type: 'Microsoft.Authorization/roleDefinitions',
    apiVersion: '2022-04-01',
    name: "[guid('operator')]",
    properties: {
      roleName: 'operator',
      type: 'CustomRole',
      permissions: [{ actions, notActions: [] }],
      assignableScopes: ['[subscription().id]'],
    },
  };
}

export const roleRules: readonly TemplateRule[] = [
  resourceRule({
    id: 'POL010',
    severity: 'medium',
    title: 'No role of your own may do everything in a subscription',
    rationale:
      'A second Owner under another name is in no review of owners. The right to write roles is the same right, one step later.',
    remedy: "Name the actions that the role needs instead of '*', or use a built-in role.",
    references: [
      'https://learn.microsoft.com/azure/role-based-access-control/custom-roles',
      'https://learn.microsoft.com/azure/templates/microsoft.authorization/roledefinitions',
    ],
    aliases: ['CKV_AZURE_39', 'AZU-0030', 'AZU-0052', '8fa9ceea-881f-4ef0-b0b8-728f589699a7'],
    controls: ['MCSB:PA-7', 'CIS:1.23'],
    types: ['microsoft.authorization/roledefinitions'],
    example: exampleOf(role(['Microsoft.Compute/virtualMachines/restart/action']), role(['*'])),
    check(resource) {
      const permissions = itemsIn(placeOf(resource), 'properties.permissions');
      if ('kind' in permissions) {
        return permissions.kind === 'unknown'
          ? undecided(permissions, 'the permissions of this role are not known')
          : { kind: 'pass' };
      }
      const wide = isWide(resource);
      return permissions.map((permission) => expectActions(permission, wide));
    },
  }),
];
