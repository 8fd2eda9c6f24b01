import { a as updateCrc32, c as isZero, d as damaged, f as newStatistics, i as crc32c, l as inflateZstd, m as windowOf, n as openRemoteDisk, o as updateCrc32c, p as placeOf, r as crc32$1, s as Fields, t as openLocalDisk, u as mappedSource } from "./shared-disks-block-cache.mjs";
import { n as encodeName, r as lookUp, t as decodeName } from "./shared-trees-name-text.mjs";
import { t as createSkippedPaths } from "./shared-trees-skipped-paths.mjs";
import { n as UserError, t as ScanError } from "./shared-model-errors.mjs";
import { t as compileGlobs } from "./shared-trees-automaton.mjs";
import { n as NodeTree, t as prepareTree } from "./shared-filesystems-node-tree.mjs";
import { n as mergeCoverage } from "./shared-model-coverage.mjs";
import { t as createHttp } from "./shared-net-agent.mjs";
import { n as redactUrl, t as redactTarget } from "./shared-model-target.mjs";
import { promisify } from "node:util";
import { inflate } from "node:zlib";

// src/disks/coverage.ts
function rowOf$1({ number, name, content }) {
	const what = `volume:${number}`;
	switch (content.holds) {
		case "unread": return {
			what,
			status: "not-scanned",
			reason: `${name}: ${content.reason ?? `${content.title} is not read`}`,
			incomplete: true
		};
		case "nothing": return {
			what,
			status: "not-scanned",
			reason: `${name}: ${content.title}, which holds no files`,
			incomplete: false
		};
		case "member":
		case "files": return;
	}
}
/** Rows of all volumes that no file system will be read of, and of what could not even be listed. */
function machineCoverage({ volumes, unread }) {
	return [...volumes.map(rowOf$1).filter((row) => row !== void 0), ...unread.map(({ what, reason }) => ({
		what,
		status: "partial",
		reason,
		incomplete: true
	}))];
}

// src/disks/partitions/partition.ts
/** What is wrong with where the partitions lie. A byte in two of them has two readings. */
function placementFaults(partitions, diskBytes) {
	const faults = [];
	const sorted = partitions.toSorted((left, right) => left.offset - right.offset);
	let furthest;
	for (const partition of sorted) {
		const end = partition.offset + partition.size;
		if (end > diskBytes) faults.push(`partition ${partition.number} goes on to byte ${end}, beyond the disk's end (${diskBytes})`);
		if (furthest !== void 0 && partition.offset < furthest.offset + furthest.size) faults.push(`partitions ${furthest.number} and ${partition.number} overlap`);
		if (furthest === void 0 || end > furthest.offset + furthest.size) furthest = partition;
	}
	return faults.slice(0, 16);
}

// src/disks/partitions/gpt.ts
const sectorSizes = [512, 4096];
const headerBytes$5 = 92;
const unusedType = "00000000-0000-0000-0000-000000000000";
/** 128 is usual; more than this is no table that anybody wrote. */
const mostEntries$2 = 16384;
const mostEntryBytes = 4096;
const mostTableBytes = 4194304;
function isHeader(fields) {
	return fields.bytes.length >= headerBytes$5 && fields.text(0, 8) === "EFI PART";
}
function labelOf(fields) {
	const text = Buffer.from(fields.slice(56, 72)).toString("utf16le");
	const end = text.indexOf("\0");
	return end < 0 ? text : text.slice(0, end);
}
function parseEntries(fields, count, entryBytes, sectorBytes) {
	const partitions = [];
	const faults = [];
	for (let index = 0; index < count; index += 1) {
		const entry = new Fields(fields.slice(index * entryBytes, entryBytes), "GPT", index * entryBytes);
		const type = entry.guid(0);
		if (type === unusedType) continue;
		const number = index + 1;
		const first = entry.big64(32);
		const last = entry.big64(40);
		if (last < first || last > BigInt(Number.MAX_SAFE_INTEGER) / BigInt(sectorBytes)) {
			faults.push(`partition ${number} lies in sectors ${first} to ${last}, which cannot be`);
			continue;
		}
		partitions.push({
			number,
			offset: Number(first) * sectorBytes,
			size: Number(last - first + 1n) * sectorBytes,
			type,
			uuid: entry.guid(16),
			label: labelOf(entry)
		});
	}
	return {
		partitions,
		faults: faults.slice(0, 16)
	};
}
/** A header with its entries. Throws ScanError where a checksum or a number is wrong. */
async function readHeader(disk, lba, sectorBytes) {
	const offset = lba * sectorBytes;
	const fields = new Fields(await disk.read(offset, sectorBytes), disk.name, offset);
	if (!isHeader(fields)) throw damaged(fields.where(), "no GPT header is there");
	const length = fields.u32(12);
	if (length < headerBytes$5 || length > sectorBytes) throw damaged(fields.where(12), `a GPT header cannot have ${length} bytes`);
	const blanked = Uint8Array.from(fields.slice(0, length));
	blanked.fill(0, 16, 20);
	if (crc32$1(blanked) !== fields.u32(16)) throw damaged(fields.where(16), "the GPT header's checksum is wrong");
	if (fields.u64(24) !== lba) throw damaged(fields.where(24), "the GPT header is of another place");
	const count = fields.u32(80);
	const entryBytes = fields.u32(84);
	if (count > mostEntries$2 || entryBytes < 128 || entryBytes > mostEntryBytes || count * entryBytes > mostTableBytes) throw damaged(fields.where(80), `${count} GPT entries of ${entryBytes} bytes cannot be`);
	const at = fields.u64(72) * sectorBytes;
	const table = new Fields(await disk.read(at, count * entryBytes), disk.name, at);
	if (crc32$1(table.slice(0, count * entryBytes)) !== fields.u32(88)) throw damaged(table.where(), "the checksum of the GPT entries is wrong");
	const { partitions, faults } = parseEntries(table, count, entryBytes, sectorBytes);
	return {
		sectorBytes,
		otherLba: fields.u64(32),
		partitions,
		faults
	};
}
async function attempt(disk, lba, sectorBytes) {
	try {
		return { header: await readHeader(disk, lba, sectorBytes) };
	} catch (error) {
		return { error: error instanceof Error ? error.message : String(error) };
	}
}
/** The sector size at which a header is signed, damaged or not. */
async function signedSectorBytes(disk) {
	const head = await disk.read(0, 8192);
	for (const size of sectorSizes) if (isHeader(new Fields(head.subarray(size, size + headerBytes$5), disk.name, size))) return size;
}
function lastLba(disk, sectorBytes) {
	return Math.floor(disk.size / sectorBytes) - 1;
}
function samePartitions(left, right) {
	return JSON.stringify(left.partitions) === JSON.stringify(right.partitions);
}
function tableOf(disk, header, notes) {
	return {
		scheme: "gpt",
		sectorBytes: header.sectorBytes,
		partitions: header.partitions,
		notes,
		unread: [...header.faults, ...placementFaults(header.partitions, disk.size)]
	};
}
/**
* The table; undefined where there is none. `isProtected`: sector 0 says that there is one, so that the copy at the end
* is looked for even where the first header is gone. The kernel's order: the first header, then the copy.
* Throws ScanError where both are damaged.
*/
async function readGpt(disk, isProtected, sectorBytes) {
	const signed = await signedSectorBytes(disk);
	if (signed === void 0 && !isProtected) return void 0;
	const sizes = [.../* @__PURE__ */ new Set([signed ?? sectorBytes ?? 512, ...sectorSizes])];
	const errors = [];
	for (const size of sizes) {
		const first = signed === void 0 || signed === size ? await attempt(disk, 1, size) : void 0;
		if (first !== void 0 && "header" in first) {
			const { header } = first;
			const copy = await attempt(disk, header.otherLba, size);
			return tableOf(disk, header, "error" in copy ? [`the GPT's copy at the end cannot be used (${copy.error})`] : samePartitions(header, copy.header) ? [] : ["the GPT and its copy at the end name other partitions; the first was used"]);
		}
		const copy = await attempt(disk, lastLba(disk, size), size);
		if ("header" in copy) return tableOf(disk, copy.header, [`the GPT at the start cannot be used (${first?.error ?? "not there"}); its copy at the end was`]);
		errors.push(...first === void 0 ? [] : [first.error], copy.error);
	}
	throw damaged(disk.name, `its GPT and the copy at the end are damaged: ${errors.slice(0, 2).join("; ")}`, "Repair the table (gdisk, recovery menu) or export the disk again.");
}

// src/disks/partitions/mbr.ts
const recordBytes$1 = 512;
const entriesAt = 446;
const extendedTypes = /* @__PURE__ */ new Set([
	5,
	15,
	133
]);
const protectiveType = 238;
const mostLogical$1 = 128;
function isSigned(fields) {
	return fields.bytes.length >= recordBytes$1 && fields.u16(510) === 43605;
}
function entriesOf$1(fields) {
	return [
		0,
		1,
		2,
		3
	].map((index) => {
		const at = entriesAt + 16 * index;
		return {
			status: fields.u8(at),
			type: fields.u8(at + 4),
			start: fields.u32(at + 8),
			length: fields.u32(at + 12)
		};
	});
}
function isUsed(entry) {
	return entry.type !== 0 && entry.length > 0;
}
/** Whether sector 0 says that a GPT follows. */
function isProtectiveMbr(sector) {
	const fields = new Fields(sector, "MBR", 0);
	return isSigned(fields) && entriesOf$1(fields).some(({ type }) => type === protectiveType);
}
/** A boot sector of FAT, exFAT or NTFS is signed as an MBR is: the whole disk is a volume then. */
function hasBootSector(fields) {
	const jump = fields.u8(0);
	if (jump !== 235 && jump !== 233) return false;
	if (/^(?:NTFS|EXFAT|-FVE-FS-)/.test(fields.text(3, 8))) return true;
	const clusterSectors = fields.u8(13);
	return [
		512,
		1024,
		2048,
		4096
	].includes(fields.u16(11)) && clusterSectors !== 0 && (clusterSectors & clusterSectors - 1) === 0 && fields.u16(14) > 0 && [1, 2].includes(fields.u8(16));
}
/** The logical partitions. Each record names one, and the next record relative to the extended partition's start. */
async function readChain(disk, extended, sectorBytes, identity) {
	const partitions = [];
	const seen = /* @__PURE__ */ new Set();
	let record = extended.start;
	const stop = (reason) => ({
		partitions,
		unread: [`the logical partitions after number ${4 + partitions.length} are lost: ${reason}`]
	});
	for (;;) {
		const offset = record * sectorBytes;
		const where = placeOf(disk, offset);
		if (seen.has(record)) return stop(`the extended boot records lead back to ${where}`);
		if (seen.size >= mostLogical$1) return stop(`there are more than ${mostLogical$1}`);
		seen.add(record);
		const fields = new Fields(await disk.read(offset, recordBytes$1), disk.name, offset);
		if (!isSigned(fields)) return stop(`no extended boot record is at ${where}`);
		const entries = entriesOf$1(fields);
		for (const entry of entries) {
			if (!isUsed(entry) || extendedTypes.has(entry.type)) continue;
			const number = 5 + partitions.length;
			partitions.push({
				number,
				offset: offset + entry.start * sectorBytes,
				size: entry.length * sectorBytes,
				type: typeText(entry.type),
				uuid: identity(number)
			});
		}
		const next = entries.find((entry) => isUsed(entry) && extendedTypes.has(entry.type));
		if (next === void 0) return {
			partitions,
			unread: []
		};
		record = extended.start + next.start;
	}
}
function typeText(type) {
	return `0x${type.toString(16).padStart(2, "0")}`;
}
/** The table; undefined where sector 0 holds none, or the boot sector of a file system instead. */
async function readMbr(disk, sectorBytes) {
	const fields = new Fields(await disk.read(0, recordBytes$1), disk.name, 0);
	if (!isSigned(fields)) return void 0;
	const entries = entriesOf$1(fields);
	const used = entries.filter(isUsed);
	if (!entries.every(({ status }) => status === 0 || status === 128) || used.length === 0 || used.some(({ start }) => start === 0)) return void 0;
	const isVolumeToo = hasBootSector(fields);
	const fits = used.every(({ start }) => start * sectorBytes < disk.size);
	if (isVolumeToo && !fits) return void 0;
	const signature = fields.u32(440).toString(16).padStart(8, "0");
	const identity = (number) => `${signature}-${number.toString(16).padStart(2, "0")}`;
	const partitions = [];
	const unread = [];
	if (isVolumeToo) unread.push("sector 0 is a boot sector and a partition table at once");
	let logical;
	for (const [index, entry] of entries.entries()) {
		if (!isUsed(entry)) continue;
		const number = index + 1;
		if (extendedTypes.has(entry.type)) {
			if (logical === void 0) logical = await readChain(disk, entry, sectorBytes, identity);
			else unread.push(`partition ${number} is a second extended one, which is not read`);
			continue;
		}
		partitions.push({
			number,
			offset: entry.start * sectorBytes,
			size: entry.length * sectorBytes,
			type: typeText(entry.type),
			uuid: identity(number)
		});
	}
	const all = [...partitions, ...logical?.partitions ?? []];
	return {
		scheme: "mbr",
		sectorBytes,
		partitions: all,
		notes: [],
		unread: [
			...unread,
			...logical?.unread ?? [],
			...placementFaults(all, disk.size)
		]
	};
}

// src/disks/partitions/table.ts
/** `sectorBytes` where the container knows it. Throws ScanError where a table is there and cannot be read at all. */
async function readPartitionTable(disk, sectorBytes) {
	const sector = await disk.read(0, 512);
	const gpt = await readGpt(disk, isProtectiveMbr(sector), sectorBytes);
	if (gpt !== void 0) return gpt;
	return await readMbr(disk, sectorBytes ?? 512) ?? {
		scheme: "none",
		sectorBytes: sectorBytes ?? 512,
		partitions: [],
		notes: [],
		unread: []
	};
}

