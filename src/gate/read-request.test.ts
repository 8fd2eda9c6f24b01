import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import { reportFormats } from '../reports/report.ts';
import { environmentName, optionsOf, optionTable } from './options.ts';
import {
  type GivenOptions,
  givenByEnvironment,
  parseDuration,
  parseOutput,
  readRequest,
} from './read-request.ts';

const part = { credentials: [], columns: 80, colour: false };
const read = (given: GivenOptions) => readRequest('cli', { targets: 'dir:/', ...given }, part);

describe('the table of options', () => {
  it('names each option once, in kebab-case', () => {
    const names = optionTable.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it('keeps service connections on Azure and passwords off it', () => {
    const azure = optionsOf('azure').map(({ name }) => name);
    expect(azure).toContain('azure-subscription');
    expect(azure).toContain('container-registry');
    expect(azure).not.toContain('registry-password');
    const github = optionsOf('github').map(({ name }) => name);
    expect(github).toContain('registry-password');
    expect(github).not.toContain('azure-subscription');
  });
});

describe('readRequest', () => {
  it('leaves open what was not given, so that the policy file is heard', () => {
    const request = read({ 'fail-on': ' ', 'ignore-unfixed': '' });
    expect(request).toEqual({
      ...part,
      targets: ['dir:/'],
      outputs: [],
      offline: false,
      skipPaths: [],
      templates: { parameters: [] },
      diskScope: 'usual',
      timeoutMs: 30 * 60_000,
    });
  });

  it('reads every option', () => {
    const request = read({
      targets: 'dir:/a\r\n  docker:b \n\ndir:/a',
      'fail-on': 'CRITICAL',
      'ignore-unfixed': 'False',
      policy: 'p.yml',
      output: 'json\nsarif=out/x=y.sarif',
      platform: 'linux/arm64',
      feeds: 'https://mirror.example/feeds',
      db: 'store',
      offline: 'true',
      'skip-paths': 'opt/**\nvar/tmp/*',
      parameters: 'prod.parameters.json\nsize = small',
      'require-agent': 'qualys, MDVM\nama',
      subscription: '11111111-1111-1111-1111-111111111111',
      'resource-group': 'rg-web',
      location: 'westeurope',
      fix: 'true',
      'fix-only': 'agents, STO003\nVMH001',
      'dry-run': 'true',
      deep: 'true',
      'scratch-group': 'rg-scratch',
      timeout: '1h30m',
    });
    expect(request).toEqual({
      ...part,
      targets: ['dir:/a', 'docker:b'],
      failOn: 'critical',
      ignoreUnfixed: false,
      policy: 'p.yml',
      outputs: [{ format: 'json' }, { format: 'sarif', file: 'out/x=y.sarif' }],
      platform: 'linux/arm64',
      feeds: 'https://mirror.example/feeds',
      db: 'store',
      offline: true,
      skipPaths: ['opt/**', 'var/tmp/*'],
      templates: {
        parameters: ['prod.parameters.json', 'size = small'],
        requireAgents: [{ anyOf: ['qualys', 'mdvm'] }, { anyOf: ['ama'] }],
        subscription: '11111111-1111-1111-1111-111111111111',
        resourceGroup: 'rg-web',
        location: 'westeurope',
        fix: 'print',
        fixOnly: ['agents', 'STO003', 'VMH001'],
      },
      diskScope: 'deep',
      scratchGroup: 'rg-scratch',
      timeoutMs: 5_400_000,
    });
  });

  it.each<[GivenOptions, RegExp, RegExp | undefined]>([
    [{ targets: ' \n ' }, /targets/, /docker-archive:/],
    [{ 'fail-on': 'hihg' }, /fail-on: «hihg» is none of critical, high/, /Did you mean high\?/],
    [{ 'fail-on': 'info' }, /fail-on: «info»/, undefined],
    [{ 'ignore-unfixed': 'yes' }, /ignore-unfixed: «yes» is neither true nor false/, undefined],
    [{ offline: '1' }, /offline: «1»/, undefined],
    [{ output: 'sarfi' }, /no report «sarfi»/, /Did you mean sarif\? Reports are table, json/],
    [{ output: 'json=' }, /json= lacks its file/, /json=FILE/],
    [{ output: 'json=a\nsarif=a' }, /two reports would go to a/, undefined],
    [{ output: 'json\nsarif' }, /json and sarif would go to stdout/, /json=FILE/],
    [{ output: 'table\njunit' }, /table and junit would go to stdout/, /junit=FILE/],
    [
      { 'require-agent': 'qualis' },
      /no agent «qualis»/,
      /Did you mean qualys\? Agents are qualys, mdvm, mde/,
    ],
    [{ deep: 'true', packages: 'os' }, /deep: nothing is looked for/, undefined],
    [{ packages: 'some' }, /packages: «some» is none of os, all/, undefined],
    [{ 'dry-run': 'true' }, /dry-run: there is nothing/, /--fix --dry-run/],
    [{ 'fix-only': 'AGT001' }, /fix-only: nothing is mended/, /--fix --fix-only/],
    [{ timeout: 'soon' }, /timeout: «soon» is no time/, /90s, 10m or 1h30m/],
    [{ timeout: '0' }, /timeout: «0»/, undefined],
    [{ timeout: '600h' }, /timeout: «600h»/, undefined],
    [{ policy: 'x', 'fail-on': '##vso[task.complete]\n' }, /#\\#vso/, undefined],
  ])('refuses %j', (given, message, hint) => {
    try {
      read(given);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      if (!(error instanceof UserError)) return;
      expect(error.code).toBe('USAGE');
      expect(error.message).toMatch(message);
      if (hint !== undefined) expect(error.hint).toMatch(hint);
    }
  });

  it('lets several reports be printed that people read, and any that a host places', () => {
    expect(read({ output: 'table\nmarkdown' }).outputs).toHaveLength(2);
    const given = { targets: 'x', output: 'json\nsarif' };
    expect(readRequest('github', given, part).outputs).toHaveLength(2);
  });

  it('throws nothing but a UserError, whatever is given', () => {
    const given = fc.dictionary(
      fc.constantFrom(...optionTable.map(({ name }) => name)),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(given, fc.constantFrom('cli', 'github', 'azure'), (values, host) => {
        try {
          readRequest(host, values, part);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['90', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['1h1m1s', 3_661_000],
    [' 2m30s ', 150_000],
  ])('%s', (text, timeMs) => expect(parseDuration(text, 'timeout')).toBe(timeMs));

  it.each(['', '-1s', '1.5h', '1s1m', 'm', '10 m'])('refuses «%s»', (text) =>
    expect(() => parseDuration(text, 'timeout')).toThrow(UserError),
  );
});

describe('parseOutput', () => {
  it('gives every format back', () => {
    for (const format of reportFormats) {
      expect(parseOutput(format)).toEqual({ format });
      expect(parseOutput(`${format} = a b`)).toEqual({ format, file: 'a b' });
    }
  });
});

describe('givenByEnvironment', () => {
  it('reads PORTCULLIS_ names of the host only, and no blank one', () => {
    expect(environmentName('fail-on')).toBe('PORTCULLIS_FAIL_ON');
    const environment = {
      PORTCULLIS_FAIL_ON: 'low',
      PORTCULLIS_OUTPUT: ' ',
      PORTCULLIS_REGISTRY_PASSWORD: 'secret',
      FAIL_ON: 'none',
    };
    expect(givenByEnvironment('cli', environment)).toEqual({
      'fail-on': 'low',
      'registry-password': 'secret',
    });
    expect(givenByEnvironment('azure', environment)).toEqual({ 'fail-on': 'low' });
  });
});
