// The syntax tree of a JSON text: plain data, offsets only (`Source.positionAt` makes lines of them).

interface Located {
  /** First offset of the value, quotes and brackets included. */
  readonly start: number;
  /** The offset behind it. */
  readonly end: number;
}

/** One `name: value` of an object. */
export interface Member {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly value: JsonNode;
}

/** Members in the order of the text, those of the same name included. */
export interface ObjectNode extends Located {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface ArrayNode extends Located {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface StringNode extends Located {
  readonly kind: 'string';
  readonly value: string;
}

/** Keeps the text of the number: no JavaScript number holds every int64. */
export interface NumberNode extends Located {
  readonly kind: 'number';
  readonly raw: string;
}

export interface BooleanNode extends Located {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Located {
  readonly kind: 'null';
}

export type JsonNode = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode;

/** A member by its name without case, as ARM compares names; the last of several, as Azure takes it. */
export function memberOf(node: JsonNode | undefined, name: string): Member | undefined {
  if (node?.kind !== 'object') return undefined;
  const wanted = name.toLowerCase();
  return node.members.findLast((member) => member.name.toLowerCase() === wanted);
}
