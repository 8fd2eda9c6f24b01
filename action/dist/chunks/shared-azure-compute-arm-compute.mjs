import { n as UserError } from "./shared-model-errors.mjs";
import { t as cancelled } from "./shared-net-failure.mjs";
import { r as pause, t as createHttp } from "./shared-net-agent.mjs";
import { t as sendPipelineRequest } from "./shared-azure-pipeline-http.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";
import { a as writePendingFile, i as readPendingFile, l as resourcePath, t as madePrefix } from "./shared-azure-compute-pending-file.mjs";
import { i as cloudOfEnvironment, t as azureCloud } from "./shared-azure-compute-clouds.mjs";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";

// src/azure/compute/arm-failure.ts
const roleHint = "Give the identity the role of docs/azure-role.json, on the source and on the resource group where temporary disks are made.";
/** A refusal, with the service's own status and code. */
var ArmError = class extends UserError {
	status;
	serviceCode;
	constructor(status, serviceCode, error) {
		super(error.code, error.message, {
			...error.hint === void 0 ? {} : { hint: error.hint },
			cause: error.cause
		});
		this.status = status;
		this.serviceCode = serviceCode;
	}
};
function text(value) {
	return typeof value === "string" ? value : "";
}
function member(value, name) {
	return Reflect.get(Object(value), name);
}
/** The service's own sentence: its first line, and no address in it with a query. */
function sentence(message) {
	return (message.split(/[\r\n]/)[0] ?? "").slice(0, 300).replace(/https?:\/\/[^\s'"]+/g, (url) => redactUrl(url));
}
/** Status, code and message of the SDK's RestError, or of an operation that was accepted and then failed. */
function refusalOf(error) {
	const body = member(member(error, "details"), "error") ?? error;
	const status = member(error, "statusCode");
	return {
		status: typeof status === "number" ? status : 0,
		code: text(member(body, "code")) || text(member(error, "code")),
		message: text(member(body, "message")) || text(member(error, "message"))
	};
}
/** `what` begins the message. Our own errors pass through. */
function armFailure(error, what) {
	if (error instanceof UserError) return error;
	const { status, code, message } = refusalOf(error);
	const reason = [code || (status === 0 ? "" : `status ${status}`), sentence(message)].filter((part) => part !== "").join(": ");
	const says = `${what}: ${reason === "" ? "Azure refused" : reason}`;
	const wrapped = (kind, hint) => new ArmError(status, code, new UserError(kind, says, {
		hint,
		cause: error
	}));
	if (status === 404 || code.endsWith("NotFound")) return wrapped("TARGET_NOT_FOUND", "Check the resource ID, and that the identity may read it.");
	if (status === 401 || status === 403) return wrapped("TARGET_UNREADABLE", roleHint);
	if (status === 429 || status >= 500) return wrapped("NETWORK", "Try again later.");
	return wrapped("TARGET_UNREADABLE", "Azure says what is in the way; mend that, or scan a copy.");
}
/** A token that was not given, which the source of tokens takes for a registry's. */
function tokenFailure(error) {
	if (!(error instanceof UserError) || error.code !== "REGISTRY_DENIED") return error;
	return new UserError("TARGET_UNREADABLE", error.message, {
		hint: "Check the service connection or `az login`. The identity needs the role of docs/azure-role.json.",
		cause: error
	});
}
function isNotFound(error) {
	return error instanceof UserError && error.code === "TARGET_NOT_FOUND";
}
/** Refused as long as something else goes on with the resource: an export that was only just revoked, a creation. */
function isBusy(error) {
	return error instanceof ArmError && (error.status === 409 || error.serviceCode === "OperationNotAllowed");
}

// src/azure/compute/arm-compute.ts
/** A token is asked for again after as long; identity libraries keep theirs and give none with less left. */
const tokenLifeMs = 24e4;
/** Azure sends Retry-After; this is for where it does not. */
const pollMs = 1e3;
/** Versions of one image: a gallery holds fewer. */
const mostListed = 1e4;
function operationOf(what, start) {
	const poller = start();
	const accepted = poller.submitted().catch((error) => {
		throw armFailure(error, what);
	});
	accepted.catch(() => void 0);
	return {
		accepted,
		async done(signal) {
			await accepted;
			try {
				return await poller.pollUntilDone(signal === void 0 ? {} : { abortSignal: signal });
			} catch (error) {
				if (signal?.aborted === true) throw cancelled(signal, error);
				throw armFailure(error, what);
			}
		}
	};
}
/** Reads end with the run; writes and their polling do not: they are what cleans up after it. */
function armCompute({ cloud, accessToken, runtime, retry, ...options }) {
	const life = new AbortController();
	const http = createHttp({
		...runtime,
		signal: life.signal
	}, retry);
	const clients = /* @__PURE__ */ new Map();
	const reads = [];
	const poll = { updateIntervalInMs: options.pollMs ?? pollMs };
	let known;
	const credential = { async getToken() {
		const nowMs = runtime.now().getTime();
		if (known !== void 0 && (runtime.signal.aborted || known.expiresOnTimestamp > nowMs)) return {
			...known,
			expiresOnTimestamp: Math.max(known.expiresOnTimestamp, nowMs + 1e3)
		};
		known = {
			token: await accessToken(cloud.managementScope).catch((error) => {
				throw tokenFailure(error);
			}),
			expiresOnTimestamp: nowMs + tokenLifeMs
		};
		return known;
	} };
	async function connect(subscription) {
		const { ComputeManagementClient } = await import("./azure-arm-compute.mjs");
		return new ComputeManagementClient(credential, subscription, {
			endpoint: cloud.managementUrl,
			credentials: { scopes: [cloud.managementScope] },
			httpClient: { sendRequest: (request) => sendPipelineRequest(http, request) },
			retryOptions: { maxRetries: 0 }
		});
	}
	function client({ subscription }) {
		const found = clients.get(subscription) ?? connect(subscription);
		clients.set(subscription, found);
		return found;
	}
	async function read(path, ask) {
		reads.push(`GET ${path}`);
		try {
			return await ask();
		} catch (error) {
			if (runtime.signal.aborted) throw cancelled(runtime.signal, error);
			throw armFailure(error, path);
		}
	}
	const ending = () => ({ abortSignal: runtime.signal });
	async function* listed(group) {
		const { disks, snapshots } = await client(group);
		const kinds = [["disk", disks.listByResourceGroup(group.group, ending())], ["snapshot", snapshots.listByResourceGroup(group.group, ending())]];
		for (const [kind, pages] of kinds) for await (const { name, tags } of pages) if (name !== void 0) yield {
			id: {
				kind,
				...group,
				name
			},
			tags: tags ?? {}
		};
	}
	async function collect(items, what) {
		const found = [];
		for await (const item of items) {
			found.push(item);
			if (found.length > mostListed) throw new UserError("LIMIT_EXCEEDED", `${what}: more than ${mostListed} entries`);
		}
		return found;
	}
	return {
		reads,
		async disk(id) {
			const { disks } = await client(id);
			return read(resourcePath(id), () => disks.get(id.group, id.name, ending()));
		},
		async snapshot(id) {
			const { snapshots } = await client(id);
			return read(resourcePath(id), () => snapshots.get(id.group, id.name, ending()));
		},
		async image(id) {
			const { images } = await client(id);
			return read(resourcePath(id), () => images.get(id.group, id.name, ending()));
		},
		async galleryImage(id) {
			const { galleryImages } = await client(id);
			return read(resourcePath(id).replace(/\/versions\/[^/]+$/, ""), () => galleryImages.get(id.group, id.gallery, id.image, ending()));
		},
		async galleryVersion(id) {
			const { galleryImageVersions } = await client(id);
			return read(resourcePath(id), () => galleryImageVersions.get(id.group, id.gallery, id.image, id.version, ending()));
		},
		async galleryVersions(id) {
			const { galleryImageVersions } = await client(id);
			const path = resourcePath(id).replace(/\/[^/]+$/, "");
			const list = () => galleryImageVersions.listByGalleryImage(id.group, id.gallery, id.image, ending());
			return read(path, () => collect(list(), path));
		},
		listGroup(group) {
			const path = `/subscriptions/${group.subscription}/resourceGroups/${group.group}/providers/Microsoft.Compute/{disks,snapshots}`;
			return read(path, () => collect(listed(group), path));
		},
		async createDisk(id, body) {
			const { disks } = await client(id);
			return operationOf(`making ${resourcePath(id)}`, () => disks.createOrUpdate(id.group, id.name, body, poll));
		},
		async createSnapshot(id, body) {
			const { snapshots } = await client(id);
			return operationOf(`making ${resourcePath(id)}`, () => snapshots.createOrUpdate(id.group, id.name, body, poll));
		},
		async grant(id, seconds) {
			const { disks, snapshots } = await client(id);
			const kind = id.kind === "disk" ? disks : snapshots;
			const what = `access to ${resourcePath(id)}`;
			const data = {
				access: "Read",
				durationInSeconds: seconds
			};
			const operation = operationOf(what, () => kind.grantAccess(id.group, id.name, data, poll));
			return {
				accepted: operation.accepted,
				async done(signal) {
					const { accessSAS } = await operation.done(signal);
					if (accessSAS !== void 0 && accessSAS !== "") return accessSAS;
					throw new UserError("TARGET_UNREADABLE", `${what}: the answer has no address`);
				}
			};
		},
		async revoke(id) {
			const { disks, snapshots } = await client(id);
			const kind = id.kind === "disk" ? disks : snapshots;
			return operationOf(`revoking access to ${resourcePath(id)}`, () => kind.revokeAccess(id.group, id.name, poll));
		},
		async remove(id) {
			const { disks, snapshots } = await client(id);
			const kind = id.kind === "disk" ? disks : snapshots;
			return operationOf(`deleting ${resourcePath(id)}`, () => kind.delete(id.group, id.name, poll));
		},
		async close() {
			life.abort();
			await http.close();
		}
	};
}
/** The resource, or undefined where there is none of that name. */
async function ifThere(asked) {
	try {
		return await asked;
	} catch (error) {
		if (isNotFound(error)) return void 0;
		throw error;
	}
}

// src/azure/compute/clean-up.ts
/** After an abort: inside the hosts' grace, which ends the process. */
const startLimitMs = 4e3;
const startDelayMs = 500;
const busyTries = 5;
const busyDelayMs = 3e3;
async function unlessGone(asked) {
	try {
		await asked();
	} catch (error) {
		if (!isNotFound(error)) throw error;
	}
}
async function patiently(asked, patience) {
	const signal = patience.signal ?? new AbortController().signal;
	for (let tries = 1;; tries += 1) try {
		return await asked();
	} catch (error) {
		if (tries >= busyTries || !isBusy(error)) throw error;
		await pause(patience.busyDelayMs ?? busyDelayMs, signal);
	}
}
/** Revokes, and deletes what was made; waits for both. What is not there any more is done. Throws as the calls do. */
async function undo(arm, { id, made }, patience = {}) {
	const settled = async (operation) => (await operation).done(patience.signal);
	await patiently(() => unlessGone(() => settled(arm.revoke(id))), patience);
	if (made) await patiently(() => unlessGone(() => settled(arm.remove(id))), patience);
}
/** Sends both calls and waits for the end of neither; the second again and again until an export has ended. */
async function startUndoing(arm, entry) {
	await entry.sent;
	const accepted = async (operation) => (await operation).accepted;
	const patience = {
		busyDelayMs: startDelayMs,
		signal: AbortSignal.timeout(startLimitMs)
	};
	await patiently(() => unlessGone(() => accepted(arm.revoke(entry.id))), patience);
	if (entry.made) await patiently(() => unlessGone(() => accepted(arm.remove(entry.id))), patience);
}
/** Starts by itself when the run is aborted. */
function cleanUp({ arm, cloud, runtime, file, ...options }) {
	const { signal } = runtime;
	const entries = /* @__PURE__ */ new Map();
	let started;
	let isFinishing = false;
	const persist = () => {
		if (file !== void 0) writePendingFile(file, {
			cloud,
			resources: [...entries.values()]
		});
	};
	const warn = (id, error) => {
		const reason = error instanceof Error ? error.message : String(error);
		runtime.log.warn(`${resourcePath(id)} may be left behind in Azure: ${reason}`);
	};
	const start = () => {
		started ??= Promise.all([...entries.values()].map((entry) => startUndoing(arm, entry).catch((error) => warn(entry.id, error))));
	};
	const onAbort = () => {
		if (!isFinishing) start();
	};
	signal.addEventListener("abort", onAbort, { once: true });
	async function undoNoted(entry) {
		try {
			await entry.sent;
			await undo(arm, entry, { busyDelayMs: options.busyDelayMs });
			entries.delete(resourcePath(entry.id));
			persist();
		} catch (error) {
			if (!signal.aborted) warn(entry.id, error);
		}
	}
	return {
		async send(resource, call) {
			if (signal.aborted) throw cancelled(signal);
			const key = resourcePath(resource.id);
			const known = entries.get(key);
			const entry = known ?? {
				...resource,
				sent: Promise.resolve()
			};
			if (known === void 0) {
				entries.set(key, entry);
				try {
					persist();
				} catch (error) {
					entries.delete(key);
					throw error;
				}
			}
			const operation = call();
			const before = entry.sent;
			entry.sent = operation.then(({ accepted }) => accepted).then(() => before, () => before);
			return operation;
		},
		async finish() {
			if (!signal.aborted) {
				isFinishing = true;
				await orAborted(Promise.all([...entries.values()].map(undoNoted)), signal);
				isFinishing = false;
				if (signal.aborted && entries.size > 0) start();
			}
			signal.removeEventListener("abort", onAbort);
			if (started !== void 0) await orAborted(started, AbortSignal.timeout(startLimitMs));
			return [...entries.values()].map(({ id }) => id);
		}
	};
}
/** Waits for either. */
async function orAborted(work, signal) {
	let stop = () => void 0;
	const aborted = new Promise((resolve) => {
		stop = resolve;
		signal.addEventListener("abort", stop, { once: true });
		if (signal.aborted) resolve();
	});
	await Promise.race([work, aborted]);
	signal.removeEventListener("abort", stop);
}

// src/azure/compute/temporary.ts
const creator = "portcullis";
/** Beyond the access that is asked for: a run that still reads must not lose its disk to another run's sweep. */
const marginMs = 36e5;
/** Tag values have at most 256 characters. */
function tagsOf({ lifetimeSeconds, run }, runtime) {
	const expires = new Date(runtime.now().getTime() + lifetimeSeconds * 1e3 + marginMs);
	return {
		"created-by": creator,
		"portcullis-run": run.slice(0, 256),
		"expires-at": expires.toISOString()
	};
}
/** Whether tags and name say that a run made this, and that its time is over. */
function isOrphan(name, tags, now) {
	const expires = Date.parse(tags["expires-at"] ?? "");
	return name.startsWith("portcullis-") && tags["created-by"] === creator && expires < now.getTime();
}
/** A name that no other run has. */
function temporaryId(kind, making) {
	return {
		kind,
		...making.group,
		name: `${madePrefix}${randomBytes(8).toString("hex")}`
	};
}
function networkOf({ diskAccessId }) {
	return diskAccessId === void 0 ? { networkAccessPolicy: "AllowAll" } : {
		networkAccessPolicy: "AllowPrivate",
		diskAccessId
	};
}
/** A disk with the image's bytes; size and sectors are the image's own. */
function diskOfImage(parts, making, runtime) {
	const { reference, isGallery, location, osType, hyperVGeneration } = parts;
	return {
		location,
		sku: { name: "Standard_LRS" },
		tags: tagsOf(making, runtime),
		creationData: {
			createOption: "FromImage",
			...isGallery ? { galleryImageReference: reference } : { imageReference: reference }
		},
		...networkOf(making),
		...osType === "Linux" || osType === "Windows" ? { osType } : {},
		...hyperVGeneration === void 0 ? {} : { hyperVGeneration },
		...parts.securityType === void 0 ? {} : { securityProfile: { securityType: parts.securityType } },
		...parts.diskEncryptionSetId === void 0 ? {} : { encryption: {
			type: "EncryptionAtRestWithCustomerKey",
			diskEncryptionSetId: parts.diskEncryptionSetId
		} }
	};
}
/** These have incremental snapshots only. */
const incrementalOnly = /* @__PURE__ */ new Set(["UltraSSD_LRS", "PremiumV2_LRS"]);
/** A snapshot of a disk that is in use. It may leave Azure on the same ways as the disk itself, and no others. */
function snapshotOfDisk(id, disk, making, runtime) {
	const { networkAccessPolicy, publicNetworkAccess, dataAccessAuthMode, diskAccessId } = disk;
	const own = networkAccessPolicy === void 0 ? networkOf(making) : { networkAccessPolicy };
	const { diskEncryptionSetId, type } = disk.encryption ?? {};
	return {
		location: disk.location,
		sku: { name: "Standard_LRS" },
		tags: tagsOf(making, runtime),
		incremental: incrementalOnly.has(disk.sku?.name ?? ""),
		creationData: {
			createOption: "Copy",
			sourceResourceId: resourcePath(id)
		},
		...own,
		...diskAccessId === void 0 ? {} : { diskAccessId },
		...publicNetworkAccess === void 0 ? {} : { publicNetworkAccess },
		...dataAccessAuthMode === void 0 ? {} : { dataAccessAuthMode },
		...diskEncryptionSetId === void 0 || type === void 0 ? {} : { encryption: {
			type,
			diskEncryptionSetId
		} }
	};
}

// src/azure/compute/sweep.ts
async function undoAll(arm, resources, runtime) {
	const done = [];
	const left = [];
	await Promise.all(resources.map(async (resource) => {
		try {
			await undo(arm, resource, { signal: runtime.signal });
			done.push(resource);
		} catch (error) {
			left.push(resource);
			const reason = error instanceof Error ? error.message : String(error);
			runtime.log.warn(`${resourcePath(resource.id)} is left behind in Azure: ${reason}`);
		}
	}));
	return {
		done,
		left
	};
}
const pathsOf = (resources) => resources.map(({ id }) => resourcePath(id)).sort();
/**
* Removes what earlier runs left in a resource group: disks and snapshots by our name and tags whose time is over.
* Never throws but for an abort: a scan does not fail because of another one's leftovers.
*/
async function sweep(group, arm, runtime) {
	try {
		const { done, left } = await undoAll(arm, (await arm.listGroup(group)).filter(({ id, tags }) => isOrphan(id.name, tags, runtime.now())).map(({ id }) => ({
			id,
			made: true
		})), runtime);
		for (const path of pathsOf(done)) runtime.log.info(`${path}: left by an earlier run, deleted`);
		return {
			done: pathsOf(done),
			left: pathsOf(left)
		};
	} catch (error) {
		if (runtime.signal.aborted) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		runtime.log.warn(`what earlier runs left in ${group.group} cannot be looked for: ${reason}`);
		return {
			done: [],
			left: []
		};
	}
}
/**
* Undoes what a run noted in its file and did not undo, waits for it, and removes the file; without a file it does
* nothing. What could not be undone stays in the file and is warned of. Throws `TARGET_DAMAGED` for a file that is not
* ours.
*/
async function finishCleanup(path, options) {
	const pending = readPendingFile(path);
	if (pending === void 0) return {
		done: [],
		left: []
	};
	const own = options.cloud ?? cloudOfEnvironment(options.runtime.env);
	const cloud = own.name === pending.cloud ? own : azureCloud(pending.cloud);
	const { accessToken, runtime, retry, pollMs } = options;
	const arm = armCompute({
		cloud,
		accessToken,
		runtime,
		...retry === void 0 ? {} : { retry },
		...pollMs === void 0 ? {} : { pollMs }
	});
	try {
		const { done, left } = await undoAll(arm, pending.resources, runtime);
		if (left.length > 0) writePendingFile(path, {
			cloud: pending.cloud,
			resources: left
		});
		else rmSync(path, { force: true });
		return {
			done: pathsOf(done),
			left: pathsOf(left)
		};
	} finally {
		await arm.close();
	}
}

export { temporaryId as a, ifThere as c, snapshotOfDisk as i, sweep as n, cleanUp as o, diskOfImage as r, armCompute as s, finishCleanup as t };