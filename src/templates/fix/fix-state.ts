// What a scan of templates found, as the fixer wants it: which findings an edit may mend, and by what.
import type { Finding } from '../../model/finding.ts';
import { requiredAgentRules, type TemplatePolicy } from '../../model/template-policy.ts';
import type { SettingFix } from '../rules/rule.ts';
import { placeNames } from '../scan/place-names.ts';
import type { TemplateScan, TracedFinding } from '../scan/request.ts';
import { agentMend } from './agent-mend.ts';
import type { Fixable, FixState, Mend } from './plan.ts';
import { secretAt } from './secret-texts.ts';
import { documentOf } from './syntax-path.ts';

function isSame(left: SettingFix, right: SettingFix): boolean {
  return left.path === right.path && left.literal === right.literal;
}

function settingMend({ results }: TracedFinding): Mend | undefined {
  const fixes = results.map(({ outcome }) => (outcome.kind === 'fail' ? outcome.fix : undefined));
  const [fix] = fixes;
  if (fix === undefined) return undefined;
  // Instances that want different literals are not mended by one.
  return fixes.every((each) => each !== undefined && isSame(each, fix))
    ? { kind: 'setting', fix }
    : undefined;
}

function groupOf({ finding, results: [first] }: TracedFinding): string {
  const span = first?.resource?.declaration.span ?? first?.deployment.span;
  if (span === undefined) return finding.fingerprint;
  const { source, start } = span;
  return [finding.id, source.path, ...placeNames(documentOf(source), start)].join('\0');
}

function fixableOf(traced: TracedFinding, policy: TemplatePolicy, isWanted: boolean): Fixable {
  const { finding, results } = traced;
  const instances = results.flatMap(({ evaluation, resource }) =>
    resource === undefined ? [] : [{ evaluation, resource }],
  );
  const isOpen = isWanted && finding.outcome === undefined && finding.suppression === undefined;
  const mend = !isOpen
    ? undefined
    : requiredAgentRules.includes(finding.id)
      ? agentMend(finding.id, instances, policy)
      : settingMend(traced);
  const { location } = finding;
  return {
    key: finding.fingerprint,
    group: groupOf(traced),
    ruleId: finding.id,
    path: location?.path ?? '',
    line: location?.line,
    severity: finding.severity,
    subject: location?.resource,
    isSettled: !isOpen,
    instances,
    mend,
  };
}

/** Rules about values that may be secrets, besides those of the kind for them. */
const secretRules: ReadonlySet<string> = new Set(['VMH014', 'AGT019']);

/** Texts that the rules found to be secrets. */
export function secretsIn(scan: TemplateScan): readonly string[] {
  return scan.scanned
    .flatMap(({ traced }) => traced)
    .filter(({ finding }) => finding.kind === 'secret' || secretRules.has(finding.id))
    .flatMap(({ results }) =>
      results.flatMap(({ outcome }) =>
        outcome.kind === 'fail' ? (secretAt(outcome.at) ?? []) : [],
      ),
    );
}

/**
 * The state of a run that kept its evaluations. Undecided and suppressed findings are none that an edit mends; nor are
 * those that `isWanted` leaves out.
 */
export function fixStateOf(
  scan: TemplateScan,
  policy: TemplatePolicy,
  isWanted: (finding: Finding) => boolean,
): FixState {
  const traced = scan.scanned.flatMap((each) => each.traced);
  const incomplete = scan.scanned.flatMap(({ coverage }) =>
    coverage.filter((row) => row.incomplete),
  );
  const faults = scan.evaluations.reduce((sum, each) => sum + each.faults.length, 0);
  return {
    findings: traced.map((each) => fixableOf(each, policy, isWanted(each.finding))),
    evaluations: scan.evaluations,
    faults: faults + incomplete.length + scan.errors.length,
  };
}
