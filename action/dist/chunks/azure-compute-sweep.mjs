import { n as sweep, t as finishCleanup } from "./shared-azure-compute-arm-compute.mjs";

export { finishCleanup };