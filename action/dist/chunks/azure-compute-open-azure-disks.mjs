import { a as temporaryId, c as ifThere, i as snapshotOfDisk, n as sweep, o as cleanUp, r as diskOfImage, s as armCompute } from "./shared-azure-compute-arm-compute.mjs";
import { a as diskScope, i as cloudOfEnvironment, o as storageScope, r as cloudOfBlobHost } from "./shared-azure-compute-clouds.mjs";
import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { t as cancelled } from "./shared-net-failure.mjs";
import { r as pause } from "./shared-net-agent.mjs";
import { c as parseResourceGroup, l as resourcePath, n as newPendingFile, o as parseAzureDiskId, s as parseExportable } from "./shared-azure-compute-pending-file.mjs";

// src/azure/compute/disk-access.ts
/** Between two looks at how far a snapshot of a fast disk is copied: it can be read when it is whole. */
const copyPollMs = 5e3;
/** What an address's query says about who may read: hidden whole, and its signature alone. */
function maskAddress(url, mask) {
	if (mask === void 0) return;
	const { search, searchParams } = new URL(url);
	if (search === "") return;
	mask(search.slice(1));
	const signature = searchParams.get("sig");
	if (signature === null || signature === "") return;
	mask(signature);
	mask(encodeURIComponent(signature));
}
async function bearer(run, scope) {
	const token = await run.options.accessToken(scope);
	run.options.mask?.(token);
	return { authorization: `Bearer ${token}` };
}
async function blobAddress(url, run) {
	maskAddress(url, run.options.mask);
	const { hostname, searchParams } = new URL(url);
	if (searchParams.has("sig")) return { url };
	if (cloudOfBlobHost(hostname) === void 0) throw new UserError("USAGE", `${hostname} is no storage account of Azure, and the address has no signature`, { hint: "Give the address with a SAS that may read (sp=r), or scan it as disk:ADDRESS." });
	return {
		url,
		headers: await bearer(run, storageScope)
	};
}
/** Makes what has to be made first, and gives what is then exported. */
async function exportable(source, run, undoing) {
	const { arm, runtime } = run;
	const { route } = source;
	switch (route.kind) {
		case "make-disk": {
			runtime.log.info(`making ${resourcePath(route.id)} from ${source.name}`);
			const making = {
				id: route.id,
				made: true
			};
			await (await undoing.send(making, () => arm.createDisk(route.id, route.body))).done(runtime.signal);
			return route.id;
		}
		case "make-snapshot": {
			runtime.log.info(`${source.name} is in use: making ${resourcePath(route.id)}`);
			const making = {
				id: route.id,
				made: true
			};
			let { completionPercent } = await (await undoing.send(making, () => arm.createSnapshot(route.id, route.body))).done(runtime.signal);
			while (completionPercent !== void 0 && completionPercent < 100) {
				await pause(run.options.pollMs ?? copyPollMs, runtime.signal);
				({completionPercent} = await arm.snapshot(route.id));
			}
			return route.id;
		}
		case "export": return route.id;
		case "blob": throw new Error("a blob is read as it is");
		default: return route;
	}
}
/** Throws as the calls do; what was made by then is in `undoing`. */
async function openDisk(source, run, undoing) {
	const { arm, making, options, runtime } = run;
	const { name, kind, lun, sizeBytes, route } = source;
	const facts = {
		name,
		kind,
		...lun === void 0 ? {} : { lun },
		...sizeBytes === void 0 ? {} : { sizeBytes }
	};
	if (route.kind === "blob") {
		const { url } = route.id;
		return {
			...facts,
			address: await blobAddress(url, run),
			renew: () => blobAddress(url, run)
		};
	}
	const id = await exportable(source, run, undoing);
	const made = route.kind !== "export";
	let isShared = route.kind === "export" && route.isShared;
	const grant = async () => {
		const call = () => arm.grant(id, making.lifetimeSeconds);
		if (isShared && runtime.signal.aborted) throw cancelled(runtime.signal);
		const url = await (isShared ? await call() : await undoing.send({
			id,
			made
		}, call)).done(runtime.signal);
		maskAddress(url, options.mask);
		return source.wantsToken ? {
			url,
			headers: await bearer(run, diskScope)
		} : { url };
	};
	const address = await grant();
	const renew = () => {
		runtime.log.debug(`${name}: access is asked for again`);
		isShared = false;
		return grant();
	};
	return {
		...facts,
		address,
		renew
	};
}

