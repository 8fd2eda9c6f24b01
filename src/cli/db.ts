// portcullis db update | status.

import type { ExitCode } from '../model/errors.ts';
import type { Arguments } from './arguments.ts';
import type { Session } from './session.ts';

export async function database(_args: Arguments, _session: Session): Promise<ExitCode> {
  return 0;
}
