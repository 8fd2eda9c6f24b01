import { describe, expect, it } from 'vitest';
import { scanFolder } from '../../../../test/inventory/scan-folder.ts';

describe('what is not read yet', () => {
  it.each([
    ['jar', 'app/lib/log4j-core-2.14.1.jar'],
    ['jar', 'srv/app.war'],
    ['dotnet', 'app/Web.deps.json'],
    ['gem', 'usr/lib/ruby/gems/3.1.0/specifications/rack-2.2.gemspec'],
    ['gem', 'usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.gemspec'],
    ['composer', 'var/www/vendor/composer/installed.json'],
    ['cargo', 'src/app/Cargo.lock'],
    ['conda', 'opt/conda/conda-meta/openssl-3.0-0.json'],
    ['yarn-pnp', 'app/.pnp.cjs'],
    ['asar', 'opt/desktop/resources/app.asar'],
    ['python-archive', 'usr/lib/python3.11/site-packages/x-1.0-py3.11.egg'],
    ['pub', 'app/pubspec.lock'],
    ['hex', 'app/mix.lock'],
    ['swift', 'app/Package.resolved'],
  ])('%s: %s is said and closes nothing', async (kind, path) => {
    const scan = await scanFolder({ [path]: 'x' });
    expect(scan.coverage).toContainEqual({
      what: `not-read-yet:${kind}`,
      status: 'not-scanned',
      reason: expect.stringContaining(`: 1 (${path})`),
      incomplete: false,
    });
    expect(scan.coverage.filter(({ incomplete }) => incomplete)).toEqual([]);
  });

  it('counts', async () => {
    const scan = await scanFolder({ 'a/x.jar': '', 'b/y.jar': '', 'c/folder.jar/readme': '' });
    expect(scan.coverage.find(({ what }) => what === 'not-read-yet:jar')?.reason).toMatch(
      /: 2 \(a\/x\.jar, …\)$/,
    );
  });

  it('says nothing where there is nothing', async () => {
    const scan = await scanFolder({ 'etc/motd': 'x' });
    expect(scan.coverage.filter(({ what }) => what.startsWith('not-read-yet'))).toEqual([]);
  });
});
