// Every property test of a run draws the same values, so that a run is red for its change and not by chance.
// PORTCULLIS_SEED chooses others: a number, or `random`. A failure's message names its seed.
import * as fc from 'fast-check';

const wanted = process.env['PORTCULLIS_SEED'] ?? '20261125';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
