// Writes the resource of an agent where it belongs: beside its machine in an array or under a symbolic name, or into
// the profile of a scale set.
import type { AgentName, MachineKind } from '../../model/template-policy.ts';
import { agents } from '../agents/agents.ts';
import { extensionsOf } from '../agents/extensions.ts';
import type { Machine } from '../agents/machines.ts';
import { memberOf } from '../arm/syntax/node.ts';
import type { Evaluation } from '../resource.ts';
import { settingIn, textOf } from '../rules/setting.ts';
import { type ExtensionShape, extensionApiVersions } from './agent-resources.ts';
import type { Edit } from './edit.ts';
import { joined, quoted, templateText } from './expression-text.ts';
import { insertBeside, type Json, toJson } from './layout.ts';
import { freeText, type MachineSyntax, machineSyntax, repetitionOf } from './machine-syntax.ts';
import { type ParameterPlan, planParameter, scopeOf } from './parameter-plan.ts';
import { type FixPlan, noPlan } from './plan.ts';
import { type SystemChoice, systemChoice } from './system-expression.ts';

type Members = { readonly [name: string]: Json };

export interface ExtensionRequest {
  readonly agent: AgentName;
  readonly shape: ExtensionShape;
  readonly machine: Machine;
  /** All instances of its declaration, in all evaluations. */
  readonly machines: readonly Machine[];
  readonly evaluations: readonly Evaluation[];
}

const unwritten = noPlan('the machine is not written as an object with a name');
const loopWithoutName = noPlan('its loop is not written as an object with name and count');

function machineType(kind: MachineKind): string {
  if (kind === 'arc') return 'Microsoft.HybridCompute/machines';
  return `Microsoft.Compute/${kind === 'vmss' ? 'virtualMachineScaleSets' : 'virtualMachines'}`;
}

/**
 * What a new resource depends on: the machine's symbolic name where it has one, its identifier elsewhere. In a template
 * of outer scope resourceId() speaks of the parent's group, so type and name stand there.
 */
function dependency(machine: Machine, syntax: MachineSyntax, isLooped: boolean): string {
  const { declaration, deployment } = machine.resource;
  const { symbolicName } = declaration;
  if (symbolicName === undefined) {
    if (deployment.evaluation === 'outer') {
      return templateText(joined(quoted(`${machineType(machine.kind)}/`), syntax.name));
    }
    return `[resourceId(${quoted(machineType(machine.kind))}, ${syntax.name})]`;
  }
  return isLooped ? `[format('{0}[{1}]', ${quoted(symbolicName)}, copyIndex())]` : symbolicName;
}

/** Puts a resource beside the machine. `rest` are its members behind its name. */
function planBeside(
  machine: Machine,
  syntax: MachineSyntax,
  suffix: string,
  head: { readonly type: string; readonly apiVersion: Json; readonly name: string },
  rest: Members,
): { readonly edit: Edit; readonly added: Json } | undefined {
  const { source, container, index } = syntax;
  const repetition = repetitionOf(syntax, machine.resource.loops, suffix);
  if (repetition === undefined) return undefined;
  const { condition, ...loop } = repetition.members;
  const { type, apiVersion, name } = head;
  const dependsOn = [dependency(machine, syntax, repetition.isLooped)];
  const added: Json = {
    ...(condition === undefined ? {} : { condition }),
    type,
    apiVersion,
    name: repetition.adapt(name),
    ...loop,
    ...Object.fromEntries(Object.entries(rest).map(([key, json]) => [key, repetition.adapt(json)])),
    dependsOn: repetition.adapt(dependsOn),
  };
  const ordered = inUsualOrder(added);
  const symbol = machine.resource.declaration.symbolicName;
  const entry =
    symbol === undefined
      ? { value: ordered }
      : { name: freeText(source, `${symbol}${suffix}`), value: ordered };
  return { edit: insertBeside(source, container, index, entry), added: ordered };
}

const usualOrder = ['condition', 'type', 'apiVersion', 'name', 'location', 'copy', 'dependsOn'];

