// Machines in loops of unknown count stand for all of their loop: what is true at index 0 must be true at any.
import { unknownValue } from '../arm/language/unknown.ts';
import type { Evaluation, Resource } from '../resource.ts';
import type { Outcome } from '../rules/rule.ts';
import type { AgentCell } from './agent-cell.ts';
import { kindTitles, type Machine, machinesOf, shownName } from './machines.ts';

/** Where a resource is declared, with the deployments around it and the turns of loops whose count is known. */
function pathOf(resource: Resource): string {
  const turns = resource.loops.flatMap(({ index, count }) =>
    typeof count === 'number' ? [index] : [],
  );
  const places: (string | number)[] = [...turns];
  for (let each: Resource | undefined = resource; each; each = each.deployment.resource) {
    const { source, start } = each.declaration.span;
    places.push(source.path, start);
  }
  return JSON.stringify(places);
}

/** Each evaluation at any index, where it has loops of unknown count; undefined when none has. */
export function atAnyIndex(evaluations: readonly Evaluation[]): readonly Evaluation[] | undefined {
  if (evaluations.every((each) => each.atAnyIndex === undefined)) return undefined;
  return evaluations.map((each) => each.atAnyIndex ?? each);
}

/** Paths tell machines of one evaluation; `at` is its place in the run. */
function keyed(evaluations: readonly Evaluation[]): Map<Evaluation, (machine: Machine) => string> {
  return new Map(
    evaluations.map((each, at) => [each, ({ resource }) => `${at} ${pathOf(resource)}`]),
  );
}

/** Machines by the place where they are declared. */
export class MachinePlaces {
  private readonly keys: Map<Evaluation, (machine: Machine) => string>;
  private readonly first = new Map<string, Machine>();

  /** `evaluations` at index 0, `general` at any, both in one order. */
  constructor(evaluations: readonly Evaluation[], general: readonly Evaluation[]) {
    this.keys = new Map([...keyed(evaluations), ...keyed(general)]);
    for (const machine of evaluations.flatMap(machinesOf)) {
      const key = this.keyOf(machine);
      if (!this.first.has(key)) this.first.set(key, machine);
    }
  }

  keyOf(machine: Machine): string {
    return this.keys.get(machine.evaluation)?.(machine) ?? '';
  }

  /** The machine at index 0 that is declared at the place of one at any index. */
  firstOf(machine: Machine): Machine | undefined {
    return this.first.get(this.keyOf(machine));
  }

  /** A machine at any index, as those of each system where it depends on the index which one it has. */
  ofEachSystem(machine: Machine): Machine[] {
    if (machine.system.os !== undefined) return [machine];
    if (this.firstOf(machine)?.system.os === undefined) return [machine];
    return (['linux', 'windows'] as const).map((os) => {
      return { ...machine, system: { os, unknown: undefined } };
    });
  }
}

function isFine({ kind }: Outcome): boolean {
  return kind === 'pass' || kind === 'not-applicable';
}

function messageOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return 'those could not be evaluated';
  return outcome.kind === 'fail' || outcome.kind === 'undecided' ? outcome.message : '';
}

function openAt(cell: AgentCell, other: Outcome | undefined): AgentCell {
  const { machine, label } = cell;
  const { nameSpan } = machine.resource.declaration;
  const subject = `${kindTitles[machine.kind]} '${shownName(machine.resource)}'`;
  const message = `${subject} has ${label} at index 0 of a loop of unknown count; of the others, ${messageOf(other)}`;
  const reason = { kind: 'outside', message, span: nameSpan } as const;
  const unknown =
    other?.kind === 'undecided' ? other.unknown : unknownValue('int', reason, 'index');
  return { ...cell, outcome: { kind: 'undecided', at: nameSpan, message, unknown } };
}

/**
 * The cells at index 0, undecided where they hold for it alone; and those of machines that there are none of at index 0.
 */
export function ofEveryInstance(
  cells: readonly AgentCell[],
  general: readonly AgentCell[],
  places: MachinePlaces,
): AgentCell[] {
  const byKey = new Map<string, AgentCell[]>();
  for (const cell of general) {
    const key = places.keyOf(cell.machine);
    byKey.set(key, [...(byKey.get(key) ?? []), cell]);
  }
  const checked = cells.map((cell) => {
    const { evaluation, resource } = cell.machine;
    if (evaluation.atAnyIndex === undefined || !isFine(cell.outcome)) return cell;
    const others = byKey.get(places.keyOf(cell.machine));
    const isLooped = resource.loops.some(({ count }) => typeof count !== 'number');
    if (others === undefined) return isLooped ? openAt(cell, undefined) : cell;
    const other = others.find(
      (each) => each.requirement === cell.requirement && !isFine(each.outcome),
    );
    return other === undefined ? cell : openAt(cell, other.outcome);
  });
  const alone = general.filter(({ machine }) => places.firstOf(machine) === undefined);
  return [...checked, ...alone];
}
