// Parameters that decide something: read in a condition, in the first argument of if(), or in the key of an access.
// Names are followed through variables and what deployments hand on, by name alone: it ranks, it proves nothing.
import type { Source } from '../../source.ts';
import { literalText, type Term } from '../language/term.ts';
import { type JsonNode, memberOf } from '../syntax/node.ts';
import { termAt } from './terms.ts';

/** What is read by which name, and what decides. */
interface Reads {
  readonly deciding: Set<string>;
  /** Names read by the value of a variable, or of a parameter that is handed on. */
  readonly through: Map<string, Set<string>>;
}

/** Names that a term reads, as `parameters/x` and `variables/x`. */
function namesIn(term: Term, into: Set<string>): void {
  switch (term.kind) {
    case 'call': {
      const what = term.name.toLowerCase();
      const name = literalText(term.args[0]);
      if ((what === 'parameters' || what === 'variables') && name !== undefined) {
        into.add(`${what}/${name.toLowerCase()}`);
      }
      for (const arg of term.args) namesIn(arg, into);
      return;
    }
    case 'access':
      namesIn(term.base, into);
      namesIn(term.key, into);
      return;
    case 'array':
      for (const item of term.items) namesIn(item, into);
      return;
    case 'object':
      for (const { value } of term.properties) namesIn(value, into);
      return;
    case 'literal':
    case 'invalid':
  }
}

function decisionsIn(term: Term, reads: Reads): void {
  switch (term.kind) {
    case 'call': {
      const [first] = term.args;
      if (term.name.toLowerCase() === 'if' && first !== undefined) namesIn(first, reads.deciding);
      for (const arg of term.args) decisionsIn(arg, reads);
      return;
    }
    case 'access':
      namesIn(term.key, reads.deciding);
      decisionsIn(term.base, reads);
      return;
    case 'array':
      for (const item of term.items) decisionsIn(item, reads);
      return;
    case 'object':
      for (const { name, value } of term.properties) {
        const key = literalText(name)?.toLowerCase();
        if (key === 'condition') namesIn(value, reads.deciding);
        if (key === 'parameters') handedOn(value, reads);
        decisionsIn(value, reads);
      }
      return;
    case 'literal':
    case 'invalid':
  }
}

/** `parameters: {x: {value: …}}` of a deployment: what `x` decides inside, the names in its value decide. */
function handedOn(term: Term, { through }: Reads): void {
  if (term.kind !== 'object') return;
  for (const { name, value } of term.properties) {
    const key = literalText(name);
    if (key !== undefined) addThrough(`parameters/${key.toLowerCase()}`, value, through);
  }
}

function addThrough(name: string, term: Term, through: Reads['through']): void {
  const names = through.get(name) ?? new Set<string>();
  namesIn(term, names);
  through.set(name, names);
}

/** Names in lower case of the parameters of a template that decide something. */
export function decidingParameters(source: Source, template: JsonNode): ReadonlySet<string> {
  const reads: Reads = { deciding: new Set(), through: new Map() };
  const variables = memberOf(template, 'variables')?.value;
  for (const member of variables?.kind === 'object' ? variables.members : []) {
    const name = `variables/${member.name.toLowerCase()}`;
    addThrough(name, termAt(source, member.value), reads.through);
  }
  decisionsIn(termAt(source, template), reads);
  const pending = [...reads.deciding];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const each of reads.through.get(name) ?? []) {
      if (reads.deciding.has(each)) continue;
      reads.deciding.add(each);
      pending.push(each);
    }
  }
  const found = [...reads.deciding].filter((name) => name.startsWith('parameters/'));
  return new Set(found.map((name) => name.slice('parameters/'.length)));
}
