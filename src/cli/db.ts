// portcullis db update | status.

import type { ExitCode } from '../model/errors.ts';
import type { Session } from '../runtime/session.ts';
import type { Arguments } from './arguments.ts';

export async function database(_args: Arguments, _session: Session): Promise<ExitCode> {
  return 0;
}
