// Results for the tests of every report: a closed gate, an open one without findings, a broken run, a hostile one.

import type { Finding, JudgedFinding } from '../../model/finding.ts';
import type { Package } from '../../model/inventory.ts';
import type { ScanResult, TargetResult } from '../../model/result.ts';

const npmLayer = {
  kind: 'layer',
  index: 3,
  diffId: `sha256:${'3'.repeat(64)}`,
  createdBy: 'RUN /bin/sh -c npm ci --omit=dev # buildkit',
} as const;
const baseLayer = {
  kind: 'layer',
  index: 0,
  diffId: `sha256:${'0'.repeat(64)}`,
  createdBy: '/bin/sh -c #(nop) ADD file:4b03b5f551e3fbdf47ec609712007327828f7530cc3455c43bbcdcaf449a75a9 in / ',
} as const;

const openssl: Package = {
  ecosystem: 'Debian:12',
  manager: 'dpkg',
  name: 'libssl3',
  version: '3.0.14-1~deb12u1',
  architecture: 'amd64',
  source: { name: 'openssl', version: '3.0.14-1~deb12u1' },
  purl: 'pkg:deb/debian/libssl3@3.0.14-1~deb12u1?arch=amd64&distro=debian-12',
  locations: ['var/lib/dpkg/status'],
  origin: baseLayer,
  fromBaseImage: true,
  licences: ['Apache-2.0'],
};
const lodash: Package = {
  ecosystem: 'npm',
  manager: 'npm',
  name: 'lodash',
  version: '4.17.11',
  purl: 'pkg:npm/lodash@4.17.11',
  locations: ['srv/app/node_modules/lodash/package.json'],
  origin: npmLayer,
  licences: ['MIT'],
};
const requests: Package = {
  ecosystem: 'PyPI',
  manager: 'pypi',
  name: 'requests',
  version: '2.25.0',
  purl: 'pkg:pypi/requests@2.25.0',
  locations: ['usr/local/lib/python3.11/site-packages/requests-2.25.0.dist-info/METADATA'],
};

let serial = 0;

/** A judged finding with what matters given and the rest filled in. */
export function finding(
  change: Pick<Finding, 'id' | 'severity' | 'title'> & Partial<JudgedFinding>,
): JudgedFinding {
  serial += 1;
  return {
    fingerprint: serial.toString(16).padStart(64, '0'),
    aliases: [],
    kind: 'vulnerability',
    severitySource: 'GHSA',
    severities: [],
    message: `${change.title}.`,
    fixedVersions: [],
    references: [`https://osv.dev/vulnerability/${change.id}`],
    sources: ['osv'],
    state: 'below-threshold',
    stateReason: `Severity ${change.severity}: below high.`,
    ...change,
  };
}

const ofLodash = {
  package: {
    name: lodash.name,
    version: lodash.version,
    ecosystem: lodash.ecosystem,
    purl: lodash.purl,
    locations: lodash.locations,
    origin: npmLayer,
  },
} as const;
const ofOpenssl = {
  package: {
    name: 'openssl',
    version: '3.0.14-1~deb12u1',
    ecosystem: 'Debian:12',
    purl: 'pkg:deb/debian/openssl@3.0.14-1~deb12u1?arch=source&distro=debian-12',
    binaries: ['libssl3', 'openssl'],
    locations: ['var/lib/dpkg/status'],
    origin: baseLayer,
  },
  severitySource: 'Debian',
} as const;

