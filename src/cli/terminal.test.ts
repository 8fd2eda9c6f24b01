import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { UserError } from '../model/errors.ts';
import { columnsOf, createLogger, wantsColour, writeAll } from './terminal.ts';

describe('wantsColour', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
  ])('terminal %s, %j: %s', (isTerminal, environment: Record<string, string>, wanted) =>
    expect(wantsColour(isTerminal, environment)).toBe(wanted),
  );
});

describe('columnsOf', () => {
  it.each([
    [{ columns: 132 }, {}, 132],
    [{}, { COLUMNS: '90' }, 90],
    [{}, { COLUMNS: 'wide' }, 100],
    [{}, {}, 100],
    [{ columns: 10 }, {}, 40],
    [{ columns: 9999 }, {}, 400],
  ])('%j, %j: %d', (stream, environment: Record<string, string>, columns) =>
    expect(columnsOf(stream, environment)).toBe(columns),
  );
});

describe('writeAll', () => {
  const failing = (code: string, isThrown: boolean) => ({
    destroyed: false,
    write(_: string, done: (error?: Error | null) => void) {
      const error = Object.assign(new Error(`${code}: write`), { code });
      if (isThrown) throw error;
      done(error);
    },
  });

  it.each([true, false])(
    'takes a full disk for an error of its own, thrown %s',
    async (isThrown) => {
      const failure = await writeAll(failing('ENOSPC', isThrown), 'x').catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(UserError);
      expect(failure).toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        message: 'the output cannot be written (ENOSPC)',
      });
    },
  );

  it('does not mind a reader that has gone away', () =>
    expect(writeAll(failing('EPIPE', false), 'x')).resolves.toBeUndefined());
});

/** What a logger writes on a terminal, or on a pipe. */
function written(isTTY: boolean, debug: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 20 });
  const log = createLogger(stream, debug);
  log.debug('d');
  log.info('reading layer 1 of 20 of a\nlong story');
  log.warn('##vso[task.complete]');
  log.clear();
  return String(stream.read());
}

describe('createLogger', () => {
  it('shows progress on a terminal only, on one line that goes away', () => {
    expect(written(true, false)).toBe(
      'reading layer 1 of \r\u001B[Kwarning: #\\#vso[task.complete]\n',
    );
    expect(written(false, false)).toBe('warning: #\\#vso[task.complete]\n');
  });

  it('writes whole lines at debug level', () => {
    expect(written(true, true)).toBe(
      'debug: d\nreading layer 1 of 20 of a\\nlong story\nwarning: #\\#vso[task.complete]\n',
    );
  });
});
