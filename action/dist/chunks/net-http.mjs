import { t as createHttp } from "./shared-net-agent.mjs";

export { createHttp };