function inUsualOrder(members: Members): Members {
  const place = (name: string) => (usualOrder.indexOf(name) + 1 || usualOrder.length + 1) - 1;
  return Object.fromEntries(
    Object.entries(members).sort(([left], [right]) => place(left) - place(right)),
  );
}

/** The name of the extension's resource: one that no other extension of these machines has. */
function extensionName({ shape, machines }: ExtensionRequest): string {
  const types = new Set(machines.map(({ type }) => type));
  const evaluations = [...new Set(machines.map(({ evaluation }) => evaluation))];
  const names = new Set(
    evaluations.flatMap((evaluation) =>
      extensionsOf(evaluation).flatMap((each) =>
        types.has(each.hostType) ? [(each.name.split('/').at(-1) ?? '').toLowerCase()] : [],
      ),
    ),
  );
  let name = shape.name;
  for (let number = 2; names.has(name.toLowerCase()); number++) name = `${shape.name}${number}`;
  return name;
}

function eitherText(choice: SystemChoice, windows: string, linux: string): string {
  if (windows === linux) return windows;
  if (choice.kind === 'one') return choice.os === 'windows' ? windows : linux;
  if (choice.kind === 'none') return linux;
  return `[if(${choice.isWindows}, ${quoted(windows)}, ${quoted(linux)})]`;
}

/** `properties` of the extension; `parameter` and `machineId` are expressions. */
function propertiesOf(
  { agent, shape }: ExtensionRequest,
  choice: SystemChoice,
  parameter: string,
  machineId: string,
): Members {
  const { extensions } = agents[agent];
  const windows = extensions.find(({ os }) => os === 'windows');
  const linux = extensions.find(({ os }) => os === 'linux');
  const { version } = shape;
  return {
    publisher: linux?.publisher ?? '',
    type: eitherText(choice, windows?.type ?? '', linux?.type ?? ''),
    typeHandlerVersion:
      typeof version === 'string' ? version : eitherText(choice, version.windows, version.linux),
    autoUpgradeMinorVersion: true,
    ...(shape.enableAutomaticUpgrade ? { enableAutomaticUpgrade: true } : {}),
    settings: shape.settings(parameter, machineId),
    ...(shape.protectedSettings === undefined
      ? {}
      : { protectedSettings: shape.protectedSettings(parameter) }),
  };
}

/** A secure parameter that another extension of the agent reads its code from, in the same template. */
function parameterInUse({ agent, machine }: ExtensionRequest): string | undefined {
  if (agent !== 'qualys') return undefined;
  const scope = scopeOf(machine.resource.deployment);
  for (const { resource, publisher, properties } of extensionsOf(machine.evaluation)) {
    if (scopeOf(resource.deployment) !== scope) continue;
    if (textOf(publisher)?.toLowerCase() !== 'qualys') continue;
    for (const path of ['settings.LicenseCode', 'protectedSettings.LicenseCode']) {
      const { at } = settingIn(properties, path);
      const text = at.source.text.slice(at.start, at.end);
      const name = /^"?\[?\s*parameters\(\s*'([^']+)'\s*\)\s*\]?"?$/i.exec(text)?.[1];
      const isSecure = scope.parameters.some(
        (each) => each.isSecure && each.name.toLowerCase() === name?.toLowerCase(),
      );
      if (name !== undefined && isSecure) return name;
    }
  }
  return undefined;
}

function parameterFor(request: ExtensionRequest): ParameterPlan {
  const { shape, machine, evaluations } = request;
  const { parameter } = shape;
  if (parameter === undefined) return { kind: 'edits', expression: '', edits: [], asked: [] };
  const name = parameterInUse(request);
  if (name !== undefined) {
    return {
      kind: 'edits',
      expression: `parameters(${quoted(name)})`,
      edits: [],
      asked: [],
    };
  }
  return planParameter(machine.resource.deployment, parameter, evaluations);
}

/** An identity for the machine where the agent needs one and none is declared; undefined where that cannot be written. */
function identityFor({ shape, machines }: ExtensionRequest, syntax: MachineSyntax) {
  if (!shape.needsIdentity || machines.some(({ kind }) => kind === 'arc')) return [];
  const identity = memberOf(syntax.object, 'identity');
  if (identity !== undefined) return [];
  const before = syntax.object.members.findIndex(({ name }) => name.toLowerCase() === 'properties');
  const entry = { name: 'identity', value: { type: 'SystemAssigned' } };
  return [insertBeside(syntax.source, syntax.object, before > 0 ? before - 1 : undefined, entry)];
}