// src/disks/volumes/lvm-text.ts
const deepest$3 = 16;
const space = /[\s,]*(?:#[^\n]*[\s,]*)*/y;
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]=]|[^\s"{}[\]=,#]+/y;
/** Linear in the text. Throws ScanError with the offset of what is not understood. */
function parseLvmText(text, name) {
	let at = 0;
	function fail(message) {
		throw damaged(`${name}, LVM2 description, character ${at}`, message);
	}
	function next() {
		space.lastIndex = at;
		at += space.exec(text)?.[0].length ?? 0;
		if (at >= text.length) return void 0;
		token.lastIndex = at;
		const found = token.exec(text)?.[0];
		if (found === void 0) return fail("is not understood");
		at += found.length;
		return found;
	}
	function scalar(word) {
		if (word.startsWith("\"")) return word.slice(1, -1).replace(/\\(.)/gs, "$1");
		const number = Number(word);
		return Number.isFinite(number) ? number : word;
	}
	function value() {
		const first = next();
		if (first === void 0 || first === "{" || first === "}" || first === "=" || first === "]") return fail("a value is missing");
		if (first !== "[") return scalar(first);
		const list = [];
		for (;;) {
			const word = next();
			if (word === "]") return list;
			if (word === void 0 || word === "[" || word === "{" || word === "}" || word === "=") return fail("a list has no end");
			list.push(scalar(word));
		}
	}
	function section(depth) {
		if (depth > deepest$3) return fail("sections lie too deep in one another");
		const values = /* @__PURE__ */ new Map();
		const sections = /* @__PURE__ */ new Map();
		for (;;) {
			const name = next();
			if (name === void 0 || name === "}") {
				if (name === void 0 !== (depth === 0)) return fail("braces do not match");
				return {
					values,
					sections
				};
			}
			const sign = next();
			if (values.has(name) || sections.has(name)) return fail("a name stands twice");
			if (sign === "=") values.set(name, value());
			else if (sign === "{") sections.set(name, section(depth + 1));
			else return fail("neither a value nor a section follows a name");
		}
	}
	return section(0);
}

// src/disks/volumes/lvm-group.ts
const sectorBytes$1 = 512;
var Reader = class Reader {
	#section;
	#where;
	constructor(section, where) {
		this.#section = section;
		this.#where = where;
	}
	fail(message) {
		throw damaged(this.#where, message);
	}
	text(name, otherwise) {
		const value = this.#section.values.get(name) ?? otherwise;
		return typeof value === "string" ? value : this.fail(`${name} is missing`);
	}
	/** A whole number from 0. */
	count(name, otherwise) {
		const value = this.#section.values.get(name) ?? otherwise;
		if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) return this.fail(`${name} is missing or no count`);
		return value;
	}
	list(name) {
		const value = this.#section.values.get(name) ?? [];
		return Array.isArray(value) ? value : [];
	}
	children(name) {
		return [...(name === void 0 ? this.#section : this.#section.sections.get(name))?.sections ?? []].map(([key, section]) => [key, new Reader(section, `${this.#where} ${key}`)]);
	}
};
function stripesOf(reader) {
	const list = reader.list("stripes");
	const stripes = [];
	for (let index = 0; index < list.length; index += 2) {
		const physical = list[index];
		const firstExtent = list[index + 1];
		if (typeof physical !== "string" || typeof firstExtent !== "number" || !Number.isSafeInteger(firstExtent) || firstExtent < 0) return reader.fail("its stripes are no pairs of a name and an extent");
		stripes.push({
			physical,
			firstExtent
		});
	}
	return stripes;
}
function segmentOf(reader) {
	const stripes = stripesOf(reader);
	const segment = {
		firstExtent: reader.count("start_extent"),
		extents: reader.count("extent_count"),
		type: reader.text("type"),
		stripes,
		stripeBytes: reader.count("stripe_size", 0) * sectorBytes$1
	};
	if (segment.type !== "striped") return segment;
	if (stripes.length === 0 || stripes.length !== reader.count("stripe_count")) return reader.fail("it has another number of stripes than it says");
	if (stripes.length > 1 && (segment.stripeBytes === 0 || segment.extents % stripes.length !== 0)) return reader.fail("its extents cannot be dealt out over its stripes");
	return segment;
}
function logicalOf(name, reader, extentBytes) {
	const segments = reader.children().filter(([key]) => /^segment\d+$/.test(key)).map(([, child]) => segmentOf(child)).sort((left, right) => left.firstExtent - right.firstExtent);
	let extents = 0;
	for (const segment of segments) {
		if (segment.firstExtent !== extents || segment.extents === 0) return reader.fail("its segments leave a gap or overlap");
		extents += segment.extents;
	}
	if (!Number.isSafeInteger(extents * extentBytes)) return reader.fail("it is larger than any disk");
	return {
		name,
		uuid: reader.text("id"),
		extents,
		segments,
		isVisible: reader.list("status").includes("VISIBLE")
	};
}
/** The names of the volumes that snapshots keep their blocks in, and of origins that a snapshot is merging into. */
function snapshotsOf(volumes) {
	const names = /* @__PURE__ */ new Set();
	for (const [, volume] of volumes) for (const [, segment] of volume.children()) {
		if (segment.text("type", "") !== "snapshot") continue;
		const store = segment.text("cow_store", "");
		if (store !== "") names.add(store);
		else {
			names.add(segment.text("merging_store", ""));
			names.add(segment.text("origin", ""));
		}
	}
	return names;
}
/** Throws ScanError where the description is not one or its numbers cannot be. */
function parseVolumeGroup(text, where) {
	const root = new Reader(parseLvmText(text, where), `${where}, LVM2 description`);
	const groups = root.children();
	const [only] = groups;
	if (only === void 0 || groups.length !== 1) return root.fail("does not name one group");
	const [name, group] = only;
	const extentBytes = group.count("extent_size") * sectorBytes$1;
	if (extentBytes === 0) return group.fail("extents cannot have no bytes");
	const physical = /* @__PURE__ */ new Map();
	for (const [key, reader] of group.children("physical_volumes")) physical.set(key, {
		uuid: reader.text("id").replaceAll("-", ""),
		device: reader.text("device", ""),
		start: reader.count("pe_start") * sectorBytes$1,
		extents: reader.count("pe_count")
	});
	const volumes = group.children("logical_volumes");
	return {
		name,
		uuid: group.text("id"),
		sequence: group.count("seqno"),
		extentBytes,
		physical,
		logical: volumes.map(([key, reader]) => logicalOf(key, reader, extentBytes)),
		snapshots: snapshotsOf(volumes)
	};
}

// src/disks/volumes/lvm-label.ts
const sectorBytes = 512;
/** The label is in one of the first four sectors. */
const labelSectors = 4;
/** lvm2's checksums start here and are not inverted at the end. */
const firstRegister = 4120356559;
const areaHeaderBytes = 512;
const areaMagic = " LVM2 x[5A%r0N*>";
/** Locations in a label, and areas that are read of one volume. */
const mostAreas = 16;
/** Of one description; lvm2's default area has 1 MiB. */
const mostTextBytes = 16777216;
const ignored = 1;
const used = 1;
const wholeTextBudget = 67108864;
function sum(bytes) {
	return updateCrc32(firstRegister, bytes);
}
/** The label's sector within the volume's first 2 KiB; undefined where there is none. */
function lvmLabelSector(head) {
	for (let sector = 0; sector < labelSectors; sector += 1) {
		const at = sector * sectorBytes;
		if (at + sectorBytes > head.length) return void 0;
		const fields = new Fields(head.subarray(at, at + sectorBytes), "label", at);
		if (fields.text(0, 8) === "LABELONE" && fields.text(24, 8) === "LVM2 001") return sector;
	}
}
/** Offset and size pairs, ended by a zero offset. */
function areasOf(fields, start) {
	const areas = [];
	for (let at = start;; at += 16) {
		const offset = fields.u64(at);
		if (offset === 0) return {
			areas,
			end: at + 16
		};
		if (areas.length >= mostAreas) throw damaged(fields.where(at), "the list of areas has no end");
		areas.push({
			offset,
			size: fields.u64(at + 8)
		});
	}
}
/** The description that an area's header points at; undefined where it holds none or says to ignore it. */
async function readText$1(volume, area, budget) {
	const header = new Fields(await volume.read(area.offset, areaHeaderBytes), volume.name, area.offset);
	if (header.text(4, 16) !== areaMagic) throw damaged(header.where(4), "no LVM2 metadata area is there");
	if (sum(header.slice(4, 508)) !== header.u32(0)) throw damaged(header.where(), "the LVM2 metadata header's checksum is wrong");
	const offset = header.u64(40);
	const size = header.u64(48);
	if (offset === 0 || (header.u32(60) & ignored) !== 0) return void 0;
	if (size > mostTextBytes || offset < areaHeaderBytes || offset > area.size || size > area.size) throw damaged(header.where(40), `an LVM2 description cannot lie at ${offset}, ${size} bytes`);
	budget.bytes -= size;
	if (budget.bytes < 0) throw damaged(header.where(48), "the LVM2 descriptions are longer than any group needs");
	const first = Math.min(size, area.size - offset);
	const parts = [await volume.read(area.offset + offset, first), await volume.read(area.offset + areaHeaderBytes, size - first)];
	const bytes = Buffer.concat(parts);
	if (bytes.length < size || sum(bytes) !== header.u32(56)) throw damaged(header.where(56), "the LVM2 description's checksum is wrong");
	const text = bytes.toString("utf8");
	const end = text.indexOf("\0");
	return end < 0 ? text : text.slice(0, end);
}
/** The extension behind the areas says it from its version 2 on. */
function usedOf(fields, metadata) {
	if (fields.u32(metadata.end) >= 2) return (fields.u32(metadata.end + 4) & used) !== 0;
	return metadata.areas.length > 0 ? false : void 0;
}
/** Throws ScanError where the label itself is damaged or missing. */
async function readLvmLabel(volume, budget) {
	const head = await volume.read(0, labelSectors * sectorBytes);
	const sector = lvmLabelSector(head);
	if (sector === void 0) throw damaged(volume.name, "has no LVM2 label");
	const at = sector * sectorBytes;
	const fields = new Fields(head.subarray(at, at + sectorBytes), volume.name, at);
	if (sum(fields.slice(20, 492)) !== fields.u32(16)) throw damaged(fields.where(16), "the LVM2 label's checksum is wrong");
	const body = fields.u32(20);
	const uuid = fields.text(body, 32);
	const metadata = areasOf(fields, areasOf(fields, body + 40).end);
	const texts = [];
	const faults = [];
	for (const area of metadata.areas) try {
		const text = await readText$1(volume, area, budget);
		if (text !== void 0) texts.push(text);
	} catch (error) {
		faults.push(error instanceof Error ? error.message : String(error));
	}
	return {
		uuid,
		texts,
		faults,
		isUsed: usedOf(fields, metadata)
	};
}

// src/disks/volumes/lvm.ts
function messageOf$1(error) {
	return error instanceof Error ? error.message : String(error);
}
/** A physical volume's UUID as LVM's tools print it. */
function hyphened$1(uuid) {
	return uuid.replace(/^(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})$/, "$1-$2-$3-$4-$5-$6-$7");
}
/** Of each group the description that was written last, over all copies on all volumes. */
function latestGroups(physicals, unread, notes) {
	const groups = /* @__PURE__ */ new Map();
	for (const { volume, label } of physicals) {
		notes.push(...label.faults);
		for (const text of label.texts) try {
			const group = parseVolumeGroup(text, volume.name);
			const known = groups.get(group.uuid);
			if (known === void 0 || known.sequence < group.sequence) groups.set(group.uuid, group);
		} catch (error) {
			unread.push(messageOf$1(error));
		}
	}
	return [...groups.values()];
}
function refusalOf(volume, group, present) {
	if (group.snapshots.has(volume.name)) return "is an LVM snapshot or is being merged with one";
	for (const { type, stripes, stripeBytes, extents } of volume.segments) {
		if (type !== "striped") return `is of LVM's type ${type}; linear and striped ones are read`;
		for (const stripe of stripes) {
			const physical = group.physical.get(stripe.physical);
			if (physical === void 0) return `lies on ${stripe.physical}, which is no physical volume`;
			if (stripe.firstExtent + extents / stripes.length > physical.extents) return `lies beyond the end of physical volume ${hyphened$1(physical.uuid)}`;
			if (!present.has(physical.uuid)) {
				const was = physical.device === "" ? "" : ` (it was ${physical.device})`;
				return `lies on physical volume ${hyphened$1(physical.uuid)}${was}, which is not among the disks: name all disks of the machine, as disk:A,B`;
			}
		}
		if (stripes.length > 1 && stripeBytes > group.extentBytes) return "has stripes above an extent";
	}
}
/** The segment that holds an extent; they are in order and without gaps. */
function segmentAt(segments, extent) {
	let low = 0;
	let high = segments.length - 1;
	while (low < high) {
		const middle = low + high + 1 >> 1;
		if ((segments[middle]?.firstExtent ?? 0) <= extent) low = middle;
		else high = middle - 1;
	}
	return segments[low];
}
function bytesOf(volume, group, present) {
	const { extentBytes } = group;
	return mappedSource({
		name: `${group.name}/${volume.name}`,
		size: volume.extents * extentBytes,
		async locate(offset) {
			const segment = segmentAt(volume.segments, Math.floor(offset / extentBytes));
			if (segment === void 0) return {
				kind: "zeros",
				length: 0
			};
			const within = offset - segment.firstExtent * extentBytes;
			const rest = segment.extents * extentBytes - within;
			const width = segment.stripes.length;
			const chunkBytes = width === 1 ? segment.extents * extentBytes : segment.stripeBytes;
			const chunk = Math.floor(within / chunkBytes);
			const inChunk = within - chunk * chunkBytes;
			const stripe = segment.stripes[chunk % width];
			const physical = group.physical.get(stripe?.physical ?? "");
			const source = present.get(physical?.uuid ?? "");
			if (stripe === void 0 || physical === void 0 || source === void 0) return {
				kind: "zeros",
				length: 0
			};
			return {
				kind: "stored",
				source,
				offset: physical.start + stripe.firstExtent * extentBytes + Math.floor(chunk / width) * chunkBytes + inChunk,
				length: Math.min(rest, chunkBytes - inChunk)
			};
		},
		async close() {}
	});
}
/** Reads the labels of all physical volumes and puts the logical ones together. Throws nothing about their content. */
async function readLvm(volumes) {
	const unread = [];
	const notes = [];
	const physicals = [];
	const present = /* @__PURE__ */ new Map();
	const twice = /* @__PURE__ */ new Set();
	const budget = { bytes: wholeTextBudget };
	for (const volume of volumes) try {
		const label = await readLvmLabel(volume, budget);
		physicals.push({
			volume,
			label
		});
		if (present.has(label.uuid)) twice.add(label.uuid);
		present.set(label.uuid, volume);
	} catch (error) {
		unread.push(messageOf$1(error));
	}
	for (const uuid of twice) {
		present.delete(uuid);
		unread.push(`physical volume ${hyphened$1(uuid)} is there twice: name each disk once`);
	}
	const groups = latestGroups(physicals, unread, notes);
	const described = new Set(groups.flatMap((group) => [...group.physical.values()].map(({ uuid }) => uuid)));
	for (const { volume, label } of physicals) {
		if (described.has(label.uuid)) continue;
		if (label.isUsed === false && label.texts.length === 0 && label.faults.length === 0) notes.push(`${volume.name} is a physical volume of no group`);
		else unread.push(`no description names physical volume ${hyphened$1(label.uuid)} (${volume.name})`);
	}
	const found = [];
	for (const group of groups) for (const volume of group.logical) {
		if (!volume.isVisible) continue;
		const reason = refusalOf(volume, group, present);
		found.push({
			group: group.name,
			name: volume.name,
			uuid: volume.uuid,
			sizeBytes: volume.extents * group.extentBytes,
			...reason === void 0 ? { bytes: bytesOf(volume, group, present) } : { reason }
		});
	}
	const byName = (left, right) => left.group < right.group || left.group === right.group && left.name < right.name ? -1 : 1;
	return {
		volumes: found.sort(byName),
		unread,
		notes
	};
}

// src/disks/volumes/identity.ts
function hyphened(bytes) {
	if (bytes.every((byte) => byte === 0)) return void 0;
	return Buffer.from(bytes).toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
/** Text up to a NUL; undefined where there is none. */
function labelAt(fields, at, length) {
	const [text = ""] = Buffer.from(fields.slice(at, length)).toString("utf8").split("\0", 1);
	return text.trimEnd() === "" ? void 0 : text.trimEnd();
}
function identity(uuid, label) {
	return {
		...uuid === void 0 ? {} : { uuid },
		...label === void 0 ? {} : { label }
	};
}
/** The volume's serial number and the label of its boot sector, which mkfs and fatlabel keep beside the folder's entry. */
function fatIdentity(fields) {
	const at = fields.u16(22) === 0 ? 64 : 36;
	if (fields.u8(at + 2) !== 41) return {};
	const serial = fields.u32(at + 3).toString(16).toUpperCase().padStart(8, "0");
	const label = labelAt(fields, at + 7, 11);
	return identity(`${serial.slice(0, 4)}-${serial.slice(4)}`, label === "NO NAME" ? void 0 : label);
}
/** The UUID is text in both versions; only the second has a label. */
function luksIdentity(fields) {
	const label = fields.be16(6) === 2 ? labelAt(fields, 24, 48) : void 0;
	return identity(labelAt(fields, 168, 40), label);
}
/** `head`: the volume's first 68 KiB. Empty where the kind has no names, or the volume is shorter than they need. */
function identityOf(kind, head) {
	const fields = new Fields(head, "volume", 0);
	const both = (uuidAt, labelFrom, labelBytes) => head.length < Math.max(uuidAt + 16, labelFrom + labelBytes) ? {} : identity(hyphened(fields.slice(uuidAt, 16)), labelAt(fields, labelFrom, labelBytes));
	switch (kind) {
		case "ext":
		case "ext-journal": return both(1128, 1144, 16);
		case "xfs": return both(32, 108, 12);
		case "btrfs": return both(65568, 65835, 256);
		case "swap": return both(1036, 1052, 16);
		case "luks": return head.length < 512 ? {} : luksIdentity(fields);
		case "ntfs": return head.length < 512 ? {} : identity(fields.big64(72).toString(16).toUpperCase().padStart(16, "0"), void 0);
		case "fat": return head.length < 512 ? {} : fatIdentity(fields);
		default: return {};
	}
}

// src/disks/volumes/signatures.ts
const kib$2 = 1024;
const encrypted = "Scan it before it is encrypted, or a copy that is not.";
const assembled = "Scan a plain copy of the file system that is on it.";
const swapPages = [
	4096,
	8192,
	16384,
	65536
];
const suspended = [
	"S1SUSPEND",
	"S2SUSPEND",
	"ULSUSPEND",
	"LINHIB0001",
	"íÃéVå\f"
];
/** Order does not matter: a volume with two of them, neither around the other, is told to be ambiguous. */
const signatures = [
	{
		kind: "xfs",
		title: "XFS",
		holds: "files",
		at: 0,
		text: "XFSB"
	},
	{
		kind: "btrfs",
		title: "btrfs",
		holds: "files",
		at: 65600,
		text: "_BHRfS_M"
	},
	{
		kind: "ntfs",
		title: "NTFS",
		holds: "files",
		at: 3,
		text: "NTFS    "
	},
	...swapPages.map((page) => ({
		kind: "swap",
		title: "swap (old)",
		holds: "nothing",
		at: page - 10,
		text: "SWAP-SPACE"
	})),
	...swapPages.map((page) => ({
		kind: "swap",
		title: "swap",
		holds: "nothing",
		at: page - 10,
		text: "SWAPSPACE2"
	})),
	...swapPages.flatMap((page) => suspended.map((text) => ({
		kind: "swap",
		title: "swap with a suspended system",
		holds: "nothing",
		at: page - 10,
		text
	}))),
	{
		kind: "luks",
		title: "LUKS",
		holds: "unread",
		at: 0,
		text: "LUKSº¾",
		hint: encrypted,
		isOuter: true
	},
	{
		kind: "bitlocker",
		title: "BitLocker",
		holds: "unread",
		at: 3,
		text: "-FVE-FS-",
		hint: encrypted,
		isOuter: true
	},
	{
		kind: "md",
		title: "Linux software RAID",
		holds: "unread",
		at: 0,
		text: "üN+©",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "md",
		title: "Linux software RAID",
		holds: "unread",
		at: 4 * kib$2,
		text: "üN+©",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "bcache",
		title: "bcache",
		holds: "unread",
		at: 4120,
		text: "ÆsöNEÊeõHºm",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "bcachefs",
		title: "bcachefs",
		holds: "unread",
		at: 4120,
		text: "ÆsöfÎ©Ùj`Ï=÷ï"
	},
	{
		kind: "drbd",
		title: "DRBD",
		holds: "unread",
		at: -4036,
		text: "tk",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "vdo",
		title: "VDO",
		holds: "unread",
		at: 0,
		text: "dmvdo001",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "stratis",
		title: "Stratis",
		holds: "unread",
		at: 528,
		text: "!Stra0tisÿ^Arh",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "lvm-snapshot",
		title: "an LVM snapshot",
		holds: "unread",
		at: 0,
		text: "SnAp",
		isOuter: true
	},
	{
		kind: "integrity",
		title: "dm-integrity",
		holds: "unread",
		at: 0,
		text: "integrt\0",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "verity",
		title: "dm-verity hashes",
		holds: "nothing",
		at: 0,
		text: "verity\0\0"
	},
	{
		kind: "lvm1",
		title: "LVM1",
		holds: "unread",
		at: 0,
		text: "HM\0",
		isOuter: true
	},
	{
		kind: "refs",
		title: "ReFS",
		holds: "unread",
		at: 3,
		text: "ReFS\0\0\0\0"
	},
	{
		kind: "storage-spaces",
		title: "Storage Spaces",
		holds: "unread",
		at: 4 * kib$2,
		text: "SPACEDB \0",
		hint: assembled,
		isOuter: true
	},
	{
		kind: "exfat",
		title: "exFAT",
		holds: "unread",
		at: 3,
		text: "EXFAT   "
	},
	{
		kind: "iso9660",
		title: "ISO 9660",
		holds: "unread",
		at: 32769,
		text: "CD001"
	},
	{
		kind: "udf",
		title: "UDF",
		holds: "unread",
		at: 32769,
		text: "BEA01"
	},
	{
		kind: "squashfs",
		title: "squashfs",
		holds: "unread",
		at: 0,
		text: "hsqs"
	},
	{
		kind: "erofs",
		title: "EROFS",
		holds: "unread",
		at: 1024,
		text: "âáõà"
	},
	{
		kind: "f2fs",
		title: "F2FS",
		holds: "unread",
		at: 1024,
		text: " õò"
	},
	{
		kind: "jfs",
		title: "JFS",
		holds: "unread",
		at: 32 * kib$2,
		text: "JFS1"
	},
	{
		kind: "reiserfs",
		title: "ReiserFS",
		holds: "unread",
		at: 65588,
		text: "ReIsEr"
	},
	{
		kind: "hfsplus",
		title: "HFS+",
		holds: "unread",
		at: 1024,
		text: "H+\0"
	},
	{
		kind: "hfsplus",
		title: "HFSX",
		holds: "unread",
		at: 1024,
		text: "HX\0"
	},
	{
		kind: "apfs",
		title: "APFS",
		holds: "unread",
		at: 32,
		text: "NXSB"
	},
	{
		kind: "gfs2",
		title: "GFS2",
		holds: "unread",
		at: 64 * kib$2,
		text: "p\0\0\0"
	},
	...[
		1,
		2,
		4,
		8
	].map((at) => ({
		kind: "ocfs2",
		title: "OCFS2",
		holds: "unread",
		at: at * kib$2,
		text: "OCFSV2"
	})),
	{
		kind: "bluestore",
		title: "Ceph BlueStore",
		holds: "unread",
		at: 0,
		text: "bluestore block device"
	},
	{
		kind: "cramfs",
		title: "cramfs",
		holds: "unread",
		at: 0,
		text: "E=Í("
	}
];
/** Looked for where none of the above is there, since it lies farther in. */
const vmfs = {
	kind: "vmfs",
	title: "VMFS",
	holds: "unread",
	at: 1024 * kib$2,
	text: "\rÐÀ"
};
/** Partition types that hold no files; asked only where no signature is found, since Linux mounts whatever the type. */
const emptyByType = /* @__PURE__ */ new Map([
	["21686148-6449-6e6f-744e-656564454649", "BIOS boot"],
	["e3c9e316-0b5c-4db8-817d-f92df00215ae", "Microsoft reserved"],
	["9e1a2d38-c612-4316-aa26-8b49521e5a8b", "PReP boot"],
	["0x41", "PReP boot"]
]);

// src/disks/volumes/probes.ts
const kib$1 = 1024;
const mdMagic = 2838187772;
const zfsMagic = 12235020n;
const extMagic = 61267;
const journalDevice = 8;
async function readEnds(volume) {
	const { size } = volume;
	const tailAt = Math.max(0, size - 12 * kib$1);
	const oldRaidAt = Math.floor(size / (64 * kib$1)) * 64 * kib$1 - 64 * kib$1;
	const [head, tail, oldRaid] = await Promise.all([
		volume.read(0, 68 * kib$1),
		volume.read(tailAt, size - tailAt),
		oldRaidAt < 0 ? Promise.resolve(/* @__PURE__ */ new Uint8Array(0)) : volume.read(oldRaidAt, 4)
	]);
	return {
		head,
		tail,
		oldRaid,
		size
	};
}
function found(kind, title, holds, more = {}) {
	return {
		kind,
		title,
		holds,
		at: 0,
		text: "",
		...more
	};
}
const ext = found("ext", "ext2/3/4", "files");
const extJournal = found("ext-journal", "the external journal of an ext4", "nothing");
function fieldsAt(head, at, length) {
	const bytes = head.subarray(at, at + length);
	return bytes.length < length ? void 0 : new Fields(bytes, "volume", at);
}
function probeExt({ head }) {
	const fields = fieldsAt(head, kib$1, kib$1);
	if (fields?.u16(56) !== extMagic) return void 0;
	return (fields.u32(96) & journalDevice) !== 0 ? extJournal : ext;
}
/** Microsoft's FAT specification 1.03: the fields that every FAT has. */
function probeFat({ head }) {
	const fields = fieldsAt(head, 0, 512);
	if (fields === void 0) return void 0;
	const clusterSectors = fields.u8(13);
	return fields.u16(510) === 43605 && (fields.u8(0) === 235 || fields.u8(0) === 233) && [
		512,
		1024,
		2048,
		4096
	].includes(fields.u16(11)) && clusterSectors !== 0 && (clusterSectors & clusterSectors - 1) === 0 && fields.u16(14) !== 0 && [1, 2].includes(fields.u8(16)) && fields.u8(21) >= 240 ? found("fat", "FAT", "files") : void 0;
}
function probeLvm({ head }) {
	if (lvmLabelSector(head) === void 0) return void 0;
	return found("lvm", "LVM physical volume", "member", { isOuter: true });
}
/** Software RAID of the versions 0.90 and 1.0 has its superblock near the end. */
function probeMdAtEnd({ tail, oldRaid, size }) {
	const at = Math.floor((size - 8 * kib$1) / (4 * kib$1)) * 4 * kib$1 - (size - tail.length);
	const isThere = (fields) => fields?.u32(0) === mdMagic;
	if (!isThere(fieldsAt(oldRaid, 0, 4)) && (at < 0 || !isThere(fieldsAt(tail, at, 4)))) return void 0;
	return found("md", "Linux software RAID", "unread", {
		isOuter: true,
		hint: "Scan a plain copy of the file system that is on it."
	});
}
/** What the two ends say beyond the table of signatures. */
function probeEnds(ends) {
	return [
		probeExt,
		probeFat,
		probeLvm,
		probeMdAtEnd
	].map((probe) => probe(ends)).filter((result) => result !== void 0);
}
/** ZFS keeps an array of uberblocks in each of its labels; the first has them from 128 KiB on. */
async function probeZfs(volume) {
	const bytes = await volume.read(128 * kib$1, 128 * kib$1);
	const fields = new Fields(bytes, volume.name, 128 * kib$1);
	for (let at = 0; at + 8 <= bytes.length; at += kib$1) if (fields.big64(at) === zfsMagic || fields.bigBe64(at) === zfsMagic) return found("zfs", "ZFS", "unread");
}
const lost = (name) => `${name} whose first superblock is damaged`;
async function probeExtCopy(volume) {
	for (const [blockBytes, at] of [
		[kib$1, 8193 * kib$1],
		[2 * kib$1, 32768 * kib$1],
		[4 * kib$1, 131072 * kib$1]
	]) {
		const bytes = await volume.read(at, kib$1);
		if (bytes.length < kib$1) break;
		const fields = new Fields(bytes, volume.name, at);
		if (fields.u16(56) === extMagic && fields.u16(90) === 1 && kib$1 * 2 ** Math.min(fields.u32(24), 6) === blockBytes) return {
			...ext,
			title: lost("ext2/3/4")
		};
	}
}
async function probeBtrfsCopy(volume) {
	for (const mirror of [64 * kib$1 * kib$1, 256 * kib$1 ** 3]) {
		const bytes = await volume.read(mirror, 4 * kib$1);
		if (bytes.length < 4 * kib$1) break;
		const fields = new Fields(bytes, volume.name, mirror);
		if (fields.text(64, 8) === "_BHRfS_M" && crc32c(bytes.subarray(32)) === fields.u32(0)) return found("btrfs", lost("btrfs"), "files");
	}
}
async function probeNtfsCopy(volume) {
	const end = Math.floor(volume.size / 512) * 512 - 512;
	if (end < 0) return void 0;
	const bytes = await volume.read(end, 512);
	return Buffer.from(bytes.subarray(3, 11)).toString("latin1") === "NTFS    " ? found("ntfs", lost("NTFS"), "files") : void 0;
}
async function probeVmfs(volume) {
	const bytes = await volume.read(vmfs.at, vmfs.text.length);
	return Buffer.from(bytes).toString("latin1") === vmfs.text ? vmfs : void 0;
}
/** What lies farther in; asked only where the ends say nothing. */
async function probeInside(volume) {
	for (const probe of [
		probeZfs,
		probeExtCopy,
		probeBtrfsCopy,
		probeNtfsCopy,
		probeVmfs
	]) {
		const result = await probe(volume);
		if (result !== void 0) return result;
	}
}

// src/disks/volumes.ts
/** What an empty volume is looked at: its start, its end, and places between. */
const startBytes = 1048640;
const endBytes = 65536;
const samples = 32;
const sampleBytes = 4096;
function matches({ head, tail }, { at, text }) {
	const [bytes, start] = at < 0 ? [tail, tail.length + at] : [head, at];
	if (start < 0) return false;
	return Buffer.from(bytes.subarray(start, start + text.length)).toString("latin1") === text;
}
function reasonOf(title, hint) {
	return `${title} is not read${hint === void 0 ? "" : `. ${hint}`}`;
}
function contentOf({ kind, title, holds, hint }) {
	return {
		kind,
		title,
		holds,
		...holds === "unread" ? { reason: reasonOf(title, hint) } : {}
	};
}
/** One of each kind, the outermost only. */
function distinct(found) {
	const outer = found.filter(({ isOuter }) => isOuter === true);
	return [...new Map((outer.length > 0 ? outer : found).map((one) => [one.kind, one])).values()];
}
/** Whether the start, the end, and places between them are zero. */
async function looksEmpty(volume) {
	if (!isZero(await volume.read(0, startBytes))) return false;
	const step = Math.max(sampleBytes, Math.floor(volume.size / samples / sampleBytes) * sampleBytes);
	const places = [Math.max(0, volume.size - endBytes)];
	for (let at = step; at < volume.size; at += step) places.push(at);
	return (await Promise.all(places.map(async (at) => isZero(await volume.read(at, at === places[0] ? endBytes : sampleBytes))))).every(Boolean);
}
async function contentWithoutSignature(volume, partitionType) {
	const byType = emptyByType.get(partitionType ?? "");
	if (byType !== void 0) return {
		kind: "boot",
		title: byType,
		holds: "nothing"
	};
	const inside = await probeInside(volume);
	if (inside !== void 0) return contentOf(inside);
	if (await looksEmpty(volume)) return {
		kind: "empty",
		title: "empty",
		holds: "nothing"
	};
	return {
		kind: "unknown",
		title: "unknown content",
		holds: "unread",
		reason: "its content is not known: no file system, or one whose start is damaged or encrypted"
	};
}
/** `partitionType`: as `Partition.type` has it. Throws nothing about the content; a volume that cannot be read is `unreadable`. */
async function classifyVolume(volume, partitionType) {
	try {
		const ends = await readEnds(volume);
		const found = signatures.filter((signature) => matches(ends, signature));
		found.push(...probeEnds(ends));
		const [first, second] = distinct(found);
		if (first === void 0) return await contentWithoutSignature(volume, partitionType);
		if (second === void 0) return {
			...contentOf(first),
			...identityOf(first.kind, ends.head)
		};
		return {
			kind: "ambiguous",
			title: `${first.title} or ${second.title}`,
			holds: "unread",
			reason: `it has the signatures of ${first.title} and of ${second.title}: wipe the one that is left over (wipefs)`
		};
	} catch (error) {
		return {
			kind: "unreadable",
			title: "unreadable",
			holds: "unread",
			reason: error instanceof Error ? error.message : String(error)
		};
	}
}

// src/disks/machine.ts
/** Of one disk, and of all groups: each one costs some reads to be told. */
const mostPartitions = 256;
const mostLogical = 1024;
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}
function parts(what, reasons) {
	return reasons.map((reason) => ({
		what,
		reason
	}));
}
function beyond(count, most, what) {
	return count > most ? [`${what} beyond the first ${most} of ${count} are not read`] : [];
}
async function readDisk(container, index) {
	const { disk, format, notes } = container;
	const about = {
		name: disk.name,
		format,
		sizeBytes: disk.size
	};
	let table;
	try {
		table = await readPartitionTable(disk, container.sectorBytes);
	} catch (error) {
		return {
			disk: {
				...about,
				scheme: "none",
				notes
			},
			parts: [],
			unread: [messageOf(error)]
		};
	}
	const parts = table.scheme === "none" ? [{
		disk: index,
		name: disk.name,
		bytes: disk
	}] : table.partitions.slice(0, mostPartitions).map((partition) => {
		const name = `${disk.name} partition ${partition.number}`;
		return {
			disk: index,
			name,
			bytes: windowOf(disk, partition.offset, partition.size, name),
			partition
		};
	});
	return {
		disk: {
			...about,
			scheme: table.scheme,
			notes: [...notes, ...table.notes]
		},
		parts,
		unread: [...table.unread.map((reason) => `${disk.name}: ${reason}`), ...beyond(table.partitions.length, mostPartitions, `${disk.name}: partitions`)]
	};
}
/** The device mapper writes a hyphen within a name twice. */
function mapperName(group, name) {
	return `${group.replaceAll("-", "--")}-${name.replaceAll("-", "--")}`;
}
function devicesOf(content, partition, logical) {
	const named = (key, value) => value === void 0 || value === "" ? [] : [`${key}=${value}`];
	return [
		...named("UUID", content.uuid),
		...named("LABEL", content.label),
		...named("PARTUUID", partition?.uuid),
		...named("PARTLABEL", partition?.label),
		...logical === void 0 ? [] : [`/dev/mapper/${mapperName(logical.group, logical.name)}`, `/dev/${logical.group}/${logical.name}`]
	];
}
/** A logical volume that is not read: its bytes are nowhere. */
function noBytes(name) {
	return {
		name,
		size: 0,
		read: async () => /* @__PURE__ */ new Uint8Array(0),
		close: async () => void 0
	};
}
async function logicalVolume(found, number) {
	const { group, name, uuid, sizeBytes, bytes, reason } = found;
	const title = `${group}/${name}`;
	const logical = {
		group,
		name,
		uuid
	};
	const unread = {
		kind: "lvm-volume",
		title: "LVM volume",
		holds: "unread",
		reason: `it ${reason ?? "cannot be read"}`
	};
	const content = bytes === void 0 ? unread : await classifyVolume(bytes);
	return {
		number,
		name: title,
		logical,
		devices: devicesOf(content, void 0, logical),
		sizeBytes,
		content,
		bytes: bytes ?? noBytes(title)
	};
}
async function partVolume({ bytes, ...part }, number) {
	const content = await classifyVolume(bytes, part.partition?.type);
	return {
		...part,
		number,
		devices: devicesOf(content, part.partition, void 0),
		sizeBytes: bytes.size,
		bytes,
		content
	};
}
/**
* Reads the tables of all disks and what says which kind each volume is of. Content that cannot be read is told in
* `unread` or in a volume's content, never thrown. Closing the machine closes the disks.
*/
async function openMachine(containers) {
	const disks = await Promise.all(containers.map((container, index) => readDisk(container, index)));
	const all = disks.flatMap((disk) => disk.parts);
	const volumes = await Promise.all(all.map((part, index) => partVolume(part, index + 1)));
	const members = volumes.filter(({ content }) => content.holds === "member");
	const lvm = await readLvm(members.map(({ bytes }) => bytes));
	const logical = await Promise.all(lvm.volumes.slice(0, mostLogical).map((found, index) => logicalVolume(found, volumes.length + index + 1)));
	return {
		disks: disks.map(({ disk }) => disk),
		volumes: [...volumes, ...logical],
		unread: [...disks.flatMap(({ unread }, index) => parts(`volume:disk-${index + 1}`, unread)), ...parts("volume:lvm", [...lvm.unread, ...beyond(lvm.volumes.length, mostLogical, "logical volumes")])],
		notes: lvm.notes,
		async close() {
			await Promise.all(containers.map(({ disk }) => disk.close()));
		}
	};
}

// src/filesystems/volume.ts
function damagedVolume(where, message, hint) {
	return new ScanError("TARGET_DAMAGED", where, message, hint === void 0 ? {} : { hint });
}
function unsupportedVolume(where, message, hint) {
	return new ScanError("TARGET_UNSUPPORTED", where, message, { hint });
}
function beyondLimit(where, message) {
	return new ScanError("LIMIT_EXCEEDED", where, message, { hint: "No sound file system is like this: check it with its own fsck." });
}
/** All of the bytes, or ScanError `TARGET_DAMAGED`: the volume ends before. */
async function readAll(volume, offset, length) {
	const bytes = offset >= 0 && offset + length <= volume.size ? await volume.read(offset, length) : void 0;
	if (bytes !== void 0 && bytes.length === length) return bytes;
	throw damagedVolume(`${volume.name}, byte ${offset}`, `is asked for, but the volume ends at byte ${volume.size}`, "The disk is cut short, or the file system is damaged.");
}
/** Whether a path can lead to a file of this name, and to no other. */
function isFileName(name) {
	return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}
/** A UUID as blkid writes it, from its 16 bytes. */
function uuidText(bytes) {
	return Buffer.from(bytes).toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
/** Text up to the first zero byte. */
function labelText(bytes) {
	const end = bytes.indexOf(0);
	return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString("utf8");
}
/** A type from the `mode` of an inode. */
function typeOfMode(mode) {
	switch (mode & 61440) {
		case 32768: return "file";
		case 16384: return "directory";
		case 40960: return "symlink";
		default: return "other";
	}
}

// src/filesystems/disk-nodes.ts
/** More names than this are not walked. */
const nameLimit = 5e6;
/** As many names of directories are kept. */
const keptNames = 1e5;
/** As many requests to a server as are in flight at once, and some that wait for the same block. */
const lanes = 32;
var DiskNodes = class {
	root;
	unread = /* @__PURE__ */ new Map();
	lanes = lanes;
	fold;
	#mounts;
	#volumes;
	#runtime;
	#isWalked;
	/** By volume and node, least recently used first. */
	#listings = /* @__PURE__ */ new Map();
	#sizes = /* @__PURE__ */ new Map();
	#kept = 0;
	#names = 0;
	/** By mount and node, the path of each directory that was met: it has one only. */
	#directories = /* @__PURE__ */ new Map();
	/** Not the volume's nodes: they may keep whole blocks of the disk alive. */
	#nodes = /* @__PURE__ */ new WeakMap();
	/**
	* `mounts`: one of them at the root; the deepest one at a path wins. `walks`: globs of the places into which a `**`
	* leads; everything without them.
	*/
	constructor(mounts, runtime, walks) {
		this.#mounts = new Map(mounts.map((mount) => [mount.path, mount]));
		this.#volumes = [...new Set(mounts.map(({ volume }) => volume))];
		this.#runtime = runtime;
		this.#isWalked = walks === void 0 ? () => true : placesOf$1(walks);
		const mount = this.#mounts.get("");
		if (mount === void 0) throw new RangeError("no volume is the root");
		const { volume } = mount;
		if (volume.fold !== void 0) this.fold = (text) => volume.fold?.(text) ?? text;
		const { root: id } = volume;
		this.root = {
			name: "",
			path: "",
			parent: void 0,
			mount,
			id,
			type: "directory"
		};
	}
	nameOf(node) {
		return this.fold?.(node.name) ?? node.name;
	}
	typeOf(node) {
		return node.type;
	}
	parentOf(node) {
		return node.parent ?? node;
	}
	pathOf(node) {
		return node.path;
	}
	idOf(node) {
		return node.path;
	}
	walks(directory) {
		return this.#isWalked(directory.path);
	}
	async linkOf(node) {
		return this.#attempt(node.path, async () => (await this.#read(node)).readLink());
	}
	async child(directory, name) {
		const item = await this.#find(directory, name);
		return item === void 0 ? this.#mountedAt(directory, name) : this.#nodeOf(directory, item);
	}
	async children(directory) {
		this.#runtime.signal.throwIfAborted();
		const listing = await this.#listing(directory) ?? /* @__PURE__ */ new Map();
		this.#names += listing.size;
		if (this.#names > nameLimit) {
			this.unread.set(directory.path, `more than ${nameLimit} names; the rest is not walked`);
			return [];
		}
		const nodes = [];
		for (const item of listing.values()) {
			const made = this.#nodeOf(directory, item);
			const node = made instanceof Promise ? await made : made;
			if (node !== void 0) nodes.push(node);
		}
		for (const { path } of this.#mounts.values()) {
			const name = path.slice(path.lastIndexOf("/") + 1);
			if (path === "" || listing.has(this.fold?.(name) ?? name)) continue;
			const node = this.#mountedAt(directory, name);
			if (node?.path === path) nodes.push(node);
		}
		return nodes;
	}
	async entryOf(node) {
		const read = await this.#attempt(node.path, () => this.#read(node));
		if (read === void 0) return void 0;
		const { mode, uid, gid, sizeBytes, mtimeMs } = read;
		const link = node.type === "symlink" ? await this.linkOf(node) : void 0;
		const xattrs = await this.#attempt(node.path, () => read.xattrs());
		const entry = {
			path: node.path,
			type: node.type,
			mode,
			uid,
			gid,
			sizeBytes,
			mtimeMs,
			...link === void 0 ? {} : { link },
			...xattrs === void 0 || xattrs.size === 0 ? {} : { xattrs },
			content: this.#keyOf(node),
			origin: {
				kind: "volume",
				volume: node.mount.volume.name
			}
		};
		this.#nodes.set(entry, node);
		return entry;
	}
	async bytesOf(entry) {
		const node = this.#nodes.get(entry);
		if (node !== void 0) return (await this.#read(node)).open();
		throw new ScanError("TARGET_UNREADABLE", entry.path, "is an entry of another tree");
	}
	/** What a directory's item stands for; a promise only where the directory does not tell its type. */
	#nodeOf(parent, item) {
		const mounted = this.#mountedAt(parent, item.name);
		if (mounted !== void 0) return mounted;
		if (item.type !== void 0) return this.#checked(parent, item, item.type);
		const path = pathIn(parent, item.name);
		return this.#attempt(path, () => parent.mount.volume.node(item.id)).then((read) => read && this.#checked(parent, item, read.type));
	}
	/** No directory has two names: else a walk would go round in circles. */
	#checked(parent, { name, id }, type) {
		const node = {
			name,
			path: pathIn(parent, name),
			parent,
			mount: parent.mount,
			id,
			type
		};
		if (type !== "directory") return node;
		const key = `${parent.mount.path}:${id}`;
		const known = this.#directories.get(key) ?? (id === parent.mount.volume.root ? "" : node.path);
		this.#directories.set(key, known);
		if (known === node.path) return node;
		this.unread.set(node.path, `is the directory ${known === "" ? "/" : known} once more`);
	}
	#mountedAt(parent, name) {
		if (this.#mounts.size === 1) return void 0;
		const path = pathIn(parent, name);
		const mount = this.#mounts.get(path);
		if (mount === void 0) return void 0;
		return {
			name,
			path,
			parent,
			mount,
			id: mount.volume.root,
			type: "directory"
		};
	}
	async #read(node) {
		const read = await node.mount.volume.node(node.id);
		if (read.type === node.type) return read;
		throw new ScanError("TARGET_DAMAGED", `${node.mount.volume.name}, node ${node.id}`, `is listed as ${node.type}, but is ${read.type}`);
	}
	/** By the directory's index where it has one that is of use, else by its list, which then serves others too. */
	async #find(directory, name) {
		if (!this.#listings.has(this.#keyOf(directory))) {
			const read = await this.#attempt(directory.path, () => this.#read(directory));
			if (read === void 0) return void 0;
			if (read.find !== void 0) return this.#attempt(directory.path, () => read.find?.(name));
		}
		return (await this.#listing(directory))?.get(this.fold?.(name) ?? name);
	}
	async #listing(directory) {
		const key = this.#keyOf(directory);
		const listing = this.#listings.get(key) ?? this.#list(key, directory);
		this.#listings.delete(key);
		this.#listings.set(key, listing);
		return this.#attempt(directory.path, () => listing);
	}
	async #list(key, directory) {
		const items = await (await this.#read(directory)).list();
		this.#sizes.set(key, items.length);
		this.#kept += items.length;
		for (const oldest of this.#listings.keys()) {
			if (this.#kept <= keptNames || oldest === key) break;
			this.#listings.delete(oldest);
			this.#kept -= this.#sizes.get(oldest) ?? 0;
			this.#sizes.delete(oldest);
		}
		const listing = /* @__PURE__ */ new Map();
		for (const item of items) {
			if (!isFileName(item.name)) {
				const text = `has a file of the name ${JSON.stringify(item.name)}, which is not read`;
				this.unread.set(directory.path, text);
				continue;
			}
			const name = this.fold?.(item.name) ?? item.name;
			const other = listing.get(name);
			if (other === void 0) listing.set(name, item);
			else this.unread.set(pathIn(directory, item.name), `is hidden by its namesake ${other.name}`);
		}
		return listing;
	}
	#keyOf(node) {
		return `${this.#volumes.indexOf(node.mount.volume)}:${node.id}`;
	}
	/** A failure is remembered by its path; what is no ScanError is a bug and goes on. */
	async #attempt(path, work) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			this.unread.set(path, error.message);
			return;
		}
	}
};
function pathIn({ path }, name) {
	return path === "" ? name : `${path}/${name}`;
}
/** Whether a path is a place, lies in one, or leads to one. */
function placesOf$1(globs) {
	const automaton = compileGlobs([globs]);
	return (path) => {
		let state = automaton.start;
		for (const name of path.split("/")) {
			if (name === "") continue;
			state = automaton.step(state, name);
			if (state.accepts.length > 0) return true;
			if (!state.isLive) return false;
		}
		return true;
	};
}

