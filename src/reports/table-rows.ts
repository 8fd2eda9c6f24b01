// One finding's rows in the table: severity, id, state, fix, and what the width leaves for its title.

import type { FindingState, JudgedFinding } from '../model/finding.ts';
import { printable } from '../model/printable.ts';
import type { Severity } from '../model/severity.ts';
import type { Paint, Style } from './paint.ts';
import { cut, pad, widthOf, wrap } from './width.ts';
import { closingText, fixText, isPlaced, sourceText } from './wording.ts';

/** From here on a title stands in its finding's own line. */
const wideFrom = 110;
const longestId = 28;
const sourceCells = 14;
const stateCells = 10;
const fixCells = 22;
/** `line 1234`. */
const lineCells = 9;
/** With less room than this beside its columns, a remark is left out or stands below. */
const leastRemark = 24;

const colours: Readonly<Record<Severity, Style | undefined>> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'blue',
  info: undefined,
  unknown: 'yellow',
};

const shortStates: Readonly<Record<FindingState, string>> = {
  failing: 'closes',
  incomplete: 'gap',
  excepted: 'excepted',
  unfixed: 'no fix',
  'below-threshold': 'below',
  'in-grace': 'in grace',
  'in-baseline': 'baseline',
  'not-affected': 'not aff.',
  'not-gating': 'not gating',
};

/** Cells of the column of ids. */
export function idWidth(findings: readonly JudgedFinding[]): number {
  let width = 0;
  for (const { id, kev } of findings) {
    const cells = widthOf(printable(id)) + (kev === undefined ? 0 : 4);
    width = Math.max(width, Math.min(longestId, cells));
  }
  return width;
}

/** What is worth saying besides the columns: why a finding is spared where that is somebody's decision, else its title. */
function remark(finding: JudgedFinding, isRepeated: boolean): string {
  if (finding.state === 'failing') return closingText(finding, isRepeated);
  const isDecided = finding.state === 'excepted' || finding.state === 'not-gating';
  if (isDecided && finding.outcome === undefined) return finding.stateReason;
  return isPlaced(finding) ? finding.message : finding.title;
}

/**
 * The lines of one finding. What closes the gate stands under that heading, so only the others name their state; in a
 * narrow terminal its remark has lines of its own, as has an exception's.
 */
export function findingLines(
  finding: JudgedFinding,
  idCells: number,
  paint: Paint,
  columns: number,
  /** Its rule's advice stands further up. */
  isRepeated = false,
): string[] {
  const isFailing = finding.state === 'failing';
  const isWide = columns >= wideFrom;
  // Our own rules state no source: no column for one.
  const hasSource = isWide && finding.severitySource !== 'portcullis';
  const kev = finding.kev === undefined ? '' : ' KEV';
  const id = cut(printable(finding.id), longestId - kev.length);
  const sourceCell = cut(printable(sourceText(finding)), sourceCells);
  const cells = [
    isFailing ? paint('red', '✗') : paint('dim', '·'),
    paint(colours[finding.severity], pad(finding.severity, 8)),
    ...(hasSource ? [paint('dim', pad(sourceCell, sourceCells))] : []),
    `${id}${paint('red', kev)}${' '.repeat(Math.max(0, idCells - widthOf(id + kev)))}`,
    ...(isFailing ? [] : [paint('dim', pad(shortStates[finding.state], stateCells))]),
  ];
  const row = `    ${cells.join(' ')} `;
  const used =
    4 + 2 + 9 + (hasSource ? sourceCells + 1 : 0) + idCells + 1 + (isFailing ? 0 : stateCells + 1);
  const isUnfixed = isFailing && finding.kind === 'vulnerability' && fixText(finding) === '';
  const fix = cut(isUnfixed ? 'no fix known' : printable(fixText(finding)), columns - used);
  const text = printable(remark(finding, isRepeated));
  const fixWidth = Math.max(isPlaced(finding) ? lineCells : fixCells, widthOf(fix));
  const start = used + fixWidth + 1;
  const beside = columns - start;
  if (isWide && isFailing && beside >= leastRemark) {
    const [first = '', ...rest] = wrap(text, beside);
    return [
      `${row}${pad(fix, fixWidth)} ${first}`,
      ...rest.map((line) => ' '.repeat(start) + line),
    ];
  }
  if (!isFailing && beside >= leastRemark) {
    return [`${row}${pad(fix, fixWidth)} ${paint('dim', cut(text, beside))}`];
  }
  const indent = ' '.repeat(15);
  const room = columns - indent.length;
  if (isFailing) {
    const source = printable(sourceText(finding)) || 'stated by nobody';
    const isOurs = finding.severitySource === 'portcullis';
    const lines = wrap(isOurs ? text : `${text} (severity: ${source})`, room);
    return [row + fix, ...lines.map((line) => indent + line)];
  }
  if (finding.state !== 'excepted' && finding.package !== undefined) return [row + fix];
  return [row + fix, paint('dim', indent + cut(text, room))];
}