const web: TargetResult = {
  kind: 'registry',
  reference: 'registry:acme.azurecr.io/shop/web:1.2',
  identity: {
    manifestDigest: `sha256:${'a'.repeat(64)}`,
    configDigest: `sha256:${'b'.repeat(64)}`,
    platform: 'linux/amd64',
    tags: ['acme.azurecr.io/shop/web:1.2'],
  },
  os: {
    id: 'debian',
    versionId: '12',
    idLike: [],
    codename: 'bookworm',
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
    ecosystem: 'Debian:12',
  },
  packages: [openssl, lodash, requests],
  findings: [
    finding({
      id: 'CVE-2019-10744',
      aliases: ['GHSA-jf85-cpcp-j695'],
      severity: 'critical',
      severities: [
        { source: 'GHSA', severity: 'critical' },
        {
          source: 'CVSS:3.1',
          severity: 'critical',
          cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', score: 9.1 },
        },
      ],
      cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', score: 9.1 },
      title: 'Prototype Pollution in lodash',
      message: 'Versions of lodash before 4.17.12 are vulnerable to Prototype Pollution.',
      remedy: 'Upgrade lodash to 4.17.12.',
      fixedVersions: ['4.17.12'],
      state: 'failing',
      stateReason: 'Severity critical: the policy fails on high and above, and a fix is known.',
      ...ofLodash,
    }),
    finding({
      id: 'CVE-2021-23337',
      aliases: ['GHSA-35jh-r3h4-6jhm'],
      severity: 'high',
      cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', score: 7.2 },
      title: 'Command Injection in lodash',
      fixedVersions: ['4.17.21'],
      state: 'excepted',
      stateReason: 'Excepted until 2026-12-31 by team-web: template() is not called with user input',
      ...ofLodash,
    }),
    finding({
      id: 'CVE-2020-28500',
      severity: 'medium',
      title: 'Regular Expression Denial of Service (ReDoS) in lodash',
      fixedVersions: ['4.17.21'],
      ...ofLodash,
    }),
    finding({
      id: 'CVE-2024-6119',
      severity: 'medium',
      title: 'Possible denial of service in X.509 name checks',
      remedy: 'Upgrade openssl to 3.0.15-1~deb12u1.',
      fixedVersions: ['3.0.15-1~deb12u1'],
      kev: { dateAdded: '2025-03-04', dueDate: '2025-03-25', ransomware: true },
      epss: { score: 0.42, percentile: 0.97 },
      state: 'failing',
      stateReason:
        'Known to be exploited since 2025-03-04, in ransomware too: closes the gate whatever its severity or fix.',
      ...ofOpenssl,
    }),
    finding({
      id: 'CVE-2024-13176',
      severity: 'high',
      title: 'Timing side-channel in ECDSA signature computation',
      state: 'unfixed',
      stateReason: 'Severity high, but no fixed version is known: spared by ignoreUnfixed.',
      ...ofOpenssl,
    }),
    finding({
      id: 'CVE-2007-6755',
      severity: 'low',
      title: 'Dual_EC_DRBG may hold a back door',
      notGating: 'Debian calls it unimportant',
      state: 'not-gating',
      stateReason: 'Never gates: Debian calls it unimportant',
      ...ofOpenssl,
    }),
    finding({
      id: 'CVE-2023-32681',
      severity: 'unknown',
      severitySource: 'none',
      title: 'Unintended leak of Proxy-Authorization header in requests',
      fixedVersions: ['2.31.0'],
      state: 'below-threshold',
      stateReason: 'Severity unknown, judged as medium: below high.',
      package: { ...requests },
    }),
  ],
  coverage: [
    { what: 'os-packages', status: 'scanned', incomplete: false },
    { what: 'language-packages', status: 'scanned', incomplete: false },
    {
      what: 'not-read-yet:jar',
      status: 'not-scanned',
      reason: '2 Java archives, such as opt/app/app.jar',
      incomplete: false,
    },
  ],
};

const old: TargetResult = {
  kind: 'docker-archive',
  reference: 'docker-archive:build/worker.tar',
  identity: { configDigest: `sha256:${'c'.repeat(64)}`, platform: 'linux/arm64/v8' },
  os: { id: 'debian', versionId: '10', idLike: [], ecosystem: 'Debian:10' },
  packages: [],
  findings: [
    finding({
      id: 'EOL-debian-10',
      kind: 'end-of-life',
      severity: 'high',
      severitySource: 'endoflife.date',
      title: 'Debian 10 no longer gets security updates',
      message: 'Debian 10 reached its end of life on 2022-09-10, extended support ended on 2024-06-30.',
      remedy: 'Build on Debian 12.',
      references: ['https://endoflife.date/debian'],
      sources: ['eol'],
      state: 'failing',
      stateReason: 'Severity high: the policy fails on high and above.',
      location: { path: 'etc/os-release' },
    }),
    finding({
      id: 'coverage-layer',
      kind: 'coverage',
      severity: 'unknown',
      severitySource: 'none',
      title: 'layer:2 was not wholly scanned',
      message: 'layer:2 of docker-archive:build/worker.tar was not wholly scanned: bad checksum at offset 1024',
      remedy: "Mend the cause, or accept it in the policy: coverage: [{ name: 'layer:2', reason: … }].",
      references: [],
      sources: ['portcullis'],
      state: 'incomplete',
      stateReason: 'What was not read does not count as clean: bad checksum at offset 1024',
      location: { resource: 'layer:2' },
    }),
  ],
  coverage: [
    { what: 'os-packages', status: 'scanned', incomplete: false },
    {
      what: 'layer:2',
      status: 'partial',
      reason: 'bad checksum at offset 1024',
      incomplete: true,
    },
  ],
};

