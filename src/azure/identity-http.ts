// The transport of @azure/identity over our own client, so that it has our proxy, authorities and cancellation.

import type { TokenCredentialOptions } from '@azure/identity';
import type { Runtime } from '../model/runtime.ts';
import { createHttp } from '../net/http.ts';
import { sendPipelineRequest } from './pipeline-http.ts';

type IdentityHttp = NonNullable<TokenCredentialOptions['httpClient']>;

/** Sends what the library's own pipeline hands down; that pipeline retries, so this does not. */
export function createIdentityHttp(runtime: Runtime): IdentityHttp {
  return {
    async sendRequest(request) {
      const http = createHttp(runtime, { attempts: 1 });
      try {
        return await sendPipelineRequest(http, request);
      } finally {
        await http.close();
      }
    },
  };
}
