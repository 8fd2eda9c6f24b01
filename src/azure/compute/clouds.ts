// The Azure clouds: where their resource manager and Entra ID answer, and which hosts hold their blobs.
// Source: Azure's «Compare Azure Government and global Azure», «Azure operated by 21Vianet», and the CLI's cloud names.

import { UserError } from '../../model/errors.ts';
import type { Runtime } from '../../model/runtime.ts';

export const cloudNames = ['public', 'government', 'china'] as const;

export interface AzureCloud {
  readonly name: (typeof cloudNames)[number];
  /** Of the resource manager, without a slash at the end. */
  readonly managementUrl: string;
  readonly managementScope: string;
  /** Entra ID's, for `accessTokenSource`. */
  readonly authorityHost: string;
  /** Hosts that may be shown a storage token end with it. */
  readonly blobSuffix: string;
}

/** The same in every cloud. */
export const storageScope = 'https://storage.azure.com/.default';
/** With two slashes: the service compares the audience to `https://disk.azure.com/`, letter by letter. */
export const diskScope = 'https://disk.azure.com//.default';

const clouds: readonly AzureCloud[] = [
  {
    name: 'public',
    managementUrl: 'https://management.azure.com',
    managementScope: 'https://management.azure.com/.default',
    authorityHost: 'https://login.microsoftonline.com',
    blobSuffix: '.blob.core.windows.net',
  },
  {
    name: 'government',
    managementUrl: 'https://management.usgovcloudapi.net',
    managementScope: 'https://management.usgovcloudapi.net/.default',
    authorityHost: 'https://login.microsoftonline.us',
    blobSuffix: '.blob.core.usgovcloudapi.net',
  },
  {
    name: 'china',
    managementUrl: 'https://management.chinacloudapi.cn',
    managementScope: 'https://management.chinacloudapi.cn/.default',
    authorityHost: 'https://login.chinacloudapi.cn',
    blobSuffix: '.blob.core.chinacloudapi.cn',
  },
];

/** Names of `az cloud list`, which service connections use too. */
const otherNames: Readonly<Record<string, AzureCloud['name']>> = {
  azurecloud: 'public',
  azureusgovernment: 'government',
  azurechinacloud: 'china',
};

/** A cloud by our word for it or by the CLI's (`AzureUSGovernment`). Throws `USAGE`. */
export function azureCloud(name: string): AzureCloud {
  const word = name.toLowerCase();
  const wanted = otherNames[word] ?? word;
  const cloud = clouds.find((each) => each.name === wanted);
  if (cloud !== undefined) return cloud;
  throw new UserError('USAGE', `${name} is no Azure cloud that is known`, {
    hint: 'Use public, government or china.',
  });
}

/** The cloud that a blob's host belongs to. */
export function cloudOfBlobHost(host: string): AzureCloud | undefined {
  return clouds.find(
    ({ blobSuffix }) => host.length > blobSuffix.length && host.endsWith(blobSuffix),
  );
}

/**
 * The cloud of this environment: `AZURE_CLOUD` by name, else the one that `AZURE_AUTHORITY_HOST` belongs to, else the
 * public one; `PORTCULLIS_ARM_ENDPOINT` puts another resource manager in its place. Throws `USAGE`.
 */
export function cloudOfEnvironment(env: Runtime['env']): AzureCloud {
  const authority = (env['AZURE_AUTHORITY_HOST'] ?? '').replace(/\/+$/, '').toLowerCase();
  const byAuthority = clouds.find(({ authorityHost }) => authorityHost === authority);
  const name = env['AZURE_CLOUD'];
  const cloud = name === undefined || name === '' ? byAuthority : azureCloud(name);
  const endpoint = env['PORTCULLIS_ARM_ENDPOINT'];
  const chosen = cloud ?? azureCloud('public');
  if (endpoint === undefined || endpoint === '') return chosen;
  if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== 'https:') {
    throw new UserError('USAGE', 'PORTCULLIS_ARM_ENDPOINT is no https address', {
      hint: 'Give the address of the resource manager, as https://management.example.net.',
    });
  }
  return { ...chosen, managementUrl: new URL(endpoint).origin };
}