const infra: TargetResult = {
  kind: 'arm',
  reference: 'arm:infra/**/*.json',
  identity: { templates: 2, parameterFiles: 1 },
  packages: [],
  findings: [
    finding({
      id: 'AGT001',
      kind: 'agent',
      severity: 'high',
      severitySource: 'portcullis',
      title: 'Every virtual machine gets a vulnerability agent',
      message: 'web-2 gets none of qualys, mdvm',
      remedy: 'Add the extension QualysAgentLinux of the publisher Qualys.',
      references: ['https://learn.microsoft.com/azure/defender-for-cloud/deploy-vulnerability-assessment-byol-vm'],
      sources: ['portcullis'],
      state: 'failing',
      stateReason: 'Severity high: the policy fails on high and above.',
      fix: {
        text: '{\n  "type": "Microsoft.Compute/virtualMachines/extensions",\n  "name": "[concat(\'web-\', copyIndex(2), \'/agent\')]"\n}',
      },
      location: {
        path: 'infra/web/main.json',
        line: 41,
        column: 15,
        endLine: 41,
        endColumn: 60,
        resource: 'Microsoft.Compute/virtualMachines web-2',
        instances: ['web-2', 'web-3'],
      },
    }),
    finding({
      id: 'STO002',
      kind: 'template',
      severity: 'low',
      severitySource: 'portcullis',
      title: 'Storage accounts demand TLS 1.2',
      message: "The minimum TLS version is 'TLS1_0'; it must be 'TLS1_2'",
      references: [],
      sources: ['portcullis'],
      state: 'below-threshold',
      stateReason: 'Severity low: below high.',
      location: {
        path: 'infra/web/main.json',
        line: 12,
        column: 30,
        resource: 'Microsoft.Storage/storageAccounts logs',
      },
    }),
  ],
  coverage: [],
  machines: [
    {
      name: 'web-1',
      type: 'Microsoft.Compute/virtualMachines',
      path: 'infra/web/main.json',
      line: 20,
      count: 1,
      cells: [
        {
          agent: 'qualys or mdvm',
          outcome: 'pass',
          by: [{ path: 'infra/web/main.json', line: 60, what: 'Qualys / QualysAgentLinux' }],
        },
        { agent: 'mde', outcome: 'undecided', by: [], reason: 'its publisher is not known' },
      ],
    },
    {
      name: 'web-2',
      type: 'Microsoft.Compute/virtualMachines',
      path: 'infra/web/main.json',
      line: 41,
      count: 2,
      evaluation: 'main.dev.parameters.json',
      cells: [
        { agent: 'qualys or mdvm', outcome: 'fail', by: [] },
        { agent: 'mde', outcome: 'not-applicable', by: [] },
      ],
    },
  ],
};

const common = {
  schemaVersion: '1',
  tool: { name: 'portcullis', version: '0.1.0' },
  created: '2026-11-24T12:00:00.000Z',
} as const;

const database = {
  feeds: [
    {
      ecosystem: 'Debian',
      state: 'ready',
      source: 'https://feeds.example/osv/Debian/all.zip',
      fetched: '2026-11-24T07:00:00.000Z',
      ages: true,
      records: 48211,
      skipped: 0,
      digest: `sha256:${'d'.repeat(64)}`,
    },
    {
      ecosystem: 'npm',
      state: 'ready',
      source: 'feeds/osv/npm/all.zip',
      fetched: '2026-11-23T07:00:00.000Z',
      ages: false,
      records: 21000,
      skipped: 2,
    },
  ],
  digest: `sha256:${'e'.repeat(64)}`,
} as const;

const noCounts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, unknown: 0 };

export const closed: ScanResult = {
  ...common,
  verdict: {
    status: 'fail',
    exitCode: 1,
    reason:
      'gate closed: 3 findings (1 critical, 1 high, 1 medium; 1 known to be exploited) close it; spared: 1 without a fix, 1 excepted, 1 not gating; 1 part not wholly scanned (layer:2 was not wholly scanned); database 29 h old',
    counts: { critical: 1, high: 3, medium: 2, low: 1, info: 0, unknown: 1 },
    failing: 3,
    unfixed: 1,
    excepted: 1,
  },
  policy: {
    path: '.portcullis.yml',
    failOn: 'high',
    ignoreUnfixed: true,
    unknownAs: 'medium',
    maxAgeHours: 168,
    exceptions: 2,
    notices: [
      'The exception for CVE-2021-23337 (owner team-web, .portcullis.yml:4) expires in 7 days, on 2026-12-01.',
    ],
  },
  database,
  targets: [web, old],
  errors: [],
  timings: { images: 812, match: 40, total: 930 },
};

