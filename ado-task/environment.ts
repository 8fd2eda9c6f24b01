// The task's environment as the agent gave it, taken before task-lib moves inputs and secrets into its vault:
// task-lib's getInput, getVariable and getEndpointAuthorizationParameter write each value that they return into the
// log, and so does what they call. Nothing here is written anywhere.

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EndpointAuthorization {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface TaskEnvironment {
  input(name: string): string | undefined;
  /** A variable, secret or not: `Agent.ProxyPassword`. */
  variable(name: string): string | undefined;
  /** Undefined where the task has no such endpoint, or one that cannot be read. */
  authorization(endpoint: string): EndpointAuthorization | undefined;
  endpointUrl(endpoint: string): string | undefined;
  endpointData(endpoint: string, key: string): string | undefined;
  /** What the engine gets: without inputs, endpoints and secrets. */
  readonly rest: Environment;
}

function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((member) => typeof member === 'string')
  );
}

function parseAuthorization(text: string | undefined): EndpointAuthorization | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { scheme, parameters } = value as { scheme?: unknown; parameters?: unknown };
    if (typeof scheme !== 'string' || !isTextRecord(parameters)) return undefined;
    return { scheme, parameters };
  } catch {
    // The parser's message would repeat the text, which is a secret.
    return undefined;
  }
}

/** Names as the agent writes them: upper case, `.` and space as `_`. */
function agentName(name: string): string {
  return name.replace(/[ .]/g, '_').toUpperCase();
}

/**
 * Names that task-lib must not see: it would keep what it has no use for here, and write the passwords of proxy and
 * client certificate into the log while it loads.
 */
const unseen =
  /^(?:INPUT_|ENDPOINT_|SECUREFILE_|SECRET_|VSTS_TASKVARIABLE_|AGENT_(?:PROXY|CLIENTCERT))/;

/** Takes inputs, endpoints and secrets out of `environment` itself. */
export function hideSecrets(environment: Record<string, string | undefined>): void {
  for (const name of Object.keys(environment)) if (unseen.test(name)) delete environment[name];
}

/** Copies `environment`; later changes to it are not seen. */
export function readTaskEnvironment(environment: Environment): TaskEnvironment {
  const all = { ...environment };
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !unseen.test(name)));
  const present = (value: string | undefined) => (value === '' ? undefined : value);
  return {
    rest,
    input: (name) => present(all[`INPUT_${agentName(name)}`]),
    variable: (name) => present(all[`SECRET_${agentName(name)}`] ?? all[agentName(name)]),
    authorization: (endpoint) => parseAuthorization(all[`ENDPOINT_AUTH_${endpoint}`]),
    endpointUrl: (endpoint) => present(all[`ENDPOINT_URL_${endpoint}`]),
    endpointData: (endpoint, key) => present(all[`ENDPOINT_DATA_${endpoint}_${agentName(key)}`]),
  };
}
