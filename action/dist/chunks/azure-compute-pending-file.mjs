import { a as writePendingFile, i as readPendingFile, n as newPendingFile, r as pendingFilesIn, t as madePrefix } from "./shared-azure-compute-pending-file.mjs";

export { pendingFilesIn };