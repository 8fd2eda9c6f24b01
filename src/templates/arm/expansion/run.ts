// The account of one expansion: faults, gaps, linked files, resources by key, bounds. One for a file and all it deploys.
import { ScanError } from '../../../model/errors.ts';
import type { Gap } from '../../resource.ts';
import { faultAt, limitAt, type Span } from '../../source.ts';
import type { ResourceRequest, Work } from '../language/scope.ts';
import type { Value } from '../language/value.ts';
import { type ExpansionContext, maxResources } from './context.ts';
import { Dependencies } from './dependencies.ts';
import type { Entry, Template } from './template.ts';

/** Faults kept of one evaluation: what follows is mostly their consequence. */
const maxFaults = 200;

/** Resources made so far: one account for all evaluations that are kept at the same time. */
export interface Room {
  taken: number;
}

export class Run {
  readonly context: ExpansionContext;
  readonly work: Work;
  readonly dependencies = new Dependencies();
  readonly gaps: Gap[] = [];
  readonly linkedFiles = new Set<string>();
  readonly templates: Template[] = [];
  /** Loops of unknown count are evaluated at any index instead of at 0. */
  readonly isAtAnyIndex: boolean;
  /** A resource is in a loop of unknown count. */
  hasOpenLoops = false;
  private readonly faultsByMessage = new Map<string, ScanError>();
  private readonly byKey = new Map<string, Entry[]>();
  private readonly room: Room;
  /** Answers reference() and the like; set by what knows deployments. */
  reference: (request: ResourceRequest, template: Template) => Value = ({ at }) => {
    throw faultAt(at, 'no resource can be asked for here');
  };

  constructor(context: ExpansionContext, work: Work, room: Room, isAtAnyIndex: boolean) {
    this.context = context;
    this.work = work;
    this.room = room;
    this.isAtAnyIndex = isAtAnyIndex;
  }

  get faults(): ScanError[] {
    return [...this.faultsByMessage.values()];
  }

  /** Keeps a fault once; throws what is none, and limits. */
  readonly fault = (error: unknown): void => {
    if (!(error instanceof ScanError) || error.code === 'LIMIT_EXCEEDED') throw error;
    this.keep(error);
  };

  /** Keeps a fault or a limit. */
  keep(error: ScanError): void {
    if (this.faultsByMessage.size >= maxFaults || this.faultsByMessage.has(error.message)) return;
    this.faultsByMessage.set(error.message, error);
  }

  /** Runs a step; its fault is kept and gives undefined. */
  attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      this.fault(error);
      return undefined;
    }
  }

  register(entry: Entry, at: Span): void {
    this.room.taken++;
    if (this.room.taken > maxResources) {
      const message = `this template makes more than ${maxResources} resources, those of all its parameter files counted`;
      throw limitAt(at, message, 'Give one parameter file at a time with --parameters.');
    }
    const { key } = entry.resource;
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, [entry]);
    else known.push(entry);
  }

  /** The resource of a key: one that is deployed before one that only exists, one of this template before others. */
  find(key: string, template: Template): Entry | undefined {
    const found = this.byKey.get(key);
    if (found === undefined) return undefined;
    const rank = ({ resource, template: owner }: Entry): number =>
      (resource.isExisting ? 2 : 0) + (owner === template ? 0 : 1);
    return found.reduce((best, each) => (rank(each) < rank(best) ? each : best));
  }
}
