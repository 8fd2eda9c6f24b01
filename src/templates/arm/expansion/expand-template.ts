// Expands a template: its file, the values that it is given and where it goes become the resources that it deploys.
import { ScanError } from '../../../model/errors.ts';
import type { Deployment, Evaluation, Resource } from '../../resource.ts';
import type { Source } from '../../source.ts';
import { Work } from '../language/scope.ts';
import { stringValue } from '../language/value.ts';
import type { JsonDocument } from '../syntax/document.ts';
import type { JsonNode } from '../syntax/node.ts';
import type { ExpansionContext, GivenParameters } from './context.ts';
import { finishTemplate, newDeployment, openTemplate } from './deployments.ts';
import type { Passed } from './parameters.ts';
import { answer } from './references.ts';
import { withChildren } from './resources.ts';
import { type Room, Run } from './run.ts';
import { levelOf, rootTarget } from './target.ts';
import type { Template } from './template.ts';
import { type Trial, trialsOf } from './trials.ts';

function passedOf(given: GivenParameters, trial: Trial): Map<string, Passed> {
  const passed = new Map<string, Passed>();
  for (const [name, each] of given.values) {
    if (each.kind === 'value') passed.set(name, { ...each, origin: 'file' });
    else passed.set(name, each);
  }
  for (const [name, value] of trial.values) {
    passed.set(name.toLowerCase(), { kind: 'value', value, origin: 'tried', nameSpan: undefined });
  }
  return passed;
}

function resourcesOf(template: Template, into: Resource[]): void {
  for (const entry of withChildren(template.entries)) {
    into.push(entry.resource);
    if (entry.deployed?.state === 'open' && entry.deployed.template !== undefined) {
      resourcesOf(entry.deployed.template, into);
    }
  }
}

/** Names the parent of flat children and of extension resources, where it is in the evaluation. */
function nameParents(run: Run): void {
  for (const template of run.templates) {
    for (const { resource } of withChildren(template.entries)) {
      if (resource.parent !== undefined) continue;
      const key = resource.extendsKey ?? parentKey(resource);
      if (key === undefined) continue;
      const parent = run.find(key, template);
      if (parent !== undefined) resource.parent = parent.resource;
    }
  }
}

function parentKey({ key, type }: Resource): string | undefined {
  if (type.split('/').length < 3) return undefined;
  return /^(.*)\/[^/]+\/[^/]+$/.exec(key)?.[1];
}

/** Work of the two expansions that a template may need: an account each, so that the second takes nothing of the first. */
interface Accounts {
  readonly work: Work;
  readonly workAtAnyIndex: Work;
  readonly room: Room;
  readonly roomAtAnyIndex: Room;
}

function expandOnce(
  source: Source,
  node: JsonNode,
  given: GivenParameters,
  context: ExpansionContext,
  accounts: Accounts,
  trial: Trial,
  isAtAnyIndex = false,
): Evaluation {
  const work = isAtAnyIndex ? accounts.workAtAnyIndex : accounts.work;
  const room = isAtAnyIndex ? accounts.roomAtAnyIndex : accounts.room;
  const run = new Run(context, work, room, isAtAnyIndex);
  run.reference = answer;
  const target = rootTarget(levelOf(node), context);
  const deployment: Deployment = newDeployment(source, node, target, {
    name: stringValue(context.deploymentName ?? 'main'),
    parent: undefined,
    evaluation: 'root',
    resource: undefined,
    conditions: [],
  });
  const passed = passedOf(given, trial);
  const setup = { source, node, deployment, target, passed, outer: undefined, depth: 0 };
  const resources: Resource[] = [];
  try {
    const root = openTemplate(run, setup);
    root.parameters.reportUndeclared(passed);
    finishTemplate(root);
    nameParents(run);
    resourcesOf(root, resources);
  } catch (error) {
    // A limit ends the expansion. What was made before it is not answered: what is behind it would seem to be absent.
    if (!(error instanceof ScanError)) throw error;
    run.keep(error);
  }
  return {
    atAnyIndex:
      run.hasOpenLoops && !isAtAnyIndex
        ? expandOnce(source, node, given, context, accounts, trial, true)
        : undefined,
    root: deployment,
    parameterFile: given.file,
    tried: trial.plain,
    deployments: run.templates.map((template) => template.deployment),
    resources,
    faults: isAtAnyIndex ? [] : run.faults,
    gaps: run.gaps,
    linkedFiles: [...run.linkedFiles],
  };
}

/**
 * Expands a template that stands at a node of a text; see `expandTemplate`. `room`: the account of all evaluations that
 * the caller keeps.
 */
export function expandNode(
  source: Source,
  node: JsonNode,
  given: GivenParameters,
  context: ExpansionContext,
  room: Room = { taken: 0 },
): readonly Evaluation[] {
  const accounts: Accounts = {
    work: new Work(),
    workAtAnyIndex: new Work(),
    room,
    roomAtAnyIndex: { taken: room.taken },
  };
  const trials = trialsOf(source, node, given);
  const evaluations: Evaluation[] = [];
  for (const trial of trials) {
    const evaluation = expandOnce(source, node, given, context, accounts, trial);
    evaluations.push(evaluation);
    // The account is one for all: the others would go over the limit too.
    if (evaluation.faults.some(({ code }) => code === 'LIMIT_EXCEEDED')) break;
  }
  return evaluations;
}

/**
 * Expands a template: one evaluation, or one for each combination of values that is tried for required parameters
 * (16 at most). Never throws for what the template says: its faults are in `Evaluation.faults`; so is a limit that it
 * went over, and there are no resources then.
 */
export function expandTemplate(
  document: JsonDocument,
  given: GivenParameters,
  context: ExpansionContext,
): readonly Evaluation[] {
  const { source, root } = document;
  return root === undefined ? [] : expandNode(source, root, given, context);
}
