// The version of this build, from package.json; the build keeps nothing but the version of it.

import manifest from '../../package.json' with { type: 'json' };

export const version: string = manifest.version;
