import { i as ambientAzureToken, n as startSession, r as flush, t as createLogger } from "./chunks/shared-action-log.mjs";

// src/gate/pending-azure.ts
/**
* Undoes what runs noted in files of `folder` and did not undo. Never throws: whatever goes wrong is warned of, since
* the job's result is not this step's to change.
*/
async function finishPendingAzure(folder, { accessToken }, runtime) {
	const { pendingFilesIn } = await import("./chunks/azure-compute-pending-file.mjs");
	const files = pendingFilesIn(folder);
	if (files.length === 0) return;
	const { finishCleanup } = await import("./chunks/azure-compute-sweep.mjs");
	for (const file of files) try {
		const { done } = await finishCleanup(file, {
			accessToken,
			runtime
		});
		for (const path of done) runtime.log.info(`${path}: revoked, and deleted if it was made`);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		runtime.log.warn(`what a scan made in Azure may be left behind: ${reason}`);
	}
}

// action/post.ts
/** Azure takes seconds to delete a disk; the runner waits for no longer than its own limits. */
const limitMs = 3e5;
const temporary = process.env["RUNNER_TEMP"] || void 0;
const log = createLogger();
async function finish(folder) {
	const env = process.env;
	const session = startSession({
		now: () => /* @__PURE__ */ new Date(),
		env,
		log,
		temporaryParent: folder
	});
	session.limit(limitMs);
	try {
		const accessToken = ambientAzureToken(session.runtime);
		const work = finishPendingAzure(folder, { accessToken }, session.runtime);
		await Promise.race([work, session.forced]);
	} finally {
		session.end();
	}
}
try {
	if (temporary !== void 0) await finish(temporary);
} catch (error) {
	log.warn(error instanceof Error ? error.message : String(error));
}
await flush();
process.exit(0);

export {  };