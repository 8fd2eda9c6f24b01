import { f as newStatistics, n as openRemoteDisk } from "./shared-disks-block-cache.mjs";
import { t as createHttp } from "./shared-net-agent.mjs";

// src/gate/azure-disks.ts
/** Beyond the run's time limit: an access must not end in the midst of the last read. */
const marginSeconds = 600;
async function optionsOf({ access, resourceGroup, timeoutMs }) {
	const { azureCloud } = await import("./azure-compute-clouds.mjs");
	const { accessToken, cloud, cleanupFolder, run, mask } = access;
	return {
		accessToken,
		...cloud === void 0 ? {} : { cloud: azureCloud(cloud) },
		...cleanupFolder === void 0 ? {} : { cleanupFolder },
		...run === void 0 ? {} : { run },
		...mask === void 0 ? {} : { mask },
		...resourceGroup === void 0 ? {} : { resourceGroup },
		...timeoutMs === void 0 ? {} : { lifetimeSeconds: Math.ceil(timeoutMs / 1e3) + marginSeconds }
	};
}
/** Throws as `openAzureDisks` and `openRemoteDisk` do; everything is undone then. */
async function openAzureContainers(request, runtime) {
	const { openAzureDisks } = await import("./azure-compute-open-azure-disks.mjs");
	const opened = await openAzureDisks(request.reference, await optionsOf(request), runtime);
	const http = createHttp(runtime);
	const containers = [];
	const close = async () => {
		try {
			await Promise.all(containers.map(({ disk }) => disk.close()));
			await http.close();
		} finally {
			await opened.close();
		}
	};
	try {
		for (const { address, renew } of opened.disks) {
			const statistics = newStatistics();
			const { signal } = runtime;
			containers.push(await openRemoteDisk({
				http,
				address,
				renew,
				statistics,
				signal
			}));
		}
	} catch (error) {
		await close();
		throw error;
	}
	const coverage = [];
	for (const [at, { name }] of opened.disks.entries()) for (const { disk, kind, message } of opened.notices) {
		if (disk !== name) continue;
		if (kind === "shared-export") runtime.log.info(`${name}: ${message}`);
		else {
			const reason = `${name}: ${message}`;
			coverage.push({
				what: `volume:disk-${at + 1}`,
				status: "partial",
				reason,
				incomplete: true
			});
		}
	}
	return {
		containers,
		names: opened.disks.map(({ name }) => name),
		identity: opened.identity,
		coverage,
		close
	};
}

export { openAzureContainers };