/** Into the literal profile of a scale set; undefined where the profile is not written out. */
function planInProfile(
  syntax: MachineSyntax,
  name: string,
  properties: Members,
): { readonly edit: Edit; readonly added: Json } | undefined {
  const { source, object } = syntax;
  const profile = memberOf(memberOf(object, 'properties')?.value, 'virtualMachineProfile')?.value;
  if (profile?.kind !== 'object') return undefined;
  const added: Json = { name, properties };
  const holder = memberOf(profile, 'extensionProfile')?.value;
  if (holder === undefined) {
    const entry = { name: 'extensionProfile', value: { extensions: [added] } };
    return { edit: insertBeside(source, profile, profile.members.length - 1, entry), added };
  }
  if (holder.kind !== 'object' || memberOf(holder, 'copy') !== undefined) return undefined;
  const list = memberOf(holder, 'extensions')?.value;
  if (list === undefined) {
    const entry = { name: 'extensions', value: [added] };
    return { edit: insertBeside(source, holder, holder.members.length - 1, entry), added };
  }
  if (list.kind !== 'array') return undefined;
  return { edit: insertBeside(source, list, list.items.length - 1, { value: added }), added };
}

/** The extension of an agent for the machines of one declaration. */
export function planExtension(request: ExtensionRequest): FixPlan {
  const { machine, machines, shape } = request;
  const syntax = machineSyntax(machine.resource);
  if (syntax === undefined) return unwritten;
  const choice = systemChoice(machines, syntax.object);
  if (choice.kind === 'none') {
    return noPlan('nothing tells whether it runs Windows or Linux: set osDisk.osType');
  }
  const parameter = parameterFor(request);
  if (parameter.kind === 'none') return noPlan(parameter.reason);
  const name = extensionName(request);
  const type = machineType(machine.kind);
  const machineId = `resourceId(${quoted(type)}, ${syntax.name})`;
  const properties = propertiesOf(request, choice, parameter.expression, machineId);
  const inProfile = machine.kind === 'vmss' ? planInProfile(syntax, name, properties) : undefined;
  const apiVersion = memberOf(syntax.object, 'apiVersion')?.value;
  const location = memberOf(syntax.object, 'location')?.value;
  const placed =
    inProfile ??
    planBeside(
      machine,
      syntax,
      shape.name,
      {
        type: `${type}/extensions`,
        apiVersion:
          apiVersion === undefined ? extensionApiVersions[machine.kind] : toJson(apiVersion),
        name: templateText(joined(syntax.name, quoted(`/${name}`))),
      },
      {
        ...(machine.kind === 'vmss'
          ? {}
          : { location: location === undefined ? '[resourceGroup().location]' : toJson(location) }),
        properties,
      },
    );
  if (placed === undefined) return loopWithoutName;
  const { asked } = parameter;
  const edits = [placed.edit, ...parameter.edits, ...identityFor(request, syntax)];
  const names = [...new Set(asked.map(({ name: each }) => each))].join(', ');
  const note =
    names === ''
      ? undefined
      : `Give the new parameter ${names} at deployment (${shape.parameter?.description ?? ''})`;
  return { kind: 'edits', edits, added: placed.added, note, asked };
}

/** Defender's own assessment, as a child of the machine by provider. */
export function planAssessment(machine: Machine, apiVersion: string): FixPlan {
  const syntax = machineSyntax(machine.resource);
  if (syntax === undefined) return unwritten;
  const placed = planBeside(
    machine,
    syntax,
    'Assessment',
    {
      type: `${machineType(machine.kind)}/providers/serverVulnerabilityAssessments`,
      apiVersion,
      name: templateText(joined(syntax.name, "'/Microsoft.Security/mdeTvm'")),
    },
    {},
  );
  if (placed === undefined) return loopWithoutName;
  return { kind: 'edits', edits: [placed.edit], added: placed.added, note: undefined };
}
