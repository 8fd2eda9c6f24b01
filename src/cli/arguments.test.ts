import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import { readArguments } from './arguments.ts';

const read = (line: string, environment: Record<string, string> = {}) =>
  readArguments(line === '' ? [] : line.split(' '), environment);

describe('readArguments', () => {
  it('reads targets, options and their repetition', () => {
    const args = read('scan a.tar -o json --output=sarif=x.sarif dir:/b --no-ignore-unfixed');
    expect(args.command).toBe('scan');
    expect(args.given).toEqual({
      targets: 'a.tar\ndir:/b',
      output: 'json\nsarif=x.sarif',
      'ignore-unfixed': 'false',
    });
  });

  it('takes what stands after -- for a target', () => {
    expect(read('scan -- --odd').given.targets).toBe('--odd');
  });

  it('lets the last of two words hold, and an option beat its variable', () => {
    const environment = { PORTCULLIS_FAIL_ON: 'low', PORTCULLIS_DB: 'store' };
    expect(read('scan x --fail-on high --fail-on none', environment).given).toEqual({
      targets: 'x',
      'fail-on': 'none',
      db: 'store',
    });
    expect(read('scan', { PORTCULLIS_TARGETS: 'a\nb' }).given.targets).toBe('a\nb');
  });

  it.each([
    ['', 'none'],
    ['--debug', 'none'],
    ['help', 'help'],
    ['scan x --help', 'help'],
    ['-h', 'help'],
    ['--version', 'version'],
    ['-V', 'version'],
    ['version', 'version'],
    ['db update npm Debian', 'db update'],
    ['db status --db x -o json --debug', 'db status'],
    ['db update --feeds x --timeout 5m npm', 'db update'],
  ])('«%s» is %s', (line, command) => expect(read(line).command).toBe(command));

  it('says which ecosystems to update', () => {
    expect(read('db update npm Debian').operands).toEqual(['npm', 'Debian']);
  });

  it.each([
    ['scan x --debug', {}, true],
    ['scan x', { PORTCULLIS_DEBUG: '1' }, true],
    ['scan x', { PORTCULLIS_DEBUG: '0' }, false],
  ])('«%s» with %j: debug is %s', (line, environment: Record<string, string>, debug) =>
    expect(read(line, environment).debug).toBe(debug),
  );

  it.each([
    ['scan x --fail-no high', /unknown option --fail-no/, /--fail-on/],
    ['scan x --no-fail-on', /unknown option --no-fail-on/, undefined],
    ['scan x -q', /unknown option -q/, undefined],
    ['scan x --fail-on', /--fail-on lacks its value/, undefined],
    ['scan x --policy --offline', /--policy lacks its value FILE/, undefined],
    ['scan x --debug=1', /--debug takes no value/, undefined],
    ['scan x --no-offline=true', /--no-offline takes no value/, undefined],
    ['scan x --registry-password hunter2', /can be read by every user/, /stdin/],
    ['scan x --targets y', /unknown option --targets/, undefined],
    ['scna x', /no command scna/, /Did you mean scan\?/],
    ['alpine:3.20', /no command alpine:3.20/, /portcullis scan alpine:3.20/],
    ['db', /db lacks its command/, /db update/],
    ['db upgrade', /no command db upgrade/, /db update/],
    ['db update npm --offline', /db update does not read --offline/, /reads --db, --feeds/],
    ['db update npm --no-ignore-unfixed', /does not read --ignore-unfixed/, undefined],
    ['db status --feeds x', /db status does not read --feeds/, /--output/],
    ['db status --registry-password-stdin', /does not read --registry-password-stdin/, undefined],
    ['db status npm', /db status takes no operand/, undefined],
  ])('refuses «%s»', (line, message, hint) => {
    try {
      read(line);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      if (!(error instanceof UserError)) return;
      expect(error.message).toMatch(message);
      expect(error.message).not.toContain('hunter2');
      if (hint !== undefined) expect(error.hint).toMatch(hint);
    }
  });
});
