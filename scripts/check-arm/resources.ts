// Resources as a template's text shows them, read by another JSON reader than ours: which resource a line belongs to,
// and whether a place names a setting or is its value. Knows nothing of expressions.
import { type DocumentNode, parse, type ValueNode } from '@humanwhocodes/momoa';

export interface TextResource {
  /** As spelled, parents' types before it: `Microsoft.Web/sites/config`. */
  readonly type: string;
  readonly name: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** As JSON.parse would give it. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TemplateText {
  /** In the order of the text; a nested resource behind its parent. */
  readonly resources: readonly TextResource[];
  /** Whether a finding at this place stands in for an absent setting: at a name, or at the value of a resource's `type`. */
  readonly isStandIn: (line: number, column: number) => boolean;
  /** The innermost resource around a line. */
  readonly resourceAt: (line: number) => TextResource | undefined;
}

interface Walk {
  readonly resources: TextResource[];
  readonly standIns: Set<string>;
}

function plainOf(node: ValueNode): unknown {
  switch (node.type) {
    case 'Object': {
      const entries = node.members.map((member) => {
        const key = member.name.type === 'String' ? member.name.value : member.name.name;
        return [key, plainOf(member.value)] as const;
      });
      return Object.fromEntries(entries);
    }
    case 'Array':
      return node.elements.map((element) => plainOf(element.value));
    case 'String':
    case 'Number':
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function walk(node: ValueNode, parentType: string, into: Walk): void {
  if (node.type === 'Array') {
    for (const element of node.elements) walk(element.value, parentType, into);
    return;
  }
  if (node.type !== 'Object') return;
  const body = plainOf(node);
  let type = parentType;
  if (isRecord(body) && 'type' in body && ('apiVersion' in body || 'name' in body)) {
    const own = textOf(body['type']);
    const isChild = parentType !== '' && own !== '' && !own.includes('.');
    type = isChild ? `${parentType}/${own}` : own;
    into.resources.push({
      type,
      name: textOf(body['name']),
      kind: textOf(body['kind']),
      apiVersion: textOf(body['apiVersion']),
      firstLine: node.loc.start.line,
      lastLine: node.loc.end.line,
      body,
    });
  }
  for (const member of node.members) {
    const { line, column } = member.name.loc.start;
    into.standIns.add(`${line}:${column}`);
    const name = member.name.type === 'String' ? member.name.value : member.name.name;
    if (name === 'type') {
      const { start } = member.value.loc;
      into.standIns.add(`${start.line}:${start.column}`);
    }
    walk(member.value, name === 'resources' ? type : name === 'template' ? '' : type, into);
  }
}

function documentOf(text: string): DocumentNode | undefined {
  try {
    return parse(text.replace(/^\uFEFF/, ''), { mode: 'jsonc', allowTrailingCommas: true });
  } catch {
    // A text that no reader takes: nothing in it can be held against anything.
    return undefined;
  }
}

/** Without resources when the text is no JSON with comments. */
export function readTemplateText(text: string): TemplateText {
  const document = documentOf(text);
  const into: Walk = { resources: [], standIns: new Set() };
  if (document !== undefined) walk(document.body, '', into);
  return {
    resources: into.resources,
    isStandIn: (line, column) => into.standIns.has(`${line}:${column}`),
    resourceAt(line) {
      const around = into.resources.filter(
        ({ firstLine, lastLine }) => firstLine <= line && line <= lastLine,
      );
      return around.reduce<TextResource | undefined>(
        (inner, each) => (inner === undefined || each.firstLine >= inner.firstLine ? each : inner),
        undefined,
      );
    },
  };
}