// src/filesystems/open-disk-tree.ts
function depthOf({ path }) {
	return path.split("/").filter((name) => name !== "").length;
}
/** The mounts with their real paths: each is looked up in what is mounted above it. */
async function placed(mounts, runtime) {
	const done = [];
	for (const mount of [...mounts].sort((left, right) => depthOf(left) - depthOf(right))) {
		const { path, volume } = mount;
		const names = path.split("/").filter((name) => name !== "" && name !== ".");
		const plain = names.join("/");
		const found = names.length === 0 ? void 0 : await lookUp(new DiskNodes(done, runtime), plain, true);
		done.push({
			path: found?.path ?? plain,
			volume
		});
	}
	return done;
}
/**
* The volumes as one tree; one of them is the root (`/`), else RangeError. A directory or file that cannot be read is
* told in the source's coverage and in `unread`, never thrown.
*/
async function openDiskTree(mounts, { runtime, walks }) {
	const nodes = new DiskNodes(await placed(mounts, runtime), runtime, walks);
	return {
		tree: new NodeTree(nodes, createSkippedPaths([])),
		unread: nodes.unread,
		source: {
			prepare: (prefetch) => prepareTree(nodes, prefetch, runtime),
			round: () => Promise.resolve(),
			close: () => Promise.resolve()
		}
	};
}

// src/filesystems/machine/read-text.ts
/** A larger one is none of the files that say what is mounted or booted. */
const longestBytes = 1048576;
/** The file's text, links followed; undefined where there is none of that size. */
async function readText(tree, path) {
	const entry = await tree.stat(path);
	if (entry?.type !== "file" || entry.sizeBytes > longestBytes) return void 0;
	const bytes = await tree.open(entry);
	return Buffer.from(await bytes.read(0, bytes.size)).toString("utf8");
}

// src/filesystems/machine/boot-root.ts
const configurations = [
	"boot/grub2/grub.cfg",
	"grub2/grub.cfg",
	"boot/grub/grub.cfg",
	"grub/grub.cfg",
	"boot/grub2/grubenv",
	"grub2/grubenv"
];
const entryFolders = ["boot/loader/entries", "loader/entries"];
const mostEntries$1 = 50;
/** `root=UUID=…` of a kernel's command line. */
function rootIn(text) {
	return /(?:^|\s)root=((?:UUID|LABEL|PARTUUID|PARTLABEL)=[^\s"']+|\/dev\/[^\s"']+)/m.exec(text)?.[1];
}
/** The device that the first boot loader found names as root, as written there; undefined where none does. */
async function bootRootOf(trees) {
	for (const tree of trees) {
		for (const path of configurations) {
			const device = rootIn(await readText(tree, path) ?? "");
			if (device !== void 0) return device;
		}
		for (const folder of entryFolders) {
			if (await tree.stat(folder) === void 0) continue;
			for (const { path } of (await tree.list(folder)).slice(0, mostEntries$1)) {
				const device = rootIn(await readText(tree, path) ?? "");
				if (device !== void 0) return device;
			}
		}
	}
}

// src/filesystems/machine/fstab.ts
/** File systems without a device of their own, or on another machine: nothing of them lies on a disk of this one. */
const deviceless = /* @__PURE__ */ new Set([
	"tmpfs",
	"devtmpfs",
	"proc",
	"sysfs",
	"devpts",
	"cgroup",
	"cgroup2",
	"configfs",
	"debugfs",
	"efivarfs",
	"overlay",
	"nfs",
	"nfs4",
	"cifs",
	"smb3",
	"ceph",
	"fuse.sshfs",
	"swap",
	"none"
]);
/** `\040` is a space, in fstab as in the kernel's own tables. */
function unescaped(text) {
	return text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}
function unquoted(text) {
	return text.replace(/^([A-Z]+=)?"(.*)"$/, "$1$2");
}
function isOfDisk({ type, path, device, options }) {
	if (deviceless.has(type) || !path.startsWith("/")) return false;
	if (options.includes("bind") || options.includes("rbind")) return false;
	return !/^(?:\/\/|[^/=]+:\/)/.test(device);
}
/** The entries of an fstab that lie on a disk, in its order; of two for one path the last one. */
function parseFstab(text) {
	const entries = /* @__PURE__ */ new Map();
	for (const line of text.split("\n")) {
		const bare = line.trim();
		if (bare === "" || bare.startsWith("#")) continue;
		const [device = "", path = "", type = "auto", options = "defaults"] = bare.split(/\s+/);
		const entry = {
			device: unquoted(unescaped(device)),
			path: unescaped(path).replace(/(?<=.)\/+$/, ""),
			type,
			options: options.split(",")
		};
		if (isOfDisk(entry)) entries.set(entry.path, entry);
	}
	return [...entries.values()];
}
/** The entry of a `.mount` unit; undefined where it is about no disk. */
function parseMountUnit(text) {
	const values = /* @__PURE__ */ new Map();
	let section = "";
	for (const line of text.split("\n")) {
		const bare = line.trim();
		section = /^\[(.+)\]$/.exec(bare)?.[1] ?? section;
		const [, key, value] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(bare) ?? [];
		if (section === "Mount" && key !== void 0 && value !== void 0) values.set(key, value);
	}
	const device = values.get("What") ?? "";
	const path = (values.get("Where") ?? "").replace(/(?<=.)\/+$/, "");
	const entry = {
		device: device.replace(/^\/dev\/disk\/by-(uuid|label|partuuid|partlabel)\//, (_, kind) => `${kind.toUpperCase()}=`),
		path,
		type: values.get("Type") ?? "auto",
		options: (values.get("Options") ?? "defaults").split(",")
	};
	return device !== "" && isOfDisk(entry) ? entry : void 0;
}
/** A device's name in one spelling: `uuid=…` in lower case, udev's links as the words of fstab. */
function deviceKey(device) {
	const plain = device.replace(/^\/dev\/disk\/by-(uuid|label|partuuid|partlabel)\//, (_, kind) => `${kind.toUpperCase()}=`);
	const [, word, value] = /^(UUID|PARTUUID)=(.*)$/i.exec(plain) ?? [];
	if (word === void 0 || value === void 0) return plain;
	return `${word.toUpperCase()}=${value.toLowerCase()}`;
}

// src/filesystems/machine/subvolume-roots.ts
/** Of one volume, as many are looked at for a root. */
const mostLookedAt = 64;
const topLevel$1 = 5;
/** What the options name: a path or a number, as `Volume.subvolume` takes it; undefined where they name none. */
function subvolumeIn(options) {
	const path = options.findLast((option) => option.startsWith("subvol="));
	if (path !== void 0) return path.slice(7);
	const number = options.findLast((option) => /^subvolid=\d+$/.test(option));
	return number === void 0 ? void 0 : Number(number.slice(9)) || topLevel$1;
}
/**
* The volume as an entry of an fstab mounts it; undefined where it has no such subvolume, or where that cannot be read.
*/
async function mountedVolume(volume, { options }) {
	const which = subvolumeIn(options);
	if (which === void 0 || volume.subvolume === void 0) return volume;
	try {
		return await volume.subvolume(which);
	} catch (error) {
		if (error instanceof ScanError) return void 0;
		throw error;
	}
}
/** The subvolumes that hang in the top level, where the volume has such. */
async function topVolumes(volume) {
	const found = [];
	try {
		const numbers = await volume.topSubvolumes?.() ?? [];
		for (const which of [topLevel$1, ...numbers].slice(0, mostLookedAt)) {
			const one = await volume.subvolume?.(which);
			if (one !== void 0 && one.root !== volume.root) found.push(one);
		}
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
	}
	return found;
}

// src/filesystems/machine/join-machine.ts
const unitFolders = [
	"etc/systemd/system",
	"usr/lib/systemd/system",
	"lib/systemd/system"
];
/** Mount units that are looked at. */
const mostUnits = 200;
async function isRoot({ tree }) {
	for (const path of [
		"etc/fstab",
		"etc/os-release",
		"usr/lib/os-release"
	]) if (await tree.stat(path, false) !== void 0) return true;
	return await tree.stat("Windows/System32/config/SOFTWARE") !== void 0;
}
async function entriesOf(tree) {
	const entries = parseFstab(await readText(tree, "etc/fstab") ?? "");
	for (const folder of unitFolders) {
		const listed = await tree.stat(folder) === void 0 ? [] : await tree.list(folder);
		for (const { path } of listed.filter((each) => each.path.endsWith(".mount")).slice(0, mostUnits)) {
			const unit = parseMountUnit(await readText(tree, path) ?? "");
			if (unit !== void 0 && !entries.some((entry) => entry.path === unit.path)) entries.push(unit);
		}
	}
	return entries;
}
async function candidateOf(file, volume, runtime) {
	const { tree, unread } = await openDiskTree([{
		path: "/",
		volume
	}], {
		runtime,
		walks: []
	});
	return {
		file,
		volume,
		tree,
		unread
	};
}
/** As its own fstab has the root: another subvolume than the one that it was found in, perhaps. */
async function asItsFstabSays(candidate, runtime) {
	const { file, volume, tree } = candidate;
	if (volume.subvolume === void 0) return candidate;
	const entry = (await entriesOf(tree)).find(({ path }) => path === "/");
	const named = entry === void 0 ? void 0 : await mountedVolume(file.volume, entry);
	if (named === void 0 || named.root === volume.root) return candidate;
	const other = await candidateOf(file, named, runtime);
	return await isRoot(other) ? other : candidate;
}
/**
* The roots of a file system: its own, and without one those of its subvolumes. Snapshots have an fstab that names
* their original, so they lead to it.
*/
async function rootsIn(own, runtime) {
	const { file, volume } = own;
	if (await isRoot(own)) return [await asItsFstabSays(own, runtime)];
	const roots = /* @__PURE__ */ new Map();
	for (const one of await topVolumes(volume)) {
		const candidate = await candidateOf(file, one, runtime);
		if (!await isRoot(candidate)) continue;
		const root = await asItsFstabSays(candidate, runtime);
		if (!roots.has(root.volume.root)) roots.set(root.volume.root, root);
	}
	return [...roots.values()];
}
/** Azure Disk Encryption keeps the header of an encrypted root apart, as a file of the boot volume. */
async function encryptedNote(candidates) {
	for (const { file, tree } of candidates) for (const path of ["luks/osluksheader", "boot/luks/osluksheader"]) {
		if (await tree.stat(path) === void 0) continue;
		return `encrypted by Azure Disk Encryption: its header is ${path} of volume ${file.number} (${file.name})`;
	}
}
function rowOf(file, reason, incomplete) {
	const status = incomplete ? "partial" : "not-scanned";
	return {
		what: `volume:${file.number}`,
		status,
		reason: `${file.name}: ${reason}`,
		incomplete
	};
}
/** What a file system's own state leaves open: a journal that is not replayed, say. */
function remarkRows(files) {
	return files.flatMap((file) => file.volume.remarks.filter(({ isPartial }) => isPartial).map(({ text }) => rowOf(file, text, true)));
}
async function chooseRoot(roots, all) {
	const [first, ...others] = roots;
	if (others.length === 0) return first;
	const device = await bootRootOf(all.map(({ tree }) => tree));
	return roots.find(({ file }) => file.devices.some((one) => device !== void 0 && deviceKey(one) === deviceKey(device))) ?? first;
}
/**
* Joins the file systems. Undefined with the rows where none of them holds a root. `walks`: where a want's `**` may go.
*/
async function joinMachine(files, runtime, walks) {
	const all = [];
	for (const file of files) all.push(await candidateOf(file, file.volume, runtime));
	const roots = [];
	for (const own of all) roots.push(...await rootsIn(own, runtime));
	const encrypted = await encryptedNote([...all, ...roots]);
	const root = await chooseRoot(roots, [...all, ...roots]);
	if (root === void 0) return [
		{
			what: "os-packages",
			status: "not-scanned",
			reason: `no volume that was read holds a root file system${encrypted === void 0 ? "" : `: the root is ${encrypted}`}`,
			incomplete: true
		},
		...remarkRows(files),
		...all.flatMap(({ file, unread }) => Array.from(unread, ([path, why]) => rowOf(file, `/${path}: ${why}`, true)))
	];
	const coverage = [];
	const mounts = [{
		path: "/",
		file: root.file,
		volume: root.volume
	}];
	for (const entry of await entriesOf(root.tree)) {
		const { device, path, options } = entry;
		const file = files.find((one) => one.devices.some((name) => deviceKey(name) === deviceKey(device)));
		const isOptional = path !== "/" && (options.includes("nofail") || options.includes("noauto"));
		if (file === void 0) {
			const why = path === "/" && encrypted !== void 0 ? ` (${encrypted})` : "";
			coverage.push({
				what: `volume:${path}`,
				status: "not-scanned",
				reason: `fstab mounts ${device} at ${path}, and no volume of these disks is it${why}`,
				incomplete: !isOptional
			});
			continue;
		}
		const volume = await mountedVolume(file.volume, entry);
		const isOtherRoot = path === "/" && file === root.file && volume?.root !== root.volume.root;
		if (volume === void 0 || isOtherRoot && subvolumeIn(options) !== void 0) {
			const reason = `fstab mounts ${`subvolume ${subvolumeIn(options)} of ${device} at ${path}`}, and ${file.name} has none that can be read`;
			const what = `volume:${path}`;
			coverage.push({
				what,
				status: "not-scanned",
				reason,
				incomplete: !isOptional
			});
		} else if (path !== "/") mounts.push({
			path,
			file,
			volume
		});
	}
	const otherRoots = roots.filter(({ file }) => file !== root.file);
	for (const { file } of all) {
		if (mounts.some((mount) => mount.file === file)) continue;
		const isOther = otherRoots.some((one) => one.file === file);
		const reason = isOther ? `another root than the one that boots (${root.file.name})` : "nothing mounts it";
		coverage.push(rowOf(file, reason, isOther || !file.isService));
	}
	if (roots.some((one) => one.file === root.file && one !== root)) coverage.push(rowOf(root.file, "another of its subvolumes is a root too; the first one is scanned", true));
	coverage.push(...remarkRows([...new Set(mounts.map(({ file }) => file))]));
	const options = {
		runtime,
		...walks === void 0 ? {} : { walks }
	};
	const disk = await openDiskTree(mounts, options);
	const others = roots.map(({ file }) => file).filter((file) => file !== root.file);
	return {
		disk,
		root: root.file,
		roots: [root.file, ...others],
		mounts,
		coverage
	};
}

// src/filesystems/btrfs/chunks.ts
const chunkHeaderBytes = 48;
const stripeBytes = 32;
/** No place on a device is further: what lies behind is for addresses of other kinds. */
const addressLimit = 2 ** 52;
/** A petabyte in chunks of a gigabyte has as many. */
const mostChunks = 1e6;
/** By bit of the type; bit 5 is DUP: two copies on one device. */
const profiles = /* @__PURE__ */ new Map([
	[3, "RAID0"],
	[4, "RAID1"],
	[6, "RAID10"],
	[7, "RAID5"],
	[8, "RAID6"],
	[9, "RAID1C3"],
	[10, "RAID1C4"]
]);
const dupBit = 5;
var ChunkMap = class {
	#chunks = [];
	#starts = /* @__PURE__ */ new Set();
	#deviceId;
	#isSorted = true;
	constructor(deviceId) {
		this.#deviceId = deviceId;
	}
	/**
	* Takes a chunk that starts at `logical`; gives the bytes of its item. Throws ScanError `TARGET_UNSUPPORTED` for the
	* layouts of several devices, `TARGET_DAMAGED` for one that cannot be.
	*/
	add(logical, fields) {
		const length = fields.u64(0);
		const type = fields.big64(24);
		for (const [bit, name] of profiles) {
			if ((type & 1n << BigInt(bit)) === 0n) continue;
			throw unsupportedVolume(fields.where(24), `a btrfs with chunks of ${name}, which is not read`, "Convert them to single or DUP (btrfs balance).");
		}
		const copies = fields.u16(44);
		if (copies !== ((type & 1n << BigInt(dupBit)) !== 0n ? 2 : 1) || length === 0 || logical + length > addressLimit) throw damagedVolume(fields.where(), "a chunk that cannot be");
		const places = [];
		for (let copy = 0; copy < copies; copy += 1) {
			const at = 48 + stripeBytes * copy;
			const place = fields.u64(at + 8);
			if (fields.u64(at) !== this.#deviceId || place + length > addressLimit) throw damagedVolume(fields.where(at), "a chunk on a device that is not this one");
			places.push(place);
		}
		if (!this.#starts.has(logical)) {
			if (this.#chunks.length >= mostChunks) throw beyondLimit(fields.where(), "too many chunks");
			this.#isSorted = false;
			this.#starts.add(logical);
			this.#chunks.push({
				logical,
				length,
				places
			});
		}
		return 48 + stripeBytes * copies;
	}
	/** Throws ScanError `TARGET_DAMAGED` for an address that no chunk has; `where` names it. */
	locate(logical, where) {
		if (!this.#isSorted) this.#chunks.sort((left, right) => left.logical - right.logical);
		this.#isSorted = true;
		let low = 0;
		let high = this.#chunks.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if ((this.#chunks[middle]?.logical ?? 0) <= logical) low = middle + 1;
			else high = middle;
		}
		const chunk = this.#chunks[low - 1];
		const within = logical - (chunk?.logical ?? 0);
		if (chunk === void 0 || within >= chunk.length) throw damagedVolume(where, `names the logical address ${logical}, which no chunk has`);
		return {
			places: chunk.places.map((place) => place + within),
			length: chunk.length - within
		};
	}
};

// src/filesystems/btrfs/keys.ts
const itemTypes = {
	inode: 1,
	xattr: 24,
	dirItem: 84,
	dirIndex: 96,
	extentData: 108,
	root: 132,
	rootRef: 156,
	chunk: 228
};
/** The largest offset of a key. */
const lastOffset = 2 ** 64;
function rounded(fields, at) {
	return fields.u32(at) + fields.u32(at + 4) * 2 ** 32;
}
function keyAt(fields, at) {
	return {
		object: rounded(fields, at),
		type: fields.u8(at + 8),
		offset: rounded(fields, at + 9)
	};
}
/** Negative, zero or positive, as btrfs orders them. */
function compareKeys(left, right) {
	return left.object - right.object || left.type - right.type || left.offset - right.offset;
}
/** Whether two keys that compare as equal may differ in what was rounded. */
function isRounded({ object, offset }) {
	return !Number.isSafeInteger(object) || !Number.isSafeInteger(offset);
}

// src/filesystems/btrfs/superblock.ts
const kib = 1024;
const places = [
	64 * kib,
	64 * kib * kib,
	256 * kib ** 3
];
const superBytes = 4096;
/** Of trees: their root is on level 7 at most. */
const highestLevel = 7;
const checksums = [
	"crc32c",
	"xxhash64",
	"sha256",
	"blake2b"
];
/** By bit of `incompat_flags`; those that change what a reader does have a meaning of their own below. */
const incompatible$2 = [
	"mixed-backref",
	"default-subvol",
	"mixed-groups",
	"compress-lzo",
	"compress-zstd",
	"big-metadata",
	"extref",
	"raid56",
	"skinny-metadata",
	"no-holes",
	"metadata-uuid",
	"raid1c34"
];
const refused$1 = /* @__PURE__ */ new Map([
	[12, "zoned"],
	[13, "extent-tree-v2"],
	[14, "raid-stripe-tree"]
]);
/** It changes how space is counted only. */
const simpleQuota = 16;
const readOnlyCompatible$2 = [
	"free-space-tree",
	"free-space-tree-valid",
	"verity",
	"block-group-tree"
];
function featuresOf$1(fields) {
	const names = [];
	const incompat = fields.big64(188);
	for (let bit = 0; bit < 64; bit += 1) {
		if ((incompat & 1n << BigInt(bit)) === 0n || bit === simpleQuota) continue;
		const name = incompatible$2[bit];
		if (name === void 0) throw unsupportedVolume(fields.where(188), `a btrfs with the feature ${refused$1.get(bit) ?? `of bit ${bit}`}, which is not read`, "Copy its files to a btrfs without it.");
		names.push(name);
	}
	const compat = fields.big64(180);
	names.push(...readOnlyCompatible$2.filter((_, bit) => (compat & 1n << BigInt(bit)) !== 0n));
	return names;
}
function remarksOf$1(fields) {
	const remarks = [];
	if (fields.big64(96) !== 0n) remarks.push({
		text: "its log tree holds changes that are not applied; it was not unmounted",
		isPartial: true
	});
	if ((fields.big64(56) & 4n) !== 0n) remarks.push({
		text: "it is marked as damaged; check it with btrfs check",
		isPartial: true
	});
	return remarks;
}
function treeRoot(fields, at, level, generation) {
	if (level > 7) throw damagedVolume(fields.where(), `a tree of ${level + 1} levels`);
	return {
		logical: fields.u64(at),
		level,
		generation
	};
}
function sizeAt(fields, at) {
	const size = fields.u32(at);
	if (size >= 4096 && size <= 65536 && (size & size - 1) === 0) return size;
	throw damagedVolume(fields.where(at), `a btrfs with blocks of ${size} bytes`);
}
function parse(fields, at) {
	if (fields.text(64, 8) !== "_BHRfS_M") throw damagedVolume(fields.where(64), "no superblock");
	const kind = fields.u16(196);
	if (crc32c(fields.bytes.subarray(32)) !== fields.u32(0)) {
		const name = checksums[kind];
		if (kind > 0 && name !== void 0) throw unsupportedVolume(fields.where(196), `a btrfs with checksums of ${name}, which is not read`, "Make it with mkfs.btrfs --csum crc32c.");
		throw damagedVolume(fields.where(), "a superblock with a checksum that does not fit");
	}
	if (fields.u64(48) !== at) throw damagedVolume(fields.where(48), "a superblock of another place");
	if (kind !== 0) throw damagedVolume(fields.where(196), `checksums of kind ${kind}`);
	const devices = fields.u64(136);
	if (devices !== 1) throw unsupportedVolume(fields.where(136), `a btrfs over ${devices} devices, which is not read`, "Remove all devices but one (btrfs device remove).");
	const features = featuresOf$1(fields);
	const systemBytes = fields.u32(160);
	if (systemBytes > 2048) throw damagedVolume(fields.where(160), "a list of chunks with no room");
	const hasMetaUuid = features.includes("metadata-uuid");
	return {
		nodeBytes: sizeAt(fields, 148),
		sectorBytes: sizeAt(fields, 144),
		uuid: uuidText(fields.slice(32, 16)),
		metaUuid: uuidText(fields.slice(hasMetaUuid ? 571 : 32, 16)),
		label: labelText(fields.slice(299, 256)),
		features,
		remarks: remarksOf$1(fields),
		deviceId: fields.u64(201),
		chunkRoot: treeRoot(fields, 88, fields.u8(199), fields.big64(164)),
		rootTree: treeRoot(fields, 80, fields.u8(198), fields.big64(72)),
		rootDirectory: fields.u64(128),
		systemChunks: fields.part(811, systemBytes)
	};
}
/**
* The first sound superblock. Throws ScanError `TARGET_DAMAGED` where there is none, `TARGET_UNSUPPORTED` for several
* devices, for checksums other than crc32c, and for features that are not read.
*/
async function readSuperblock$2(volume) {
	let first;
	for (const at of places) {
		if (at + superBytes > volume.size && first !== void 0) break;
		try {
			const superblock = parse(new Fields(await readAll(volume, at, superBytes), volume.name, at), at);
			if (first === void 0) return superblock;
			const text = `its superblock is damaged; the copy at byte ${at} is taken, which may be older`;
			return {
				...superblock,
				remarks: [...superblock.remarks, {
					text,
					isPartial: true
				}]
			};
		} catch (error) {
			if (!(error instanceof ScanError) || error.code !== "TARGET_DAMAGED") throw error;
			first ??= error;
		}
	}
	throw first ?? damagedVolume(volume.name, "no superblock");
}

// src/filesystems/btrfs/subvolumes.ts
/** The tree of files that is there from the start. */
const topLevel = 5;
const firstSubvolume = 256;
/** Subvolumes that are kept, or listed. */
const mostSubvolumes = 1e4;
/** How btrfs hashes names, without the inversions of CRC-32C. */
function nameHash(name) {
	return updateCrc32c(4294967294, name);
}
/** Other numbers are those of the volume's own trees. */
function canBe(id) {
	return id === 5 || id >= firstSubvolume && Number.isSafeInteger(id);
}
function nodeId(tree, inode) {
	return `${tree}:${inode}`;
}
var Subvolumes = class {
	#trees;
	#known = /* @__PURE__ */ new Map();
	constructor(trees) {
		this.#trees = trees;
	}
	/** Throws ScanError `TARGET_DAMAGED` where there is none of this number. */
	get(id) {
		const known = this.#known.get(id);
		if (known !== void 0) return known;
		const loading = this.#load(id);
		if (this.#known.size < mostSubvolumes) this.#known.set(id, loading);
		return loading;
	}
	/** Whether there is one of this number. */
	async has(id) {
		return canBe(id) && await this.#rootItem(id) !== void 0;
	}
	/** The last one: of a snapshot, the key tells its generation. */
	async #rootItem(id) {
		const range = {
			object: id,
			type: itemTypes.root
		};
		let item;
		await this.#trees.scan(this.#trees.superblock.rootTree, {
			...range,
			offset: 0
		}, {
			...range,
			offset: lastOffset
		}, (_, one) => {
			item = one;
		});
		return item;
	}
	async #load(id) {
		const { volume } = this.#trees;
		const where = `${volume.name}, subvolume ${id}`;
		if (!canBe(id)) throw damagedVolume(where, "is named, but can be none");
		const item = await this.#rootItem(id);
		if (item === void 0) throw damagedVolume(where, "is named, but not here");
		const level = item.u8(238);
		if (level > 7) throw damagedVolume(item.where(238), `a tree of ${level + 1} levels`);
		return {
			id,
			root: {
				logical: item.u64(176),
				level,
				generation: item.big64(160)
			},
			rootInode: item.u64(168)
		};
	}
	/** The one that is mounted where none is named. */
	async defaultId() {
		const { superblock } = this.#trees;
		const offset = nameHash(Buffer.from("default"));
		const key = {
			object: superblock.rootDirectory,
			type: itemTypes.dirItem,
			offset
		};
		const item = await this.#trees.item(superblock.rootTree, key);
		return item === void 0 ? 5 : keyAt(item, 0).object;
	}
	/**
	* Whether `child` hangs at this name of this directory: a snapshot has the names of the subvolumes in its original,
	* but not these.
	*/
	async isAt(parent, child, directory, name) {
		const key = {
			object: parent,
			type: itemTypes.rootRef,
			offset: child
		};
		const item = await this.#trees.item(this.#trees.superblock.rootTree, key);
		if (item === void 0 || item.u64(0) !== directory) return false;
		return Buffer.compare(item.slice(18, item.u16(16)), name) === 0;
	}
	/** The numbers of those that hang in the one of number `parent`. */
	async below(parent) {
		const range = {
			object: parent,
			type: itemTypes.rootRef
		};
		const ids = [];
		await this.#trees.scan(this.#trees.superblock.rootTree, {
			...range,
			offset: 0
		}, {
			...range,
			offset: lastOffset
		}, ({ offset }) => {
			ids.push(offset);
			return ids.length >= mostSubvolumes;
		});
		return ids;
	}
};

// src/filesystems/btrfs/directory.ts
const headerBytes$4 = 30;
const mostNames$1 = 5e6;
/** Of all attributes of a file. */
const mostAttributes$2 = 65536;
/** By the type that a directory tells. */
const types$2 = [
	void 0,
	"file",
	"directory",
	"other",
	"other",
	"other",
	"other",
	"symlink"
];
/** Names with one hash share an item. */
function namedIn(item) {
	const named = [];
	for (let at = 0; at < item.bytes.length;) {
		const valueBytes = item.u16(at + 17 + 8);
		const nameBytes = item.u16(at + 17 + 10);
		named.push({
			location: keyAt(item, at),
			type: item.u8(at + 17 + 12),
			name: item.slice(at + headerBytes$4, nameBytes),
			value: item.slice(at + headerBytes$4 + nameBytes, valueBytes)
		});
		at += headerBytes$4 + nameBytes + valueBytes;
	}
	return named;
}
async function itemOf$1(btrfs, inode, named) {
	const { location, name, type } = named;
	const { subvolumes, trees } = btrfs;
	const { id: tree } = inode.subvolume;
	const text = decodeName(name);
	if (location.type === itemTypes.inode) return {
		name: text,
		id: nodeId(tree, location.object),
		type: types$2[type]
	};
	if (location.type !== itemTypes.root) throw damagedVolume(`${trees.volume.name}, subvolume ${tree}, inode ${inode.number}`, `a name that stands for an item of type ${location.type}`);
	return {
		name: text,
		id: await subvolumes.isAt(tree, location.object, inode.number, name) ? nodeId(location.object, (await subvolumes.get(location.object)).rootInode) : `stub:${tree}:${inode.number}`,
		type: "directory"
	};
}
async function listDirectory$1(btrfs, inode) {
	const range = {
		object: inode.number,
		type: itemTypes.dirIndex
	};
	const all = [];
	await btrfs.trees.scan(inode.subvolume.root, {
		...range,
		offset: 0
	}, {
		...range,
		offset: lastOffset
	}, (_, item) => {
		all.push(...namedIn(item));
		if (all.length > mostNames$1) throw beyondLimit(item.where(), "a directory of too many names");
	});
	const items = [];
	for (const named of all) items.push(await itemOf$1(btrfs, inode, named));
	return items;
}
async function findName(btrfs, inode, name) {
	const bytes = encodeName(name);
	const key = {
		object: inode.number,
		type: itemTypes.dirItem,
		offset: nameHash(bytes)
	};
	const item = await btrfs.trees.item(inode.subvolume.root, key);
	const named = (item === void 0 ? [] : namedIn(item)).find((one) => Buffer.compare(one.name, bytes) === 0);
	return named === void 0 ? void 0 : itemOf$1(btrfs, inode, named);
}
async function attributesOf$2(btrfs, inode) {
	const range = {
		object: inode.number,
		type: itemTypes.xattr
	};
	const attributes = /* @__PURE__ */ new Map();
	await btrfs.trees.scan(inode.subvolume.root, {
		...range,
		offset: 0
	}, {
		...range,
		offset: lastOffset
	}, (_, item) => {
		for (const { name, value } of namedIn(item)) attributes.set(Buffer.from(name).toString("utf8"), Uint8Array.from(value));
		if (attributes.size > mostAttributes$2) throw beyondLimit(item.where(), "too many attributes");
	});
	return attributes;
}