export const open: ScanResult = {
  ...common,
  verdict: {
    status: 'pass',
    exitCode: 0,
    reason: 'gate open: no finding at high or above closes it; database 29 h old',
    counts: noCounts,
    failing: 0,
    unfixed: 0,
    excepted: 0,
  },
  policy: {
    failOn: 'high',
    ignoreUnfixed: true,
    unknownAs: 'medium',
    maxAgeHours: 168,
    exceptions: 0,
    notices: [],
  },
  database,
  targets: [
    {
      kind: 'dir',
      reference: 'dir:rootfs',
      identity: {},
      packages: [requests],
      findings: [],
      coverage: [{ what: 'language-packages', status: 'scanned', incomplete: false }],
    },
  ],
  errors: [],
  timings: { total: 12 },
};

export const templates: ScanResult = {
  ...open,
  verdict: {
    ...open.verdict,
    status: 'fail',
    exitCode: 1,
    reason: 'gate closed: 1 finding (1 high) closes it',
    counts: { ...noCounts, high: 1, low: 1 },
    failing: 1,
  },
  database: { feeds: [], digest: '' },
  targets: [infra],
};

export const broken: ScanResult = {
  ...open,
  verdict: {
    ...open.verdict,
    status: 'error',
    exitCode: 4,
    reason: 'not decided: there are no advisories for Debian: no network (and 1 more error); no database',
  },
  database: {
    feeds: [
      { ecosystem: 'Debian', state: 'missing', source: '', ages: true, records: 0, skipped: 0, reason: 'no network' },
    ],
    digest: `sha256:${'0'.repeat(64)}`,
  },
  targets: [],
  errors: [
    {
      code: 'DATABASE_MISSING',
      message: 'there are no advisories for Debian: no network',
      hint: 'Run “portcullis db update” where the network is at hand.',
    },
    {
      code: 'REGISTRY_DENIED',
      message: 'registry acme.azurecr.io refuses (401)',
      hint: 'Log in, or name a credential.',
      target: 'registry:acme.azurecr.io/shop/web:1.2',
    },
  ],
};

/** A result in which everything that may come from a scanned thing is the given text. */
export function hostile(text: string): ScanResult {
  const bad = finding({
    id: text,
    aliases: [text],
    severity: 'high',
    severitySource: text,
    severities: [{ source: text, severity: 'high', cvss: { vector: text, score: 8 } }],
    cvss: { vector: text, score: 8 },
    title: text,
    message: text,
    remedy: text,
    fixedVersions: [text],
    references: [text],
    sources: [text],
    notGating: text,
    kev: { dateAdded: text, dueDate: text, ransomware: false },
    state: 'failing',
    stateReason: text || 'a reason',
    location: { path: text, resource: text, instances: [text] },
    suppression: { reason: text, path: text, line: 1, form: 'comment' },
    fix: { text, note: text },
    package: {
      name: text,
      version: text,
      ecosystem: text,
      purl: text,
      binaries: [text],
      locations: [text],
      origin: { kind: 'layer', index: 1, diffId: text, createdBy: text },
    },
  });
  const gap = finding({
    id: text,
    kind: 'coverage',
    severity: 'unknown',
    title: text,
    message: text,
    stateReason: text || 'a reason',
    state: 'incomplete',
    location: { resource: text },
  });
  const { package: _, ...placeless } = bad;
  return {
    ...closed,
    verdict: { ...closed.verdict, reason: text },
    policy: { ...closed.policy, path: text, notices: [text] },
    database: {
      feeds: [{ ecosystem: text, state: 'missing', source: text, ages: true, records: 0, skipped: 0, reason: text }],
      digest: text,
    },
    targets: [
      {
        kind: 'dir',
        reference: text,
        identity: { manifestDigest: text, configDigest: text, platform: text, tags: [text] },
        os: { id: text, versionId: text, idLike: [text], prettyName: text, ecosystem: text },
        packages: [
          {
            ecosystem: text,
            manager: 'npm',
            name: text,
            version: text,
            architecture: text,
            source: { name: text, version: text },
            purl: text,
            locations: [text],
            licences: [text],
            ownedBy: text,
          },
        ],
        findings: [bad, placeless, gap],
        coverage: [{ what: text, status: 'not-scanned', reason: text, incomplete: true }],
        machines: [
          {
            name: text,
            type: text,
            path: text,
            line: 1,
            evaluation: text,
            count: 1,
            cells: [
              { agent: text, outcome: 'pass', by: [{ path: text, line: 1, what: text }] },
              { agent: `${text}2`, outcome: 'fail', by: [], reason: text },
            ],
          },
        ],
      },
    ],
    errors: [{ code: 'NETWORK', message: text, hint: text, target: text }],
  };
}
