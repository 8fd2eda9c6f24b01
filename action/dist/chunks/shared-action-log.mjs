import { i as info, t as debug } from "./shared-actions-core.mjs";
import { n as UserError } from "./shared-model-errors.mjs";
import { t as printable } from "./shared-model-printable.mjs";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

// src/gate/ambient-azure.ts
/** Asks nobody before the first token. */
function ambientAzureToken(runtime) {
	let source;
	const make = async () => {
		const [{ accessTokenSource }, { cloudOfEnvironment }] = await Promise.all([import("./azure-azure-identity.mjs"), import("./azure-compute-clouds.mjs")]);
		const { env } = runtime;
		const [tenantId, clientId] = [env["AZURE_TENANT_ID"], env["AZURE_CLIENT_ID"]];
		const isFederated = env["ACTIONS_ID_TOKEN_REQUEST_URL"] !== void 0 && tenantId !== void 0 && clientId !== void 0;
		const { name, authorityHost } = cloudOfEnvironment(env);
		return accessTokenSource(isFederated ? {
			kind: "github-oidc",
			tenantId,
			clientId
		} : { kind: "default" }, runtime, name === "public" ? {} : { authorityHost });
	};
	return async (scope) => {
		source ??= make();
		return (await source)(scope);
	};
}

// src/runtime/flush.ts
/** Settles when stdout and stderr have taken everything; a reader that has gone away is waited for no longer. */
async function flush() {
	const streams = [process.stdout, process.stderr];
	await Promise.all(streams.map((stream) => new Promise((resolve) => {
		if (stream.destroyed || stream.writableLength === 0) resolve();
		else stream.write("", () => resolve());
	})));
}

// src/runtime/cancellation.ts
/** From the abort to the forced end: it leaves the hosts' 7.5 s time for what comes after. */
const graceMs = 4500;
/** Listens from now on; the signal's `reason` is a UserError (CANCELLED) that says why the run ended. */
function listenForCancellation() {
	const controller = new AbortController();
	const timers = [];
	let force = () => void 0;
	const forced = new Promise((resolve) => {
		force = resolve;
	});
	const abort = (reason) => {
		if (controller.signal.aborted) return force(reason);
		controller.abort(reason);
		timers.push(setTimeout(() => force(reason), graceMs));
	};
	const onSignal = (name) => abort(new UserError("CANCELLED", `cancelled by ${name} before everything was scanned`));
	const onUncaught = (error) => force(error);
	process.on("SIGINT", onSignal);
	process.on("SIGTERM", onSignal);
	process.on("uncaughtException", onUncaught);
	return {
		signal: controller.signal,
		forced,
		limit(timeoutMs) {
			const timer = setTimeout(() => abort(new UserError("CANCELLED", `the run's time limit of ${timeoutMs / 1e3} s is over`, { hint: "Raise timeout, or scan fewer targets in one run." })), timeoutMs);
			timer.unref();
			timers.push(timer);
		},
		dispose() {
			for (const timer of timers) clearTimeout(timer);
			process.off("SIGINT", onSignal);
			process.off("SIGTERM", onSignal);
			process.off("uncaughtException", onUncaught);
		}
	};
}

// src/runtime/session.ts
function makeTemporaryFolder(given) {
	const parent = given ?? tmpdir();
	try {
		return mkdtempSync(join(parent, "portcullis-"));
	} catch (cause) {
		throw new UserError("USAGE", `no temporary folder can be made in ${parent}`, {
			hint: given === void 0 ? "Set TMPDIR (on Windows TEMP) to a folder that is there and that this user may write." : "The pipeline's folder for temporary files must be there, and this user must be able to write it.",
			cause
		});
	}
}
/** Listens for signals from now on and makes the temporary folder. Throws `USAGE` where it cannot. */
function startSession(part) {
	const temporaryFolder = makeTemporaryFolder(part.temporaryParent);
	const cancellation = listenForCancellation();
	return {
		runtime: {
			now: part.now,
			env: part.env,
			log: part.log,
			temporaryFolder,
			signal: cancellation.signal
		},
		limit: (timeoutMs) => cancellation.limit(timeoutMs),
		forced: cancellation.forced,
		end() {
			cancellation.dispose();
			rmSync(temporaryFolder, {
				recursive: true,
				force: true,
				maxRetries: 3
			});
		}
	};
}

// action/log.ts
function createLogger() {
	return {
		debug(message) {
			for (const line of message.split("\n")) debug(printable(line));
		},
		info: (message) => info(printable(message)),
		warn: (message) => info(`Warning: ${printable(message)}`)
	};
}

export { ambientAzureToken as i, startSession as n, flush as r, createLogger as t };