// src/filesystems/extents.ts
/** As much may be asked for at once. */
const mostBytes$2 = 268435456;
/** As much is asked of the volume at once. */
const mostPiece = 4194304;
/** Extents of one file at most: a file of 64 GiB in pieces of 64 KiB has as many. */
const extentLimit = 1e6;
/** Appends an extent, as part of the last one where both touch. */
function addExtent(extents, next) {
	const last = extents.at(-1);
	if (last !== void 0 && last.logical + last.length === next.logical && last.physical + last.length === next.physical) extents[extents.length - 1] = {
		...last,
		length: last.length + next.length
	};
	else extents.push(next);
}
/** The index of the first extent that ends after `offset`. */
function firstAfter(extents, offset) {
	let low = 0;
	let high = extents.length;
	while (low < high) {
		const middle = low + high >>> 1;
		const extent = extents[middle];
		if (extent !== void 0 && extent.logical + extent.length <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
/** The place on the volume of a byte of the file; undefined in a hole. */
function placeInExtents(extents, offset) {
	const extent = extents[firstAfter(extents, offset)];
	if (extent === void 0 || extent.logical > offset) return void 0;
	return extent.physical + offset - extent.logical;
}
/**
* Bytes of a file of `size`. `load` gives its extents, sorted and without overlap, and is asked when first something is
* read. A read throws ScanError where the volume ends before, `LIMIT_EXCEEDED` for more than 256 MiB at once.
*/
function extentBytes(volume, size, load) {
	let loading;
	async function read(offset, length) {
		const end = Math.min(size, offset + length);
		if (offset >= end) return /* @__PURE__ */ new Uint8Array(0);
		if (end - offset > mostBytes$2) throw new ScanError("LIMIT_EXCEEDED", volume.name, `${end - offset} bytes of a file are asked for at once; the limit is ${mostBytes$2}`);
		loading ??= load();
		const extents = await loading;
		let index = firstAfter(extents, offset);
		const only = extents[index];
		if (only !== void 0 && only.logical <= offset && only.logical + only.length >= end && end - offset <= mostPiece) return readAll(volume, only.physical + offset - only.logical, end - offset);
		const output = new Uint8Array(end - offset);
		const pieces = [];
		for (; index < extents.length; index += 1) {
			const extent = extents[index];
			if (extent === void 0 || extent.logical >= end) break;
			const last = Math.min(end, extent.logical + extent.length);
			for (let at = Math.max(offset, extent.logical); at < last; at += mostPiece) {
				const piece = readAll(volume, extent.physical + at - extent.logical, Math.min(mostPiece, last - at));
				pieces.push(piece.then((bytes) => output.set(bytes, at - offset)));
			}
		}
		await Promise.all(pieces);
		return output;
	}
	return {
		size,
		read
	};
}
/** Bytes that are at hand. */
function bytesAtHand(bytes) {
	return {
		size: bytes.length,
		read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length))
	};
}

// src/filesystems/btrfs/inode.ts
function whereOfInode({ trees }, subvolume, number) {
	return `${trees.volume.name}, subvolume ${subvolume.id}, inode ${number}`;
}
/** Throws ScanError `TARGET_DAMAGED` where there is none of this number. */
async function readInode$1(btrfs, subvolume, number) {
	const key = {
		object: number,
		type: itemTypes.inode,
		offset: 0
	};
	const item = Number.isSafeInteger(number) ? await btrfs.trees.item(subvolume.root, key) : void 0;
	if (item === void 0) throw damagedVolume(whereOfInode(btrfs, subvolume, number), "is named, but not here");
	const seconds = Number(BigInt.asIntN(64, item.big64(136)));
	return {
		subvolume,
		number,
		mode: item.u32(52),
		uid: item.u32(44),
		gid: item.u32(48),
		sizeBytes: item.u64(16),
		mtimeMs: seconds * 1e3 + item.u32(144) / 1e6
	};
}

// src/filesystems/btrfs/lzo.ts
/** The stream is no LZO1X, or more comes out than there is room for. */
var LzoError = class extends Error {
	name = "LzoError";
};
var Decoder = class {
	#input;
	#output;
	#at = 0;
	done = 0;
	constructor(input, output) {
		this.#input = input;
		this.#output = output;
	}
	next() {
		const byte = this.#input[this.#at];
		if (byte === void 0) throw new LzoError("the stream ends too early");
		this.#at += 1;
		return byte;
	}
	/** A length whose bits are all zero goes on in the bytes that follow. */
	length(bits, mask) {
		if ((bits & mask) !== 0) return bits & mask;
		let length = mask;
		for (let byte = this.next();; byte = this.next()) {
			if (byte !== 0) return length + byte;
			length += 255;
		}
	}
	literals(count) {
		if (this.#at + count > this.#input.length || this.done + count > this.#output.length) throw new LzoError("bytes have no room");
		this.#output.set(this.#input.subarray(this.#at, this.#at + count), this.done);
		this.#at += count;
		this.done += count;
	}
	copy(distance, count) {
		if (distance > this.done || this.done + count > this.#output.length) throw new LzoError("a repetition has no room");
		for (let index = 0; index < count; index += 1) {
			this.#output[this.done] = this.#output[this.done - distance] ?? 0;
			this.done += 1;
		}
	}
};
const afterRun = 4;
/** Takes one instruction; undefined is the end of the stream. */
function step(decoder, code, state) {
	if (code < 16 && state === 0) {
		decoder.literals(3 + decoder.length(code, 15));
		return afterRun;
	}
	let tail = code & 3;
	if (code < 16) {
		const far = state === afterRun;
		decoder.copy((decoder.next() << 2) + (code >>> 2) + (far ? 2049 : 1), far ? 3 : 2);
	} else if (code < 64) {
		const isFar = code < 32;
		const count = 2 + decoder.length(code, isFar ? 7 : 31);
		const word = decoder.next() | decoder.next() << 8;
		const distance = (word >>> 2) + (isFar ? 16384 + ((code & 8) << 11) : 1);
		if (isFar && distance === 16384) return void 0;
		decoder.copy(distance, count);
		tail = word & 3;
	} else {
		const count = code < 128 ? 3 + (code >>> 5 & 1) : 5 + (code >>> 5 & 3);
		decoder.copy((decoder.next() << 3) + (code >>> 2 & 7) + 1, count);
	}
	decoder.literals(tail);
	return tail;
}
/** Writes what the stream holds to the start of `output`; gives how many bytes that are. Throws LzoError. */
function unpackLzo(input, output) {
	const decoder = new Decoder(input, output);
	let code = decoder.next();
	let state = 0;
	if (code > 17) {
		const count = code - 17;
		decoder.literals(count);
		state = Math.min(count, afterRun);
		code = decoder.next();
	}
	while (true) {
		state = step(decoder, code, state);
		if (state === void 0) return decoder.done;
		code = decoder.next();
	}
}

// src/filesystems/btrfs/packed.ts
const inflateAsync = promisify(inflate);
const methods = [
	"none",
	"zlib",
	"lzo",
	"zstd"
];
/** Of btrfs: no compressed extent holds more (BTRFS_MAX_UNCOMPRESSED). */
const mostUnpacked = 131072;
/** A total length, then pieces with their lengths; no length lies across the end of a sector. */
function unpackSectors(bytes, output, sectorBytes) {
	const fields = new Fields(bytes, "extent", 0);
	const total = fields.u32(0);
	let done = 0;
	let at = 4;
	while (at < total && done < output.length) {
		const left = sectorBytes - at % sectorBytes;
		if (left < 4) at += left;
		const length = fields.u32(at);
		const room = output.subarray(done, done + sectorBytes);
		done += unpackLzo(fields.slice(at + 4, length), room);
		at += 4 + length;
	}
	return done;
}
async function unpackInto(method, bytes, output, sectorBytes) {
	if (method === "lzo") return unpackSectors(bytes, output, sectorBytes);
	const unpacked = method === "zstd" ? await inflateZstd(bytes, output.length) : await inflateAsync(bytes, { maxOutputLength: output.length });
	output.set(unpacked);
	return unpacked.length;
}
/**
* The `sizeBytes` of an extent. Its last sector may be compressed in part: the rest is zeros. Throws ScanError
* `TARGET_DAMAGED` for `where` if fewer bytes come out, or more.
*/
async function unpack(method, bytes, sizeBytes, sectorBytes, where) {
	if (sizeBytes > 131072) throw damagedVolume(where, `a compressed extent of ${sizeBytes} bytes`);
	const output = new Uint8Array(sizeBytes);
	let done;
	try {
		done = await unpackInto(method, bytes, output, sectorBytes);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw damagedVolume(where, `an extent compressed by ${method} cannot be read (${reason})`);
	}
	if (done + sectorBytes > sizeBytes) return output;
	throw damagedVolume(where, `a compressed extent has ${done} of its ${sizeBytes} bytes`);
}

// src/filesystems/btrfs/file-data.ts
const inlineAt = 21;
const kinds = [
	"inline",
	"regular",
	"preallocated"
];
/** Unpacked extents that are kept for a file. */
const kept = 16;
/** The device, and packed extents behind its end. */
var PackedBytes = class {
	name;
	#device;
	#packed = [];
	#unpacked = /* @__PURE__ */ new Map();
	#starts = /* @__PURE__ */ new Map();
	#end = addressLimit;
	constructor(device) {
		this.name = device.name;
		this.#device = device;
	}
	get size() {
		return this.#end;
	}
	/** Gives the address where it starts; an extent at one place of the device is one. */
	add(length, work, place) {
		const known = place === void 0 ? void 0 : this.#starts.get(place);
		if (known !== void 0 && known.length === length) return known.start;
		const packed = {
			start: this.#end,
			length,
			unpack: work
		};
		this.#packed.push(packed);
		if (place !== void 0) this.#starts.set(place, packed);
		this.#end += length;
		return packed.start;
	}
	async read(offset, length) {
		if (offset < addressLimit) return readAll(this.#device, offset, length);
		let low = 0;
		let high = this.#packed.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if ((this.#packed[middle]?.start ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		const packed = this.#packed[low - 1];
		if (packed === void 0) return /* @__PURE__ */ new Uint8Array(0);
		const unpacking = this.#unpacked.get(packed) ?? packed.unpack();
		this.#unpacked.delete(packed);
		this.#unpacked.set(packed, unpacking);
		for (const oldest of this.#unpacked.keys()) {
			if (this.#unpacked.size <= kept) break;
			this.#unpacked.delete(oldest);
		}
		const from = offset - packed.start;
		return (await unpacking).subarray(from, from + length);
	}
};
function takeInline(walk, item, logical, method) {
	const { bytes, extents, btrfs } = walk;
	const length = item.u64(8);
	const stored = Uint8Array.from(item.slice(inlineAt, item.bytes.length - inlineAt));
	if (logical !== 0 || length > 131072 || method === "none" && length > stored.length) throw damagedVolume(item.where(), "a file in the tree that cannot be");
	const { sectorBytes } = btrfs.trees.superblock;
	const where = item.where();
	const work = async () => method === "none" ? stored : unpack(method, stored, length, sectorBytes, where);
	if (length > 0) extents.push({
		logical,
		physical: bytes.add(length, work),
		length
	});
	return Math.max(sectorBytes, length);
}
/** As the chunks cut it, seldom in more than one piece. */
function takePlain(walk, logical, address, length, where) {
	const { chunks } = walk.btrfs.trees;
	for (let done = 0; done < length;) {
		const { places, length: whole } = chunks.locate(address + done, where);
		const part = Math.min(whole, length - done);
		addExtent(walk.extents, {
			logical: logical + done,
			physical: places[0] ?? 0,
			length: part
		});
		done += part;
	}
}
function takeRegular(walk, item, logical, method) {
	const [address, stored, offset, length] = [
		21,
		29,
		37,
		45
	].map((at) => item.u64(at));
	if (address === void 0 || stored === void 0 || offset === void 0 || length === void 0) return 0;
	const unpackedBytes = item.u64(8);
	if (length === 0 || logical + length > addressLimit) throw damagedVolume(item.where(), "an extent of no length");
	if (address === 0) return length;
	const where = item.where(21);
	if (offset + length > (method === "none" ? stored : unpackedBytes)) throw damagedVolume(where, "an extent that ends behind its own end");
	if (method === "none") {
		takePlain(walk, logical, address + offset, length, where);
		return length;
	}
	if (stored > 131072 || unpackedBytes > 131072) throw damagedVolume(where, `a compressed extent of ${Math.max(stored, unpackedBytes)} bytes`);
	const { btrfs, bytes, extents } = walk;
	const { volume, chunks, superblock } = btrfs.trees;
	const { places, length: whole } = chunks.locate(address, where);
	const place = places[0] ?? 0;
	if (whole < stored) throw damagedVolume(where, "a compressed extent that ends behind its chunk");
	const work = async () => unpack(method, await readAll(volume, place, stored), unpackedBytes, superblock.sectorBytes, `${volume.name}, byte ${place}`);
	const start = bytes.add(unpackedBytes, work, place);
	extents.push({
		logical,
		physical: start + offset,
		length
	});
	return length;
}
function takeExtent$2(walk, item, logical) {
	const method = methods[item.u8(16)];
	const kind = kinds[item.u8(20)];
	if (logical < walk.next) throw damagedVolume(item.where(), "extents that overlap");
	if (method === void 0 || item.u8(17) !== 0 || item.u16(18) !== 0) throw unsupportedVolume(item.where(16), "an extent that is encrypted, or compressed in a way that is not read", "Copy its files to a btrfs without it.");
	if (kind === void 0) throw damagedVolume(item.where(20), "an extent of no kind");
	if (walk.extents.length > 1e6) throw beyondLimit(item.where(), "a file in too many pieces");
	if (kind === "inline") walk.next = logical + takeInline(walk, item, logical, method);
	else if (kind === "regular") walk.next = logical + takeRegular(walk, item, logical, method);
	else walk.next = logical + item.u64(45);
}
/**
* The bytes of a file, or of a link's target. A read throws ScanError `TARGET_DAMAGED` with the offset where an extent
* is damaged; data have no checksum here.
*/
function bytesOfInode(btrfs, inode) {
	const { trees } = btrfs;
	const { subvolume, number, sizeBytes } = inode;
	if (sizeBytes > addressLimit) throw damagedVolume(whereOfInode(btrfs, subvolume, number), `a file of ${sizeBytes} bytes`);
	const bytes = new PackedBytes(trees.volume);
	return extentBytes(bytes, sizeBytes, async () => {
		const walk = {
			btrfs,
			bytes,
			extents: [],
			next: 0
		};
		const range = {
			object: number,
			type: itemTypes.extentData
		};
		await trees.scan(subvolume.root, {
			...range,
			offset: 0
		}, {
			...range,
			offset: lastOffset
		}, ({ offset }, item) => {
			takeExtent$2(walk, item, offset);
		});
		return walk.extents;
	});
}

// src/filesystems/btrfs/trees.ts
const headerBytes$3 = 101;
const itemBytes = 25;
const pointerBytes = 33;
/** Of blocks that are kept. */
const cacheBytes = 16777216;
/** The index of the first key that is not before `key`. */
function firstFrom(keys, key) {
	let low = 0;
	let high = keys.length;
	while (low < high) {
		const middle = low + high >>> 1;
		const one = keys[middle];
		if (one !== void 0 && compareKeys(one, key) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}
function keysOf(fields, level) {
	const count = fields.u32(96);
	if (count > Math.floor((fields.bytes.length - headerBytes$3) / (level > 0 ? pointerBytes : itemBytes))) throw damagedVolume(fields.where(96), `${count} entries have no room in a block`);
	const keys = [];
	for (let index = 0; index < count; index += 1) {
		const at = headerBytes$3 + index * (level > 0 ? pointerBytes : itemBytes);
		const key = keyAt(fields, at);
		const last = keys.at(-1);
		const order = last === void 0 ? -1 : compareKeys(last, key);
		if (order > 0 || order === 0 && !isRounded(key)) throw damagedVolume(fields.where(at), "keys that are not in order");
		keys.push(key);
	}
	return keys;
}
var Trees = class {
	volume;
	superblock;
	chunks;
	/** By logical address, least recently used first. */
	#blocks = /* @__PURE__ */ new Map();
	constructor(volume, superblock, chunks) {
		this.volume = volume;
		this.superblock = superblock;
		this.chunks = chunks;
	}
	/**
	* Shows the items from `from` to `to`, both included, in their order. Throws ScanError `TARGET_DAMAGED` for a block
	* that is not what its parent says.
	*/
	async scan(root, from, to, visit) {
		await this.#walk({
			...root,
			from: this.volume.name
		}, from, to, visit);
	}
	/** The item with this key. */
	async item(root, key) {
		let found;
		await this.scan(root, key, key, (_, item) => {
			found = item;
			return true;
		});
		return found;
	}
	async #walk(expected, from, to, visit) {
		const { fields, keys } = await this.#block(expected);
		const { level } = expected;
		let index = firstFrom(keys, from);
		if (level > 0 && index > 0) {
			const exact = keys[index];
			if (exact === void 0 || compareKeys(exact, from) !== 0) index -= 1;
		}
		for (; index < keys.length; index += 1) {
			const key = keys[index];
			if (key === void 0 || compareKeys(key, to) > 0) break;
			if (level > 0) {
				const at = headerBytes$3 + pointerBytes * index + 17;
				const end = keys[index + 1] ?? expected.end;
				const child = {
					logical: fields.u64(at),
					generation: fields.big64(at + 8),
					level: level - 1,
					from: fields.where(at),
					first: key,
					...end === void 0 ? {} : { end }
				};
				if (await this.#walk(child, from, to, visit)) return true;
			} else {
				const at = headerBytes$3 + itemBytes * index + 17;
				const [offset, size] = [headerBytes$3 + fields.u32(at), fields.u32(at + 4)];
				if (offset < headerBytes$3 + itemBytes * keys.length) throw damagedVolume(fields.where(at), "an item that lies on its header");
				if (visit(key, fields.part(offset, size)) === true) return true;
			}
		}
		return false;
	}
	async #block(expected) {
		const { logical, level, generation, first, end, from } = expected;
		const loading = this.#blocks.get(logical) ?? this.#load(logical, from);
		this.#blocks.delete(logical);
		this.#blocks.set(logical, loading);
		const block = await loading;
		const { fields, keys } = block;
		const [own, last] = [keys[0], keys.at(-1)];
		if (fields.u8(100) === level && fields.big64(80) === generation && (first === void 0 || own !== void 0 && compareKeys(own, first) === 0) && (level === 0 || own !== void 0) && (end === void 0 || last === void 0 || compareKeys(last, end) <= 0)) return block;
		throw damagedVolume(fields.where(), `a block of a tree is not the one that is named (${from})`);
	}
	#load(logical, from) {
		const most = Math.floor(cacheBytes / this.superblock.nodeBytes);
		for (const oldest of this.#blocks.keys()) {
			if (this.#blocks.size < most) break;
			this.#blocks.delete(oldest);
		}
		const loading = this.#read(logical, from);
		loading.catch(() => this.#blocks.delete(logical));
		return loading;
	}
	/** The first sound copy. */
	async #read(logical, from) {
		const { nodeBytes } = this.superblock;
		const { places, length } = this.chunks.locate(logical, from);
		if (length < nodeBytes) throw damagedVolume(from, "names a block that ends behind its chunk");
		let first;
		for (const place of places) try {
			const bytes = await readAll(this.volume, place, nodeBytes);
			return this.#checked(new Fields(bytes, this.volume.name, place), logical);
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			first ??= error;
		}
		throw first ?? damagedVolume(from, "names a block without a place");
	}
	#checked(fields, logical) {
		const wrong = (what) => damagedVolume(fields.where(), `a block of a tree ${what}`);
		if (crc32c(fields.bytes.subarray(32)) !== fields.u32(0)) throw wrong("has a checksum that does not fit");
		if (uuidText(fields.slice(32, 16)) !== this.superblock.metaUuid) throw wrong("is of another file system");
		if (fields.u64(48) !== logical) throw wrong("is of another place");
		return {
			fields,
			keys: keysOf(fields, fields.u8(100))
		};
	}
};

// src/filesystems/btrfs/open-btrfs.ts
/** Of Linux: no target is longer (PATH_MAX). */
const longestTarget$2 = 4096;
/** The tree of chunks names them all as its own. */
const chunkObject = 256;
var BtrfsNode = class {
	id;
	type;
	mode;
	uid;
	gid;
	sizeBytes;
	mtimeMs;
	#btrfs;
	#inode;
	constructor(btrfs, inode) {
		this.id = nodeId(inode.subvolume.id, inode.number);
		this.type = typeOfMode(inode.mode);
		this.mode = inode.mode & 4095;
		this.uid = inode.uid;
		this.gid = inode.gid;
		this.sizeBytes = this.type === "file" ? inode.sizeBytes : 0;
		this.mtimeMs = inode.mtimeMs;
		this.#btrfs = btrfs;
		this.#inode = inode;
	}
	async list() {
		return this.type === "directory" ? listDirectory$1(this.#btrfs, this.#inode) : [];
	}
	async find(name) {
		return this.type === "directory" ? findName(this.#btrfs, this.#inode, name) : void 0;
	}
	async readLink() {
		const { sizeBytes } = this.#inode;
		if (this.type !== "symlink") throw damagedVolume(this.#where(), "is no link");
		if (sizeBytes > longestTarget$2) throw damagedVolume(this.#where(), `a link to a path of ${sizeBytes} bytes`);
		return decodeName(await bytesOfInode(this.#btrfs, this.#inode).read(0, sizeBytes));
	}
	xattrs() {
		return attributesOf$2(this.#btrfs, this.#inode);
	}
	async open() {
		if (this.type !== "file") throw damagedVolume(this.#where(), "is no file");
		return bytesOfInode(this.#btrfs, this.#inode);
	}
	#where() {
		return whereOfInode(this.#btrfs, this.#inode.subvolume, this.#inode.number);
	}
};
/** What the kernel shows in a snapshot where its original has a subvolume: an empty directory. */
function stubIn(directory, id) {
	const { uid, gid, mtimeMs } = directory;
	const nothing = () => Promise.reject(damagedVolume(String(id), "is no file"));
	return {
		id,
		type: "directory",
		mode: 493,
		uid,
		gid,
		sizeBytes: 0,
		mtimeMs,
		list: () => Promise.resolve([]),
		readLink: nothing,
		xattrs: () => Promise.resolve(/* @__PURE__ */ new Map()),
		open: nothing
	};
}
async function readNode(btrfs, id) {
	const [, stub, tree, number] = /^(stub:)?(\d+):(\d+)$/.exec(String(id)) ?? [];
	if (tree === void 0 || number === void 0) throw damagedVolume(`${btrfs.trees.volume.name}, node ${id}`, "is none");
	const subvolume = await btrfs.subvolumes.get(Number(tree));
	const inode = await readInode$1(btrfs, subvolume, Number(number));
	return stub === void 0 ? new BtrfsNode(btrfs, inode) : stubIn(inode, id);
}
async function openTrees(volume, superblock) {
	const { systemChunks, deviceId, chunkRoot } = superblock;
	const chunks = new ChunkMap(deviceId);
	for (let at = 0; at < systemChunks.bytes.length;) {
		const rest = systemChunks.bytes.length - at - 17;
		const { offset } = keyAt(systemChunks, at);
		at += 17 + chunks.add(offset, systemChunks.part(at + 17, rest));
	}
	const trees = new Trees(volume, superblock, chunks);
	const range = {
		object: chunkObject,
		type: itemTypes.chunk
	};
	await trees.scan(chunkRoot, {
		...range,
		offset: 0
	}, {
		...range,
		offset: lastOffset
	}, ({ offset }, item) => {
		chunks.add(offset, item);
	});
	return trees;
}
/** The root of a subvolume by its number, or by its path from the top level; undefined where there is none. */
async function rootOf(btrfs, which) {
	const { subvolumes } = btrfs;
	if (typeof which === "number") return await subvolumes.has(which) ? nodeId(which, (await subvolumes.get(which)).rootInode) : void 0;
	let inode = await subvolumes.get(5).then((subvolume) => readInode$1(btrfs, subvolume, subvolume.rootInode));
	for (const name of which.split("/").filter((part) => part !== "")) {
		const item = await findName(btrfs, inode, name);
		const [tree, number] = /^(\d+):(\d+)$/.exec(String(item?.id))?.slice(1) ?? [];
		if (tree === void 0 || number === void 0) return void 0;
		inode = await readInode$1(btrfs, await subvolumes.get(Number(tree)), Number(number));
	}
	const { subvolume, number } = inode;
	return number === subvolume.rootInode ? nodeId(subvolume.id, number) : void 0;
}
/**
* Reads the superblock (or a copy of it), the chunks, and which subvolume is the root. Throws ScanError
* `TARGET_DAMAGED` where one of them is not sound, `TARGET_UNSUPPORTED` for several devices, RAID, checksums other than
* crc32c, and features that are not read.
*/
async function openBtrfs(volume) {
	const superblock = await readSuperblock$2(volume);
	const trees = await openTrees(volume, superblock);
	const subvolumes = new Subvolumes(trees);
	const btrfs = {
		trees,
		subvolumes
	};
	const { label, uuid, features, remarks } = superblock;
	const first = await subvolumes.get(await subvolumes.defaultId());
	const opened = {
		kind: "btrfs",
		name: volume.name,
		label,
		uuid,
		features,
		remarks,
		root: nodeId(first.id, first.rootInode),
		node: (id) => readNode(btrfs, id),
		async subvolume(which) {
			const root = await rootOf(btrfs, which);
			return root === void 0 ? void 0 : {
				...opened,
				root
			};
		},
		topSubvolumes: () => subvolumes.below(5)
	};
	return opened;
}

// src/filesystems/acl.ts
const user = 2;
const group = 8;
/** Tags that go with no user or group. */
const nobody = 4294967295;
const mostEntries = 8192;
function aclBytes(entries) {
	const bytes = Buffer.alloc(4 + 8 * entries.length);
	bytes.writeUInt32LE(2, 0);
	for (const [index, { tag, permissions, id }] of entries.entries()) {
		bytes.writeUInt16LE(tag, 4 + 8 * index);
		bytes.writeUInt16LE(permissions, 6 + 8 * index);
		bytes.writeUInt32LE(tag === user || tag === group ? id : nobody, 8 + 8 * index);
	}
	return bytes;
}
/** From ext4's form (fs/ext4/acl.h): ids only where a tag needs one. */
function aclFromExt(fields) {
	if (fields.u32(0) !== 1) throw damagedVolume(fields.where(), "an ACL of an unknown version");
	const entries = [];
	for (let at = 4; at < fields.bytes.length;) {
		const tag = fields.u16(at);
		const hasId = tag === user || tag === group;
		entries.push({
			tag,
			permissions: fields.u16(at + 2),
			id: hasId ? fields.u32(at + 4) : nobody
		});
		at += hasId ? 8 : 4;
	}
	return aclBytes(entries);
}
/** From XFS's form (struct xfs_acl): a count, then entries of 12 bytes, big-endian. */
function aclFromXfs(fields) {
	const count = fields.be32(0);
	if (count > mostEntries) throw damagedVolume(fields.where(), `an ACL of ${count} entries`);
	const entries = [];
	for (let index = 0; index < count; index += 1) {
		const at = 4 + 12 * index;
		entries.push({
			tag: fields.be32(at) & 65535,
			id: fields.be32(at + 4),
			permissions: fields.be16(at + 8)
		});
	}
	return aclBytes(entries);
}

// src/filesystems/ext/superblock.ts
const superblockPlace = 1024;
const superblockBytes = 1024;
const magic$3 = 61267;
const compatible = {
	4: "has_journal",
	32: "dir_index",
	4096: "orphan_file"
};
const incompatible$1 = {
	1: "compression",
	2: "filetype",
	4: "needs_recovery",
	8: "journal_dev",
	16: "meta_bg",
	64: "extents",
	128: "64bit",
	256: "mmp",
	512: "flex_bg",
	1024: "ea_inode",
	4096: "dirdata",
	8192: "metadata_csum_seed",
	16384: "large_dir",
	32768: "inline_data",
	65536: "encrypt",
	131072: "casefold"
};
const readOnlyCompatible$1 = {
	1: "sparse_super",
	2: "large_file",
	8: "huge_file",
	16: "uninit_bg",
	32: "dir_nlink",
	64: "extra_isize",
	256: "quota",
	512: "bigalloc",
	1024: "metadata_csum",
	8192: "project",
	32768: "verity",
	65536: "orphan_present"
};
/** Of the incompatible features, those that are not read. */
const refused = [
	"compression",
	"journal_dev",
	"dirdata"
];
/** The mark of an ext3: none of these. */
const onlyExt4 = [
	"extents",
	"64bit",
	"flex_bg",
	"huge_file",
	"uninit_bg",
	"metadata_csum"
];
function namesOf$1(bits, table) {
	const names = [];
	for (let bit = 0; bit < 32; bit += 1) {
		const name = table[2 ** bit];
		if ((bits >>> bit & 1) !== 0 && name !== void 0) names.push(name);
	}
	return names;
}
function checkRefused(fields, features) {
	const known = Object.keys(incompatible$1).reduce((sum, bit) => sum + Number(bit), 0);
	const unknown = (fields.u32(96) & ~known) >>> 0;
	const wrong = refused.filter((name) => features.has(name));
	if (unknown !== 0) wrong.push(`0x${unknown.toString(16)}`);
	if (wrong.length === 0) return;
	throw unsupportedVolume(fields.where(96), `an ext file system with features that are not read (${wrong.join(", ")})`, "Copy its files to a file system without them.");
}
function remarksOf(fields, features) {
	const remarks = [];
	const add = (text) => remarks.push({
		text,
		isPartial: true
	});
	const state = fields.u16(58);
	if (features.has("needs_recovery")) add("its journal holds changes that are not replayed (needs_recovery)");
	else if ((state & 1) === 0) add("it was not unmounted cleanly");
	else if (features.has("orphan_present") || fields.u32(232) !== 0) remarks.push({
		text: "deleted files wait to be freed",
		isPartial: false
	});
	if ((state & 2) !== 0) add("the kernel found errors in it: run e2fsck");
	return remarks;
}
/** A superblock from its 1024 bytes; throws ScanError where it is damaged or of a kind that is not read. */
function parseSuperblock$1(bytes, name, at) {
	const fields = new Fields(bytes, name, at);
	const wrong = (place, what) => damagedVolume(fields.where(place), `the superblock of an ext file system ${what}`);
	if (fields.u16(56) !== magic$3) throw wrong(56, "is not here");
	const features = /* @__PURE__ */ new Set([
		...namesOf$1(fields.u32(92), compatible),
		...namesOf$1(fields.u32(96), incompatible$1),
		...namesOf$1(fields.u32(100), readOnlyCompatible$1)
	]);
	const hasChecksums = features.has("metadata_csum");
	if (hasChecksums && updateCrc32c(4294967295, bytes.subarray(0, 1020)) !== fields.u32(1020)) throw wrong(1020, "has a checksum that does not fit");
	checkRefused(fields, features);
	const logBlock = fields.u32(24);
	if (logBlock > 6) throw wrong(24, "names blocks of no possible size");
	const blockBytes = 1024 * 2 ** logBlock;
	const inodeBytes = fields.u32(76) > 0 ? fields.u16(88) : 128;
	if (inodeBytes < 128 || inodeBytes > blockBytes || (inodeBytes & inodeBytes - 1) !== 0) throw wrong(88, `names inodes of ${inodeBytes} bytes`);
	const descriptorBytes = features.has("64bit") ? fields.u16(254) : 32;
	if (descriptorBytes < 32 || descriptorBytes > blockBytes || descriptorBytes % 8 !== 0) throw wrong(254, `names group descriptors of ${descriptorBytes} bytes`);
	const [groupBlocks, groupInodes] = [fields.u32(32), fields.u32(40)];
	if (groupBlocks === 0 || groupInodes === 0) throw wrong(32, "names empty groups");
	const uuidBytes = fields.slice(104, 16);
	const seed = features.has("metadata_csum_seed") ? fields.u32(624) : updateCrc32c(4294967295, uuidBytes);
	const isExt4 = onlyExt4.some((feature) => features.has(feature));
	const high = features.has("64bit") ? fields.u32(336) : 0;
	return {
		kind: isExt4 ? "ext4" : features.has("has_journal") ? "ext3" : "ext2",
		label: labelText(fields.slice(120, 16)),
		uuid: uuidText(uuidBytes),
		uuidBytes,
		features,
		blockBytes,
		blockCount: fields.u32(4) + high * 2 ** 32,
		firstDataBlock: fields.u32(20),
		groupBlocks,
		groupInodes,
		inodeCount: fields.u32(0),
		inodeBytes,
		descriptorBytes,
		firstMetaGroup: fields.u32(260),
		seed: hasChecksums ? seed : void 0,
		remarks: remarksOf(fields, features)
	};
}
/** The places of the first copy, for blocks of 1, 2 and 4 KiB, then of 64 KiB, in groups of the usual size. */
const copies = [
	8389632,
	33554432,
	134217728,
	4294443008
];
/**
* The superblock, or where it is damaged its first copy, with a remark. Throws ScanError for the first one where no copy
* is sound.
*/
async function readSuperblock$1(volume) {
	const first = await readAll(volume, superblockPlace, superblockBytes);
	try {
		return parseSuperblock$1(first, volume.name, superblockPlace);
	} catch (error) {
		for (const at of copies) {
			if (at + superblockBytes > volume.size) continue;
			const bytes = await volume.read(at, superblockBytes);
			try {
				const copy = parseSuperblock$1(bytes, volume.name, at);
				const text = `its superblock is damaged; the copy at byte ${at} was taken`;
				return {
					...copy,
					remarks: [{
						text,
						isPartial: true
					}]
				};
			} catch {}
		}
		throw error;
	}
}

// src/filesystems/ext/groups.ts
const inodesUninitialised = 1;
/** A number as the checksums take it. */
function littleEndian(value) {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value >>> 0);
	return bytes;
}
/** CRC-16 of the older descriptors (polynomial 0x8005, reflected). */
function crc16(register, bytes) {
	let crc = register;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : crc >>> 1 ^ 40961;
	}
	return crc;
}
/** The checksum that a descriptor should have; undefined where it has none. */
function checksumOf(superblock, group, bytes) {
	const { seed, features, uuidBytes } = superblock;
	const [before, after] = [bytes.subarray(0, 30), bytes.subarray(32)];
	if (seed !== void 0) {
		let crc = updateCrc32c(seed, littleEndian(group));
		crc = updateCrc32c(crc, before);
		crc = updateCrc32c(crc, Buffer.alloc(2));
		return updateCrc32c(crc, after) & 65535;
	}
	if (!features.has("uninit_bg")) return void 0;
	const crc = crc16(crc16(crc16(65535, uuidBytes), littleEndian(group)), before);
	return features.has("64bit") ? crc16(crc, after) : crc;
}
/** Whether a group holds a copy of the superblock. */
function hasSuperblock({ features }, group) {
	if (!features.has("sparse_super") || group <= 1) return true;
	for (const base of [
		3,
		5,
		7
	]) {
		let power = base;
		while (power < group) power *= base;
		if (power === group) return true;
	}
	return false;
}
function descriptorBlock(superblock, index) {
	const { features, firstDataBlock, firstMetaGroup, groupBlocks, blockBytes, descriptorBytes } = superblock;
	const own = Math.floor(superblockPlace / blockBytes);
	if (!features.has("meta_bg") || index < firstMetaGroup) return own + 1 + index;
	const group = index * Math.floor(blockBytes / descriptorBytes);
	const before = group === 0 ? own - firstDataBlock : 0;
	const copy = hasSuperblock(superblock, group) ? 1 : 0;
	return firstDataBlock + group * groupBlocks + before + copy;
}
/** Where the inode table of a group lies, in bytes. Throws ScanError where the group or its table is none. */
async function inodeTableOf(volume, superblock, group) {
	const { blockBytes, descriptorBytes, blockCount } = superblock;
	const each = Math.floor(blockBytes / descriptorBytes);
	const at = descriptorBlock(superblock, Math.floor(group / each)) * blockBytes + group % each * descriptorBytes;
	const bytes = await readAll(volume, at, descriptorBytes);
	const fields = new Fields(bytes, volume.name, at);
	const checksum = checksumOf(superblock, group, bytes);
	if (checksum !== void 0 && checksum !== fields.u16(30)) throw damagedVolume(fields.where(), `the descriptor of block group ${group} has a checksum that does not fit`);
	if (checksum !== void 0 && (fields.u16(18) & inodesUninitialised) !== 0) throw damagedVolume(fields.where(18), `block group ${group} has no inodes, but one is named`);
	const high = descriptorBytes >= 64 ? fields.u32(40) : 0;
	const table = fields.u32(8) + high * 2 ** 32;
	if (table === 0 || table >= blockCount) throw damagedVolume(fields.where(8), `block group ${group} has its inodes nowhere`);
	return table * blockBytes;
}

// src/filesystems/ext/inode.ts
const inodeFlags = {
	encrypted: 2048,
	isIndexed: 4096,
	extents: 524288,
	inlineData: 268435456
};
const blockMapOffset = 40;
/** The part that all inodes have. */
const oldBytes = 128;
function checkChecksum(fields, seed, extraBytes, number) {
	const { bytes } = fields;
	const hasHigh = bytes.length > oldBytes && extraBytes >= 4;
	let crc = updateCrc32c(seed, bytes.subarray(0, 124));
	crc = updateCrc32c(crc, Buffer.alloc(2));
	crc = updateCrc32c(crc, bytes.subarray(126, oldBytes));
	if (bytes.length > oldBytes) {
		if (hasHigh) {
			crc = updateCrc32c(crc, bytes.subarray(oldBytes, 130));
			crc = updateCrc32c(crc, Buffer.alloc(2));
			crc = updateCrc32c(crc, bytes.subarray(132));
		} else crc = updateCrc32c(crc, bytes.subarray(oldBytes));
	}
	if (!((crc & 65535) === fields.u16(124) && (!hasHigh || crc >>> 16 === fields.u16(130)))) throw damagedVolume(fields.where(), `inode ${number} has a checksum that does not fit`);
}
function mtimeOf$1(fields, extraBytes) {
	const seconds = fields.u32(16) | 0;
	if (extraBytes < 12) return seconds * 1e3;
	const extra = fields.u32(136);
	return (seconds + (extra & 3) * 2 ** 32) * 1e3 + (extra >>> 2) / 1e6;
}
function parseInode$1(fields, superblock, number, at) {
	const { bytes } = fields;
	const extraBytes = bytes.length > oldBytes ? fields.u16(128) : 0;
	if (extraBytes % 4 !== 0 || oldBytes + extraBytes > bytes.length) throw damagedVolume(fields.where(128), `inode ${number} is larger than there is room`);
	let seed;
	if (superblock.seed !== void 0) {
		seed = updateCrc32c(superblock.seed, littleEndian(number));
		seed = updateCrc32c(seed, littleEndian(fields.u32(100)));
		checkChecksum(fields, seed, extraBytes, number);
	}
	const mode = fields.u16(0);
	if (mode === 0) throw damagedVolume(fields.where(), `inode ${number} is named, but free`);
	const high = (mode & 61440) === 32768 || superblock.features.has("large_dir") ? fields.u32(108) : 0;
	if (high >= 2 ** 21) throw damagedVolume(fields.where(108), `inode ${number} is larger than a file can be`);
	const hasRoom = bytes.length > oldBytes && oldBytes + extraBytes + 8 <= bytes.length;
	return {
		number,
		fields,
		mode,
		uid: fields.u16(2) + fields.u16(120) * 65536,
		gid: fields.u16(24) + fields.u16(122) * 65536,
		sizeBytes: fields.u32(4) + high * 2 ** 32,
		mtimeMs: mtimeOf$1(fields, extraBytes),
		flags: fields.u32(32),
		blockMap: fields.slice(40, 60),
		blockMapAt: at + 40,
		attributesAt: hasRoom ? oldBytes + extraBytes : void 0,
		attributeBlock: fields.u32(104) + fields.u16(118) * 2 ** 32,
		seed
	};
}
/** Reads inodes by number; the places of their tables are kept. */
var InodeTable = class {
	#volume;
	#superblock;
	#tables = /* @__PURE__ */ new Map();
	constructor(volume, superblock) {
		this.#volume = volume;
		this.#superblock = superblock;
	}
	/** Throws ScanError for a number that no inode has, and for a damaged one. */
	async read(number) {
		const { groupInodes, inodeCount, inodeBytes } = this.#superblock;
		if (!Number.isSafeInteger(number) || number < 1 || number > inodeCount) throw damagedVolume(this.#volume.name, `inode ${number} is named, but there are ${inodeCount}`);
		const group = Math.floor((number - 1) / groupInodes);
		let table = this.#tables.get(group);
		if (table === void 0) {
			table = inodeTableOf(this.#volume, this.#superblock, group);
			this.#tables.set(group, table);
		}
		const at = await table + (number - 1) % groupInodes * inodeBytes;
		return parseInode$1(new Fields(await readAll(this.#volume, at, inodeBytes), this.#volume.name, at), this.#superblock, number, at);
	}
};

// src/filesystems/ext/attributes.ts
const magic$2 = 3925999616;
const entryBytes$2 = 16;
const headerBytes$2 = 32;
/** Of Linux: no value is longer (XATTR_SIZE_MAX). */
const longestValue$1 = 65536;
/** Of all attributes of a file. */
const mostAttributes$1 = 4096;
const prefixes = [
	void 0,
	"user.",
	"system.posix_acl_access",
	"system.posix_acl_default",
	"trusted.",
	void 0,
	"security.",
	"system.",
	"system.richacl"
];
/** The rest of data that lies in its inode. */
const inlineRest = "system.data";
/** The entries from `first` on; values lie from `base` on. */
async function takeAttributes(fields, first, base, at, readValue) {
	const found = [];
	for (let entry = first; entry + 4 <= fields.bytes.length && fields.u32(entry) !== 0;) {
		if (found.length >= mostAttributes$1) throw beyondLimit(fields.where(entry), "more extended attributes than any file has");
		const nameBytes = fields.u8(entry);
		const prefix = prefixes[fields.u8(entry + 1)];
		const name = fields.text(entry + entryBytes$2, nameBytes);
		const [offset, inode, length] = [
			fields.u16(entry + 2),
			fields.u32(entry + 4),
			fields.u32(entry + 8)
		];
		if (length > longestValue$1) throw damagedVolume(fields.where(entry + 8), `an attribute of ${length} bytes`);
		const value = inode === 0 ? fields.slice(base + offset, length) : await readValue(inode, length, fields.where(entry));
		if (prefix !== void 0) found.push({
			name: `${prefix}${name}`,
			value,
			at: at + base + offset
		});
		entry += entryBytes$2 + Math.ceil(nameBytes / 4) * 4;
	}
	return found;
}
async function blockAttributes(volume, superblock, block, readValue) {
	const { blockBytes, blockCount, seed } = superblock;
	const at = block * blockBytes;
	if (block >= blockCount) throw damagedVolume(volume.name, `attributes are in block ${block} of ${blockCount}`);
	const bytes = await readAll(volume, at, blockBytes);
	const fields = new Fields(bytes, volume.name, at);
	if (fields.u32(0) !== magic$2) throw damagedVolume(fields.where(), "no block of attributes");
	if (seed !== void 0) {
		const number = Buffer.alloc(8);
		number.writeBigUInt64LE(BigInt(block));
		let crc = updateCrc32c(seed, number);
		crc = updateCrc32c(crc, bytes.subarray(0, 16));
		crc = updateCrc32c(crc, Buffer.alloc(4));
		crc = updateCrc32c(crc, bytes.subarray(20));
		if (crc !== fields.u32(16)) throw damagedVolume(fields.where(), "a block of extended attributes has a checksum that does not fit");
	}
	return takeAttributes(fields, headerBytes$2, 0, at, readValue);
}
/** The attributes in the inode itself: what is needed for data that lies there too. */
async function inodeAttributes({ fields, attributesAt, blockMapAt }, readValue) {
	if (attributesAt === void 0 || fields.u32(attributesAt) !== magic$2) return [];
	const first = attributesAt + 4;
	return takeAttributes(fields, first, first, blockMapAt - 40, readValue);
}
/** All attributes as getxattr(2) gives them, without the rest of inline data. */
async function attributesOf$1(volume, superblock, inode, readValue) {
	const found = await inodeAttributes(inode, readValue);
	if (inode.attributeBlock !== 0) found.push(...await blockAttributes(volume, superblock, inode.attributeBlock, readValue));
	const attributes = /* @__PURE__ */ new Map();
	for (const { name, value, at } of found) {
		if (name === "system.data") continue;
		const isAcl = name.startsWith("system.posix_acl_");
		attributes.set(name, isAcl ? aclFromExt(new Fields(value, volume.name, at)) : value.slice());
	}
	return attributes;
}

// src/filesystems/ext/block-map.ts
const extentMagic = 62218;
const deepest$2 = 5;
const checksumBytes = 4;
/** Blocks of one file's map that are read at most. */
const mapBlockLimit = 1e5;
/** Above it an extent is allocated, but not written: it reads as zeros. */
const longestWritten = 32768;
/** Whether the inode has extents where others have block numbers or a target. */
function hasExtents({ flags, fields }) {
	return (flags & inodeFlags.extents) !== 0 && fields.u16(40) === extentMagic;
}
function countBlock(walk, where) {
	if (++walk.blocks > mapBlockLimit || walk.extents.length > 1e6) throw beyondLimit(where, `the file of inode ${walk.inode.number} is in too many pieces`);
}
async function readMapBlock(walk, block, where) {
	const { volume, superblock } = walk;
	if (block <= 0 || block >= superblock.blockCount) throw damagedVolume(where, `names block ${block} of ${superblock.blockCount}`);
	countBlock(walk, where);
	const at = block * superblock.blockBytes;
	return new Fields(await readAll(volume, at, superblock.blockBytes), volume.name, at);
}
function checkTail(fields, most, seed) {
	if (seed === void 0) return;
	const tail = 12 + 12 * most;
	if (updateCrc32c(seed, fields.slice(0, tail)) !== fields.u32(tail)) throw damagedVolume(fields.where(), "a block of extents has a checksum that does not fit");
}
function takeExtent$1(walk, fields, at) {
	const { superblock, extents } = walk;
	const first = fields.u32(at);
	const length = fields.u16(at + 4);
	const count = length > longestWritten ? length - longestWritten : length;
	const start = fields.u32(at + 8) + fields.u16(at + 6) * 2 ** 32;
	if (first < walk.next || count === 0) throw damagedVolume(fields.where(at), "extents that overlap or are empty");
	if (start + count > superblock.blockCount) throw damagedVolume(fields.where(at), "an extent that ends behind the volume");
	walk.next = first + count;
	if (length > longestWritten) return;
	addExtent(extents, {
		logical: first * superblock.blockBytes,
		physical: start * superblock.blockBytes,
		length: count * superblock.blockBytes
	});
}
async function walkExtents(walk, fields, depth) {
	const { inode } = walk;
	const [entries, most, own] = [
		fields.u16(2),
		fields.u16(4),
		fields.u16(6)
	];
	const isRoot = depth === void 0;
	const room = fields.bytes.length - (isRoot ? 0 : checksumBytes);
	if (!(fields.u16(0) === extentMagic && entries <= most && 12 + 12 * most <= room && (isRoot ? own <= deepest$2 : own === depth))) throw damagedVolume(fields.where(), `no sound extents of inode ${inode.number}`);
	if (!isRoot) checkTail(fields, most, inode.seed);
	for (let index = 0; index < entries; index += 1) {
		const at = 12 + 12 * index;
		if (own === 0) {
			takeExtent$1(walk, fields, at);
			continue;
		}
		if (fields.u32(at) < walk.next) throw damagedVolume(fields.where(at), "extents that overlap or go round in circles");
		await walkExtents(walk, await readMapBlock(walk, fields.u32(at + 4) + fields.u16(at + 8) * 2 ** 32, fields.where(at)), own - 1);
	}
}
/** `span`: how many blocks of the file an entry stands for. */
async function walkIndirect(walk, fields, from, count, span, first) {
	const { blockBytes, blockCount } = walk.superblock;
	const end = Math.ceil(walk.inode.sizeBytes / blockBytes);
	const each = blockBytes / 4;
	for (let index = 0; index < count; index += 1) {
		const logical = first + index * span;
		if (logical >= end) return;
		const block = fields.u32(from + 4 * index);
		if (block === 0) continue;
		if (span > 1) await walkIndirect(walk, await readMapBlock(walk, block, fields.where(from + 4 * index)), 0, each, span / each, logical);
		else if (block >= blockCount) throw damagedVolume(fields.where(from + 4 * index), `names block ${block} of ${blockCount}`);
		else {
			addExtent(walk.extents, {
				logical: logical * blockBytes,
				physical: block * blockBytes,
				length: blockBytes
			});
			if (walk.extents.length > 1e6) countBlock(walk, fields.where());
		}
	}
}
/** The extents of a file, sorted; throws ScanError where the map is damaged or has more pieces than any sound one. */
async function extentsOf$2(volume, superblock, inode) {
	const walk = {
		volume,
		superblock,
		inode,
		extents: [],
		blocks: 0,
		next: 0
	};
	const fields = new Fields(inode.blockMap, volume.name, inode.blockMapAt);
	if ((inode.flags & inodeFlags.extents) !== 0) {
		await walkExtents(walk, fields, void 0);
		return walk.extents;
	}
	const each = superblock.blockBytes / 4;
	let first = 0;
	await walkIndirect(walk, fields, 0, 12, 1, first);
	first += 12;
	for (const [level, span] of [
		1,
		each,
		each ** 2
	].entries()) {
		await walkIndirect(walk, fields, 48 + 4 * level, 1, span * each, first);
		first += span * each;
	}
	return walk.extents;
}

// src/filesystems/ext/directory.ts
const tailBytes = 12;
const tailType = 222;
/** A directory above it is none: names of half a million files take as much. */
const mostDirectoryBytes$2 = 67108864;
/** Read at once. */
const pieceBytes$1 = 1048576;
const types$1 = [
	void 0,
	"file",
	"directory",
	"other",
	"other",
	"other",
	"other",
	"symlink"
];
/** The length of an entry; blocks of 64 KiB have lengths that no 16 bits hold. */
function recordLength(raw, blockBytes) {
	if (blockBytes < 65536) return raw;
	if (raw === 65535 || raw === 0) return blockBytes;
	return raw & 65532 | (raw & 3) << 16;
}
/** The entries from `from` to `end`; throws ScanError for lengths and names that cannot be. */
function takeEntries(fields, from, end, superblock, items) {
	const hasTypes = superblock.features.has("filetype");
	for (let at = from; at < end;) {
		if (at + 8 > end) throw damagedVolume(fields.where(at), "an entry of a directory is cut short");
		const length = recordLength(fields.u16(at + 4), superblock.blockBytes);
		const nameBytes = hasTypes ? fields.u8(at + 6) : fields.u16(at + 6);
		const id = fields.u32(at);
		if (length < 8 || length % 4 !== 0 || at + length > end || 8 + nameBytes > length) throw damagedVolume(fields.where(at), "an entry of a directory has a length that cannot be");
		if (id !== 0) {
			const name = decodeName(fields.slice(at + 8, nameBytes));
			if (id > superblock.inodeCount || name === "" || /[/\0]/.test(name)) throw damagedVolume(fields.where(at), "a directory names what no file can be called");
			const type = hasTypes ? types$1[fields.u8(at + 7)] : void 0;
			if (name !== "." && name !== "..") items.push({
				name,
				id,
				type
			});
		}
		at += length;
	}
}
/** Where the counts of a hash tree's block lie; undefined for a block of names. */
function hashCountsAt(fields, blockBytes) {
	const first = recordLength(fields.u16(4), blockBytes);
	if (first === blockBytes && fields.u32(0) === 0 && fields.u8(6) === 0) return 8;
	return first === 12 && recordLength(fields.u16(16), blockBytes) === blockBytes - 12 && fields.u32(24) === 0 && fields.u8(29) === 8 ? 32 : void 0;
}
function hashChecksum(fields, countsAt, seed) {
	const [limit, count] = [fields.u16(countsAt), fields.u16(countsAt + 2)];
	const tail = countsAt + limit * 8;
	if (count > limit || tail + 8 > fields.bytes.length) return false;
	let crc = updateCrc32c(seed, fields.slice(0, countsAt + count * 8));
	crc = updateCrc32c(crc, fields.slice(tail, 4));
	crc = updateCrc32c(crc, Buffer.alloc(4));
	return crc === fields.u32(tail + 4);
}
function leafChecksum(fields, seed) {
	const tail = fields.bytes.length - tailBytes;
	return fields.u32(tail) === 0 && fields.u16(tail + 4) === tailBytes && fields.u8(tail + 7) === tailType && updateCrc32c(seed, fields.slice(0, tail)) === fields.u32(tail + 8);
}
function takeBlock$1(fields, superblock, { seed, number, flags }, items) {
	const { blockBytes } = superblock;
	if (seed !== void 0) {
		const countsAt = (flags & inodeFlags.isIndexed) !== 0 ? hashCountsAt(fields, blockBytes) : void 0;
		if (!(countsAt === void 0 ? leafChecksum(fields, seed) : hashChecksum(fields, countsAt, seed))) throw damagedVolume(fields.where(), `a block of directory ${number} has a checksum that does not fit`);
	}
	takeEntries(fields, 0, blockBytes, superblock, items);
}
/** The names in a directory of `extents`; `isIndexed` tells a hash tree. Throws ScanError where a block is damaged. */
async function listBlocks(volume, extents, superblock, inode) {
	const { blockBytes } = superblock;
	const { sizeBytes: size } = inode;
	const where = `${volume.name}, directory ${inode.number}`;
	if (size > mostDirectoryBytes$2) throw beyondLimit(where, `is larger than any directory that is read (${size} bytes)`);
	if (size % blockBytes !== 0) throw damagedVolume(where, `has a size of no whole blocks (${size} bytes)`);
	const bytes = extentBytes(volume, size, async () => extents);
	const items = [];
	for (let at = 0; at < size; at += pieceBytes$1) {
		const piece = await bytes.read(at, pieceBytes$1);
		for (let from = 0; from < piece.length; from += blockBytes) {
			const place = placeInExtents(extents, at + from);
			if (place === void 0) throw damagedVolume(where, `has a hole at its byte ${at + from}`);
			const block = piece.subarray(from, from + blockBytes);
			takeBlock$1(new Fields(block, volume.name, place), superblock, inode, items);
		}
	}
	return items;
}
/** The names of a directory that lies in its inode: after the parent's number, then in an attribute. */
function listInline(blockMap, rest, superblock, sizeBytes) {
	const items = [];
	takeEntries(blockMap, 4, Math.min(60, sizeBytes), superblock, items);
	if (rest !== void 0) takeEntries(rest, 0, rest.bytes.length, superblock, items);
	return items;
}

// src/filesystems/ext/open-ext.ts
const rootInode = 2;
/** A target shorter than this lies in the inode. */
const shortTarget = 60;
const longestTarget$1 = 65536;
function blockBytesOf({ volume, superblock }, inode, size) {
	return extentBytes(volume, size, () => extentsOf$2(volume, superblock, inode));
}
/** Reads the value of an attribute that lies in an inode; its checksum is the inode's time of access. */
function valueReader(ext) {
	return async (number, length, where) => {
		const inode = await ext.inodes.read(number);
		if (inode.sizeBytes !== length) throw damagedVolume(where, `an attribute of ${length} bytes is in inode ${number}, of other size`);
		const value = await blockBytesOf(ext, inode, length).read(0, length);
		const { seed } = ext.superblock;
		if (seed !== void 0 && updateCrc32c(seed, value) !== inode.fields.u32(8)) throw damagedVolume(where, `the attribute in inode ${number} has a checksum that does not fit`);
		return value;
	};
}
var ExtNode = class {
	id;
	type;
	mode;
	uid;
	gid;
	sizeBytes;
	mtimeMs;
	#ext;
	#inode;
	constructor(ext, inode) {
		this.id = inode.number;
		this.type = typeOfMode(inode.mode);
		this.mode = inode.mode & 4095;
		this.uid = inode.uid;
		this.gid = inode.gid;
		this.sizeBytes = this.type === "file" ? inode.sizeBytes : 0;
		this.mtimeMs = inode.mtimeMs;
		this.#ext = ext;
		this.#inode = inode;
	}
	async list() {
		if (this.type !== "directory") return [];
		this.#refuseEncrypted();
		const { superblock, volume } = this.#ext;
		const { sizeBytes, blockMap, blockMapAt } = this.#inode;
		if (this.#has(inodeFlags.inlineData)) {
			const rest = await this.#inlineRest();
			const map = new Fields(blockMap, volume.name, blockMapAt);
			const fields = rest && new Fields(rest, volume.name, blockMapAt);
			return listInline(map, fields, superblock, sizeBytes);
		}
		const extents = await extentsOf$2(volume, superblock, this.#inode);
		return listBlocks(volume, extents, superblock, this.#inode);
	}
	async readLink() {
		this.#refuseEncrypted();
		const { sizeBytes, blockMap } = this.#inode;
		if (sizeBytes > longestTarget$1) throw damagedVolume(this.#where(), `a link to a path of ${sizeBytes} bytes`);
		if (!(this.#has(inodeFlags.inlineData) || hasExtents(this.#inode)) && sizeBytes < shortTarget) return decodeName(blockMap.subarray(0, sizeBytes));
		const target = await (await this.#bytes()).read(0, sizeBytes);
		return decodeName(target);
	}
	xattrs() {
		const { volume, superblock } = this.#ext;
		return attributesOf$1(volume, superblock, this.#inode, valueReader(this.#ext));
	}
	async open() {
		if (this.type !== "file") throw damagedVolume(this.#where(), "is no file");
		this.#refuseEncrypted();
		return this.#bytes();
	}
	async #bytes() {
		const { sizeBytes } = this.#inode;
		if (!this.#has(inodeFlags.inlineData)) return blockBytesOf(this.#ext, this.#inode, sizeBytes);
		const rest = await this.#inlineRest() ?? /* @__PURE__ */ new Uint8Array(0);
		const data = Buffer.concat([this.#inode.blockMap, rest]);
		if (sizeBytes > data.length) throw damagedVolume(this.#where(), `has ${data.length} of its ${sizeBytes} bytes`);
		return bytesAtHand(data.subarray(0, sizeBytes));
	}
	async #inlineRest() {
		return (await inodeAttributes(this.#inode, valueReader(this.#ext))).find(({ name }) => name === inlineRest)?.value;
	}
	#has(flag) {
		return (this.#inode.flags & flag) !== 0;
	}
	#where() {
		return `${this.#ext.volume.name}, inode ${this.#inode.number}`;
	}
	#refuseEncrypted() {
		if (!this.#has(inodeFlags.encrypted)) return;
		throw unsupportedVolume(this.#where(), "is encrypted (fscrypt)", "Its key is not on the disk.");
	}
};
/**
* Reads the superblock (or a copy of it). Throws ScanError `TARGET_DAMAGED` where none is sound, `TARGET_UNSUPPORTED`
* for features that are not read.
*/
async function openExt(volume) {
	const superblock = await readSuperblock$1(volume);
	const { kind, label, uuid, features, remarks } = superblock;
	const ext = {
		volume,
		superblock,
		inodes: new InodeTable(volume, superblock)
	};
	return {
		kind,
		name: volume.name,
		label,
		uuid,
		features: [...features],
		remarks,
		root: rootInode,
		node: async (id) => new ExtNode(ext, await ext.inodes.read(Number(id)))
	};
}

// src/runtime/upper-case.ts
/**
* The name in upper case, as long as it was. No letter outside ASCII becomes one of ASCII, as the dotless i does in
* Unicode: Windows has none such.
* @example upperCase('größe') // 'GRÖßE'
*/
function upperCase(name) {
	let upper = "";
	for (let index = 0; index < name.length; index += 1) {
		const letter = name.charAt(index);
		const other = letter.toUpperCase();
		const isKept = other.length !== 1 || other < "" && letter >= "";
		upper += isKept ? letter : other;
	}
	return upper;
}

// src/filesystems/fat/boot-sector.ts
const bootBytes$1 = 512;
const copySector = 6;
const isInUse = 1;
const dirEntryBytes = 32;
function isPower$1(value, least, most) {
	return value >= least && value <= most && (value & value - 1) === 0;
}
function serialOf(fields, at) {
	const hex = fields.u32(at).toString(16).toUpperCase().padStart(8, "0");
	return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}
function parseBoot$1(volume, bytes, at) {
	const fields = new Fields(bytes, volume.name, at);
	const wrong = (offset, what) => damagedVolume(fields.where(offset), `${what} in the FAT boot sector cannot be right`, "The volume is damaged: let fsck.fat or chkdsk repair it.");
	if (fields.u16(510) !== 43605) throw wrong(510, "the signature");
	const sectorBytes = fields.u16(11);
	if (!isPower$1(sectorBytes, 512, 4096)) throw wrong(11, `${sectorBytes} bytes in a sector`);
	const perCluster = fields.u8(13);
	if (!isPower$1(perCluster, 1, 128)) throw wrong(13, `${perCluster} sectors in a cluster`);
	const reserved = fields.u16(14);
	const tables = fields.u8(16);
	if (reserved === 0 || tables === 0) throw wrong(14, "the place of the table");
	const sectors = fields.u16(19) || fields.u32(32);
	if (sectors * sectorBytes > volume.size) throw wrong(32, `a size of ${sectors} sectors (the volume has ${volume.size} bytes)`);
	const shortTable = fields.u16(22);
	const tableSectors = shortTable || fields.u32(36);
	const rootBytes = fields.u16(17) * dirEntryBytes;
	const rootSector = reserved + tables * tableSectors;
	const dataSector = rootSector + Math.ceil(rootBytes / sectorBytes);
	const clusters = Math.floor((sectors - dataSector) / perCluster);
	if (clusters < 1) throw wrong(36, "a table that leaves no room");
	const width = shortTable === 0 ? 32 : clusters < 4085 ? 12 : 16;
	const tableBytes = tableSectors * sectorBytes;
	if (tableBytes * 8 < (clusters + 2) * width) throw wrong(36, "the size of the table");
	const extension = width === 32 ? 64 : 36;
	const hasExtension = fields.u8(extension + 2) === 41;
	const isOpen = (fields.u8(extension + 1) & isInUse) !== 0;
	return {
		volume,
		width,
		clusterBytes: perCluster * sectorBytes,
		clusters,
		tableByte: reserved * sectorBytes,
		tableBytes,
		dataByte: dataSector * sectorBytes,
		root: width === 32 ? { cluster: fields.u32(44) } : {
			byte: rootSector * sectorBytes,
			length: rootBytes
		},
		serial: serialOf(fields, extension + 3),
		label: hasExtension ? fields.text(extension + 7, 11).trimEnd() : "",
		remarks: isOpen ? [{
			text: "it is marked as in use: it was not unmounted",
			isPartial: false
		}] : []
	};
}
/** From the first sector, else its copy. Throws what is wrong with the first where the copy is no better. */
async function readGeometry$1(volume) {
	try {
		return parseBoot$1(volume, await readAll(volume, 0, bootBytes$1), 0);
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		const at = copySector * bootBytes$1;
		const copy = await readAll(volume, at, bootBytes$1).then((bytes) => parseBoot$1(volume, bytes, at)).catch(() => void 0);
		if (copy === void 0 || copy.width !== 32) throw error;
		const text = "its boot sector is damaged; the copy was read";
		return {
			...copy,
			remarks: [...copy.remarks, {
				text,
				isPartial: true
			}]
		};
	}
}

// src/filesystems/fat/directory.ts
const entryBytes$1 = 32;
const isLongName = 15;
const isLabel = 8;
const isDirectory = 16;
const deleted = 229;
const lastPart = 64;
const partUnits = 13;
/** Where the units of a part stand. */
const unitsAt = [
	1,
	3,
	5,
	7,
	9,
	14,
	16,
	18,
	20,
	22,
	24,
	28,
	30
];
function shortSum(bytes) {
	let sum = 0;
	for (const byte of bytes) sum = ((sum & 1) << 7) + (sum >> 1) + byte & 255;
	return sum;
}
function shortName(fields) {
	const caseBits = fields.u8(12);
	const part = (at, length, isLower) => {
		const bytes = Uint8Array.from(fields.slice(at, length));
		if (at === 0 && bytes[0] === 5) bytes[0] = deleted;
		const text = decodeName(bytes).replace(/ +$/, "");
		return isLower ? text.toLowerCase() : text;
	};
	const base = part(0, 8, (caseBits & 8) !== 0);
	const extension = part(8, 3, (caseBits & 16) !== 0);
	return extension === "" ? base : `${base}.${extension}`;
}
/** Parts of a long name as they come, until an entry that they belong to. */
var LongName = class {
	#parts = [];
	#next = 0;
	#sum = 0;
	add(fields) {
		const sequence = fields.u8(0);
		const order = sequence & 63;
		if ((sequence & lastPart) !== 0) {
			this.#parts = [];
			this.#next = order;
			this.#sum = fields.u8(13);
		}
		if (order === 0 || order !== this.#next || fields.u8(13) !== this.#sum) {
			this.#next = -1;
			return;
		}
		const units = unitsAt.map((at) => fields.u16(at));
		const end = units.indexOf(0);
		const text = String.fromCharCode(...end < 0 ? units : units.slice(0, end));
		this.#parts.unshift(text.slice(0, partUnits));
		this.#next = order - 1;
	}
	/** The name of the entry with this short name; undefined where the parts are not its own. */
	take(shortBytes) {
		const name = this.#next === 0 && this.#parts.length > 0 && shortSum(shortBytes) === this.#sum ? this.#parts.join("") : void 0;
		this.#parts = [];
		this.#next = -1;
		return name;
	}
};
/** A file by its entry. */
function parseFile(fields, isFat32) {
	const time = fields.u16(22);
	const date = fields.u16(24);
	const isFolder = (fields.u8(11) & isDirectory) !== 0;
	return {
		isDirectory: isFolder,
		cluster: fields.u16(26) + (isFat32 ? (fields.u16(20) & 4095) * 65536 : 0),
		sizeBytes: isFolder ? 0 : fields.u32(28),
		mtimeMs: Date.UTC(1980 + (date >> 9), (date >> 5 & 15) - 1, date & 31, time >> 11, time >> 5 & 63, (time & 31) * 2)
	};
}
/** The entries, and the volume's label where the directory is the root. */
function parseDirectory(bytes, name) {
	const entries = [];
	const long = new LongName();
	let label;
	for (let at = 0; at + entryBytes$1 <= bytes.length; at += entryBytes$1) {
		const fields = new Fields(bytes.subarray(at, at + entryBytes$1), name, at);
		const first = fields.u8(0);
		if (first === 0) break;
		const attributes = fields.u8(11);
		if (first === deleted) continue;
		if ((attributes & 63) === isLongName) {
			long.add(fields);
			continue;
		}
		const shortBytes = fields.slice(0, 11);
		const longName = long.take(shortBytes);
		if ((attributes & isLabel) !== 0) {
			label ??= Buffer.from(shortBytes).toString("latin1").trimEnd();
			continue;
		}
		const shown = longName ?? shortName(fields);
		if (longName === void 0 && (shown === "." || shown === "..")) continue;
		entries.push({
			name: shown,
			at,
			isDirectory: (attributes & isDirectory) !== 0
		});
	}
	return {
		entries,
		label
	};
}

// src/filesystems/fat/table.ts
const pageBytes$1 = 65536;
const keptPages = 64;
const firstCluster = 2;
function fatTable(geometry) {
	const { volume, width, clusterBytes, clusters, tableByte, tableBytes } = geometry;
	const pages = /* @__PURE__ */ new Map();
	function pageAt(index) {
		const at = index * pageBytes$1;
		const length = Math.min(pageBytes$1, tableBytes - at);
		const page = pages.get(index) ?? readAll(volume, tableByte + at, length);
		pages.delete(index);
		pages.set(index, page);
		for (const oldest of pages.keys()) {
			if (pages.size <= keptPages) break;
			pages.delete(oldest);
		}
		return page;
	}
	async function byteAt(at) {
		return (await pageAt(Math.floor(at / pageBytes$1)))[at % pageBytes$1] ?? 0;
	}
	/** The next cluster; undefined at a chain's end. */
	async function nextOf(cluster) {
		const at = Math.floor(cluster * width / 8);
		let value = await byteAt(at) | await byteAt(at + 1) << 8;
		if (width === 12) value = value >> cluster % 2 * 4 & 4095;
		if (width === 32) value |= await byteAt(at + 2) << 16 | await byteAt(at + 3) << 24;
		const ends = 2 ** Math.min(width, 28) - 8;
		const next = width === 32 ? value & 268435455 : value;
		return next >= ends ? void 0 : next;
	}
	return { async chain(start, most, isWhole) {
		const extents = [];
		const count = Math.ceil(most / clusterBytes);
		let logical = 0;
		for (let cluster = start; cluster !== void 0;) {
			const index = logical / clusterBytes;
			const isOutside = cluster < firstCluster || cluster >= clusters + firstCluster;
			if (isOutside || index >= count) throw damagedVolume(`${volume.name}, byte ${tableByte + Math.floor(cluster * width / 8)}`, isOutside ? `a chain leads to cluster ${cluster}` : "a chain of clusters is too long", "Let fsck.fat or chkdsk repair the volume.");
			addExtent(extents, {
				logical,
				physical: geometry.dataByte + (cluster - firstCluster) * clusterBytes,
				length: clusterBytes
			});
			logical += clusterBytes;
			if (isWhole && index + 1 === count) break;
			cluster = await nextOf(cluster);
		}
		if (isWhole && logical < most) throw damagedVolume(`${volume.name}, cluster ${start}`, `a file of ${most} bytes has clusters for ${logical}`, "Let fsck.fat or chkdsk repair the volume.");
		return extents;
	} };
}

// src/filesystems/fat/open-fat.ts
/** The root's identity; every other file's is the byte of its entry. */
const rootId = 0;
const entryBytes = 32;
/** A directory has 65,536 entries at most. */
const mostDirectoryBytes$1 = 2097152;
const mode = 493;
async function listed({ geometry }, extents) {
	const { volume } = geometry;
	const size = extents.reduce((sum, { length }) => sum + length, 0);
	const whole = await extentBytes(volume, size, async () => extents).read(0, size);
	const { entries, label } = parseDirectory(whole, `${volume.name}, directory`);
	let index = 0;
	return {
		items: entries.map(({ name, at, isDirectory }) => {
			let extent = extents[index];
			while (extent !== void 0 && extent.logical + extent.length <= at) extent = extents[++index];
			return {
				name,
				id: extent === void 0 ? 0 : extent.physical + at - extent.logical,
				type: isDirectory ? "directory" : "file"
			};
		}),
		label
	};
}
async function rootExtents({ geometry, table }) {
	const { root } = geometry;
	if ("cluster" in root) return table.chain(root.cluster, mostDirectoryBytes$1, false);
	return [{
		logical: 0,
		physical: root.byte,
		length: root.length
	}];
}
function dataOf({ geometry, table }, file) {
	if (file.sizeBytes === 0) return bytesAtHand(/* @__PURE__ */ new Uint8Array(0));
	return extentBytes(geometry.volume, file.sizeBytes, () => table.chain(file.cluster, file.sizeBytes, true));
}
async function fileAt({ geometry }, id) {
	const { volume, root, dataByte, width } = geometry;
	const first = "byte" in root ? root.byte : dataByte;
	if (typeof id !== "number" || id < first || id % entryBytes !== 0) throw damagedVolume(volume.name, `has no file ${id}`);
	return parseFile(new Fields(await readAll(volume, id, entryBytes), volume.name, id), width === 32);
}
function nodeOf$1(opened, id, file, where) {
	const place = () => id === rootId ? rootExtents(opened) : opened.table.chain(file.cluster, mostDirectoryBytes$1, false);
	return {
		id,
		type: file.isDirectory ? "directory" : "file",
		mode,
		uid: 0,
		gid: 0,
		sizeBytes: file.sizeBytes,
		mtimeMs: file.mtimeMs,
		list: async () => file.isDirectory ? (await listed(opened, await place())).items : [],
		async readLink() {
			throw damagedVolume(where, "is read as a link, but FAT has none");
		},
		xattrs: async () => /* @__PURE__ */ new Map(),
		open: async () => dataOf(opened, file)
	};
}
/** Opens the volume. Throws ScanError where its boot sector or root directory cannot be read. */
async function openFat(volume) {
	const geometry = await readGeometry$1(volume);
	const opened = {
		geometry,
		table: fatTable(geometry)
	};
	const { label } = await listed(opened, await rootExtents(opened));
	const root = {
		isDirectory: true,
		cluster: 0,
		sizeBytes: 0,
		mtimeMs: 0
	};
	return {
		kind: "vfat",
		name: volume.name,
		label: label ?? (geometry.label === "NO NAME" ? "" : geometry.label),
		uuid: geometry.serial,
		features: [`FAT${geometry.width}`],
		remarks: geometry.remarks,
		root: rootId,
		fold: upperCase,
		async node(id) {
			const file = id === rootId ? root : await fileAt(opened, id);
			return nodeOf$1(opened, id, file, `${volume.name}, entry at byte ${id}`);
		}
	};
}

// src/filesystems/ntfs/records.ts
/** Attribute types, as numbers on the volume. */
const attributeType = {
	standardInformation: 16,
	attributeList: 32,
	fileName: 48,
	volumeName: 96,
	volumeInformation: 112,
	data: 128,
	indexRoot: 144,
	indexAllocation: 160,
	reparsePoint: 192
};
const attributeFlag = {
	compressed: 255,
	encrypted: 16384,
	sparse: 32768
};
const endMark = 4294967295;
const strideBytes = 512;
const sequenceBytes = 2;
/** UTF-16 as text; a half of a pair stays one. */
function utf16Text(bytes) {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf16le");
}
/** A copy with the update sequence undone. Throws ScanError where the record is torn, or is none. */
function undoSequence(bytes, magic, name, at) {
	const copy = Uint8Array.from(bytes);
	const fields = new Fields(copy, name, at);
	const found = fields.text(0, 4);
	if (found !== magic) {
		const what = found === "BAAD" ? "is marked as torn by chkdsk" : `does not start with ${magic}`;
		throw damagedVolume(fields.where(), `a record ${what}`, "Let chkdsk repair the volume.");
	}
	const table = fields.u16(4);
	const count = fields.u16(6) - 1;
	if (count * strideBytes !== copy.length || table + sequenceBytes * (count + 1) > strideBytes) throw damagedVolume(fields.where(4), "the update sequence does not fit its record");
	const mark = fields.u16(table);
	for (let index = 1; index <= count; index += 1) {
		const end = index * strideBytes - sequenceBytes;
		if (fields.u16(end) !== mark) throw damagedVolume(fields.where(end), "a record was written only in part: its update sequence differs", "Let chkdsk repair the volume.");
		const saved = table + index * sequenceBytes;
		copy.copyWithin(end, saved, saved + sequenceBytes);
	}
	return fields;
}
/** A number of a record with its sequence number: 48 and 16 bits. */
function referenceAt(fields, at) {
	return {
		number: fields.u32(at) + fields.u16(at + 4) * 2 ** 32,
		sequence: fields.u16(at + 6)
	};
}
function parseAttribute(fields) {
	const head = {
		type: fields.u32(0),
		name: utf16Text(fields.slice(fields.u16(10), fields.u8(9) * 2)),
		flags: fields.u16(12),
		instance: fields.u16(14),
		where: fields.where()
	};
	if (fields.u8(8) === 0) return {
		...head,
		isResident: true,
		value: fields.part(fields.u16(20), fields.u32(16))
	};
	const runs = fields.u16(32);
	const firstCluster = fields.u64(16);
	const lastCluster = Number(BigInt.asIntN(64, fields.big64(24)));
	if (lastCluster < firstCluster - 1 || !Number.isSafeInteger(lastCluster)) throw damagedVolume(fields.where(24), `an attribute ends at cluster ${lastCluster}`);
	const unit = fields.u8(34);
	if (unit > 8) throw damagedVolume(fields.where(34), `compression in units of 2^${unit} clusters`);
	const isFirst = firstCluster === 0;
	return {
		...head,
		isResident: false,
		firstCluster,
		lastCluster,
		runs: fields.part(runs, fields.bytes.length - runs),
		sizeBytes: isFirst ? fields.u64(48) : 0,
		initializedBytes: isFirst ? fields.u64(56) : 0,
		unitClusters: 2 ** unit
	};
}
/** A record from its bytes as they lie at `at`. Throws ScanError where it is damaged. */
function parseRecord(bytes, number, name, at) {
	const fields = undoSequence(bytes, "FILE", name, at);
	const flags = fields.u16(22);
	const attributes = [];
	const used = fields.u32(24);
	for (let next = fields.u16(20);;) {
		if (next + 4 > used) throw damagedVolume(fields.where(next), "the attributes of a record have no end mark");
		if (fields.u32(next) === endMark) break;
		const length = fields.u32(next + 4);
		if (length < 24 || length % 8 !== 0 || next + length > used) throw damagedVolume(fields.where(next + 4), `an attribute of ${length} bytes`);
		attributes.push(parseAttribute(fields.part(next, length)));
		next += length;
	}
	return {
		number,
		sequence: fields.u16(16),
		isInUse: (flags & 1) !== 0,
		isDirectory: (flags & 2) !== 0,
		base: referenceAt(fields, 32).number,
		attributes,
		where: fields.where()
	};
}

// src/filesystems/ntfs/lznt1.ts
const chunkBytes = 4096;
const isCompressed = 32768;
/** How many bits of a copy token are its length, by the place in the chunk. */
function lengthBitsAt(place) {
	let bits = 12;
	for (let reach = 16; reach < place; reach *= 2) bits -= 1;
	return bits;
}
/** One chunk into `output` from `start` on; false where its tokens cannot be. */
function inflateChunk(input, output, start) {
	const end = Math.min(output.length, start + chunkBytes);
	let to = start;
	for (let at = 0; at < input.length;) {
		const flags = input[at++] ?? 0;
		for (let bit = 0; bit < 8 && at < input.length; bit += 1) {
			if ((flags & 1 << bit) === 0) {
				if (to >= end) return false;
				output[to++] = input[at++] ?? 0;
				continue;
			}
			if (at + 2 > input.length) return false;
			const token = (input[at] ?? 0) | (input[at + 1] ?? 0) << 8;
			at += 2;
			const lengthBits = lengthBitsAt(to - start);
			const distance = (token >> lengthBits) + 1;
			const length = (token & (1 << lengthBits) - 1) + 3;
			if (distance > to - start || to + length > end) return false;
			for (let left = length; left > 0; left -= 1, to += 1) output[to] = output[to - distance] ?? 0;
		}
	}
	return true;
}
/**
* The `size` bytes of a unit; what its chunks do not fill is zero. Undefined where the input is no LZNT1, or ends within
* a chunk.
*/
function inflateLznt1(input, size) {
	const output = new Uint8Array(size);
	let at = 0;
	for (let start = 0; start < size && at + 2 <= input.length; start += chunkBytes) {
		const head = (input[at] ?? 0) | (input[at + 1] ?? 0) << 8;
		if (head === 0) break;
		const length = (head & 4095) + 1;
		const chunk = input.subarray(at + 2, at + 2 + length);
		if (chunk.length < length) return void 0;
		at += 2 + length;
		if ((head & isCompressed) === 0) {
			if (start + length > size || length > chunkBytes) return void 0;
			output.set(chunk, start);
		} else if (!inflateChunk(chunk, output, start)) return;
	}
	return output;
}

// src/filesystems/ntfs/runs.ts
/** Little-endian two's complement of up to 8 bytes. */
function signedNumber(bytes) {
	let value = 0;
	for (const [index, byte] of bytes.entries()) {
		const digit = index === bytes.length - 1 && byte > 127 ? byte - 256 : byte;
		value += digit * 256 ** index;
	}
	return value;
}
/** The runs of all pieces of one attribute, in order; holes too. Throws ScanError where they do not join. */
function decodeRuns(geometry, pieces) {
	const runs = [];
	let logical = 0;
	let allocated = 0;
	for (const piece of pieces) {
		if (piece.firstCluster !== logical) throw damagedVolume(piece.where, `a piece of an attribute starts at cluster ${piece.firstCluster}, not at ${logical}`);
		const { runs: fields } = piece;
		let physical = 0;
		for (let at = 0; logical <= piece.lastCluster;) {
			const head = fields.u8(at);
			const lengthBytes = head & 15;
			const placeBytes = head >> 4;
			const length = signedNumber(fields.slice(at + 1, lengthBytes));
			if (lengthBytes === 0 || lengthBytes > 8 || placeBytes > 8 || length <= 0) throw damagedVolume(fields.where(at), "a run of clusters has no length");
			const isHole = placeBytes === 0;
			if (!isHole) {
				physical += signedNumber(fields.slice(at + 1 + lengthBytes, placeBytes));
				allocated += length;
			}
			if (!isHole && (physical < 0 || physical + length > geometry.clusters) || logical + length - 1 > piece.lastCluster) throw damagedVolume(fields.where(at), `a run of ${length} clusters lies outside`);
			if (allocated > geometry.clusters) throw damagedVolume(fields.where(at), "an attribute has more clusters than its volume");
			if (runs.length >= 1e6) throw beyondLimit(fields.where(at), "too many runs");
			runs.push({
				logical,
				physical: isHole ? -1 : physical,
				length
			});
			logical += length;
			at += 1 + lengthBytes + placeBytes;
		}
	}
	return runs;
}
/** What of the runs lies in clusters, in bytes, up to `end` of the attribute. */
function extentsOf$1(geometry, runs, end) {
	const { clusterBytes } = geometry;
	const extents = [];
	for (const run of runs) {
		const logical = run.logical * clusterBytes;
		if (logical >= end) break;
		if (run.physical < 0) continue;
		const length = Math.min(run.length * clusterBytes, end - logical);
		extents.push({
			logical,
			physical: run.physical * clusterBytes,
			length
		});
	}
	return extents;
}

// src/filesystems/ntfs/stream-bytes.ts
/** NTFS compresses with clusters of 4 KiB at most, 16 in a unit. */
const mostUnitBytes = 1048576;
/** Units that are kept inflated for each open file: readers go forward by less than a unit. */
const keptUnits = 4;
/** As much of a compressed file may be asked for at once. */
const mostAtOnce = 268435456;
/** The run that holds cluster `logical`, by its index. */
function runIndexAt(runs, logical) {
	let low = 0;
	let high = runs.length;
	while (low < high) {
		const middle = low + high >>> 1;
		const run = runs[middle];
		if (run !== void 0 && run.logical + run.length <= logical) low = middle + 1;
		else high = middle;
	}
	return low;
}
function compressedBytes(geometry, first, load) {
	const { volume, clusterBytes } = geometry;
	const unitBytes = first.unitClusters * clusterBytes;
	const initialized = Math.min(first.sizeBytes, first.initializedBytes);
	if (unitBytes > mostUnitBytes) throw beyondLimit(first.where, `compression in units of ${unitBytes} bytes`);
	const kept = /* @__PURE__ */ new Map();
	let runs;
	/** The clusters that unit `unit` has on the volume. */
	function placesOf(unit) {
		runs ??= load();
		const start = unit * first.unitClusters;
		const end = start + first.unitClusters;
		const places = [];
		for (let index = runIndexAt(runs, start); index < runs.length; index += 1) {
			const run = runs[index];
			if (run === void 0 || run.logical >= end) break;
			if (run.physical < 0) continue;
			const from = Math.max(start, run.logical);
			places.push({
				logical: (from - start) * clusterBytes,
				physical: (run.physical + from - run.logical) * clusterBytes,
				length: (Math.min(end, run.logical + run.length) - from) * clusterBytes
			});
		}
		return places;
	}
	async function inflate(unit) {
		const places = placesOf(unit);
		const present = places.reduce((sum, { length }) => sum + length, 0);
		if (present === 0) return new Uint8Array(unitBytes);
		const packed = new Uint8Array(present);
		let at = 0;
		for (const { logical, physical, length } of places) {
			if (logical !== at) throw damagedVolume(first.where, `compression unit ${unit} has a hole`);
			packed.set(await readAll(volume, physical, length), at);
			at += length;
		}
		if (present === unitBytes) return packed;
		const plain = inflateLznt1(packed, unitBytes);
		if (plain !== void 0) return plain;
		throw damagedVolume(`${volume.name}, byte ${places[0]?.physical ?? 0}`, `unit ${unit} of a compressed file cannot be decompressed`);
	}
	function unitAt(unit) {
		const found = kept.get(unit) ?? inflate(unit);
		kept.delete(unit);
		kept.set(unit, found);
		for (const oldest of kept.keys()) {
			if (kept.size <= keptUnits) break;
			kept.delete(oldest);
		}
		return found;
	}
	return {
		size: first.sizeBytes,
		async read(offset, length) {
			const end = Math.min(first.sizeBytes, offset + length);
			if (offset >= end) return /* @__PURE__ */ new Uint8Array(0);
			if (end - offset > mostAtOnce) throw beyondLimit(first.where, `${end - offset} bytes of a file are asked for at once`);
			const output = new Uint8Array(end - offset);
			const stop = Math.min(end, initialized);
			for (let at = offset; at < stop;) {
				const unit = Math.floor(at / unitBytes);
				const within = at - unit * unitBytes;
				const size = Math.min(stop - at, unitBytes - within);
				output.set((await unitAt(unit)).subarray(within, within + size), at - offset);
				at += size;
			}
			return output;
		}
	};
}
/**
* The bytes of an attribute, from all its pieces in order. Throws ScanError `TARGET_UNSUPPORTED` where it is encrypted
* (EFS); runs are looked at when something is read.
*/
function attributeBytes(geometry, pieces) {
	const [first, second] = pieces;
	if (first === void 0) return bytesAtHand(/* @__PURE__ */ new Uint8Array(0));
	if ((first.flags & attributeFlag.encrypted) !== 0) throw unsupportedVolume(first.where, "the file is encrypted (EFS)", "Decrypt it (cipher /d) before the image is captured.");
	if (first.isResident) {
		if (second !== void 0) throw damagedVolume(second.where, "an attribute is there twice");
		return bytesAtHand(first.value.bytes);
	}
	const inClusters = pieces.filter((piece) => !piece.isResident);
	if (inClusters.length !== pieces.length) throw damagedVolume(first.where, "an attribute lies in its record and in clusters");
	const load = () => {
		const runs = decodeRuns(geometry, inClusters);
		const last = runs.at(-1);
		const mapped = last === void 0 ? 0 : (last.logical + last.length) * geometry.clusterBytes;
		const initialized = Math.min(first.sizeBytes, first.initializedBytes);
		if (mapped < initialized) throw damagedVolume(first.where, `${initialized} bytes lie in clusters for ${mapped}`);
		return runs;
	};
	if ((first.flags & attributeFlag.compressed) !== 0 && first.unitClusters > 1) return compressedBytes(geometry, first, load);
	const initialized = Math.min(first.sizeBytes, first.initializedBytes);
	return extentBytes(geometry.volume, first.sizeBytes, async () => extentsOf$1(geometry, load(), initialized));
}

// src/filesystems/ntfs/attribute-list.ts
/** NTFS itself allows 256 KiB. */
const mostBytes$1 = 1048576;
const headBytes$1 = 26;
/** The whole of `bytes`, for metadata that is read at once. Throws ScanError `LIMIT_EXCEEDED` above `limit`. */
async function wholeOf(bytes, limit, where) {
	if (bytes.size > limit) throw beyondLimit(where, `${bytes.size} bytes of metadata; the limit is ${limit}`);
	return bytes.read(0, bytes.size);
}
/** The list of a file's first record; undefined where it has none: all attributes are in the record. */
async function readAttributeList(geometry, record) {
	const attribute = record.attributes.find(({ type }) => type === attributeType.attributeList);
	if (attribute === void 0) return void 0;
	const bytes = await wholeOf(attributeBytes(geometry, [attribute]), mostBytes$1, attribute.where);
	const fields = new Fields(bytes, `${attribute.where}, attribute list`, 0);
	const entries = [];
	for (let at = 0; at < bytes.length;) {
		const length = fields.u16(at + 4);
		if (length < headBytes$1 || length % 8 !== 0) throw damagedVolume(fields.where(at + 4), `an entry of ${length} bytes`);
		const { number, sequence } = referenceAt(fields, at + 16);
		entries.push({
			type: fields.u32(at),
			name: utf16Text(fields.slice(at + fields.u8(at + 7), fields.u8(at + 6) * 2)),
			firstCluster: fields.u64(at + 8),
			record: number,
			sequence,
			instance: fields.u16(at + 24)
		});
		at += length;
	}
	return entries;
}

// src/filesystems/ntfs/boot-sector.ts
const bootBytes = 512;
function isPower(value, least, most) {
	return value >= least && value <= most && (value & value - 1) === 0;
}
/** Bytes above 0x7f are negative: powers of two. (128 sectors in a cluster are 128.) */
function unitBytes(value, factor) {
	return value < 128 ? value * factor : 2 ** (256 - value);
}
function parseBoot(volume, bytes, at, isCopy) {
	const fields = new Fields(bytes, volume.name, at);
	const wrong = (offset, what) => damagedVolume(fields.where(offset), `${what} in the NTFS boot sector cannot be right`, "The volume is damaged: let chkdsk repair it.");
	if (fields.text(3, 8) !== "NTFS    ") throw wrong(3, "the signature");
	const sectorBytes = fields.u16(11);
	if (!isPower(sectorBytes, 256, 4096)) throw wrong(11, `${sectorBytes} bytes in a sector`);
	const perCluster = fields.u8(13);
	const clusterBytes = sectorBytes * (perCluster === 128 ? 128 : unitBytes(perCluster, 1));
	if (!isPower(clusterBytes, 256, 2097152)) throw wrong(13, "the size of clusters");
	const sectors = fields.u64(40);
	if (sectors === 0 || sectors * sectorBytes > volume.size) throw wrong(40, `a size of ${sectors} sectors (the volume has ${volume.size} bytes)`);
	const clusters = Math.floor(sectors * sectorBytes / clusterBytes);
	const clusterAt = (offset) => {
		const cluster = fields.u64(offset);
		if (cluster >= clusters) throw wrong(offset, `cluster ${cluster}`);
		return cluster * clusterBytes;
	};
	const recordBytes = unitBytes(fields.u8(64), clusterBytes);
	if (!isPower(recordBytes, 512, 65536)) throw wrong(64, "the size of file records");
	return {
		volume,
		clusterBytes,
		clusters,
		mftByte: clusterAt(48),
		mirrorByte: clusterAt(56),
		recordBytes,
		serial: fields.big64(72).toString(16).toUpperCase().padStart(16, "0"),
		isCopy
	};
}
/** From the first sector, else its copy. Throws what is wrong with the first where the copy is no better. */
async function readGeometry(volume) {
	try {
		return parseBoot(volume, await readAll(volume, 0, bootBytes), 0, false);
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		const middle = Math.floor(volume.size / bootBytes / 2) * bootBytes;
		for (const at of [volume.size - bootBytes, middle]) {
			if (at < bootBytes) continue;
			try {
				return parseBoot(volume, await readAll(volume, at, bootBytes), at, true);
			} catch (other) {
				if (!(other instanceof ScanError)) throw other;
			}
		}
		throw error;
	}
}

// src/filesystems/ntfs/directory.ts
const indexName = "$I30";
const mostBlockBytes = 65536;
/** A directory's blocks at most: names of some 2 million files. */
const mostBytes = 268435456;
const mostNames = 2e6;
const mostDepth = 20;
/** As much of a list is read at once. */
const aheadBytes = 1048576;
const entryFlag = {
	hasNode: 1,
	isEnd: 2
};
const fileFlag = {
	system: 4,
	reparse: 1024,
	directory: 268435456
};
const dosNamespace = 2;
/** The files below 16 are the file system's own; its root is one of them. */
const firstUserRecord = 16;
/** What tells a file of this volume from the others, and from those that had its record before. */
function ntfsId(record, sequence) {
	return `${record}.${sequence}`;
}
function parseEntry(fields) {
	const flags = fields.u16(12);
	const length = fields.bytes.length;
	const node = (flags & entryFlag.hasNode) === 0 ? void 0 : fields.u64(length - 8);
	if ((flags & entryFlag.isEnd) !== 0) return {
		key: void 0,
		node
	};
	const { number, sequence } = referenceAt(fields, 0);
	const fileFlags = fields.u32(72);
	const isPlain = (fileFlags & (fileFlag.reparse | fileFlag.system)) === 0;
	const type = (fileFlags & fileFlag.directory) === 0 ? "file" : "directory";
	return {
		key: {
			item: {
				name: utf16Text(fields.slice(82, fields.u8(80) * 2)),
				id: ntfsId(number, sequence),
				type: isPlain ? type : void 0
			},
			isDos: fields.u8(81) === dosNamespace,
			record: number
		},
		node
	};
}
function isShown(key) {
	return !key.isDos && key.record >= firstUserRecord;
}
/** The entries of a node, whose head lies at `at`. */
function parseNode(fields, at) {
	const end = at + fields.u32(at + 4);
	const entries = [];
	for (let next = at + fields.u32(at);;) {
		const length = next + 16 <= end ? fields.u16(next + 8) : 0;
		if (length < 16 || length % 8 !== 0 || next + length > end) throw damagedVolume(fields.where(next), "an entry of a directory does not fit its node");
		const entry = parseEntry(fields.part(next, length));
		entries.push(entry);
		if (entry.key === void 0) return entries;
		next += length;
	}
}
async function openIndex(mft, file) {
	const first = await file.first(attributeType.indexRoot, indexName);
	if (first === void 0 || !first.isResident) throw damagedVolume(file.where, "a directory has no index", "Let chkdsk repair the volume.");
	const root = first.value;
	const blockBytes = root.u32(8);
	if (blockBytes < 512 || blockBytes > mostBlockBytes || (blockBytes & blockBytes - 1) !== 0) throw damagedVolume(root.where(8), `an index with blocks of ${blockBytes} bytes`);
	const { clusterBytes } = mft.geometry;
	return {
		root: parseNode(root, 16),
		blocks: await file.open(attributeType.indexAllocation, indexName),
		blockBytes,
		stepBytes: blockBytes >= clusterBytes ? clusterBytes : 512
	};
}
/** Reads nodes, each once. `ahead`: for who wants them all, which lie in any order: pieces are read and kept. */
function nodeReader(file, index, ahead) {
	const { blocks, blockBytes, stepBytes } = index;
	const visited = /* @__PURE__ */ new Set();
	const pieces = /* @__PURE__ */ new Map();
	const blockAt = async (from, at) => {
		if (!ahead) return from.read(at, blockBytes);
		const number = Math.floor(at / aheadBytes);
		const piece = pieces.get(number) ?? from.read(number * aheadBytes, aheadBytes);
		pieces.set(number, piece);
		const start = at - number * aheadBytes;
		return (await piece).subarray(start, start + blockBytes);
	};
	return async (node, depth) => {
		const at = node * stepBytes;
		const where = `${file.where}, directory block ${node}`;
		if (blocks === void 0 || at + blockBytes > blocks.size) throw damagedVolume(where, "is named in a directory, but is not there");
		if (blocks.size > mostBytes) throw beyondLimit(where, `a directory of ${blocks.size} bytes`);
		if (visited.has(node) || depth > mostDepth) throw damagedVolume(where, "is part of a circle of directory blocks");
		visited.add(node);
		const bytes = await blockAt(blocks, at);
		const fields = undoSequence(bytes, "INDX", where, 0);
		if (fields.u64(16) !== node) throw damagedVolume(fields.where(16), `says that it is block ${fields.u64(16)}`);
		return parseNode(fields, 24);
	};
}
/** The directory in `file`. */
function ntfsDirectory(mft, file, order) {
	return {
		async list() {
			const index = await openIndex(mft, file);
			const read = nodeReader(file, index, true);
			const items = [];
			const walk = async (entries, depth) => {
				for (const { key, node } of entries) {
					if (node !== void 0) await walk(await read(node, depth), depth + 1);
					if (key === void 0 || !isShown(key)) continue;
					if (items.length >= mostNames) throw beyondLimit(file.where, "too many names");
					items.push(key.item);
				}
			};
			await walk(index.root, 0);
			return items;
		},
		async find(name) {
			const index = await openIndex(mft, file);
			const read = nodeReader(file, index, false);
			const found = [];
			const walk = async (entries, depth) => {
				for (const { key, node } of entries) {
					const side = key === void 0 ? 1 : order.compare(key.item.name, name);
					if (side < 0) continue;
					if (node !== void 0) await walk(await read(node, depth), depth + 1);
					if (side > 0) return;
					if (key !== void 0 && isShown(key)) found.push(key.item);
				}
			};
			await walk(index.root, 0);
			return found.find((item) => item.name === name) ?? found[0];
		}
	};
}

// src/filesystems/ntfs/file.ts
/** Pieces of one attribute at most; NTFS allows fewer by the size of its lists. */
const mostPieces$1 = 2e4;
/** Records that are kept for one file: the pieces of several attributes share them. */
const keptRecords = 64;
/** The file whose first record is `number`. Throws ScanError where there is none, or another file took its place. */
async function readFile(mft, number, sequence) {
	const base = await mft.record(number);
	const isOther = sequence !== void 0 && base.sequence !== sequence;
	if (!base.isInUse || base.base !== 0 || isOther) throw damagedVolume(base.where, `record ${number} is named as a file's, but ${base.isInUse ? "belongs to another" : "is free"}`, "Let chkdsk repair the volume.");
	const list = await readAttributeList(mft.geometry, base);
	const records = /* @__PURE__ */ new Map([[number, base]]);
	async function recordOf(entry) {
		const known = records.get(entry.record);
		if (known !== void 0) return known;
		const record = await mft.record(entry.record);
		if (!record.isInUse || record.base !== number || record.sequence !== entry.sequence) throw damagedVolume(record.where, `record ${entry.record} is no part of file ${number}`);
		if (records.size < keptRecords) records.set(entry.record, record);
		return record;
	}
	async function pieceOf(entry) {
		const found = (await recordOf(entry)).attributes.find((one) => one.type === entry.type && one.name === entry.name && one.instance === entry.instance);
		if (found !== void 0) return found;
		throw damagedVolume(base.where, `an attribute of type ${entry.type} is not in record ${entry.record}, where the list has it`);
	}
	const entriesOf = (type, name) => (list ?? []).filter((entry) => entry.type === type && entry.name === name);
	async function pieces(type, name) {
		if (list === void 0) return base.attributes.filter((one) => one.type === type && one.name === name);
		const entries = entriesOf(type, name);
		if (entries.length > mostPieces$1) throw beyondLimit(base.where, `an attribute in ${entries.length} pieces`);
		const found = [];
		for (const entry of entries) found.push(await pieceOf(entry));
		return found;
	}
	return {
		number,
		sequence: base.sequence,
		isDirectory: base.isDirectory,
		where: base.where,
		names(type) {
			const attributes = list ?? base.attributes;
			return [...new Set(attributes.filter((one) => one.type === type).map(({ name }) => name))];
		},
		async first(type, name) {
			if (list === void 0) return base.attributes.find((one) => one.type === type && one.name === name);
			const [entry] = entriesOf(type, name);
			return entry === void 0 ? void 0 : pieceOf(entry);
		},
		async open(type, name) {
			const found = await pieces(type, name);
			return found.length === 0 ? void 0 : attributeBytes(mft.geometry, found);
		}
	};
}

// src/filesystems/ntfs/mft.ts
/** Records 0 to 3 have a copy. */
const copied = 4;
const mostPieces = 1e3;
function isTableData(attribute) {
	return attribute.type === attributeType.data && attribute.name === "" && !attribute.isResident;
}
/** Where `at` of the table lies, all of `length` in one piece; records never straddle clusters that are apart. */
function placesOf(extents, at, length) {
	const places = [];
	let low = 0;
	let high = extents.length;
	while (low < high) {
		const middle = low + high >>> 1;
		const extent = extents[middle];
		if (extent !== void 0 && extent.logical + extent.length <= at) low = middle + 1;
		else high = middle;
	}
	for (let from = at; from < at + length; low += 1) {
		const extent = extents[low];
		if (extent === void 0 || extent.logical > from) break;
		const size = Math.min(at + length, extent.logical + extent.length) - from;
		places.push({
			logical: from,
			physical: extent.physical + from - extent.logical,
			length: size
		});
		from += size;
	}
	return places;
}
async function firstRecord(geometry) {
	const { volume, recordBytes, mftByte, mirrorByte } = geometry;
	const read = async (at) => parseRecord(await readAll(volume, at, recordBytes), 0, volume.name, at);
	try {
		return {
			record: await read(mftByte),
			isCopy: false
		};
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		return read(mirrorByte).then((record) => ({
			record,
			isCopy: true
		}), () => Promise.reject(error));
	}
}
async function openMft(geometry) {
	const { volume, recordBytes } = geometry;
	const { record: first, isCopy } = await firstRecord(geometry);
	const start = first.attributes.find(isTableData);
	if (start === void 0 || start.firstCluster !== 0) throw damagedVolume(first.where, "the master file table does not say where it lies");
	let extents = [];
	let sizeBytes = 0;
	async function record(number) {
		const at = number * recordBytes;
		const places = at + recordBytes <= sizeBytes ? placesOf(extents, at, recordBytes) : [];
		const [place] = places;
		if (place === void 0 || places.reduce((sum, { length }) => sum + length, 0) < recordBytes) throw damagedVolume(`${volume.name}, record ${number}`, `is asked for, but the master file table ends at record ${Math.floor(sizeBytes / recordBytes)}`, "Let chkdsk repair the volume.");
		const bytes = new Uint8Array(recordBytes);
		for (const part of places) bytes.set(await readAll(volume, part.physical, part.length), part.logical - at);
		try {
			return parseRecord(bytes, number, volume.name, place.physical);
		} catch (error) {
			if (!(error instanceof ScanError) || number >= copied) throw error;
			const copy = geometry.mirrorByte + at;
			return parseRecord(await readAll(volume, copy, recordBytes), number, volume.name, copy);
		}
	}
	function take(pieces) {
		const runs = decodeRuns(geometry, pieces);
		const last = runs.at(-1);
		const mapped = last === void 0 ? 0 : (last.logical + last.length) * geometry.clusterBytes;
		sizeBytes = Math.min(start?.sizeBytes ?? 0, mapped);
		extents = extentsOf$1(geometry, runs, sizeBytes);
	}
	const pieces = [start];
	take(pieces);
	const rest = await readAttributeList(geometry, first);
	for (const entry of rest ?? []) {
		if (!(entry.type === attributeType.data && entry.name === "") || entry.firstCluster === 0) continue;
		const next = (await record(entry.record)).attributes.filter(isTableData).find(({ firstCluster }) => firstCluster === entry.firstCluster);
		if (next === void 0) throw damagedVolume(first.where, "a piece of the table is missing");
		pieces.push(next);
		if (pieces.length > mostPieces) throw beyondLimit(first.where, "the table has too many pieces");
		take(pieces);
	}
	return {
		geometry,
		count: Math.floor(sizeBytes / recordBytes),
		isCopy,
		record
	};
}

// src/filesystems/ntfs/reparse.ts
const tags = {
	mountPoint: 2684354563,
	symlink: 2684354572,
	linuxSymlink: 2684354589
};
const special = [
	2147483683,
	2147483684,
	2147483685,
	2147483686
];
/** An alias of a store application: the file itself is empty. */
const marks = [2147483675];
const unread = {
	2147483667: "its content is in the store of data deduplication",
	2147483671: "its content is compressed by Windows (WOF, \"compact\")",
	2147483672: "its content is in the layers of a Windows container",
	2415923224: "its content is in the layers of a Windows container"
};
/**
* A Windows path for a tree with slashes: the drive is taken for the volume itself; a volume without a letter stays a
* name that no tree has.
*/
function treePath(path) {
	const native = path.replace(/^\\\?\?\\|^\\\\[?.]\\/, "");
	const local = native.replace(/^[A-Za-z]:(?=\\|$)/, "");
	const slashes = local.replaceAll("\\", "/");
	const text = (native !== path || local !== native) && !slashes.startsWith("/") ? `/${slashes}` : slashes;
	return text.length > 1 ? text.replace(/\/+$/, "") : text;
}
/** What a reparse point means. Throws ScanError where its bytes cannot be. */
function parseReparse(bytes, where) {
	const fields = new Fields(bytes, `${where}, reparse point`, 0);
	const tag = fields.u32(0);
	if (tag === tags.mountPoint || tag === tags.symlink) {
		const names = tag === tags.symlink ? 20 : 16;
		const text = (at) => utf16Text(fields.slice(names + fields.u16(at), fields.u16(at + 2) & -2));
		const target = text(8) || text(12);
		if (target === "") throw damagedVolume(fields.where(8), "a link names no target");
		return {
			kind: "link",
			target: treePath(target)
		};
	}
	if (tag === tags.linuxSymlink) {
		const length = fields.u16(4);
		return {
			kind: "link",
			target: Buffer.from(fields.slice(12, Math.max(0, length - 4))).toString("utf8")
		};
	}
	if (special.includes(tag)) return { kind: "special" };
	if (marks.includes(tag)) return { kind: "mark" };
	return {
		kind: "unread",
		what: unread[tag] ?? `its content is a filter's (reparse tag 0x${tag.toString(16)})`
	};
}
/** For reading what a filter driver would give. */
function refuseReparse(where, what) {
	return unsupportedVolume(where, what, "Expand it before the image is captured (compact /u /exe, or fsutil), or accept it in the policy.");
}

// src/filesystems/ntfs/state.ts
const logFileRecord = 2;
const volumeRecord = 3;
const isDirty = 1;
const isBeingChecked = 16384;
const logIsClean = 2;
const noClient = 65535;
const pageBytes = 4096;
function partial(text) {
	return {
		text,
		isPartial: true
	};
}
/** Whether the log has changes that the volume lacks; undefined where it cannot be told. */
async function isLogOpen(mft) {
	const file = await readFile(mft, logFileRecord);
	const log = await file.open(attributeType.data, "");
	if (log === void 0) return void 0;
	let newest;
	let isBlank = true;
	for (const at of [0, pageBytes]) {
		const bytes = await log.read(at, pageBytes);
		if (bytes.length < pageBytes) break;
		if (bytes.every((byte) => byte === 255)) continue;
		isBlank = false;
		try {
			const page = undoSequence(bytes, "RSTR", `${file.where}, log`, at);
			const area = page.u16(24);
			const lsn = page.big64(area);
			const isClean = (page.u16(area + 14) & logIsClean) !== 0 || page.u16(area + 12) === noClient;
			if (newest === void 0 || lsn > newest.lsn) newest = {
				lsn,
				isOpen: !isClean
			};
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
		}
	}
	return newest?.isOpen ?? (isBlank ? false : void 0);
}
async function volumeInformation(mft) {
	const file = await readFile(mft, volumeRecord);
	const whole = async (type) => {
		const bytes = await file.open(type, "");
		return bytes === void 0 ? void 0 : bytes.read(0, Math.min(bytes.size, 512));
	};
	const information = await whole(attributeType.volumeInformation);
	const label = await whole(attributeType.volumeName);
	const fields = new Fields(information ?? /* @__PURE__ */ new Uint8Array(0), `${file.where}, volume information`, 0);
	return {
		label: label === void 0 ? "" : utf16Text(label),
		version: `${fields.u8(8)}.${fields.u8(9)}`,
		flags: fields.u16(10)
	};
}
/** Damage of these files is a remark: the volume's other files can be read all the same. */
async function readState(mft) {
	const remarks = [];
	const tried = async (work) => {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			remarks.push(partial(`its state is not known: ${error.message}`));
			return;
		}
	};
	const information = await tried(() => volumeInformation(mft));
	const flags = information?.flags ?? 0;
	if ((flags & isDirty) !== 0) remarks.push(partial("it is marked dirty: chkdsk is due"));
	if ((flags & isBeingChecked) !== 0) remarks.push(partial("chkdsk was at work on it"));
	if (await tried(() => isLogOpen(mft)) === true) remarks.push(partial("its log is open: it was in use when it was copied, and changes may lack"));
	return {
		label: information?.label ?? "",
		version: information?.version ?? "",
		remarks
	};
}

// src/filesystems/ntfs/upcase.ts
const units = 65536;
const upcaseBytes = units * 2;
function ordinal(left, right) {
	return left < right ? -1 : left > right ? 1 : 0;
}
/** From the table's bytes. Undefined for a table of another size, or one that does not even fold `a` to `A`. */
function nameOrder(bytes) {
	if (bytes.length !== 131072) return void 0;
	const table = new Uint16Array(units);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let index = 0; index < units; index += 1) table[index] = view.getUint16(index * 2, true);
	for (let code = 32; code < 127; code += 1) {
		const isLower = code >= 97 && code <= 122;
		if (table[code] !== (isLower ? code - 32 : code)) return void 0;
	}
	return orderBy((name) => {
		let text = "";
		for (let index = 0; index < name.length; index += 1) text += String.fromCharCode(table[name.charCodeAt(index)] ?? 0);
		return text;
	});
}
/** For a volume whose table is damaged. */
function unicodeOrder() {
	return orderBy(upperCase);
}
function orderBy(fold) {
	return {
		fold,
		compare: (left, right) => ordinal(fold(left), fold(right))
	};
}

// src/filesystems/ntfs/open-ntfs.ts
const rootRecord = 5;
const upcaseRecord = 10;
const everything = 511;
/** [MS-FSCC] allows 16 KiB. */
const mostReparseBytes = 65536;
/** Streams of one file that are given as extended attributes, all together. */
const mostStreamBytes = 1048576;
const streamPrefix = "ntfs.stream:";
/** Milliseconds from 1601 to 1970. */
const epochMs = 0xa9730b66800;
async function reparseOf(file) {
	const bytes = await file.open(attributeType.reparsePoint, "");
	if (bytes === void 0) return void 0;
	return parseReparse(await wholeOf(bytes, mostReparseBytes, file.where), file.where);
}
async function modifiedMs(file) {
	const standard = await file.first(attributeType.standardInformation, "");
	if (standard === void 0 || !standard.isResident) throw damagedVolume(file.where, "a file has no standard information");
	return Number(standard.value.big64(8) / 10000n) - epochMs;
}
async function streamsOf(file) {
	const streams = /* @__PURE__ */ new Map();
	let left = mostStreamBytes;
	for (const name of file.names(attributeType.data)) {
		if (name === "") continue;
		const bytes = await file.open(attributeType.data, name);
		if (bytes === void 0) continue;
		left -= bytes.size;
		if (left < 0) throw beyondLimit(file.where, `streams beside a file of more than ${mostStreamBytes} bytes`);
		streams.set(`${streamPrefix}${name}`, await bytes.read(0, bytes.size));
	}
	return streams;
}
function typeOf(file, reparse) {
	if (reparse?.kind === "link") return "symlink";
	if (reparse?.kind === "special") return "other";
	return file.isDirectory ? "directory" : "file";
}
async function nodeOf(mft, file, order) {
	const reparse = await reparseOf(file);
	const type = typeOf(file, reparse);
	const data = type === "file" ? await file.first(attributeType.data, "") : void 0;
	const refuse = () => {
		if (reparse?.kind === "unread") throw refuseReparse(file.where, reparse.what);
	};
	const directory = ntfsDirectory(mft, file, order);
	return {
		id: ntfsId(file.number, file.sequence),
		type,
		mode: everything,
		uid: 0,
		gid: 0,
		sizeBytes: data === void 0 ? 0 : data.isResident ? data.value.bytes.length : data.sizeBytes,
		mtimeMs: await modifiedMs(file),
		async list() {
			if (type !== "directory") return [];
			refuse();
			return directory.list();
		},
		async find(name) {
			if (type !== "directory") return void 0;
			refuse();
			return directory.find(name);
		},
		async readLink() {
			if (reparse?.kind === "link") return reparse.target;
			throw damagedVolume(file.where, "is read as a link, but is none");
		},
		xattrs: async () => reparse?.kind === "unread" ? /* @__PURE__ */ new Map() : streamsOf(file),
		async open() {
			refuse();
			const bytes = await file.open(attributeType.data, "");
			if (bytes !== void 0) return bytes;
			throw damagedVolume(file.where, "a file has no data");
		}
	};
}
async function readOrder(mft, remarks) {
	try {
		const bytes = await (await readFile(mft, upcaseRecord)).open(attributeType.data, "");
		const found = bytes?.size === 131072 ? nameOrder(await bytes.read(0, upcaseBytes)) : void 0;
		if (found !== void 0) return found;
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
	}
	remarks.push({
		text: "its table of upper-case letters is damaged: names are compared by Unicode",
		isPartial: true
	});
	return unicodeOrder();
}
function recordOf(volume, id) {
	const match = /^(\d+)\.(\d+)$/.exec(String(id));
	if (match === null) throw damagedVolume(volume.name, `has no file ${id}`);
	return {
		number: Number(match[1]),
		sequence: Number(match[2])
	};
}
/**
* Opens the volume. Throws ScanError where boot sector, master file table or root directory cannot be read, in their
* copies neither.
*/
async function openNtfs(volume) {
	const geometry = await readGeometry(volume);
	const mft = await openMft(geometry);
	const remarks = [];
	const damagedPart = geometry.isCopy ? "boot sector" : mft.isCopy ? "master file table" : "";
	if (damagedPart !== "") remarks.push({
		text: `its ${damagedPart} is damaged; the copy was read`,
		isPartial: true
	});
	const order = await readOrder(mft, remarks);
	const state = await readState(mft);
	const root = await readFile(mft, rootRecord);
	return {
		kind: "ntfs",
		name: volume.name,
		label: state.label,
		uuid: geometry.serial,
		features: [`version ${state.version}`, `clusters of ${geometry.clusterBytes} bytes`],
		remarks: [...remarks, ...state.remarks],
		root: ntfsId(root.number, root.sequence),
		fold: (name) => order.fold(name),
		async node(id) {
			const { number, sequence } = recordOf(volume, id);
			return nodeOf(mft, await readFile(mft, number, sequence), order);
		}
	};
}

// src/filesystems/xfs/checksum.ts
const four = Buffer.alloc(4);
/** Whether the checksum at `at` is that of the bytes, counted with zeros in its place. */
function hasChecksum(bytes, at) {
	let crc = updateCrc32c(4294967295, bytes.subarray(0, at));
	crc = updateCrc32c(crc, four);
	crc = ~updateCrc32c(crc, bytes.subarray(at + 4)) >>> 0;
	const stored = ((bytes[at] ?? 0) | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0) << 16 | (bytes[at + 3] ?? 0) << 24) >>> 0;
	return crc === stored;
}
/**
* Holds a block to its checksum, kind, file system, owner and place: so a stale or borrowed block is never taken for
* another. `at` is its place on the volume in bytes. Throws ScanError `TARGET_DAMAGED`.
*/
function checkBlock(fields, form, metaUuid, owner, at) {
	const wrong = (what) => damagedVolume(fields.where(), `${form.title} ${what}`);
	const magic = form.isShortMagic ? fields.be16(form.magicAt) : fields.be32(form.magicAt);
	if (!form.magics.includes(magic)) throw wrong("is not here");
	if (!hasChecksum(fields.bytes, form.checksumAt)) throw wrong("has a checksum that does not fit");
	if (uuidText(fields.slice(form.uuidAt, 16)) !== metaUuid) throw wrong("is of another file system");
	if (fields.bigBe64(form.ownerAt) !== BigInt(owner)) throw wrong("is of another file");
	if (fields.bigBe64(form.placeAt) * 512n !== BigInt(at)) throw wrong("is of another place");
}

// src/filesystems/xfs/inode.ts
const magic$1 = 18766;
const coreBytes = 176;
const formats = [
	"none",
	"local",
	"extents",
	"btree"
];
function mtimeOf(fields, isBig) {
	if (!isBig) return (fields.be32(40) | 0) * 1e3 + fields.be32(44) / 1e6;
	const nanoseconds = fields.bigBe64(40);
	return (Number(nanoseconds / 1000000000n) - 2 ** 31) * 1e3 + Number(nanoseconds % 1000000000n) / 1e6;
}
function forkOf(fields, which, formatAt, from, to, extentCount, inodeAt) {
	const format = formats[fields.u8(formatAt)];
	if (format === void 0 || from > to) throw damagedVolume(fields.where(formatAt), "an inode with no sound fork");
	const bytes = fields.slice(from, to - from);
	if (format === "extents" && extentCount * 16 > bytes.length) throw damagedVolume(fields.where(from), `${extentCount} extents have no room in an inode`);
	return {
		which,
		format,
		bytes,
		at: inodeAt + from,
		extentCount
	};
}
function parseInode(fields, { metaUuid }, number, at) {
	const wrong = (what) => damagedVolume(fields.where(), `inode ${number} ${what}`);
	if (fields.be16(0) !== magic$1) throw wrong("is named, but not here");
	if (fields.u8(4) !== 3) throw wrong("is of a version that is not read");
	if (!hasChecksum(fields.bytes, 100)) throw wrong("has a checksum that does not fit");
	if (fields.bigBe64(152) !== BigInt(number)) throw wrong("is another one");
	if (uuidText(fields.slice(160, 16)) !== metaUuid) throw wrong("is of another file system");
	const mode = fields.be16(2);
	if (mode === 0) throw wrong("is named, but free");
	const flags2 = fields.bigBe64(120);
	const hasBigCounts = (flags2 & 16n) !== 0n;
	const attributesAt = coreBytes + fields.u8(82) * 8;
	const end = fields.bytes.length;
	const hasAttributes = attributesAt > coreBytes;
	if (attributesAt > end) throw wrong("has its attributes behind its end");
	const dataCount = hasBigCounts ? fields.be64(24) : fields.be32(76);
	const attributeCount = hasBigCounts ? fields.be32(76) : fields.be16(80);
	const dataEnd = hasAttributes ? attributesAt : end;
	return {
		number,
		mode,
		uid: fields.be32(8),
		gid: fields.be32(12),
		sizeBytes: fields.be64(56),
		mtimeMs: mtimeOf(fields, (flags2 & 8n) !== 0n),
		isRealtime: (fields.be16(90) & 1) !== 0,
		data: forkOf(fields, "data", 5, coreBytes, dataEnd, dataCount, at),
		attributes: hasAttributes ? forkOf(fields, "attributes", 83, attributesAt, end, attributeCount, at) : void 0
	};
}
/** The place of a block from its number; throws ScanError where it lies outside of the volume. */
function placeOfBlock(superblock, block, where) {
	const { groupBits, groupBlocks, groupCount, blockBytes, blockCount } = superblock;
	const group = Math.floor(block / 2 ** groupBits);
	const within = block % 2 ** groupBits;
	const index = group * groupBlocks + within;
	if (group >= groupCount || within >= groupBlocks || index >= blockCount) throw damagedVolume(where, `names block ${block}, which is none`);
	return index * blockBytes;
}
/** Throws ScanError for a number that no inode has, and for a damaged one. */
async function readInode({ volume, superblock }, number) {
	const { inodeBits, inodeBytes } = superblock;
	const where = `${volume.name}, inode ${number}`;
	if (!Number.isSafeInteger(number) || number <= 0) throw damagedVolume(where, "is no inode");
	const at = placeOfBlock(superblock, Math.floor(number / 2 ** inodeBits), where) + number % 2 ** inodeBits * inodeBytes;
	return parseInode(new Fields(await readAll(volume, at, inodeBytes), volume.name, at), superblock, number, at);
}

// src/filesystems/xfs/block-map.ts
const recordBytes = 16;
const headerBytes$1 = 72;
const deepest$1 = 16;
/** Blocks of one fork's tree that are read at most. */
const treeBlockLimit = 1e5;
const treeBlock = {
	title: "a block of a B+tree of extents",
	magics: [1112359219],
	magicAt: 0,
	checksumAt: 64,
	uuidAt: 40,
	ownerAt: 56,
	placeAt: 24
};
function takeExtent(walk, fields, at) {
	const { xfs, extents, joins } = walk;
	const { superblock } = xfs;
	const [w0, w1, w2, w3] = [
		fields.be32(at),
		fields.be32(at + 4),
		fields.be32(at + 8),
		fields.be32(at + 12)
	];
	const isUnwritten = w0 >>> 31 === 1;
	const first = (w0 & 2147483647) * 2 ** 23 + (w1 >>> 9);
	const start = (w1 & 511) * 2 ** 43 + w2 * 2048 + (w3 >>> 21);
	const count = w3 & 2097151;
	if (first < walk.next || count === 0 || !Number.isSafeInteger(first * superblock.blockBytes)) throw damagedVolume(fields.where(at), "extents that overlap or are empty");
	if (extents.length > 1e6) throw beyondLimit(fields.where(at), `inode ${walk.inode.number} is in too many pieces`);
	walk.next = first + count;
	const physical = placeOfBlock(superblock, start, fields.where(at));
	const isInGroup = start % 2 ** superblock.groupBits + count <= superblock.groupBlocks;
	const end = physical + count * superblock.blockBytes;
	if (!isInGroup || end > superblock.blockCount * superblock.blockBytes) throw damagedVolume(fields.where(at), "an extent that ends behind its group");
	if (isUnwritten) return;
	const extent = {
		logical: first * superblock.blockBytes,
		physical,
		length: count * superblock.blockBytes
	};
	if (joins) addExtent(extents, extent);
	else extents.push(extent);
}
/** The children of a node, whose keys start at `keysAt` and whose `room` bytes hold keys and pointers. */
async function takeChildren(walk, fields, keysAt, room, count, level) {
	const most = Math.floor(room / recordBytes);
	if (count > most) throw damagedVolume(fields.where(keysAt), `${count} entries have no room in a B+tree`);
	for (let index = 0; index < count; index += 1) {
		if (fields.be64(keysAt + 8 * index) < walk.next) throw damagedVolume(fields.where(keysAt), "extents that overlap or go round in circles");
		await walkBlock(walk, fields.be64(keysAt + 8 * (most + index)), level - 1, fields.where());
	}
}
async function walkBlock(walk, block, level, from) {
	const { xfs, inode } = walk;
	const { volume, superblock } = xfs;
	if (++walk.blocks > treeBlockLimit) throw beyondLimit(from, `inode ${inode.number} is in too many pieces`);
	const at = placeOfBlock(superblock, block, from);
	const fields = new Fields(await readAll(volume, at, superblock.blockBytes), volume.name, at);
	checkBlock(fields, treeBlock, superblock.metaUuid, inode.number, at);
	const count = fields.be16(6);
	const room = superblock.blockBytes - headerBytes$1;
	if (fields.be16(4) !== level) throw damagedVolume(fields.where(4), "a B+tree of extents that is not level");
	if (level > 0) return takeChildren(walk, fields, headerBytes$1, room, count, level);
	if (count > Math.floor(room / recordBytes)) throw damagedVolume(fields.where(6), `${count} extents have no room in a block`);
	for (let index = 0; index < count; index += 1) takeExtent(walk, fields, headerBytes$1 + recordBytes * index);
}
/**
* The extents of a fork, sorted; unwritten ones are left out. Throws ScanError where the fork is damaged or has more
* pieces than any sound one.
*/
async function extentsOf(xfs, inode, fork, joins = true) {
	const walk = {
		xfs,
		inode,
		extents: [],
		joins,
		blocks: 0,
		next: 0
	};
	const fields = new Fields(fork.bytes, xfs.volume.name, fork.at);
	if (fork.format === "extents") for (let index = 0; index < fork.extentCount; index += 1) takeExtent(walk, fields, recordBytes * index);
	else if (fork.format === "btree") {
		const level = fields.be16(0);
		if (level === 0 || level > deepest$1) throw damagedVolume(fields.where(), `a B+tree of extents of ${level} levels`);
		await takeChildren(walk, fields, 4, fork.bytes.length - 4, fields.be16(2), level);
	} else throw damagedVolume(fields.where(), `inode ${inode.number} has no extents`);
	return walk.extents;
}

// src/filesystems/xfs/attributes.ts
const nodeMagic = 16062;
const leafMagic = 15342;
const leafHeaderBytes = 80;
const valueHeaderBytes = 56;
/** Of Linux: no value is longer (XATTR_SIZE_MAX). */
const longestValue = 65536;
/** Of all attributes of a file. */
const mostAttributes = 65536;
const deepest = 5;
const flags = {
	isLocal: 1,
	trusted: 2,
	security: 4,
	parent: 8,
	isIncomplete: 128
};
const indexBlock = {
	title: "a block of extended attributes",
	magics: [nodeMagic, leafMagic],
	magicAt: 8,
	isShortMagic: true,
	checksumAt: 12,
	uuidAt: 32,
	ownerAt: 48,
	placeAt: 16
};
const valueBlock = {
	title: "the value of an extended attribute",
	magics: [1480675917],
	magicAt: 0,
	checksumAt: 12,
	uuidAt: 16,
	ownerAt: 32,
	placeAt: 40
};
/** ACLs have names of XFS's own. */
const aclNames = {
	"trusted.SGI_ACL_FILE": "system.posix_acl_access",
	"trusted.SGI_ACL_DEFAULT": "system.posix_acl_default"
};
function fullName(flag, name) {
	if ((flag & flags.security) !== 0) return `security.${name}`;
	return `${(flag & flags.trusted) === 0 ? "user" : "trusted"}.${name}`;
}
/** Whether the attribute is one that getxattr(2) tells of: no pointer to a parent, and wholly written. */
function isTold(flag) {
	return (flag & (flags.parent | flags.isIncomplete)) === 0;
}
function add(attributes, name, value, where) {
	if (attributes.size >= mostAttributes) throw beyondLimit(where, "more extended attributes than any file has");
	const acl = aclNames[name];
	if (acl === void 0) attributes.set(name, value.slice());
	else attributes.set(acl, aclFromXfs(new Fields(value, where, 0)));
}
function takeShort(fields, attributes) {
	const count = fields.u8(2);
	let at = 4;
	for (let index = 0; index < count; index += 1) {
		const [nameBytes, valueBytes, flag] = [
			fields.u8(at),
			fields.u8(at + 1),
			fields.u8(at + 2)
		];
		const name = fullName(flag, fields.text(at + 3, nameBytes));
		const value = fields.slice(at + 3 + nameBytes, valueBytes);
		if (isTold(flag)) add(attributes, name, value, fields.where(at));
		at += 3 + nameBytes + valueBytes;
	}
}
async function readBlock(walk, block, form) {
	const { xfs, inode, extents } = walk;
	const { blockBytes, metaUuid } = xfs.superblock;
	const at = placeInExtents(extents, block * blockBytes);
	if (at === void 0) throw damagedVolume(`${xfs.volume.name}, inode ${inode.number}`, `its extended attributes name block ${block}, which is none of theirs`);
	const fields = new Fields(await readAll(xfs.volume, at, blockBytes), xfs.volume.name, at);
	checkBlock(fields, form, metaUuid, inode.number, at);
	return fields;
}
async function readValue(walk, first, length, where) {
	if (length > longestValue) throw damagedVolume(where, `an attribute of ${length} bytes`);
	const value = new Uint8Array(length);
	for (let done = 0, block = first; done < length; block += 1) {
		const fields = await readBlock(walk, block, valueBlock);
		const count = fields.be32(8);
		if (fields.be32(4) !== done || count === 0 || count > length - done) throw damagedVolume(fields.where(4), "the value of an extended attribute is not in order");
		value.set(fields.slice(valueHeaderBytes, count), done);
		done += count;
	}
	return value;
}
async function takeLeaf(walk, fields) {
	const count = fields.be16(56);
	for (let index = 0; index < count; index += 1) {
		const entry = leafHeaderBytes + 8 * index;
		const [at, flag] = [fields.be16(entry + 4), fields.u8(entry + 6)];
		if (!isTold(flag)) continue;
		const where = fields.where(at);
		if ((flag & flags.isLocal) !== 0) {
			const nameBytes = fields.u8(at + 2);
			const value = fields.slice(at + 3 + nameBytes, fields.be16(at));
			add(walk.attributes, fullName(flag, fields.text(at + 3, nameBytes)), value, where);
		} else {
			const name = fullName(flag, fields.text(at + 9, fields.u8(at + 8)));
			add(walk.attributes, name, await readValue(walk, fields.be32(at), fields.be32(at + 4), where), where);
		}
	}
}
/** The first leaf: down the leftmost way. */
async function firstLeaf(walk) {
	let fields = await readBlock(walk, 0, indexBlock);
	for (let level = 0; fields.be16(8) === nodeMagic; level += 1) {
		if (level > deepest) throw damagedVolume(fields.where(), "attributes go round in circles");
		fields = await readBlock(walk, fields.be32(68), indexBlock);
	}
	return fields;
}
/** All attributes as getxattr(2) gives them; throws ScanError where a block is damaged. */
async function attributesOf(xfs, inode) {
	const attributes = /* @__PURE__ */ new Map();
	const { attributes: fork } = inode;
	if (fork === void 0 || fork.format === "extents" && fork.extentCount === 0) return attributes;
	if (fork.format === "local") {
		takeShort(new Fields(fork.bytes, xfs.volume.name, fork.at), attributes);
		return attributes;
	}
	const walk = {
		xfs,
		inode,
		extents: await extentsOf(xfs, inode, fork),
		attributes
	};
	const seen = /* @__PURE__ */ new Set();
	for (let fields = await firstLeaf(walk);;) {
		await takeLeaf(walk, fields);
		const next = fields.be32(0);
		if (next === 0) return attributes;
		if (seen.has(next)) throw damagedVolume(fields.where(), "attributes go round in circles");
		seen.add(next);
		fields = await readBlock(walk, next, indexBlock);
		if (fields.be16(8) !== leafMagic) throw damagedVolume(fields.where(), "is no leaf of attributes");
	}
}

// src/filesystems/xfs/directory.ts
const headerBytes = 64;
const blockMagic = 1480868403;
const dataMagic = 1480868915;
const freeTag = 65535;
/** From here on lies the index. */
const indexFrom = 2 ** 35;
/** A directory above it is none: names of half a million files take as much. */
const mostDirectoryBytes = 67108864;
/** Read at once. */
const pieceBytes = 1048576;
const dataBlock = {
	title: "a block of a directory",
	magics: [blockMagic, dataMagic],
	magicAt: 0,
	checksumAt: 4,
	uuidAt: 24,
	ownerAt: 40,
	placeAt: 8
};
const types = [
	void 0,
	"file",
	"directory",
	"other",
	"other",
	"other",
	"other",
	"symlink",
	"other"
];
function itemOf(fields, nameAt, nameBytes, id) {
	const name = decodeName(fields.slice(nameAt, nameBytes));
	if (name === "" || /[/\0]/.test(name)) throw damagedVolume(fields.where(nameAt), "a directory names what no file can be called");
	return {
		name,
		id,
		type: types[fields.u8(nameAt + nameBytes)]
	};
}
function listShort(fields) {
	const isWide = fields.u8(1) > 0;
	const idBytes = isWide ? 8 : 4;
	const count = isWide ? fields.u8(1) : fields.u8(0);
	const items = [];
	let at = 2 + idBytes;
	for (let index = 0; index < count; index += 1) {
		const nameBytes = fields.u8(at);
		const idAt = at + 3 + nameBytes + 1;
		const id = isWide ? fields.be64(idAt) : fields.be32(idAt);
		items.push(itemOf(fields, at + 3, nameBytes, id));
		at = idAt + idBytes;
	}
	return items;
}
/** Where the names of a block end: a directory of one block has its index at the block's end. */
function namesEnd(fields) {
	const { length } = fields.bytes;
	if (fields.be32(0) !== blockMagic) return length;
	const end = length - 8 - fields.be32(length - 8) * 8;
	if (end < headerBytes) throw damagedVolume(fields.where(length - 8), "an index has no room");
	return end;
}
function takeBlock(fields, items) {
	const end = namesEnd(fields);
	for (let at = headerBytes; at < end;) {
		if (fields.be16(at) === freeTag) {
			const length = fields.be16(at + 2);
			if (length === 0 || length % 8 !== 0 || at + length > end) throw damagedVolume(fields.where(at), "a gap of a directory has a length that cannot be");
			at += length;
			continue;
		}
		const nameBytes = fields.u8(at + 8);
		const length = Math.ceil((12 + nameBytes) / 8) * 8;
		if (at + length > end) throw damagedVolume(fields.where(at), "an entry is cut short");
		const item = itemOf(fields, at + 9, nameBytes, fields.be64(at));
		if (item.name !== "." && item.name !== "..") items.push(item);
		at += length;
	}
}
/** The starts of the directory's blocks, within it. */
function* blocksOf(extents, blockBytes) {
	let done = 0;
	for (const { logical, length } of extents) {
		const first = Math.max(done, logical - logical % blockBytes);
		for (let at = first; at < logical + length; at += blockBytes) {
			yield at;
			done = at + blockBytes;
		}
	}
}
/** The names in a directory; throws ScanError where one of its blocks is damaged. */
async function listDirectory(xfs, inode) {
	const { volume, superblock } = xfs;
	const { directoryBlockBytes, metaUuid } = superblock;
	const { data } = inode;
	const where = `${volume.name}, directory ${inode.number}`;
	if (data.format === "local") return listShort(new Fields(data.bytes, volume.name, data.at));
	const extents = (await extentsOf(xfs, inode, data)).filter(({ logical }) => logical < indexFrom);
	const size = extents.reduce((sum, { length }) => sum + length, 0);
	if (size > mostDirectoryBytes) throw beyondLimit(where, `is larger than any directory that is read (${size} bytes)`);
	const last = extents.at(-1);
	const end = last === void 0 ? 0 : last.logical + last.length;
	const bytes = extentBytes(volume, end, async () => extents);
	const items = [];
	let piece = /* @__PURE__ */ new Uint8Array(0);
	let pieceAt = 0;
	for (const at of blocksOf(extents, directoryBlockBytes)) {
		if (at + directoryBlockBytes > pieceAt + piece.length) {
			piece = await bytes.read(at, pieceBytes);
			pieceAt = at;
		}
		const block = piece.subarray(at - pieceAt, at - pieceAt + directoryBlockBytes);
		const place = placeInExtents(extents, at) ?? -1;
		const fields = new Fields(block, volume.name, place);
		checkBlock(fields, dataBlock, metaUuid, inode.number, place);
		takeBlock(fields, items);
	}
	return items;
}

// src/filesystems/xfs/log.ts
const sector = 512;
const headerMagic = 4276992702;
const unmountFlag = 32;
/** A header is for as many bytes of records; longer ones have more headers. */
const bytesPerHeader = 32768;
/** The last record starts as near to the end where it is not padded, and where it is (to 256 KiB at most). */
const distances = [16, 544];
/** Looked through behind the log's end for what was written out of turn. */
const lookAheadSectors = 128;
/** The pass over the log in which a sector was written: records have it in their header, else it is the first word. */
function cycleOf(fields, at) {
	const first = fields.be32(at);
	return first === headerMagic ? fields.be32(at + 4) : first;
}
/** The sector after the last one written. */
async function findHead(log) {
	const cycleAt = async (index) => cycleOf(await log.read(index, 1), 0);
	const [first, last] = [await cycleAt(0), await cycleAt(log.size - 1)];
	if (first === last) return log.size;
	let [low, high] = [0, log.size - 1];
	while (high - low > 1) {
		const middle = low + high >>> 1;
		if (await cycleAt(middle) === first) low = middle;
		else high = middle;
	}
	return high;
}
/** Whether the record that ends at `head` says that the volume was unmounted; undefined where it starts before `from`. */
async function unmountsAt(log, head, from) {
	const fields = await log.read(from, head - from);
	for (let index = head - 2; index >= from; index -= 1) {
		const at = (index - from) * sector;
		if (fields.be32(at) !== headerMagic) continue;
		const headers = Math.max(1, Math.ceil(fields.be32(at + 320) / bytesPerHeader));
		const recordAt = at + headers * sector;
		if (index + headers + Math.ceil(fields.be32(at + 12) / sector) !== head) return false;
		if (fields.be32(at + 40) !== 1 || recordAt + sector > fields.bytes.length) return false;
		return (fields.u8(recordAt + 9) & unmountFlag) !== 0;
	}
}
async function endsWithUnmount(log, head) {
	for (const distance of distances) {
		const result = await unmountsAt(log, head, head - Math.min(distance, log.size));
		if (result !== void 0) return result;
	}
	return false;
}
/** Whether nothing of the head's pass lies behind it. */
async function isQuietBehind(log, head) {
	const count = Math.min(lookAheadSectors, log.size - head);
	if (count === 0) return true;
	const cycle = cycleOf(await log.read(0, 1), 0);
	const fields = await log.read(head, count);
	for (let index = 0; index < count; index += 1) if (cycleOf(fields, index * sector) === cycle) return false;
	return true;
}
/** A remark where the log holds changes, or cannot be read. */
async function remarksOfLog({ volume, superblock }) {
	const { logStart, logBlocks, blockBytes } = superblock;
	const partial = (text) => [{
		text,
		isPartial: true
	}];
	if (logStart === 0) return partial("its log lies on another device: whether it is empty is not known");
	try {
		const start = placeOfBlock(superblock, logStart, volume.name);
		const log = {
			size: Math.floor(logBlocks * blockBytes / sector),
			async read(from, count) {
				const at = start + Math.max(0, from) * sector;
				const bytes = await readAll(volume, at, (count + Math.min(0, from)) * sector);
				if (from >= 0) return new Fields(bytes, volume.name, at);
				const end = await readAll(volume, start + (log.size + from) * sector, -from * sector);
				return new Fields(Buffer.concat([end, bytes]), volume.name, at);
			}
		};
		const head = await findHead(log);
		return await endsWithUnmount(log, head) && await isQuietBehind(log, head) ? [] : partial("its log holds changes that are not replayed (it was not unmounted cleanly)");
	} catch (error) {
		if (!(error instanceof ScanError)) throw error;
		return partial(`its log cannot be read: ${error.message}`);
	}
}

// src/filesystems/xfs/superblock.ts
const magic = 1481003842;
/** Sectors and superblocks are at most as large. */
const largestSector = 32768;
const headBytes = 512;
const incompatible = [
	"ftype",
	"sparse",
	"meta_uuid",
	"bigtime",
	"needsrepair",
	"nrext64",
	"exchange",
	"parent",
	"metadir"
];
const readOnlyCompatible = [
	"finobt",
	"rmapbt",
	"reflink",
	"inobtcount"
];
function namesOf(bits, names) {
	return names.filter((_, bit) => (bits >>> bit & 1) !== 0);
}
function featuresOf(fields) {
	const incompat = fields.be32(216);
	const unknown = (incompat & ~(2 ** incompatible.length - 1)) >>> 0;
	if (unknown !== 0) throw unsupportedVolume(fields.where(216), `an XFS with features that are not read (0x${unknown.toString(16)})`, "Copy its files to a file system without them.");
	return /* @__PURE__ */ new Set([...namesOf(incompat, incompatible), ...namesOf(fields.be32(212), readOnlyCompatible)]);
}
function isPowerOfTwo(value) {
	return value > 0 && Number.isInteger(Math.log2(value));
}
/** A superblock from a sector at least as long as its own; throws ScanError where it is damaged or not read. */
function parseSuperblock(bytes, name, at) {
	const fields = new Fields(bytes, name, at);
	const wrong = (place, what) => damagedVolume(fields.where(place), `the superblock of an XFS ${what}`);
	if (fields.be32(0) !== magic) throw wrong(0, "is not here");
	const version = fields.be16(100) & 15;
	if (version !== 5) throw unsupportedVolume(fields.where(100), `an XFS of version ${version}, which has no checksums and is not read`, "Copy its files to an XFS made by a present mkfs.xfs.");
	const sectorBytes = fields.be16(102);
	if (sectorBytes < 512 || sectorBytes > bytes.length || !isPowerOfTwo(sectorBytes)) throw wrong(102, `names sectors of ${sectorBytes} bytes`);
	if (!hasChecksum(bytes.subarray(0, sectorBytes), 224)) throw wrong(224, "has a checksum that does not fit");
	const features = featuresOf(fields);
	const blockBytes = fields.be32(4);
	const inodeBytes = fields.be16(104);
	const [blockBits, groupBits, inodeBits] = [
		fields.u8(120),
		fields.u8(124),
		fields.u8(123)
	];
	const directoryBits = fields.u8(192);
	const groupBlocks = fields.be32(84);
	if (!(blockBytes >= 512 && blockBytes <= 65536 && 2 ** blockBits === blockBytes && inodeBytes >= 256 && inodeBytes * 2 ** inodeBits === blockBytes && blockBits + directoryBits <= 16 && groupBits <= 31 && groupBlocks > 0 && groupBlocks <= 2 ** groupBits)) throw wrong(4, "has sizes that cannot be");
	const uuid = uuidText(fields.slice(32, 16));
	const remarks = features.has("needsrepair") ? [{
		text: "it is marked as in need of xfs_repair",
		isPartial: true
	}] : [];
	return {
		label: labelText(fields.slice(108, 12)),
		uuid,
		metaUuid: features.has("meta_uuid") ? uuidText(fields.slice(248, 16)) : uuid,
		features,
		blockBytes,
		blockCount: fields.be64(8),
		groupBlocks,
		groupCount: fields.be32(88),
		groupBits,
		inodeBytes,
		inodeBits,
		directoryBlockBytes: blockBytes * 2 ** directoryBits,
		root: fields.be64(56),
		logStart: fields.be64(48),
		logBlocks: fields.be32(96),
		remarks
	};
}
/** Where the copy of the second group may lie: by what the damaged first one says, and for the usual four groups. */
function copyPlaces(first, volume) {
	const fields = new Fields(first, volume.name, 0);
	const [blockBytes, groupBlocks] = [fields.be32(4), fields.be32(84)];
	const quarter = Math.floor(volume.size / 4096 / 4) * 4096;
	return [
		blockBytes * groupBlocks,
		quarter,
		quarter + 4096
	].filter((at) => at > 0 && at + largestSector <= volume.size);
}
/** The superblock, or where it is damaged a copy, with a remark. Throws the first one's ScanError where none is sound. */
async function readSuperblock(volume) {
	await readAll(volume, 0, headBytes);
	const first = await volume.read(0, largestSector);
	try {
		return parseSuperblock(first, volume.name, 0);
	} catch (error) {
		for (const at of copyPlaces(first, volume)) try {
			const copy = parseSuperblock(await volume.read(at, largestSector), volume.name, at);
			const text = `its superblock is damaged; the copy at byte ${at} was taken`;
			return {
				...copy,
				remarks: [...copy.remarks, {
					text,
					isPartial: true
				}]
			};
		} catch {}
		throw error;
	}
}

// src/filesystems/xfs/open-xfs.ts
/** Of XFS: no target is longer (XFS_SYMLINK_MAXLEN). */
const longestTarget = 1024;
const linkHeaderBytes = 56;
const linkBlock = {
	title: "the target of a symbolic link",
	magics: [1481854029],
	magicAt: 0,
	checksumAt: 12,
	uuidAt: 16,
	ownerAt: 32,
	placeAt: 40
};
/** Each extent has a header of its own. */
async function remoteTarget(xfs, inode) {
	const { volume, superblock } = xfs;
	const target = Buffer.alloc(inode.sizeBytes);
	let done = 0;
	for (const { physical, length } of await extentsOf(xfs, inode, inode.data, false)) {
		if (done >= target.length || length > 65536) break;
		const fields = new Fields(await readAll(volume, physical, length), volume.name, physical);
		checkBlock(fields, linkBlock, superblock.metaUuid, inode.number, physical);
		const count = fields.be32(8);
		if (fields.be32(4) !== done || count === 0 || count > target.length - done) throw damagedVolume(fields.where(4), "the target of a symbolic link is not in order");
		target.set(fields.slice(linkHeaderBytes, count), done);
		done += count;
	}
	if (done === target.length) return target;
	throw damagedVolume(`${volume.name}, inode ${inode.number}`, `a link has ${done} of the ${target.length} bytes of its target`);
}
var XfsNode = class {
	id;
	type;
	mode;
	uid;
	gid;
	sizeBytes;
	mtimeMs;
	#xfs;
	#inode;
	constructor(xfs, inode) {
		this.id = inode.number;
		this.type = typeOfMode(inode.mode);
		this.mode = inode.mode & 4095;
		this.uid = inode.uid;
		this.gid = inode.gid;
		this.sizeBytes = this.type === "file" ? inode.sizeBytes : 0;
		this.mtimeMs = inode.mtimeMs;
		this.#xfs = xfs;
		this.#inode = inode;
	}
	async list() {
		return this.type === "directory" ? listDirectory(this.#xfs, this.#inode) : [];
	}
	async readLink() {
		const { data, sizeBytes } = this.#inode;
		if (sizeBytes > longestTarget) throw damagedVolume(this.#where(), `a link to a path of ${sizeBytes} bytes`);
		if (data.format !== "local") return decodeName(await remoteTarget(this.#xfs, this.#inode));
		const fields = new Fields(data.bytes, this.#xfs.volume.name, data.at);
		return decodeName(fields.slice(0, sizeBytes));
	}
	xattrs() {
		return attributesOf(this.#xfs, this.#inode);
	}
	async open() {
		const { data, sizeBytes, isRealtime } = this.#inode;
		if (this.type !== "file") throw damagedVolume(this.#where(), "is no file");
		if (isRealtime && sizeBytes > 0) throw unsupportedVolume(this.#where(), "has its data on a realtime device", "Copy its files to an XFS without one.");
		if (data.format === "local") return bytesAtHand(data.bytes.subarray(0, sizeBytes));
		return extentBytes(this.#xfs.volume, sizeBytes, () => extentsOf(this.#xfs, this.#inode, data));
	}
	#where() {
		return `${this.#xfs.volume.name}, inode ${this.#inode.number}`;
	}
};
/**
* Reads the superblock (or a copy of it), and the end of the log to tell whether it is empty. Throws ScanError
* `TARGET_DAMAGED` where no superblock is sound, `TARGET_UNSUPPORTED` for version 4 and for features that are not read.
*/
async function openXfs(volume) {
	const superblock = await readSuperblock(volume);
	const xfs = {
		volume,
		superblock
	};
	const { label, uuid, features, remarks, root } = superblock;
	return {
		kind: "xfs",
		name: volume.name,
		label,
		uuid,
		features: [...features],
		remarks: [...remarks, ...await remarksOfLog(xfs)],
		root,
		node: async (id) => new XfsNode(xfs, await readInode(xfs, Number(id)))
	};
}

// src/filesystems/readers.ts
const volumeReaders = {
	ext: openExt,
	xfs: openXfs,
	btrfs: openBtrfs,
	ntfs: openNtfs,
	fat: openFat
};

// src/gate/disk-layout.ts
function volumeLayout({ number, name, disk, partition, logical, content, sizeBytes }, file) {
	const uuid = content.uuid ?? file?.volume.uuid ?? "";
	const label = content.label ?? file?.volume.label ?? "";
	return {
		number,
		name,
		...disk === void 0 ? {} : { disk: disk + 1 },
		...partition === void 0 ? {} : { partition },
		...logical === void 0 ? {} : { logical },
		kind: file?.volume.kind ?? content.kind,
		title: content.title,
		sizeBytes,
		...uuid === "" ? {} : { uuid },
		...label === "" ? {} : { label },
		...file === void 0 ? {} : {
			features: file.volume.features,
			remarks: file.volume.remarks
		}
	};
}
/** `names`: of the disks, as they may be shown. `joined`: absent where no volume holds a root. */
function layoutOf(machine, names, files, joined) {
	const mounts = (joined?.mounts ?? []).map(({ path, file }) => ({
		path,
		volume: file.number
	}));
	return {
		disks: machine.disks.map((disk, at) => ({
			...disk,
			name: names[at] ?? disk.name
		})),
		volumes: machine.volumes.map((volume) => volumeLayout(volume, files.find(({ number }) => number === volume.number))),
		roots: (joined?.roots ?? []).map(({ number }) => number),
		mounts: mounts.toSorted((left, right) => left.path < right.path ? -1 : 1),
		notes: machine.notes
	};
}

// src/gate/open-disks.ts
/** Where language packages usually lie; other places are walked with --deep. */
const usualPlaces = [
	"app",
	"home",
	"opt",
	"root",
	"srv",
	"usr/lib/node_modules",
	"usr/lib/python3*",
	"usr/local",
	"usr/share/nodejs",
	"var/lib/waagent",
	"var/www"
];
/** Partition types of boot loaders and recovery systems: GPT's GUIDs, MBR's numbers. */
const serviceTypes = /* @__PURE__ */ new Set([
	"c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
	"de94bba4-06d1-4d40-a16a-bfd50179d6ac",
	"0xef",
	"0x27"
]);
function walksOf(scope) {
	switch (scope) {
		case "os": return [];
		case "usual": return usualPlaces;
		case "deep": return;
	}
}
/** What the scope leaves out is told, and no gap. */
function scopeRows(scope) {
	if (scope === "deep") return [];
	const reason = scope === "os" ? "left out by --packages os" : `looked for in ${usualPlaces.map((place) => `/${place}`).join(", ")}; --deep looks everywhere`;
	return [{
		what: "language-packages",
		status: scope === "os" ? "not-scanned" : "partial",
		reason,
		incomplete: false
	}];
}
/** The file systems that can be opened, and rows of those that cannot. */
async function fileSystemsOf(machine) {
	const files = [];
	const rows = [...machineCoverage(machine)];
	for (const { number, name, content, bytes, devices, partition } of machine.volumes) {
		if (content.holds !== "files") continue;
		const what = `volume:${number}`;
		const open = volumeReaders[content.kind];
		if (open === void 0) {
			const reason = `${name}: ${content.title} is not read`;
			rows.push({
				what,
				status: "not-scanned",
				reason,
				incomplete: true
			});
			continue;
		}
		try {
			const volume = await open({
				name,
				size: bytes.size,
				read: bytes.read.bind(bytes)
			});
			const isService = partition !== void 0 && serviceTypes.has(partition.type);
			files.push({
				number,
				name,
				volume,
				devices,
				isService
			});
		} catch (error) {
			if (!(error instanceof ScanError)) throw error;
			rows.push({
				what,
				status: "not-scanned",
				reason: error.message,
				incomplete: true
			});
		}
	}
	return {
		files,
		rows
	};
}
/** Files and addresses. */
async function openNamed(texts, runtime) {
	const http = createHttp(runtime);
	const { signal } = runtime;
	const containers = [];
	const close = async () => {
		await Promise.all(containers.map(({ disk }) => disk.close()));
		await http.close();
	};
	try {
		for (const text of texts) {
			const statistics = newStatistics();
			containers.push(/^https?:\/\//i.test(text) ? await openRemoteDisk({
				http,
				address: { url: text },
				statistics,
				signal
			}) : await openLocalDisk(text, statistics));
		}
	} catch (error) {
		await close();
		throw error;
	}
	return {
		containers,
		names: texts.map((text) => redactUrl(text).replace(/^.*[/\\]/, "")),
		coverage: [],
		close
	};
}
/** The machine's tree out of its disks; they are closed where that fails. */
async function joinDisks(hand, target, scope, runtime) {
	try {
		const machine = await openMachine(hand.containers);
		const disks = machine.disks.map(({ format, sizeBytes }, at) => {
			return {
				name: hand.names[at] ?? "",
				format,
				sizeBytes
			};
		});
		const known = {
			...target,
			identity: {
				...target.identity,
				disks
			}
		};
		const { files, rows } = await fileSystemsOf(machine);
		const joined = await joinMachine(files, runtime, walksOf(scope));
		const before = [...hand.coverage, ...rows];
		const layout = layoutOf(machine, hand.names, files, "disk" in joined ? joined : void 0);
		if (!("disk" in joined)) {
			await hand.close();
			return {
				target: known,
				source: void 0,
				coverage: mergeCoverage([...before, ...joined]),
				layout
			};
		}
		const { source } = joined.disk;
		const close = async () => {
			await source.close();
			await hand.close();
		};
		return {
			target: known,
			source: {
				prepare: source.prepare.bind(source),
				round: source.round.bind(source),
				close
			},
			coverage: mergeCoverage([
				...before,
				...joined.coverage,
				...scopeRows(scope)
			]),
			layout
		};
	} catch (error) {
		await hand.close();
		throw error;
	}
}
/**
* Opens `A,B,…`, files or addresses, as the disks of one machine. Close the source at the end. Throws UserError or
* ScanError where a disk cannot be opened.
*/
async function openDisks(text, scope, runtime) {
	return joinDisks(await openNamed(text.split(",").map((part) => part.trim()).filter((part) => part !== ""), runtime), {
		kind: "disk",
		reference: redactTarget(`disk:${text}`),
		identity: {}
	}, scope, runtime);
}
/**
* Opens the disks of a resource in Azure. What is made there for it is undone when the source is closed, and where
* opening fails. Throws as `openAzureContainers`, and USAGE where the host has no access to Azure.
*/
async function openAzureMachine(request, access, scope, runtime) {
	const reference = redactTarget(`azure:${request.reference}`);
	if (access === void 0) throw new UserError("USAGE", `${reference} needs access to Azure`, { hint: "Log in with az login, set AZURE_CLIENT_ID and its like, or name a service connection." });
	const { openAzureContainers } = await import("./gate-azure-disks.mjs");
	const hand = await openAzureContainers({
		...request,
		access
	}, runtime);
	return joinDisks(hand, {
		kind: "azure",
		reference,
		identity: hand.identity
	}, scope, runtime);
}

export { openAzureMachine, openDisks };