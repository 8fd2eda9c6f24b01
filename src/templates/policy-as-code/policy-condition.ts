// The conditions of a policy rule (`if`): true, false, or the unknown that leaves it open.
// Operators: Microsoft's "Azure Policy definition structure policy rule", conditions and logical operators.
import { isSameText, partialText } from '../agents/partial-text.ts';
import { jsonText } from '../arm/language/plain.ts';
import { unknownIn } from '../arm/language/unknown.ts';
import { propertyOf, type Value } from '../arm/language/value.ts';
import type { Answer } from './definition.ts';
import { evaluated, type Field, type PolicyScope, policyUnknown } from './policy-scope.ts';

/** Conditions inside one another; Azure takes far fewer. */
const maxDepth = 64;
/** Longest text that is compared. */
const maxText = 64 * 1024;

function not(answer: Answer): Answer {
  return typeof answer === 'boolean' ? !answer : answer;
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.find((each) => typeof each !== 'boolean') ?? true;
}

function any(answers: readonly Answer[]): Answer {
  return not(all(answers.map(not)));
}

function textOf(value: Value): string {
  if (value.kind === 'string') return value.value;
  return jsonText(value, maxText);
}

function equals(left: Value, right: Value): Answer {
  const unknown = unknownIn(left) ?? unknownIn(right);
  if (unknown === undefined) return textOf(left).toLowerCase() === textOf(right).toLowerCase();
  const isText = [left, right].every(({ kind }) => kind === 'string' || kind === 'unknown');
  return isText && isSameText(partialText(left), partialText(right)) === 'no' ? false : unknown;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `*` stands for any text, once; without case. */
function isLike(text: string, pattern: string): boolean {
  const [before = '', ...after] = pattern.split('*');
  const rest = after.map((each) => `.*${escaped(each)}`).slice(0, 2);
  return new RegExp(`^${escaped(before)}${rest.join('')}$`, 'is').test(text);
}

/** `#` is a digit, `?` a letter, `.` any character. */
function isMatch(text: string, pattern: string, flags: string): boolean {
  const source = pattern.replaceAll(/[\s\S]/g, (each) => {
    if (each === '#') return '[0-9]';
    if (each === '?') return '[A-Za-z]';
    return each === '.' ? '.' : escaped(each);
  });
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}

function byText(test: (text: string, wanted: string) => boolean) {
  return (value: Value, wanted: Value): Answer =>
    unknownIn(value) ?? unknownIn(wanted) ?? test(textOf(value), textOf(wanted));
}

function isIn(value: Value, wanted: Value): Answer {
  if (wanted.kind !== 'array') return unknownIn(wanted) ?? false;
  return any(wanted.items.map((item) => equals(value, item)));
}

function contains(value: Value, wanted: Value): Answer {
  if (value.kind === 'array') return any(value.items.map((item) => equals(item, wanted)));
  return byText((text, part) => text.toLowerCase().includes(part.toLowerCase()))(value, wanted);
}

function containsKey(value: Value, wanted: Value): Answer {
  const unknown = unknownIn(wanted) ?? (value.kind === 'unknown' ? value : undefined);
  return unknown ?? propertyOf(value, textOf(wanted)) !== undefined;
}

function compared(test: (order: number) => boolean) {
  return (value: Value, wanted: Value): Answer => {
    const unknown = unknownIn(value) ?? unknownIn(wanted);
    if (unknown !== undefined) return unknown;
    const isNumber = [value, wanted].every(({ kind }) => kind === 'int' || kind === 'float');
    if (isNumber) return test(Number(textOf(value)) - Number(textOf(wanted)));
    const message = 'this comparison is left to Azure Policy';
    return policyUnknown(`order(${textOf(value)},${textOf(wanted)})`, message, wanted.span);
  };
}

type Operator = (value: Value, wanted: Value) => Answer;

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  Object.entries({
    equals,
    like: byText(isLike),
    match: byText((text, pattern) => isMatch(text, pattern, '')),
    matchinsensitively: byText((text, pattern) => isMatch(text, pattern, 'i')),
    contains,
    in: isIn,
    containskey: containsKey,
    less: compared((order) => order < 0),
    lessorequals: compared((order) => order <= 0),
    greater: compared((order) => order > 0),
    greaterorequals: compared((order) => order >= 0),
  }),
);

const negated: ReadonlyMap<string, string> = new Map(
  Object.entries({
    notequals: 'equals',
    notlike: 'like',
    notmatch: 'match',
    notmatchinsensitively: 'matchinsensitively',
    notcontains: 'contains',
    notin: 'in',
    notcontainskey: 'containskey',
  }),
);

function exists(field: Field, wanted: Value): Answer {
  if (wanted.kind === 'unknown') return wanted;
  const isWanted = textOf(wanted).toLowerCase() === 'true';
  if (field.kind === 'absent') return !isWanted;
  return field.value.kind === 'unknown' ? field.value : isWanted;
}

function compare(field: Field, operator: string, wanted: Value): Answer | undefined {
  const name = operator.toLowerCase();
  if (name === 'exists') return exists(field, wanted);
  const positive = negated.get(name) ?? name;
  const test = operators.get(positive);
  if (test === undefined) return undefined;
  // A field that is not there equals nothing; the empty text is left to Azure.
  const isEmpty = wanted.kind === 'string' && wanted.value === '';
  const found =
    field.kind === 'value'
      ? test(field.value, wanted)
      : isEmpty && policyUnknown('absent', 'the resource has no such field', wanted.span);
  return positive === name ? found : not(found);
}

function fieldOf(condition: Value, scope: PolicyScope): Field | undefined {
  const named = propertyOf(condition, 'field')?.value;
  if (named !== undefined) {
    const name = evaluated(named, scope);
    if (name?.kind === 'string') return scope.subject.field(name.value);
    return name?.kind === 'unknown' ? { kind: 'value', value: name } : undefined;
  }
  const given = evaluated(propertyOf(condition, 'value')?.value, scope);
  return given && { kind: 'value', value: given };
}

/** Whether a policy's condition selects the subject; an unknown where that cannot be said. Never throws. */
export function answerOf(condition: Value | undefined, scope: PolicyScope, depth = 0): Answer {
  const at = condition?.span ?? scope.at;
  const open = policyUnknown('condition', 'a condition of the policy cannot be evaluated', at);
  if (condition?.kind === 'unknown') return condition;
  if (condition?.kind !== 'object' || depth > maxDepth) return open;
  const inner = (each: Value) => answerOf(each, scope, depth + 1);
  for (const { name, value } of condition.properties.values()) {
    const lower = name.toLowerCase();
    if (lower === 'not') return not(inner(value));
    if (lower !== 'allof' && lower !== 'anyof') continue;
    if (value.kind !== 'array') return value.kind === 'unknown' ? value : open;
    const answers = value.items.map(inner);
    return lower === 'allof' ? all(answers) : any(answers);
  }
  const field = fieldOf(condition, scope);
  if (field === undefined) return open;
  for (const { name, value } of condition.properties.values()) {
    const wanted = evaluated(value, scope);
    const answer = wanted && compare(field, name, wanted);
    if (answer !== undefined) return answer;
  }
  return open;
}
