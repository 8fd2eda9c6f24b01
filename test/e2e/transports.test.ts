// One image by every way in: the same packages, the same findings, and dpkg's own word as the judge.

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePrograms, type Reported, type ReportedPackage, scan } from '../fixtures/cli.ts';
import { missingPrograms, must } from '../fixtures/commands.ts';
import { debianRootTar, whyNoDebianRoot } from '../fixtures/debian-root.ts';
import {
  type DockerEngine,
  startDockerEngine,
  whyNoDockerEngine,
} from '../fixtures/docker-engine.ts';
import { type Registry, startRegistry, whyNoRegistry } from '../fixtures/registry.ts';

const missing = missingPrograms('skopeo', 'dpkg-deb', 'tar');
const why =
  whyNoDockerEngine() ??
  whyNoRegistry() ??
  whyNoDebianRoot() ??
  (missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined);

const dockerfile = `FROM base:12
COPY h2o-tiny.deb /tmp/
RUN dpkg -i /tmp/h2o-tiny.deb && rm /tmp/h2o-tiny.deb
RUN dpkg --purge tzdata
COPY issue /etc/issue
`;

const control = `Package: h2o-tiny
Source: h2o (2.2.5+dfsg2-7)
Version: 2.2.5+dfsg2-7+b2
Architecture: amd64
Maintainer: A Test <test@example.org>
Description: web server of a test, said to be built from Debian's h2o
`;

async function buildDeb(folder: string): Promise<void> {
  const tree = join(folder, 'deb');
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  await mkdir(join(tree, 'usr/share/h2o-tiny'), { recursive: true });
  await chmod(join(tree, 'DEBIAN'), 0o755);
  await writeFile(join(tree, 'DEBIAN/control'), control);
  await writeFile(join(tree, 'usr/share/h2o-tiny/index.html'), 'hello\n');
  await must('dpkg-deb', ['--root-owner-group', '-b', tree, join(folder, 'h2o-tiny.deb')]);
}

/** `name version architecture` of each package, as \`dpkg-query -W\` prints it. */
function asDpkg(packages: readonly ReportedPackage[]): string[] {
  return packages
    .filter((each) => each.manager === 'dpkg')
    .map((each) => `${each.name} ${each.version} ${each.architecture}`)
    .toSorted();
}

/** What must not depend on the way in. */
function comparable(report: Reported | undefined): unknown {
  const target = report?.targets[0];
  return {
    status: report?.verdict.status,
    packages: target?.packages.map((each) => `${each.ecosystem} ${each.name} ${each.version}`),
    findings: target?.findings
      .map((each) => `${each.id} ${each.package?.name} ${each.package?.version} ${each.state}`)
      .toSorted(),
  };
}

describe.skipIf(why !== undefined)(
  `one image by every way in${why === undefined ? '' : ` (${why})`}`,
  () => {
    let folder: string;
    let engine: DockerEngine | undefined;
    let registry: Registry | undefined;
    let installed: string[];
    const name = 'shop:1';
    const targets: Record<string, string> = {};

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'portcullis-e2e-'));
      const root = await debianRootTar();
      engine = await startDockerEngine();
      registry = await startRegistry();
      const { docker } = engine;
      await docker('import', root, 'base:12');
      await buildDeb(folder);
      await writeFile(join(folder, 'issue'), 'replaced\n');
      await writeFile(join(folder, 'Dockerfile'), dockerfile);
      await writeFile(join(folder, '.dockerignore'), '*\n!issue\n!h2o-tiny.deb\n');
      await docker('build', '-q', '--network=none', '-t', name, folder);
      const query = [
        'dpkg-query',
        '-W',
        '-f',
        '${db:Status-Status} ${Package} ${Version} ${Architecture}\\n',
      ];
      const rows = await docker('run', '--rm', '--network=none', name, ...query);
      installed = rows
        .split('\n')
        .filter((row) => row !== '' && !row.startsWith('config-files '))
        .map((row) => row.slice(row.indexOf(' ') + 1))
        .toSorted();

      const pushed = `${registry.host}/team/${name}`;
      await docker('tag', name, pushed);
      await docker('push', '-q', pushed);
      const saved = join(folder, 'saved.tar');
      await docker('save', '-o', saved, name);
      const copied = join(folder, 'skopeo.tar');
      const layout = join(folder, 'layout');
      const archive = join(folder, 'oci.tar');
      const from = `docker-archive:${saved}`;
      await must('skopeo', ['copy', '-q', from, `docker-archive:${copied}:${name}`]);
      await must('skopeo', ['copy', '-q', from, `oci:${layout}:1`]);
      await must('skopeo', ['copy', '-q', from, `oci-archive:${archive}:1`]);
      const exported = join(folder, 'root');
      await mkdir(exported);
      const container = (await docker('create', name, 'true')).trim();
      await docker('export', '-o', join(folder, 'export.tar'), container);
      await must('tar', ['-C', exported, '-xf', join(folder, 'export.tar')]);
      await docker('rm', container);
      Object.assign(targets, {
        docker: `docker:${name}`,
        registry: `registry:${pushed}`,
        'docker save': from,
        'skopeo docker-archive': `docker-archive:${copied}`,
        'oci-dir': `oci-dir:${layout}`,
        'oci-archive': `oci-archive:${archive}`,
        dir: `dir:${exported}`,
      });
    }, 400_000);

    afterAll(async () => {
      await engine?.stop();
      await registry?.stop();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    });

    const ways = [
      'docker',
      'registry',
      'docker save',
      'skopeo docker-archive',
      'oci-dir',
      'oci-archive',
      'dir',
    ];
    const runs = nodePrograms().flatMap((node) => ways.map((way) => ({ node, way })));
    let first: unknown;

    it.each(runs)(
      '$way on $node.name',
      async ({ node, way }) => {
        const env = { DOCKER_HOST: engine?.host };
        const result = await scan([targets[way] ?? ''], { node, env });
        expect(result.stderr).not.toMatch(/^\s+at /m);
        expect(result).toMatchObject({ status: 1 });
        const target = result.report?.targets[0];
        expect(asDpkg(target?.packages ?? [])).toEqual(installed);
        const seen = comparable(result.report);
        first ??= seen;
        expect(seen).toEqual(first);

        const added = target?.packages.find((each) => each.name === 'h2o-tiny');
        expect(target?.packages.some((each) => each.name === 'tzdata')).toBe(false);
        const exploited = target?.findings.find((each) => each.id === 'CVE-2023-44487');
        expect(exploited).toMatchObject({ state: 'failing', package: { name: 'h2o' } });
        if (way !== 'dir') {
          // base, COPY of the .deb, then the RUN that installs it
          expect(added?.origin).toMatchObject({ kind: 'layer', index: 2 });
          expect(added?.origin?.createdBy).toContain('dpkg -i /tmp/h2o-tiny.deb');
          expect(exploited?.package?.origin).toMatchObject({ kind: 'layer', index: 2 });
          const base = target?.packages.find((each) => each.name === 'dpkg');
          expect(base?.origin).toMatchObject({ kind: 'layer', index: 0 });
        }
      },
      120_000,
    );
  },
);