// src/azure/compute/gallery-version.ts
const gibibyte$1 = 1024 ** 3;
/** `West US` and `westus` are one region. */
const plain = (region) => region.replace(/\s/g, "").toLowerCase();
/** Undefined for what is no version of three numbers. */
function numbersOf(name) {
	const parts = /^(\d{1,10})\.(\d{1,10})\.(\d{1,10})$/.exec(name ?? "");
	return parts === null ? void 0 : parts.slice(1).map(Number);
}
/** Orders versions by their numbers. */
function compareVersions(left, right) {
	for (const [index, number] of left.entries()) {
		const difference = number - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
/** The highest one that is ready and not left out of `latest`; undefined where there is none. */
function latestVersion(versions) {
	let best;
	for (const version of versions) {
		const numbers = numbersOf(version.name);
		const { excludeFromLatest, targetRegions } = version.publishingProfile ?? {};
		const isOut = excludeFromLatest === true || targetRegions !== void 0 && targetRegions.length > 0 && targetRegions.every((region) => region.excludeFromLatest === true);
		if (numbers === void 0 || isOut || version.provisioningState !== "Succeeded") continue;
		if (best === void 0 || compareVersions(numbers, best.numbers) > 0) best = {
			version,
			numbers
		};
	}
	return best?.version;
}
async function versionOf(id, { arm }) {
	if (id.version !== "latest") return [id, await arm.galleryVersion(id)];
	const latest = latestVersion(await arm.galleryVersions(id));
	if (latest?.name === void 0) throw new UserError("TARGET_NOT_FOUND", `${resourcePath(id)}: the image has no latest version`, { hint: "Name a version, or publish one that is not left out of latest (excludeFromLatest)." });
	return [{
		...id,
		version: latest.name
	}, latest];
}
/** Where a disk can be made of the version: its own region if it is kept there. */
function regionOf(version) {
	const regions = version.publishingProfile?.targetRegions ?? [];
	const region = regions.find(({ name }) => plain(name) === plain(version.location)) ?? regions[0];
	return region === void 0 ? { location: version.location } : {
		location: plain(region.name),
		region
	};
}
/** What a disk of the image needs to be made at all, by the definition's feature; undefined: nothing. */
function securityTypeOf(image, region, path) {
	const feature = image.features?.find(({ name }) => name === "SecurityType")?.value;
	const inside = region?.encryption?.osDiskImage?.securityProfile?.confidentialVMEncryptionType;
	if (inside !== void 0 && inside !== "EncryptedVMGuestStateOnlyWithPmk") throw new ScanError("TARGET_UNSUPPORTED", path, "is encrypted inside, for confidential machines", { hint: "Scan the disk or snapshot that the version was made from, or accept the target by name in the policy." });
	if (feature === "TrustedLaunch") return feature;
	return feature === "ConfidentialVM" ? "ConfidentialVM_VMGuestStateOnlyEncryptedWithPlatformKey" : void 0;
}
/** Throws as `diskSources` does. */
async function gallerySources(named, asking) {
	const { arm, making, runtime } = asking;
	const [[id, version], image] = await Promise.all([versionOf(named, asking), arm.galleryImage(named)]);
	const path = resourcePath(id);
	const { osDiskImage, dataDiskImages = [] } = version.storageProfile ?? {};
	if (osDiskImage === void 0) throw new ScanError("TARGET_UNSUPPORTED", path, "has no disk of an operating system");
	const { location, region } = regionOf(version);
	const encryption = region?.encryption;
	const name = `${id.image}-${id.version}`;
	const common = {
		isGallery: true,
		location
	};
	const sourceOf = (sizeInGB, body) => ({
		...sizeInGB === void 0 ? {} : { sizeBytes: sizeInGB * gibibyte$1 },
		route: {
			kind: "make-disk",
			id: temporaryId("disk", making),
			body
		},
		wantsToken: false,
		notices: []
	});
	const os = diskOfImage({
		...common,
		reference: { id: path },
		osType: image.osType,
		hyperVGeneration: image.hyperVGeneration,
		securityType: securityTypeOf(image, region, path),
		diskEncryptionSetId: encryption?.osDiskImage?.diskEncryptionSetId
	}, making, runtime);
	const data = [...dataDiskImages].sort((left, right) => left.lun - right.lun).map(({ lun, sizeInGB }) => {
		const sets = encryption?.dataDiskImages?.find((each) => each.lun === lun);
		const body = diskOfImage({
			...common,
			reference: {
				id: path,
				lun
			},
			diskEncryptionSetId: sets?.diskEncryptionSetId
		}, making, runtime);
		return {
			name: `${name}-lun-${lun}`,
			kind: "data",
			lun,
			...sourceOf(sizeInGB, body)
		};
	});
	return {
		resourceId: path,
		version: id.version,
		disks: [{
			name,
			kind: "os",
			...sourceOf(osDiskImage.sizeInGB, os)
		}, ...data]
	};
}

// src/azure/compute/disk-source.ts
const gibibyte = 1024 ** 3;
/** States in which a disk's bytes are not to be had without a snapshot. */
const inUse = /* @__PURE__ */ new Set([
	"Attached",
	"Frozen",
	"ActiveSASFrozen"
]);
const uploading = /* @__PURE__ */ new Set(["ReadyToUpload", "ActiveUpload"]);
function refuseEncrypted(path) {
	return new ScanError("TARGET_UNSUPPORTED", path, "is encrypted inside, for a confidential machine", { hint: "Scan the image that it was made from, or accept the target by name in the policy." });
}
/** Refuses what cannot leave Azure at all, with the setting that says so. */
function checkExport(path, resource) {
	if (resource.networkAccessPolicy === "DenyAll") throw new UserError("TARGET_UNREADABLE", `${path}: its networkAccessPolicy is DenyAll`, { hint: "Allow the export for the scan (AllowAll, or AllowPrivate with a disk access), or scan the image it comes from." });
	if (resource.securityProfile?.securityType?.startsWith("ConfidentialVM_DiskEncrypted") === true) throw refuseEncrypted(path);
}
function noticesOf(name, { encryptionSettingsCollection: ade }) {
	if (ade?.enabled !== true) return [];
	return [{
		disk: name,
		kind: "azure-disk-encryption",
		message: "Azure Disk Encryption is on (encryptionSettingsCollection): its volumes are encrypted inside"
	}];
}
function sizeOf({ diskSizeBytes, diskSizeGB }) {
	const bytes = diskSizeBytes ?? (diskSizeGB === void 0 ? void 0 : diskSizeGB * gibibyte);
	return bytes === void 0 ? {} : { sizeBytes: bytes };
}
function exported(id, resource) {
	const isShared = resource.diskState === "ActiveSAS";
	const shared = isShared ? [{
		disk: id.name,
		kind: "shared-export",
		message: "is exported already: the scan reads beside that and leaves the export open"
	}] : [];
	return {
		name: id.name,
		kind: resource.osType === void 0 ? "data" : "os",
		...sizeOf(resource),
		route: {
			kind: "export",
			id,
			isShared
		},
		wantsToken: resource.dataAccessAuthMode === "AzureActiveDirectory",
		notices: [...noticesOf(id.name, resource), ...shared]
	};
}
function isInUse({ diskState, managedBy }) {
	if (diskState === void 0) return managedBy !== void 0;
	return inUse.has(diskState);
}
function diskSource(id, disk, { making, runtime }) {
	const path = resourcePath(id);
	if (uploading.has(disk.diskState ?? "")) throw new UserError("TARGET_UNREADABLE", `${path}: it is still being uploaded`, { hint: "Scan it when the upload has ended." });
	checkExport(path, disk);
	if (!isInUse(disk)) return exported(id, disk);
	const body = snapshotOfDisk(id, disk, making, runtime);
	return {
		...exported(id, disk),
		route: {
			kind: "make-snapshot",
			id: temporaryId("snapshot", making),
			body
		},
		notices: noticesOf(id.name, disk)
	};
}
async function ofDisk(id, asking) {
	const disk = await asking.arm.disk(id);
	return {
		resourceId: resourcePath(id),
		...disk.uniqueId === void 0 ? {} : { version: disk.uniqueId },
		disks: [diskSource(id, disk, asking)]
	};
}
async function ofSnapshot(id, { arm }) {
	const snapshot = await arm.snapshot(id);
	checkExport(resourcePath(id), snapshot);
	return {
		resourceId: resourcePath(id),
		...snapshot.uniqueId === void 0 ? {} : { version: snapshot.uniqueId },
		disks: [exported(id, snapshot)]
	};
}
/** What an image names and what still lives and can be exported as it is: nothing need be made then. */
async function living(disk, asking) {
	const snapshotId = parseExportable(disk.snapshot?.id ?? "");
	if (snapshotId?.kind === "snapshot") {
		const found = await ifThere(asking.arm.snapshot(snapshotId));
		if (found !== void 0 && found.networkAccessPolicy !== "DenyAll") return exported(snapshotId, found);
	}
	const diskId = parseExportable(disk.managedDisk?.id ?? "");
	if (diskId?.kind !== "disk") return void 0;
	const found = await ifThere(asking.arm.disk(diskId));
	return found !== void 0 && !isInUse(found) && found.networkAccessPolicy !== "DenyAll" ? exported(diskId, found) : void 0;
}
async function ofImage(id, asking) {
	const image = await asking.arm.image(id);
	const path = resourcePath(id);
	const { osDisk, dataDisks = [] } = image.storageProfile ?? {};
	if (osDisk === void 0) throw new ScanError("TARGET_UNSUPPORTED", path, "has no disk of an operating system");
	const of = async (disk) => {
		const lun = "lun" in disk ? disk.lun : void 0;
		const number = lun === void 0 ? {} : { lun };
		const own = {
			kind: lun === void 0 ? "os" : "data",
			...number
		};
		const alive = await living(disk, asking);
		if (alive !== void 0) return {
			...alive,
			...own
		};
		const reference = {
			id: path,
			...number
		};
		const { hyperVGeneration } = image;
		const ofOs = "osType" in disk ? {
			osType: disk.osType,
			hyperVGeneration
		} : {};
		const diskEncryptionSetId = disk.diskEncryptionSet?.id;
		const { location } = image;
		const parts = {
			reference,
			isGallery: false,
			location,
			diskEncryptionSetId,
			...ofOs
		};
		return {
			name: lun === void 0 ? id.name : `${id.name}-lun-${lun}`,
			...own,
			...disk.diskSizeGB === void 0 ? {} : { sizeBytes: disk.diskSizeGB * gibibyte },
			route: {
				kind: "make-disk",
				id: temporaryId("disk", asking.making),
				body: diskOfImage(parts, asking.making, asking.runtime)
			},
			wantsToken: false,
			notices: []
		};
	};
	const byLun = [...dataDisks].sort((left, right) => left.lun - right.lun);
	return {
		resourceId: path,
		disks: await Promise.all([osDisk, ...byLun].map(of))
	};
}
function ofBlob(id) {
	const { origin, pathname } = new URL(id.url);
	const name = pathname.slice(pathname.lastIndexOf("/") + 1);
	const route = {
		kind: "blob",
		id
	};
	return {
		resourceId: `${origin}${pathname}`,
		disks: [{
			name,
			kind: "os",
			route,
			wantsToken: false,
			notices: []
		}]
	};
}
/**
* The disks of a resource: the one with the operating system first, the others by LUN. Throws `USAGE` for what is none,
* `TARGET_NOT_FOUND`, `TARGET_UNREADABLE` (refused, or not to be exported), `TARGET_UNSUPPORTED` (encrypted inside).
*/
async function diskSources(reference, asking) {
	const id = parseAzureDiskId(reference);
	switch (id.kind) {
		case "disk": return ofDisk(id, asking);
		case "snapshot": return ofSnapshot(id, asking);
		case "image": return ofImage(id, asking);
		case "gallery-version": return gallerySources(id, asking);
		case "blob": return ofBlob(id);
		default: return id;
	}
}

// src/azure/compute/planned-calls.ts
function exportOf(id, isShared) {
	const path = resourcePath(id);
	return {
		before: [`POST ${path}/beginGetAccess`],
		after: isShared ? [] : [`POST ${path}/endGetAccess`]
	};
}
function stepsOf({ route }) {
	switch (route.kind) {
		case "export": return exportOf(route.id, route.isShared);
		case "make-disk":
		case "make-snapshot": {
			const path = resourcePath(route.id);
			const { before, after } = exportOf(route.id, false);
			return {
				before: [`PUT ${path}`, ...before],
				after: [...after, `DELETE ${path}`]
			};
		}
		case "blob": {
			const { origin, pathname } = new URL(route.id.url);
			return {
				before: [`GET ${origin}${pathname} (by ranges)`],
				after: []
			};
		}
		default: return route;
	}
}
/** Writes and reads that follow those that found the disks. Temporary names are this plan's own: a scan makes others. */
function plannedCalls(disks, group) {
	const steps = disks.map(stepsOf);
	const isMade = disks.some(({ route }) => route.kind.startsWith("make-"));
	const base = `/subscriptions/${group.subscription}/resourceGroups/${group.group}/providers/Microsoft.Compute`;
	return [
		...isMade ? [`GET ${base}/disks`, `GET ${base}/snapshots`] : [],
		...steps.flatMap(({ before }) => before),
		...steps.flatMap(({ after }) => after)
	];
}

// src/azure/compute/open-azure-disks.ts
/** Azure's own limit of an export's life. */
const mostSeconds = 5184e3;
function begin(reference, options, runtime) {
	const id = parseAzureDiskId(reference);
	const cloud = options.cloud ?? cloudOfEnvironment(runtime.env);
	const own = id.kind === "blob" ? {
		subscription: "",
		group: ""
	} : id;
	const { resourceGroup, diskAccessId, run = "", lifetimeSeconds = 3600 } = options;
	const making = {
		group: resourceGroup === void 0 || resourceGroup === "" ? {
			subscription: own.subscription,
			group: own.group
		} : parseResourceGroup(resourceGroup, own.subscription),
		lifetimeSeconds: Math.min(Math.max(60, Math.ceil(lifetimeSeconds)), mostSeconds),
		run,
		...diskAccessId === void 0 ? {} : { diskAccessId }
	};
	const { accessToken, retry, pollMs } = options;
	return {
		arm: armCompute({
			cloud,
			accessToken,
			runtime,
			...retry === void 0 ? {} : { retry },
			...pollMs === void 0 ? {} : { pollMs }
		}),
		cloud,
		making,
		options,
		runtime
	};
}
function wantsMaking({ disks }) {
	return disks.some(({ route }) => route.kind === "make-disk" || route.kind === "make-snapshot");
}
/**
* Opens the disks of a managed disk, snapshot, managed image, gallery image version or VHD blob (`parseAzureDiskId`).
* Nothing is made where the bytes can be had without; else a temporary disk or snapshot, after what earlier runs left
* there is removed. Throws `USAGE`, `TARGET_NOT_FOUND`, `TARGET_UNREADABLE`, `TARGET_UNSUPPORTED`, `NETWORK`,
* `CANCELLED`; whatever was made is then undone. The caller closes what it is given, in `finally`.
*/
async function openAzureDisks(reference, options, runtime) {
	const run = begin(reference, options, runtime);
	const { arm, cloud } = run;
	const folder = options.cleanupFolder;
	const undoing = cleanUp({
		arm,
		cloud: cloud.name,
		runtime,
		...folder === void 0 ? {} : { file: newPendingFile(folder) },
		...options.pollMs === void 0 ? {} : { busyDelayMs: options.pollMs }
	});
	let closing;
	const close = () => {
		closing ??= (async () => {
			const left = await undoing.finish();
			await arm.close();
			return { left: left.map((id) => resourcePath(id)) };
		})();
		return closing;
	};
	try {
		const sources = await diskSources(reference, run);
		if (wantsMaking(sources)) await sweep(run.making.group, arm, runtime);
		const disks = (await Promise.allSettled(sources.disks.map((source) => openDisk(source, run, undoing)))).map((result) => {
			if (result.status === "rejected") throw result.reason;
			return result.value;
		});
		const { resourceId, version } = sources;
		return {
			disks,
			identity: {
				resourceId,
				...version === void 0 ? {} : { version }
			},
			notices: sources.disks.flatMap(({ notices }) => notices),
			close
		};
	} catch (error) {
		await close();
		throw error;
	}
}
/** What `openAzureDisks` would call, without a write: only the reads are made. Throws as it does. */
async function planAzureDisks(reference, options, runtime) {
	const run = begin(reference, options, runtime);
	try {
		const { resourceId, version, disks } = await diskSources(reference, run);
		return {
			resourceId,
			...version === void 0 ? {} : { version },
			calls: [...run.arm.reads, ...plannedCalls(disks, run.making.group)],
			notices: disks.flatMap(({ notices }) => notices)
		};
	} finally {
		await run.arm.close();
	}
}

export { openAzureDisks, planAzureDisks };