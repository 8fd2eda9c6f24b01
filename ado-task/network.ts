// The agent's proxy and certificate authority in the words that src/net reads.

import type { Environment, TaskEnvironment } from './environment.ts';

/** The proxy's address with its user, percent-encoded. */
function proxyAddress(url: string, username: string | undefined, password: string | undefined) {
  try {
    const address = new URL(url);
    if (username !== undefined) address.username = encodeURIComponent(username);
    if (password !== undefined) address.password = encodeURIComponent(password);
    return address.href;
  } catch {
    // The agent itself could not use such an address; src/net says so when it is needed.
    return url;
  }
}

/** `Agent.ProxyBypassList` holds regular expressions; only those that are a plain host can be kept. */
function bypassedHosts(list: string | undefined): string {
  try {
    const value: unknown = JSON.parse(list ?? '[]');
    if (!Array.isArray(value)) return '';
    return value
      .map((expression) =>
        String(expression)
          .replaceAll('\\.', '.')
          .replace(/^\^|\$$/g, ''),
      )
      .map((host) => host.replace(/^(?:https?:\/\/|\.\*\.?|\*\.)/, ''))
      .filter((host) => /^[a-z0-9.:-]+$/i.test(host))
      .join(',');
  } catch {
    // Not JSON: nothing is bypassed, as in task-lib.
    return '';
  }
}

/** The engine's environment: what the pipeline sets itself beats the agent's own settings. */
export function networkEnvironment(task: TaskEnvironment): Environment {
  const url = task.variable('Agent.ProxyUrl');
  const ca = task.variable('Agent.CAInfo');
  const proxy =
    url === undefined
      ? undefined
      : proxyAddress(
          url,
          task.variable('Agent.ProxyUsername'),
          task.variable('Agent.ProxyPassword'),
        );
  const bypass = bypassedHosts(task.variable('Agent.ProxyBypassList'));
  return {
    ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
    ...(bypass === '' ? {} : { NO_PROXY: bypass }),
    ...(ca === undefined ? {} : { PORTCULLIS_CA_FILE: ca }),
    ...task.rest,
  };
}
