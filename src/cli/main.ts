// The command line's entry: reads the words, runs one command, maps every end to an exit code.

import { describeError } from '../gate/outputs.ts';
import { exitCodeOf } from '../model/errors.ts';
import { printable } from '../model/printable.ts';
import type { Session } from '../runtime/session.ts';
import { version } from '../runtime/version.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { columnsOf, createLogger, listenForFailedWrites, tell, writeAll } from './terminal.ts';

async function printError(error: unknown, debug: boolean): Promise<number> {
  const { message, hint, stack } = describeError(error);
  const lines = [`portcullis: ${message}`];
  if (hint !== undefined) lines.push(`  ${hint}`);
  if (debug) lines.push(...stack.split('\n').map(printable));
  await tell(`${lines.join('\n')}\n`);
  return exitCodeOf(error);
}

async function runCommand(args: Arguments, session: Session): Promise<number> {
  switch (args.command) {
    case 'scan': {
      const { scan } = await import('./scan.ts');
      return scan(args, session);
    }
    case 'inspect': {
      const { inspectTarget } = await import('./inspect.ts');
      return inspectTarget(args, session);
    }
    default: {
      const { database } = await import('./db.ts');
      return database(args, session);
    }
  }
}

async function runInSession(args: Arguments): Promise<number> {
  const { startSession } = await import('../runtime/session.ts');
  const log = createLogger(process.stderr, args.debug);
  const session = startSession({ now: () => new Date(), env: process.env, log });
  const end = (): void => {
    session.end();
    log.clear();
  };
  try {
    const work = runCommand(args, { ...session, end });
    const forced = session.forced.then((reason) => {
      throw reason;
    });
    return await Promise.race([work, forced]);
  } catch (error) {
    end();
    // What the abort broke on its way is not the user's news: the abort is.
    const { signal } = session.runtime;
    return await printError(signal.aborted ? signal.reason : error, args.debug);
  } finally {
    end();
  }
}

async function run(args: Arguments): Promise<number> {
  switch (args.command) {
    case 'help': {
      const { helpText } = await import('./help.ts');
      await writeAll(process.stdout, helpText(columnsOf(process.stdout, process.env)));
      return 0;
    }
    case 'none': {
      const { helpText } = await import('./help.ts');
      await tell(helpText(columnsOf(process.stderr, process.env)));
      return 2;
    }
    case 'version':
      await writeAll(process.stdout, `portcullis ${version}\n`);
      return 0;
    case 'rules': {
      const { rules } = await import('./rules.ts');
      return rules(args);
    }
    default:
      return runInSession(args);
  }
}

async function main(): Promise<number> {
  listenForFailedWrites();
  try {
    return await run(readArguments(process.argv.slice(2), process.env));
  } catch (error) {
    return printError(error, process.argv.includes('--debug'));
  }
}

// Kept-alive connections would hold the process for seconds; everything is flushed by now.
process.exit(await main());
