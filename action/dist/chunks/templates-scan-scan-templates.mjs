import { t as scanTemplates } from "./shared-templates-agents-agents.mjs";

export { scanTemplates };