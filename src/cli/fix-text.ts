// What --fix did, or with --dry-run would do, for stderr.
import type { FixedFile, TemplateFixes, UnfixedFinding } from '../gate/request.ts';
import { printable } from '../model/printable.ts';

const mostFiles = 50;
const mostLeft = 10;
/** Places that are named of one reason. */
const mostPlaces = 3;

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Lines of at most `columns`, those behind the first indented further. */
function wrapped(text: string, columns: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else {
      line += line.trim() === '' ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}

function fileText({ path, rules, isOutside }: FixedFile): string {
  const counts = rules.map(([id, count]) => (count === 1 ? id : `${id} ×${count}`));
  const what = counts.length === 0 ? 'hands the new parameter on' : counts.join(', ');
  return `${path}${isOutside ? ' (outside the targets, which link it)' : ''}: ${what}`;
}

function placeText({ path, line, subject }: UnfixedFinding): string {
  const place = line === undefined ? path : `${path}:${line}`;
  return subject === undefined ? place : `${place} (${subject})`;
}

/** One line for each rule and reason, with the first places. */
function leftTexts(left: readonly UnfixedFinding[]): string[] {
  const groups = new Map<string, UnfixedFinding[]>();
  for (const each of left) {
    const key = `${each.ruleId}: ${each.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([text, all]) => {
    const places = all.slice(0, mostPlaces).map(placeText).join(', ');
    const more = all.length > mostPlaces ? ` and ${all.length - mostPlaces} more` : '';
    return `left: ${text} — ${places}${more}`;
  });
}

function broughtTexts(brought: readonly UnfixedFinding[]): string[] {
  const rules = new Map<string, UnfixedFinding[]>();
  for (const each of brought) rules.set(each.ruleId, [...(rules.get(each.ruleId) ?? []), each]);
  return [...rules].map(
    ([id, all]) =>
      `brings ${counted(all.length, 'finding')} of ${id}, ${all[0]?.severity ?? ''}: ${all[0]?.reason ?? ''}`,
  );
}

function parameterTexts(parameters: TemplateFixes['parameters']): string[] {
  const names = new Map<string, string[]>();
  for (const { path, name } of parameters) names.set(name, [...(names.get(name) ?? []), path]);
  return [...names].map(
    ([name, paths]) =>
      `give the new parameter ${name} to ${paths.join(', ')}: az deployment … --parameters ${name}=…, or in its parameter file (by a reference to a key vault), and in templates elsewhere that link it`,
  );
}

/** Ends in a line break; `columns` wide, where words allow. */
export function fixText(fixes: TemplateFixes, columns = 100): string {
  const { mode, files, mended, parameters, notes, left } = fixes;
  const verb = mode === 'write' ? 'mended' : 'would mend';
  const own = left.filter(({ isNew }) => !isNew);
  const all = own.length + mended;
  const head =
    files.length === 0
      ? 'fix: nothing was changed'
      : `fix: ${verb} ${mended} of ${counted(all, 'finding')} in ${counted(files.length, 'file')}`;
  const planned = own.filter(({ isPlanned }) => isPlanned);
  const texts = leftTexts(planned);
  const byHand = own.length - planned.length;
  const rows = [
    ...files.slice(0, mostFiles).map(fileText),
    ...(files.length > mostFiles ? [`${files.length - mostFiles} more files`] : []),
    ...broughtTexts(left.filter(({ isNew }) => isNew)),
    ...parameterTexts(parameters),
    ...notes.map((note) => `note: ${note}`),
    ...texts.slice(0, mostLeft),
    ...(texts.length > mostLeft ? [`left: ${texts.length - mostLeft} more reasons`] : []),
    ...(byHand > 0 ? [`left to be mended by hand: ${byHand}`] : []),
  ];
  const lines = [head, ...rows.flatMap((row) => wrapped(printable(row), columns, '  '))];
  return `${lines.map(printable).join('\n')}\n`;
}
