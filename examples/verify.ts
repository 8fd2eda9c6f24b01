// What the example must show: the gate closed, by the findings of expected.json and no others, on the whole excerpt.

export interface Expected {
  readonly exitCode: number;
  readonly failing: readonly {
    readonly ecosystem: string;
    readonly package: string;
    readonly id: string;
    readonly why: string;
  }[];
  /** Advisories of each ecosystem in examples/feeds. */
  readonly records: Readonly<Record<string, number>>;
}

/** The part of `-o json` (docs/result.schema.json) that is looked at. */
export interface Shown {
  readonly verdict: { readonly status: string; readonly exitCode: number; readonly reason: string };
  readonly database: {
    readonly feeds: readonly { readonly ecosystem: string; readonly records: number }[];
  };
  readonly targets: readonly {
    readonly findings: readonly {
      readonly id: string;
      readonly kind: string;
      readonly state: string;
      readonly package?: { readonly name: string; readonly ecosystem: string };
    }[];
  }[];
}

/** Everything that is not as expected, one sentence each; end-of-life findings depend on the date and are left out. */
export function verify(expected: Expected, exitCode: number | null, shown: Shown): string[] {
  const faults: string[] = [];
  if (exitCode !== expected.exitCode) {
    faults.push(`the exit code is ${exitCode ?? 'missing'}, not ${expected.exitCode}`);
  }
  if (shown.verdict.status !== 'fail')
    faults.push(`the verdict is ${shown.verdict.status}, not fail`);
  const failing = new Set(
    shown.targets
      .flatMap((target) => target.findings)
      .filter((finding) => finding.state === 'failing' && finding.kind === 'vulnerability')
      .map(
        ({ id, package: of }) =>
          `${id} of ${(of?.name ?? '').toLowerCase()} (${of?.ecosystem ?? ''})`,
      ),
  );
  for (const { id, package: name, ecosystem } of expected.failing) {
    if (!failing.delete(`${id} of ${name} (${ecosystem})`)) {
      faults.push(`${id} of ${name} (${ecosystem}) does not close the gate`);
    }
  }
  for (const other of failing) faults.push(`${other} closes the gate, which is not expected`);
  for (const [ecosystem, records] of Object.entries(expected.records)) {
    const feed = shown.database.feeds.find((row) => row.ecosystem === ecosystem);
    if (feed?.records !== records) {
      faults.push(`${ecosystem} has ${feed?.records ?? 'no'} advisories, not ${records}`);
    }
  }
  return faults;
}
